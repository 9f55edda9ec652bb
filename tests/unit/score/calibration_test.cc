#include "engine/score/calibration.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>
#include <vector>

#include "engine/score/random.h"
#include "tests/how_many.h"

namespace signpost::score {
namespace {

using Pairs = std::vector<ForecastOutcome>;

Pairs pairs(const std::vector<std::pair<double, bool>>& from) {
  Pairs made;
  for (const auto& [p, outcome] : from) made.push_back({Probability(p), outcome});
  return made;
}

/// Forecasts with that density, y with chance `truth` of the forecast; rounded to `places`, if any.
template <class Truth>
Pairs drawn(Random& random, std::size_t n, double places, Truth truth) {
  Pairs made;
  for (std::size_t i = 0; i < n; ++i) {
    double p = random.uniform();
    if (places > 0) p = std::round(p * places) / places;
    made.push_back({Probability(p), random.uniform() < truth(p)});
  }
  return made;
}

double calibrated(double p) { return p; }

bool adds_up(const Calibration& found) {
  return std::fabs(found.score -
                   (found.miscalibration - found.discrimination + found.uncertainty)) < 1e-12;
}

/// The non-decreasing fit by its definition: max over starts of min over ends of the mean.
double fitted(const Calibration& found, const Pairs& from, std::size_t point) {
  const auto mean = [&](std::size_t a, std::size_t b) {
    double yes = 0;
    double n = 0;
    for (const ForecastOutcome& pair : from) {
      if (pair.forecast < found.points[a].forecast || pair.forecast > found.points[b].forecast) {
        continue;
      }
      yes += pair.outcome ? 1 : 0;
      ++n;
    }
    return yes / n;
  };
  double highest = 0;
  for (std::size_t a = 0; a <= point; ++a) {
    double lowest = 1;
    for (std::size_t b = point; b < found.points.size(); ++b) lowest = std::min(lowest, mean(a, b));
    highest = std::max(highest, lowest);
  }
  return highest;
}

TEST_CASE("nothing forecast is nothing to calibrate") {
  const Calibration found = calibration({});
  CHECK(found.n == 0);
  CHECK(found.points.empty());
  CHECK(found.score == 0);
  CHECK(calibration_with_band({}).points.empty());
}

TEST_CASE("one value alone is recalibrated to its share") {
  const Calibration found =
      calibration(pairs({{0.3, true}, {0.3, false}, {0.3, false}, {0.3, false}}));
  REQUIRE(found.points.size() == 1);
  CHECK(found.points[0].recalibrated == Probability(0.25));
  CHECK(found.points[0].n == 4);
  CHECK(found.miscalibration == doctest::Approx(0.0025));
  CHECK(std::fabs(found.discrimination) < 1e-15);
  CHECK(found.uncertainty == 0.1875);
}

TEST_CASE("violators are pooled, ties first") {
  const Calibration found = calibration(
      pairs({{0.9, false}, {0.1, true}, {0.1, false}, {0.5, true}, {0.95, true}, {0.2, false}}));
  REQUIRE(found.points.size() == 5);
  CHECK(found.points[0].recalibrated.value() == doctest::Approx(1.0 / 3));
  CHECK(found.points[1].recalibrated.value() == doctest::Approx(1.0 / 3));
  CHECK(found.points[2].recalibrated == Probability(0.5));
  CHECK(found.points[3].recalibrated == Probability(0.5));
  CHECK(found.points[4].recalibrated == Probability(1.0));
  CHECK(adds_up(found));
}

TEST_CASE("perfect forecasts have no miscalibration and discriminate all that is uncertain") {
  const Calibration found = calibration(pairs({{0, false}, {1, true}, {1, true}, {0, false}}));
  CHECK(found.score == 0);
  CHECK(found.miscalibration == 0);
  CHECK(found.discrimination == found.uncertainty);
  CHECK(found.uncertainty == 0.25);
}

TEST_CASE("the fit is the non-decreasing one that is nearest, and the parts add up") {
  Random random(1);
  for (int i = 0; i < 30; ++i) {
    const Pairs from =
        drawn(random, 1 + random.below(60), i % 2 == 0 ? 10 : 0, [](double p) { return p * p; });
    const Calibration found = calibration(from);
    CHECK(adds_up(found));
    CHECK(found.miscalibration >= 0);
    CHECK(found.discrimination >= 0);
    for (std::size_t k = 0; k < found.points.size(); ++k) {
      CHECK(found.points[k].recalibrated.value() ==
            doctest::Approx(fitted(found, from, k)).epsilon(1e-14));
    }
  }
}

TEST_CASE("the order of the pairs changes nothing, and a band is drawn alike each time") {
  Random random(2);
  Pairs from = drawn(random, 300, 0, calibrated);
  const Calibration first = calibration_with_band(from);
  std::reverse(from.begin(), from.end());
  const Calibration second = calibration_with_band(from);
  CHECK(first.score == second.score);
  for (std::size_t i = 0; i < first.points.size(); ++i) {
    CHECK(first.points[i].recalibrated == second.points[i].recalibrated);
    CHECK(first.points[i].band->low == second.points[i].band->low);
    CHECK(first.points[i].band->high == second.points[i].band->high);
    CHECK(first.points[i].band->low <= first.points[i].band->high);
  }
}

TEST_CASE("bands of certain forecasts have no width") {
  const Calibration found = calibration_with_band(pairs({{0, true}, {0, false}, {1, true}}));
  CHECK(found.points[0].band->high == Probability(0.0));
  CHECK(found.points[1].band->low == Probability(1.0));
}

TEST_CASE("under calibration the bands hold nine values in ten") {
  Random random(3);
  struct Setting {
    std::size_t n;
    double places;
  };
  for (const auto& [n, places] :
       {Setting{100, 0}, Setting{400, 0}, Setting{400, 20}, Setting{2000, 0}, Setting{2000, 100}}) {
    std::size_t held = 0;
    std::size_t all = 0;
    for (int i = 0; i < testing::how_many(60); ++i) {
      const Calibration found = calibration_with_band(drawn(random, n, places, calibrated),
                                                      static_cast<std::uint64_t>(i));
      for (const CalibrationPoint& point : found.points) {
        held += point.band->low <= point.recalibrated && point.recalibrated <= point.band->high;
        ++all;
      }
    }
    const double share = static_cast<double>(held) / static_cast<double>(all);
    MESSAGE(n, " pairs on ", places, " values (0: any): ", share);
    CHECK(share > 0.5);
    if (!testing::kTriesAll) continue;
    CHECK(share >= 0.88);
    CHECK(share <= 0.94);
  }
}

TEST_CASE("forecasts that are too sure leave their bands") {
  Random random(4);
  const Calibration found =
      calibration_with_band(drawn(random, 2000, 0, [](double p) { return 0.25 + 0.5 * p; }));
  std::size_t held = 0;
  for (const CalibrationPoint& point : found.points) {
    held += point.band->low <= point.recalibrated && point.recalibrated <= point.band->high;
  }
  CHECK(held < found.points.size() / 2);
  CHECK(found.miscalibration > 0.01);
}

TEST_CASE("ten thousand pairs take far less than a second, a few with the band") {
  Random random(5);
  const Pairs from = drawn(random, 10'000, 0, calibrated);
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  CHECK(calibration(from).points.size() == 10'000);
  const auto middle = Clock::now();
  CHECK(calibration_with_band(from).points.size() == 10'000);
  const std::chrono::duration<double> without = middle - begin;
  const std::chrono::duration<double> with = Clock::now() - middle;
  MESSAGE("10,000 pairs: ", without.count(), " s, with the band ", with.count(), " s");
  CHECK(without.count() < 5);  // on a machine with much else to do
  CHECK(with.count() < 30);
}

}  // namespace
}  // namespace signpost::score
