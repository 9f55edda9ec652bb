// What simulated worlds say of a scenario's design: can its indicators tell, and how soon?
#pragma once

#include <string>

#include "engine/model/dossier.h"
#include "engine/report/page.h"
#include "engine/report/speech.h"

namespace signpost::report {

struct SimulatedScenario {
  Scenario scenario;
  Simulation simulation;
};

/// Two paragraphs, if it were under way and if not, each with the share of worlds that pass the
/// threshold and after how long.
Page simulation_page(const SimulatedScenario& simulated, const Speech& speech);

/// signpost.simulate/1: {"format","scenario","worlds","seed","days","threshold","under_way":
/// {"confirmed":{"share","median_days","early_days","late_days"},"given_up":{…}},"not_under_way":
/// {"refuted":{…},"cried_wolf":{…}}}; early and late are the 5th and 95th of a hundred that pass.
std::string simulation_json(const SimulatedScenario& simulated);

}  // namespace signpost::report
