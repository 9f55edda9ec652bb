// Nine intervals in ten hold what comes, where levels walk as the model says; and a season is seldom
// seen where there is none.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/belief/count.h"
#include "engine/belief/sampling.h"
#include "engine/learn/rate.h"
#include "tests/how_many.h"

namespace signpost::learn {
namespace {

constexpr std::chrono::seconds kMonth{2'629'800};
const Instant kFrom = std::chrono::sys_days(std::chrono::January / 1 / 2015);

/// A count of dispersion φ: Poisson many bursts, each of a logarithmic number.
double count_of(double mean, double dispersion, belief::Random& random) {
  const auto poisson = [&](double of) {
    double sum = 0;
    for (; of > 100; of -= 100) sum += static_cast<double>(random.poisson(100, std::exp(-100.0)));
    return sum + static_cast<double>(random.poisson(of, std::exp(-of)));
  };
  if (dispersion == 1) return poisson(mean);
  const double log_dispersion = std::log(dispersion);
  const double bursts = poisson(mean * log_dispersion / (dispersion - 1));
  double sum = 0;
  for (double i = 0; i < bursts; ++i) sum += random.logarithmic(log_dispersion);
  return sum;
}

struct World {
  double drift = 0.1;
  double dispersion = 1;
  double level = 10;  // a month
  double season = 0;  // amplitude of its logarithm
};

std::vector<double> months_of(const World& world, int months, belief::Random& random) {
  std::vector<double> counts;
  double x = std::log(world.level);
  for (int k = 0; k < months; ++k, x += world.drift * random.normal()) {
    const double factor = std::exp(world.season * std::cos(2 * M_PI * k / 12));
    counts.push_back(count_of(std::min(1e4, factor * std::exp(x)), world.dispersion, random));
  }
  return counts;
}

CountSeries series_of(const std::vector<double>& counts, std::size_t months) {
  CountSeries series{kFrom, kMonth, {}};
  for (std::size_t k = 0; k < months; ++k) series.cells.push_back({counts[k], Days(kMonth)});
  return series;
}

World world_of(int number, belief::Random& random, bool seasons) {
  constexpr double kDispersions[] = {1, 2, 4};
  World world;
  world.drift = belief::kDrifts[number % 4];
  world.dispersion = kDispersions[number / 4 % 3];
  world.level = 2 * std::exp(3 * random.uniform());
  world.season = seasons && number / 12 % 2 == 1 ? 0.5 : 0;
  return world;
}

TEST_CASE("intervals for the year to come hold 85 to 95 times in a hundred") {
  const int worlds = testing::how_many(180);
  belief::Random random(20220128);
  int year = 0;
  int half_year = 0;
  for (int number = 0; number < worlds; ++number) {
    const World world = world_of(number, random, true);
    const std::size_t history = 24 + 12 * static_cast<std::size_t>(number % 5);
    const std::vector<double> counts = months_of(world, static_cast<int>(history) + 12, random);
    const auto learnt = learnt_rate(series_of(counts, history), Tried::kNo);
    REQUIRE(learnt);
    double sum = 0;
    for (std::size_t k = 0; k < 12; ++k) {
      sum += counts[history + k];
      if (k != 5 && k != 11) continue;
      const RateAhead& ahead = k == 5 ? learnt->half_year : learnt->year;
      const double rate = sum / (static_cast<double>(k + 1) * kDaysPerMonth);
      const bool held =
          rate >= ahead.low.per_day() * (1 - 1e-9) && rate <= ahead.high.per_day() * (1 + 1e-9);
      (k == 5 ? half_year : year) += held ? 1 : 0;
    }
  }
  const double share = static_cast<double>(year) / worlds;
  const double half_share = static_cast<double>(half_year) / worlds;
  MESSAGE("a year: ", share, "; half a year: ", half_share);
  if (!testing::kTriesAll) return;
  CHECK(share >= 0.85);
  CHECK(share <= 0.95);
  CHECK(half_share >= 0.85);
  CHECK(half_share <= 0.95);
}

TEST_CASE(
    "a season is seldom seen where levels only wander, and nearly always where there is one") {
  const int worlds = testing::how_many(3000);
  belief::Random random(7);
  int wrongly = 0;
  int rightly = 0;
  for (int number = 0; number < worlds; ++number) {
    World world = world_of(number, random, false);
    const auto months = 48 + 12 * (number % 5);
    const auto without =
        season(series_of(months_of(world, months, random), static_cast<std::size_t>(months)));
    wrongly += without && without->shows ? 1 : 0;
    world.level = 20;
    world.drift = std::min(world.drift, 0.2);
    world.season = 0.7;
    const auto with =
        season(series_of(months_of(world, months, random), static_cast<std::size_t>(months)));
    rightly += with && with->shows ? 1 : 0;
  }
  const double wrong = static_cast<double>(wrongly) / worlds;
  const double right = static_cast<double>(rightly) / worlds;
  MESSAGE("seen wrongly ", wrong, ", rightly ", right);
  CHECK(wrong < 0.03);
  CHECK(right > 0.85);
}

}  // namespace
}  // namespace signpost::learn
