#include "engine/belief/masses.h"

namespace signpost::belief {

double GridMasses::variance() const {
  double mean = 0;
  for (std::size_t i = 0; i < mass.size(); ++i) mean += mass[i] * static_cast<double>(i);
  double sum = 0;
  for (std::size_t i = 0; i < mass.size(); ++i) {
    const double away = static_cast<double>(i) - mean;
    sum += mass[i] * away * away;
  }
  return sum * step * step;
}

std::array<double, kShares> shares(double u) {
  // 1 / Π (i − j) over the other points j: (−1)^(9−i) / (i!·(9−i)!)
  constexpr std::array<double, kShares> kOverDistances = {
      -1.0 / 362880, 1.0 / 40320, -1.0 / 10080, 1.0 / 4320,   -1.0 / 2880,
      1.0 / 2880,    -1.0 / 4320, 1.0 / 10080,  -1.0 / 40320, 1.0 / 362880};
  std::array<double, kShares> weights{};
  double below = 1;  // Π (u − j) over the points before
  for (std::size_t i = 0; i < kShares; ++i) {
    weights[i] = below * kOverDistances[i];
    below *= u + kSharesBelow - static_cast<double>(i);
  }
  double above = 1;
  for (std::size_t i = kShares; i-- > 0;) {
    weights[i] *= above;
    above *= u + kSharesBelow - static_cast<double>(i);
  }
  return weights;
}

}  // namespace signpost::belief
