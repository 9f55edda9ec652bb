// What alerts would have done: rules replayed over what the store holds, as it was known then.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/assess/archive.h"
#include "engine/assess/in_force.h"
#include "engine/assess/timetable.h"
#include "engine/model/backtest.h"

namespace signpost::assess {

/// An alert's rule and the dates at which it is judged, in order.
struct Rehearsal {
  Alert alert;
  std::vector<Instant> dates;
  std::optional<Instant> outcome;  // when what it warns of came about
  std::optional<Instant> until{};  // a later settlement is not there; nothing: the last date
};

/// `known_at` nothing: each date as known then. Dates before the scenario opened, long past its
/// horizon, or at which it is settled as far as is known, are left out. Judged by the clock only:
/// what a change between two dates would have raised is raised at the later one. But a settlement
/// ends the alert where it became known (in hindsight: where it was settled), be that between two
/// dates or after the last; once it is taken back, later dates are judged again.
/// Cost     one history of the scenario (believe.h) and, of a condition on a level, some 20 ns a
///          date, of others 0.5 µs; where an alert is raised and might clear, three accounts a
///          date, and more where `origins` are asked for; of "rises" and "falls" one assessment a
///          date.
Backtest backtest(Archive& archive, const Rehearsal& rehearsal, const KnownAt& known_at);

enum class Step : std::uint8_t { kDay, kWeek, kMonth };

/// 06:00 UTC of each day, of each Monday, or of each first of a month in [from, to].
std::vector<Instant> regular_dates(Step step, Instant from, Instant to);

/// When scenarios would have been assessed by the clock, had these schedules always stood as they
/// are: from each one's `start`.
class Rota {
 public:
  /// Slots in [from, to] are known; they are found once a schedule.
  Rota(std::span<const Schedule> schedules, Instant from, Instant to);

  /// The slots in [from, to] of all schedules that cover the scenario, each instant once; nothing
  /// where none covers it.
  [[nodiscard]] std::optional<std::vector<Instant>> dates(const Scenario& scenario, Instant from,
                                                          Instant to) const;

 private:
  std::vector<std::pair<Schedule, std::vector<Instant>>> slots_;
};

}  // namespace signpost::assess
