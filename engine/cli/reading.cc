#include "engine/cli/reading.h"

#include "engine/assess/in_force.h"
#include "engine/service/when.h"

namespace signpost::cli {

void warn_of_retired(const Session& session, const store::Snapshot& snapshot,
                     std::span<const std::string> named, Instant known_at) {
  if (named.empty()) return;
  const std::vector<store::Retirement> retirements = snapshot.retirements();
  for (const std::string& scenario : named) {
    const auto retired = assess::retired_at(retirements, scenario, known_at);
    if (!retired) continue;
    session.warn({"scenarios.named-retired",
                  {{"scenario", scenario},
                   {"day", service::day_in_words(retired->on)},
                   {"because", retired->because}}});
  }
}

}  // namespace signpost::cli
