// Nine intervals in ten hold what comes, where levels walk as the model says; and a season is seldom
// seen where there is none.
#include <doctest/doctest.h>

#include <algorithm>

#include "engine/belief/sampling.h"
#include "engine/learn/rate.h"
#include "tests/how_many.h"
#include "tests/learn/histories.h"

namespace signpost::learn {
namespace {

using testing::drawn_history;
using testing::drawn_level;
using testing::DrawnLevel;

/// The first months of a history.
CountSeries first_of(CountSeries series, std::size_t months) {
  series.cells.resize(months);
  return series;
}

TEST_CASE("intervals for the year to come hold 85 to 95 times in a hundred") {
  const int worlds = testing::how_many(180);
  belief::Random random(20220128);
  int year = 0;
  int half_year = 0;
  for (int number = 0; number < worlds; ++number) {
    const DrawnLevel level = drawn_level(number, random, true);
    const std::size_t history = 24 + 12 * static_cast<std::size_t>(number % 5);
    const CountSeries series = drawn_history(level, static_cast<int>(history) + 12, random).series;
    const auto learnt = learnt_rate(first_of(series, history), Tried::kNo);
    REQUIRE(learnt);
    double sum = 0;
    for (std::size_t k = 0; k < 12; ++k) {
      sum += series.cells[history + k].counted;
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
    DrawnLevel level = drawn_level(number, random, false);
    const auto months = 48 + 12 * (number % 5);
    const auto without = season(drawn_history(level, months, random).series);
    wrongly += without && without->shows ? 1 : 0;
    level.level = 20;
    level.drift = std::min(level.drift, 0.2);
    level.season = 0.7;
    const auto with = season(drawn_history(level, months, random).series);
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
