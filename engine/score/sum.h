// A sum that keeps what rounding would drop, so that means hold to their last digits.
#pragma once

#include <cmath>

namespace signpost::score {

/// Adds numbers up in the order in which they come.
/// Accuracy  2^-53 of the sum plus n·2^-106 of the sum of sizes.
/// Source    Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen
///           (1974).
class Sum {
 public:
  Sum& operator+=(double term) {
    const double sum = sum_ + term;
    lost_ += std::fabs(sum_) >= std::fabs(term) ? (sum_ - sum) + term : (term - sum) + sum_;
    sum_ = sum;
    return *this;
  }
  Sum& operator+=(const Sum& other) {
    *this += other.sum_;
    return *this += other.lost_;
  }
  [[nodiscard]] double value() const { return sum_ + lost_; }

 private:
  double sum_ = 0;
  double lost_ = 0;
};

}  // namespace signpost::score
