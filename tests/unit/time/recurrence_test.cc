#include "engine/time/recurrence.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>

#include "tests/how_many.h"

using namespace signpost;  // NOLINT(google-build-using-namespace)

using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::year_month_day;

namespace {

Zone zone(std::string_view name) {
  const auto found = Zone::named(name);
  REQUIRE_MESSAGE(found, name);
  return *found;
}

Instant utc(std::string_view text) {
  const auto time = parse_time(text);
  REQUIRE_MESSAGE(time, text);
  return time->first;
}

std::string rule(std::string_view every) {
  const auto found = parse_every(every);
  REQUIRE_MESSAGE(found, every, ": ", found ? "" : found.problem().message);
  return *found;
}

Problem problem(std::string_view every) {
  const auto found = parse_every(every);
  REQUIRE_MESSAGE(!found, every);
  return found.problem();
}

/// The first slots of a schedule in UTC, as dates, or with the time where it is not midnight.
std::vector<std::string> slots(std::string_view every, std::string_view start, std::size_t most,
                               std::string_view zone_name = "UTC") {
  const Recurrence recurrence(rule(every), zone(zone_name), utc(start));
  std::vector<std::string> written;
  for (const Instant slot : recurrence.between(kBeginning, kForever, most)) {
    written.push_back(to_string(slot));
  }
  return written;
}

using Dates = std::vector<std::string>;

}  // namespace

