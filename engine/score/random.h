// Chance that falls the same on every machine: standard distributions are not portable.
#pragma once

#include <cstddef>
#include <cstdint>

namespace signpost::score {

/// SplitMix64 (Steele, Lea & Flood 2014).
class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) : state_(seed) {}

  constexpr std::uint64_t bits() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }
  /// In [0, 1), a multiple of 2^-53.
  constexpr double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }
  /// 0 … n − 1, each as likely to n·2^-32; 0 < n < 2^32.
  constexpr std::size_t below(std::size_t n) { return ((bits() >> 32) * n) >> 32; }

 private:
  std::uint64_t state_;
};

}  // namespace signpost::score
