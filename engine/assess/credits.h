// Which indicators, sources, grades and kinds of evidence earned their keep, over what is settled.
#pragma once

#include <span>
#include <string>

#include "engine/assess/archive.h"
#include "engine/assess/counting.h"
#include "engine/score/credits.h"

namespace signpost::assess {

/// Of the scenarios named, or (none) of all, as far as is known at an instant: those that are
/// settled yes or no and counted. The figure is the one that is scored (scorecard.h); the evidence
/// is what was known at the last second that counts, the definitions those that stood then.
/// Error{kNotFound} with a did-you-mean where there is no such scenario.
score::CreditCard credit_card(Archive& archive, std::span<const std::string> scenarios,
                              Instant known_at, const CountingChoices& choices);

}  // namespace signpost::assess
