#include "engine/belief/filter.h"

#include <doctest/doctest.h>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <random>

#include "tests/unit/belief/questions.h"

namespace signpost::belief {
namespace {

using Exact = boost::multiprecision::cpp_bin_float_100;

/// The odds after a gap, from the textbook form of the exponential, at 100 digits: so many that
/// nothing that cancels in it matters.
Exact odds_after(const Chain& chain, double drain, double days, const Exact& odds) {
  const Exact up = chain.starts;
  const Exact down = chain.stops;
  const Exact b = up - down - drain;
  const Exact h = sqrt(b * b + 4 * up * down);
  const Exact t = tanh(h * days / 2);
  return (odds * (h + b * t) + 2 * up * t) / (h - b * t + 2 * down * odds * t);
}

double off(const Chain& chain, double drain, double days, double log_odds) {
  Odds odds{LogOdds(log_odds)};
  odds.cross(Passage::of(chain, Motion::of(chain, drain), days));
  const Exact exact = odds_after(chain, drain, days, exp(Exact(log_odds)));
  // The odds that the filter starts from are exp(log_odds) only to |log_odds| roundings.
  return std::fabs(static_cast<double>(Exact(odds.log_odds().nats()) - log(exact)));
}

TEST_CASE("a gap comes out to 1e-12 in the odds, whatever its length, drain and odds") {
  std::mt19937_64 random(20220128);
  const auto uniform = [&](double from, double to) {
    return from + (to - from) * std::generate_canonical<double, 53>(random);
  };
  double worst = 0;
  for (int i = 0; i < 4000; ++i) {
    const Chain chain = Chain::of(Probability(1 / (1 + std::exp(uniform(-14, 14)))),
                                  Days(std::exp(uniform(std::log(1.0), std::log(1e5)))));
    const double drain = i % 10 == 0 ? 0 : std::copysign(std::exp(uniform(-20, 4)), uniform(-1, 1));
    const double days = std::exp(uniform(std::log(1 / 86400.0), std::log(2e5)));
    const double log_odds = uniform(-690, 690);
    const double error = off(chain, drain, days, log_odds);
    if (error > worst) worst = error;
    if (error > 1e-12) {
      CAPTURE(drain);
      CAPTURE(days);
      CAPTURE(log_odds);
      CHECK(error <= 1e-12);
    }
  }
  MESSAGE("worst error of the log-odds: " << worst);
  CHECK(worst <= 1e-12);
  CHECK(worst > 0);
}

TEST_CASE("a gap of centuries ends where belief settles") {
  const Chain chain = Chain::of(Probability(0.25), Days(180));
  Odds odds{LogOdds(500)};
  odds.cross(Passage::of(chain, Motion::of(chain, 0), 365.25 * 500));
  CHECK(odds.log_odds().nats() ==
        doctest::Approx(Probability(0.25).log_odds().nats()).epsilon(1e-14));
}

TEST_CASE("a gap of a second hardly moves belief, but moves it right") {
  const Chain chain = Chain::of(Probability(0.25), Days(180));
  CHECK(off(chain, 0.3, 1 / 86400.0, -1.1) <= 1e-15);
}

TEST_CASE("a strong drain against a slow chain keeps the small root's digits") {
  // Λ is λμ/M: here 1e-13 of M.
  const Chain chain = Chain::of(Probability(1e-6), Days(1e5));
  CHECK(off(chain, 40, 300, 3) <= 1e-13);
  CHECK(off(chain, -40, 300, 3) <= 1e-13);
}

TEST_CASE("odds beyond what a double holds are carried as logarithms") {
  const Chain chain = Chain::of(Probability(0.25), Days(180));
  Odds odds{LogOdds(0)};
  for (int i = 0; i < 2000; ++i) odds.multiply(10);
  CHECK(odds.log_odds().nats() == doctest::Approx(2000 * std::log(10)).epsilon(1e-13));
  odds.cross(Passage::of(chain, Motion::of(chain, 0), 1));
  // From certainty belief falls to where a day's chance of stopping leaves it.
  const Exact exact = odds_after(chain, 0, 1, pow(Exact(10), 2000));
  CHECK(odds.log_odds().nats() == doctest::Approx(static_cast<double>(log(exact))).epsilon(1e-12));
  for (int i = 0; i < 2000; ++i) odds.multiply(0.1);
  for (int i = 0; i < 2000; ++i) odds.multiply(10);
  CHECK(odds.log_odds().nats() == doctest::Approx(static_cast<double>(log(exact))).epsilon(1e-10));
}

TEST_CASE("drains that cancel leave the chain to itself") {
  Question asked = question(0.35, Days(100));
  asked.streams = {stream(0.2, 0.1), stream(0.1, 0.2)};
  CHECK(log_odds(asked, at(80)).nats() ==
        doctest::Approx(Probability(0.35).log_odds().nats()).epsilon(1e-14));
}

TEST_CASE("a fixed fact's log-odds are a sum that keeps its digits") {
  FixedFact fact(LogOdds(0));
  fact.add(1e16);
  for (int i = 0; i < 1000; ++i) fact.add(0.125);
  fact.add(-1e16);
  CHECK(fact.log_odds().nats() == 125);
}

TEST_CASE("a fixed fact moves by each event's factor and by −δ for each day of silence") {
  Question asked = question(0.2, kForAlways);
  asked.streams = {stream(0.3, 0.1)};
  asked.streams[0].said = {item(1, 9, 1)};
  CHECK(log_odds(asked, at(50)).nats() ==
        doctest::Approx(std::log(0.25) + std::log(3) - 0.2 * 50).epsilon(1e-14));
}

}  // namespace
}  // namespace signpost::belief
