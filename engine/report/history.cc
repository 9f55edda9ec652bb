#include "engine/report/history.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/text.h"
#include "engine/report/json_parts.h"
#include "engine/report/line.h"
#include "engine/report/remarks.h"
#include "engine/report/speech.h"

namespace signpost::report {
namespace {

std::string knowledge(const History& history, const HistoryChoices& choices) {
  if (history.points.empty()) return "No dates in this span.";
  if (!history.known_at) return "Each line with what was known then.";
  const Moment last{.as_of = history.points.back().as_of, .known_at = *history.known_at};
  if (!history.hindsight) {
    return fmt::format("With what was known on {}.", moment(*history.known_at));
  }
  return reading(last, true, history.not_known_then, choices.now) + ".";
}

/// The start of a day is its date; any other time of it is told.
std::string date(Instant instant) {
  if (std::chrono::floor<std::chrono::days>(instant) == instant) return to_short_date(instant);
  const std::string told = moment(instant);
  return told == to_short_date(instant) ? told + ", end" : told;
}

}  // namespace

std::string history_text(const History& history, const HistoryChoices& choices,
                         const Terminal& terminal) {
  std::string text =
      quoted_paragraph(terminal, in(choices.titles, history.scenario.title), 0, 3, Style::kBold);
  text += Line(terminal).quote(history.scenario.id, Style::kDim).take();
  text += paragraph(terminal, knowledge(history, choices), 0,
                    history.hindsight ? Style::kAccent : Style::kPlain);
  const Speech speech(Language::kEnglish);
  text += not_available_paragraph(history.not_available, speech, terminal);
  if (history.points.empty()) return text;
  text += '\n';

  std::size_t date_width = 0;
  for (const HistoryPoint& point : history.points) {
    date_width = std::max(date_width, date(point.as_of).size());
  }
  const std::size_t percent_end = date_width + 10;
  const std::size_t word = percent_end + 2;
  const std::size_t bars = word + 21;
  // At most a hundred columns: then a column is one per cent.
  const std::size_t bar_width = std::min<std::size_t>(100, terminal.width - bars);
  std::string scale = "0";
  const std::string_view middle = "50";
  const std::string_view end = "100 %";
  scale.append(bar_width / 2 - middle.size() / 2 - scale.size(), ' ').append(middle);
  scale.append(bar_width - end.size() - scale.size(), ' ').append(end);
  text += Line(terminal).to(bars).say(scale, Style::kDim).take();

  for (const HistoryPoint& point : history.points) {
    text += Line(terminal)
                .right(date(point.as_of), date_width, Style::kDim)
                .right(percent_exact(point.probability), percent_end, Style::kBold)
                .to(word)
                .say(speech.word(point.probability))
                .to(bars)
                .say(bar(point.probability, bar_width, terminal), Style::kAccent)
                .take();
  }
  return text;
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
