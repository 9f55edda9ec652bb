#include "engine/report/schedules.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/base/text.h"
#include "engine/report/page_text.h"
#include "tests/unit/report/world.h"

using namespace signpost;
using namespace signpost::report;
using nlohmann::json;

namespace {

const Instant kNow = meant_as_start(*parse_time("2022-06-30T12:00Z"));

Instant at(std::string_view text) { return meant_as_start(*parse_time(text)); }

Schedule weekly() {
  Schedule schedule;
  schedule.id = "weekly";
  schedule.title = {"Monday's assessment", "تقدير يوم الاثنين"};
  schedule.every = "week on Monday at 01:30";
  schedule.rule = "FREQ=WEEKLY;BYDAY=MO;BYHOUR=1;BYMINUTE=30;BYSECOND=0";
  schedule.timezone = "Asia/Damascus";
  schedule.start = at("2022-02-07");
  schedule.scenarios = {"*"};
  return schedule;
}

ScheduleLine line_of(const Schedule& schedule) {
  return {.schedule = schedule,
          .zone = *Zone::named(schedule.timezone),
          .covered = {"campaign", "recovery"},
          .retired = {},
          .last = {},
          .next = at("2022-07-03T22:30Z"),
          .overdue = 0,
          .overdue_since = {},
          .skipped = 0};
}

SlotLine slot_of(const Schedule& schedule, std::string_view due) {
  return {schedule, *Zone::named(schedule.timezone), at(due)};
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string listed(const ScheduleLine& line, std::size_t columns = 80) {
  return page_text(schedules_page(std::vector{line}, kNow, Speech(Language::kEnglish)),
                   world::pipe(columns));
}

}  // namespace

TEST_CASE("a slot is shown on its zone's wall, and in UTC with the day where that is another") {
  const std::string text = listed(line_of(weekly()));
  CHECK(contains(text, "  next       Mon 4 Jul 2022 01:30 (3 Jul 22:30 UTC)\n"));
  CHECK(contains(text, "  last done  none yet\n"));
  CHECK(contains(text, "  covers     2 scenarios (all that are open): campaign, recovery\n"));
  CHECK_FALSE(contains(text, "overdue"));
  Schedule utc = weekly();
  utc.timezone = "UTC";
  CHECK(contains(listed(line_of(utc)), "  next       Sun 3 Jul 2022 22:30\n"));
}

TEST_CASE("when a slot was done is said where that was more than an hour late") {
  ScheduleLine line = line_of(weekly());
  Slot slot;
  slot.key = {"weekly", at("2022-06-26T22:30Z")};
  slot.recorded = slot.key.due + kPunctual;
  line.last = slot;
  CHECK(contains(listed(line), "  last done  Mon 27 Jun 2022 01:30 (26 Jun 22:30 UTC)\n"));
  line.last->recorded += std::chrono::seconds(1);
  CHECK(contains(listed(line, 120), "done late: Mon 27 Jun 2022 02:30:01 (26 Jun"));
}

TEST_CASE("what was missed is told, and what does it") {
  ScheduleLine line = line_of(weekly());
  line.overdue = 2;
  line.overdue_since = at("2022-06-19T22:30Z");
  line.skipped = 3;
  const std::string text = listed(line, 100);
  CHECK(contains(text,
                 "  overdue    2 slots since Mon 20 Jun 2022 01:30 (19 Jun 22:30 UTC); "
                 "`signpost run` does them\n"));
  CHECK(contains(text, "  skipped    3 in the last 30 days, by its policy for missed ones (each)"));
}

TEST_CASE("no line of schedules and slots is wider than the terminal, whatever they are called") {
  Schedule schedule = weekly();
  schedule.id = std::string(60, 'x');
  schedule.title.en =
      "هجوم على السجن مع عنوان طويل جداً لا يتسع له سطر واحد من أسطر الشاشة أبداً \x1b[31m";
  schedule.timezone = "America/Argentina/Buenos_Aires";
  schedule.scenarios = {std::string(70, 'y'), std::string(70, 'z')};
  schedule.report = ScheduledReport{"html", "ar", std::string(200, 'r')};
  ScheduleLine line = line_of(schedule);
  line.covered.assign(9, std::string(50, 'c'));
  line.overdue = 2;
  line.overdue_since = kNow;
  for (const std::size_t columns : {60U, 80U, 140U}) {
    const Terminal terminal = world::pipe(columns);
    std::istringstream text(
        page_text(schedules_page(std::vector{line}, kNow, Speech(Language::kEnglish)), terminal) +
        page_text(slots_page(std::vector{slot_of(schedule, "2022-07-04T01:30Z")},
                             {.now = kNow, .width = columns}, Speech(Language::kEnglish)),
                  terminal));
    for (std::string one; std::getline(text, one);) {
      CAPTURE(one);
      CHECK(display_width(one) <= columns);
      CHECK_FALSE(contains(one, "\x1b"));
    }
  }
}

TEST_CASE("slots to come stand a line each, with the zone's offset as it is then") {
  Schedule schedule = weekly();
  schedule.timezone = "Europe/Berlin";
  const std::vector<SlotLine> slots{slot_of(schedule, "2022-10-24T00:30Z"),
                                    slot_of(schedule, "2022-10-31T00:30Z")};
  const std::string text = page_text(
      slots_page(slots, {.now = kNow, .width = 100}, Speech(Language::kEnglish)), world::pipe(100));
  CHECK(contains(text,
                 "Mon 24 Oct 2022 02:30  Europe/Berlin  00:30 UTC  weekly  Monday's assessment\n"
                 "Mon 31 Oct 2022 01:30  Europe/Berlin  00:30 UTC  weekly  Monday's assessment\n"));
  CHECK(contains(page_text(slots_page({}, {.now = kNow, .width = 80}, Speech(Language::kEnglish)),
                           world::pipe(80)),
                 "None."));
}

TEST_CASE("schedules JSON has every field of its format") {
  ScheduleLine line = line_of(weekly());
  const json bare = json::parse(schedules_json(std::vector{line}, kNow))["schedules"][0];
  CHECK(bare["last"].is_null());
  CHECK(bare["report"].is_null());
  CHECK(bare["until"].is_null());
  line.schedule.report = ScheduledReport{"html", "ar", "reports/{date}.html"};
  line.schedule.until = at("2023-02-06");
  Slot slot;
  slot.key = {"weekly", at("2022-06-26T22:30Z")};
  slot.recorded = at("2022-06-26T22:30:05Z");
  slot.assessments = 2;
  slot.problem = "the disk is full";
  line.last = slot;
  const json all = json::parse(schedules_json(std::vector{line}, kNow));
  CHECK(all["format"] == "signpost.schedules/1");
  CHECK(all["now"] == "2022-06-30T12:00:00Z");
  const json& one = all["schedules"][0];
  CHECK(one["id"] == "weekly");
  CHECK(one["title"]["ar"] == "تقدير يوم الاثنين");
  CHECK(one["every"] == "week on Monday at 01:30");
  CHECK(one["rule"] == "FREQ=WEEKLY;BYDAY=MO;BYHOUR=1;BYMINUTE=30;BYSECOND=0");
  CHECK(one["timezone"] == "Asia/Damascus");
  CHECK(one["start"] == "2022-02-07T00:00:00Z");
  CHECK(one["until"] == "2023-02-06T00:00:00Z");
  CHECK(one["scenarios"] == json{"*"});
  CHECK(one["covered"] == json{"campaign", "recovery"});
  CHECK(one["missed"] == "each");
  CHECK(one["report"]["output"] == "reports/{date}.html");
  CHECK(one["last"]["due"] == "2022-06-26T22:30:00Z");
  CHECK(one["last"]["local"] == "2022-06-27T01:30:00");
  CHECK(one["last"]["recorded"] == "2022-06-26T22:30:05Z");
  CHECK(one["last"]["assessments"] == 2);
  CHECK(one["last"]["problem"] == "the disk is full");
  CHECK(one["next"]["local"] == "2022-07-04T01:30:00");
  CHECK(one["overdue"] == 0);
  CHECK(one["overdue_since"].is_null());
  CHECK(one["skipped_30d"] == 0);
  const json slots =
      json::parse(slots_json(std::vector{slot_of(weekly(), "2022-07-03T22:30Z")}, kNow));
  CHECK(slots["format"] == "signpost.slots/1");
  CHECK(slots["slots"][0]["schedule"] == "weekly");
  CHECK(slots["slots"][0]["local"] == "2022-07-04T01:30:00");
}

TEST_CASE("a calendar's events keep their uids, and a horizon at a day's end is that day") {
  Scenario campaign;
  campaign.id = "campaign";
  campaign.title = {"A campaign of attacks", "حملة هجمات"};
  campaign.horizon = at("2022-07-01T23:59:59Z");
  Scenario hour = campaign;
  hour.id = "hour";
  hour.horizon = at("2022-07-02T10:00Z");
  Scenario past = campaign;
  past.id = "past";
  past.horizon = kNow - std::chrono::seconds(1);
  Scenario settled = past;
  settled.id = "settled";
  Resolution came_true;
  came_true.outcome = Outcome::kYes;
  came_true.on = at("2022-07-02T23:59:59Z");
  const std::vector<CalendarScenario> scenarios{
      {hour}, {campaign}, {past}, {Scenario{}}, {settled, came_true}};
  const std::vector<SlotLine> slots{slot_of(weekly(), "2022-07-03T22:30Z")};
  const auto events = calendar_events(slots, scenarios, kNow, kNow + std::chrono::days(30), "0123",
                                      Speech(Language::kArabic));
  REQUIRE(events.size() == 4);
  CHECK(events[0].uid == "horizon-campaign@0123.signpost");
  CHECK(events[0].whole_day);
  CHECK(events[0].summary == "الأفق الزمني: حملة هجمات");
  CHECK(events[1].uid == "horizon-hour@0123.signpost");
  CHECK_FALSE(events[1].whole_day);
  CHECK(events[2].uid == "horizon-settled@0123.signpost");
  CHECK(events[2].whole_day);
  CHECK(events[2].summary == "تحقّق: حملة هجمات");
  CHECK(events[3].uid == "slot-weekly-20220703T223000Z@0123.signpost");
  CHECK(events[3].at == at("2022-07-03T22:30Z"));
  CHECK(events[3].summary == "تقدير: تقدير يوم الاثنين");
  const auto english = calendar_events(slots, {}, kNow, kNow + std::chrono::days(30), "0123",
                                       Speech(Language::kEnglish));
  CHECK(english[0].summary == "Assessment: Monday's assessment");
  CHECK(english[0].uid == events[3].uid);
}
