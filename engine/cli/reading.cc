#include "engine/cli/reading.h"

#include "engine/assess/in_force.h"
#include "engine/report/isolated_text.h"
#include "engine/report/speech.h"

namespace signpost::cli {

void warn_of_retired(const Session& session, const store::Snapshot& snapshot,
                     std::span<const std::string> named, Instant known_at) {
  if (named.empty()) return;
  const report::Speech speech(report::Language::kEnglish);
  const std::vector<store::Retirement> retirements = snapshot.retirements();
  for (const std::string& scenario : named) {
    const auto retired = assess::retired_at(retirements, scenario, known_at);
    if (!retired) continue;
    session.warn(report::without_isolates(
        speech.say("scenarios.named-retired", {{"scenario", report::quoted(scenario)},
                                               {"day", speech.day(retired->on)},
                                               {"because", report::quoted(retired->because)}})));
  }
}

}  // namespace signpost::cli
