// How much is still to come of what a countable forecast counts, before the level is known.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/belief/masses.h"

namespace signpost::belief {

/// The exposure ahead, each period's by how the level will have moved until then:
///
///   A_k = F_k + e^{x_{k+1} − x_k}·F_{k+1} + … + e^{x_K − x_k}·F_K,   A_k = F_k + e^ε·A_{k+1},
///
/// ε = N(0, drift²). It does not depend on x_k, and e^{x_k}·A_k is the mean of all that is still to
/// come: given the walk, counts of one dispersion add up to a count of that dispersion. So one
/// number carries what is ahead, however long it is and however many are needed. ln A is kept by
/// its chances at points that are equally spaced in ln A_{k+1} + ε: the distribution of ln A_k
/// itself is narrow beyond any grid where F_k is much the larger part.
/// Units   exposures in days, >= 0; A in days; kept as ln A.
/// Source  Carverhill & Clewlow, Flexible convolution (Risk 1990), who so add up the prices of an
///         Asian option.
/// Cost    2 µs a period of twelve, 6 of sixty.
class ExposureAhead {
 public:
  /// exposures  F_k of each period, as they are before any of it is past
  /// drift      > 0
  /// earliest   of which period and later ones it will be asked
  ExposureAhead(std::span<const double> exposures, double drift, std::size_t earliest);

  /// ln A_k where `to_come` is left of F_k, in steps of at most `finest`. Empty where nothing at
  /// all is to come.
  [[nodiscard]] PointMasses from(std::size_t k, double to_come, double finest) const;

 private:
  double drift_;
  std::vector<PointMasses> whole_;  // ln A_k; empty where nothing is to come
};

}  // namespace signpost::belief
