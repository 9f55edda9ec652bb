#include "engine/belief/misfit.h"

#include <algorithm>
#include <cmath>

namespace signpost::belief {

std::optional<Rate> misfit(const Stream& stream, double exposure, double heard) {
  // What can happen one time only shows no rate: one rare milestone would always be flagged.
  if (stream.once || !(exposure > 0)) return std::nullopt;
  const auto [fewer, more] = std::minmax({stream.if_true.per_day(), stream.if_false.per_day()});
  const double fewest = fewer * exposure;
  const double most = more * exposure;
  const bool fits = heard >= fewest - 3 * std::sqrt(stream.dispersion * fewest) &&
                    heard <= most + 3 * std::sqrt(stream.dispersion * most);
  if (fits) return std::nullopt;
  return Rate(heard / exposure);
}

}  // namespace signpost::belief
