#include "engine/report/indicators.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/text.h"
#include "engine/report/isolated_text.h"
#include "engine/report/json_parts.h"
#include "engine/report/line.h"
#include "engine/report/remarks.h"

namespace signpost::report {
namespace {

/// "Nobody looked" must never read like silence.
std::string watched(const IndicatorLine& line) {
  if (!line.level_now) return "unknown";
  if (*line.level_now >= 0.995) return "watched";
  if (*line.level_now > 0) return fmt::format("{:.0f} % seen", 100.0 * *line.level_now);
  return line.indicator.watched == Watched::kTotals ? "by totals" : "not watched";
}

Style style_of(const IndicatorLine& line) {
  if (!line.level_now || *line.level_now > 0) return Style::kPlain;
  return line.indicator.watched == Watched::kTotals ? Style::kDim : Style::kBad;
}

/// How strongly an indicator moves a scenario; a happening most of all.
double weight(const IndicatorLine::Moves& move) {
  return move.ratio ? std::fabs(std::log(*move.ratio)) : std::numeric_limits<double>::infinity();
}

std::string moves(const IndicatorLine& line, const Terminal& terminal) {
  std::vector<IndicatorLine::Moves> strongest = line.moves;
  std::stable_sort(strongest.begin(), strongest.end(),
                   [](const auto& a, const auto& b) { return weight(a) > weight(b); });
  std::string text;
  for (const IndicatorLine::Moves& move : strongest) {
    if (!text.empty()) text += ", ";
    text += move.scenario;
    if (move.ratio) text += " " + ratio(*move.ratio, terminal);
  }
  return text.empty() ? "moves no scenario" : "moves " + text;
}

}  // namespace

std::string indicators_text(const Board& board, const BoardChoices& choices,
                            const Terminal& terminal) {
  // name | last seen | 30 days | in all | watched
  const std::size_t watch = terminal.width - 11;
  const std::size_t all_end = watch - 2;
  const std::size_t month_end = all_end - 8;
  const std::size_t seen_end = month_end - 9;
  const std::size_t name_end = seen_end - 12;
  // Where there is room the title stands beside the id, else below it.
  std::size_t title_at = 0;
  for (const IndicatorLine& line : board.lines) {
    title_at = std::max(title_at, display_width(printable(line.indicator.id)) + 2);
  }
  const bool beside = title_at + 36 <= name_end;

  std::string text = Line(terminal).say("Indicators", Style::kBold).take();
  text += paragraph(terminal,
                    reading(board.moment, board.hindsight, board.not_known_then, choices.now) + ".",
                    0, board.hindsight ? Style::kAccent : Style::kPlain);
  text += not_available_paragraph(board.not_available, Speech(Language::kEnglish), terminal);
  if (board.since) {
    text += paragraph(terminal, fmt::format("Only what was seen since {}.", moment(*board.since)));
  }
  if (board.lines.empty()) return text + paragraph(terminal, "None.");
  text += '\n' + Line(terminal)
                     .right("last seen", seen_end, Style::kDim)
                     .right("30 days", month_end, Style::kDim)
                     .right("in all", all_end, Style::kDim)
                     .to(watch)
                     .say("now", Style::kDim)
                     .take();
  for (const IndicatorLine& line : board.lines) {
    const std::string& title = in(choices.titles, line.indicator.title);
    Line row(terminal);
    row.quote(line.indicator.id, Style::kBold, name_end);
    if (beside) row.to(title_at).quote(title, Style::kPlain, name_end - title_at);
    text += row.right(line.last_seen ? to_short_date(*line.last_seen) : "never", seen_end)
                .right(grouped(line.items_30d), month_end,
                       line.items_30d > 0 ? Style::kPlain : Style::kDim)
                .right(grouped(line.items), all_end, line.items > 0 ? Style::kPlain : Style::kDim)
                .to(watch)
                .say(watched(line), style_of(line))
                .take();
    if (!beside) text += quoted_paragraph(terminal, title, 2, 1);
    text += quoted_paragraph(terminal, moves(line, terminal), 2, 2, Style::kDim);
    for (const CoverDeclaration& cover : line.covers) {
      const Speech speech(Language::kEnglish);
      text += IsolatedText(terminal).paragraph(
          coverage_in_words(cover, speech.say("label.covers"), speech), 2, Style::kDim);
    }
  }
  text +=
      '\n' + paragraph(terminal,
                       fmt::format("{} and {} are how many times more, or less, often it is "
                                   "seen if the scenario is under way than if not. Where nobody "
                                   "watches, silence says nothing.",
                                   terminal.unicode ? "×" : "x", terminal.unicode ? "÷" : "/"),
                       0, Style::kDim);
  return text;
}

std::string indicators_json(const Board& board) {
  JsonWriter json;
  json.begin_object().member("format", "signpost.indicators/1");
  moment_members(json, board.moment, board.hindsight, board.not_known_then, board.not_available);
  json.member("since", board.since).key("indicators").begin_array();
  for (const IndicatorLine& line : board.lines) {
    json.begin_object().member("id", line.indicator.id);
    bilingual_member(json, "title", line.indicator.title);
    json.member("once", line.indicator.once);
    json.member("watched", to_string(line.indicator.watched));
    json.member("level_now", line.level_now).member("last_seen", line.last_seen);
    json.member("items_30d", line.items_30d).member("items", line.items);
    coverage_member(json, line.covers);
    json.key("moves").begin_array();
    for (const IndicatorLine::Moves& move : line.moves) {
      json.begin_object().member("scenario", move.scenario).member("ratio", move.ratio);
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return json.take();
}

}  // namespace signpost::report
