// Schedules: when scenarios are assessed by themselves, what was done and what is to come.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/model/definitions.h"
#include "engine/model/outcome.h"
#include "engine/model/schedule.h"
#include "engine/report/page.h"
#include "engine/report/speech.h"
#include "engine/time/calendar.h"
#include "engine/time/zone.h"

namespace signpost::report {

/// A schedule and how it stands.
struct ScheduleLine {
  Schedule schedule;
  Zone zone;                         // its `timezone`
  std::vector<std::string> covered;  // ids of the scenarios that it assesses now
  std::vector<std::string> retired;  // ids of those that it leaves out, for they are given up
  std::optional<Slot> last;          // the last one that was done
  std::optional<Instant> next;
  int overdue = 0;                       // more than kPunctual late, and not done
  std::optional<Instant> overdue_since;  // the oldest of these
  int skipped = 0;                       // by its policy, in the last 30 days
};

/// A slot to come.
struct SlotLine {
  Schedule schedule;  // the revision that stands then
  Zone zone;
  Instant due;
};

/// Of each schedule its id and title; below, when it is due, what it covers, what was done last,
/// what is next and what was missed. Times on the wall of its zone, and in UTC where that differs.
Page schedules_page(std::span<const ScheduleLine> lines, Instant now, const Speech& speech);

/// signpost.schedules/1: {"format","now","schedules":[{"id","title","every","rule","timezone",
/// "start","until","scenarios","covered","retired","missed","report":{"format","lang","output"},"last":{"due",
/// "local","recorded","assessments","report","problem"},"next":{"due","local"},"overdue",
/// "overdue_since","skipped_30d"}]}; `local` is what the clock on the wall shows.
std::string schedules_json(std::span<const ScheduleLine> lines, Instant now);

struct SlotChoices {
  Instant now;             // the clock
  std::size_t width = 80;  // the page is laid out for
};

/// A line a slot; where there is no room beside it, below it its schedule's id and title.
Page slots_page(std::span<const SlotLine> slots, const SlotChoices& choices, const Speech& speech);

/// signpost.slots/1: {"format","now","slots":[{"schedule","title","due","local","timezone"}]}
std::string slots_json(std::span<const SlotLine> slots, Instant now);

/// A scenario, and how it was settled.
struct CalendarScenario {
  Scenario scenario;
  std::optional<Resolution> resolution = {};
};

/// Slots and the scenarios' horizons, of those that are settled the day of that, in [from, to], by time. A horizon at the end of a day is that
/// whole day. The same slot, and a scenario's horizon, has the same uid in every file of this
/// store; `store` is what no two stores share.
std::vector<CalendarEvent> calendar_events(std::span<const SlotLine> slots,
                                           std::span<const CalendarScenario> scenarios,
                                           Instant from, Instant to, std::string_view store,
                                           const Speech& speech);

}  // namespace signpost::report
