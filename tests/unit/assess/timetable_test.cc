#include "engine/assess/timetable.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "tests/unit/assess/fake_snapshot.h"

using namespace signpost;  // NOLINT(google-build-using-namespace)
using assess::DueSlot;
using assess::Timetable;
using fake::day;
using std::chrono::hours;
using std::chrono::seconds;

namespace {

constexpr const char* kDaily = "FREQ=DAILY;BYHOUR=6;BYMINUTE=0;BYSECOND=0";
constexpr const char* kWeekly = "FREQ=WEEKLY;BYDAY=MO;BYHOUR=6;BYMINUTE=0;BYSECOND=0";

/// 06:00 UTC of a day.
Instant six(int number) { return day(number) + hours(6); }

Schedule daily(std::string id = "daily") {
  Schedule schedule;
  schedule.id = std::move(id);
  schedule.rule = kDaily;
  schedule.timezone = "UTC";
  schedule.start = day(0);
  schedule.scenarios = {"*"};
  return schedule;
}

store::Revision<Schedule> first(Schedule schedule, Instant until = kForever) {
  return {std::move(schedule), 1, {kBeginning, until}};
}

std::vector<Instant> instants(const std::vector<DueSlot>& slots) {
  std::vector<Instant> found;
  found.reserve(slots.size());
  for (const DueSlot& slot : slots) found.push_back(slot.key.due);
  return found;
}

std::vector<bool> skipped(const std::vector<DueSlot>& slots) {
  std::vector<bool> found;
  found.reserve(slots.size());
  for (const DueSlot& slot : slots) found.push_back(slot.skipped);
  return found;
}

Slot done(const std::string& schedule, Instant due) {
  Slot slot;
  slot.key = {schedule, due};
  return slot;
}

using Instants = std::vector<Instant>;

}  // namespace

TEST_CASE("slots in a span are all its slots, done or not, its ends included") {
  const Timetable table({first(daily())}, {done("daily", six(3))});
  CHECK(instants(table.between("daily", six(1), six(3))) == Instants{six(1), six(2), six(3)});
  CHECK(instants(table.between("daily", six(1) + seconds(1), six(3) - seconds(1))) ==
        Instants{six(2)});
  CHECK(table.between("daily", six(3), six(1)).empty());
  CHECK(table.between("daily", kBeginning, kForever, 5).size() == 5);
}

TEST_CASE("no slot is before its start nor after its end") {
  Schedule schedule = daily();
  schedule.start = six(2);
  schedule.until = six(4);
  const Timetable table({first(schedule)}, {});
  CHECK(instants(table.between("daily", kBeginning, kForever)) == Instants{six(2), six(3), six(4)});
  schedule.start = six(2) + seconds(1);
  schedule.until = six(4) - seconds(1);
  CHECK(instants(Timetable({first(schedule)}, {}).between("daily", kBeginning, kForever)) ==
        Instants{six(3)});
}

TEST_CASE("a start in the past is made up from there") {
  const Timetable table({first(daily())}, {});
  CHECK(instants(table.due(day(3))) == Instants{six(0), six(1), six(2)});
}

TEST_CASE("a slot is due once its second is over") {
  const Timetable table({first(daily())}, {});
  CHECK(table.due(six(0)).empty());
  CHECK(instants(table.due(six(0) + seconds(1))) == Instants{six(0)});
  CHECK(table.wake(day(0)) == six(0) + seconds(1));
  CHECK(table.wake(six(0)) == six(0) + seconds(1));
  CHECK(table.wake(six(0) + seconds(1)) == six(0) + seconds(1));
}

TEST_CASE("what was done is not due again, nor anything before it") {
  const Timetable table({first(daily())}, {done("daily", six(1)), done("daily", six(0))});
  CHECK(instants(table.due(day(4))) == Instants{six(2), six(3)});
}

TEST_CASE("what is done while at it is not due any more") {
  Timetable table({first(daily()), first(daily("other"))}, {});
  table.set_done({"daily", six(1)});
  table.set_done({"daily", six(0)});
  table.set_done({"unknown", six(9)});
  CHECK(instants(table.due(day(2))) == Instants{six(0), six(1)});
  CHECK(table.due(day(2)).front().key.schedule == "other");
}

TEST_CASE("slots of several schedules come by time, then by id") {
  Schedule noon = daily("early-id");
  noon.rule = "FREQ=DAILY;BYHOUR=6,12;BYMINUTE=0;BYSECOND=0";
  const Timetable table({first(daily()), first(noon)}, {});
  const std::vector<DueSlot> slots = table.due(day(1));
  REQUIRE(slots.size() == 3);
  CHECK(slots[0].key == SlotKey{"daily", six(0)});
  CHECK(slots[1].key == SlotKey{"early-id", six(0)});
  CHECK(slots[2].key == SlotKey{"early-id", six(0) + hours(6)});
  CHECK(table.ids() == std::vector<std::string>{"daily", "early-id"});
}

TEST_CASE("of missed slots each is made up, or only the latest, or none") {
  Schedule schedule = daily();
  const Instant now = day(3);  // the last one is 18 hours late
  schedule.missed = Missed::kEach;
  CHECK(skipped(Timetable({first(schedule)}, {}).due(now)) ==
        std::vector<bool>{false, false, false});
  schedule.missed = Missed::kLatest;
  CHECK(skipped(Timetable({first(schedule)}, {}).due(now)) == std::vector<bool>{true, true, false});
  schedule.missed = Missed::kSkip;
  CHECK(skipped(Timetable({first(schedule)}, {}).due(now)) == std::vector<bool>{true, true, true});
}

