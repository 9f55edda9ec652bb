#include "engine/assess/touched.h"

#include <algorithm>

#include "engine/base/text.h"

namespace signpost::assess {
namespace {

bool is_told_of(Archive& archive, const Scenario& scenario, const std::string& event) {
  if (event.empty()) return false;
  const auto tells = [&, key = folded(event)](const std::vector<store::ItemVersion>& versions) {
    return std::any_of(versions.begin(), versions.end(), [&](const store::ItemVersion& version) {
      return folded(version.content.event) == key;
    });
  };
  const std::vector<std::string> heard = archive.heard_by(scenario);
  return std::any_of(
             heard.begin(), heard.end(),
             [&](const std::string& id) { return tells(archive.indicator(id).versions); }) ||
         tells(archive.scenario(scenario.id).bearing);
}

bool touches(Archive& archive, const Item& item, const std::string& id) {
  const Scenario& scenario = archive.scenario(id).revisions.back().content;
  const std::vector<std::string> heard = archive.heard_by(scenario);
  const bool hears = std::any_of(heard.begin(), heard.end(), [&](const std::string& indicator) {
    return sighting_of(item, indicator) != nullptr;
  });
  return hears || bearing_on(item, id) != nullptr || is_told_of(archive, scenario, item.denies);
}

}  // namespace

std::vector<std::string> touched_by(Archive& archive, const Item& item) {
  std::vector<std::string> ids = archive.snapshot.active_scenario_ids(kForever);
  std::erase_if(ids, [&](const std::string& id) { return !touches(archive, item, id); });
  return ids;
}

std::vector<std::string> retired_touched_by(Archive& archive, const Item& item) {
  std::vector<std::string> ids = archive.snapshot.scenario_ids();
  const std::vector<std::string> active = archive.snapshot.active_scenario_ids(kForever);
  std::erase_if(ids, [&](const std::string& id) {
    return std::find(active.begin(), active.end(), id) != active.end() ||
           !touches(archive, item, id);
  });
  return ids;
}

}  // namespace signpost::assess
