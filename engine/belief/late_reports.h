// What is still to come of periods that are over, because reports take time.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/belief/count_distribution.h"
#include "engine/belief/level_walk.h"
#include "engine/belief/masses.h"

namespace signpost::belief {

/// A period since the first of which something is still to come.
struct LatePeriod {
  KnownCount known;
  double to_come = 0;  // days; of the period that now runs it stands in what is ahead
};

/// What is still to come where some of it is to come of periods that are over: these have levels of
/// their own, which their counts and those after them tell of. So the level is filtered together
/// with
///
///   B_k = Σ_{j <= k} F_j·e^{x_j − x_k},   B_k = F_k + e^{x_{k−1} − x_k}·B_{k−1},
///
/// what is late, in days at the level of the period reached. Its levels lie within 37 drifts of one
/// another: a surge beyond that within the time that reports take is out of reach.
/// What is late is told by steps of the level's, not finer: between them ten points are weighed, and
/// P stays within 3e-9 (tests/property/slow_count_test.cc; at twice the step it is off by 4e-8).
class LateReports {
 public:
  /// level    of the first of these periods, with its count
  /// periods  from the first to the one that now runs; at least two
  /// finest   the step of the answer, at most
  LateReports(const CountDistribution& counts, double drift, const GridMasses& level,
              std::span<const LatePeriod> periods, double finest);

  /// The logarithm of the mean of all that is still to come.
  /// ahead  the logarithm of A of the period that now runs
  [[nodiscard]] GridMasses log_means(const PointMasses& ahead) const;

 private:
  GridMasses level_;  // of the period that now runs, whatever B
  double first_ = 0;  // ln B
  double step_ = 0;
  std::size_t lates_ = 1;     // how many points of ln B
  std::vector<double> mass_;  // by level, then by ln B; they sum to 1

  [[nodiscard]] double late(std::size_t b) const { return first_ + step_ * static_cast<double>(b); }
  double* of(std::size_t level) { return &mass_[level * lates_]; }
  [[nodiscard]] const double* of(std::size_t level) const { return &mass_[level * lates_]; }
  void walk(double drift, const LatePeriod& period, double to_come, double step);
  void hear(const CountDistribution& counts, const LatePeriod& period);
};

}  // namespace signpost::belief
