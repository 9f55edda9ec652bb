#include "engine/report/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <string_view>
#include <vector>

#include "engine/report/count.h"
#include "engine/report/json_parts.h"
#include "engine/report/remarks.h"

namespace signpost::report {
namespace {

constexpr std::size_t kFirst = 12;           // events shown without --all
constexpr std::size_t kFirstNotCounted = 4;  // items shown of each reason without --all

// The columns of the account: when, what, and three of figures.
enum : std::size_t { kWhen, kWhat, kArrival, kToday, kWithout };

// In the order of what a reader can do about it.
constexpr std::array kReasons = {
    NotCountedReason::kCannotBeJudged, NotCountedReason::kCountedElsewhere,
    NotCountedReason::kNarrowerKind,   NotCountedReason::kNothingLeft,
    NotCountedReason::kTakenBack,      NotCountedReason::kDeniesNothing,
    NotCountedReason::kNoOccasion,     NotCountedReason::kHadHappened,
    NotCountedReason::kNoneSeen,       NotCountedReason::kBeforeOpening,
    NotCountedReason::kAfterHorizon,   NotCountedReason::kAfterResolution};

class Statement {
 public:
  Statement(const Explanation& explanation, const ExplainChoices& choices, const Speech& speech)
      : told_(explanation),
        scenario_(explanation.standing.scenario),
        assessment_(explanation.standing.assessment),
        ledger_(*explanation.standing.assessment.ledger),
        choices_(choices),
        speech_(speech),
        deciban_width_(widest_figure()),
        page_(speech.language()) {}

  Page page() {
    head();
    if (!assessment_.no_history) {
      column_heads();
      opening();
      counted_periods();
      evidence();
      silence();
      closing();
      beside();
    }
    coverage();
    not_counted();
    warnings();
    assumptions();
    for (const Phrase& advice : told_.advice) {
      page_.gap();
      page_.paragraph(speech_.say("text.advice", {{"advice", speech_.say(advice)}}), Style::kPlain,
                      0, 4);
    }
    page_.gap();
    page_.paragraph(
        speech_.say("explain.legend", {{"ten", speech_.points(10)}, {"three", speech_.points(3)}}),
        Style::kDim);
    return std::move(page_);
  }

 private:
  /// All of them together: the columns of one account, whatever stands between its parts.
  Table& account() {
    return page_.table(
        {{.head = speech_.say("label.occurred"), .width = 14, .end = true},
         {.head = speech_.say("label.evidence"), .gap = 1},
         {.head = speech_.say("label.arrived"), .width = deciban_width_, .gap = 2, .end = true},
         {.head = speech_.say("label.today"), .width = deciban_width_, .gap = 2, .end = true},
         {.head = speech_.say("label.without"), .width = 10, .gap = 2, .end = true}});
  }

  std::size_t widest_figure() const {
    std::vector<std::string> figures;
    const auto hold = [&](LogOdds weight) { figures.push_back(speech_.decibans(weight)); };
    hold(ledger_.opening);
    hold(ledger_.judgement);
    hold(ledger_.closing);
    for (const LedgerEvent& event : ledger_.evidence) {
      hold(event.arrived);
      hold(event.today);
    }
    for (const SilenceAccount& silence : ledger_.silence) hold(silence.today);
    if (ledger_.count) {
      for (const LedgerPeriod& period : ledger_.count->periods) hold(period.brought);
    }
    return widest(figures, 8);  // of the column's head
  }

  bool has_set_times(const std::string& id) const {
    const auto found = told_.indicators.find(id);
    return found != told_.indicators.end() && found->second.occasions.has_value();
  }

  /// Titles one after the other: they hold commas.
  std::string clauses(const std::vector<std::string>& titles) const {
    return speech_.list(titles, "list.clause", "list.clause");
  }

  std::string indicator_title(const std::string& id) const {
    const auto found = told_.indicators.find(id);
    return found == told_.indicators.end() ? quoted(id) : speech_.text(found->second.title);
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
    return best->redacted ? speech_.say("item.redacted") : speech_.text(texts_of(best->content));
  }

  // --- head -------------------------------------------------------------------------------------

