#include "engine/intake/occasions_reader.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "engine/intake/recurring.h"
#include "engine/time/recurrence.h"
#include "engine/time/zone.h"

namespace signpost::intake {
namespace {

/// What to write in place of what is no good.
Phrase forms() {
  return {"intake.occasions.hint",
          {{"dates", "{ dates = [2022-05-05, 2022-06-07] }"},
           {"rule",
            "{ every = \"month on the 5th at 10:00\", timezone = \"Asia/Damascus\", "
            "from = 2022-01-01 }"}}};
}

std::optional<Occasions> from_dates(Table& table) {
  const Phrase hint = to_write("dates = [2022-05-05, 2022-06-07]");
  const std::vector<PlacedTime> times = table.times("dates", hint);
  Occasions occasions;
  bool good = true;
  const auto wrong = [&](Position place, const char* message, const char* advice) {
    good = false;
    const std::string_view written = table.findings().source().at(place);
    table.findings().error(place, {message, {{"date", written}}}, advice);
  };
  for (const PlacedTime& entry : times) {
    const Instant date = meant_as_start(entry.time);
    if (entry.time.precision == Precision::kMonth || entry.time.precision == Precision::kYear) {
      wrong(entry.place, "intake.occasion-not-a-day", "intake.occasion-not-a-day.hint");
    } else if (!occasions.dates.empty() && date == occasions.dates.back()) {
      wrong(entry.place, "intake.date-twice", "intake.keep-one.hint");
    } else if (!occasions.dates.empty() && date < occasions.dates.back()) {
      wrong(entry.place, "intake.date-out-of-order", "intake.date-out-of-order.hint");
    } else {
      occasions.dates.push_back(date);
    }
  }
  if (table.is_empty_list("dates")) {
    table.error("dates", {"intake.names-none", {{"key", "dates"}}}, hint);
  }
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
                {recurring.until ? "intake.never-comes-between" : "intake.never-comes-after",
                 {{"rule", table.written("every")}}},
                "intake.never-comes.hint");
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
  auto table = indicator.table("occasions", "occasions", forms());
  if (!table) return std::nullopt;
  const bool has_dates = table->has("dates");
  if (has_dates == table->has("every")) {
    indicator.error("occasions",
                    has_dates ? "intake.dates-and-every" : "intake.neither-dates-nor-every",
                    forms());
    return std::nullopt;
  }
  std::optional<Occasions> occasions = has_dates ? from_dates(*table) : from_rule(*table);
  table->refuse_other_keys();
  return occasions;
}

}  // namespace signpost::intake
