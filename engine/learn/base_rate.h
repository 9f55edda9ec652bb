// What the past says of a scenario: how often its criterion was met, for how long, and how often its
// indicators were seen while it was and while it was not.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "engine/model/quantities.h"
#include "engine/time/instant.h"

namespace signpost::learn {

/// A span of the past, as long as the scenario's own, and whether its criterion was met in it.
struct PastWindow {
  Instant from;
  Instant until;
  bool met = false;
};

/// The most windows of which no two overlap: from the latest back, each that ends by the start of
/// the one taken before. Ascending.
std::vector<PastWindow> apart(std::span<const PastWindow> windows);

/// A declared base rate is worth so many windows.
inline constexpr double kDeclaredWindows = 10;
/// Fewer windows say little.
inline constexpr std::size_t kFewWindows = 5;

struct LearntBaseRate {
  Probability mean;
  Probability low;  // nine times in ten it lies between these
  Probability high;
  std::size_t windows = 0;  // that do not overlap
  std::size_t met = 0;
  bool few = false;  // fewer than kFewWindows
};

/// The base rate after the windows that do not overlap: Beta(w·π + met, w·(1−π) + not met), π the
/// declared one and w = kDeclaredWindows; Beta(½, ½) where none is declared (Jeffreys). Four windows
/// move it less than three tenths of the way from π to what they say.
/// declared  in (0, 1)
/// Nothing where nothing is declared and there is no window.
std::optional<LearntBaseRate> learnt_base_rate(std::span<const PastWindow> windows,
                                               std::optional<Probability> declared);

/// What an indicator brought in a window.
struct WindowCount {
  bool met = false;
  double counted = 0;
  Days exposure{0};  // 0 teaches nothing
};

/// A rate given the answer.
struct ConditionalRate {
  Rate mean;
  Rate low;  // nine times in ten the rate over many windows lies between these
  Rate high;
  double within_mean = 1;  // it is within this factor of the mean nine times in ten
  double within = 1;       // so is the rate of one more window: what `within` may say
  std::size_t windows = 0;
  double counted = 0;
};

struct ConditionalRates {
  double dispersion = 1;                  // of windows alike about their common rate, at least 1
  std::optional<ConditionalRate> if_met;  // nothing where no such window was watched
  std::optional<ConditionalRate> if_not;
};

/// Rates of an indicator while the criterion was met and while it was not. Counts scatter φ times as
/// far as Poisson counts, φ from both kinds of window about their own means (quasi-Poisson, at least
/// 1), so the rate is Gamma((N + ½)/φ, E/φ), at φ = 1 Jeffreys'. A window's own rate scatters about
/// it with variance (φ − 1)·mean/(days of a window); the gamma distribution with both variances
/// gives `within`. As φ itself comes from few windows, what it has above 1 is taken (t/z)² times as
/// large, t and z the 95 % quantiles of Student's and the normal distribution.
/// Factors are 1024 at most: what is off by more is not known at all.
/// Accuracy  the quantiles to 1e-12 relative (R's qgamma to 1e-9, tests/learn).
ConditionalRates conditional_rates(std::span<const WindowCount> windows);

/// A time of which it is known whether the scenario was under way.
struct Stretch {
  Days length{0};  // > 0
  bool under_way = false;
};

struct Spells {
  std::size_t ended = 0;
  std::size_t open = 0;  // 0 to 2: cut off at the beginning or end of what is known
  Days total{0};         // of all, the open ones as far as they are known
  Days median{0};        // of the ended ones; 0 where there is none
  Days longest{0};
  std::optional<Days> mean;  // total ÷ ended: what `lasts` may say
  std::optional<Days> low;   // nine times in ten the mean lies between these
  std::optional<Days> high;
};

/// How long spells lasted, in stretches that follow one another. Lengths are taken to be
/// exponential, as the scenario's own are: the mean's interval is total ÷ Gamma(ended, 1)'s. No mean
/// without a spell that ended. Nothing where none was under way.
std::optional<Spells> spells(std::span<const Stretch> stretches);

}  // namespace signpost::learn
