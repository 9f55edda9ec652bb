#include "engine/report/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numeric>
#include <string_view>
#include <vector>

#include "engine/base/text.h"
#include "engine/report/isolated_text.h"
#include "engine/report/json_parts.h"
#include "engine/report/line.h"
#include "engine/report/remarks.h"
#include "engine/report/speech.h"

namespace signpost::report {
namespace {

constexpr std::size_t kFirst = 12;           // events shown without --all
constexpr std::size_t kFirstNotCounted = 4;  // items shown of each reason without --all
constexpr std::size_t kText = 15;            // where an entry's text begins, after its date
constexpr std::size_t kDateEnd = 12;

struct Reason {
  NotCountedReason reason;
  std::string_view heading;
};

// In the order of what a reader can do about it.
constexpr std::array<Reason, 11> kReasons = {
    {{NotCountedReason::kCannotBeJudged,
      "cannot be judged: F6, or no grade and no registered source"},
     {NotCountedReason::kCountedElsewhere, "counted elsewhere: an event counts once a scenario"},
     {NotCountedReason::kNarrowerKind,
      "counted as a narrower kind of the same: it is told there in full"},
     {NotCountedReason::kNothingLeft,
      "with nothing left to count: single events and narrower totals have it all"},
     {NotCountedReason::kTakenBack, "taken back: who told it denies it"},
     {NotCountedReason::kDeniesNothing, "that denies what nobody told"},
     {NotCountedReason::kNoOccasion, "from before the first of the set times"},
     {NotCountedReason::kHadHappened, "that had already happened when the scenario opened"},
     {NotCountedReason::kNoneSeen,
      "where someone looked and saw none: it watches, and is no event"},
     {NotCountedReason::kBeforeOpening, "from before the opening: the judgement holds that"},
     {NotCountedReason::kAfterHorizon, "from after the horizon: the clock has stopped"}}};

class Statement {
 public:
  Statement(const Explanation& explanation, const ExplainChoices& choices, const Terminal& terminal)
      : told_(explanation),
        scenario_(explanation.standing.scenario),
        assessment_(explanation.standing.assessment),
        ledger_(*explanation.standing.assessment.ledger),
        choices_(choices),
        terminal_(terminal),
        deciban_width_(widest_figure()),
        arrived_end_(terminal.width - kWithout - deciban_width_ - 2 * kGap),
        today_end_(terminal.width - kWithout - kGap),
        text_end_(arrived_end_ - deciban_width_ - kGap) {}

  std::string text() {
    head();
    column_heads();
    opening();
    evidence();
    silence();
    closing();
    coverage();
    not_counted();
    warnings();
    assumptions();
    for (const std::string& advice : told_.advice) {
      text_ += '\n' + quoted_paragraph(terminal_, "Advice: " + advice, 0, 4);
    }
    text_ +=
        '\n' +
        paragraph(terminal_,
                  "dB are decibans, the logarithm of the odds: +10 dB makes the odds ten times "
                  "as high, +3 dB doubles them, 0 dB is 50 %. \"Today\" is what fading has left "
                  "of \"on arrival\"; the column adds up, line by line. \"Without it\" is the "
                  "probability if that entry were struck out and all else stayed.",
                  0, Style::kDim);
    return std::move(text_);
  }

 private:
  static constexpr std::size_t kWithout = 10;  // the width of the last column
  static constexpr std::size_t kGap = 2;

  std::size_t widest_figure() const {
    std::size_t widest = 8;  // of the column's head
    const auto hold = [&](LogOdds weight) {
      widest = std::max(widest, display_width(decibans(weight, terminal_)));
    };
    hold(ledger_.opening);
    hold(ledger_.judgement);
    hold(ledger_.closing);
    for (const LedgerEvent& event : ledger_.evidence) {
      hold(event.arrived);
      hold(event.today);
    }
    for (const SilenceAccount& silence : ledger_.silence) hold(silence.today);
    return widest;
  }

  bool has_set_times(const std::string& id) const {
    const auto found = told_.indicators.find(id);
    return found != told_.indicators.end() && found->second.occasions.has_value();
  }

