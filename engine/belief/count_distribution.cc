#include "engine/belief/count_distribution.h"

#include <algorithm>
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

// Up to so large a product of count and dispersion, adding up terms is faster.
constexpr double kSummed = 2000;

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
  const double size = poisson_ ? 0 : mean / (dispersion_ - 1);
  if (!(mean > 0) || !(poisson_ || size > 0)) return {0, 1};
  if (n * dispersion_ <= kSummed) return summed_tails(n, log_mean, size);
  if (poisson_) {
    return {boost::math::gamma_p(n, mean, Policy()), boost::math::gamma_q(n, mean, Policy())};
  }
  const double more = (dispersion_ - 1) / dispersion_;
  return {boost::math::ibeta(n, size, more, Policy()),
          boost::math::ibetac(n, size, more, Policy())};
}

/// Adds up the smaller tail, from n outwards.
CountDistribution::Tails CountDistribution::summed_tails(double n, double log_mean,
                                                         double size) const {
  constexpr double kNoMore = 1e-17;
  // p(i + 1)/p(i) = (slope·i + start)/(i + 1)
  const double slope = poisson_ ? 0 : (dispersion_ - 1) / dispersion_;
  const double start = poisson_ ? std::exp(log_mean) : slope * size;
  const bool upper = n > std::exp(log_mean);
  const double from = upper ? n : n - 1;
  const double log_first = log_likelihood(from, log_mean) - log_rising(1, from) +
                           (poisson_ ? 0 : from * std::log(slope));
  double term = 1;
  double sum = 1;
  if (upper) {
    for (double i = from; term > kNoMore * sum; ++i) {
      term *= (slope * i + start) / (i + 1);
      sum += term;
    }
  } else {
    for (double i = from; i >= 1 && term > kNoMore * sum; --i) {
      term *= i / (slope * (i - 1) + start);
      sum += term;
    }
  }
  const double tail = std::min(1.0, std::exp(log_first) * sum);
  return upper ? Tails{tail, 1 - tail} : Tails{1 - tail, tail};
}

}  // namespace signpost::belief
