// Options that the reading commands share: the retired, and times that begin a span.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/cli/command.h"
#include "engine/store/snapshot.h"
#include "engine/time/instant.h"

namespace signpost::cli {

inline void add_retired_option(Arguments arguments, bool& retired, const report::Speech& speech) {
  arguments.add_flag("--retired", retired, speech.say("help.retired"));
}

/// What a list of scenarios shows: those named, else (nothing) all that are not retired, or with
/// --retired all that there are.
inline std::vector<std::string> scenarios_to_show(std::vector<std::string> named, bool retired,
                                                  const store::Snapshot& snapshot) {
  return named.empty() && retired ? snapshot.scenario_ids() : std::move(named);
}

/// Says on stderr which of the scenarios asked about by name are retired then.
void warn_of_retired(const Session& session, const store::Snapshot& snapshot,
                     std::span<const std::string> named, Instant known_at);

/// An option that holds a time, read as the start of what was written; Error{kUsage} names it.
inline Instant start_of(std::string_view option, const std::string& text) {
  return meant_as_start(written_time(option, text));
}

}  // namespace signpost::cli