  std::string indicator_title(const std::string& id) const {
    const auto found = told_.indicators.find(id);
    return printable(found == told_.indicators.end() ? id
                                                     : in(choices_.titles, found->second.title));
  }

  const ItemLine* item(ItemId id) const {
    const auto found = told_.items.find(id);
    return found == told_.items.end() ? nullptr : &found->second;
  }

  std::string text_of(const std::vector<ItemId>& items) const {
    // Of the most credible that has one: it dates the event too.
    const ItemLine* best = nullptr;
    const auto worth = [](const ItemLine& line) {
      return std::pair(!line.redacted, line.credibility.value_or(Probability(0.0)));
    };
    for (const ItemId id : items) {
      const ItemLine* line = item(id);
      if (line == nullptr || (!line->redacted && line->content.text.empty())) continue;
      if (best == nullptr || worth(*line) > worth(*best)) best = line;
    }
    if (best == nullptr) return {};
    return best->redacted ? "(redacted)" : printable(best->content.text);
  }

  // --- head -------------------------------------------------------------------------------------

  void head() {
    text_ += quoted_paragraph(terminal_, in(choices_.titles, scenario_.title), 0, 3, Style::kBold);
    std::vector<std::string> facts = {scenario_.id, std::string(to_string(scenario_.role))};
    facts.push_back(scenario_.horizon ? days(scenario_.opened, *scenario_.horizon, terminal_)
                                      : fmt::format("opened {}", to_short_date(scenario_.opened)));
    if (assessment_.revision > 1) facts.push_back(fmt::format("revision {}", assessment_.revision));
    facts.push_back(scenario_.publication);
    text_ += quoted_paragraph(terminal_, joined(facts, dot(terminal_)), 0, 2, Style::kDim);
    if (const std::string& forecast = in(choices_.titles, scenario_.forecast); !forecast.empty()) {
      text_ += quoted_paragraph(terminal_,
                                terminal_.unicode ? "“" + forecast + "”" : '"' + forecast + '"', 2,
                                3, Style::kDim);
    }
    text_ += paragraph(
        terminal_,
        reading(assessment_.moment, told_.hindsight, told_.not_known_then, choices_.now) + ".", 0,
        told_.hindsight ? Style::kAccent : Style::kPlain);
    text_ += not_available_paragraph(told_.not_available, speech_, terminal_);
    text_ += '\n';
    Line line(terminal_);
    line.say(percent_exact(assessment_.probability), Style::kBold)
        .to(line.width() + 2)
        .say(Speech(Language::kEnglish).word(assessment_.probability), Style::kBold);
    const std::string moved = movement();
    if (!moved.empty()) line.to(line.width() + 3).say(moved, Style::kDim);
    text_ += line.take();
    beside_the_figure();
    state();
  }

  /// What must be said so that the figure is not read for more than it is.
  void beside_the_figure() {
    const Standing& standing = told_.standing;
    const auto tell = [&](const std::string& words) {
      if (!words.empty()) text_ += ready_.paragraph(words);
    };
    tell(as_sentence(at_horizon(standing, speech_)));
    if (standing.happened) {
      const std::vector<std::string> sources = tellers(*standing.happened, speech_);
      tell(as_sentence(happened_in_words(*standing.happened, sources, speech_)));
    }
    for (const std::string& remark : remarks(standing, speech_)) tell(remark);
  }

  std::string movement() const {
    const Standing& standing = told_.standing;
    if (!standing.month_before && !standing.week_before) return {};
    std::vector<std::string> moves;
    const auto add = [&](const std::optional<Probability>& before, std::string_view span) {
      if (!before) return;
      moves.push_back(
          fmt::format("{} in {}", points(*before, assessment_.probability, terminal_), span));
    };
    add(standing.month_before, "30 days");
    add(standing.week_before, "7 days");
    return "points: " + joined(moves, ", ");
  }

  void state() {
    switch (assessment_.state) {
      case ScenarioState::kOpen:
        return;
      case ScenarioState::kNotYetOpen:
        text_ += paragraph(terminal_, fmt::format("Not yet open: it opens on {}.",
                                                  to_short_date(scenario_.opened)));
        return;
      case ScenarioState::kPastHorizon:
        text_ += paragraph(
            terminal_,
            fmt::format("Past its horizon of {}: the account is closed as it stood there.",
                        scenario_.horizon ? to_short_date(*scenario_.horizon) : ""));
        return;
      case ScenarioState::kResolved:
        text_ += paragraph(terminal_, "Resolved.");
        return;
    }
  }

