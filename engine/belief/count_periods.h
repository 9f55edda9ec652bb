// The periods of thirty and a half days in which a countable forecast counts.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/time/instant.h"

namespace signpost::belief {

/// M, the length of a period: 2,629,800 whole seconds.
inline constexpr std::chrono::seconds kCountPeriod{2'629'800};
static_assert(Days(kCountPeriod).count() == kDaysPerMonth);

/// Where a period lies: [from, until), the last one of the window [from, until].
struct CountSpan {
  Instant from;
  Instant until;
  Instant known_until;  // what lies in [from, known_until] is known

  friend bool operator==(const CountSpan&, const CountSpan&) = default;
};

struct CountPeriods {
  std::vector<CountSpan> spans;  // oldest first
  std::size_t window = 0;        // the window's first
  std::size_t running = 0;       // where as_of lies; one past the last where the window is over

  /// The period to which what happens at an instant belongs: on a boundary the later one, at the
  /// window's very end the last one. Nothing outside.
  [[nodiscard]] std::optional<std::size_t> of(Instant instant) const;
};

/// Cuts time into periods of M from the window's start, backwards to `history_from` and forwards to
/// the window's end. The first begins at `history_from` and the last ends at `to`, wherever these
/// fall. Where `history_from` is not before the window there are none before it; where as_of is
/// before all, the first is running and nothing of it is known.
/// from, to  the window, from < to
/// Source    DESIGN.md §2, "Countable forecasts".
CountPeriods count_periods(Instant history_from, Instant from, Instant to, Instant as_of);

}  // namespace signpost::belief
