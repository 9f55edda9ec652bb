#include "engine/score/scoring_rules.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

namespace signpost::score {
namespace {

double log2_of(double p) { return std::log(p) / std::log(2.0); }

TEST_CASE("one half earns a quarter, ln 2 and nothing, whatever happens") {
  for (const bool outcome : {false, true}) {
    CHECK(brier(Probability(0.5), outcome) == 0.25);
    CHECK(log_score(Probability(0.5), outcome) == std::log(2.0));
    CHECK(std::fabs(baseline(Probability(0.5), outcome)) < 1e-14);
  }
}

TEST_CASE("certainty is clipped in logarithms, never in Brier scores") {
  CHECK(brier(Probability(0.0), false) == 0);
  CHECK(brier(Probability(0.0), true) == 1);
  CHECK(brier(Probability(1.0), true) == 0);
  CHECK(brier(Probability(1e-9), false) == 1e-18);
  CHECK(log_score(Probability(0.0), true) == -std::log(1e-6));
  CHECK(log_score(Probability(1.0), false) == -std::log(1e-6));
  CHECK(log_score(Probability(1e-9), true) == -std::log(1e-6));
  CHECK(log_score(Probability(1.0), true) == -std::log(1 - 1e-6));
  CHECK(log_score(Probability(0.0), false) == -std::log(1 - 1e-6));
  CHECK(baseline(Probability(0.0), true) == doctest::Approx(100 * (1 + log2_of(1e-6))));
}

TEST_CASE("a score is best, in expectation, where the forecast is the truth") {
  for (int i = 1; i < 100; ++i) {
    const double truth = i / 100.0;
    const auto expected = [&](double p, auto rule) {
      return truth * rule(Probability(p), true) + (1 - truth) * rule(Probability(p), false);
    };
    for (int k = 1; k < 100; ++k) {
      const double p = k / 100.0;
      if (k == i) continue;
      CHECK(expected(p, brier) > expected(truth, brier));
      CHECK(expected(p, log_score) > expected(truth, log_score));
      CHECK(expected(p, baseline) < expected(truth, baseline));
    }
  }
}

TEST_CASE("peers' scores add up to nothing, and one alone has none") {
  const std::vector<Probability> all = {Probability(0.1), Probability(0.0), Probability(0.7),
                                        Probability(0.55)};
  double sum = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::vector<Probability> others = all;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    sum += peer(all[i], others, true);
  }
  CHECK(std::fabs(sum) < 1e-10);
  CHECK(peer(all[0], {}, true) == 0);
  CHECK(peer(all[0], std::vector{all[0], all[0]}, false) == 0);
}

}  // namespace
}  // namespace signpost::score
