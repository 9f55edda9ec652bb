// Rates that do not fit what was seen ruin belief more than anything else, so they are pointed out.
#pragma once

#include <optional>

#include "engine/belief/question.h"

namespace signpost::belief {

/// The rate at which a stream's events were observed, N/∫c, if N lies more than 3·√(φ·expected)
/// outside what both rates expect, a·∫c and b·∫c. Nothing where nobody watched.
/// exposure  ∫c over the silence counted, seasons included, in days.
/// heard     N = Σ q of its counted events.
std::optional<Rate> misfit(const Stream& stream, double exposure, double heard);

}  // namespace signpost::belief
