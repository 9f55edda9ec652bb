#include "engine/belief/likelihood_ratio.h"

#include <doctest/doctest.h>

#include <cmath>

namespace signpost::belief {
namespace {

const Probability kEven(0.5);

TEST_CASE("a certain event is worth the ratio of the rates") {
  CHECK(EventWeight(0.3, 0.1, 1, kEven).factor(1) == doctest::Approx(3).epsilon(1e-15));
  CHECK(EventWeight(0.3, 0.1, 1, kEven).log_factor(1) ==
        doctest::Approx(std::log(3)).epsilon(1e-15));
}

TEST_CASE("a report that is surely false is worth nothing") {
  CHECK(EventWeight(0.3, 0.1, 1, kEven).factor(0) == 1);
  CHECK(EventWeight(0.3, 0.1, 2, kEven).factor(0) == 1);
  CHECK(EventWeight(0.3, 0.1, 1, kEven).log_factor(0) == 0);
}

TEST_CASE("an indicator that tells nothing apart moves nothing, to the bit") {
  for (const double q : {0.1, 0.5, 0.903, 1.0}) {
    CHECK(EventWeight(0.7, 0.7, 3, Probability(0.3)).factor(q) == 1);
    CHECK(EventWeight(0.7, 0.7, 1, Probability(0.3)).factor(q) == 1);
    CHECK(EventWeight(0.7, 0.7, 1, Probability(0.3)).log_factor(q) == 0);
  }
}

TEST_CASE("false reports arrive at the rate that the prior expects") {
  // m = 0.2·0.3 + 0.8·0.1 = 0.14; (0.6·0.3 + 0.4·0.14) / (0.6·0.1 + 0.4·0.14)
  CHECK(EventWeight(0.3, 0.1, 1, Probability(0.2)).factor(0.6) ==
        doctest::Approx(0.236 / 0.116).epsilon(1e-15));
}

TEST_CASE("dispersion takes the root of the factor") {
  const EventWeight plain(0.3, 0.1, 1, kEven);
  const EventWeight tempered(0.3, 0.1, 3, kEven);
  CHECK(tempered.log_factor(0.9) == doctest::Approx(plain.log_factor(0.9) / 3).epsilon(1e-15));
  CHECK(tempered.factor(0.9) == doctest::Approx(std::cbrt(plain.factor(0.9))).epsilon(1e-15));
}

TEST_CASE("weak evidence keeps all its digits") {
  // a/b = 1 + 1e-12, q = 1e-3: ln of the factor is 1e-15 but for 1e-12 of itself.
  const double b = 0.5;
  const double a = b * (1 + 0x1p-40);
  CHECK(EventWeight(a, b, 1, kEven).log_factor(0x1p-10) == doctest::Approx(0x1p-50).epsilon(1e-11));
}

TEST_CASE("for a scenario's negation the logarithm turns its sign, to the bit") {
  for (const double q : {0.064, 0.5, 0.903, 1.0}) {
    CHECK(EventWeight(0.01, 1e-5, 1, Probability(0.25)).log_factor(q) ==
          -EventWeight(1e-5, 0.01, 1, Probability(0.75)).log_factor(q));
  }
}

TEST_CASE("what bears directly is worth its ratio") {
  CHECK(EventWeight::of_ratio(30, kEven).factor(1) == 30);
  CHECK(EventWeight::of_ratio(1, kEven).factor(0.7) == 1);
}

// --- Set times ----------------------------------------------------------------------------------

OccasionWeight occasion(double if_true, double if_false, double prior) {
  Stream stream;
  stream.seen_if_true = Probability(if_true);
  stream.seen_if_false = Probability(if_false);
  return {stream, Probability(prior)};
}

TEST_CASE("a certain sighting at a set time is worth the ratio of its chances") {
  for (const double c : {0.0, 0.4, 1.0}) {
    CHECK(occasion(0.7, 0.2, 0.3).log_seen(1, c) == doctest::Approx(std::log(3.5)).epsilon(1e-15));
  }
}

TEST_CASE("a sighting worth nothing at a set time is its silence") {
  for (const double c : {0.0, 0.4, 0.903, 1.0}) {
    CHECK(occasion(0.7, 0.2, 0.3).log_seen(0, c) ==
          doctest::Approx(occasion(0.7, 0.2, 0.3).log_unseen(c)).epsilon(1e-15));
  }
  CHECK(occasion(0.7, 0.2, 0.3).log_unseen(0) == 0);
  CHECK(occasion(0.7, 0.2, 0.3).log_unseen(0.5) ==
        doctest::Approx(std::log(0.65 / 0.9)).epsilon(1e-15));
}

TEST_CASE("for a scenario's negation a set time turns its sign, to the bit") {
  for (const double q : {0.0, 0.3, 0.903, 1.0}) {
    CHECK(occasion(0.999, 0.001, 0.25).log_seen(q, 0.9) ==
          -occasion(0.001, 0.999, 0.75).log_seen(q, 0.9));
    CHECK(occasion(0.999, 0.001, 0.25).log_unseen(q) ==
          -occasion(0.001, 0.999, 0.75).log_unseen(q));
  }
}

TEST_CASE("the surer a sighting at a set time the more it is worth") {
  double before = occasion(0.7, 0.2, 0.3).log_unseen(0.9);
  for (double q = 0.01; q < 1; q += 0.01) {
    const double now = occasion(0.7, 0.2, 0.3).log_seen(q, 0.9);
    CHECK(now > before);
    before = now;
  }
}

}  // namespace
}  // namespace signpost::belief