TEST_CASE("a slot that is at most an hour late is not missed") {
  Schedule schedule = daily();
  schedule.missed = Missed::kSkip;
  const Timetable table({first(schedule)}, {done("daily", six(0))});
  CHECK(skipped(table.due(six(1) + hours(1))) == std::vector<bool>{false});
  CHECK(table.overdue(six(1) + hours(1)).empty());
  CHECK(skipped(table.due(six(1) + hours(1) + seconds(1))) == std::vector<bool>{true});
  CHECK(instants(table.overdue(six(1) + hours(1) + seconds(1))) == Instants{six(1)});
}

TEST_CASE("overdue are only the slots that are late") {
  const Timetable table({first(daily())}, {});
  CHECK(instants(table.overdue(six(2) + hours(1))) == Instants{six(0), six(1)});
}

TEST_CASE("a changed schedule never fires for the past, and the old one no more") {
  Schedule later = daily();
  later.rule = "FREQ=DAILY;BYHOUR=5,12;BYMINUTE=0;BYSECOND=0";
  const Instant changed = day(2) + hours(8);
  const Timetable table({first(daily(), changed), {later, 2, {changed, kForever}}}, {});
  const Instants expected{six(0), six(1), six(2), day(2) + hours(12), day(3) + hours(5)};
  CHECK(instants(table.due(day(3) + hours(6))) == expected);
  CHECK(instants(table.between("daily", day(0), day(3) + hours(6))) == expected);
  CHECK(table.due(day(3)).front().schedule->rule == kDaily);
  CHECK(table.due(day(3)).back().schedule->rule == later.rule);
  CHECK(table.latest("daily").rule == later.rule);
}

TEST_CASE("at the very second of a change the new revision stands") {
  Schedule later = daily();
  later.title.en = "changed";
  const Timetable table({first(daily(), six(1)), {later, 2, {six(1), kForever}}}, {});
  const std::vector<DueSlot> slots = table.between("daily", day(1), day(2));
  REQUIRE(slots.size() == 1);
  CHECK(slots.front().schedule->title.en == "changed");
}

TEST_CASE("each slot is missed or not by the policy of the revision that it is of") {
  Schedule skips = daily();
  skips.missed = Missed::kSkip;
  const Timetable table({first(skips, day(2)), {daily(), 2, {day(2), kForever}}}, {});
  CHECK(skipped(table.due(day(4))) == std::vector<bool>{true, true, false, false});
}

TEST_CASE("the next slot is later than the instant, of one schedule or of all") {
  Schedule weekly = daily("weekly");
  weekly.rule = kWeekly;  // day 0 is a Friday
  const Timetable table({first(weekly), first(daily())}, {});
  CHECK(table.next(six(0)) == SlotKey{"daily", six(1)});
  CHECK(table.next(six(0) - seconds(1)) == SlotKey{"daily", six(0)});
  CHECK(table.next(six(0), "weekly") == SlotKey{"weekly", six(3)});
  Schedule over = daily();
  over.until = day(1);
  const Timetable ended({first(over)}, {done("daily", six(0))});
  CHECK_FALSE(ended.next(day(1)).has_value());
  CHECK_FALSE(ended.wake(day(1)).has_value());
}

TEST_CASE("a schedule that is overdue wakes at once, else at its next slot") {
  const Timetable table({first(daily())}, {done("daily", six(0))});
  CHECK(table.wake(day(1)) == six(1) + seconds(1));
  CHECK(table.wake(day(5)) == day(5));
}

TEST_CASE("slots keep to the clock on the wall of their zone") {
  Schedule schedule = daily();
  schedule.timezone = "Asia/Damascus";
  const Timetable table({first(schedule)}, {});
  // Summer time began on 25 March 2022.
  CHECK(instants(table.between("daily", day(55), day(57))) ==
        Instants{day(55) + hours(4), day(56) + hours(3)});
}

TEST_CASE("an unknown schedule is refused with a suggestion") {
  const Timetable table({first(daily())}, {});
  try {
    (void)table.latest("daly");
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kNotFound);
    CHECK(error.message() == "no schedule \"daly\" in the store");
    CHECK(error.hint() == "did you mean \"daily\"?");
  }
}

TEST_CASE("a schedule covers scenarios by id, by publication, or all") {
  Scenario scenario;
  scenario.id = "rise";
  scenario.publication = "paper";
  Schedule schedule = daily();
  CHECK(assess::covers(schedule, scenario));
  schedule.scenarios = {"other", "rise"};
  CHECK(assess::covers(schedule, scenario));
  schedule.scenarios = {"paper"};
  CHECK(assess::covers(schedule, scenario));
  schedule.scenarios = {"other"};
  CHECK_FALSE(assess::covers(schedule, scenario));
  scenario.publication.clear();
  schedule.scenarios = {""};
  CHECK_FALSE(assess::covers(schedule, scenario));
}

TEST_CASE("a scenario is assessed from its opening to a month past its horizon") {
  Scenario scenario;
  scenario.opened = day(0);
  CHECK_FALSE(assess::assessed_at(scenario, day(0) - seconds(1)));
  CHECK(assess::assessed_at(scenario, day(0)));
  CHECK(assess::assessed_at(scenario, day(10'000)));
  scenario.horizon = day(100);
  CHECK(assess::assessed_at(scenario, day(131)));
  CHECK_FALSE(assess::assessed_at(scenario, day(131) + seconds(1)));
}
