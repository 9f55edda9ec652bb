#include "engine/intake/design_doubts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/intake/joined_title.h"

namespace signpost::intake {
namespace {

constexpr double kTooAlike = 0.1;      // |a/b − 1| up to which an expectation says little
constexpr double kLeaning = 0.9;       // share of all there is to learn, from one indicator
constexpr double kAFewPerMonth = 4.0;  // above it a stream is hardly ever Poisson
constexpr double kRounding = 1e-9;     // "x1.1" against "x1" is 10 %, whatever the last bit says
constexpr std::string_view kSayWhy = "say why: what it rests on, or \"judgement\"";

double ratio(const Expectation& expectation) {
  return expectation.if_true.rate.per_day() / expectation.if_false.rate.per_day();
}

/// How far apart, in expected log-odds, the two worlds drift through this indicator within `days`:
/// Jeffreys' divergence of the two Poisson streams, tempered by dispersion; for a milestone that of
/// its happening at all.
double power(const Expectation& expectation, const Indicator& indicator, double days) {
  const double a = expectation.if_true.rate.per_day();
  const double b = expectation.if_false.rate.per_day();
  if (!indicator.once) return days * (a - b) * std::log(a / b) / indicator.dispersion;
  const double happens_if_true = -std::expm1(-a * days);
  const double happens_if_false = -std::expm1(-b * days);
  return (happens_if_true - happens_if_false) *
         (std::log(happens_if_true / happens_if_false) + (a - b) * days);
}

void doubt_rates(const ExpectationDraft& draft) {
  const double by = ratio(draft.expectation);
  if (std::fabs(by - 1) > kTooAlike + kRounding) return;
  draft.table.warning("if_true",
                      fmt::format("if_true and if_false of \"{}\" are within 10 % of each other: "
                                  "seeing it, or not, says next to nothing",
                                  draft.expectation.indicator));
}

void doubt_balance(const ScenarioDraft& draft, const IndicatorIndex& indicators) {
  const bool complete = std::all_of(draft.expects.begin(), draft.expects.end(),
                                    [](const ExpectationDraft& one) { return one.complete; });
  if (!complete) return;
  const std::string& id = draft.scenario.id;
  if (id.empty()) return;  // an error already
  if (draft.expects.empty()) {
    if (draft.table.has("expects")) return;  // as above
    draft.table.warning("id", fmt::format("\"{}\" has no indicator: nothing foreseen moves it", id),
                        "add [[scenario.expects]]");
    return;
  }
  const bool has_counter =
      std::any_of(draft.expects.begin(), draft.expects.end(),
                  [](const ExpectationDraft& one) { return ratio(one.expectation) < 1; });
  if (!has_counter) {
    draft.table.warning("id", fmt::format("\"{}\" has no counter-indicator", id),
                        "add something that would be seen more often if it were not under way");
  }
  const Scenario& scenario = draft.scenario;
  const double days =
      scenario.horizon ? Days(*scenario.horizon - scenario.opened).count() : kDaysPerYear;
  double all = 0;
  double most = 0;
  const ExpectationDraft* strongest = nullptr;
  for (const ExpectationDraft& one : draft.expects) {
    const double its =
        power(one.expectation, *indicators.find(one.expectation.indicator)->second, days);
    all += its;
    if (strongest == nullptr || its > most) {
      strongest = &one;
      most = its;
    }
  }
  if (draft.expects.size() == 1 || most > kLeaning * all) {
    draft.table.warning(
        "id",
        fmt::format("\"{}\" leans on a single indicator, \"{}\"", id,
                    strongest->expectation.indicator),
        draft.expects.size() == 1
            ? "add others, from other sources"
            : fmt::format("of all that its indicators can tell, {:.0f} % is this one's",
                          std::min(100 * most / all, 99.0)));
  }
}

void doubt_milestones(const ScenarioDraft& draft, const IndicatorIndex& indicators) {
  const Scenario& scenario = draft.scenario;
  bool happening_is_watched = false;
  for (const ExpectationDraft& one : draft.expects) {
    const auto found = indicators.find(one.expectation.indicator);
    if (found == indicators.end()) return;  // an error already, and what follows would guess
    if (!one.complete || !found->second->once) continue;
    if (ratio(one.expectation) > 1) happening_is_watched = true;
    if (ratio(one.expectation) < 1 && scenario.asks == Asks::kState &&
        std::isfinite(scenario.persistence.count())) {
      one.table.warning("indicator",
                        fmt::format("\"{}\" happens once and speaks against a state: the state "
                                    "forgets what cannot be undone",
                                    one.expectation.indicator),
                        "make the indicator a stream, or ask \"by-horizon\"");
    }
  }
  if (scenario.asks == Asks::kByHorizon && !happening_is_watched) {
    draft.table.warning(
        "asks",
        fmt::format("\"{}\" asks whether it will have happened, and no indicator with "
                    "once = true is its happening",
                    scenario.id),
        "add a once indicator, if_true = \"90% within 365 days\": its silence is time running out");
  }
}

void doubt_title(const ScenarioDraft& draft) {
  const Scenario& scenario = draft.scenario;
  const auto english = joining_word_en(scenario.title.en);
  const auto arabic = joining_word_ar(scenario.title.ar);
  if (!english && !arabic) return;
  draft.table.findings().warning(
      draft.table.place("title", english ? "en" : "ar"),
      fmt::format("the title joins two claims or places (\"{}\"): their odds would add",
                  english ? *english : *arabic),
      "write one scenario for each, tied by part_of = \"a-common-id\"");
}

void doubt_because(const Table& table, std::string_view key, std::string_view because_key,
                   const std::string& because, std::string_view of) {
  if (!because.empty()) return;
  table.warning(key, fmt::format("{} has no {}", of, because_key), std::string(kSayWhy));
}

}  // namespace

void doubt(const ScenarioDraft& draft, const IndicatorIndex& indicators) {
  const Scenario& scenario = draft.scenario;
  doubt_title(draft);
  if (draft.table.has("prior")) {
    doubt_because(draft.table, "prior", "prior_because", scenario.prior_because, "the prior");
  }
  if (draft.table.has("base_rate")) {
    doubt_because(draft.table, "base_rate", "base_rate_because", scenario.base_rate_because,
                  "the base rate");
  }
  for (const ExpectationDraft& one : draft.expects) {
    if (one.complete) doubt_rates(one);
    if (one.expectation.indicator.empty()) continue;
    doubt_because(one.table, "indicator", "because", one.expectation.because,
                  fmt::format("the expectation of \"{}\"", one.expectation.indicator));
  }
  doubt_balance(draft, indicators);
  doubt_milestones(draft, indicators);
}

void doubt(const IndicatorDraft& draft, Rate busiest) {
  const Indicator& indicator = draft.indicator;
  if (indicator.baseline) {
    doubt_because(draft.table, "baseline", "baseline_because", indicator.baseline_because,
                  "the baseline");
  }
  for (std::size_t i = 0; i < draft.coverage.size() && i < indicator.coverage.size(); ++i) {
    doubt_because(draft.coverage[i], "level", "because", indicator.coverage[i].because,
                  "the coverage");
  }
  for (std::size_t i = 0; i < draft.seasons.size() && i < indicator.seasons.size(); ++i) {
    doubt_because(draft.seasons[i], "factor", "because", indicator.seasons[i].because,
                  "the season");
  }
  const double per_month =
      std::max(busiest.per_month(), indicator.baseline ? indicator.baseline->per_month() : 0.0);
  if (!indicator.once && indicator.dispersion == 1.0 && per_month > kAFewPerMonth) {
    draft.table.warning(
        draft.table.has("dispersion") ? "dispersion" : "id",
        fmt::format("\"{}\" has dispersion 1 and {:.3g} events a month: counts like that come in "
                    "bursts, and belief would be badly overconfident",
                    indicator.id, per_month),
        "write dispersion = 3, or the variance of its monthly counts over their mean");
  }
}

}  // namespace signpost::intake
