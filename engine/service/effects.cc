#include "engine/service/effects.h"

#include <utility>

#include "engine/assess/archive.h"
#include "engine/assess/case.h"

namespace signpost::service {

Before before_change(const store::Store& store, std::vector<std::string> only) {
  std::shared_ptr<const store::Snapshot> snapshot = store.snapshot();
  if (only.empty()) only = snapshot->active_scenario_ids(kForever);
  return {std::move(only), std::move(snapshot)};
}

std::vector<Effect> effects_since(const Before& before, const store::Store& store,
                                  const Clock& clock) {
  if (before.scenarios.empty()) return {};
  return once_stored([&] {
    std::vector<Effect> effects;
    const auto snapshot = store.snapshot();
    assess::Archive then(*before.snapshot);
    assess::Archive now(*snapshot);
    const Instant at = clock.after_waiting().now;
    const Moment moment{.as_of = at, .known_at = at};
    for (const std::string& scenario : before.scenarios) {
      const Assessment without = assess::Case(then, scenario, moment).glance();
      const Assessment with = assess::Case(now, scenario, moment).glance();
      effects.push_back({.scenario = scenario,
                         .title = now.scenario_at(scenario, kForever).title,
                         .state = with.state,
                         .before = without.probability,
                         .after = with.probability,
                         .log_odds_before = without.log_odds,
                         .log_odds_after = with.log_odds,
                         .no_history_before = without.no_history,
                         .no_history_after = with.no_history});
    }
    return effects;
  });
}

std::vector<Effect> moved(std::vector<Effect> effects) {
  std::erase_if(effects, [](const Effect& effect) {
    return effect.before == effect.after && effect.log_odds_before == effect.log_odds_after &&
           effect.no_history_before == effect.no_history_after;
  });
  return effects;
}

}  // namespace signpost::service