  void head() {
    page_.heading(speech_.text(scenario_.title), 3);
    std::vector<std::string> facts = {
        quoted(scenario_.id), speech_.say(fmt::format("role.{}", to_string(scenario_.role)))};
    facts.push_back(scenario_.horizon
                        ? speech_.days(scenario_.opened, *scenario_.horizon)
                        : speech_.say("explain.opened", {{"day", speech_.day(scenario_.opened)}}));
    if (assessment_.revision > 1) {
      facts.push_back(speech_.say("explain.revision", {{"n", std::int64_t{assessment_.revision}}}));
    }
    facts.push_back(scenario_.publication.empty() ? std::string() : quoted(scenario_.publication));
    page_.paragraph(dotted(facts), Style::kDim, 0, 2);
    if (!scenario_.forecast.any().empty()) {
      page_.paragraph(speech_.say("explain.quote", {{"text", speech_.text(scenario_.forecast)}}),
                      Style::kDim, 2, 3);
    }
    page_.paragraph(reading_in_words(assessment_.moment, told_.hindsight, told_.not_known_then,
                                     choices_.now, speech_),
                    told_.hindsight ? Style::kAccent : Style::kPlain);
    page_.paragraph(as_sentence(not_available_in_words(told_.not_available, speech_)),
                    Style::kAccent);
    page_.gap();
    Words figure = {
        {assessment_.no_history ? "–" : speech_.percent_exact(assessment_.probability),
         Style::kBold},
        {"  "},
        {assessment_.no_history ? speech_.say("count.none") : speech_.word(assessment_.probability),
         Style::kBold}};
    if (const std::string moved = movement(); !moved.empty() && !assessment_.no_history) {
      figure.push_back({"   "});
      figure.push_back({moved, Style::kDim});
    }
    page_.heading(std::move(figure));
    beside_the_figure();
    state();
  }

  /// What must be said so that the figure is not read for more than it is.
  void beside_the_figure() {
    const Standing& standing = told_.standing;
    for (std::string& said : count_in_words(assessment_, told_.count, speech_)) {
      page_.paragraph(std::move(said));
    }
    page_.paragraph(as_sentence(at_horizon(standing, speech_)));
    if (standing.happened) {
      const std::vector<std::string> sources = tellers(*standing.happened, speech_);
      page_.paragraph(as_sentence(happened_in_words(*standing.happened, sources, speech_)));
    }
    for (std::string& remark : remarks(standing, speech_)) page_.paragraph(std::move(remark));
  }

  std::string movement() const {
    const Standing& standing = told_.standing;
    std::vector<std::string> moves;
    const auto add = [&](const std::optional<Probability>& before, std::int64_t days) {
      if (!before) return;
      moves.push_back(
          speech_.say("explain.moved.days",
                      {{"points", speech_.points(*before, assessment_.probability)}, {"n", days}}));
    };
    add(standing.month_before, 30);
    add(standing.week_before, 7);
    if (moves.empty()) return "";
    return speech_.say("explain.moved", {{"moves", speech_.list(moves, "list.last-of-series")}});
  }

  void state() {
    switch (assessment_.state) {
      case ScenarioState::kOpen:
        return;
      case ScenarioState::kNotYetOpen:
        page_.paragraph(
            speech_.say("explain.not-yet-open", {{"day", speech_.day(scenario_.opened)}}));
        return;
      case ScenarioState::kPastHorizon:
        page_.paragraph(speech_.say("explain.past-horizon",
                                    {{"day", speech_.day(scenario_.horizon.value_or(kForever))}}));
        return;
      case ScenarioState::kResolved:
        settled(*told_.standing.resolution);
        return;
    }
  }

  void settled(const Resolution& resolution) {
    page_.paragraph(as_sentence(settled_in_words(resolution, speech_)) + ' ' +
                    speech_.say("explain.settled"));
    page_.paragraph(speech_.say("text.labelled", {{"label", speech_.say("label.reason")},
                                                  {"text", speech_.prose(resolution.because)}}));
    if (!resolution.items.empty()) {
      page_.paragraph(speech_.say("settled.items",
                                  {{"items", item_numbers_in_words(resolution.items, speech_)}}));
    }
    if (!resolution.is_scored()) page_.paragraph(speech_.say("settled.not-scored"));
  }

  // --- the account ------------------------------------------------------------------------------

  void column_heads() {
    page_.gap();
    Table& table = account();
    table.heads()
        .cell(kArrival, speech_.say("explain.on"), Style::kDim)
        .cell(kToday, speech_.say("explain.today"), Style::kDim)
        .cell(kWithout, speech_.say("explain.without"), Style::kDim);
    table.heads()
        .cell(kArrival, speech_.say("explain.arrival"), Style::kDim)
        .cell(kToday, speech_.say("explain.db"), Style::kDim)
        .cell(kWithout, speech_.say("explain.it"), Style::kDim);
  }

