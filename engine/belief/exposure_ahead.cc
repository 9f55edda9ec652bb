#include "engine/belief/exposure_ahead.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace signpost::belief {
namespace {

// What is summed is half as wide as the walk's step again by √2: off by e^−27.
constexpr double kCoarsest = 0.6;       // of the drift
constexpr double kFarDeviations = 8.5;  // e^(−8.5²/2) = e^−36
constexpr double kNegligible = 1e-20;   // of the largest mass

/// Before a period: what is ahead of the next, by the step of the level, and `exposure` besides.
PointMasses before(const PointMasses& next, double exposure, double drift, double finest) {
  const double step = std::min(kCoarsest * drift, finest);
  const double per_step = step / drift;
  const auto reach = static_cast<std::ptrdiff_t>(std::ceil(kFarDeviations / per_step));
  const double first = next.at.front() - static_cast<double>(reach) * step;
  const auto last_source =
      static_cast<std::ptrdiff_t>(std::llround((next.at.back() - next.at.front()) / step));
  PointMasses out;
  out.mass.assign(static_cast<std::size_t>(last_source + 2 * reach + 1), 0.0);
  std::vector<double> shape;  // of the normal density, at whole steps
  for (std::ptrdiff_t k = 0; k <= reach; ++k) {
    const double z = static_cast<double>(k) * per_step;
    shape.push_back(std::exp(-0.5 * z * z));
  }
  for (std::size_t j = 0; j < next.at.size(); ++j) {
    // exp(−(k·step − δ)²/2σ²) = exp(−δ²/2σ²)·exp(δ·step/σ²)^k·exp(−(k·step)²/2σ²)
    const double place = (next.at[j] - first) / step;
    const std::ptrdiff_t nearest = std::llround(place);
    const double off = (place - static_cast<double>(nearest)) * per_step;
    const double at_nearest = next.mass[j] * std::exp(-0.5 * off * off);
    const double ratio = std::exp(off * per_step);
    const double inverse = 1 / ratio;
    double* centre = &out.mass[static_cast<std::size_t>(nearest)];
    double up = at_nearest;
    double down = at_nearest;
    centre[0] += at_nearest;
    for (std::ptrdiff_t k = 1; k <= reach; ++k) {
      up *= ratio;
      down *= inverse;
      centre[k] += up * shape[static_cast<std::size_t>(k)];
      centre[-k] += down * shape[static_cast<std::size_t>(k)];
    }
  }
  const double enough = kNegligible * *std::max_element(out.mass.begin(), out.mass.end());
  std::size_t begin = 0;
  std::size_t end = out.mass.size();
  while (out.mass[begin] < enough) ++begin;
  while (out.mass[end - 1] < enough) --end;
  double total = 0;
  for (std::size_t i = begin; i < end; ++i) total += out.mass[i];
  PointMasses kept;
  kept.at.reserve(end - begin);
  kept.mass.reserve(end - begin);
  for (std::size_t i = begin; i < end; ++i) {
    const double walked = first + static_cast<double>(i) * step;
    constexpr double kHuge = 600;  // beside e^600 no exposure counts
    const double log_sum =
        exposure > 0 && walked < kHuge ? std::log(exposure + std::exp(walked)) : walked;
    kept.at.push_back(log_sum);
    kept.mass.push_back(out.mass[i] / total);
  }
  return kept;
}

}  // namespace

ExposureAhead::ExposureAhead(std::span<const double> exposures, double drift, std::size_t earliest)
    : drift_(drift), whole_(exposures.size()) {
  assert(drift > 0);
  for (std::size_t k = exposures.size(); k-- > earliest + 1;) {
    whole_[k] = from(k, exposures[k], kCoarsest * drift);
  }
}

PointMasses ExposureAhead::from(std::size_t k, double to_come, double finest) const {
  if (k + 1 < whole_.size() && !whole_[k + 1].at.empty()) {
    return before(whole_[k + 1], to_come, drift_, finest);
  }
  if (to_come > 0) return {{std::log(to_come)}, {1.0}};
  return {};
}

}  // namespace signpost::belief
