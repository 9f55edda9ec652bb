// What comes after a point of time, as one step.
#pragma once

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/belief/filter.h"
#include "engine/model/quantities.h"

namespace signpost::belief {

/// Everything after a point of time as one map from the odds there to the odds at the end: the
/// product of the gaps' matrices [[rest, stop], [start, stay]] and the jumps' diag(1, factor),
/// built from the end backward. The jumps after the last gap and those before the first gap of the
/// product are kept apart, so that nothing overflows where many events fall on one instant.
class BackwardProduct {
 public:
  void precede_with_jump(double log_factor) { (mixed_ ? log_first_ : log_last_) += log_factor; }

  void precede_with_gap(const Passage& gap) {
    // The column that the first jumps multiply, and the other, brought to one scale.
    const double smaller = std::exp(-std::fabs(log_first_));
    const double not_scale = log_first_ > 0 ? smaller : 1;
    const double under_way_scale = log_first_ > 0 ? 1 : smaller;
    for (auto& [not_under_way, under_way] : rows_) {
      const double a = not_under_way * not_scale;
      const double b = under_way * under_way_scale;
      not_under_way = a * gap.rest + b * gap.start;
      under_way = a * gap.stop + b * gap.stay;
    }
    const double norm = 1 / (rows_[0].first + rows_[0].second + rows_[1].first + rows_[1].second);
    for (auto& [not_under_way, under_way] : rows_) {
      not_under_way *= norm;
      under_way *= norm;
    }
    mixed_ = true;
    log_first_ = 0;
  }

  /// Log-odds at the end from odds here.
  [[nodiscard]] LogOdds of(const Odds& here) const {
    const double x = here.log_odds().nats() + log_first_;
    // Both states relative to the likelier one.
    const double not_under_way = std::exp(std::min(0.0, -x));
    const double under_way = std::exp(std::min(0.0, x));
    return LogOdds(log_last_ +
                   (mixed_
                        ? std::log((rows_[1].first * not_under_way + rows_[1].second * under_way) /
                                   (rows_[0].first * not_under_way + rows_[0].second * under_way))
                        : x));
  }

 private:
  std::pair<double, double> rows_[2] = {{1, 0}, {0, 1}};
  bool mixed_ = false;    // some gap is in the product
  double log_first_ = 0;  // the jumps before its first gap
  double log_last_ = 0;   // the jumps after its last
};

}  // namespace signpost::belief
