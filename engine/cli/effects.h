// What a change did to each scenario: its probability before and after.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/cli/command.h"
#include "engine/model/assessment.h"
#include "engine/model/definitions.h"
#include "engine/report/json_writer.h"
#include "engine/store/store.h"

namespace signpost::cli {

/// Where one scenario would stand without a change and stands after it, at the same moment.
struct Effect {
  std::string scenario;
  Bilingual title;
  ScenarioState state = ScenarioState::kOpen;
  Probability before, after;
  LogOdds log_odds_before, log_odds_after;
};

/// The store before a change.
struct Before {
  std::vector<std::string> scenarios;  // that the change may move
  std::shared_ptr<const store::Snapshot> snapshot;
};

/// The store now. Empty `only` = every scenario.
Before before_change(const store::Store& store, std::vector<std::string> only);

/// Runs what says what a stored change did. Where it fails the change stands all the same, and the
/// error says so.
template <class Work>
auto once_stored(const Work& work) {
  try {
    return work();
  } catch (const Error& error) {
    throw Error(ErrorKind::kStore,
                "what was told is stored, but what it moves cannot be said: " + error.message(),
                error.hint());
  }
}

/// Where the same scenarios stand after the change, and where they would without it: both now, by
/// the clock after the change. Errors as by once_stored.
std::vector<Effect> effects_since(const Before& before, const store::Store& store,
                                  const Session& session);

/// Those whose probability is not to the last bit what it was.
std::vector<Effect> moved(std::vector<Effect> effects);

/// "41 % → 48 %", with decimals where it takes them to see a difference; "no change at 41 %".
std::string change_in_words(const Effect& effect, const report::Terminal& terminal);

/// A line for each: title, change, ICD 203 word.
void print_effects(const Session& session, std::span<const Effect> effects);

/// That these scenarios, which the item touches too, are retired: no list shows what it does to
/// them. Nothing where there are none.
void print_retired(const Session& session, std::span<const std::string> retired);

/// "scenarios": [{id, before, after}]
void write_effects(report::JsonWriter& json, std::span<const Effect> effects);

}  // namespace signpost::cli
