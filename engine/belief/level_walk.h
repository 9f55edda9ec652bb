// How high the level of a countable forecast stands, learnt from counts while it walks.
//
//   level of a period ── a step ──> level of the next
//        │ its count                     │ its count
#pragma once

#include <span>
#include <vector>

#include "engine/belief/count_distribution.h"
#include "engine/belief/masses.h"

namespace signpost::belief {

/// What was counted of a period.
struct KnownCount {
  double counted = 0;
  double exposure = 0;  // days; 0 teaches nothing

  /// Where it alone would put the log-level; of none counted, where one more no longer matters.
  [[nodiscard]] double level() const;
};

/// The filter of a local level model for counts: ln of the events a day at full coverage is x,
///
///   x₁ uniform within 4 of a centre,   x_{k+1} = x_k + N(0, drift²),   n_k ~ (e^{x_k}·E_k, φ)
///
/// on a grid of equal steps, which is what makes sums over it exact to many digits: the sum of a
/// smooth function at equal steps is off by e^(−2π²·(width/step)²). The step is 0.7 of the
/// narrowest width there can be. The walk is summed directly, term by term, as far out as a later
/// count may pull the level: where the terms are too small for a double, from their logarithms.
/// Source  DESIGN.md §2, "Countable forecasts"; West & Harrison, Bayesian Forecasting and Dynamic
///         Models (1997), §14 for such models; Kitagawa, Non-Gaussian state-space modeling of
///         nonstationary time series (JASA 1987) for the filter on a grid; Trefethen & Weideman,
///         The exponentially convergent trapezoidal rule (SIAM Review 2014), §5 for its error.
/// Cost    a period: the square of the number of points that matter, about 100; 10–22 µs. It grows
///         with the largest count, and as 1/drift where drift is small.
class LevelFilter {
 public:
  static constexpr double kHalfWidth = 4;  // of the first level's range

  /// drift        > 0
  /// information  of the largest count that it will be told (CountDistribution::information)
  LevelFilter(const CountDistribution& counts, double centre, double drift, double information);

  /// On to the next period.
  void walk() { ++steps_; }
  /// Of the period it has walked to.
  /// later  the counts of later periods that it will be told: what these may yet make likely stays
  void observe(const KnownCount& now, std::span<const KnownCount> later);

  struct Level {
    GridMasses masses;
    double log_evidence = 0;  // ln of the chance of all counts, less what is the same at any drift
  };
  /// What the level of the period it has walked to is after such a count, which it then forgets.
  /// finest  the step of the answer, at most
  [[nodiscard]] Level after(const KnownCount& now, double finest,
                            std::span<const KnownCount> later = {}) const;
  [[nodiscard]] double step() const { return step_; }
  /// Of all counts so far.
  [[nodiscard]] double log_evidence() const { return log_evidence_; }

 private:
  /// At x = low + (i + ½)·step, from the first number on, logarithms beside the masses themselves.
  struct Points {
    long first = 0;
    std::vector<double> log_mass;
    std::vector<double> mass;
    double log_total = 0;  // ln of what they summed to before they were made to sum to 1
  };

  /// How later counts may pull a level: towards which, and by how much at most they make one of
  /// these likelier than where it stands. Where low > high, not at all.
  struct Pull {
    double low = 1;
    double high = 0;
    double gain = 0;  // of log-likelihood
  };
  /// The numbers of points.
  struct Span {
    long first = 0;
    long last = 0;
  };

  [[nodiscard]] double point(long i, double step) const {
    return low_ + (static_cast<double>(i) + 0.5) * step;
  }
  [[nodiscard]] long place(double x, double step) const;
  [[nodiscard]] Points start(int finer) const;
  [[nodiscard]] Points walked(long first, long last, int finer) const;
  [[nodiscard]] double log_likelihood(const KnownCount& count, double level) const;
  [[nodiscard]] Pull pull_of(std::span<const KnownCount> later, double level) const;
  [[nodiscard]] long mode(int finer) const;
  [[nodiscard]] Span bounds(const KnownCount& now, int finer, const Pull& pull) const;
  [[nodiscard]] Points posterior(const KnownCount& now, int finer,
                                 std::span<const KnownCount> later) const;

  CountDistribution counts_;
  double low_;
  double drift_;
  double step_;
  long cells_;     // of the first level's range
  int steps_ = 0;  // walked since `points_`
  bool observed_ = false;
  Points points_;
  double log_evidence_ = 0;
};

}  // namespace signpost::belief
