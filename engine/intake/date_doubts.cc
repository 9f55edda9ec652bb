#include "engine/intake/date_doubts.h"

#include <algorithm>
#include <chrono>
#include <string>

namespace signpost::intake {
namespace {

constexpr std::chrono::years kLongBefore{5};

int year_of(Instant instant) {
  return static_cast<int>(
      std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(instant)).year());
}

}  // namespace

Phrase year_hint(Instant instant) {
  if (!may_be_hijri(instant)) return "intake.date.hint";
  return {"intake.date.hijri.hint", {{"year", std::to_string(year_of(instant))}}};
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

std::optional<Phrase> DateDoubts::doubt(const Item& item) const {
  const std::string day = to_date(item.occurred);
  if (is_unlikely(item.occurred)) {
    return Phrase("intake.long-ago",
                  {{"key", "occurred"}, {"day", day}, {"year", std::to_string(kFirstLikelyYear)}});
  }
  std::optional<Instant> first;
  const auto consider = [&](const auto& opened, const std::string& id) {
    const auto found = opened.find(id);
    if (found != opened.end()) first = std::min(first.value_or(found->second), found->second);
  };
  for (const Sighting& sighting : item.sightings) consider(first_opened_, sighting.indicator);
  for (const Bearing& bearing : item.bears) consider(opened_, bearing.scenario);
  if (!first || item.occurred >= *first - kLongBefore) return std::nullopt;
  return Phrase("intake.date.long-before",
                {{"day", day}, {"years", year_of(*first) - year_of(item.occurred)}});
}

}  // namespace signpost::intake