TEST_CASE("what is written in words comes to a rule") {
  CHECK(rule("day at 06:00") == "FREQ=DAILY;BYHOUR=6;BYMINUTE=0;BYSECOND=0");
  CHECK(rule("3 days at 18:30") == "FREQ=DAILY;INTERVAL=3;BYHOUR=18;BYMINUTE=30;BYSECOND=0");
  CHECK(rule("week on Monday at 06:00") == "FREQ=WEEKLY;BYDAY=MO;BYHOUR=6;BYMINUTE=0;BYSECOND=0");
  CHECK(rule("2 weeks on Monday and Thursday at 06:00") ==
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;BYHOUR=6;BYMINUTE=0;BYSECOND=0");
  CHECK(rule("month on the 1st at 06:00") ==
        "FREQ=MONTHLY;BYMONTHDAY=1;BYHOUR=6;BYMINUTE=0;BYSECOND=0");
  CHECK(rule("month on the last day at 06:00") ==
        "FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=6;BYMINUTE=0;BYSECOND=0");
  CHECK(rule("month on the last Friday at 18:00") ==
        "FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=18;BYMINUTE=0;BYSECOND=0");
  CHECK(rule("year on 28 January at 06:00") ==
        "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=28;BYHOUR=6;BYMINUTE=0;BYSECOND=0");
}

TEST_CASE("words may be written in several ways") {
  CHECK(rule("  WEEK   on\tmon,THU and Sat at 6:00 ") ==
        rule("week on Saturday, Thursday, Monday at 06:00"));
  CHECK(rule("٣ days at ٠٦:٣٠") == rule("3 days at 06:30"));
  CHECK(rule("1 day at 06:00") == rule("day at 06:00"));
  CHECK(rule("month on the 15th and the first at 06:00") ==
        "FREQ=MONTHLY;BYMONTHDAY=1,15;BYHOUR=6;BYMINUTE=0;BYSECOND=0");
  CHECK(rule("3 months on the 2nd Tue and the last fri at 06:00") ==
        "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU,-1FR;BYHOUR=6;BYMINUTE=0;BYSECOND=0");
  CHECK(rule("year on the 28th of January at 06:00") == rule("year on Jan 28 at 06:00"));
}

TEST_CASE("several times of day are joined") {
  CHECK(rule("day at 18:00, 06:00 and 12:00") == "FREQ=DAILY;BYHOUR=6,12,18;BYMINUTE=0;BYSECOND=0");
  CHECK(rule("day at 06:00 and 18:30") ==
        "FREQ=DAILY;BYHOUR=6,18;BYMINUTE=0,30;BYSECOND=0;BYSETPOS=1,4");
  CHECK(slots("day at 06:00 and 18:30", "2022-01-01", 4) ==
        Dates{"2022-01-01T06:00:00Z", "2022-01-01T18:30:00Z", "2022-01-02T06:00:00Z",
              "2022-01-02T18:30:00Z"});
  CHECK(slots("week on Mon and Fri at 06:00, 18:00", "2022-01-03T07:00Z", 3) ==
        Dates{"2022-01-03T18:00:00Z", "2022-01-07T06:00:00Z", "2022-01-07T18:00:00Z"});
}

TEST_CASE("a rule given outright is put into its one form") {
  CHECK(rule("RRULE:FREQ=WEEKLY") == "FREQ=WEEKLY;BYHOUR=0;BYMINUTE=0;BYSECOND=0");
  CHECK(rule("rrule: byhour=18,+6; freq=daily;interval=1;wkst=mo") ==
        "FREQ=DAILY;BYHOUR=6,18;BYMINUTE=0;BYSECOND=0");
  CHECK(rule("RRULE:FREQ=HOURLY;INTERVAL=6") == "FREQ=HOURLY;INTERVAL=6;BYMINUTE=0;BYSECOND=0");
  CHECK(rule("RRULE:FREQ=MONTHLY;COUNT=3;BYDAY=FR,-1MO,+2TU;WKST=SA") ==
        "FREQ=MONTHLY;BYDAY=-1MO,2TU,FR;BYHOUR=0;BYMINUTE=0;BYSECOND=0;COUNT=3;WKST=SA");
  CHECK(rule("RRULE:FREQ=YEARLY;BYYEARDAY=-1,100;UNTIL=20301231T000000Z") ==
        "FREQ=YEARLY;BYYEARDAY=-1,100;BYHOUR=0;BYMINUTE=0;BYSECOND=0;UNTIL=20301231T000000Z");
  for (const char* every : {"day at 06:00 and 18:30", "3 months on the 2nd Tue at 06:00",
                            "RRULE:FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=4;WKST=SU"}) {
    CHECK(rule("RRULE:" + rule(every)) == rule(every));
  }
}

TEST_CASE("what cannot be read says what is wrong and how to write it") {
  struct Case {
    const char* every;
    const char* message;
    const char* hint;  // how it begins
  };
  const std::vector<Case> cases = {
      {"", "it does not say how often", "write \"day at 06:00\", "},
      {"3", "it does not say how often", "write \"day at 06:00\", "},
      {"0 days at 06:00", "\"0\" is not a value of INTERVAL", "write a number from 1 to 999"},
      {"99999999999 days at 06:00", "\"99999999999\" is not a value of INTERVAL",
       "write a number from 1 to 999"},
      {"wek on Monday at 06:00", "\"wek\" is not day, week, month or year", "did you mean week?"},
      {"fortnight at 06:00", "\"fortnight\" is not day, week, month or year",
       "write \"day at 06:00\", "},
      {"day", "it does not say at what time", "write \"day at 06:00\", "},
      {"day at", "it does not say at what time", "write \"day at 06:00\", "},
      {"day 06:00", "\"06:00\" stands where \"on\" or \"at\" should", "write \"day at 06:00\", "},
      {"day on Monday at 06:00", "a day needs no \"on\"",
       "write \"day at 06:00\" or \"week on Monday at 06:00\""},
      {"week at 06:00", "it does not say on which day of the week", "write \"day at 06:00\", "},
      {"week on Mnday at 06:00", "\"mnday\" is not a day of the week", "did you mean Monday?"},
      {"week on Jumua at 06:00", "\"jumua\" is not a day of the week",
       "write one of Monday, Tuesday, "},
      {"month on the 32nd at 06:00", "\"32nd\" is not a day of the month",
       "write the 1st to the 31st, the last day, or the last Friday"},
      {"month on Friday at 06:00", "\"friday\" is not a day of the month",
       "write the 1st to the 31st, the last day, or the last Friday"},
      {"month on the 6th Friday at 06:00", "no month has a 6th friday",
       "write the first to the fifth, or the last"},
      {"month on the last Fryday at 06:00", "\"fryday\" is not a day of the week",
       "did you mean Friday?"},
      {"month on the 1st and the last Friday at 06:00", "dates and weekdays cannot be joined",
       "make a schedule of each"},
      {"year on 28 Janury at 06:00", "\"janury\" is not a month", "did you mean January?"},
      {"year on January at 06:00", "\"january\" is not a day of the year",
       "write \"year on 28 January at 06:00\""},
      {"year on 28 January and 3 March at 06:00", "a year takes one date",
       "make a schedule of each"},
      {"year on 30 February at 06:00", "it never comes", "no day has all that it asks for"},
      {"day at 24:00", "\"24:00\" is not a time of day", "write hours from 00 to 23 and minutes"},
      {"day at 6am", "\"6am\" is not a time of day", "write hours from 00 to 23 and minutes"},
      {"day at +6:00", "\"+6:00\" is not a time of day", "write hours from 00 to 23 and minutes"},
      {"day at 06:00 and 06:30", "it comes more often than once an hour",
       "leave at least an hour between two times of day"},
      {"week on Monday at 06:00 and 18:30", "several times of day must have the same minutes here",
       "write 06:00 and 18:00, or make a schedule of each"},
      {"RRULE:", "\"\" is not a part of a rule", "write RRULE:FREQ=WEEKLY;BYDAY=MO;BYHOUR=6"},
      {"RRULE:BYHOUR=6", "the rule has no FREQ", "write FREQ=HOURLY, DAILY, "},
      {"RRULE:FREQ=FORTNIGHTLY", "there is no FREQ=FORTNIGHTLY", "write FREQ=HOURLY, DAILY, "},
      {"RRULE:FREQ=MINUTELY", "FREQ=MINUTELY is finer than an hour", "write FREQ=HOURLY, DAILY, "},
      {"RRULE:FREQ=SECONDLY", "FREQ=SECONDLY is finer than an hour", "write FREQ=HOURLY, DAILY, "},
      {"RRULE:FREQ=HOURLY;BYMINUTE=0,30", "it comes more often than once an hour",
       "leave at least an hour between two times of day"},
      {"RRULE:FREQ=DAILY;FREQ=DAILY", "FREQ is there twice", ""},
      {"RRULE:FREQ=DAILY;BYHUOR=6", "a rule has no part \"BYHUOR\"", "did you mean BYHOUR?"},
      {"RRULE:FREQ=DAILY;RSCALE=HEBREW", "a rule has no part \"RSCALE\"", "its parts are FREQ, "},
      {"RRULE:DTSTART=20220101;FREQ=DAILY", "a rule cannot have DTSTART",
       "say from when with the schedule's start"},
      {"RRULE:FREQ=DAILY;BYHOUR=24", "\"24\" is not a value of BYHOUR",
       "write a number from 0 to 23"},
      {"RRULE:FREQ=MONTHLY;BYMONTHDAY=-32", "\"-32\" is not a value of BYMONTHDAY",
       "write a number from 1 to 31, or from the end with a minus"},
      {"RRULE:FREQ=DAILY;INTERVAL=1,2", "INTERVAL takes one number, not \"1,2\"", ""},
      {"RRULE:FREQ=WEEKLY;BYDAY=XX", "\"XX\" is not a value of BYDAY", "write MO, TU, WE, "},
      {"RRULE:FREQ=WEEKLY;BYDAY=1MO", "BYDAY=1MO does not go with FREQ=WEEKLY",
       "a numbered weekday needs FREQ=MONTHLY or FREQ=YEARLY"},
      {"RRULE:FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY does not go with FREQ=WEEKLY", ""},
      {"RRULE:FREQ=DAILY;WKST=1", "\"1\" is not a value of WKST", "write MO, TU, WE, "},
      {"RRULE:FREQ=DAILY;COUNT=3;UNTIL=20301231", "a rule has COUNT or UNTIL, not both", ""},
      {"RRULE:FREQ=DAILY;UNTIL=tomorrow", "UNTIL=TOMORROW is not a time",
       "write 20221231 or 20221231T180000Z"},
      {"RRULE:FREQ=DAILY;UNTIL=20220230", "\"2022-02-30\" is not a date: February 2022 has 28 days",
       ""},
      {"RRULE:FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS has no days to choose among",
       "name them with BYDAY"},
      {"RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1;BYHOUR=6,18",
       "BYSETPOS does not go with several times of day", ""},
      {"RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "it never comes",
       "no day has all that it asks for"},
      {"RRULE:FREQ=DAILY;BYSETPOS=3", "it never comes", "no day has all that it asks for"},
      {"RRULE:FREQ=HOURLY;INTERVAL=2;BYHOUR=7", "it never comes",
       "no day has all that it asks for"},
  };
  for (const Case& expected : cases) {
    const Problem found = problem(expected.every);
    CHECK(found.message == "\"" + std::string(expected.every) + "\": " + expected.message);
    CHECK_MESSAGE(found.hint.english().starts_with(expected.hint), found.hint);
    CHECK((found.hint.empty() == std::string_view(expected.hint).empty()));
  }
  CHECK(problem("RRULE:FREQ=DAILY\nDTSTART:20220101T000000").message ==
        "what a schedule repeats on is one line");
}

TEST_CASE("a rule that was not checked is refused") {
  CHECK_THROWS_AS(Recurrence("FREQ=SECONDLY", zone("UTC"), utc("2022")), Error);
  CHECK_THROWS_AS(Recurrence("nonsense", zone("UTC"), utc("2022")), Error);
}

TEST_CASE("every second week keeps its phase, however late one looks") {
  CHECK(slots("2 weeks on Monday at 06:00", "2022-01-05", 2) ==
        Dates{"2022-01-17T06:00:00Z", "2022-01-31T06:00:00Z"});
  const Recurrence biweekly(rule("2 weeks on Monday at 06:00"), zone("UTC"), utc("2022-01-05"));
  CHECK(biweekly.next(utc("2022-02-20")) == utc("2022-02-28T06:00Z"));
  CHECK(biweekly.next(utc("2024-12-31")) == utc("2025-01-13T06:00Z"));
  CHECK(biweekly.next(utc("2025-01-13T05:59:59Z")) == utc("2025-01-13T06:00Z"));
  CHECK(biweekly.next(utc("2025-01-13T06:00Z")) == utc("2025-01-27T06:00Z"));
}

TEST_CASE("the day on which weeks begin matters to every second week") {  // RFC 5545, 3.8.5.3
  CHECK(slots("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05", 9) ==
        Dates{"1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"});
  CHECK(slots("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05", 9) ==
        Dates{"1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"});
}

TEST_CASE("a month has its last Friday and its last day, and not always a 31st") {
  CHECK(slots("month on the last Friday at 00:00", "2022-01-01", 4) ==
        Dates{"2022-01-28", "2022-02-25", "2022-03-25", "2022-04-29"});
  CHECK(slots("month on the last day at 00:00", "2024-01-01", 3) ==
        Dates{"2024-01-31", "2024-02-29", "2024-03-31"});
  CHECK(slots("month on the 31st at 00:00", "2022-01-01", 4) ==
        Dates{"2022-01-31", "2022-03-31", "2022-05-31", "2022-07-31"});
  CHECK(slots("month on the 5th Friday at 00:00", "2022-01-01", 2) ==
        Dates{"2022-04-29", "2022-07-29"});
}

TEST_CASE("29 February comes in leap years only") {
  CHECK(slots("year on 29 February at 00:00", "2022-01-01", 2) ==
        Dates{"2024-02-29", "2028-02-29"});
  CHECK(slots("year on 29 February at 00:00", "2096-01-01", 2) ==
        Dates{"2096-02-29", "2104-02-29"});
}

TEST_CASE("examples of RFC 5545 come out as printed there") {
  CHECK(slots("RRULE:FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;BYHOUR=9", "1997-05-12", 3) ==
        Dates{"1997-05-12T09:00:00Z", "1998-05-11T09:00:00Z", "1999-05-17T09:00:00Z"});
  CHECK(slots("RRULE:FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", "1997-01-01", 99) ==
        Dates{"1997-01-01", "1997-04-10", "1997-07-19", "2000-01-01", "2000-04-09", "2000-07-18",
              "2003-01-01", "2003-04-10", "2003-07-19", "2006-01-01"});
  CHECK(slots("RRULE:FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1997-09-03", 5) ==
        Dates{"1998-02-13", "1998-03-13", "1998-11-13", "1999-08-13", "2000-10-13"});
  CHECK(slots("RRULE:FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
              "1996-11-05", 3) == Dates{"1996-11-05", "2000-11-07", "2004-11-02"});
  CHECK(slots("RRULE:FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04", 9) ==
        Dates{"1997-09-04", "1997-10-07", "1997-11-06"});
  CHECK(slots("RRULE:FREQ=YEARLY;BYDAY=20MO", "1997-05-19", 3) ==
        Dates{"1997-05-19", "1998-05-18", "1999-05-17"});
}

TEST_CASE("nothing comes before the start or after the end, and the start's own day counts") {
  CHECK(slots("day at 06:00", "2022-01-01T06:00Z", 1) == Dates{"2022-01-01T06:00:00Z"});
  CHECK(slots("day at 06:00", "2022-01-01T06:00:01Z", 1) == Dates{"2022-01-02T06:00:00Z"});
  const Recurrence daily(rule("day at 06:00"), zone("UTC"), utc("2022-01-01"));
  CHECK(daily.between(utc("2022-01-03T06:00Z"), utc("2022-01-05T06:00Z")).size() == 3);
  CHECK(daily.between(utc("2022-01-03T06:00:01Z"), utc("2022-01-05T05:59:59Z")).size() == 1);
  CHECK(daily.between(utc("2022-01-05"), utc("2022-01-03")).empty());
  CHECK(daily.between(utc("2021-01-05"), utc("2021-12-31")).empty());
  CHECK(daily.between(utc("2022"), kForever, 0).empty());
}

TEST_CASE("a count counts from the start, each instant once") {
  CHECK(slots("RRULE:FREQ=DAILY;COUNT=2;BYHOUR=6", "2022-01-01T12:00Z", 9) ==
        Dates{"2022-01-02T06:00:00Z", "2022-01-03T06:00:00Z"});
  const Recurrence thrice(rule("RRULE:FREQ=DAILY;COUNT=3"), zone("UTC"), utc("2022-01-01"));
  CHECK(thrice.next(utc("2022-01-02")) == utc("2022-01-03"));
  CHECK_FALSE(thrice.next(utc("2022-01-03")));
  CHECK(thrice.between(utc("2022-01-03"), kForever).size() == 1);
}

TEST_CASE("until is an instant in UTC, or what the wall shows") {
  CHECK(slots("RRULE:FREQ=DAILY;BYHOUR=6;UNTIL=20220103T030000Z", "2022-01-02", 9,
              "Asia/Damascus") == Dates{"2022-01-02T04:00:00Z"});
  CHECK(slots("RRULE:FREQ=DAILY;BYHOUR=6;UNTIL=20220103T040000Z", "2022-01-02", 9,
              "Asia/Damascus") == Dates{"2022-01-02T04:00:00Z", "2022-01-03T04:00:00Z"});
  CHECK(slots("RRULE:FREQ=DAILY;BYHOUR=6;UNTIL=20220103T060000", "2022-01-02", 9,
              "Asia/Damascus") == Dates{"2022-01-02T04:00:00Z", "2022-01-03T04:00:00Z"});
  CHECK(slots("RRULE:FREQ=DAILY;BYHOUR=6;UNTIL=20220103", "2022-01-02", 9, "Asia/Damascus") ==
        Dates{"2022-01-02T04:00:00Z", "2022-01-03T04:00:00Z"});
}

TEST_CASE("the first day is the one that the wall shows at the start") {
  // It is 2 January already in Damascus.
  CHECK(slots("2 days at 12:00", "2022-01-01T22:30Z", 2, "Asia/Damascus") ==
        Dates{"2022-01-02T10:00:00Z", "2022-01-04T10:00:00Z"});
}

TEST_CASE("an hourly rule counts the hours of the wall from the first midnight") {
  CHECK(slots("RRULE:FREQ=HOURLY;INTERVAL=5", "2022-01-01T12:34Z", 4) ==
        Dates{"2022-01-01T15:00:00Z", "2022-01-01T20:00:00Z", "2022-01-02T01:00:00Z",
              "2022-01-02T06:00:00Z"});
  CHECK(slots("RRULE:FREQ=HOURLY;INTERVAL=2;BYHOUR=6,7,8;BYDAY=MO", "2022-01-01", 3) ==
        Dates{"2022-01-03T06:00:00Z", "2022-01-03T08:00:00Z", "2022-01-10T06:00:00Z"});
  // 00:00 and 01:00 are one instant where the clocks go forward at midnight.
  CHECK(
      slots("RRULE:FREQ=HOURLY", "2023-04-27T21:00Z", 4, "Africa/Cairo") ==
      Dates{"2023-04-27T21:00:00Z", "2023-04-27T22:00:00Z", "2023-04-27T23:00:00Z", "2023-04-28"});
}

TEST_CASE("a rule that is out of step for ever ends") {
  const Recurrence never(rule("RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=FR"), zone("UTC"),
                         utc("2022-01-03"));
  CHECK_FALSE(never.next(utc("2022-01-03")));
  CHECK(never.between(kBeginning, kForever).empty());
}

TEST_CASE("a schedule may start at the beginning of time") {
  for (const char* name : {"UTC", "Asia/Damascus", "America/Santiago"}) {
    const Recurrence daily(rule("day at 06:00"), zone(name), kBeginning);
    CHECK(daily.between(utc("2022-01-01"), utc("2022-01-10")).size() == 9);
    CHECK(daily.between(kBeginning, kForever, 3).size() == 3);
    CHECK_FALSE(daily.next(kForever));
  }
}

// --- Zone laws: schedules against the wall clock, read every quarter of an hour -----------------

namespace {

struct Reading {
  Instant instant;
  WallTime wall;
};

/// What the wall shows from the last day of the year before to the first of the year after.
std::vector<Reading> readings(const Zone& here, int year) {
  const Instant first = utc(std::to_string(year)) - days(2);
  std::vector<Reading> all;
  for (Instant t = first; t < first + days(370); t += minutes(15)) all.push_back({t, here.wall(t)});
  return all;
}

/// For each day of the year that is `wanted`, the first instant at which the wall shows the time of
/// day or later.
template <class Wanted>
std::vector<Instant> first_shown(const std::vector<Reading>& wall_clock, int year, minutes time,
                                 Wanted wanted) {
  std::vector<Instant> found;
  const local_days first(std::chrono::January / 1 / std::chrono::year(year));
  auto shown = wall_clock.begin();  // what an earlier day is not shown by, no later day is
  for (local_days day = first; year_month_day(day).year() == std::chrono::year(year);
       day += days(1)) {
    if (!wanted(day)) continue;
    shown = std::find_if(shown, wall_clock.end(),
                         [&](const Reading& r) { return r.wall >= day + time; });
    found.push_back(shown->instant);
  }
  return found;
}

std::string clock_face(minutes time) {
  const std::string hour = std::to_string(time / hours(1));
  const std::string minute = std::to_string(time % hours(1) / minutes(1));
  return (hour.size() < 2 ? "0" : "") + hour + (minute.size() < 2 ? ":0" : ":") + minute;
}

}  // namespace

TEST_CASE("through the gaps and folds of real years every slot is when the wall first shows it") {
  int gaps = 0;
  int folds = 0;
  int moved = 0;  // slots that no wall showed to the minute
  for (const char* name :
       {"Asia/Damascus", "Africa/Cairo", "Asia/Beirut", "Asia/Gaza", "America/Santiago", "UTC"}) {
    const Zone here = zone(name);
    for (const int year : {2022, 2023, 2024, 2025}) {
      const std::vector<Reading> wall_clock = readings(here, year);
      for (std::size_t i = 1; i < wall_clock.size(); ++i) {
        const auto step = wall_clock[i].wall - wall_clock[i - 1].wall;
        gaps += step > minutes(15) ? 1 : 0;
        folds += step < minutes(15) ? 1 : 0;
      }
      const std::string january_1 = std::to_string(year) + "-01-01";
      const Instant start = here.instant(WallTime(utc(january_1).time_since_epoch()));
      const Instant end = here.instant(
          WallTime((utc(std::to_string(year + 1)) - std::chrono::seconds(1)).time_since_epoch()));
      for (const minutes time : {minutes(0), minutes(30), minutes(60), minutes(120), minutes(150),
                                 minutes(360), minutes(1380), minutes(1410)}) {
        const auto expect = [&](const std::string& every, auto wanted) {
          const std::vector<Instant> expected = first_shown(wall_clock, year, time, wanted);
          REQUIRE(expected.size() > 10);
          // Started this year, and years before.
          CHECK(Recurrence(rule(every), here, start).between(start, end) == expected);
          CHECK(Recurrence(rule(every), here, utc("2019-05-04")).between(start, end) == expected);
          moved +=
              static_cast<int>(std::count_if(expected.begin(), expected.end(), [&](Instant slot) {
                const WallTime wall = here.wall(slot);
                return wall - std::chrono::floor<days>(wall) != time;
              }));
        };
        const std::string at = " at " + clock_face(time);
        expect("day" + at, [](local_days) { return true; });
        expect("week on Friday" + at,
               [](local_days day) { return std::chrono::weekday(day) == std::chrono::Friday; });
        expect("month on the last day" + at, [](local_days day) {
          return year_month_day(day + days(1)).day() == std::chrono::day(1);
        });
      }
    }
  }
  MESSAGE(gaps, " gaps, ", folds, " folds, ", moved, " slots moved");
  CHECK(gaps >= 15);
  CHECK(folds >= 14);
  CHECK(moved >= 30);
}

// --- Days: against the sentences of RFC 5545, taken one by one ----------------------------------

namespace {

/// The days of a rule, worked out period by period from all days of the period.
struct PlainRule {
  std::string frequency;
  int interval = 1;
  unsigned week_start = 1;  // ISO: Monday is 1
  std::set<int> months;
  std::set<int> month_days;
  std::set<std::pair<int, int>> weekdays;  // number (0: each), ISO weekday
  std::set<int> positions;
  local_days anchor;

  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::vector<local_days> until(local_days last) const;

 private:
  [[nodiscard]] local_days begin_of_period(local_days day) const;
  [[nodiscard]] local_days begin_of_next(local_days begin) const;
  [[nodiscard]] bool has(local_days day) const;
};

std::string joined(const std::set<int>& values) {
  std::string list;
  for (const int value : values) list += (list.empty() ? "" : ",") + std::to_string(value);
  return list;
}

std::string PlainRule::text() const {
  static const std::vector<std::string> codes = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  std::string text = "RRULE:FREQ=" + frequency + ";INTERVAL=" + std::to_string(interval) +
                     ";WKST=" + codes[week_start - 1];
  if (!months.empty()) text += ";BYMONTH=" + joined(months);
  if (!month_days.empty()) text += ";BYMONTHDAY=" + joined(month_days);
  if (!positions.empty()) text += ";BYSETPOS=" + joined(positions);
  std::string list;
  for (const auto& [count, day] : weekdays) {
    list += (list.empty() ? "" : ",") + (count == 0 ? "" : std::to_string(count)) +
            codes[static_cast<std::size_t>(day - 1)];
  }
  return list.empty() ? text : text + ";BYDAY=" + list;
}

local_days PlainRule::begin_of_period(local_days day) const {
  const year_month_day date(day);
  if (frequency == "DAILY") return day;
  if (frequency == "MONTHLY") return local_days(date.year() / date.month() / 1);
  if (frequency == "YEARLY") return local_days(date.year() / 1 / 1);
  return day - (std::chrono::weekday(day) - std::chrono::weekday(week_start));
}

local_days PlainRule::begin_of_next(local_days begin) const {
  const year_month_day date(begin);
  if (frequency == "DAILY") return begin + days(interval);
  if (frequency == "WEEKLY") return begin + days(7 * interval);
  if (frequency == "MONTHLY") return local_days(date + std::chrono::months(interval));
  return local_days(date + std::chrono::years(interval));
}

bool PlainRule::has(local_days day) const {
  const year_month_day date(day);
  const year_month_day first(anchor);
  const int of_month = static_cast<int>(static_cast<unsigned>(date.day()));
  const auto month_begin = local_days(date.year() / date.month() / 1);
  const auto month_end = local_days(date.year() / date.month() / std::chrono::last) + days(1);
  const int from_end = -static_cast<int>((month_end - day).count());
  if (!months.empty() && !months.contains(static_cast<int>(static_cast<unsigned>(date.month())))) {
    return false;
  }
  if (!month_days.empty() && !month_days.contains(of_month) && !month_days.contains(from_end))
    return false;
  const auto weekday = std::chrono::weekday(day);
  if (!weekdays.empty()) {
    const bool in_month = frequency == "MONTHLY" || !months.empty();
    const auto begin = in_month ? month_begin : local_days(date.year() / 1 / 1);
    const auto end = in_month ? month_end : local_days(date.year() / 12 / 31) + days(1);
    const auto count = static_cast<int>((day - begin).count()) / 7 + 1;
    const auto count_from_end = -static_cast<int>((end - days(1) - day).count()) / 7 - 1;
    const auto iso = static_cast<int>(weekday.iso_encoding());
    return weekdays.contains({0, iso}) || weekdays.contains({count, iso}) ||
           weekdays.contains({count_from_end, iso});
  }
  // What a rule does not say, its first day does.
  if (frequency == "WEEKLY") return weekday == std::chrono::weekday(anchor);
  if (!month_days.empty() || frequency == "DAILY") return true;
  if (frequency == "YEARLY" && months.empty() && date.month() != first.month()) return false;
  return date.day() == first.day();
}

std::vector<local_days> PlainRule::until(local_days last) const {
  std::vector<local_days> all;
  for (local_days begin = begin_of_period(anchor); begin <= last; begin = begin_of_next(begin)) {
    std::vector<local_days> set;
    PlainRule single = *this;
    single.interval = 1;
    for (local_days day = begin; day < single.begin_of_next(begin); day += days(1)) {
      if (has(day)) set.push_back(day);
    }
    for (std::size_t i = 0; i < set.size(); ++i) {
      const auto count = static_cast<int>(i) + 1;
      const bool chosen = positions.empty() || positions.contains(count) ||
                          positions.contains(count - 1 - static_cast<int>(set.size()));
      if (chosen && set[i] >= anchor && set[i] <= last) all.push_back(set[i]);
    }
  }
  return all;
}

PlainRule random_rule(std::mt19937& random) {
  const auto pick = [&](int least, int most) {
    return least + static_cast<int>(random() % static_cast<unsigned>(most - least + 1));
  };
  static const std::vector<std::string> kFrequencies = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
  PlainRule plain;
  plain.frequency = kFrequencies[random() % 4];
  plain.interval = pick(1, 4);
  plain.week_start = static_cast<unsigned>(pick(1, 7));
  plain.anchor = local_days(std::chrono::January / 1 / 2019) + days(pick(0, 1500));
  const bool by_period = plain.frequency == "MONTHLY" || plain.frequency == "YEARLY";
  if (pick(0, 2) == 0) {
    for (int n = pick(1, 4); n > 0; --n) plain.months.insert(pick(1, 12));
  }
  if (plain.frequency != "WEEKLY" && pick(0, 2) == 0) {
    for (int n = pick(1, 3); n > 0; --n) {
      plain.month_days.insert(pick(0, 3) == 0 ? -pick(1, 31) : pick(1, 31));
    }
  }
  if (pick(0, 1) == 0) {
    const bool counted = by_period && plain.month_days.empty() && pick(0, 1) == 0;
    for (int n = pick(1, 3); n > 0; --n) {
      const int count = counted ? pick(1, 5) * (pick(0, 1) == 0 ? 1 : -1) : 0;
      plain.weekdays.insert({count, pick(1, 7)});
    }
  }
  if (by_period && !(plain.month_days.empty() && plain.weekdays.empty()) && pick(0, 3) == 0) {
    for (int n = pick(1, 2); n > 0; --n) {
      plain.positions.insert(pick(1, 3) * (pick(0, 1) == 0 ? 1 : -1));
    }
  }
  return plain;
}

}  // namespace

TEST_CASE("a thousand rules come on the days that a plain reading of RFC 5545 gives") {
  std::mt19937 random(20220128);
  const Zone here = zone("UTC");
  int slots_seen = 0;
  for (int round = 0; round < signpost::testing::how_many(1000); ++round) {
    const PlainRule plain = random_rule(random);
    const auto kept = parse_every(plain.text());
    const local_days last = plain.anchor + days(4000);
    const std::vector<local_days> expected = plain.until(last);
    if (!kept) {
      CHECK_MESSAGE(expected.empty(), plain.text());
      continue;
    }
    const Recurrence recurrence(*kept, here, Instant(plain.anchor.time_since_epoch()));
    const Instant from(Instant(plain.anchor.time_since_epoch()) + days(random() % 4000));
    std::vector<Instant> all;
    std::vector<Instant> late;
    for (const local_days day : expected) {
      const Instant slot(day.time_since_epoch());
      all.push_back(slot);
      if (slot >= from) late.push_back(slot);
    }
    const Instant to(last.time_since_epoch());
    CHECK_MESSAGE(recurrence.between(kBeginning, to) == all, plain.text(), " from ",
                  to_date(Instant(plain.anchor.time_since_epoch())));
    // Looking in the middle gives what counting from the start does.
    CHECK_MESSAGE(recurrence.between(from, to) == late, plain.text(), " looked at from ",
                  to_date(from));
    slots_seen += static_cast<int>(all.size());
  }
  CHECK(slots_seen > signpost::testing::how_many(50'000));
}
