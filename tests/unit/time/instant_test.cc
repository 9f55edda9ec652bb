#include "engine/time/instant.h"

#include <doctest/doctest.h>

using namespace signpost;  // NOLINT(google-build-using-namespace)

namespace {

WrittenTime read(std::string_view text) {
  const auto written = parse_time(text);
  REQUIRE_MESSAGE(written, text);
  return *written;
}

std::string problem(std::string_view text) {
  const auto written = parse_time(text);
  REQUIRE_FALSE(written);
  return written.problem().message.english();
}

constexpr Instant kNow = std::chrono::sys_days(std::chrono::June / 30 / 2022) +
                         std::chrono::hours(9) + std::chrono::minutes(15) +
                         std::chrono::seconds(30);

}  // namespace

TEST_CASE("a time is read in every form that people write") {
  CHECK(to_rfc3339(read("2022-01-24T19:30Z").first) == "2022-01-24T19:30:00Z");
  CHECK(to_rfc3339(read("2022-01-24T22:30:15+03:00").first) == "2022-01-24T19:30:15Z");
  CHECK(to_rfc3339(read("2022-01-24 22:30-0330").first) == "2022-01-25T02:00:00Z");
  CHECK(to_rfc3339(read("٢٠٢٢-٠١-٢٤").first) == "2022-01-24T00:00:00Z");
  CHECK(to_rfc3339(read("2022-02").last) == "2022-02-28T23:59:59Z");
  CHECK(to_rfc3339(read("2024-02").last) == "2024-02-29T23:59:59Z");
  CHECK(to_rfc3339(read("2022").first) == "2022-01-01T00:00:00Z");
  CHECK(to_rfc3339(read("2022").last) == "2022-12-31T23:59:59Z");
}

TEST_CASE("an impossible time says why") {
  CHECK(problem("2022-02-30") == "\"2022-02-30\" is not a date: February 2022 has 28 days");
  CHECK(problem("2022-13-01") == "\"2022-13-01\" is not a date: there is no month 13");
  CHECK(problem("2022-01-24T19:30") == "\"2022-01-24T19:30\" does not say in which zone");
  CHECK(problem("2022-01-24T25:00Z") == "\"2022-01-24T25:00Z\" is not a time of day");
  CHECK(problem("24/01/2022") == "\"24/01/2022\" is not a time");
  CHECK(problem("2022-01-24T19:30Zx") == "\"2022-01-24T19:30Zx\" is not a time");
  CHECK(problem("") == "\"\" is not a time");
  CHECK(problem("0000") == "\"0000\" has no such year");
  CHECK(problem("9999-12-31T23:59-12:00") ==
        "\"9999-12-31T23:59-12:00\" lies outside the years 1 to 9999");
}

TEST_CASE("a bare date means what its place says") {
  const WrittenTime day = read("2022-01-24");
  CHECK(to_rfc3339(meant_as_start(day)) == "2022-01-24T00:00:00Z");
  CHECK(to_rfc3339(meant_as_end(day)) == "2022-01-24T23:59:59Z");
  CHECK(to_rfc3339(meant_as_occurred(day, kNow)) == "2022-01-24T12:00:00Z");
  CHECK(to_rfc3339(meant_as_until(day, kNow)) == "2022-01-24T23:59:59Z");
  CHECK(to_rfc3339(meant_as_available(day, kNow)) == "2022-01-24T23:59:59Z");
}

TEST_CASE("today never reaches into the future, tomorrow stays there") {
  const WrittenTime today = read("2022-06-30");
  CHECK(meant_as_occurred(today, kNow) == kNow);  // 09:15 is before noon
  CHECK(meant_as_until(today, kNow) == kNow);
  CHECK(meant_as_available(today, kNow) == kNow);
  const WrittenTime tomorrow = read("2022-07-01");
  CHECK(meant_as_occurred(tomorrow, kNow) > kNow);
  CHECK(meant_as_until(tomorrow, kNow) > kNow);
}

TEST_CASE("a month or a year alone means its middle") {
  CHECK(to_rfc3339(meant_as_occurred(read("2022-02"), kNow)) == "2022-02-15T00:00:00Z");
  CHECK(to_rfc3339(meant_as_occurred(read("2021"), kNow)) == "2021-07-02T12:00:00Z");
}

TEST_CASE("an instant is printed as short as it is exact") {
  CHECK(to_string(read("2022-01-24").first) == "2022-01-24");
  CHECK(to_string(read("2022-01-24T19:30Z").first) == "2022-01-24T19:30:00Z");
  CHECK(to_short_date(read("2022-09-05").first) == "5 Sep 2022");
}

TEST_CASE("a length of time is read in words") {
  CHECK(parse_duration("7 days")->count() == 7.0);
  CHECK(parse_duration("1 day")->count() == 1.0);
  CHECK(parse_duration("11 months")->count() == 11 * 30.4375);
  CHECK(parse_duration("1.5 years")->count() == 1.5 * 365.25);
  CHECK(parse_duration("36 hours")->count() == 1.5);
  for (const char* wrong : {"", "days", "7", "-1 days", "7 fortnights", "inf days", "1e999 days"}) {
    CHECK_FALSE_MESSAGE(parse_duration(wrong), wrong);
  }
  CHECK(parse_duration("1,5 years").problem().hint == "write \"1.5 years\"");
  CHECK(parse_duration("٣ months")->count() == 3 * 30.4375);
}
