// Instants, and the several ways in which people write one.
#pragma once

#include <chrono>
#include <cstdint>
#include <ratio>
#include <string>
#include <string_view>

#include "engine/base/enum_words.h"
#include "engine/base/error.h"

namespace signpost {

/// A moment, UTC, to the second.
using Instant = std::chrono::sys_seconds;
/// A length of time in days of 86,400 seconds.
using Days = std::chrono::duration<double, std::ratio<86400>>;

inline constexpr double kDaysPerMonth = 30.4375;
inline constexpr double kDaysPerYear = 365.25;

/// Before and after everything: 0001-01-01 and 9999-12-31T23:59:59Z, the years that are accepted.
inline constexpr Instant kBeginning =
    std::chrono::sys_days(std::chrono::January / 1 / std::chrono::year(1));
inline constexpr Instant kForever =
    std::chrono::sys_days(std::chrono::January / 1 / std::chrono::year(10000)) -
    std::chrono::seconds(1);

/// How exactly a time was written.
enum class Precision : std::uint8_t { kSecond, kDay, kMonth, kYear };
/// "second", "day", "month", "year".
constexpr auto words_of(Precision) {
  return words<Precision>({{Precision::kSecond, "second"},
                           {Precision::kDay, "day"},
                           {Precision::kMonth, "month"},
                           {Precision::kYear, "year"}});
}

/// A time as written: the first and the last second that it may mean.
struct WrittenTime {
  Instant first;
  Instant last;
  Precision precision = Precision::kSecond;

  friend bool operator==(const WrittenTime&, const WrittenTime&) = default;
};

/// Reads `2022`, `2022-02`, `2022-01-24`, `2022-01-24T19:30Z`, `2022-01-24T22:30:15+03:00`
/// (a space for the T; seconds optional; Arabic-Indic digits accepted). A time without a zone is
/// refused, an impossible date says why.
Parsed<WrittenTime> parse_time(std::string_view text);

/// What a written time means where it stands (DESIGN.md §3). `now` is the clock.
Instant meant_as_start(const WrittenTime& written);  // opened, from, a total's occurred
Instant meant_as_end(const WrittenTime& written);    // to, as_of, known_at, horizon
Instant meant_as_occurred(const WrittenTime& written,
                          Instant now);                           // noon, or now if earlier; middle
Instant meant_as_until(const WrittenTime& written, Instant now);  // its end; now if that is today
Instant meant_as_available(const WrittenTime& written, Instant now);  // its end, at most now

/// `2022-01-24` where the instant is a whole day's start, else `2022-01-24T19:30:00Z`.
std::string to_string(Instant instant);
/// Always `2022-01-24T19:30:00Z`.
std::string to_rfc3339(Instant instant);
/// `2022-01-24`, the day that holds it.
std::string to_date(Instant instant);
/// `24 Jan 2022`.
std::string to_short_date(Instant instant);

/// Reads `7 days`, `11 months`, `2 years`, `36 hours`, `1 week`; "forever" is not a duration.
Parsed<Days> parse_duration(std::string_view text);

/// The system's clock, to the second.
Instant system_now();

}  // namespace signpost
