#include "engine/report/backtest.h"

#include <chrono>
#include <utility>

#include "engine/report/json_parts.h"
#include "engine/report/remarks.h"

namespace signpost::report {
namespace {

class BacktestPage {
 public:
  explicit BacktestPage(const Speech& speech) : speech_(speech), page_(speech.language()) {}

  Page page(std::span<const BacktestLine> lines, const std::optional<Instant>& known_at) {
    if (lines.empty()) {
      page_.paragraph(speech_.say("alert.none"));
      return std::move(page_);
    }
    page_.paragraph(known_at
                        ? speech_.say("backtest.hindsight", {{"moment", speech_.moment(*known_at)}})
                        : speech_.say("backtest.known-then"));
    for (const BacktestLine& line : lines) alert(line);
    return std::move(page_);
  }

 private:
  void alert(const BacktestLine& line) {
    const Backtest& backtest = line.backtest;
    const Alert& alert = backtest.alert;
    page_.gap();
    page_.heading(alert.title.any().empty() ? quoted(alert.id) : speech_.text(alert.title));
    page_.paragraph(dotted({quoted(alert.id), quoted(alert.scenario)}), Style::kDim, 2, 1);
    say(speech_.say("alert.watches",
                    {{"condition", condition_in_words(speech_, alert.condition, line.names)},
                     {"scenario", speech_.text(line.names.scenario)}}));
    if (backtest.dates == 0) {
      if (backtest.settled) settled(*backtest.settled);
      if (!backtest.settled) say(speech_.say("backtest.no-dates"));
      return;
    }
    say(speech_.say("backtest.judged", {{"n", static_cast<std::int64_t>(backtest.dates)},
                                        {"from", speech_.day(backtest.first)},
                                        {"to", speech_.day(backtest.last)}}));
    for (const Spell& spell : backtest.spells) this->spell(spell);
    if (backtest.spells.empty()) {
      never(backtest);
    } else {
      say(speech_.say("backtest.share",
                      {{"share", speech_.percent(Probability(backtest.share_raised))}}));
    }
    if (backtest.settled) settled(*backtest.settled);
    if (backtest.outcome) outcome(*backtest.outcome, backtest.ahead);
  }

  void spell(const Spell& spell) {
    const std::string raised = speech_.moment(spell.raised);
    say(spell.cleared ? speech_.say("backtest.spell",
                                    {{"raised", raised},
                                     {"cleared", speech_.moment(*spell.cleared)},
                                     {"duration", speech_.duration(*spell.cleared - spell.raised)}})
                      : speech_.say("backtest.spell-open", {{"raised", raised}}),
        Style::kAccent);
  }

  void settled(Instant since) {
    say(speech_.say("backtest.settled", {{"moment", speech_.moment(since)}}));
  }

  void never(const Backtest& backtest) {
    std::string words = speech_.say("backtest.never");
    if (backtest.nearest) {
      const AlertEvaluation& nearest = *backtest.nearest;
      words += ' ' + speech_.say("backtest.nearest",
                                 {{"moment", speech_.moment(nearest.reading.as_of)},
                                  {"reading", reading(backtest.alert, nearest.reading)}});
      if (nearest.holds) words += ' ' + reason_in_words(speech_, backtest.alert, nearest);
    }
    say(std::move(words));
  }

  [[nodiscard]] std::string reading(const Alert& alert, const AlertReading& reading) const {
    std::string stood =
        speech_.say("alert.stood", {{"probability", speech_.percent_exact(reading.probability)},
                                    {"word", speech_.word(reading.probability)}});
    if (!reading.extreme) return stood;
    const bool rises = alert.condition.kind == Condition::Kind::kRises;
    return speech_.say(
        "list.next",
        {{"list", stood},
         {"next", speech_.say(rises ? "alert.lowest" : "alert.highest",
                              {{"probability", speech_.percent_exact(*reading.extreme)},
                               {"window", speech_.duration(alert.condition.within)}})}});
  }

  void outcome(Instant outcome, const std::optional<Days>& ahead) {
    const std::string day = speech_.day(outcome);
    if (!ahead) {
      say(speech_.say("backtest.missed", {{"day", day}}), Style::kBad);
      return;
    }
    const bool before = *ahead >= Days(0);
    const auto days = std::chrono::floor<std::chrono::days>(before ? *ahead : -*ahead).count();
    say(speech_.say(
            before ? "backtest.ahead" : "backtest.late",
            {{"day", day}, {"days", speech_.say("unit.days", {{"n", std::int64_t{days}}})}}),
        before ? Style::kGood : Style::kBad);
  }

  void say(std::string words, Style style = Style::kPlain) {
    page_.paragraph(std::move(words), style, 2);
  }

  const Speech& speech_;
  Page page_;
};

void evaluation(JsonWriter& json, const AlertEvaluation& evaluation) {
  const AlertReading& reading = evaluation.reading;
  json.begin_object().member("as_of", reading.as_of).member("probability", reading.probability);
  word_member(json, "word", reading.probability);
  json.member("extreme", reading.extreme)
      .member("holds", evaluation.holds)
      .member("in_a_row", evaluation.in_a_row)
      .member("state", to_string(evaluation.state))
      .member("reason", to_string(evaluation.reason))
      .end_object();
}

void line_members(JsonWriter& json, const Backtest& backtest) {
  const bool judged = backtest.dates > 0;
  json.member("id", backtest.alert.id);
  bilingual_member(json, "title", backtest.alert.title);
  json.member("scenario", backtest.alert.scenario)
      .member("when", backtest.alert.when)
      .member("dates", backtest.dates)
      .member("first", judged ? std::optional(backtest.first) : std::nullopt)
      .member("last", judged ? std::optional(backtest.last) : std::nullopt);
  json.key("spells").begin_array();
  for (const Spell& spell : backtest.spells) {
    json.begin_object()
        .member("raised", spell.raised)
        .member("cleared", spell.cleared)
        .end_object();
  }
  json.end_array()
      .member("share_raised", backtest.share_raised)
      .member("settled", backtest.settled)
      .member("outcome", backtest.outcome)
      .member("days_ahead", backtest.ahead ? std::optional(backtest.ahead->count()) : std::nullopt);
  json.key("nearest");
  if (backtest.nearest) {
    evaluation(json, *backtest.nearest);
  } else {
    json.null();
  }
  json.key("story").begin_array();
  for (const AlertEvaluation& entry : backtest.story) evaluation(json, entry);
  json.end_array();
}

}  // namespace

Page backtest_page(std::span<const BacktestLine> lines, const std::optional<Instant>& known_at,
                   const Speech& speech) {
  return BacktestPage(speech).page(lines, known_at);
}

std::string backtest_json(std::span<const BacktestLine> lines,
                          const std::optional<Instant>& known_at) {
  JsonWriter json;
  json.begin_object().member("format", "signpost.backtest/1").key("known_at");
  if (known_at) {
    json.value(*known_at);
  } else {
    json.value("as-of");
  }
  json.key("alerts").begin_array();
  for (const BacktestLine& line : lines) {
    json.begin_object();
    line_members(json, line.backtest);
    json.end_object();
  }
  return json.end_array().end_object().take();
}

}  // namespace signpost::report
