// How counts scatter about their mean.
#pragma once

namespace signpost::belief {

/// Below this dispersion a count is Poisson.
inline constexpr double kPoissonBelow = 1.02;

/// The distribution of a count whose mean is known: Poisson, or negative binomial with variance
/// φ·mean, so of size mean/(φ − 1). Since φ does not depend on the mean, a sum of such counts is
/// one whose mean is the sum of theirs.
/// Source  DESIGN.md §2, "Countable forecasts"; Cameron & Trivedi, Regression Analysis of Count
///         Data (1998), §3.3 (their NB1).
class CountDistribution {
 public:
  /// φ > 0
  explicit CountDistribution(double dispersion);

  /// ln of the chance of n, less what depends on n and φ only. In the mean it rises to one maximum
  /// (of the negative binomial it is concave in the mean, though not in its logarithm).
  /// n         >= 0, real: by gamma functions
  /// Accuracy  1e-11 absolute for means up to 1e5.
  [[nodiscard]] double log_likelihood(double n, double log_mean) const;

  /// The chance of n or more, and of fewer.
  struct Tails {
    double at_least = 0;
    double fewer = 0;
  };
  /// n         whole, >= 1
  /// Accuracy  the smaller of the two 1e-11 relative.
  [[nodiscard]] Tails tails(double n, double log_mean) const;

  /// How sharply a count of n tells the logarithm of its mean: about 1 ÷ variance, from above.
  [[nodiscard]] double information(double n) const { return n * sharpness_; }

 private:
  [[nodiscard]] Tails summed_tails(double n, double log_mean, double size) const;

  double dispersion_;
  bool poisson_;
  double log_dispersion_;
  double sharpness_;
};

}  // namespace signpost::belief
