#include "engine/service/when.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace signpost::service {

Phrase day_in_words(Instant instant) {
  const std::chrono::year_month_day date = std::chrono::floor<std::chrono::days>(instant);
  const std::string month = fmt::format("month.{}", static_cast<unsigned>(date.month()));
  return {"date.day",
          {{"day", static_cast<unsigned>(date.day())},
           {"month", Phrase(month.c_str())},
           {"year", std::to_string(static_cast<int>(date.year()))}}};
}

Phrase moment_in_words(Instant instant) {
  using std::chrono::seconds;
  const std::chrono::hh_mm_ss time(instant - std::chrono::floor<std::chrono::days>(instant));
  Phrase day = day_in_words(instant);
  if (time.to_duration() == std::chrono::hours(24) - seconds(1)) return day;
  return {"date.time",
          {{"date", std::move(day)},
           {"time", fmt::format("{:02}:{:02}", time.hours().count(), time.minutes().count())}}};
}

Phrase ago_in_words(Instant then, Instant now) {
  const std::int64_t minutes = (now - std::min(then, now)).count() / 60;
  if (minutes == 0) return "ago.now";
  if (minutes < 120) return {"ago.minutes", {{"n", minutes}}};
  const std::int64_t hours = minutes / 60;
  if (hours < 48) return {"ago.hours", {{"n", hours}}};
  return {"ago.days", {{"n", hours / 24}}};
}

}  // namespace signpost::service
