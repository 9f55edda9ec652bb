#include "engine/belief/count_distribution.h"

#include <doctest/doctest.h>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <initializer_list>

namespace signpost::belief {
namespace {

/// ln of the chance of n, by the logarithms of gamma functions in more digits.
long double log_chance(long double n, long double mean, long double dispersion) {
  using boost::math::lgamma;
  if (dispersion < 1.02L) return n * std::log(mean) - mean - lgamma(n + 1);
  const long double size = mean / (dispersion - 1);
  return lgamma(n + size) - lgamma(size) - lgamma(n + 1) - size * std::log(dispersion) +
         n * std::log((dispersion - 1) / dispersion);
}

constexpr double kDispersions[] = {1.0, 1.0199, 1.02, 1.5, 3.0, 12.0};

TEST_CASE(
    "the likelihood of a mean is that of gamma functions, for counts that are not whole too") {
  double largest = 0;
  for (const double dispersion : kDispersions) {
    const CountDistribution counts(dispersion);
    for (const double n : {0.0, 0.3, 1.0, 2.5, 7.0, 20.0, 21.0, 150.5, 5'000.0}) {
      CAPTURE(dispersion);
      CAPTURE(n);
      const double at = std::log(n + 1);
      for (double x = at - 8; x < at + 3; x += 0.37) {
        // Of two means the difference: what does not depend on the mean is left out.
        const auto expected = static_cast<double>(log_chance(n, std::exp(x), dispersion) -
                                                  log_chance(n, std::exp(at), dispersion));
        const double got = counts.log_likelihood(n, x) - counts.log_likelihood(n, at);
        CHECK(std::fabs(got - expected) < 1e-10 * std::max(1.0, std::fabs(expected)));
        largest = std::max(largest, std::fabs(got - expected));
      }
    }
  }
  MESSAGE("largest difference: ", largest);
}

TEST_CASE("the mean is the mean, and the variance the dispersion times it") {
  for (const double dispersion : {1.0, 1.5, 4.0}) {
    const CountDistribution counts(dispersion);
    const double log_mean = std::log(6.5);
    double sum = 0;
    double sum_of_squares = 0;
    for (int n = 1; n < 400; ++n) {
      const double at_least = counts.tails(n, log_mean).at_least;
      sum += at_least;
      sum_of_squares += (2 * n - 1) * at_least;
    }
    CHECK(sum == doctest::Approx(6.5).epsilon(1e-12));
    CHECK(sum_of_squares - sum * sum == doctest::Approx(6.5 * dispersion).epsilon(1e-11));
  }
}

TEST_CASE("summed tails and those by incomplete gamma and beta functions are the same") {
  for (const double dispersion : kDispersions) {
    const CountDistribution counts(dispersion);
    for (const double n : {1.0, 2.0, 9.0, 40.0, 180.0, 1'990.0, 2'010.0, 5'000.0}) {
      for (double x = std::log(n) - 4; x < std::log(n) + 2; x += 0.23) {
        CAPTURE(dispersion);
        CAPTURE(n);
        CAPTURE(x);
        const double mean = std::exp(x);
        const double size = mean / (dispersion - 1);
        const double more = (dispersion - 1) / dispersion;
        const bool poisson = dispersion < 1.02;
        const double at_least =
            poisson ? boost::math::gamma_p(n, mean) : boost::math::ibeta(n, size, more);
        const double fewer =
            poisson ? boost::math::gamma_q(n, mean) : boost::math::ibetac(n, size, more);
        const CountDistribution::Tails tails = counts.tails(n, x);
        CHECK(std::fabs(tails.at_least - at_least) < 1e-11 * at_least + 1e-14);
        CHECK(std::fabs(tails.fewer - fewer) < 1e-11 * fewer + 1e-14);
      }
    }
  }
}

TEST_CASE("of no mean there is no count") {
  for (const double dispersion : {1.0, 3.0}) {
    const CountDistribution::Tails tails = CountDistribution(dispersion).tails(1, -800);
    CHECK(tails.at_least == 0);
    CHECK(tails.fewer == 1);
  }
}

TEST_CASE("counts of one dispersion add up to one of that dispersion") {
  const CountDistribution counts(2.5);
  const auto chance = [&](int n, double mean) {
    const double above = counts.tails(n + 1, std::log(mean)).at_least;
    return (n == 0 ? 1 : counts.tails(n, std::log(mean)).at_least) - above;
  };
  for (int n = 0; n < 20; ++n) {
    double sum = 0;
    for (int i = 0; i <= n; ++i) sum += chance(i, 1.5) * chance(n - i, 4);
    CHECK(sum == doctest::Approx(chance(n, 5.5)).epsilon(1e-10));
  }
}

}  // namespace
}  // namespace signpost::belief