  /// Puts a figure into the column that adds up.
  void today(Row& row, std::int64_t figure, Style style = Style::kPlain) {
    row.cell(kToday, speech_.decibans(figure), style);
    printed_ += figure;
  }

  /// An entry's name and what there is to it, from the line's beginning to the figures.
  static Cell entry(std::string name, std::string rest, std::size_t span) {
    return {.column = kWhen,
            .words = {{std::move(name), Style::kBold}, {std::move(rest)}},
            .span = span,
            .lines = 2,
            .span_below = span,
            .end = false};
  }

  void opening() {
    Table& table = account();
    Row& balance = table.row();
    const std::string of =
        ledger_.count
            ? speech_.say(
                  "explain.opening.count",
                  {{"probability", speech_.percent_exact(Probability::from(ledger_.opening))}})
            : speech_.say("explain.opening.of",
                          {{"probability", speech_.percent_exact(base_rate_of(scenario_))}});
    balance.cell(entry(speech_.say("label.opening"), of, kToday));
    today(balance, hundredths(ledger_.opening));
    if (ledger_.count) return;
    Row& judgement = table.row();
    judgement
        .cell(entry(speech_.say("explain.judgement"),
                    speech_.say("explain.judgement.of",
                                {{"probability", speech_.percent_exact(scenario_.prior)},
                                 {"day", speech_.short_day(scenario_.opened)}}),
                    kArrival))
        .cell(kArrival,
              speech_.decibans(scenario_.prior.log_odds() - base_rate_of(scenario_).log_odds()));
    today(judgement, hundredths(ledger_.judgement));
  }

  /// What each month of a countable forecast brought.
  void counted_periods() {
    if (!ledger_.count || ledger_.count->periods.empty()) return;
    page_.gap();
    page_.heading(Words{{speech_.say("count.what"), Style::kBold}, {speech_.say("count.what.of")}});
    Table& table = account();
    for (const LedgerPeriod& period : ledger_.count->periods) {
      Row& row = table.row();
      row.cell(kWhen, in_column(speech_.short_day(period.from), true))
          .cell({.column = kWhat,
                 .words = {{period_in_words(period, speech_)}},
                 .span = kToday - kWhat});
      today(row, hundredths(period.brought));
    }
  }

  void evidence() {
    const std::vector<LedgerEvent>& events = ledger_.evidence;
    if (ledger_.count && events.empty() && ledger_.silence.empty()) return;
    page_.gap();
    if (events.empty()) {
      page_.paragraph(speech_.say("explain.no-evidence"));
      return;
    }
    page_.heading(Words{{speech_.say("label.evidence"), Style::kBold},
                        {speech_.say("explain.evidence.of", {{"n", std::ssize(events)}})}});
    Table& table = account();
    const std::size_t shown = choices_.all ? events.size() : std::min(kFirst, events.size());
    for (std::size_t at = 0; at < shown; ++at) event(table.row(), events[at]);
    if (shown == events.size()) return;
    LogOdds rest;
    for (std::size_t at = shown; at < events.size(); ++at) rest += events[at].today;
    Row& row = table.row();
    row.cell({.column = kWhat,
              .words = {{speech_.say("explain.weaker",
                                     {{"n", static_cast<std::int64_t>(events.size() - shown)}})}},
              .span = kToday - kWhat});
    today(row, hundredths(rest));
  }

  /// Dates end two columns before their column does: a dash goes there where a span follows.
  static std::string in_column(std::string date, bool goes_on) {
    return std::move(date) + (goes_on ? " –" : "  ");
  }

  void event(Row& row, const LedgerEvent& event) {
    const std::string told = text_of(event.items);
    row.cell(kWhen, in_column(speech_.short_day(event.occurred, event.occurred_as),
                              event.until.has_value()))
        .cell({.column = kWhat,
               .words = {{!told.empty()             ? told
                          : event.indicator.empty() ? speech_.say("explain.unforeseen")
                                                    : indicator_title(event.indicator)}},
               .lines = 2,
               .span_below = kToTheEnd})
        .cell(kArrival, speech_.decibans(event.arrived));
    today(row, hundredths(event.today));
    row.cell(kWithout, speech_.percent_exact(event.without), Style::kDim);
    if (event.until) {
      row.cell({.column = kWhen,
                .words = {{in_column(speech_.short_day(*event.until), false)}},
                .line = 1});
    }
    row.cell({.column = kWhat,
              .words = {{details(event), Style::kDim}},
              .span = kToTheEnd,
              .line = kBelow});
  }

