// Which slots are due: from the schedules' definitions, what was done, and the clock. Pure.
//
// A schedule's slots are those of each revision while it stands: the first one from its `start`,
// whenever it was loaded, so that the past is made up; a later one from when it was loaded, so that
// a changed schedule never fires for the past. A slot is due once its second is over: what is
// recorded in that second is known then. Slots are done in the order of time, so all up to the
// last one done are done.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/saved.h"
#include "engine/store/store.h"

namespace signpost::assess {

struct DueSlot {
  SlotKey key;
  const Schedule* schedule = nullptr;  // the revision that stands then; the timetable's own
  bool skipped = false;                // by its policy
};

class Timetable {
 public:
  /// `done`: slots of all schedules, in any order.
  Timetable(std::vector<store::Revision<Schedule>> schedules, const std::vector<Slot>& done);

  /// The slots of a schedule in [from, to], done or not; at most `most`.
  [[nodiscard]] std::vector<DueSlot> between(std::string_view schedule, Instant from, Instant to,
                                             std::size_t most = 1'000'000) const;
  /// All that are due and not done, by time, then by id.
  [[nodiscard]] std::vector<DueSlot> due(Instant now) const;
  /// Of these those that are more than kPunctual late.
  [[nodiscard]] std::vector<DueSlot> overdue(Instant now) const;
  /// The first slot later than `after`, of one schedule or (empty) of all.
  [[nodiscard]] std::optional<SlotKey> next(Instant after, std::string_view schedule = {}) const;
  /// When something is due next, be it overdue: the instant at which to look again.
  [[nodiscard]] std::optional<Instant> wake(Instant now) const;

  void set_done(const SlotKey& key);

  /// The ids of all schedules, in the order of first definition.
  [[nodiscard]] std::vector<std::string> ids() const;
  /// The revision that stands now: the last.
  [[nodiscard]] const Schedule& latest(std::string_view schedule) const;

 private:
  struct Line {
    std::vector<store::Revision<Schedule>> revisions;
    std::optional<Instant> last_done;
  };
  [[nodiscard]] const Line& line(std::string_view schedule) const;

  std::vector<Line> lines_;
};

/// For a report made at `now`; nothing where there is no schedule.
std::optional<ClockLine> clock_line(const store::Snapshot& snapshot, Instant now);

/// Does a schedule cover a scenario: by its id, its publication, or "*"?
bool covers(const Schedule& schedule, const Scenario& scenario);

/// Is a scenario assessed by the clock then: open, or so lately past its horizon that reports of it
/// may still come in (31 days)?
bool assessed_at(const Scenario& scenario, Instant instant);

}  // namespace signpost::assess
