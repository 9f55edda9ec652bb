#include "engine/score/calibration.h"

#include <algorithm>
#include <cmath>

#include "engine/score/random.h"
#include "engine/score/scoring_rules.h"
#include "engine/score/sum.h"

namespace signpost::score {
namespace {

/// A value that was forecast: how often, and how often it came true.
struct Tally {
  double forecast = 0;
  std::size_t n = 0;
  std::size_t yes = 0;
};

/// Neighbouring tallies with one recalibrated value.
struct Block {
  std::size_t points = 0;
  std::size_t n = 0;
  std::size_t yes = 0;

  [[nodiscard]] double share() const { return static_cast<double>(yes) / static_cast<double>(n); }
};

std::vector<Tally> tallies_of(std::span<const ForecastOutcome> pairs) {
  std::vector<ForecastOutcome> sorted(pairs.begin(), pairs.end());
  std::sort(sorted.begin(), sorted.end(), [](const ForecastOutcome& a, const ForecastOutcome& b) {
    return a.forecast < b.forecast;
  });
  std::vector<Tally> tallies;
  for (const ForecastOutcome& pair : sorted) {
    if (tallies.empty() || tallies.back().forecast != pair.forecast.value()) {
      tallies.push_back({pair.forecast.value(), 0, 0});
    }
    ++tallies.back().n;
    tallies.back().yes += pair.outcome ? 1 : 0;
  }
  return tallies;
}

/// Pools adjacent violators, in whole numbers, so exactly.
/// Source  Ayer et al., An empirical distribution function for sampling with incomplete information
///         (1955).
void pool(std::span<const Tally> tallies, std::vector<Block>& blocks) {
  blocks.clear();
  for (const Tally& tally : tallies) {
    Block block{1, tally.n, tally.yes};
    while (!blocks.empty() && blocks.back().yes * block.n >= block.yes * blocks.back().n) {
      block.points += blocks.back().points;
      block.n += blocks.back().n;
      block.yes += blocks.back().yes;
      blocks.pop_back();
    }
    blocks.push_back(block);
  }
}

/// The lowest few numbers of many, without keeping all.
class Lowest {
 public:
  explicit Lowest(std::size_t few) : few_(few) { heap_.reserve(few); }

  void add(double number) {
    if (heap_.size() == few_) {
      if (number >= heap_.front()) return;
      std::pop_heap(heap_.begin(), heap_.end());
      heap_.pop_back();
    }
    heap_.push_back(number);
    std::push_heap(heap_.begin(), heap_.end());
  }
  /// Between the two highest of them.
  [[nodiscard]] double between(double weight) const {
    const double next = *std::max_element(heap_.begin() + 1, heap_.end());
    return next + weight * (heap_.front() - next);
  }

 private:
  std::size_t few_;
  std::vector<double> heap_;  // the highest in front
};

void put_bands(std::span<const Tally> tallies, std::uint64_t seed,
               std::vector<CalibrationPoint>& points) {
  // Between two of the sorted numbers (R's type 7).
  constexpr double kPlace = 0.05 * (kBandResamples - 1);
  constexpr auto kBelow = static_cast<std::size_t>(kPlace);
  constexpr double kWeight = kPlace - static_cast<double>(kBelow);
  std::vector<Lowest> low(tallies.size(), Lowest(kBelow + 2));
  std::vector<Lowest> high = low;  // of the negated numbers
  Random random(seed);
  std::vector<Tally> drawn(tallies.begin(), tallies.end());
  std::vector<Block> blocks;
  for (int i = 0; i < kBandResamples; ++i) {
    for (Tally& tally : drawn) {
      tally.yes = 0;
      for (std::size_t k = 0; k < tally.n; ++k) {
        tally.yes += random.uniform() < tally.forecast ? 1 : 0;
      }
    }
    pool(drawn, blocks);
    std::size_t at = 0;
    for (const Block& block : blocks) {
      const double share = block.share();
      for (const std::size_t end = at + block.points; at < end; ++at) {
        low[at].add(share);
        high[at].add(-share);
      }
    }
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    points[i].band = {Probability(low[i].between(kWeight)), Probability(-high[i].between(kWeight))};
  }
}

Calibration calibrated(std::span<const ForecastOutcome> pairs, std::span<const Tally> tallies) {
  Calibration result;
  result.n = pairs.size();
  if (pairs.empty()) return result;
  std::vector<Block> blocks;
  pool(tallies, blocks);
  auto tally = tallies.begin();
  Sum score;
  Sum recalibrated;
  Block all;
  for (const Block& block : blocks) {
    const Probability share(block.share());
    for (std::size_t i = 0; i < block.points; ++i, ++tally) {
      result.points.push_back({Probability(tally->forecast), share, tally->n, std::nullopt});
      const Probability forecast(tally->forecast);
      score += static_cast<double>(tally->yes) * brier(forecast, true);
      score += static_cast<double>(tally->n - tally->yes) * brier(forecast, false);
    }
    recalibrated += static_cast<double>(block.yes) * (1 - share.value());
    all.n += block.n;
    all.yes += block.yes;
  }
  const auto n = static_cast<double>(result.n);
  const double left = recalibrated.value() / n;
  result.score = score.value() / n;
  result.uncertainty = static_cast<double>(all.yes) * static_cast<double>(all.n - all.yes) / n / n;
  result.miscalibration = result.score - left;
  result.discrimination = result.uncertainty - left;
  return result;
}

}  // namespace

Calibration calibration(std::span<const ForecastOutcome> pairs) {
  return calibrated(pairs, tallies_of(pairs));
}

Calibration calibration_with_band(std::span<const ForecastOutcome> pairs, std::uint64_t seed) {
  const std::vector<Tally> tallies = tallies_of(pairs);
  Calibration result = calibrated(pairs, tallies);
  put_bands(tallies, seed, result.points);
  return result;
}

}  // namespace signpost::score
