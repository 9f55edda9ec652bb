// The judged forecasts of which a countable one is the sibling: what both said, side by side.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/assess/archive.h"
#include "engine/assess/case.h"
#include "engine/model/standing.h"

namespace signpost::assess {

/// How many of the indicators that a criterion counts a judged forecast expects.
std::ptrdiff_t expected_of(const Scenario& judged, const Criterion& criterion);

/// Those of the same `part_of` that expect what it counts, most of it first; where none does, all of
/// the same `part_of` that are judged. As they are defined then, without those given up by then.
std::vector<std::string> judged_siblings(Archive& archive, const Scenario& counted,
                                         Instant known_at);

/// Where a countable forecast and these stood at its opening, at the start of each month of its
/// account and at the moment, all with what is known at the moment. Nothing before it opened.
std::vector<JudgedBeside> judged_beside(const Case& counted);

}  // namespace signpost::assess
