// What one event is worth: the factor by which it multiplies the odds.
#pragma once

#include "engine/belief/question.h"

namespace signpost::belief {

/// Weighs the events of one stream, or one that bears on the scenario directly:
///
///   [ (q·a + (1−q)·m) / (q·b + (1−q)·m) ]^(1/φ),   m = π₀·a + (1−π₀)·b
///
/// True reports arrive at the scenario's rate, false ones at m regardless of it, and q is the
/// chance that this one is true before other news of the scenario. So q = 1 gives (a/b)^(1/φ), and
/// q = 0 or a = b exactly 1.
/// Units     a, b > 0, both per day or both relative; q in [0, 1]; φ >= 1.
/// Accuracy  a few units in the last place, of the logarithm too. Its sign turns bit for bit when a
///           and b, and π₀ and 1 − π₀, change places.
/// Source    DESIGN.md §2, "At an event".
class EventWeight {
 public:
  EventWeight(double if_true, double if_false, double dispersion, Probability prior);
  static EventWeight of(const Stream& stream, Probability prior);
  static EventWeight of_ratio(double ratio, Probability prior);

  /// ln of the factor.
  [[nodiscard]] double log_factor(double credibility) const;
  [[nodiscard]] double factor(double credibility) const;

 private:
  double if_true_;
  double if_false_;
  double rumour_;  // m
  double dispersion_;
};

/// Weighs a set time: seen with credibility q, or not, where c of what happens reaches the desk.
///
///   L₁/L₀,  L_s = q·p_s/m + (1−q)·(1 − c·p_s)/(1 − c·m),   m = π₀·p₁ + (1−π₀)·p₀
///
/// So a sighting worth nothing is exactly the silence (1 − c·p₁)/(1 − c·p₀).
/// Units     p₁, p₀ in (0, 1); q, c in [0, 1].
/// Accuracy  a few units in the last place, of the logarithm too.
/// Source    DESIGN.md §2, "Set times".
class OccasionWeight {
 public:
  OccasionWeight(const Stream& stream, Probability prior);

  /// ln of the factor of a sighting; of one of which only a `rest` counts here, the silence and so
  /// much of what the sighting adds to it.
  [[nodiscard]] double log_seen(double credibility, double coverage, double rest = 1) const;
  /// ln of the factor of not seeing it.
  [[nodiscard]] double log_unseen(double coverage) const;

 private:
  double if_true_;   // p₁
  double if_false_;  // p₀
  double rumour_;    // m
};

}  // namespace signpost::belief
