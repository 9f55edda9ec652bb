// Chance that falls the same on every machine: standard distributions are not portable, so each
// number here is made from uniform ones by what is written here.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace signpost::belief {

/// Scatters the bits of a number (SplitMix64: Steele, Lea & Flood 2014), so that seeds that are
/// next to each other have nothing in common.
constexpr std::uint64_t scattered(std::uint64_t number) {
  number += 0x9E3779B97F4A7C15U;
  number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9U;
  number = (number ^ (number >> 27)) * 0x94D049BB133111EBU;
  return number ^ (number >> 31);
}

/// A number in (0, 1) from 64 bits.
constexpr double fraction_of(std::uint64_t bits) {
  return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52;
}

/// The standard normal number below which a share u of them lies; u in (0, 1).
double normal_quantile(double u);

/// The p-quantile, interpolated between the two nearest (R's type 7). There must be at least one
/// number; they are left in another order.
double quantile(std::vector<double>& numbers, double p);

class Random {
 public:
  explicit Random(std::uint64_t seed) : bits_(scattered(seed)) {}

  /// In (0, 1).
  double uniform() { return fraction_of(bits_()); }
  double normal() { return normal_quantile(uniform()); }
  /// By adding up from 0: takes as long as the mean is large. `none` = e^−mean > 0.
  std::int64_t poisson(double mean, double none);
  /// With P(k) = (1 − 1/φ)^k / (k ln φ), φ > 1: its mean is (φ−1)/ln φ, its E[k²]/E[k] = φ.
  /// Source  Kemp, Efficient generation of logarithmically distributed pseudo-random variables
  ///         (1981), algorithm LS's mixture of geometric numbers.
  double logarithmic(double log_dispersion);

 private:
  std::mt19937_64 bits_;
};

}  // namespace signpost::belief
