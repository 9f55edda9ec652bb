// How often something happens, and how often it will in the year to come: levels wander, and the
// interval says how far.
//
//   months ─> season ─> level of each ─> a year and half a year ahead
//                       (belief/level_walk.h)   └─ the same from each month of the past: did it hold?
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/learn/counts.h"
#include "engine/learn/season.h"
#include "engine/model/quantities.h"

namespace signpost::learn {

/// How often an interval held, had it been given at each month of the past with what was counted by
/// then. What such origins try overlaps, so ten of them are not ten trials.
struct IntervalTest {
  std::size_t origins = 0;
  std::size_t held = 0;
  [[nodiscard]] double share() const {
    return static_cast<double>(held) / static_cast<double>(origins);
  }
};

/// The mean rate of a span to come, as it would be counted there if all of it were watched.
struct RateAhead {
  std::size_t months = 0;
  Rate mean;
  Rate low;  // nine times in ten it lies between these
  Rate high;
  /// Of the interval: √(high/low); nothing where low is 0.
  std::optional<double> within;
  double tail = 0.05;   // what the interval leaves out at each end, by the model
  IntervalTest tested;  // none where history is too short
};

struct LearntRate {
  std::size_t months = 0;  // of history
  Rate level;              // in the coming month, without its season: as likely above as below
  Rate level_low;
  Rate level_high;
  RateAhead year;
  RateAhead half_year;
  double drift = 0;       // of the log-level in a month: the mean of what the counts leave possible
  double dispersion = 1;  // within a month, beside that drift, likewise
  std::optional<Season> season;  // reckoned with where it shows
};

/// Before the first origin of a test lies so much history.
inline constexpr std::size_t kMonthsBefore = 12;

/// Whether the intervals are tried on the past.
enum class Tried { kYes, kNo };

/// The model of countable forecasts (belief/level_walk.h), its drift averaged over the same four;
/// dispersion is averaged too, over 1, 2, 4 and so on, each as likely before. Where a season
/// shows, each month's exposure is multiplied by its factors; an origin of the test knows only the
/// seasons that its own past shows, looked for once a year. Why the walk serves: what comes next
/// year is told by how far the level has gone so far, which neither Gamma nor quasi-Poisson
/// intervals hold (DESIGN.md §2: 44 % and 58 % instead of 90 %).
/// Seasons come early and late, and what follows a surge is not what a walk foretells: so where, of
/// what had been tried by an origin (12 months or more), too few held, its interval leaves out so
/// much less at each end that nine in ten would have. That is done at each origin of the test as it
/// is done now.
/// Counts above 80 a month are reckoned in lots, so that dispersion is at least the lot: of a month
/// 11 %, of a year 3 %, less than levels wander.
/// Nothing under 3 months of history, or where nothing was watched.
/// Cost      20–40 ms, and 2–10 ms a month tried, most where many are counted and seasons show.
/// Accuracy  of 19 histories of disease counts (tests/learn) 1227 of 1317 intervals for a year held,
///           93 %, and 1291 of 1431 for half a year, 90 %; of drawn walks 91 % and 89 %
///           (tests/property/rate_laws_test.cc).
std::optional<LearntRate> learnt_rate(const CountSeries& series, Tried tried = Tried::kYes);

}  // namespace signpost::learn
