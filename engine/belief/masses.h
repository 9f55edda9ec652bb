// Distributions of real numbers, kept as chances at points.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace signpost::belief {

/// Chances at points of equal distance.
struct GridMasses {
  double first = 0;          // the first point
  double step = 0;           // from each to the next
  std::vector<double> mass;  // of each; they sum to 1

  [[nodiscard]] double at(std::size_t i) const { return first + step * static_cast<double>(i); }
  /// E[(x − E[x])²]
  [[nodiscard]] double variance() const;
};

/// Chances at points as they fall.
struct PointMasses {
  std::vector<double> at;    // ascending
  std::vector<double> mass;  // of each; they sum to 1
};

/// How a chance at a point between those of a grid is shared out to them, so that the sum over the
/// grid of any function that is smooth there is as if it had stayed: Lagrange's weights for the
/// function at u from its values at the grid's points −4 … 5. Off by what a polynomial of the ninth
/// degree is off: for a normal density's integral 1e-5 at steps of half its width, 5e-7 at a third;
/// less where chances lie between several points, as these errors have either sign.
/// u  in [0, 1)
inline constexpr std::size_t kShares = 10;
inline constexpr std::size_t kSharesBelow = 4;
std::array<double, kShares> shares(double u);

}  // namespace signpost::belief
