// What is kept of an assessment, and whether it comes out the same today.
#pragma once

#include <vector>

#include "engine/assess/case.h"
#include "engine/model/saved.h"

namespace signpost::assess {

KeptLedger kept_of(const Ledger& ledger);
/// An assessment with its interval and what is kept of its ledger.
SavedAssessment to_keep(const Case& of);

/// Whether a case, reckoned today by what was known and defined then, is what was kept, to the bit.
/// Never so of what was kept under another model, nor where evidence came in since that says it was
/// known before.
bool is_as_kept(const SavedAssessment& saved, const Case& again);

/// Of each scenario whose last kept assessment is of an older model: where that moment stands under
/// today's.
std::vector<MovedByModel> moved_by_model(Archive& archive);

}  // namespace signpost::assess
