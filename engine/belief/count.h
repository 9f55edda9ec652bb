// Countable forecasts: whether enough will be counted in a window, the level learnt from history.
//
//   periods with their counts ─> level of each ─> what is still to come ─> P, account, outlook
//   (count_periods.h)            (level_walk.h)   (exposure_ahead.h,
//                                                  predicted_count.h)
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/model/quantities.h"

namespace signpost::belief {

/// Where `drift` is not given, what it may be: standard deviations of the log-level's monthly step.
inline constexpr double kDrifts[] = {0.05, 0.1, 0.2, 0.4};

/// P is never nearer to 0 or 1 than this.
inline constexpr double kLeastProbability = 1e-6;

struct CountedPeriod {
  double counted = 0;  // n in the known part, real, >= 0
  Days exposure{0};    // E = ∫c over the known part; 0 teaches nothing
  Days to_come{0};     // the same still to come inside the window; 0 before the window
};

/// A moment: all periods before `period` are known in full, of it only so much, of later ones
/// nothing.
struct CountMoment {
  std::size_t period = 0;
  double counted = 0;
  Days exposure{0};
};

/// What is asked, and all that is known of it now.
struct CountQuestion {
  std::vector<CountedPeriod> periods;  // oldest first; of those after `running` nothing is known
  std::size_t window = 0;              // the first period of the window
  std::size_t running = 0;  // the period that now lies in; past the last where the window is over
  double at_least = 0;      // R
  std::optional<double> drift;  // > 0; not given: averaged over kDrifts
  double dispersion = 1;        // φ; Poisson below 1.02

  [[nodiscard]] CountMoment now() const;
};

/// Whether two questions, be they of different moments, have one answer: all that is known and all
/// that is to come is the same, so that between the two nothing was told.
bool has_one_answer(const CountQuestion& a, const CountQuestion& b);

/// ln(P/(1−P)) that R or more are counted in the window, by what is known now. P is clipped to
/// [1e-6, 1 − 1e-6]: enough counted is 1 − 1e-6; nothing more to come without it 1e-6. Nothing
/// where the known parts before the window have no exposure: there is no history yet.
/// Accuracy  P within 9e-10 and the log-odds within 2e-8 of the shared cases, which are good to
///           1e-9; P within 4e-10 of a slow sum over level and count (tests/property/slow_count.h).
/// Cost      3–7 ms for five years of history where the drift is learnt, 1–2 where it is given;
///           linear in the periods. The threshold hardly matters: 6 ms at 50, 7 at 5,000. A surge
///           after years of silence takes 10–30. Late reports of one period: 9–11 ms in all where
///           some 40 a month are counted, 60 where 400; of two periods 20–30 and 100.
/// Source    DESIGN.md §2, "Countable forecasts"; the parts name theirs.
std::optional<LogOdds> count_log_odds(const CountQuestion& question);

/// The same as it was at each of several moments up to now, with today's counts and exposures of
/// what was known then. One pass over the periods serves all moments in the window; each moment
/// before it, when the level was still centred elsewhere, costs one of its own. As grids are laid
/// for all that is known, a moment's log-odds may differ by 1e-8 from what was reckoned then.
std::vector<std::optional<LogOdds>> count_log_odds(const CountQuestion& question,
                                                   std::span<const CountMoment> moments);

/// The drift that the counts so far make likely: the mean of its logarithm over kDrifts, each by its
/// weight; `drift` where it is given. Nothing where there is no history yet.
/// Cost  as count_log_odds
std::optional<double> likely_drift(const CountQuestion& question);

/// Of a period, from its start, or from the opening if that is later, until its end or now.
struct CountLine {
  std::size_t period = 0;
  double counted = 0;
  double foretold = 0;   // the mean of what it would bring, as reckoned at its start
  std::int64_t low = 0;  // and the interval in which it would lie nine times in ten: no more than
  std::int64_t high =
      0;  // `low` − 1 with a chance below 5 %, no more than `high` with 95 % or more
  LogOdds at_start;
  LogOdds brought;  // by how much it moved the log-odds
};

/// opening + Σ brought = closing, to rounding.
struct CountAccount {
  LogOdds opening;
  std::vector<CountLine> lines;
  LogOdds closing;
};

/// The account from `opened` until now: its opening is P at `opened`, or at the first start of a
/// period at which there is history. Nothing where there is none now.
/// Cost  2–3 ms a line, most of it for the intervals
std::optional<CountAccount> count_account(const CountQuestion& question, const CountMoment& opened);

/// What is foretold now.
struct CountOutlook {
  /// The window's count up to the end of a period: 5, 25, 50, 75 and 95 % lie at or below these.
  struct Cumulative {
    std::size_t period = 0;
    double mean = 0;
    double quantiles[5] = {};
  };
  struct DriftWeight {
    double drift = 0;
    double weight = 0;  // of its chance given the counts so far, all alike before; they sum to 1
  };
  double counted = 0;               // in the window so far
  std::vector<Cumulative> fan;      // at the end of each period that has something to come
  std::vector<DriftWeight> drifts;  // one where it is given
  Rate level;                       // events a day at full coverage, in the running period
  Rate level_low;                   // it lies between these nine times in ten
  Rate level_high;
};
inline constexpr double kFanShares[] = {0.05, 0.25, 0.5, 0.75, 0.95};

/// Nothing where there is no history yet. The last of the fan is the window's final count; where
/// nothing is to come the fan is empty and the count is final.
/// Cost  4–5 ms a period to come, and as count_log_odds
std::optional<CountOutlook> count_outlook(const CountQuestion& question);

}  // namespace signpost::belief
