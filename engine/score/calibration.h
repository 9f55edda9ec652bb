// Whether 70 % came true in seven of ten: reliability without bins.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/model/quantities.h"

namespace signpost::score {

/// One forecast and what came of it.
struct ForecastOutcome {
  Probability forecast;
  bool outcome = false;
};

/// Where one value of recalibrated lies, nine times in ten, if forecasts are calibrated.
struct ConsistencyBand {
  Probability low;
  Probability high;
};

/// A value that was forecast, and what it should have been.
struct CalibrationPoint {
  Probability forecast;
  Probability recalibrated;
  std::size_t n = 0;                    // times that it was forecast
  std::optional<ConsistencyBand> band;  // where it was asked for
};

/// The mean Brier score = MCB − DSC + UNC.
struct Calibration {
  std::vector<CalibrationPoint> points;  // ascending, one a value that was forecast
  std::size_t n = 0;
  double score = 0;
  double miscalibration = 0;  // MCB: what recalibrating would spare
  double discrimination = 0;  // DSC: what recalibrated forecasts spare over the base rate
  double uncertainty = 0;     // UNC: what forecasting the base rate throughout earns
};

/// Resamples of a band, and their seed.
inline constexpr int kBandResamples = 1000;
inline constexpr std::uint64_t kBandSeed = 20220128;

/// The CORP reliability diagram and decomposition: outcomes are recalibrated to the non-decreasing
/// function of the forecast that fits them best (pool adjacent violators).
/// Accuracy  1e-15; score = MCB − DSC + UNC to rounding.
/// Cost      n·log n: 1 ms for 10,000 pairs.
/// Source    Dimitriadis, Gneiting & Jordan, Stable reliability diagrams for probabilistic
///           classifiers, PNAS 118 (2021).
Calibration calibration(std::span<const ForecastOutcome> pairs);

/// The same with a band at each point: the 5 % and 95 % quantiles of `recalibrated` where outcomes
/// are drawn with the forecasts as their probabilities.
/// Cost      kBandResamples times the above without the sorting.
Calibration calibration_with_band(std::span<const ForecastOutcome> pairs,
                                  std::uint64_t seed = kBandSeed);

}  // namespace signpost::score
