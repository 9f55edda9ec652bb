#include "engine/model/definitions.h"

#include <cmath>
#include <string_view>

namespace signpost {

Probability base_rate_of(const Scenario& scenario) {
  return scenario.base_rate.value_or(scenario.prior);
}

Asks asks_of(const Scenario& scenario) {
  return scenario.asks.value_or(std::isinf(scenario.persistence.count()) ? Asks::kFact
                                                                         : Asks::kState);
}

std::optional<double> ratio_of(const Expectation& expectation) {
  if (expectation.happening) return std::nullopt;
  if (expectation.if_true.each_time && expectation.if_false.each_time) {
    return expectation.if_true.each_time->value() / expectation.if_false.each_time->value();
  }
  return expectation.if_true.rate.per_day() / expectation.if_false.rate.per_day();
}

}  // namespace signpost
