#include "engine/assess/history.h"

#include <algorithm>
#include <cstddef>
#include <map>

#include "engine/belief/believe.h"

namespace signpost::assess {
namespace {

/// Dates between which no definition changes are answered in one pass.
std::vector<std::optional<LogOdds>> closings_as_known_then(Archive& archive,
                                                           std::string_view scenario,
                                                           std::span<const Instant> as_of) {
  std::vector<std::optional<LogOdds>> closings(as_of.size());
  if (as_of.empty()) return closings;
  const auto [first, last] = std::minmax_element(as_of.begin(), as_of.end());
  const std::vector<Instant> changes = archive.changes(scenario, *first, *last);
  std::map<std::ptrdiff_t, std::vector<std::size_t>> epochs;  // by how many changes came before
  for (std::size_t i = 0; i < as_of.size(); ++i) {
    const auto next = std::upper_bound(changes.begin(), changes.end(), as_of[i]);
    epochs[next - changes.begin()].push_back(i);
  }
  for (const auto& [epoch, places] : epochs) {
    std::vector<Instant> dates;
    for (const std::size_t i : places) dates.push_back(as_of[i]);
    const std::vector<std::optional<LogOdds>> found =
        belief::standings_as_known_then(archive.chronicle(scenario, dates.front()), dates);
    for (std::size_t k = 0; k < places.size(); ++k) closings[places[k]] = found[k];
  }
  return closings;
}

/// What of the scenario's evidence occurred by one of the dates, was recorded later and does not say
/// when it could be known.
void note_not_available(Archive& archive, const Scenario& scenario, std::span<const Instant> as_of,
                        const KnownAt& known_at, std::set<ItemId>& items) {
  const auto look = [&](const std::vector<store::ItemVersion>& versions) {
    for (const store::ItemVersion& version : versions) {
      if (is_not_available(version, as_of, known_at)) items.insert(version.item);
    }
  };
  for (const std::string& heard : archive.heard_by(scenario)) {
    look(archive.indicator(heard).versions);
  }
  look(archive.scenario(scenario.id).bearing);
}

}  // namespace

std::vector<HistoryPoint> history(Archive& archive, std::string_view scenario,
                                  std::span<const Instant> as_of, const KnownAt& known_at) {
  const std::vector<std::optional<LogOdds>> closings =
      known_at.instant ? belief::standings(archive.ask(scenario, *known_at.instant).question, as_of,
                                           *known_at.instant)
                       : closings_as_known_then(archive, scenario, as_of);
  std::vector<HistoryPoint> points;
  points.reserve(as_of.size());
  for (std::size_t i = 0; i < as_of.size(); ++i) {
    if (closings[i]) points.push_back({as_of[i], Probability::from(*closings[i]), *closings[i]});
  }
  return points;
}

int not_available(Archive& archive, std::string_view scenario, std::span<const Instant> as_of,
                  const KnownAt& known_at) {
  std::set<ItemId> items;
  const auto standing_on = [&](Instant date) {
    return &archive.scenario_at(scenario, known_at.instant.value_or(date));
  };
  // Dates by which one revision of the scenario stands are looked at together.
  for (auto first = as_of.begin(); first != as_of.end();) {
    const Scenario* stands = standing_on(*first);
    const auto last =
        std::find_if(first, as_of.end(), [&](Instant date) { return standing_on(date) != stands; });
    note_not_available(archive, *stands, {first, last}, known_at, items);
    first = last;
  }
  return static_cast<int>(items.size());
}

int not_available(Archive& archive, const Moment& moment) {
  std::set<ItemId> items;
  for (const store::ItemVersion& version : archive.snapshot.items()) {
    if (is_not_available(version, moment)) items.insert(version.item);
  }
  return static_cast<int>(items.size());
}

std::set<ItemId> not_available(const Case& of) {
  std::set<ItemId> items;
  note_not_available(of.archive(), of.scenario(), {&of.moment().as_of, 1}, {of.moment().known_at},
                     items);
  return items;
}

}  // namespace signpost::assess
