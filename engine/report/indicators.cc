#include "engine/report/indicators.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/report/json_parts.h"
#include "engine/report/remarks.h"

namespace signpost::report {
namespace {

// The columns: id and title, which take what the figures leave.
enum : std::size_t { kId, kTitle, kSeen, kMonth, kAll, kWatched };
constexpr std::size_t kFigures = 42;
constexpr std::size_t kBetween = 2;
constexpr std::size_t kLeastTitle = 36;  // beside the id; else it stands below

/// "Nobody looked" must never read like silence.
std::string watched(const IndicatorLine& line, const Speech& speech) {
  if (!line.level_now) return speech.say("board.unknown");
  if (*line.level_now >= 0.995) return speech.say("board.watched");
  if (*line.level_now > 0) {
    const std::string share =
        speech.say("percent", {{"n", speech.figure(100.0 * *line.level_now, 0)}});
    return speech.say("board.share", {{"share", share}});
  }
  return speech.say(line.indicator.watched == Watched::kTotals ? "board.totals" : "board.nobody");
}

Style style_of(const IndicatorLine& line) {
  if (!line.level_now || *line.level_now > 0) return Style::kPlain;
  return line.indicator.watched == Watched::kTotals ? Style::kDim : Style::kBad;
}

/// How strongly an indicator moves a scenario; a happening most of all.
double weight(const IndicatorLine::Moves& move) {
  return move.ratio ? std::fabs(std::log(*move.ratio)) : std::numeric_limits<double>::infinity();
}

std::string moves(const IndicatorLine& line, const Speech& speech) {
  if (line.moves.empty()) return speech.say("board.moves-none");
  std::vector<IndicatorLine::Moves> strongest = line.moves;
  std::stable_sort(strongest.begin(), strongest.end(),
                   [](const auto& a, const auto& b) { return weight(a) > weight(b); });
  std::vector<Phrase> all;
  all.reserve(strongest.size());
  for (const auto& [scenario, ratio] : strongest) {
    all.push_back(ratio ? Phrase("board.move", {{"scenario", scenario},
                                                {"ratio", without_isolates(speech.ratio(*ratio))}})
                        : Phrase("list.one", {{"text", scenario}}));
  }
  return speech.say(Phrase("board.moves", {{"scenarios", Phrase::series(all)}}));
}

class BoardPage {
 public:
  BoardPage(const Board& board, const BoardChoices& choices, const Speech& speech)
      : board_(board), choices_(choices), speech_(speech), page_(speech.language()) {
    std::vector<std::string> ids;
    for (const IndicatorLine& line : board.lines) ids.push_back(quoted(line.indicator.id));
    id_width_ = widest(ids);
    beside_ = id_width_ + kBetween + kLeastTitle <= choices.width - kFigures;
  }

  Page page() {
    head();
    if (board_.lines.empty()) {
      page_.paragraph(speech_.say("list.none"));
      return std::move(page_);
    }
    page_.gap();
    table()
        .heads()
        .cell(kSeen, speech_.say("board.last-seen"), Style::kDim)
        .cell(kMonth, speech_.say("status.days"), Style::kDim)
        .cell(kAll, speech_.say("board.in-all"), Style::kDim)
        .cell(kWatched, speech_.say("board.now"), Style::kDim);
    for (const IndicatorLine& line : board_.lines) show(line);
    page_.gap();
    page_.paragraph(speech_.say("board.legend"), Style::kDim);
    return std::move(page_);
  }

 private:
  void head() {
    page_.heading(speech_.say("board.title"));
    page_.paragraph(reading_in_words(board_.moment, board_.hindsight, board_.not_known_then,
                                     choices_.now, speech_),
                    board_.hindsight ? Style::kAccent : Style::kPlain);
    page_.paragraph(as_sentence(not_available_in_words(board_.not_available, speech_)),
                    Style::kAccent);
    if (board_.since) {
      page_.paragraph(speech_.say("board.since", {{"moment", speech_.moment(*board_.since)}}));
    }
  }

  Table& table() {
    return page_.table(
        {{.head = speech_.say("label.indicator"),
          .width = beside_ ? id_width_ : choices_.width - kFigures},
         {.head = speech_.say("label.title"), .gap = beside_ ? kBetween : 0},
         {.head = speech_.say("board.last-seen"), .width = 11, .gap = 1, .end = true},
         {.head = speech_.say("status.days"), .width = 7, .gap = 2, .end = true},
         {.head = speech_.say("board.in-all"), .width = 6, .gap = 2, .end = true},
         {.head = speech_.say("board.now"), .width = 11, .gap = 2}});
  }

  void show(const IndicatorLine& line) {
    const std::string title = speech_.text(line.indicator.title);
    const auto style = [](int items) { return items > 0 ? Style::kPlain : Style::kDim; };
    const std::string id = quoted(line.indicator.id);
    // An id is typed, so it is never cut: a long one has a line of its own above the figures.
    const bool above = !beside_ && widest({id}) > choices_.width - kFigures;
    Row& row = table().row();
    row.cell({.column = kId, .words = {{id, Style::kBold}}, .span = above ? kToTheEnd : 1});
    const auto figure = [&](std::size_t column, std::string words, Style its = Style::kPlain) {
      row.cell({.column = column, .words = {{std::move(words), its}}, .line = above ? 1U : 0U});
    };
    if (beside_) row.cell(kTitle, title);
    figure(kSeen, line.last_seen ? speech_.short_day(*line.last_seen) : speech_.say("seen.never"));
    figure(kMonth, speech_.number(line.items_30d), style(line.items_30d));
    figure(kAll, speech_.number(line.items), style(line.items));
    figure(kWatched, watched(line, speech_), style_of(line));
    if (!beside_) page_.paragraph(title, Style::kPlain, 2, 1);
    page_.paragraph(moves(line, speech_), Style::kDim, 2, 2);
    for (const CoverDeclaration& cover : line.covers) {
      page_.paragraph(coverage_in_words(cover, speech_.say("label.covers"), speech_), Style::kDim,
                      2);
    }
  }

  const Board& board_;
  const BoardChoices& choices_;
  const Speech& speech_;
  std::size_t id_width_ = 0;
  bool beside_ = false;  // the title stands beside the id
  Page page_;
};

}  // namespace

Page indicators_page(const Board& board, const BoardChoices& choices, const Speech& speech) {
  return BoardPage(board, choices, speech).page();
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
