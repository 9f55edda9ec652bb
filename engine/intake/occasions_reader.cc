#include "engine/intake/occasions_reader.h"

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "engine/intake/recurring.h"
#include "engine/time/recurrence.h"
#include "engine/time/zone.h"

namespace signpost::intake {
namespace {

constexpr const char* kForms =
    "write { dates = [2022-05-05, 2022-06-07] }, or { every = \"month on the 5th at 10:00\", "
    "timezone = \"Asia/Damascus\", from = 2022-01-01 }";

std::optional<Occasions> from_dates(Table& table) {
  const std::string hint = "write dates = [2022-05-05, 2022-06-07]";
  const std::vector<PlacedTime> times = table.times("dates", hint);
  Occasions occasions;
  bool good = true;
  const auto wrong = [&](Position place, std::string message, std::string advice) {
    good = false;
    table.findings().error(place, std::move(message), std::move(advice));
  };
  for (const PlacedTime& entry : times) {
    const std::string written(table.findings().source().at(entry.place));
    const Instant date = meant_as_start(entry.time);
    if (entry.time.precision == Precision::kMonth || entry.time.precision == Precision::kYear) {
      wrong(entry.place, fmt::format("{} is no day, and an occasion is a day or a moment", written),
            "write 2022-05-05, or \"2022-05-05T10:00Z\"");
    } else if (!occasions.dates.empty() && date == occasions.dates.back()) {
      wrong(entry.place, fmt::format("{} is there twice", written), "keep one of the two");
    } else if (!occasions.dates.empty() && date < occasions.dates.back()) {
      wrong(entry.place, fmt::format("{} comes before the date that it follows", written),
            "put the dates in order, the earliest first");
    } else {
      occasions.dates.push_back(date);
    }
  }
  if (table.is_empty_list("dates")) table.error("dates", "dates names none", hint);
  // An entry that is no date has been told, and is not among the times.
  if (!good || times.empty()) return std::nullopt;
  return occasions;
}

std::optional<Occasions> from_rule(Table& table) {
  Recurring recurring = read_recurring(table, "from");
  if (!recurring.good) return std::nullopt;
  const auto first = Recurrence(recurring.rule, *Zone::named(recurring.timezone), recurring.from)
                         .next(recurring.from - std::chrono::seconds(1));
  if (!first || (recurring.until && *first > *recurring.until)) {
    table.error("every",
                fmt::format("{} never comes {}", table.written("every"),
                            recurring.until ? "between from and until" : "after from"),
                "mend the rule, or the time in which it holds");
    return std::nullopt;
  }
  Occasions occasions;
  occasions.every = std::move(recurring.every);
  occasions.rule = std::move(recurring.rule);
  occasions.timezone = std::move(recurring.timezone);
  occasions.from = recurring.from;
  occasions.until = recurring.until;
  return occasions;
}

}  // namespace

std::optional<Occasions> read_occasions(Table& indicator) {
  auto table = indicator.table("occasions", "occasions", kForms);
  if (!table) return std::nullopt;
  const bool has_dates = table->has("dates");
  if (has_dates == table->has("every")) {
    indicator.error(
        "occasions",
        has_dates ? "occasions has both dates and every" : "occasions has neither dates nor every",
        kForms);
    return std::nullopt;
  }
  std::optional<Occasions> occasions = has_dates ? from_dates(*table) : from_rule(*table);
  table->refuse_other_keys();
  return occasions;
}

}  // namespace signpost::intake
