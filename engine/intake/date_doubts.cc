#include "engine/intake/date_doubts.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace signpost::intake {
namespace {

constexpr std::chrono::years kLongBefore{5};

int year_of(Instant instant) {
  return static_cast<int>(
      std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(instant)).year());
}

}  // namespace

std::string year_hint(Instant instant) {
  if (!may_be_hijri(instant)) return "is the year right?";
  return fmt::format(
      "is the year right? {} may be a year of the Hijri calendar (AH), or of the Solar Hijri one; "
      "dates are written in the Gregorian calendar",
      year_of(instant));
}

bool may_be_hijri(Instant instant) { return year_of(instant) >= 1300 && year_of(instant) <= 1500; }

bool is_unlikely(Instant instant) { return year_of(instant) < kFirstLikelyYear; }

DateDoubts::DateDoubts(const Definitions& definitions) {
  for (const Scenario& scenario : definitions.scenarios) {
    opened_.emplace(scenario.id, scenario.opened);
    for (const Expectation& expected : scenario.expects) {
      const auto [place, is_new] = first_opened_.try_emplace(expected.indicator, scenario.opened);
      if (!is_new) place->second = std::min(place->second, scenario.opened);
    }
  }
}

std::optional<std::string> DateDoubts::doubt(const Item& item) const {
  const std::string day = to_date(item.occurred);
  if (is_unlikely(item.occurred)) {
    return fmt::format("occurred {} is before {}", day, kFirstLikelyYear);
  }
  std::optional<Instant> first;
  const auto consider = [&](const auto& opened, const std::string& id) {
    const auto found = opened.find(id);
    if (found != opened.end()) first = std::min(first.value_or(found->second), found->second);
  };
  for (const Sighting& sighting : item.sightings) consider(first_opened_, sighting.indicator);
  for (const Bearing& bearing : item.bears) consider(opened_, bearing.scenario);
  if (!first || item.occurred >= *first - kLongBefore) return std::nullopt;
  return fmt::format("occurred {} is {} years before the first scenario that it bears on opened",
                     day, year_of(*first) - year_of(item.occurred));
}

}  // namespace signpost::intake
