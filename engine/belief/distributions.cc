#include "engine/belief/distributions.h"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cassert>
#include <cmath>
#include <numbers>

namespace signpost::belief {
namespace {

// Nothing is reckoned in more digits than double has, at several times the cost.
using Policy = boost::math::policies::policy<
    boost::math::policies::promote_double<false>,
    boost::math::policies::underflow_error<boost::math::policies::ignore_error>>;

}  // namespace

double gamma_quantile(double p, double shape, double rate) {
  assert(p > 0 && p < 1 && shape > 0 && rate > 0);
  return boost::math::gamma_p_inv(shape, p, Policy()) / rate;
}

double gamma_below(double x, double shape, double rate) {
  assert(x >= 0 && shape > 0 && rate > 0);
  return boost::math::gamma_p(shape, x * rate, Policy());
}

double beta_quantile(double p, double yes, double no) {
  assert(p > 0 && p < 1 && yes > 0 && no > 0);
  return boost::math::ibeta_inv(yes, no, p, Policy());
}

double t_quantile(double p, double degrees) {
  assert(p > 0.5 && p < 1 && degrees > 0);
  // t² is F of 1 and so many degrees of freedom: degrees/(degrees + t²) is beta-distributed.
  const double x = boost::math::ibeta_inv(degrees / 2, 0.5, 2 * (1 - p), Policy());
  return std::sqrt(degrees * (1 - x) / x);
}

double f_above(double x, double numerator, double denominator) {
  assert(numerator > 0 && denominator > 0);
  if (!(x > 0)) return 1;
  const double share = denominator / (denominator + numerator * x);
  return boost::math::ibeta(denominator / 2, numerator / 2, share, Policy());
}

double normal_below(double x) { return boost::math::erfc(-x / std::numbers::sqrt2, Policy()) / 2; }

}  // namespace signpost::belief