  std::string details(const LedgerEvent& event) const {
    std::vector<std::string> parts = {item_numbers_in_words(event.items, speech_),
                                      credibility(event), count(event)};
    if (event.ratio) parts.push_back(speech_.ratio(*event.ratio));
    const auto not_then = std::count_if(event.items.begin(), event.items.end(), [&](ItemId id) {
      const ItemLine* line = item(id);
      return line != nullptr && !line->known_then;
    });
    if (told_.hindsight && not_then > 0) {
      parts.push_back(not_then == std::ssize(event.items)
                          ? speech_.say("explain.not-known-then")
                          : speech_.say("explain.some-not-known-then",
                                        {{"n", std::int64_t{not_then}},
                                         {"all", static_cast<std::int64_t>(event.items.size())}}));
    }
    if (!event.denied_by.empty()) {
      parts.push_back(speech_.say(
          "explain.denied",
          {{"denied", speech_.say("ledger.denied",
                                  {{"n", static_cast<std::int64_t>(event.denied_by.size())}})},
           {"items", item_numbers_in_words(event.denied_by, speech_)}}));
    }
    if (event.rest < 1) {
      parts.push_back(speech_.say("explain.narrower", {{"share", std::llround(100 * event.rest)}}));
    }
    if (event.kind == EventKind::kHappening) parts.push_back(speech_.say("ledger.happening"));
    parts.push_back(event.indicator.empty() ? speech_.say("ledger.unforeseen")
                                            : indicator_title(event.indicator));
    return dotted(parts);
  }

  std::string credibility(const LedgerEvent& event) const {
    const std::string worth = speech_.figure(event.credibility.value(), 2);
    if (event.origins > 1) {
      return speech_.say("explain.by-origins",
                         {{"credibility", worth}, {"n", std::int64_t{event.origins}}});
    }
    const ItemLine* line = event.items.size() == 1 ? item(event.items.front()) : nullptr;
    if (line == nullptr || line->content.credibility) {
      return speech_.say("explain.credibility", {{"credibility", worth}});
    }
    return speech_.grade(line->grade) + ' ' + worth;
  }

  std::string count(const LedgerEvent& event) const {
    if (!event.until) return {};
    std::string published = speech_.say("unit.events", {{"n", event.published}});
    const double left_out = static_cast<double>(event.published) - event.counted;
    if (left_out < 0.05) return published;
    const bool whole = std::fabs(event.counted - std::round(event.counted)) < 0.05;
    const Instant end = std::min(assessment_.moment.as_of, scenario_.horizon.value_or(kForever));
    const bool in_time = event.occurred >= scenario_.opened && *event.until <= end;
    return speech_.say(in_time ? "explain.counted" : "explain.counted-out-of-time",
                       {{"counted", whole ? speech_.number(std::llround(event.counted))
                                          : speech_.figure(event.counted, 1)},
                        {"published", published}});
  }

  void silence() {
    std::vector<const SilenceAccount*> watched;
    std::vector<std::string> unwatched;
    for (const SilenceAccount& account : ledger_.silence) {
      if (account.watched.count() > 0 || account.occasions > 0 || hundredths(account.today) != 0) {
        watched.push_back(&account);
      } else if (!has_set_times(account.indicator)) {  // there each was seen, or is not due yet
        unwatched.push_back(indicator_title(account.indicator));
      }
    }
    std::stable_sort(watched.begin(), watched.end(), [](const auto* a, const auto* b) {
      return std::fabs(a->today.nats()) > std::fabs(b->today.nats());
    });
    if (!watched.empty()) {
      page_.gap();
      page_.heading(Words{{speech_.say("explain.silence"), Style::kBold},
                          {speech_.say("explain.silence.of")}});
      Table& table = account();
      for (const SilenceAccount* each : watched) {
        Row& row = table.row();
        const bool at_times = each->occasions > 0;
        row.cell(kWhen,
                 in_column(speech_.say(at_times ? "explain.watched-times" : "explain.watched-days",
                                       {{"n", std::lrint(at_times ? each->occasions
                                                                  : each->watched.count())}}),
                           false),
                 Style::kDim)
            .cell({.column = kWhat,
                   .words = {{indicator_title(each->indicator)}},
                   .span = kToday - kWhat});
        today(row, hundredths(each->today));
      }
    }
    if (unwatched.empty()) return;
    page_.gap();
    page_.paragraph(speech_.say("explain.not-watched", {{"indicators", clauses(unwatched)}}),
                    Style::kDim, 0, 3);
  }