  // --- the account ------------------------------------------------------------------------------

  void column_heads() {
    text_ += '\n';
    text_ += Line(terminal_)
                 .right("on", arrived_end_, Style::kDim)
                 .right("today", today_end_, Style::kDim)
                 .right("P without", terminal_.width, Style::kDim)
                 .take();
    text_ += Line(terminal_)
                 .right("arrival", arrived_end_, Style::kDim)
                 .right("dB", today_end_, Style::kDim)
                 .right("it", terminal_.width, Style::kDim)
                 .take();
  }

  /// Puts a figure into the column that adds up.
  void today(Line& line, std::int64_t figure, Style style = Style::kPlain) {
    line.right(decibans(figure, terminal_), today_end_, style);
    printed_ += figure;
  }

  void opening() {
    Line balance(terminal_);
    balance.say("Opening balance", Style::kBold)
        .say(fmt::format(": base rate {}", percent_exact(base_rate_of(scenario_))));
    today(balance, hundredths(ledger_.opening));
    text_ += balance.take();
    Line judgement(terminal_);
    judgement.say("Judgement", Style::kBold)
        .say(fmt::format(": {} at opening, {}", percent_exact(scenario_.prior),
                         to_short_date(scenario_.opened)),
             Style::kPlain, text_end_ - judgement.width())
        .right(decibans(scenario_.prior.log_odds() - base_rate_of(scenario_).log_odds(), terminal_),
               arrived_end_);
    today(judgement, hundredths(ledger_.judgement));
    text_ += judgement.take();
  }

  void evidence() {
    const std::vector<LedgerEvent>& events = ledger_.evidence;
    if (events.empty()) {
      text_ += '\n' + Line(terminal_).say("No evidence counts yet.").take();
      return;
    }
    text_ += '\n';
    text_ +=
        Line(terminal_)
            .say("Evidence", Style::kBold)
            .say(fmt::format(": {}, what matters most first",
                             counted(static_cast<std::int64_t>(events.size()), "event", "events")))
            .take();
    const std::size_t shown = choices_.all ? events.size() : std::min(kFirst, events.size());
    for (std::size_t at = 0; at < shown; ++at) event(events[at]);
    if (shown == events.size()) return;
    LogOdds rest;
    for (std::size_t at = shown; at < events.size(); ++at) rest += events[at].today;
    Line line(terminal_);
    line.to(kText).say(fmt::format("{}, together (--all)",
                                   counted(static_cast<std::int64_t>(events.size() - shown),
                                           "weaker event", "weaker events")));
    today(line, hundredths(rest));
    text_ += line.take();
  }

  void event(const LedgerEvent& event) {
    const std::string told = text_of(event.items);
    const std::string what = !told.empty()             ? told
                             : event.indicator.empty() ? std::string("unforeseen evidence")
                                                       : indicator_title(event.indicator);
    const auto [line, rest] = break_line(what, text_end_ - kText);
    Line first(terminal_);
    first.right(day(event.occurred, event.occurred_as, terminal_), kDateEnd);
    if (event.until) first.to(kDateEnd + 1).say(dash(terminal_));
    first.to(kText).quote(line, Style::kPlain, text_end_ - kText);
    first.right(decibans(event.arrived, terminal_), arrived_end_);
    today(first, hundredths(event.today));
    first.right(percent_exact(event.without), terminal_.width, Style::kDim);
    text_ += first.take();

    std::string date = event.until ? to_short_date(*event.until) : std::string();
    if (!rest.empty()) text_ += below(std::exchange(date, {})).quote(rest).take();
    text_ += below(date).quote(details(event), Style::kDim).take();
  }

  /// A line under an entry, with the second half of a date where there is one.
  Line below(const std::string& date) const {
    Line line(terminal_);
    line.right(date, kDateEnd).to(kText);
    return line;
  }

