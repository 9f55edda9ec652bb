#include "engine/intake/design_warnings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <optional>

#include "engine/base/numbers.h"
#include "engine/intake/compound_title.h"
#include "engine/intake/kinds.h"
#include "engine/intake/rate.h"
#include "engine/time/recurrence.h"
#include "engine/time/zone.h"

namespace signpost::intake {
namespace {

constexpr double kTooAlike = 0.1;      // |a/b − 1| up to which an expectation says little
constexpr double kLeaning = 0.9;       // share of all there is to learn, from one indicator
constexpr double kAFewPerMonth = 4.0;  // above it a stream is hardly ever Poisson
constexpr double kOverCovered = 0.05;  // coverage beyond what the usual grade is worth
constexpr std::chrono::seconds kAYear(static_cast<std::int64_t>(kDaysPerYear * 86400));
constexpr std::size_t kMostTimesCounted = 10'000;
constexpr Days kShortestHistory(365);
constexpr double kLeastDrift = 0.02;  // of real counts the log-level wanders further in a month
constexpr double kMostDrift = 1;      // and by less
constexpr double kRounding = 1e-9;    // "x1.1" against "x1" is 10 %, whatever the last bit says

/// Events a day, or the chance at each set time.
double level(const WrittenRate& written) {
  return written.each_time ? written.each_time->value() : written.rate.per_day();
}

/// Above 1: seen more often if it is under way; infinite of a happening.
double ratio(const Expectation& expectation) {
  return level(expectation.if_true) / level(expectation.if_false);
}

bool is_counter(const ExpectationDraft& draft) { return ratio(draft.expectation) < 1; }

/// So many of the set times are in the scenario's time.
double times_within(const Occasions& occasions, Instant from, Instant to) {
  if (occasions.rule.empty()) {
    return static_cast<double>(
        std::count_if(occasions.dates.begin(), occasions.dates.end(),
                      [&](Instant date) { return from <= date && date <= to; }));
  }
  const Parsed<Zone> zone = Zone::named(occasions.timezone);
  if (!zone) return 0;  // of a store from a machine with other zones
  return static_cast<double>(
      Recurrence(occasions.rule, *zone, occasions.from)
          .between(from, std::min(to, occasions.until.value_or(to)), kMostTimesCounted)
          .size());
}

/// How far apart, in expected log-odds, the two worlds drift through this indicator from the
/// opening to `end`: Jeffreys' divergence of the two Poisson streams, tempered by dispersion; for a
/// milestone that of its happening at all; at set times that of a yes or no, so often.
double power(const Expectation& expectation, const Indicator& indicator, Instant opened,
             Instant end) {
  const double days = Days(end - opened).count();
  if (indicator.occasions) {
    const double apart = level(expectation.if_true) - level(expectation.if_false);
    return times_within(*indicator.occasions, opened, end) * apart *
           (expectation.if_true.each_time->log_odds() - expectation.if_false.each_time->log_odds())
               .nats();
  }
  const double a = expectation.if_true.rate.per_day();
  const double b = expectation.if_false.rate.per_day();
  if (!indicator.once) return days * (a - b) * std::log(a / b) / indicator.dispersion;
  const double happens_if_true = -std::expm1(-a * days);
  const double happens_if_false = -std::expm1(-b * days);
  return (happens_if_true - happens_if_false) *
         (std::log(happens_if_true / happens_if_false) + (a - b) * days);
}

bool too_alike(double a, double b) { return std::fabs(a / b - 1) <= kTooAlike + kRounding; }

void doubt_rates(const ExpectationDraft& draft) {
  const double a = level(draft.expectation.if_true);
  const double b = level(draft.expectation.if_false);
  if (!too_alike(a, b)) return;
  // At set times what is all but sure both ways still tells much when it fails to come.
  if (draft.expectation.if_true.each_time && !too_alike(1 - a, 1 - b)) return;
  draft.table.warning("if_true",
                      {"intake.rates-alike", {{"indicator", draft.expectation.indicator}}});
}

void doubt_balance(const ScenarioDraft& draft, const IndicatorIndex& indicators) {
  const bool complete = std::all_of(draft.expects.begin(), draft.expects.end(),
                                    [](const ExpectationDraft& one) { return one.complete; });
  if (!complete) return;
  const std::string& id = draft.scenario.id;
  if (id.empty()) return;  // an error already
  if (draft.expects.empty()) {
    if (draft.table.has("expects")) return;  // as above
    draft.table.warning("id", {"intake.without-indicator", {{"scenario", id}}},
                        "intake.without-indicator.hint");
    return;
  }
  if (!std::any_of(draft.expects.begin(), draft.expects.end(), is_counter)) {
    draft.table.warning("id", {"intake.without-counter-indicator", {{"scenario", id}}},
                        "intake.without-counter-indicator.hint");
  }
  const Scenario& scenario = draft.scenario;
  const Instant end =
      scenario.horizon.value_or(std::min(scenario.opened, kForever - kAYear) + kAYear);
  double all = 0;
  double most = 0;
  const ExpectationDraft* strongest = nullptr;
  bool has_happening = false;
  for (const ExpectationDraft& one : draft.expects) {
    // The answer itself is no sign of it: what foretells it must not lean on one thing.
    has_happening = has_happening || one.expectation.happening;
    const double its =
        one.expectation.happening
            ? 0
            : power(one.expectation, *indicators.find(one.expectation.indicator)->second,
                    scenario.opened, end);
    all += its;
    if (strongest == nullptr || its > most) {
      strongest = &one;
      most = its;
    }
  }
  const std::size_t signs = draft.expects.size() - (has_happening ? 1 : 0);
  if (draft.expects.size() == 1 || (signs > 1 && most > kLeaning * all)) {
    draft.table.warning(
        "id",
        {"intake.leans-on-one",
         {{"scenario", id}, {"indicator", strongest->expectation.indicator}}},
        draft.expects.size() == 1
            ? "intake.leans-on-one.hint"
            : Phrase("intake.share-of-one.hint",
                     {{"percent", fmt::format("{:.0f}", std::min(100 * most / all, 99.0))}}));
  }
}

void doubt_milestones(const ScenarioDraft& draft, const IndicatorIndex& indicators) {
  const Scenario& scenario = draft.scenario;
  const bool asks_state = asks_of(scenario) == Asks::kState;
  bool happening_is_watched = false;
  for (const ExpectationDraft& one : draft.expects) {
    const auto found = indicators.find(one.expectation.indicator);
    if (found == indicators.end()) return;  // an error already, and what follows would guess
    happening_is_watched = happening_is_watched || one.expectation.happening;
    if (!one.complete || !found->second->once) continue;
    if (is_counter(one) && asks_state && std::isfinite(scenario.persistence.count())) {
      one.table.warning("indicator",
                        {"intake.once-against-state", {{"indicator", one.expectation.indicator}}},
                        "intake.once-against-state.hint");
    }
  }
  if (asks_of(scenario) == Asks::kByHorizon && !happening_is_watched) {
    draft.table.warning("asks", {"intake.without-happening", {{"scenario", scenario.id}}},
                        "intake.without-happening.hint");
  }
}

/// Rates that begin where things stand and only go up: a fall would count as silence, hardly
/// against. Something that speaks of it, or a wider guess, is enough.
void doubt_fall(const ScenarioDraft& draft) {
  if (std::any_of(draft.expects.begin(), draft.expects.end(),
                  [](const ExpectationDraft& one) { return one.complete && is_counter(one); })) {
    return;
  }
  for (const ExpectationDraft& one : draft.expects) {
    const Expectation& e = one.expectation;
    const bool only_rises = one.complete && factor_in(e.if_false.text) == 1.0 &&
                            is_factor(e.if_true.text) && ratio(e) > 1;
    if (!only_rises || e.within.value_or(kRateWithin) > kRateWithin) continue;
    one.table.warning("if_false", {"intake.may-fall", {{"indicator", e.indicator}}},
                      "intake.may-fall.hint");
    return;  // once a scenario
  }
}

/// What can hold only where another does is at most as likely.
void doubt_implied(const ScenarioDraft& draft, const Index<Scenario>& scenarios) {
  const Scenario& scenario = draft.scenario;
  if (!draft.table.has("prior")) return;
  for (const std::string& id : scenario.implies) {
    const auto found = scenarios.find(id);
    if (found == scenarios.end() || found->second->criterion ||
        scenario.prior <= found->second->prior) {
      continue;
    }
    draft.table.findings().warning(draft.table.position_of_entry("implies", id),
                                   {"intake.prior-above-implied",
                                    {{"scenario", scenario.id},
                                     {"implied", id},
                                     {"prior", number_text(scenario.prior.value())},
                                     {"its_prior", number_text(found->second->prior.value())}}},
                                   "intake.prior-above-implied.hint");
  }
}

// ------------------------------------------------------------------------- kinds that look nested

std::vector<std::string_view> words_of(std::string_view id) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin <= id.size();) {
    const std::size_t end = std::min(id.find('-', begin), id.size());
    if (end > begin) words.push_back(id.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

/// Whether an id reads like a narrower kind of another: it has all its words in their order, and
/// more, none of which turns the sense round. A single word must end it: "complex-attacks" are
/// attacks, "attacks-end" are not.
bool looks_narrower(std::string_view narrower, std::string_view wider) {
  static constexpr std::array<std::string_view, 8> kTurns = {"no",      "not",   "non",  "without",
                                                             "against", "fewer", "less", "end"};
  const std::vector<std::string_view> more = words_of(narrower);
  const std::vector<std::string_view> words = words_of(wider);
  if (words.empty() || more.size() <= words.size()) return false;
  if (words.size() == 1 && more.back() != words.front()) return false;
  std::size_t at = 0;
  for (const std::string_view word : more) {
    if (at < words.size() && word == words[at]) {
      ++at;
    } else if (std::find(kTurns.begin(), kTurns.end(), word) != kTurns.end()) {
      return false;
    }
  }
  return at == words.size();
}

/// What a count cannot make good for, or would take twice.
void doubt_count(const ScenarioDraft& draft, const IndicatorIndex& indicators) {
  if (!draft.criterion) return;
  const Table& table = *draft.criterion;
  const Criterion& criterion = *draft.scenario.criterion;
  const Days history = criterion.window.from - criterion.history_from;
  const bool known = criterion.history_from > kBeginning && criterion.window.from > kBeginning;
  if (known && history > Days(0) && history < kShortestHistory) {
    table.warning("history_from", "intake.short-history", "intake.short-history.hint");
  }
  if (criterion.drift && (*criterion.drift < kLeastDrift || *criterion.drift > kMostDrift)) {
    table.warning("drift",
                  {*criterion.drift < kLeastDrift ? "intake.drift-small" : "intake.drift-large",
                   {{"drift", table.written("drift")}}},
                  "intake.drift-unusual.hint");
  }
  for (const std::string& id : criterion.indicators) {
    const auto found = indicators.find(id);
    if (found == indicators.end() || found->second->seasons.empty()) continue;
    table.findings().warning(table.position_of_entry("indicators", id),
                             {"intake.counted-has-seasons", {{"indicator", id}}},
                             "intake.counted-has-seasons.hint");
  }
  for (const ExpectationDraft& one : draft.expects) {
    const std::string& expected = one.expectation.indicator;
    const auto like = std::find_if(
        criterion.indicators.begin(), criterion.indicators.end(), [&](const std::string& counted) {
          return one.complete && !is_of(indicators, expected, counted) &&
                 !is_of(indicators, counted, expected) &&
                 (looks_narrower(expected, counted) || looks_narrower(counted, expected));
        });
    if (like == criterion.indicators.end()) continue;
    one.table.warning("indicator",
                      {"intake.follows-the-count", {{"indicator", expected}, {"counted", *like}}},
                      "intake.follows-the-count.hint");
  }
}

void doubt_title(const ScenarioDraft& draft) {
  const Scenario& scenario = draft.scenario;
  const auto english = joining_word_en(scenario.title.en);
  const auto arabic = joining_word_ar(scenario.title.ar);
  if (!english && !arabic) return;
  draft.table.findings().warning(draft.table.place("title", english ? "en" : "ar"),
                                 {"intake.title-joins", {{"word", english ? *english : *arabic}}},
                                 "intake.title-joins.hint");
}

/// What nobody will have told, or nobody can count, cannot be settled.
void doubt_criterion(const ScenarioDraft& draft, const CriterionJudge& criteria) {
  const Scenario& scenario = draft.scenario;
  const Table& table = draft.table;
  const Named named = criteria.named_by(scenario);
  if (named.all() || scenario.id.empty()) return;
  const toml::table* written = table.content()["resolves"].as_table();
  if (scenario.resolves_yes.empty() && scenario.resolves_no.empty()) {
    if (asks_of(scenario) == Asks::kCount) return;  // settled by its count
    const bool is_wrong = written == nullptr ? table.has("resolves")
                                             : written->contains("yes") || written->contains("no");
    if (is_wrong) return;  // an error already
    table.warning("id", {"intake.without-criterion", {{"scenario", scenario.id}}},
                  "intake.without-criterion.hint");
    return;
  }
  const char* message = !named.measure ? named.source ? "intake.criterion-without-measure"
                                                      : "intake.criterion-without-both"
                                       : "intake.criterion-without-source";
  const char* hint = !named.measure ? named.source ? "intake.criterion-without-measure.hint"
                                                   : "intake.without-criterion.hint"
                                    : "intake.criterion-without-source.hint";
  table.findings().warning(table.place("resolves", written->contains("yes") ? "yes" : "no"),
                           {message, {{"scenario", scenario.id}}}, hint);
}

void doubt_because(const Table& table, std::string_view key, std::string_view because_key,
                   const Bilingual& because, const Phrase& of) {
  if (!because.empty()) return;
  table.warning(key, {"intake.no-because", {{"of", of}, {"key", because_key}}},
                "intake.no-because.hint");
}

/// Coverage that holds all the time, beyond what the reports themselves are worth: a stream that
/// comes exactly as expected would look like too little.
void doubt_constant_coverage(const IndicatorDraft& draft) {
  const Indicator& indicator = draft.indicator;
  if (!indicator.takes_count() || indicator.coverage.empty()) return;
  const CoverageSpan& last = indicator.coverage.back();  // it wins over all before it
  const Table& table = draft.coverage.back();
  if (table.has("from") || table.has("to")) return;
  const auto written = table.content()["level"].value<double>();
  const bool is_good =
      written == last.level && draft.table.has("usual_grade") == indicator.usual_grade.has_value();
  if (!is_good) return;  // an error already
  const Grade grade = indicator.usual_grade.value_or(kUsualGrade);
  const double worth = credibility(grade).value_or(Probability(0)).value();
  if (last.level <= worth + kOverCovered + kRounding) return;
  table.warning("level",
                {"intake.over-covered",
                 {{"level", number_text(last.level)},
                  {"grade", to_string(grade)},
                  {"worth", fmt::format("{:.2f}", worth)}}},
                {"intake.over-covered.hint", {{"worth", fmt::format("{:.2f}", worth)}}});
}

}  // namespace

void doubt(const ScenarioDraft& draft, const IndicatorIndex& indicators,
           const Index<Scenario>& scenarios, const CriterionJudge& criteria) {
  const Scenario& scenario = draft.scenario;
  const bool counts = asks_of(scenario) == Asks::kCount;
  doubt_title(draft);
  if (draft.table.has("prior") && !counts) {
    doubt_because(draft.table, "prior", "prior_because", scenario.prior_because,
                  "intake.the-prior");
  }
  if (draft.table.has("base_rate") && !counts) {
    doubt_because(draft.table, "base_rate", "base_rate_because", scenario.base_rate_because,
                  "intake.the-base-rate");
  }
  for (const ExpectationDraft& one : draft.expects) {
    if (one.complete && !one.expectation.happening) doubt_rates(one);
    if (one.expectation.indicator.empty()) continue;
    doubt_because(one.table, "indicator", "because", one.expectation.because,
                  {"intake.the-expectation", {{"indicator", one.expectation.indicator}}});
  }
  doubt_count(draft, indicators);
  if (!counts) doubt_balance(draft, indicators);
  doubt_fall(draft);
  doubt_milestones(draft, indicators);
  doubt_implied(draft, scenarios);
  doubt_criterion(draft, criteria);
}

void doubt_nested(const ScenarioDraft& draft, const IndicatorIndex& indicators,
                  std::set<std::pair<std::string, std::string>>& told) {
  for (const ExpectationDraft& one : draft.expects) {
    for (const ExpectationDraft& other : draft.expects) {
      const std::string& narrower = one.expectation.indicator;
      const std::string& wider = other.expectation.indicator;
      if (!one.complete || !other.complete || !looks_narrower(narrower, wider)) continue;
      if (!indicators.find(narrower)->second->takes_count() ||
          !indicators.find(wider)->second->takes_count() || is_of(indicators, narrower, wider) ||
          is_of(indicators, wider, narrower)) {
        continue;
      }
      if (!told.emplace(narrower, wider).second) continue;
      one.table.warning("indicator",
                        {"intake.looks-like-a-kind", {{"narrower", narrower}, {"wider", wider}}},
                        {"intake.looks-like-a-kind.hint", {{"wider", wider}}});
    }
  }
}

void doubt(const IndicatorDraft& draft, Rate busiest) {
  const Indicator& indicator = draft.indicator;
  doubt_constant_coverage(draft);
  if (indicator.occasions && !indicator.seasons.empty()) {
    draft.seasons.front().warning("factor", "intake.season-at-set-times",
                                  "intake.season-at-set-times.hint");
  }
  if (indicator.baseline) {
    doubt_because(draft.table, "baseline", "baseline_because", indicator.baseline_because,
                  "intake.the-baseline");
  }
  for (std::size_t i = 0; i < draft.coverage.size() && i < indicator.coverage.size(); ++i) {
    doubt_because(draft.coverage[i], "level", "because", indicator.coverage[i].because,
                  "intake.the-coverage");
  }
  for (std::size_t i = 0; i < draft.seasons.size() && i < indicator.seasons.size(); ++i) {
    doubt_because(draft.seasons[i], "factor", "because", indicator.seasons[i].because,
                  "intake.the-season");
  }
  const double per_month =
      std::max(busiest.per_month(), indicator.baseline ? indicator.baseline->per_month() : 0.0);
  if (indicator.id.empty()) return;  // an error already
  if (indicator.takes_count() && indicator.dispersion == 1.0 && per_month > kAFewPerMonth) {
    draft.table.warning(draft.table.has("dispersion") ? "dispersion" : "id",
                        {"intake.no-bursts",
                         {{"indicator", indicator.id}, {"rate", fmt::format("{:.3g}", per_month)}}},
                        "intake.no-bursts.hint");
  }
}

}  // namespace signpost::intake
