#include "engine/belief/fading.h"

#include <doctest/doctest.h>

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <random>

#include "tests/unit/belief/questions.h"

namespace signpost::belief {
namespace {

/// One gap, and x along it by the filter's closed form.
struct Path {
  Chain chain;
  double drain;
  double before;
  double days;
  double base;  // log-odds of the base rate

  Path(double base_rate, double persistence, double drained, double x, double length)
      : chain(Chain::of(Probability(base_rate), Days(persistence))),
        drain(drained),
        before(x),
        days(length),
        base(Probability(base_rate).log_odds().nats()) {}

  [[nodiscard]] double x(double t) const {
    if (!(t > 0)) return before;
    Odds odds{LogOdds(base + before)};
    odds.cross(Passage::of(chain, Motion::of(chain, drain), t));
    return odds.log_odds().nats() - base;
  }
  [[nodiscard]] double rate(double at_x) const {
    if (std::fabs(at_x) < 1e-9) return chain.starts + chain.stops;
    return (chain.starts * std::expm1(at_x) - chain.stops * std::expm1(-at_x)) / at_x;
  }
  /// ∫k dt from `from` to the end, in log time so that the boundary layer is seen.
  [[nodiscard]] double faded(double from = 0) const {
    using boost::math::quadrature::gauss_kronrod;
    const double first = 1e-8 * std::exp(-std::fabs(before)) * days;
    const auto f = [&](double s) { return rate(x(std::exp(s))) * std::exp(s); };
    const double start = std::log(std::max(from, first));
    double sum = from < first ? rate(before) * (first - from) : 0;
    for (double s = start; s < std::log(days); s += 1) {
      sum += gauss_kronrod<double, 31>::integrate(f, s, std::min(s + 1, std::log(days)), 6, 1e-13);
    }
    return sum;
  }
  [[nodiscard]] double reach() const {
    using boost::math::quadrature::gauss_kronrod;
    return gauss_kronrod<double, 31>::integrate([&](double t) { return std::exp(-faded(t)); }, 0.0,
                                                days, 8, 1e-11);
  }
  [[nodiscard]] Fading law(double gross) const {
    return FadingLaw(chain, drain, gross).across(before, x(days), days);
  }
};

TEST_CASE("without net drain a gap fades by the ratio of x, to the bit at no distance") {
  const Path path(0.3, 180, 0, 2, 40);
  CHECK(path.law(0).fade == doctest::Approx(path.x(40) / 2).epsilon(1e-13));
  CHECK(Path(0.3, 180, 0, 0, 40).law(0).fade ==
        doctest::Approx(std::exp(-40 / 180.0)).epsilon(1e-15));
  CHECK(Path(0.3, 180, 0, 1e-14, 40).law(0).fade ==
        doctest::Approx(std::exp(-40 / 180.0)).epsilon(1e-13));
}

TEST_CASE("near certainty fades fast, through the boundary layer after strong evidence") {
  for (const double x : {5.0, 20.0, 60.0, 300.0, -20.0, -300.0}) {
    for (const double drain : {0.01, -0.01, 0.98, -0.98}) {
      CAPTURE(x);
      CAPTURE(drain);
      const Path path(0.01, 365, drain, x, 20);
      CHECK(-std::log(path.law(1).fade) == doctest::Approx(path.faded()).epsilon(1e-9));
    }
  }
}

TEST_CASE("fading agrees with plain quadrature over time in random gaps") {
  std::mt19937_64 random(20220128);
  const auto uniform = [&](double from, double to) {
    return from + (to - from) * std::generate_canonical<double, 53>(random);
  };
  for (int i = 0; i < 300; ++i) {
    const Path path(1 / (1 + std::exp(uniform(-6, 6))), std::exp(uniform(2, 7)),
                    std::copysign(std::exp(uniform(-9, 1)), uniform(-1, 1)), uniform(-12, 12),
                    std::exp(uniform(-6, 6)));
    CAPTURE(i);
    const Fading fading = path.law(std::fabs(path.drain));
    CHECK(std::fabs(-std::log(fading.fade) - path.faded()) <= 1e-10 * (1 + path.faded()));
    // The books of the gap balance.
    CHECK(std::fabs(path.before * fading.fade - path.drain * fading.reach - path.x(path.days)) <=
          1e-12 * (1 + std::fabs(path.before)));
  }
}

TEST_CASE("a gap in two pieces fades like the gap in one") {
  for (const double days : {1.0, 30.0, 1000.0, 50000.0}) {
    for (const double x : {-30.0, -0.3, 0.0, 1e-8, 4.0, 200.0}) {
      CAPTURE(days);
      CAPTURE(x);
      const Path whole(0.2, 180, 0.07, x, days);
      const Path first(0.2, 180, 0.07, x, days / 3);
      const Path second(0.2, 180, 0.07, first.x(days / 3), days - days / 3);
      CHECK(whole.law(1).fade ==
            doctest::Approx(first.law(1).fade * second.law(1).fade).epsilon(1e-11));
    }
  }
}

TEST_CASE("reach is what a drain of one a day leaves, where the drains cancel too") {
  for (const double drain : {0.0, 1e-15, 1e-9, -1e-5, 3e-4}) {
    for (const double x : {0.0, 1e-9, 0.5, -3.0, 8.0}) {
      for (const double days : {0.01, 10.0, 400.0}) {
        CAPTURE(drain);
        CAPTURE(x);
        CAPTURE(days);
        const Path path(0.35, 100, drain, x, days);
        CHECK(path.law(10).reach == doctest::Approx(path.reach()).epsilon(1e-8));
      }
    }
  }
}

TEST_CASE("both forms of reach meet where one takes over from the other") {
  const Path path(0.35, 100, 0.02, 3, 25);
  CHECK(path.law(19).reach == doctest::Approx(path.law(21).reach).epsilon(1e-11));
}

TEST_CASE("a gap so long that nothing is left fades all, and reach settles at 1/k") {
  const Path path(0.35, 100, 0.02, 3, 1e6);
  const double settled = path.x(1e6);
  CHECK(path.law(0.02).fade == 0);
  CHECK(path.law(0.02).reach == doctest::Approx(1 / path.rate(settled)).epsilon(1e-12));
  CHECK(path.law(100).reach == doctest::Approx(1 / path.rate(settled)).epsilon(1e-12));
}

TEST_CASE("a fixed fact does not fade") {
  const Fading fading = FadingLaw({}, 0.3, 0.3).across(5, 2, 10);
  CHECK(fading.fade == 1);
  CHECK(fading.reach == 10);
}

}  // namespace
}  // namespace signpost::belief