  std::string details(const LedgerEvent& event) const {
    std::vector<std::string> parts = {item_numbers(event.items), credibility(event), count(event)};
    if (event.ratio) parts.push_back(ratio(*event.ratio, terminal_));
    const auto not_then = std::count_if(event.items.begin(), event.items.end(), [&](ItemId id) {
      const ItemLine* line = item(id);
      return line != nullptr && !line->known_then;
    });
    if (told_.hindsight && not_then > 0) {
      const auto all = static_cast<std::ptrdiff_t>(event.items.size());
      parts.push_back(not_then == all ? std::string("not known then")
                                      : fmt::format("{} of {} not known then", not_then, all));
    }
    if (!event.denied_by.empty()) {
      parts.push_back(
          speech_.say("ledger.denied", {{"n", static_cast<std::int64_t>(event.denied_by.size())}}) +
          " " + item_numbers(event.denied_by));
    }
    if (event.rest < 1) {
      parts.push_back(fmt::format("{:.0f} % of it, the rest as a narrower kind", 100 * event.rest));
    }
    if (event.kind == EventKind::kHappening) parts.push_back(speech_.say("ledger.happening"));
    parts.push_back(event.indicator.empty() ? std::string("no indicator foresaw it")
                                            : indicator_title(event.indicator));
    return joined(parts, dot(terminal_));
  }

  std::string credibility(const LedgerEvent& event) const {
    const std::string worth = fmt::format("{:.2f}", event.credibility.value());
    if (event.origins > 1) return fmt::format("{} by {} origins", worth, event.origins);
    const ItemLine* line = event.items.size() == 1 ? item(event.items.front()) : nullptr;
    if (line == nullptr || line->content.credibility) return "credibility " + worth;
    return fmt::format("{} {}", signpost::to_string(line->grade), worth);
  }

  std::string count(const LedgerEvent& event) const {
    if (!event.until) return {};
    std::string published = counted(event.published, "event", "events");
    const double left_out = static_cast<double>(event.published) - event.counted;
    if (left_out < 0.05) return published;
    const bool whole = std::fabs(event.counted - std::round(event.counted)) < 0.05;
    const Instant end = std::min(assessment_.moment.as_of, scenario_.horizon.value_or(kForever));
    const bool in_time = event.occurred >= scenario_.opened && *event.until <= end;
    return fmt::format(
        "{} of {}, the rest {}",
        whole ? grouped(std::llround(event.counted)) : fmt::format("{:.1f}", event.counted),
        published, in_time ? "counted elsewhere" : "out of time or counted elsewhere");
  }

  void silence() {
    std::vector<const SilenceAccount*> watched;
    std::vector<std::string> unwatched;
    for (const SilenceAccount& account : ledger_.silence) {
      if (account.watched.count() <= 0 && account.occasions <= 0 &&
          hundredths(account.today) == 0) {
        // At set times each was seen, or is not due yet.
        if (!has_set_times(account.indicator)) {
          unwatched.push_back(indicator_title(account.indicator));
        }
      } else {
        watched.push_back(&account);
      }
    }
    std::stable_sort(watched.begin(), watched.end(), [](const auto* a, const auto* b) {
      return std::fabs(a->today.nats()) > std::fabs(b->today.nats());
    });
    if (!watched.empty()) {
      text_ += '\n';
      text_ += Line(terminal_)
                   .say("Silence", Style::kBold)
                   .say(": what it is worth that no more was seen")
                   .take();
    }
    for (const SilenceAccount* account : watched) {
      const std::string span =
          account->occasions > 0
              ? fmt::format("{:.0f} {}", account->occasions,
                            std::lround(account->occasions) == 1 ? "time" : "times")
              : fmt::format("{:.0f} days", account->watched.count());
      Line line(terminal_);
      line.right(span, kDateEnd, Style::kDim)
          .to(kText)
          .quote(indicator_title(account->indicator), Style::kPlain,
                 today_end_ - deciban_width_ - kGap - kText);
      today(line, hundredths(account->today));
      text_ += line.take();
    }
    if (unwatched.empty()) return;
    text_ += '\n';
    text_ += quoted_paragraph(
        terminal_, "Not watched, so their silence says nothing: " + joined(unwatched, "; ") + ".",
        0, 3, Style::kDim);
  }

