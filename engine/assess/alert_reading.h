// What an alert is judged by at a case.
#pragma once

#include <span>

#include "engine/assess/case.h"
#include "engine/model/alert.h"

namespace signpost::assess {

/// `story`: how the alert was judged before, oldest first.
AlertReading reading(const Case& of, const Alert& alert, std::span<const AlertEvaluation> story,
                     bool on_change);

}  // namespace signpost::assess
