#include "engine/belief/count_distribution.h"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cassert>
#include <cmath>

namespace signpost::belief {
namespace {

// What underflows is 0; nothing is reckoned in more digits than double has, at several times the
// cost.
using Policy = boost::math::policies::policy<
    boost::math::policies::promote_double<false>,
    boost::math::policies::underflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>>;

/// Γ(z) = Γ(z + by) / product, with z + by >= 10, where Stirling's series holds.
struct Shift {
  explicit Shift(double z) {
    while (z + by < 10) product *= z + by++;
  }
  double by = 0;
  double product = 1;
};

/// lnΓ(z) − (z − ½)·ln z + z − ½·ln 2π for z >= 10, to 1e-12.
double stirling_rest(double z) {
  const double w = 1 / (z * z);
  return (1.0 / 12 + w * (-1.0 / 360 + w * (1.0 / 1260 - w / 1680))) / z;
}

/// ln of Γ(k + n) / Γ(k), k > 0, n >= 0; the difference of two large logarithms is never taken.
double log_rising(double k, double n) {
  constexpr double kFew = 20;
  if (n <= kFew && n == std::floor(n)) {
    double log = 0;
    double product = 1;
    for (double i = 0; i < n; ++i) {
      product *= k + i;
      if (product > 1e200) {
        log += std::log(product);
        product = 1;
      }
    }
    return log + std::log(product);
  }
  const Shift above(k + n);
  const Shift below(k);
  const double top = k + n + above.by;
  const double bottom = k + below.by;
  const double difference = n + above.by - below.by;
  return (bottom - 0.5) * std::log1p(difference / bottom) + difference * (std::log(top) - 1) +
         (stirling_rest(top) - stirling_rest(bottom)) + std::log(below.product / above.product);
}

}  // namespace

CountDistribution::CountDistribution(double dispersion)
    : dispersion_(dispersion),
      poisson_(dispersion < kPoissonBelow),
      log_dispersion_(std::log(dispersion)),
      sharpness_(poisson_ ? 1 : log_dispersion_ / (dispersion - 1)) {
  assert(dispersion > 0);
}

double CountDistribution::log_likelihood(double n, double log_mean) const {
  const double mean = std::exp(log_mean);
  if (poisson_) return n * log_mean - mean;
  const double size = mean / (dispersion_ - 1);
  return log_rising(size, n) - size * log_dispersion_;
}

CountDistribution::Tails CountDistribution::tails(double n, double log_mean) const {
  assert(n >= 1);
  const double mean = std::exp(log_mean);
  if (poisson_) {
    return {boost::math::gamma_p(n, mean, Policy()), boost::math::gamma_q(n, mean, Policy())};
  }
  const double size = mean / (dispersion_ - 1);
  if (!(size > 0)) return {0, 1};
  const double more = (dispersion_ - 1) / dispersion_;
  return {boost::math::ibeta(n, size, more, Policy()),
          boost::math::ibetac(n, size, more, Policy())};
}

}  // namespace signpost::belief