  void closing() {
    const std::int64_t balance = hundredths(ledger_.closing);
    if (const std::int64_t rounding = balance - printed_; rounding != 0) {
      Line line(terminal_);
      line.say("Rounding of the lines above");
      today(line, rounding);
      text_ += '\n' + line.take();
    }
    std::string rule;
    for (std::size_t at = 0; at < deciban_width_; ++at) rule += terminal_.unicode ? "─" : "-";
    text_ += Line(terminal_).right(rule, today_end_).take();
    text_ += Line(terminal_)
                 .say("Closing balance", Style::kBold)
                 .say(fmt::format(": {} on {}", percent_exact(ledger_.probability),
                                  moment(assessment_.moment.as_of)))
                 .right(decibans(balance, terminal_), today_end_, Style::kBold)
                 .take();
  }

  void coverage() {
    if (told_.covers.empty()) return;
    text_ += '\n' + Line(terminal_).say(speech_.say("label.covers"), Style::kBold).take();
    for (const CoverDeclaration& cover : told_.covers) {
      text_ +=
          ready_.paragraph(coverage_in_words(cover, indicator_title(cover.indicator), speech_), 2);
    }
  }

  // --- what does not count ----------------------------------------------------------------------

  void not_counted() {
    if (ledger_.not_counted.empty()) return;
    text_ += '\n' + Line(terminal_).say("Not counted", Style::kBold).take();
    for (const Reason& reason : kReasons) {
      std::vector<const NotCounted*> entries;
      for (const NotCounted& entry : ledger_.not_counted) {
        if (entry.reason == reason.reason) entries.push_back(&entry);
      }
      if (entries.empty()) continue;
      std::stable_sort(entries.begin(), entries.end(),
                       [&](const auto* a, const auto* b) { return occurred(*a) < occurred(*b); });
      text_ += paragraph(terminal_, fmt::format("{} {}", entries.size(), reason.heading), 2);
      const std::size_t shown =
          choices_.all ? entries.size() : std::min(kFirstNotCounted, entries.size());
      for (std::size_t at = 0; at < shown; ++at) left_out(*entries[at]);
      if (shown < entries.size()) {
        text_ += Line(terminal_)
                     .to(kText)
                     .say(fmt::format("and {} more (--all)", entries.size() - shown), Style::kDim)
                     .take();
      }
    }
  }

  Instant occurred(const NotCounted& entry) const {
    const ItemLine* first = entry.items.empty() ? nullptr : item(entry.items.front());
    return first == nullptr ? kForever : first->content.occurred;
  }

  void left_out(const NotCounted& entry) {
    const ItemLine* first = entry.items.empty() ? nullptr : item(entry.items.front());
    Line line(terminal_);
    if (first != nullptr) {
      line.right(day(first->content.occurred, first->content.occurred_as, terminal_), kDateEnd,
                 Style::kDim);
    }
    line.to(kText).say(item_numbers(entry.items), Style::kDim);
    if (!entry.items.empty()) line.to(line.width() + 1);
    std::string worth;
    if (entry.reason == NotCountedReason::kCannotBeJudged) {
      worth = fmt::format("would be worth {} dB at C3", decibans(entry.would_be, terminal_));
    }
    const std::size_t end = terminal_.width - (worth.empty() ? 0 : display_width(worth) + kGap);
    std::string text = text_of(entry.items);
    if (entry.reason == NotCountedReason::kCountedElsewhere) {
      text = fmt::format("({}) {}",
                         entry.counted_under.empty() ? std::string("what it bears directly")
                                                     : "under " + entry.counted_under,
                         text);
    }
    line.quote(text, Style::kDim, end - std::min(end, line.width()));
    if (!worth.empty()) line.right(worth, terminal_.width, Style::kDim);
    text_ += line.take();
  }

  // --- what to mind -----------------------------------------------------------------------------

