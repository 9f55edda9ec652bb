#include "engine/time/calendar.h"

#include <doctest/doctest.h>

#include "engine/base/text.h"

using namespace signpost;  // NOLINT(google-build-using-namespace)

namespace {

Instant utc(std::string_view text) { return parse_time(text)->first; }

const Instant kNow = utc("2022-01-01T09:00Z");

/// The lines as they stand, without their CRLF; every line must have one.
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find("\r\n", at);
    REQUIRE(end != std::string::npos);
    lines.push_back(text.substr(at, end - at));
    CHECK(lines.back().find_first_of("\r\n") == std::string::npos);
    at = end + 2;
  }
  return lines;
}

std::string unfolded(std::string text) {
  for (std::size_t at = 0; (at = text.find("\r\n ", at)) != std::string::npos;) text.erase(at, 3);
  return text;
}

bool has_line(const std::string& text, const std::string& line) {
  return unfolded(text).find("\r\n" + line + "\r\n") != std::string::npos;
}

}  // namespace

TEST_CASE("a calendar is written whole") {
  const std::vector<CalendarEvent> events = {
      {"weekly@1", utc("2022-01-24T03:00Z"), false, "Weekly; the \"first\", with \\", "One\nTwo"},
      {"horizon@2", utc("2022-03-31T21:00Z"), true, "Horizon", ""}};
  CHECK(calendar_text(events, kNow) ==
        "BEGIN:VCALENDAR\r\n"
        "PRODID:-//Signpost//Signpost//EN\r\n"
        "VERSION:2.0\r\n"
        "BEGIN:VEVENT\r\n"
        "UID:weekly@1\r\n"
        "DTSTAMP:20220101T090000Z\r\n"
        "DTSTART:20220124T030000Z\r\n"
        "SUMMARY:Weekly\\; the \"first\"\\, with \\\\\r\n"
        "DESCRIPTION:One\\nTwo\r\n"
        "END:VEVENT\r\n"
        "BEGIN:VEVENT\r\n"
        "UID:horizon@2\r\n"
        "DTSTAMP:20220101T090000Z\r\n"
        "DTSTART;VALUE=DATE:20220331\r\n"
        "SUMMARY:Horizon\r\n"
        "END:VEVENT\r\n"
        "END:VCALENDAR\r\n");
}

TEST_CASE("a calendar of nothing is a calendar") {
  CHECK(calendar_text({}, kNow) ==
        "BEGIN:VCALENDAR\r\nPRODID:-//Signpost//Signpost//EN\r\nVERSION:2.0\r\n"
        "END:VCALENDAR\r\n");
}

TEST_CASE("long lines are folded at 75 octets and never within a character") {
  for (const std::string letter : {"a", "é", "ح", "احتمال ", "中", "🚩", "a🚩ب"}) {
    for (std::size_t shift = 0; shift < 5; ++shift) {
      std::string summary(shift, 'x');
      while (summary.size() < 700) summary += letter;
      summary += "!";
      const std::vector<CalendarEvent> events = {{"u", kNow, false, summary, summary}};
      const std::string text = calendar_text(events, kNow);
      bool folded_somewhere = false;
      for (const std::string& line : lines_of(text)) {
        CHECK(line.size() <= 75);
        CHECK_FALSE(first_bad_utf8(line));
        folded_somewhere = folded_somewhere || line.starts_with(' ');
      }
      CHECK(folded_somewhere);
      CHECK(has_line(text, "SUMMARY:" + summary));
    }
  }
}

TEST_CASE("what could steer a reader's screen is taken out of texts") {
  const std::vector<CalendarEvent> events = {{"u\r\nATTACH:x", kNow, false,
                                              "a\x1b[31mb\u202Ec\r\nEND:VEVENT\td\x7f",
                                              "\u2068one\u2069\r\ntwo\u200F"}};
  const std::string text = calendar_text(events, kNow);
  CHECK(has_line(text, "UID:u ATTACH:x"));
  CHECK(has_line(text, "SUMMARY:a[31mbc END:VEVENT d"));
  CHECK(has_line(text, "DESCRIPTION:one\\ntwo"));
}
