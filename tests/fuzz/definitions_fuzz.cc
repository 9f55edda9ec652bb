// Any bytes as a definitions file: no crash, every mistake has a place in the text and can be
// shown, and what is read without an error obeys the model's bounds.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/intake/definitions_reader.h"

using namespace signpost;

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

bool is_rate(Rate rate) { return std::isfinite(rate.per_day()) && rate.per_day() > 0; }

bool is_inside(Probability probability) {
  return probability.value() > 0 && probability.value() < 1;
}

void check_indicator(const Indicator& indicator) {
  demand(!indicator.id.empty() && indicator.dispersion >= 1 && std::isfinite(indicator.dispersion));
  demand(std::isfinite(indicator.lag.count()) && indicator.lag.count() >= 0);
  for (const CoverageSpan& span : indicator.coverage) {
    demand(span.from < span.to && span.level >= 0 && span.level <= 1);
  }
  for (const Season& season : indicator.seasons) {
    demand(season.from < season.to && season.factor > 0 && std::isfinite(season.factor));
  }
}

void check_scenario(const Scenario& scenario) {
  demand(!scenario.id.empty() && is_inside(scenario.prior) && is_inside(scenario.base_rate));
  demand(scenario.persistence.count() > 0);
  demand(!scenario.horizon || scenario.opened < *scenario.horizon);
  demand(scenario.asks != Asks::kByHorizon || scenario.horizon.has_value());
  for (const Expectation& expectation : scenario.expects) {
    demand(!expectation.indicator.empty());
    demand(is_rate(expectation.if_true.rate) && is_rate(expectation.if_false.rate));
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
  return 0;
}
