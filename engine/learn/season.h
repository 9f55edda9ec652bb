// Whether some months of the year bring more than others, whatever the level.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "engine/learn/counts.h"

namespace signpost::learn {

/// The year in twelfths of 30.4375 days, which are the calendar's months to a day or two: 0 begins
/// with January.
inline constexpr std::size_t kTwelfths = 12;
std::size_t twelfth_of(Instant instant);

struct Season {
  double f = 0;            // how much the months explain beside what they leave, each a degree
  double chance = 1;       // of so large an F where there is no season
  double dispersion = 1;   // of what they leave
  std::size_t months = 0;  // that were compared
  std::array<double, kTwelfths> factors{};  // of each twelfth; their mean is 1
  bool shows = false;                       // chance below kSeasonShows
};

/// A chance so small is a season. Levels that wander make neighbouring months alike, so that an F of
/// chance alone is larger than its distribution says: where they wander as counts do, 2 in a hundred
/// histories show a season that is none, and 9 in ten one that makes the best month four times the
/// worst (tests/property/rate_laws_test.cc).
inline constexpr double kSeasonShows = 1e-4;

/// Compares each month with the mean of the year about it (two half months at the ends), which no
/// steady rise or fall disturbs: F of one factor a twelfth against one for all, quasi-Poisson.
///   factor = (Σn + φ)/(Σμ + φ), so that few counts leave it near 1; then all by their mean.
/// Nothing under three years of months, or where a twelfth does not have two years with anything
/// counted about it.
/// Source    R: anova(glm(n ~ 1), glm(n ~ twelfth), test = "F") with the year's mean as offset
///           (tests/learn/make_cases.R); Shiskin, Young & Musgrave, The X-11 variant (1967) for the
///           mean.
/// Cost      linear in the cells
std::optional<Season> season(const CountSeries& series);

/// The same counts beside a season, where there is one that shows: each cell's exposure by the factor
/// of its middle.
CountSeries seasoned(CountSeries series, const std::optional<Season>& season);

/// Of one month of the calendar.
struct SeasonMonth {
  Instant from;
  Instant until;
  double factor = 1;
};
/// No month's factor is declared smaller: nothing is impossible in it.
inline constexpr double kLeastFactor = 0.01;

/// The season as a definition declares it: the months (UTC) from the one that holds `from` to the end
/// of the year after that of known_at. A count learns its level beside the season, so that it takes
/// the months of its history as well as those ahead.
std::vector<SeasonMonth> months_of(const Season& season, Instant from, Instant known_at);

}  // namespace signpost::learn
