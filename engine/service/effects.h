// What a change did to each scenario: its probability before and after.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/model/assessment.h"
#include "engine/model/definitions.h"
#include "engine/store/store.h"
#include "engine/time/clock.h"

namespace signpost::service {

/// Where one scenario would stand without a change and stands after it, at the same moment.
struct Effect {
  std::string scenario;
  Bilingual title;
  ScenarioState state = ScenarioState::kOpen;
  Probability before, after;
  LogOdds log_odds_before, log_odds_after;
  /// Of a countable forecast without a history then: the numbers say nothing.
  bool no_history_before = false, no_history_after = false;
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
    throw Error(ErrorKind::kStore, {"service.effects-unknown", {{"says", error.message()}}},
                error.hint());
  }
}

/// Where the same scenarios stand after the change, and where they would without it: both now, by
/// the clock after the change. Errors as by once_stored.
std::vector<Effect> effects_since(const Before& before, const store::Store& store,
                                  const Clock& clock);

/// Those whose probability is not to the last bit what it was.
std::vector<Effect> moved(std::vector<Effect> effects);

}  // namespace signpost::service
