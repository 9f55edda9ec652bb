// What to watch for, and what a scenario's indicators could ever tell.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/assess/case.h"
#include "engine/belief/simulation.h"
#include "engine/model/dossier.h"

namespace signpost::assess {

/// A scenario's indicators, those that may tell most first.
std::vector<WatchLine> watch(const Case& of);
/// Of all scenarios named; none named = all that are not given up.
WatchList watch_list(Archive& archive, std::span<const std::string> scenarios, const Moment& moment,
                     Instant now);

/// What simulated worlds say of a scenario as it is defined at the moment: of indicators that only
/// totals or feeds cover, as if these came. Error{kRefused} of a countable forecast.
Simulation simulate(Archive& archive, std::string_view scenario, Instant known_at,
                    const belief::SimulationChoices& choices);

}  // namespace signpost::assess
