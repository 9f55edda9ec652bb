// The quick way to reckon a countable forecast against the slow one.
#include "tests/property/slow_count.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "engine/belief/count.h"
#include "engine/belief/sampling.h"

namespace signpost::belief {
namespace {

/// A question of small numbers, drawn; `late` periods before the running one still have something
/// to come; where they are silent, nothing at all is known of them and of the running one.
CountQuestion drawn_question(Random& random, std::size_t late, bool silent) {
  CountQuestion question;
  const auto below = [&](double n) { return static_cast<std::size_t>(random.uniform() * n); };
  question.window = 3 + below(9);
  question.running = question.window + late + below(3);
  const std::size_t size = question.running + 1 + below(5);
  constexpr double kDispersions[] = {1, 1.5, 3};
  question.dispersion = kDispersions[below(3)];
  if (below(3) > 0) question.drift = kDrifts[below(4)];
  double level = std::log(0.2 + 6 * random.uniform());
  for (std::size_t k = 0; k < size; ++k) {
    CountedPeriod& period = question.periods.emplace_back();
    double days = kDaysPerMonth;
    if (k == 0) days *= random.uniform();
    level += 0.2 * random.normal();
    double known = k < question.running ? 1 : k == question.running ? random.uniform() : 0;
    if (k < question.running && k + late >= question.running) known = random.uniform();
    if (k < question.running && below(12) == 0) known = 0;
    if (silent && k + late >= question.running) known = 0;
    period.exposure = Days(days * known);
    if (k >= question.window && (k >= question.running || k + late >= question.running)) {
      period.to_come = Days(days * (1 - known));
    }
    const double mean = std::exp(level) * known * days / kDaysPerMonth;
    period.counted = static_cast<double>(random.poisson(mean, std::exp(-mean)));
    if (known > 0 && below(6) == 0) period.counted += random.uniform();
  }
  const double expected = std::exp(level) * static_cast<double>(size - question.window);
  question.at_least = std::ceil(expected * (0.5 + random.uniform()));
  return question;
}

TEST_CASE("a countable forecast comes out as on a fine grid of level and count together") {
  Random random(20220128);
  double largest = 0;
  for (int i = 0; i < 75; ++i) {
    CAPTURE(i);
    // On time, a period late, two; and what only the total of its year will tell.
    constexpr std::size_t kLate[] = {0, 1, 2, 0, 3};
    const CountQuestion question = drawn_question(random, kLate[i % 5], i % 5 == 4);
    const double slow = slow_probability(question);
    CAPTURE(slow);
    const std::optional<LogOdds> quick = count_log_odds(question);
    REQUIRE(quick);
    const double clipped = std::min(std::max(slow, kLeastProbability), 1 - kLeastProbability);
    const double off = std::fabs(Probability::from(*quick).value() - clipped);
    CHECK(off < 1e-8);
    // Its account goes by the same levels, at the start of each period.
    const auto account = count_account(question, {question.window, 0, Days(0)});
    REQUIRE(account);
    CHECK(std::fabs((account->closing - *quick).nats()) < 1e-6);
    largest = std::max(largest, off);
  }
  MESSAGE("largest difference: ", largest);
}

}  // namespace
}  // namespace signpost::belief
