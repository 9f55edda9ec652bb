// Countable forecasts the slow and obvious way: level and count together on one fine grid, month by
// month, every count added to every other. For small thresholds.
#pragma once

#include "engine/belief/count.h"

namespace signpost::belief {

/// P, not clipped, of a question with history.
/// Accuracy  about 1e-9
/// Cost      a second
double slow_probability(const CountQuestion& question);

}  // namespace signpost::belief
