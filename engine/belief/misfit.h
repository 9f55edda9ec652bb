// Rates that do not fit what was seen ruin belief more than anything else, so they are pointed out.
#pragma once

#include <optional>

#include "engine/belief/levels.h"
#include "engine/belief/question.h"

namespace signpost::belief {

/// What does not fit.
struct Unfitting {
  bool gone_dark = false;  // silent since its last event, too long for either rate
  Rate observed;           // N/∫c; at set times per occasion that was watched
};

/// Whether what was observed, or the silence since the latest event, has less than half a per cent
/// under both rates: N/φ against a Poisson of mean ∫c·a/φ and of ∫c·b/φ, in both upper or both
/// lower tails, N being real. Nothing where nobody watched, nor of a milestone, which shows no
/// rate.
/// events   N = Σ q of its counted events.
/// Source   DESIGN.md §2, "Misfit".
std::optional<Unfitting> misfit(const Stream& stream, const Watching& watching, double events);

}  // namespace signpost::belief
