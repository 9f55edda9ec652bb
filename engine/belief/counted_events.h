// From what was said to counted periods: what a countable forecast counts, and how closely it was
// watched.
//
//   said of the criterion's indicators ─ gather (events.h) ─> events of 0.5 or more, each once
//     (allocation.h) ─ totals shared out at face value (totals.h) ─> n of each period ─┐
//   coverage, totals' spans, lag, seasons (levels.h) ─────────────> E of each period ─┴─> count.h
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/belief/count.h"
#include "engine/belief/count_periods.h"
#include "engine/belief/kinds.h"
#include "engine/belief/levels.h"
#include "engine/belief/question.h"
#include "engine/model/assessment.h"

namespace signpost::belief {

/// An event of less credibility is not counted.
inline constexpr double kLeastCountedCredibility = 0.5;
/// What is watched as it comes is taken to be watched as over so many of the last known periods.
inline constexpr std::size_t kPeriodsWatchedLately = 12;

/// What the count of a question comes to at a moment.
///   - Counted is what is dated by as_of, at face value: an event counts one where its credibility
///     after corroboration and denials is 0.5 or more, and nothing else; a total so many as it has
///     left once what lies inside it is taken off in full; its parts fall into periods where they
///     fall in time.
///   - An event told in several places counts in one (allocation.h, where all indicators weigh the
///     same): of kinds within kinds in the narrowest, else where it is most credible.
///   - The clock stops at the later of the window's end and the horizon.
///   - E is the mean over the named indicators of ∫ coverage·season, as silence is watched: by the
///     share of reports that is in at known_at, and by totals in full, those of less than 0.5 too.
///     A milestone is not deaf after it was told, and set times are watched like any time.
///   - Still to come of a period is, of an indicator whose coverage is declared, the share of
///     reports that is not in, and what is declared for the rest of the period. Of one that is
///     covered as it comes: all that the mean of the last twelve known periods would watch, less
///     what is watched so far (and never less than that mean for the time to come); nothing once
///     the period and its lag are over. Known is a period that is over, lag included; where none is,
///     the mean is of all time known.
///   - Until something is told of the time before the window, be it that nothing was seen, that time
///     has no exposure, whoever may have watched it: what nobody told is no history. The same where R
///     is a factor of nothing.
///   - As of a moment before `against` is over, R is a factor of what was counted in it so far.
/// Needs  the question has a count part with at least one named indicator; what was said may reach
///        back as far as it likes.
/// Cost   as drawing up a timeline of what is counted, and some reading of coverage a period: 0.1 ms
///        for five years and five hundred events.
class CountedEvents {
 public:
  CountedEvents(const Question& question, const Moment& moment);
  CountedEvents(const CountedEvents&) = delete;
  CountedEvents& operator=(const CountedEvents&) = delete;

  [[nodiscard]] const CountPeriods& periods() const { return periods_; }
  [[nodiscard]] const CountQuestion& question() const { return question_; }
  /// As far as it had come at an instant, of what is counted now.
  [[nodiscard]] CountMoment at(Instant instant) const;
  /// Enough is counted, or the window is over, lag included.
  [[nodiscard]] bool decided() const;

 private:
  /// Of a total its parts one by one. Seconds since `frame_` opened.
  struct Part {
    double at = 0;
    double share = 1;

    friend auto operator<=>(const Part&, const Part&) = default;
  };
  struct Exposure {
    double watched = 0;   // ∫c, days
    double exposure = 0;  // with seasons
  };

  void lay_frame(const Question& question);
  void count(const Question& question);
  void settle(const CountedQuestion& asked);
  [[nodiscard]] double seconds(Instant instant) const { return since(frame_.opened, instant); }
  [[nodiscard]] double counted(Instant from, Instant until, bool with_end) const;
  [[nodiscard]] Exposure exposure(std::size_t j, Instant from, Instant until, double known_at,
                                  const std::vector<Listening>& listening) const;
  [[nodiscard]] double season_days(std::size_t j, Instant from, Instant until) const;
  [[nodiscard]] double known_exposure(Instant from, Instant until) const;
  [[nodiscard]] double watched_lately(std::size_t j) const;
  [[nodiscard]] double to_come(std::size_t j, const CountSpan& span, double lately) const;
  [[nodiscard]] bool is_over(std::size_t j, const CountSpan& span) const;

  Question frame_;  // the streams counted, without what was said; opens before all that counts
  std::optional<Kinds> apart_;  // of the frame: no kinds within kinds
  std::vector<std::size_t> named_;
  std::vector<bool> covered_ahead_;
  Instant end_;
  double known_at_;          // seconds since `frame_` opened, or kAllReportsIn
  std::vector<Part> parts_;  // in the order of time
  bool is_told_of_ = false;  // what lies before the window
  std::vector<Listening> listening_;
  std::vector<Listening> nobody_;  // as `listening_`, without totals
  CountPeriods periods_;
  CountQuestion question_;
};

}  // namespace signpost::belief
