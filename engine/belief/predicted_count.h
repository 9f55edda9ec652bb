// A count that is still to come, by what is believed of its mean.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "engine/belief/count_distribution.h"
#include "engine/belief/masses.h"

namespace signpost::belief {

/// The distribution of the sum of a log-level and an independent logarithm of an exposure, at the
/// level's steps: of the logarithm of a mean. Exact for what is smooth over two of these steps.
GridMasses log_means(const GridMasses& level, const PointMasses& log_exposure);

/// The mixture of counts over their means, and over several ways to reckon these.
class PredictedCount {
 public:
  explicit PredictedCount(const CountDistribution& counts) : counts_(counts) {}

  /// The weights of all sum to 1. Nothing at all to come, too, is a way: without means.
  void add(double weight, GridMasses log_means);

  [[nodiscard]] double mean() const;
  /// n  whole; of 0 or less there always is as much
  [[nodiscard]] CountDistribution::Tails tails(double n) const;
  /// The least whole numbers than which no more are counted with chance p each.
  /// p     ascending, each in (0, 1)
  /// Cost  about six `tails` each
  [[nodiscard]] std::vector<std::int64_t> quantiles(std::span<const double> p) const;

 private:
  struct Way {
    double weight = 0;
    GridMasses log_means;
  };
  CountDistribution counts_;
  std::vector<Way> ways_;
};

}  // namespace signpost::belief
