// Step functions of time, read at a moment or over a stretch.
#pragma once

#include <algorithm>
#include <vector>

#include "engine/belief/question.h"

namespace signpost::belief {

/// The value at an instant.
inline double value_at(const Steps& steps, Instant at) {
  const auto after =
      std::upper_bound(steps.begin(), steps.end(), at,
                       [](Instant instant, const Step& step) { return instant < step.from; });
  return after == steps.begin() ? after->value : std::prev(after)->value;
}

/// Adds the instants within (from, to) at which steps begin.
inline void add_starts(const Steps& steps, Instant from, Instant to, std::vector<Instant>& starts) {
  for (const Step& step : steps) {
    if (step.from > from && step.from < to) starts.push_back(step.from);
  }
}

}  // namespace signpost::belief
