// Is the desk's clock running, and does what it says get through?
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/phrase.h"
#include "engine/service/site.h"
#include "engine/store/store.h"

namespace signpost::service {

/// One thing that was looked at.
struct Check {
  std::string name;  // a word of the JSON that --json gives
  bool ok = true;
  Phrase says;
  Phrase hint = {};
  std::int64_t count = 0;             // of what is wrong, or waits
  std::optional<Instant> since = {};  // the oldest of these; of the heartbeat when it was
};

/// Looks at the store, its slots, alerts, reports and notices, the settings and the heartbeat.
/// `late`: how late a slot may be. `open` opens the store, which may fail: that is a finding.
std::vector<Check> health(const Site& site, std::chrono::seconds late,
                          const std::function<store::Store()>& open);

}  // namespace signpost::service