  void warnings() {
    for (const Misfit& misfit : ledger_.misfits) {
      if (misfit.gone_dark) {
        warning(
            fmt::format("{}: {}", indicator_title(misfit.indicator), speech_.say("misfit.dark")));
        continue;
      }
      warning(
          fmt::format("Rates that do not fit: {} was seen {}, where {} is expected if it is under "
                      "way and {} if "
                      "not. Nothing ruins belief more than rates that are off.",
                      indicator_title(misfit.indicator), seen(misfit, misfit.observed),
                      seen(misfit, misfit.if_true), seen(misfit, misfit.if_false)));
    }
    for (const auto& [indicator, mean] : told_.mean_credibility) {
      warning(
          fmt::format("Coverage and grades disagree: the items of {} have a mean credibility of "
                      "{:.2f}, more than 0.05 off its coverage. Give it a usual_grade, or declare "
                      "coverage.",
                      indicator_title(indicator), mean));
    }
    for (const std::string& total : ledger_.disagreeing_totals) {
      warning(fmt::format(
          "Totals disagree: more lies within {} than it holds, or it has no day left for the rest.",
          total));
    }
  }

  /// A rate of a misfit; at set times a share of them.
  std::string seen(const Misfit& misfit, Rate observed) const {
    const auto found = told_.indicators.find(misfit.indicator);
    if (found == told_.indicators.end() || !found->second.occasions) return rate(observed);
    return speech_.say(
        "rate.each-time",
        {{"share", speech_.percent(Probability(std::min(1.0, observed.per_day())))}});
  }

  void warning(const std::string& words) {
    text_ += '\n' + quoted_paragraph(terminal_, words, 0, 4, Style::kBad);
  }

  void assumptions() {
    if (scenario_.assumes.empty()) return;
    text_ += '\n' + Line(terminal_).say("Taken for granted", Style::kBold).take();
    for (const Assumption& assumption : scenario_.assumes) {
      text_ += quoted_paragraph(terminal_, in(choices_.titles, assumption.text), 2, 4);
      bool doubted = false;
      for (const AssumptionInDoubt& doubt : told_.standing.in_doubt) {
        if (!(doubt.assumption == assumption)) continue;
        doubted = true;
        text_ += quoted_paragraph(
            terminal_,
            fmt::format("in doubt since {}: {} was seen", to_short_date(doubt.seen),
                        indicator_title(doubt.indicator)),
            4, 2, Style::kBad);
      }
      if (doubted || assumption.broken_by.empty()) continue;
      std::vector<std::string> breakers;
      for (const std::string& id : assumption.broken_by) breakers.push_back(indicator_title(id));
      text_ += quoted_paragraph(terminal_, "would be broken by: " + joined(breakers, "; "), 4, 2,
                                Style::kDim);
    }
  }

