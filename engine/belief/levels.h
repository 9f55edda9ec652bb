// How closely each stream is watched, instant by instant.
//
//   declared coverage, by the share of reports in ─┬─ the best ─ × what a milestone's reports
//   totals that span the instant, in full ─────────┘             so far leave to be heard
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/belief/kinds.h"
#include "engine/belief/question.h"
#include "engine/belief/totals.h"

namespace signpost::belief {

inline constexpr double kSecondsPerDay = 86400.0;
inline constexpr double kAllReportsIn = std::numeric_limits<double>::infinity();

/// From `at` on a milestone listens at so much of its level.
struct Deafening {
  double at = 0;
  double hears = 1;

  friend bool operator==(const Deafening&, const Deafening&) = default;
};

/// What a stream's evidence says of how closely it is watched. Seconds since the scenario opened.
struct Listening {
  double latest = -std::numeric_limits<double>::infinity();  // counted event, or end of a total
  std::vector<Deafening> deafening;                          // in the order of time
  std::vector<Watch> watches;                                // of totals, likewise
};

/// How closely a stream was watched, and what that let one expect.
struct Watching {
  /// Expected counted events, sightings at set times among them: ∫c·a·season, ∫c·b·season, less
  /// what is left to narrower kinds.
  struct Expected {
    double if_true = 0;
    double if_false = 0;
  };
  double watched = 0;   // ∫c without seasons, in days
  double exposure = 0;  // ∫c with them; at set times Σc
  Expected expected;
  Expected since_latest;  // of it, what lies after the latest event
  double unseen = 0;      // at set times: Σc over those at which it was not seen
};

/// From `at` on, seconds since the scenario opened, the stream's silence moves the log-odds by
/// −drain a day. (A drain, like a jump, is told relative to the state "not under way"; with K
/// states there would be K − 1 of each.)
struct DrainChange {
  double at = 0;
  int stream = 0;
  double drain = 0;
};

/// Seconds since the scenario opened.
inline double since(Instant opened, Instant instant) {
  return static_cast<double>((instant - opened).count());
}

/// A step function read forward.
class StepReader {
 public:
  StepReader(const Steps& steps, Instant opened, double from);
  /// Its value at `at`; `at` never decreases from call to call.
  double value(double at) {
    while (i_ + 1 < steps_->size() && start(i_ + 1) <= at) ++i_;
    return (*steps_)[i_].value;
  }
  /// Where it next may change, after the `at` of the last call to `value`.
  [[nodiscard]] double next() const {
    return i_ + 1 < steps_->size() ? start(i_ + 1) : std::numeric_limits<double>::infinity();
  }

 private:
  [[nodiscard]] double start(std::size_t i) const { return since(opened_, (*steps_)[i].from); }

  const Steps* steps_;
  Instant opened_;
  std::size_t i_ = 0;
};

/// A stream's level, seasons left out, read forward. Where it changes it is the new level, but for
/// the share of reports that is in: that of an instant, though not of the time right after it,
/// still counts as in when exactly so much time has passed. What happened just now is watched.
class LevelReader {
 public:
  enum class Of : std::uint8_t { kTime, kInstant };

  /// `known_at`  up to when reports were in, seconds since the scenario opened, or kAllReportsIn.
  LevelReader(const Question& question, int stream, const Listening& listening, double known_at,
              double from, Of of = Of::kTime);
  double value(double at);
  [[nodiscard]] double next() const;

 private:
  StepReader coverage_;
  std::array<double, 4> in_until_;  // from each of these on a quarter less of the reports is in
  const Listening* listening_;
  Of of_;
  std::size_t lag_ = 0;
  std::size_t watch_ = 0;
  bool inside_watch_ = false;
  std::size_t deaf_ = 0;
};

/// The share ρ of a wider kind's events that is told as a narrower kind where both are watched so
/// closely: min(1, c_part/c_w); 1 where only the part is watched, 0 where neither is.
double told_as_narrower(double part, double wider);

/// Appends stream j's changes within [from, until), whole seconds since the scenario opened, and
/// adds up how closely it was watched. A happening is never deaf; at set times nothing drains.
/// `listening`  one a stream
void list_drains(const Question& question, const Kinds& kinds, int j,
                 const std::vector<Listening>& listening, double known_at, double from,
                 double until, std::vector<DrainChange>& changes, Watching& watching);

}  // namespace signpost::belief
