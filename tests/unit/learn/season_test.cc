#include "engine/learn/season.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

namespace signpost::learn {
namespace {

constexpr std::chrono::seconds kMonth{2'629'800};
const Instant kFrom = std::chrono::sys_days(std::chrono::January / 1 / 2000);

TEST_CASE("a twelfth of the year is a month of the calendar") {
  using std::chrono::sys_days;
  CHECK(twelfth_of(kFrom) == 0);
  CHECK(twelfth_of(sys_days(std::chrono::January / 15 / 2021)) == 0);
  CHECK(twelfth_of(sys_days(std::chrono::July / 15 / 1985)) == 6);
  CHECK(twelfth_of(sys_days(std::chrono::December / 15 / 1999)) == 11);
  CHECK(twelfth_of(kFrom - std::chrono::seconds(1)) == 11);
  CHECK(twelfth_of(kFrom - kMonth) == 11);
  CHECK(twelfth_of(kFrom - kMonth - std::chrono::seconds(1)) == 10);
}

TEST_CASE("a summer that brings twice as much shows, though the level doubles every two years") {
  CountSeries series{kFrom, kMonth, {}};
  for (int k = 0; k < 72; ++k) {
    const double factor = k % 12 >= 5 && k % 12 <= 7 ? 2 : 1;
    const double noise = 1 + 0.1 * std::sin(97.0 * k);
    series.cells.push_back({std::round(20 * factor * noise * std::exp2(k / 24.0)), Days(kMonth)});
  }
  const auto found = season(series);
  REQUIRE(found);
  CHECK(found->shows);
  CHECK(found->months == 60);
  CHECK(found->factors[6] / found->factors[0] == doctest::Approx(2).epsilon(0.1));
  CHECK(std::accumulate(found->factors.begin(), found->factors.end(), 0.0) ==
        doctest::Approx(kTwelfths));
}

TEST_CASE("a season is declared by months of the calendar, to the end of the year after") {
  using std::chrono::sys_days;
  Season found;
  for (std::size_t i = 0; i < kTwelfths; ++i) found.factors[i] = static_cast<double>(i);
  const auto months = months_of(found, sys_days(std::chrono::November / 29 / 2019),
                                sys_days(std::chrono::February / 3 / 2022));
  REQUIRE(months.size() == 2 + 4 * kTwelfths);
  CHECK(months.front().from == sys_days(std::chrono::November / 1 / 2019));
  CHECK(months.front().factor == 10);
  CHECK(months[2].factor == kLeastFactor);  // of a January: never impossible
  CHECK(months[3].until == sys_days(std::chrono::March / 1 / 2020));
  CHECK(months.back().until == sys_days(std::chrono::January / 1 / 2024));
  for (std::size_t i = 1; i < months.size(); ++i) CHECK(months[i].from == months[i - 1].until);
}

TEST_CASE("a steady rise is no season") {
  CountSeries series{kFrom, kMonth, {}};
  for (int k = 0; k < 72; ++k) {
    series.cells.push_back({std::round(20 + k + 8 * std::sin(97.0 * k)), Days(kMonth)});
  }
  const auto found = season(series);
  REQUIRE(found);
  CHECK_FALSE(found->shows);
}

TEST_CASE("under three years, or with one outbreak only, no season is looked for") {
  CountSeries two_years{kFrom, kMonth, std::vector<CountedCell>(35, {5, Days(kMonth)})};
  CHECK_FALSE(season(two_years));
  CountSeries outbreak{kFrom, kMonth, std::vector<CountedCell>(60, {0, Days(kMonth)})};
  outbreak.cells[29].counted = 40;
  outbreak.cells[30].counted = 20;
  CHECK_FALSE(season(outbreak));
  CHECK_FALSE(season({kFrom, kMonth, {}}));
}

}  // namespace
}  // namespace signpost::learn
