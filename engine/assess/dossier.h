// What a report is made from: an explanation, and what lies around it (how sure it is, what it
// hinges on, what to watch) and behind it (the one before, and what moved since).
#pragma once

#include <span>
#include <string>

#include "engine/assess/case.h"
#include "engine/model/dossier.h"

namespace signpost::assess {

/// What moved is told from `since` on, or from the scenario's opening if that is later; then it is
/// what was believed at `since` that is compared with, in hindsight with what is known at the
/// moment.
Dossier dossier(const Case& of, Instant since);
/// Of all scenarios named, each once; none named = all that are not given up.
Dossiers dossiers(Archive& archive, std::span<const std::string> scenarios, const Moment& moment,
                  Instant since, Instant now);

}  // namespace signpost::assess
