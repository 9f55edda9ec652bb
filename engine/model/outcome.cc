#include "engine/model/outcome.h"

#include <algorithm>

namespace signpost {

std::optional<Instant> clock_end(const Scenario& scenario,
                                 const std::optional<Resolution>& resolution) {
  if (!resolution) return scenario.horizon;
  return scenario.horizon ? std::min(*scenario.horizon, resolution->on) : resolution->on;
}

}  // namespace signpost
