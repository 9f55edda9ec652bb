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

std::string_view to_string(Role role) {
  switch (role) {
    case Role::kMotive:
      return "motive";
    case Role::kEffect:
      return "effect";
    case Role::kConclusion:
      return "conclusion";
    case Role::kHypothesis:
      return "hypothesis";
  }
  return {};
}

std::string_view to_string(Asks asks) {
  switch (asks) {
    case Asks::kState:
      return "state";
    case Asks::kByHorizon:
      return "by-horizon";
    case Asks::kFact:
      return "fact";
  }
  return {};
}

std::string_view to_string(Watched watched) {
  switch (watched) {
    case Watched::kAlways:
      return "always";
    case Watched::kTotals:
      return "totals";
    case Watched::kFeed:
      return "feed";
  }
  return {};
}

}  // namespace signpost
