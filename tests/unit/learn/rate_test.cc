#include "engine/learn/rate.h"

#include <doctest/doctest.h>

#include <cmath>

#include "engine/belief/count.h"

namespace signpost::learn {
namespace {

constexpr std::chrono::seconds kMonth{2'629'800};
const Instant kFrom = std::chrono::sys_days(std::chrono::January / 1 / 2018);

CountSeries months(std::initializer_list<double> counts) {
  CountSeries series{kFrom, kMonth, {}};
  for (const double n : counts) series.cells.push_back({n, Days(kMonth)});
  return series;
}

TEST_CASE("the interval ahead is that of a countable forecast") {
  const CountSeries series = months({7, 9, 4, 6, 12, 8, 5, 9, 3, 6, 9, 8, 7, 11, 9, 10});
  const auto learnt = learnt_rate(series, Tried::kNo);
  REQUIRE(learnt);
  belief::CountQuestion question;
  for (const CountedCell& cell : series.cells) {
    question.periods.push_back({cell.counted, cell.exposure, Days(0)});
  }
  question.window = question.running = question.periods.size();
  for (int k = 0; k < 12; ++k) question.periods.push_back({0, Days(0), Days(kMonth)});
  const auto outlook = belief::count_outlook(question);
  REQUIRE(outlook);
  // Counts as even as these leave a dispersion of 1 by far the likeliest.
  CHECK(learnt->dispersion < 1.3);
  const auto& fan = outlook->fan.back();
  CHECK(learnt->year.mean.per_month() * 12 == doctest::Approx(fan.mean).epsilon(0.03));
  CHECK(std::fabs(learnt->year.low.per_month() * 12 - fan.quantiles[0]) <= 3);
  CHECK(std::fabs(learnt->year.high.per_month() * 12 - fan.quantiles[4]) <=
        0.05 * fan.quantiles[4]);
  CHECK(learnt->level.per_day() == doctest::Approx(outlook->level.per_day()).epsilon(0.02));
  CHECK(learnt->year.tested.origins == 0);
}

TEST_CASE("an interval is tried at each month with a year before it and its span after it") {
  CountSeries series = months({});
  for (int k = 0; k < 30; ++k)
    series.cells.push_back({5 + std::round(3 * std::sin(97.0 * k)), Days(kMonth)});
  const auto learnt = learnt_rate(series);
  REQUIRE(learnt);
  CHECK(learnt->months == 30);
  CHECK(learnt->year.tested.origins == 7);        // after 12 … 18 months
  CHECK(learnt->half_year.tested.origins == 13);  // after 12 … 24
  CHECK(learnt->year.tested.held == 7);
  REQUIRE(learnt->year.within);
  CHECK(*learnt->year.within ==
        doctest::Approx(std::sqrt(learnt->year.high.per_day() / learnt->year.low.per_day())));
  // A shorter span has less to average over and less time to go astray in.
  CHECK(learnt->year.low <= learnt->year.mean);
  CHECK(learnt->year.mean <= learnt->year.high);
}

TEST_CASE("where too few intervals held, the next leaves out less") {
  CountSeries series = months({});
  for (int k = 0; k < 72; ++k) series.cells.push_back({10.0 + k % 3, Days(kMonth)});
  // Surges by twelve times that no wandering foretells.
  for (const std::size_t k : {30U, 31U, 47U, 48U, 64U, 65U}) series.cells[k].counted = 130;
  const auto learnt = learnt_rate(series);
  REQUIRE(learnt);
  CHECK(learnt->half_year.tail < 0.05);
  CHECK(learnt->half_year.tested.held < learnt->half_year.tested.origins);
}

TEST_CASE("nothing is learnt of what nobody watched, nor from two months") {
  CHECK_FALSE(learnt_rate(months({3, 4})));
  CHECK_FALSE(learnt_rate(months({})));
  CountSeries unwatched = months({0, 0, 0, 0});
  for (CountedCell& cell : unwatched.cells) cell.exposure = Days(0);
  CHECK_FALSE(learnt_rate(unwatched));
}

TEST_CASE("years without an event leave a small rate and no factor") {
  const auto learnt =
      learnt_rate(CountSeries{kFrom, kMonth, std::vector<CountedCell>(36, {0, Days(kMonth)})});
  REQUIRE(learnt);
  CHECK(learnt->year.low.per_day() == 0);
  CHECK_FALSE(learnt->year.within);
  CHECK(learnt->year.high.per_month() < 0.5);
  CHECK(learnt->year.tested.held == learnt->year.tested.origins);
  CHECK_FALSE(learnt->season);
}

TEST_CASE("counts in the thousands are reckoned in lots, to the same rate") {
  CountSeries few = months({});
  CountSeries many = months({});
  for (int k = 0; k < 24; ++k) {
    const double n = 100 + std::round(20 * std::sin(97.0 * k));
    few.cells.push_back({n, Days(kMonth)});
    many.cells.push_back({100 * n, Days(kMonth)});
  }
  const auto small = learnt_rate(few, Tried::kNo);
  const auto large = learnt_rate(many, Tried::kNo);
  REQUIRE(small);
  REQUIRE(large);
  CHECK(large->year.mean.per_day() ==
        doctest::Approx(100 * small->year.mean.per_day()).epsilon(0.03));
  CHECK(large->year.low.per_day() ==
        doctest::Approx(100 * small->year.low.per_day()).epsilon(0.06));
  CHECK(large->year.high.per_day() ==
        doctest::Approx(100 * small->year.high.per_day()).epsilon(0.06));
}

}  // namespace
}  // namespace signpost::learn