  const Explanation& told_;
  const Scenario& scenario_;
  const Assessment& assessment_;
  const Ledger& ledger_;
  const ExplainChoices& choices_;
  const Terminal& terminal_;
  const Speech speech_{Language::kEnglish};
  const IsolatedText ready_{terminal_};
  std::size_t deciban_width_;
  std::size_t arrived_end_;
  std::size_t today_end_;
  std::size_t text_end_;
  std::int64_t printed_ = 0;  // the sum of the column as printed, in hundredths
  std::string text_;
};

// --- JSON ---------------------------------------------------------------------------------------

void event_object(JsonWriter& json, const LedgerEvent& event) {
  json.begin_object();
  json.member("kind", to_string(event.kind));
  text_member(json, "event", event.event);
  text_member(json, "indicator", event.indicator);
  json.member("occurred", event.occurred).member("until", event.until);
  items_member(json, "items", event.items);
  items_member(json, "denied_by", event.denied_by);
  json.member("origins", event.origins).member("published", event.published);
  json.member("counted", event.counted).member("rest", event.rest);
  json.member("credibility", event.credibility);
  json.member("ratio", event.ratio).member("arrived_db", event.arrived.decibans());
  json.member("today_db", event.today.decibans());
  json.member("probability_without", event.without).end_object();
}

/// A look that saw none, or a total with nothing left to count: it counts 0 and watches its span.
bool watches(const NotCounted& entry) {
  return entry.reason == NotCountedReason::kNoneSeen ||
         entry.reason == NotCountedReason::kNothingLeft ||
         entry.reason == NotCountedReason::kNarrowerKind;
}

/// Such an entry stands among the evidence, with no weight: striking it out changes nothing.
LedgerEvent weightless(const NotCounted& entry, Probability probability) {
  LedgerEvent event;
  event.event = entry.event;
  event.indicator = entry.indicator;
  event.occurred = entry.occurred;
  event.until = entry.until;
  event.published = entry.until ? entry.published : 1;  // 0 only where none were seen
  event.counted = 0;
  event.items = entry.items;
  event.origins = entry.origins;
  event.credibility = entry.credibility;
  event.ratio = entry.ratio;
  event.rest = 0;
  event.without = probability;
  return event;
}

void not_counted_object(JsonWriter& json, const NotCounted& entry) {
  json.begin_object();
  items_member(json, "items", entry.items);
  json.member("reason", in_prose(entry.reason)).member("code", to_string(entry.reason));
  text_member(json, "event", entry.event);
  text_member(json, "indicator", entry.indicator);
  if (entry.reason == NotCountedReason::kCountedElsewhere) {
    text_member(json, "counted_under", entry.counted_under);
  }
  if (entry.reason == NotCountedReason::kCannotBeJudged) {
    json.member("would_be_db", entry.would_be.decibans());
  }
  json.end_object();
}

}  // namespace

std::string explain_text(const Explanation& explanation, const ExplainChoices& choices,
                         const Terminal& terminal) {
  assert(explanation.standing.assessment.ledger);
  return Statement(explanation, choices, terminal).text();
}

std::string explain_json(const Explanation& explanation) {
  assert(explanation.standing.assessment.ledger);
  const Assessment& assessment = explanation.standing.assessment;
  const Ledger& ledger = *assessment.ledger;
  JsonWriter json;
  json.begin_object().member("format", "signpost.explain/1");
  json.member("scenario", assessment.scenario);
  moment_members(json, assessment.moment, explanation.hindsight, explanation.not_known_then,
                 explanation.not_available);
  json.member("state", to_string(assessment.state)).member("revision", assessment.revision);
  json.member("probability", assessment.probability);
  word_member(json, "word", assessment.probability);
  outcome_members(json, assessment);
  json.member("opening_db", ledger.opening.decibans());
  json.member("judgement_db", ledger.judgement.decibans());
  json.key("evidence").begin_array();
  for (const LedgerEvent& event : ledger.evidence) event_object(json, event);
  for (const NotCounted& entry : ledger.not_counted) {
    if (watches(entry)) event_object(json, weightless(entry, ledger.probability));
  }
  json.end_array().key("silence").begin_array();
  for (const SilenceAccount& account : ledger.silence) {
    json.begin_object().member("indicator", account.indicator);
    json.member("today_db", account.today.decibans());
    json.member("watched_days", account.watched.count());
    json.member("watched_occasions", account.occasions).end_object();
  }
  json.end_array();
  coverage_member(json, explanation.covers);
  json.key("not_counted").begin_array();
  for (const NotCounted& entry : ledger.not_counted) {
    if (!watches(entry)) not_counted_object(json, entry);
  }
  json.end_array().key("misfit").begin_array();
  for (const Misfit& misfit : ledger.misfits) {
    json.begin_object().member("indicator", misfit.indicator);
    json.member("gone_dark", misfit.gone_dark);
    json.member("observed", misfit.observed.per_day());
    json.member("if_true", misfit.if_true.per_day());
    json.member("if_false", misfit.if_false.per_day()).end_object();
  }
  json.end_array().member("closing_db", ledger.closing.decibans());
  json.key("disagreeing_totals").begin_array();
  for (const std::string& total : ledger.disagreeing_totals) json.value(total);
  json.end_array().key("mean_credibility").begin_object();
  for (const auto& [indicator, mean] : explanation.mean_credibility) json.member(indicator, mean);
  json.end_object().key("in_doubt").begin_array();
  for (const AssumptionInDoubt& doubt : explanation.standing.in_doubt) {
    json.begin_object();
    bilingual_member(json, "assumption", doubt.assumption.text);
    json.member("indicator", doubt.indicator).member("seen", doubt.seen).end_object();
  }
  json.end_array().key("advice").begin_array();
  for (const std::string& advice : explanation.advice) json.value(advice);
  json.end_array().end_object();
  return json.take();
}

}  // namespace signpost::report
