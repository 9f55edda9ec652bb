#include "engine/time/instant.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "engine/base/numbers.h"
#include "engine/base/text.h"

namespace signpost {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

constexpr sys_days day_of(int year, unsigned month, unsigned day) {
  return sys_days(
      year_month_day(std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)));
}

/// Reads a text from left to right; once something does not fit, all that follows fails.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  /// Exactly `width` digits.
  int digits(std::size_t width) {
    int number = 0;
    if (rest_.size() < width) return fail();
    for (std::size_t i = 0; i < width; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return fail();
      number = number * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(width);
    return number;
  }
  bool take(char c) {
    if (!next_is(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) {
    if (!take(c)) fail();
  }
  [[nodiscard]] bool next_is(char c) const { return !rest_.empty() && rest_.front() == c; }
  [[nodiscard]] bool done() const { return rest_.empty(); }
  [[nodiscard]] bool good() const { return good_; }

 private:
  int fail() {
    good_ = false;
    rest_ = {};
    return 0;
  }
  std::string_view rest_;
  bool good_ = true;
};

/// What is wrong with a text.
Problem wrong(std::string_view text, const char* key, Phrase hint = {}) {
  return {{key, {{"text", text}}}, std::move(hint)};
}

Problem not_a_time(std::string_view text) {
  return wrong(text, "time.not-a-time", "time.not-a-time.hint");
}

WrittenTime spanning(sys_days first, sys_days after, Precision precision) {
  return {Instant(first), Instant(after) - seconds(1), precision};
}

}  // namespace

Parsed<WrittenTime> parse_time(std::string_view text) {
  const std::string plain = folded(text);  // also turns ٢٠٢٢ into 2022 and T, Z into t, z
  Scanner scanner(plain);
  const int year = scanner.digits(4);
  if (!scanner.good()) return not_a_time(text);
  if (year == 0) return wrong(text, "time.no-such-year", "time.no-such-year.hint");
  if (scanner.done()) {
    return WrittenTime{Instant(day_of(year, 1, 1)),
                       Instant(day_of(year, 12, 31)) + hours(24) - seconds(1), Precision::kYear};
  }
  scanner.expect('-');
  const auto month = static_cast<unsigned>(scanner.digits(2));
  if (!scanner.good()) return not_a_time(text);
  if (month < 1 || month > 12) {
    return Problem{{"time.no-such-month", {{"text", text}, {"month", month}}},
                   "time.no-such-month.hint"};
  }
  const year_month_day last_day =
      std::chrono::year(year) / std::chrono::month(month) / std::chrono::last;
  if (scanner.done()) {
    return spanning(day_of(year, month, 1), sys_days(last_day) + days(1), Precision::kMonth);
  }
  scanner.expect('-');
  const auto day = static_cast<unsigned>(scanner.digits(2));
  if (!scanner.good()) return not_a_time(text);
  const auto days_in_month = static_cast<unsigned>(last_day.day());
  if (day < 1 || day > days_in_month) {
    return Problem{{"time.no-such-day",
                    {{"text", text},
                     {"month", Phrase("time.month." + std::to_string(month), {})},
                     {"year", std::to_string(year)},
                     {"days", days_in_month}}},
                   {}};
  }
  const sys_days date = day_of(year, month, day);
  if (scanner.done()) return spanning(date, date + days(1), Precision::kDay);

  if (!scanner.take('t')) scanner.expect(' ');
  const int hour = scanner.digits(2);
  scanner.expect(':');
  const int minute = scanner.digits(2);
  const int second = scanner.take(':') ? scanner.digits(2) : 0;
  if (!scanner.good()) return not_a_time(text);
  if (hour > 23 || minute > 59 || second > 59) {
    return wrong(text, "time.not-a-time-of-day", "time.not-a-time-of-day.hint");
  }
  if (scanner.done()) {
    return wrong(text, "time.no-zone", "time.no-zone.hint");
  }
  seconds offset{0};
  if (!scanner.take('z')) {
    const bool east = scanner.take('+');
    if (!east) scanner.expect('-');
    const int offset_hours = scanner.digits(2);
    scanner.take(':');
    const int offset_minutes = scanner.digits(2);
    if (scanner.good() && (offset_hours > 15 || offset_minutes > 59)) {
      return wrong(text, "time.no-such-offset", "time.no-such-offset.hint");
    }
    offset = hours(offset_hours) + minutes(offset_minutes);
    if (!east) offset = -offset;
  }
  if (!scanner.good() || !scanner.done()) return not_a_time(text);
  const Instant instant = Instant(date) + hours(hour) + minutes(minute) + seconds(second) - offset;
  if (instant < kBeginning || instant > kForever) {
    return wrong(text, "time.beyond-years");
  }
  return WrittenTime{instant, instant, Precision::kSecond};
}

Instant meant_as_start(const WrittenTime& written) { return written.first; }

Instant meant_as_end(const WrittenTime& written) { return written.last; }

Instant meant_as_occurred(const WrittenTime& written, Instant now) {
  if (written.precision == Precision::kSecond) return written.first;
  // The middle of a day is its noon. A day that has begun is not in the future.
  const Instant middle = written.first + (written.last - written.first + seconds(1)) / 2;
  return written.first <= now ? std::min(middle, now) : middle;
}

Instant meant_as_until(const WrittenTime& written, Instant now) {
  return written.first <= now ? std::min(written.last, now) : written.last;
}

Instant meant_as_available(const WrittenTime& written, Instant now) {
  return meant_as_until(written, now);
}

std::string to_date(Instant instant) {
  const year_month_day date(std::chrono::floor<days>(instant));
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string to_rfc3339(Instant instant) {
  const std::chrono::hh_mm_ss time(instant - std::chrono::floor<days>(instant));
  return fmt::format("{}T{:02}:{:02}:{:02}Z", to_date(instant), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

std::string to_string(Instant instant) {
  return std::chrono::floor<days>(instant) == instant ? to_date(instant) : to_rfc3339(instant);
}

std::string to_short_date(Instant instant) {
  const year_month_day date(std::chrono::floor<days>(instant));
  return fmt::format("{} {} {}", static_cast<unsigned>(date.day()),
                     kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()));
}

Parsed<Days> parse_duration(std::string_view text) {
  struct Unit {
    std::string_view name;
    double days;
  };
  static constexpr std::array<Unit, 5> kUnits = {{{"hour", 1.0 / 24},
                                                  {"day", 1.0},
                                                  {"week", 7.0},
                                                  {"month", kDaysPerMonth},
                                                  {"year", kDaysPerYear}}};
  const std::string plain = folded(text);
  const std::size_t end = plain.find_last_not_of("abcdefghijklmnopqrstuvwxyz") + 1;
  std::string_view digits = std::string_view(plain).substr(0, end);
  while (digits.ends_with(' ')) digits.remove_suffix(1);
  std::string_view unit = std::string_view(plain).substr(end);
  if (unit.ends_with('s')) unit.remove_suffix(1);
  const std::optional<double> number = parse_number(digits);
  const std::optional<Problem> comma = number ? std::nullopt : decimal_comma(text);
  if (comma) return *comma;
  for (const Unit& known : kUnits) {
    if (number && *number >= 0 && unit == known.name) return Days(*number * known.days);
  }
  return wrong(text, "time.not-a-length", "time.not-a-length.hint");
}

Instant system_now() { return std::chrono::floor<seconds>(std::chrono::system_clock::now()); }

}  // namespace signpost
