#include "engine/report/history.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/base/text.h"
#include "engine/report/json_parts.h"
#include "engine/report/remarks.h"

namespace signpost::report {
namespace {

std::string knowledge(const History& history, Instant now, const Speech& speech) {
  if (history.points.empty() && history.without_history == 0) {
    return speech.say("history.no-dates");
  }
  if (!history.known_at) return speech.say("history.known-then");
  if (!history.hindsight) {
    return speech.say("history.known-on", {{"moment", speech.moment(*history.known_at)}});
  }
  const Moment last{.as_of = history.points.back().as_of, .known_at = *history.known_at};
  return reading_in_words(last, true, history.not_known_then, now, speech);
}

/// The start of a day is its date; any other time of it is told.
std::string date(Instant instant, const Speech& speech) {
  std::string day = speech.short_day(instant);
  if (std::chrono::floor<std::chrono::days>(instant) == instant) return day;
  std::string told = speech.short_moment(instant);
  return told == day ? speech.say("history.end-of-day", {{"day", day}}) : told;
}

/// What the ends and the middle of a bar are, where there is room for it.
std::string scale(std::size_t columns, const Speech& speech) {
  std::string line = speech.number(0);
  const auto put = [&](const std::string& mark, std::size_t at) {
    const std::size_t width = display_width(line);
    if (at > width) line.append(at - width, ' ').append(mark);
  };
  const std::string end = speech.say("percent", {{"n", speech.number(100)}});
  put(speech.number(50), std::max<std::size_t>(1, columns / 2) - 1);
  put(end, columns - std::min(columns, display_width(end)));
  return line;
}

}  // namespace

Page history_page(const History& history, const HistoryChoices& choices, const Speech& speech) {
  Page page(speech.language());
  page.heading(speech.text(history.scenario.title), 3);
  page.paragraph(quoted(history.scenario.id), Style::kDim, 0, 1);
  page.paragraph(knowledge(history, choices.now, speech),
                 history.hindsight ? Style::kAccent : Style::kPlain);
  page.paragraph(as_sentence(not_available_in_words(history.not_available, speech)),
                 Style::kAccent);
  if (history.without_history > 0) {
    page.paragraph(speech.say("history.without", {{"n", history.without_history}}), Style::kAccent);
  }
  if (history.points.empty()) return page;
  page.gap();

  enum : std::size_t { kDate, kProbability, kWord, kBar };
  std::vector<std::string> dates;
  std::vector<std::string> percents;
  for (const HistoryPoint& point : history.points) {
    dates.push_back(date(point.as_of, speech));
    percents.push_back(speech.percent_exact(point.probability));
  }
  std::vector<Column> columns = {
      {.head = speech.say("label.as-of"), .width = widest(dates), .end = true},
      {.head = speech.say("label.probability"),
       .width = widest(percents, 9),
       .gap = 1,
       .end = true},
      {.width = 19, .gap = 2},
      {.head = speech.say("label.trend"), .gap = 2}};
  std::size_t before = 0;
  for (const Column& column : columns) before += column.gap + column.width;
  // At most a hundred columns: then a column is one per cent.
  const std::size_t bar =
      std::min<std::size_t>(100, choices.width - std::min(before, choices.width));
  Table& table = page.table(std::move(columns));
  table.heads().cell(kBar, scale(bar, speech), Style::kDim);
  for (std::size_t at = 0; at < history.points.size(); ++at) {
    const Probability probability = history.points[at].probability;
    table.row()
        .cell(kDate, std::move(dates[at]), Style::kDim)
        .cell(kProbability, std::move(percents[at]), Style::kBold)
        .cell(kWord, speech.word(probability))
        .cell({.column = kBar,
               .words = {{.words = {},
                          .style = Style::kAccent,
                          .graph = Graph{Graph::Kind::kBar, {probability}, bar}}}});
  }
  return page;
}

std::string history_json(const History& history) {
  JsonWriter json;
  json.begin_object().member("format", "signpost.history/1");
  json.member("scenario", history.scenario.id).key("known_at");
  if (history.known_at) {
    json.value(*history.known_at);
  } else {
    json.value("as-of");
  }
  json.member("hindsight", history.hindsight).member("not_known_then", history.not_known_then);
  json.member("not_available", history.not_available);
  json.member("without_history", history.without_history);
  json.key("points").begin_array();
  for (const HistoryPoint& point : history.points) {
    json.begin_object().member("as_of", point.as_of).member("probability", point.probability);
    json.member("log_odds_db", point.log_odds.decibans()).end_object();
  }
  json.end_array().end_object();
  return json.take();
}

std::string history_csv(const History& history) {
  std::string csv = "as_of,probability,log_odds_db";
  csv += history.rehearsal ? ",rehearsal\n" : "\n";
  for (const HistoryPoint& point : history.points) {
    csv += fmt::format("{},{:.17g},{:.17g}{}\n", to_rfc3339(point.as_of), point.probability.value(),
                       point.log_odds.decibans(), history.rehearsal ? ",yes" : "");
  }
  return csv;
}

}  // namespace signpost::report
