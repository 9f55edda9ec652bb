#include "engine/assess/in_force.h"

#include <doctest/doctest.h>

#include "engine/belief/steps.h"

using namespace signpost;  // NOLINT(google-build-using-namespace)
using assess::coverage_of;
using assess::season_of;
using belief::value_at;

namespace {

constexpr Instant kStart = std::chrono::sys_days(std::chrono::January / 1 / 2022);

Instant day(int number) { return kStart + std::chrono::hours(24 * number); }

CoverageSpan span(int from, int to, double level) {
  return {day(from), day(to), level, {"test", {}}};
}

}  // namespace

TEST_CASE(
    "where no span stands coverage is what usual reports are worth, a B2's if nothing is said") {
  Indicator indicator;
  CHECK(value_at(coverage_of(indicator, {}, day(9)), day(3)) == doctest::Approx(28.0 / 31));
  indicator.usual_grade = Grade{'C', std::uint8_t{3}};
  CHECK(value_at(coverage_of(indicator, {}, day(9)), day(3)) == doctest::Approx(0.6));
  indicator.usual_grade = Grade{{}, std::uint8_t{1}};
  CHECK(value_at(coverage_of(indicator, {}, day(9)), day(3)) == doctest::Approx(0.9));
  indicator.watched = Watched::kTotals;
  CHECK(value_at(coverage_of(indicator, {}, day(9)), day(3)) == 0.0);
}

TEST_CASE("of spans that overlap the last one declared wins, and cover wins over both") {
  Indicator indicator;
  indicator.coverage = {span(0, 20, 0.5), span(5, 10, 0.2)};
  const std::vector<CoverDeclaration> covers = {{1, "x", span(8, 12, 0.9), day(30)}};
  const auto known = coverage_of(indicator, covers, day(30));
  const double usual = assess::usual_coverage(indicator);
  CHECK(value_at(known, day(-1)) == usual);
  CHECK(value_at(known, day(0)) == 0.5);
  CHECK(value_at(known, day(5)) == 0.2);
  CHECK(value_at(known, day(8)) == 0.9);
  CHECK(value_at(known, day(12)) == 0.5);
  CHECK(value_at(known, day(20)) == usual);
  // Before it was recorded nobody knew of it.
  CHECK(value_at(coverage_of(indicator, covers, day(29)), day(8)) == 0.2);
}

TEST_CASE("seasons multiply each other") {
  Indicator indicator;
  indicator.seasons = {{day(0), day(10), 2.0, {}, {}}, {day(5), day(15), 1.5, {}, {}}};
  const auto season = season_of(indicator);
  CHECK(value_at(season, day(1)) == 2.0);
  CHECK(value_at(season, day(5)) == 3.0);
  CHECK(value_at(season, day(10)) == 1.5);
  CHECK(value_at(season, day(15)) == 1.0);
}
