#include "engine/belief/sampling.h"

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>

namespace signpost::belief {

double normal_quantile(double u) {
  return u < 0.5 ? -std::sqrt(2.0) * boost::math::erfc_inv(2 * u)
                 : std::sqrt(2.0) * boost::math::erfc_inv(2 * (1 - u));
}

double quantile(std::vector<double>& numbers, double p) {
  const double place = p * static_cast<double>(numbers.size() - 1);
  const auto below = static_cast<std::ptrdiff_t>(place);
  const auto low = numbers.begin() + below;
  std::nth_element(numbers.begin(), low, numbers.end());
  const double high = low + 1 == numbers.end() ? *low : *std::min_element(low + 1, numbers.end());
  return *low + (place - static_cast<double>(below)) * (high - *low);
}

std::int64_t Random::poisson(double mean, double none) {
  const double u = uniform();
  std::int64_t n = 0;
  double sum = none;
  // A term that no longer adds anything ends it, should rounding leave the sum below u.
  for (double term = none; u > sum && sum + term != sum; sum += term) {
    term *= mean / static_cast<double>(++n);
  }
  return n;
}

double Random::logarithmic(double log_dispersion) {
  // Geometric with parameter 1 − φ^(−u), u uniform.
  const double fails = -std::expm1(-log_dispersion * uniform());
  return 1 + std::floor(std::log(uniform()) / std::log(fails));
}

}  // namespace signpost::belief
