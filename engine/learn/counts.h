// What history counted, period by period, and what shows in it at a glance.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "engine/model/quantities.h"
#include "engine/time/instant.h"

namespace signpost::learn {

/// What was counted in a period.
struct CountedCell {
  double counted = 0;  // >= 0, real
  Days exposure{0};    // ∫ coverage: the part of it that was watched; 0 teaches nothing
};

/// Counts of periods of one length, one after another, oldest first.
struct CountSeries {
  Instant from;
  std::chrono::seconds length{0};  // of a period, > 0
  std::vector<CountedCell> cells;

  [[nodiscard]] Instant start_of(std::size_t cell) const {
    return from + length * static_cast<std::chrono::seconds::rep>(cell);
  }
  [[nodiscard]] Instant middle_of(std::size_t cell) const { return start_of(cell) + length / 2; }
  [[nodiscard]] Instant until() const { return start_of(cells.size()); }
  [[nodiscard]] double counted() const;
  [[nodiscard]] Days exposure() const;
};

/// The same in longer periods, laid backwards from the end of the series: a cell belongs to the one
/// that holds its middle. The first may have been watched in part only; its exposure says so.
CountSeries grouped(const CountSeries& series, std::chrono::seconds length);

/// Counts about one rate, each with its exposure as offset: the quasi-Poisson fit.
struct QuasiPoisson {
  Rate rate;              // Σn/ΣE
  double dispersion = 1;  // variance ÷ mean: Σ (n − μ)²/μ ÷ (periods − 1), not held at 1 or more
  double log_error = 0;  // standard error of ln(rate): √(dispersion/Σn)
  std::size_t periods = 0;
};

/// Nothing where fewer than two periods were watched, or nothing was counted.
/// Accuracy  1e-12 relative: R's glm(n ~ 1 + offset(log(E)), quasipoisson) to 1e-9 (tests/learn).
std::optional<QuasiPoisson> quasi_poisson(std::span<const CountedCell> cells);

/// The spans over which burstiness is told.
enum class Span { kWeek, kMonth, kQuarter, kHalfYear };
inline constexpr Span kSpans[] = {Span::kWeek, Span::kMonth, Span::kQuarter, Span::kHalfYear};
/// A week is 7 days; the others are 1, 3 and 6 months of 30.4375 days.
std::chrono::seconds length_of(Span span);

struct DispersionAt {
  Span span = Span::kMonth;
  QuasiPoisson fit;
};
/// The dispersion over each span that the series' own periods fit in, and that has two or more. As
/// levels wander it grows with the span; that over a month is what `dispersion` declares where no
/// drift is learnt beside it.
std::vector<DispersionAt> dispersions(const CountSeries& series);

/// The longest time without an event.
struct Silence {
  Instant from;  // the start of the first period without
  Instant until;
  Days watched{0};       // the exposure in it
  bool running = false;  // it had not ended when the series does
};
/// Silence is counted in exposure, so that what nobody watched does not make it long. The earliest of
/// several alike. Nothing where each watched period has a count, or none was watched.
std::optional<Silence> longest_silence(const CountSeries& series);

}  // namespace signpost::learn
