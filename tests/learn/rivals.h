// A question that a history answers, and those who forecast it: will the next year count 1.25 times
// the last, or more?
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "tests/learn/histories.h"

namespace signpost::testing {

inline constexpr double kFactor = 1.25;

enum class Rival : std::uint8_t {
  kCount,         // the countable forecast, nothing declared: no season, dispersion 1
  kCountLearns,   // the same with the season and the dispersion within a month that `learn` reads
  kBaseRate,      // the share of past years that were so, as `learn` reads it
  kLastMonth,     // the last month's count, as if it went on for a year, over the last year's
  kToDate,        // what the year has counted so far over the same part of the last
  kLastMonthFit,  // the same ratios, as openings in the other histories came out
  kToDateFit,
  kDesk,        // a judged forecast: ×1.5 of the last year's rate against ×1
  kDeskLearns,  // the same with all lines pasted that `learn` prints
};
inline constexpr std::array<std::string_view, 9> kRivals{
    "count model",        "count model, learns", "base rate",
    "last month's ratio", "ratio to date",       "last month's, fitted",
    "to date, fitted",    "judged desk, x1.5",   "judged desk, learns"};

/// Months after the opening.
inline constexpr std::array<std::size_t, 3> kAskedAfter{0, 3, 6};

/// One opening: how it came out, and what each rival said of it at each time.
struct Opening {
  bool yes = false;
  std::array<std::array<double, kAskedAfter.size()>, kRivals.size()> said{};

  [[nodiscard]] double& of(Rival rival, std::size_t when) {
    return said[static_cast<std::size_t>(rival)][when];
  }
  [[nodiscard]] double brier(Rival rival, std::size_t when) const {
    const double off = said[static_cast<std::size_t>(rival)][when] - (yes ? 1 : 0);
    return off * off;
  }
};

using Tried = std::vector<std::vector<Opening>>;  // by history

/// The openings in each history, one in so many months from its third year on, of which the whole
/// year lies in it. A year after one of nothing asks nothing.
Tried tried_on(std::span<const History> histories, std::size_t every);

struct Mean {
  double value = 0;
  double error = 0;  // standard error, each history a block: openings in one overlap
};

/// The mean squared error of what it said.
Mean brier(const Tried& tried, Rival rival, std::size_t when);
/// By how much the first one's is less than the other's.
Mean gain(const Tried& tried, Rival better, Rival worse, std::size_t when);

}  // namespace signpost::testing
