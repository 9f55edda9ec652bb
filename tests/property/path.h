// What happens in a world that is drawn from the model itself: the state's way, and what comes of it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "engine/belief/question.h"

namespace signpost::belief {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : random_(seed) {}

  double uniform() { return std::generate_canonical<double, 53>(random_); }
  bool is(double p) { return uniform() < p; }
  double waiting(double rate) { return -std::log1p(-uniform()) / rate; }
  std::int64_t poisson(double mean) {
    std::int64_t n = 0;
    for (double at = waiting(1); at < mean; at += waiting(1)) ++n;
    return n;
  }

 private:
  std::mt19937_64 random_;
};

/// A chain's way through its two states.
class Path {
 public:
  Path(const Question& question, double length, Chance& chance)
      : at_first_(chance.is(question.prior.value())) {
    const bool forever = std::isinf(question.persistence.count());
    const double base = question.base_rate.value();
    const double starts = forever ? 0 : base / question.persistence.count();
    const double stops = forever ? 0 : (1 - base) / question.persistence.count();
    bool state = at_first_;
    double now = 0;
    while (now < length) {
      const double rate = state ? stops : starts;
      now = rate > 0 ? std::min(length, now + chance.waiting(rate)) : length;
      ends_.push_back(now);
      state = !state;
    }
  }

  [[nodiscard]] bool under_way(double at) const {
    bool state = at_first_;
    for (const double end : ends_) state ^= end < at;
    return state;
  }
  /// Calls with each instant of a Poisson stream, and whether the scenario is under way then.
  template <class Call>
  void events(double if_true, double if_false, Chance& chance, Call call) const {
    double from = 0;
    bool state = at_first_;
    for (const double until : ends_) {
      const double rate = state ? if_true : if_false;
      for (double t = from + chance.waiting(rate); t < until; t += chance.waiting(rate)) {
        call(t, state);
      }
      from = until;
      state = !state;
    }
  }

 private:
  bool at_first_;
  std::vector<double> ends_;
};

}  // namespace signpost::belief
