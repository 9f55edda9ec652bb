// Any bytes as a definitions file: no crash, every mistake has a place in the text and can be
// shown, and what is read without an error obeys the model's bounds.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/intake/definitions_reader.h"
#include "engine/model/grade.h"
#include "tests/fuzz/demand.h"

using namespace signpost;
using fuzz::demand;

namespace {

bool is_rate(Rate rate) { return std::isfinite(rate.per_day()) && rate.per_day() > 0; }

/// A rate, or the chance at each set time.
bool is_told(const WrittenRate& written) {
  if (!written.each_time) return is_rate(written.rate);
  return written.rate == Rate() && written.each_time->value() >= 0.001 - 1e-12 &&
         written.each_time->value() <= 0.999 + 1e-12;
}

bool is_inside(Probability probability) {
  return probability.value() > 0 && probability.value() < 1;
}

void check_occasions(const Occasions& occasions) {
  demand(occasions.dates.empty() != occasions.rule.empty());
  for (std::size_t i = 1; i < occasions.dates.size(); ++i) {
    demand(occasions.dates[i - 1] < occasions.dates[i]);
  }
  if (occasions.rule.empty()) return;
  demand(!occasions.every.empty() && !occasions.timezone.empty());
  demand(!occasions.until || occasions.from < *occasions.until);
}

void check_indicator(const Indicator& indicator) {
  demand(!indicator.id.empty() && indicator.dispersion >= 1 && std::isfinite(indicator.dispersion));
  demand(std::isfinite(indicator.lag.count()) && indicator.lag.count() >= 0);
  demand(!indicator.usual_grade || credibility(*indicator.usual_grade));
  demand(!indicator.once || !indicator.occasions);
  demand((!indicator.once && !indicator.occasions) || indicator.dispersion == 1);
  demand(indicator.of.empty() || (!indicator.once && !indicator.occasions));
  if (indicator.occasions) check_occasions(*indicator.occasions);
  for (const CoverageSpan& span : indicator.coverage) {
    demand(span.from < span.to && span.level >= 0 && span.level <= 1);
  }
  for (const Season& season : indicator.seasons) {
    demand(season.from < season.to && season.factor > 0 && std::isfinite(season.factor));
  }
}

void check_criterion(const Criterion& criterion, const Scenario& scenario) {
  demand(!criterion.indicators.empty());
  demand(criterion.history_from < criterion.window.from);
  demand(criterion.window.from < criterion.window.to);
  demand(scenario.opened < criterion.window.to && scenario.horizon.has_value());
  demand(criterion.window.to <= *scenario.horizon);
  demand(criterion.at_least.has_value() != criterion.factor.has_value());
  const double enough = criterion.at_least ? *criterion.at_least : *criterion.factor;
  demand(enough > 0 && std::isfinite(enough));
  demand(!criterion.against || criterion.factor);
  if (criterion.against) {
    demand(criterion.history_from <= criterion.against->from);
    demand(criterion.against->from < criterion.against->to);
    demand(criterion.against->to <= criterion.window.from);
  } else if (criterion.factor) {
    demand(criterion.window.from - criterion.history_from >=
           criterion.window.to - criterion.window.from);
  }
  demand(!criterion.drift || (*criterion.drift > 0 && *criterion.drift <= 3));
  demand(!criterion.dispersion ||
         (*criterion.dispersion >= 1 && std::isfinite(*criterion.dispersion)));
  for (const Expectation& expectation : scenario.expects) {
    demand(std::find(criterion.indicators.begin(), criterion.indicators.end(),
                     expectation.indicator) == criterion.indicators.end());
  }
}

void check_grade(const GradeWorth& worth) {
  const auto& [letter, digit] = worth.grade;
  demand(letter.has_value() || digit.has_value());
  demand((!letter || (*letter >= 'A' && *letter <= 'E')) &&
         (!digit || (*digit >= 1 && *digit <= 5)));
  const double credibility = worth.odds / (1 + worth.odds);
  demand(worth.odds > 0 && credibility > 0 && credibility < 1);
}

void check_scenario(const Scenario& scenario) {
  demand(!scenario.id.empty() && is_inside(scenario.prior) && is_inside(base_rate_of(scenario)));
  demand(scenario.persistence >= Days(1.0 / 24));
  demand(!scenario.horizon || scenario.opened < *scenario.horizon);
  demand(asks_of(scenario) != Asks::kByHorizon || scenario.horizon.has_value());
  demand((asks_of(scenario) == Asks::kCount) == scenario.criterion.has_value());
  if (scenario.criterion) {
    demand(scenario.prior == Probability() && !scenario.base_rate);
    check_criterion(*scenario.criterion, scenario);
  }
  int happenings = 0;
  for (const Expectation& expectation : scenario.expects) {
    demand(!expectation.indicator.empty());
    if (expectation.happening) {
      ++happenings;
      demand(is_rate(expectation.if_true.rate) && expectation.if_false == WrittenRate{});
    } else {
      demand(expectation.if_true.each_time.has_value() ==
             expectation.if_false.each_time.has_value());
      demand(is_told(expectation.if_true) && is_told(expectation.if_false));
    }
  }
  demand(happenings <= 1 && (happenings == 0 || asks_of(scenario) == Asks::kByHorizon));
}

void check_schedule(const Schedule& schedule) {
  demand(!schedule.id.empty() && !schedule.rule.empty() && !schedule.timezone.empty());
  demand(!schedule.until || schedule.start < *schedule.until);
  demand(!schedule.scenarios.empty());
  if (!schedule.report) return;
  const std::string& output = schedule.report->output;
  demand(!output.empty() && output.front() != '/' &&
         ("/" + output + "/").find("/../") == std::string::npos);
}

void check_alert(const Alert& alert) {
  demand(!alert.id.empty() && !alert.scenario.empty());
  demand(alert.in_a_row >= 1 && alert.origins >= 1 && alert.hold.count() >= 0);
  const Condition& condition = alert.condition;
  const bool of_probability = condition.kind <= Condition::Kind::kFalls;
  demand(!of_probability || (condition.level > 0 && condition.level < 1));
  demand(condition.within.count() > 0 && condition.within.count() <= 100 * kDaysPerYear);
  demand((condition.kind == Condition::Kind::kSeen) != condition.indicator.empty());
  demand(!alert.clear || of_probability);
  demand(!condition.at_horizon || condition.kind <= Condition::Kind::kAtMost);
}

void check_test(const ScenarioTest& test) {
  demand(!test.name.empty() && !test.expects.empty());
  Instant last = kBeginning;
  for (const TestExpectation& e : test.expects) {
    demand(!e.scenario.empty() && e.alert.empty() != e.state.has_value());
    demand(!e.between || e.between->first < e.between->second);
    last = std::max(last, e.on);
  }
  for (const Item& item : test.given) {
    demand(!item.sightings.empty() || !item.bears.empty() || !item.denies.empty());
    demand(item.occurred <= last && item.available <= last);
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const intake::DefinitionsRead read = intake::read_definitions_text("fuzz.toml", text, {});
  for (const Diagnostic& diagnostic : read.diagnostics) {
    demand(!diagnostic.message.empty() && diagnostic.width >= 1);
    demand(!first_bad_utf8(render(diagnostic)));
  }
  if (has_errors(read.diagnostics)) return 0;
  for (const Indicator& indicator : read.definitions.indicators) check_indicator(indicator);
  for (const Scenario& scenario : read.definitions.scenarios) check_scenario(scenario);
  for (const Schedule& schedule : read.definitions.schedules) check_schedule(schedule);
  for (const Alert& alert : read.definitions.alerts) check_alert(alert);
  for (const GradeWorth& worth : read.definitions.grades) check_grade(worth);
  for (const ScenarioTest& test : read.tests) check_test(test);
  return 0;
}
