// What a change did to each scenario: its probability before and after.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/cli/command.h"
#include "engine/model/assessment.h"
#include "engine/model/definitions.h"
#include "engine/report/json_writer.h"
#include "engine/store/store.h"

namespace signpost::cli {

/// Where one scenario stood before a change and stands after it, at the same moment.
struct Effect {
  std::string scenario;
  Bilingual title;
  ScenarioState state = ScenarioState::kOpen;
  Probability before, after;
  LogOdds log_odds_before, log_odds_after;
};

/// Where scenarios stand in a store now.
struct Standpoint {
  std::vector<std::string> scenarios;
  std::vector<Assessment> assessments;  // of the same scenarios, probability only
};

/// Now as the session's clock has it, known now. Empty `only` = every scenario.
Standpoint standpoint(const store::Store& store, const Session& session,
                      std::vector<std::string> only);

/// Compares with where the same scenarios stand after the change.
std::vector<Effect> effects_since(const Standpoint& before, const store::Store& store,
                                  const Session& session);

/// Those whose probability is not to the last bit what it was.
std::vector<Effect> moved(std::vector<Effect> effects);

/// "41 % → 48 %", with decimals where it takes them to see a difference; "no change at 41 %".
std::string change_in_words(const Effect& effect, const report::Terminal& terminal);

/// A line for each: title, change, ICD 203 word.
void print_effects(const Session& session, std::span<const Effect> effects);

/// "scenarios": [{id, before, after}]
void write_effects(report::JsonWriter& json, std::span<const Effect> effects);

}  // namespace signpost::cli
