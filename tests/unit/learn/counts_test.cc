#include "engine/learn/counts.h"

#include <doctest/doctest.h>

#include <cmath>

namespace signpost::learn {
namespace {

const Instant kFrom = std::chrono::sys_days(std::chrono::January / 3 / 2022);

CountSeries weeks(std::initializer_list<CountedCell> cells) {
  return {kFrom, std::chrono::days(7), cells};
}

TEST_CASE("longer periods are laid from the end, and hold what their middles hold") {
  const CountSeries series =
      weeks({{1, Days(7)}, {2, Days(7)}, {4, Days(3)}, {8, Days(7)}, {16, Days(7)}});
  const CountSeries pairs = grouped(series, std::chrono::days(14));
  REQUIRE(pairs.cells.size() == 3);
  CHECK(pairs.until() == series.until());
  CHECK(pairs.cells[0].counted == 1);
  CHECK(pairs.cells[0].exposure == Days(7));
  CHECK(pairs.cells[1].counted == 6);
  CHECK(pairs.cells[1].exposure == Days(10));
  CHECK(pairs.cells[2].counted == 24);
  const CountSeries same = grouped(series, series.length);
  CHECK(same.cells.size() == series.cells.size());
  CHECK(same.from == series.from);
  CHECK(grouped(weeks({}), std::chrono::days(14)).cells.empty());
}

TEST_CASE("in longer periods nothing is lost") {
  CountSeries series{kFrom, std::chrono::days(7), {}};
  for (int i = 0; i < 311; ++i) series.cells.push_back({static_cast<double>(i % 7), Days(i % 5)});
  for (const Span span : kSpans) {
    const CountSeries groups = grouped(series, length_of(span));
    CHECK(groups.counted() == series.counted());
    CHECK(groups.exposure() == series.exposure());
    CHECK(groups.until() == series.until());
  }
}

TEST_CASE("counts as even as they can be have no dispersion, and what was not watched has no say") {
  const auto even =
      quasi_poisson(weeks({{2, Days(7)}, {1, Days(3.5)}, {0, Days(0)}, {2, Days(7)}}).cells);
  REQUIRE(even);
  CHECK(even->periods == 3);
  CHECK(even->rate.per_day() == doctest::Approx(2.0 / 7));
  CHECK(even->dispersion == doctest::Approx(0));
  CHECK_FALSE(quasi_poisson(weeks({{3, Days(7)}, {5, Days(0)}}).cells));
  CHECK_FALSE(quasi_poisson(weeks({{0, Days(7)}, {0, Days(7)}}).cells));
}

TEST_CASE("dispersion is told over the spans that hold a period of the series") {
  CountSeries months{kFrom, length_of(Span::kMonth), {}};
  for (int i = 0; i < 24; ++i) months.cells.push_back({i < 12 ? 2.0 : 6.0, Days(30.4375)});
  const auto found = dispersions(months);
  REQUIRE(found.size() == 3);
  CHECK(found[0].span == Span::kMonth);
  CHECK(found[0].fit.dispersion == doctest::Approx(24.0 / 23));
  CHECK(found[2].span == Span::kHalfYear);
  // A level that goes from 2 to 6 a month is the burstier the longer the span.
  CHECK(found[2].fit.dispersion == doctest::Approx(4 * 144 / 24.0 / 3));
}

TEST_CASE("the longest silence is counted in what was watched") {
  const CountSeries series = weeks({{0, Days(7)},
                                    {1, Days(7)},
                                    {0, Days(7)},
                                    {0, Days(0)},
                                    {0, Days(0)},
                                    {2, Days(7)},
                                    {0, Days(7)},
                                    {0, Days(6)}});
  const auto longest = longest_silence(series);
  REQUIRE(longest);
  CHECK(longest->from == series.start_of(6));
  CHECK(longest->until == series.until());
  CHECK(longest->watched == Days(13));
  CHECK(longest->running);
  const auto earlier = longest_silence(weeks({{0, Days(7)}, {1, Days(7)}, {0, Days(7)}}));
  REQUIRE(earlier);
  CHECK(earlier->from == kFrom);
  CHECK_FALSE(earlier->running);
  CHECK_FALSE(longest_silence(weeks({{1, Days(7)}, {0, Days(0)}})));
}

}  // namespace
}  // namespace signpost::learn