  void closing() {
    const std::int64_t balance = hundredths(ledger_.closing);
    if (const std::int64_t rounding = balance - printed_; rounding != 0) {
      page_.gap();
      Row& row = account().row();
      row.cell({.column = kWhen,
                .words = {{speech_.say("ledger.rounding")}},
                .span = kToday,
                .end = false});
      today(row, rounding);
    }
    std::string rule;
    for (std::size_t at = 0; at < deciban_width_; ++at) rule += "─";
    Table& table = account();
    table.row().cell(kToday, rule);
    table.row()
        .cell(entry(speech_.say("ledger.closing"),
                    speech_.say("explain.closing.of",
                                {{"probability", speech_.percent_exact(ledger_.probability)},
                                 {"moment", speech_.short_moment(assessment_.moment.as_of)}}),
                    kToday))
        .cell(kToday, speech_.decibans(balance), Style::kBold);
  }

  /// What the judged siblings of a countable forecast said meanwhile.
  void beside() {
    for (const BesideText& one : beside_in_words(told_.beside, speech_)) {
      page_.gap();
      page_.heading(speech_.say("label.beside"));
      page_.paragraph(dotted({one.title, one.settled}), Style::kDim);
      add_beside_table(page_, one, 2, speech_);
    }
  }

  void coverage() {
    if (told_.covers.empty()) return;
    page_.gap();
    page_.heading(speech_.say("label.covers"));
    for (const CoverDeclaration& cover : told_.covers) {
      page_.paragraph(coverage_in_words(cover, indicator_title(cover.indicator), speech_),
                      Style::kPlain, 2);
    }
  }

  // --- what does not count ----------------------------------------------------------------------

  void not_counted() {
    if (ledger_.not_counted.empty()) return;
    page_.gap();
    page_.heading(speech_.say("label.not-counted"));
    for (const NotCountedReason reason : kReasons) {
      std::vector<const NotCounted*> entries;
      for (const NotCounted& entry : ledger_.not_counted) {
        if (entry.reason == reason) entries.push_back(&entry);
      }
      if (entries.empty()) continue;
      std::stable_sort(entries.begin(), entries.end(),
                       [&](const auto* a, const auto* b) { return occurred(*a) < occurred(*b); });
      page_.paragraph(speech_.say(fmt::format("not-counted.{}", to_string(reason)),
                                  {{"n", static_cast<std::int64_t>(entries.size())}}),
                      Style::kPlain, 2);
      const std::size_t shown =
          choices_.all ? entries.size() : std::min(kFirstNotCounted, entries.size());
      std::vector<std::string> worths;
      if (reason == NotCountedReason::kCannotBeJudged) {
        for (const NotCounted* entry : entries) worths.push_back(would_be(*entry));
      }
      Table& table = page_.table({{.head = speech_.say("label.occurred"), .width = 14, .end = true},
                                  {.head = speech_.say("label.evidence"), .gap = 1},
                                  {.head = speech_.say("label.not-counted"),
                                   .width = widest(worths),
                                   .gap = worths.empty() ? 0U : 2U,
                                   .end = true}});
      for (std::size_t at = 0; at < shown; ++at) left_out(table.row(), *entries[at]);
      if (shown < entries.size()) {
        table.row().cell(kWhat,
                         speech_.say("explain.more-not-counted",
                                     {{"n", static_cast<std::int64_t>(entries.size() - shown)}}),
                         Style::kDim);
      }
    }
  }

  Instant occurred(const NotCounted& entry) const {
    const ItemLine* first = entry.items.empty() ? nullptr : item(entry.items.front());
    return first == nullptr ? kForever : first->content.occurred;
  }

  std::string would_be(const NotCounted& entry) const {
    return speech_.say("explain.would-be", {{"db", speech_.decibans(entry.would_be)}});
  }

