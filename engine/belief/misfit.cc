#include "engine/belief/misfit.h"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

namespace signpost::belief {
namespace {

constexpr double kUnlikely = 0.005;

/// The chance of `n` or more where `mean` is expected; of real n, by the incomplete gamma function.
double at_least(double n, double mean) {
  if (!(n > 0)) return 1;
  return mean > 0 ? boost::math::gamma_p(n, mean) : 0;
}

/// The chance of `n` or fewer.
double at_most(double n, double mean) { return mean > 0 ? boost::math::gamma_q(n + 1, mean) : 1; }

}  // namespace

std::optional<Unfitting> misfit(const Stream& stream, const Watching& watching, double events) {
  if (stream.once || !(watching.exposure > 0)) return std::nullopt;
  const double scaled = events / stream.dispersion;
  const auto [fewest, most] = std::minmax({watching.expected.if_true / stream.dispersion,
                                           watching.expected.if_false / stream.dispersion});
  const Rate observed(events / watching.exposure);
  if (at_least(scaled, most) < kUnlikely || at_most(scaled, fewest) < kUnlikely) {
    return Unfitting{false, observed};
  }
  const double least_missed =
      std::min(watching.since_latest.if_true, watching.since_latest.if_false) / stream.dispersion;
  if (std::exp(-least_missed) < kUnlikely) return Unfitting{true, observed};
  return std::nullopt;
}

}  // namespace signpost::belief
