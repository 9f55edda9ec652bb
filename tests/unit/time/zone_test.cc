#include "engine/time/zone.h"

#include <doctest/doctest.h>

#include <vector>

using namespace signpost;  // NOLINT(google-build-using-namespace)

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

/// The wall time that is written, and what instant it is there: "2023-04-28T00:00".
std::string instant_of(std::string_view name, const std::string& wall) {
  return to_rfc3339(zone(name).instant(WallTime(utc(wall + "Z").time_since_epoch())));
}

std::string wall_of(std::string_view name, std::string_view instant) {
  return to_rfc3339(Instant(zone(name).wall(utc(instant)).time_since_epoch()));
}

}  // namespace

TEST_CASE("a zone knows what the wall shows, also before and after its clocks change") {
  CHECK(wall_of("UTC", "2022-01-24T19:30Z") == "2022-01-24T19:30:00Z");
  CHECK(wall_of("Asia/Damascus", "2022-03-24T21:59:59Z") == "2022-03-24T23:59:59Z");
  CHECK(wall_of("Asia/Damascus", "2022-03-24T22:00Z") == "2022-03-25T01:00:00Z");
  CHECK(wall_of("Asia/Damascus", "2022-12-24T21:00Z") == "2022-12-25T00:00:00Z");
  CHECK(wall_of("America/Santiago", "2022-09-11T03:59Z") == "2022-09-10T23:59:00Z");
  CHECK(wall_of("America/Santiago", "2022-09-11T04:00Z") == "2022-09-11T01:00:00Z");
}

TEST_CASE("a wall time that a gap leaves out is the first instant after the gap") {
  CHECK(instant_of("Africa/Cairo", "2023-04-27T23:59") == "2023-04-27T21:59:00Z");
  CHECK(instant_of("Africa/Cairo", "2023-04-28T00:00") == "2023-04-27T22:00:00Z");
  CHECK(instant_of("Africa/Cairo", "2023-04-28T00:30") == "2023-04-27T22:00:00Z");
  CHECK(instant_of("Africa/Cairo", "2023-04-28T01:00") == "2023-04-27T22:00:00Z");
  CHECK(instant_of("Africa/Cairo", "2023-04-28T01:01") == "2023-04-27T22:01:00Z");
  // Samoa left out the whole of 30 December 2011.
  CHECK(instant_of("Pacific/Apia", "2011-12-30T12:00") == "2011-12-30T10:00:00Z");
}

TEST_CASE("a wall time that a fold has twice is the first of the two") {
  CHECK(instant_of("Africa/Cairo", "2023-10-26T23:30") == "2023-10-26T20:30:00Z");
  CHECK(instant_of("Africa/Cairo", "2023-10-27T00:00") == "2023-10-26T22:00:00Z");
  CHECK(instant_of("Asia/Beirut", "2022-10-29T23:00") == "2022-10-29T20:00:00Z");
}

TEST_CASE("a zone that ends its summer time for good has no fold") {
  // Damascus stayed at three hours in October 2022.
  CHECK(instant_of("Asia/Damascus", "2022-10-27T23:30") == "2022-10-27T20:30:00Z");
  CHECK(instant_of("Asia/Damascus", "2022-10-28T00:00") == "2022-10-27T21:00:00Z");
  CHECK(wall_of("Asia/Damascus", "2024-01-01") == "2024-01-01T03:00:00Z");
}

TEST_CASE("summer time goes on after the last year that the database lists") {
  CHECK(wall_of("Africa/Cairo", "2050-04-28T21:59:59Z") == "2050-04-28T23:59:59Z");
  CHECK(wall_of("Africa/Cairo", "2050-04-28T22:00Z") == "2050-04-29T01:00:00Z");
  CHECK(wall_of("Africa/Cairo", "2050-10-27T20:59:59Z") == "2050-10-27T23:59:59Z");
  CHECK(wall_of("Africa/Cairo", "2050-10-27T21:00Z") == "2050-10-27T23:00:00Z");
  CHECK(wall_of("Europe/Berlin", "9999-07-01T12:00Z") == "9999-07-01T14:00:00Z");
  CHECK(wall_of("America/Santiago", "2060-01-01T12:00Z") == "2060-01-01T09:00:00Z");
  CHECK(wall_of("America/Nuuk", "2050-07-01T12:00Z") == "2050-07-01T11:00:00Z");
  CHECK(wall_of("Australia/Lord_Howe", "2050-01-01T12:00Z") == "2050-01-01T23:00:00Z");
  CHECK(wall_of("Asia/Damascus", "2050-07-01T12:00Z") == "2050-07-01T15:00:00Z");
  CHECK(instant_of("Africa/Cairo", "2050-04-29T00:30") == "2050-04-28T22:00:00Z");
  CHECK(instant_of("Africa/Cairo", "2050-10-27T23:30") == "2050-10-27T20:30:00Z");
}

TEST_CASE("there and back again is the same instant, except the second time in a fold") {
  for (const char* name : {"Asia/Damascus", "Africa/Cairo", "Asia/Beirut", "Asia/Gaza",
                           "America/Santiago", "Pacific/Apia", "Antarctica/Troll", "UTC"}) {
    const Zone here = zone(name);
    int folded = 0;
    for (Instant t = utc("2009"); t < utc("2045"); t += std::chrono::hours(1)) {
      const Instant back = here.instant(here.wall(t));
      if (back == t) continue;
      ++folded;
      if (back > t || here.wall(back) != here.wall(t)) FAIL(name, " at ", to_rfc3339(t));
    }
    const bool has_folds = std::string_view(name) != "UTC";
    CHECK((folded > 0) == has_folds);
  }
}

TEST_CASE("a zone can be had at both ends of time") {
  for (const char* name : {"Asia/Damascus", "America/Santiago", "Europe/Berlin", "UTC"}) {
    const Zone here = zone(name);
    CHECK(here.instant(here.wall(kBeginning)) == kBeginning);
    CHECK(here.instant(here.wall(kForever)) == kForever);
  }
}

TEST_CASE("an older name of a zone is a name") {
  for (const char* name : {"Asia/Gaza", "Africa/Cairo", "Egypt", "Asia/Istanbul", "Europe/Kyiv"}) {
    CHECK(zone(name).name() == name);
  }
}

TEST_CASE("an unknown zone says what may have been meant") {
  const auto hint = [](std::string_view name) {
    const auto found = Zone::named(name);
    REQUIRE_FALSE(found);
    CHECK(found.problem().message == "there is no time zone \"" + std::string(name) + "\"");
    return found.problem().hint;
  };
  const std::string general = "write a name of the IANA database, such as Asia/Damascus or UTC";
  CHECK(hint("Asia/Damascuss") == "did you mean Asia/Damascus?");
  CHECK(hint("asia/damascus") == "did you mean Asia/Damascus?");
  CHECK(hint("Damascus") == "did you mean Asia/Damascus?");
  CHECK(hint("Africa/Ciaro") == "did you mean Africa/Cairo?");
  CHECK(hint("") == general);
  CHECK(hint("../../../etc/passwd") == general);
  CHECK(hint("Middle of nowhere") == general);
}