  void left_out(Row& row, const NotCounted& entry) {
    const ItemLine* first = entry.items.empty() ? nullptr : item(entry.items.front());
    if (first != nullptr) {
      row.cell(
          kWhen,
          in_column(speech_.short_day(first->content.occurred, first->content.occurred_as), false),
          Style::kDim);
    }
    std::string text = text_of(entry.items);
    if (entry.reason == NotCountedReason::kCountedElsewhere) {
      text = entry.counted_under.empty()
                 ? speech_.say("explain.bears-directly", {{"text", text}})
                 : speech_.say("explain.under",
                               {{"indicator", quoted(entry.counted_under)}, {"text", text}});
    }
    const std::string numbers = item_numbers_in_words(entry.items, speech_);
    row.cell(kWhat, numbers.empty() ? text : numbers + ' ' + text, Style::kDim);
    if (entry.reason == NotCountedReason::kCannotBeJudged) {
      row.cell(kArrival, would_be(entry), Style::kDim);
    }
  }

  // --- what to mind -----------------------------------------------------------------------------

  void warnings() {
    for (const Misfit& misfit : ledger_.misfits) {
      const std::string indicator = indicator_title(misfit.indicator);
      warning(misfit.gone_dark
                  ? speech_.say("text.labelled",
                                {{"label", indicator}, {"text", speech_.say("misfit.dark")}})
                  : speech_.say("explain.misfit", {{"indicator", indicator},
                                                   {"observed", seen(misfit, misfit.observed)},
                                                   {"if_true", seen(misfit, misfit.if_true)},
                                                   {"if_false", seen(misfit, misfit.if_false)}}));
    }
    for (const auto& [indicator, mean] : told_.mean_credibility) {
      warning(speech_.say("explain.mean-credibility", {{"indicator", indicator_title(indicator)},
                                                       {"mean", speech_.figure(mean, 2)}}));
    }
    for (const std::string& total : ledger_.disagreeing_totals) {
      warning(speech_.say("explain.totals-disagree", {{"total", quoted(total)}}));
    }
  }

  /// A rate of a misfit; at set times a share of them.
  std::string seen(const Misfit& misfit, Rate observed) const {
    if (!has_set_times(misfit.indicator)) return speech_.rate(observed);
    return speech_.say(
        "rate.each-time",
        {{"share", speech_.percent(Probability(std::min(1.0, observed.per_day())))}});
  }

  void warning(std::string words) {
    page_.gap();
    page_.paragraph(std::move(words), Style::kBad, 0, 4);
  }

  void assumptions() {
    if (scenario_.assumes.empty()) return;
    page_.gap();
    page_.heading(speech_.say("explain.assumptions"));
    for (const Assumption& assumption : scenario_.assumes) {
      page_.paragraph(speech_.text(assumption.text), Style::kPlain, 2, 4);
      bool doubted = false;
      for (const AssumptionInDoubt& doubt : told_.standing.in_doubt) {
        if (!(doubt.assumption == assumption)) continue;
        doubted = true;
        page_.paragraph(
            speech_.say("explain.in-doubt", {{"day", speech_.day(doubt.seen)},
                                             {"indicator", indicator_title(doubt.indicator)}}),
            Style::kBad, 4, 2);
      }
      if (doubted || assumption.broken_by.empty()) continue;
      std::vector<std::string> breakers;
      for (const std::string& id : assumption.broken_by) breakers.push_back(indicator_title(id));
      page_.paragraph(speech_.say("explain.broken-by", {{"indicators", clauses(breakers)}}),
                      Style::kDim, 4, 2);
    }
  }

  const Explanation& told_;
  const Scenario& scenario_;
  const Assessment& assessment_;
  const Ledger& ledger_;
  const ExplainChoices& choices_;
  const Speech& speech_;
  std::size_t deciban_width_;
  std::int64_t printed_ = 0;  // the sum of the column as printed, in hundredths
  Page page_;
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

Page explain_page(const Explanation& explanation, const ExplainChoices& choices,
                  const Speech& speech) {
  assert(explanation.standing.assessment.ledger);
  return Statement(explanation, choices, speech).page();
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
  probability_member(json, assessment);
  if (assessment.no_history) {
    json.key("word").null();
  } else {
    word_member(json, "word", assessment.probability);
  }
  outcome_members(json, assessment);
  if (assessment.count) {
    count_member(json, assessment, explanation.count, explanation.beside);
  }
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
  for (const Phrase& advice : explanation.advice) json.value(advice);
  json.end_array().end_object();
  return json.take();
}

}  // namespace signpost::report
