// What moved between two assessments of one scenario: belief is asked for the steps between them,
// and movement.h tells these apart.
#pragma once

#include "engine/assess/case.h"
#include "engine/model/dossier.h"
#include "engine/model/saved.h"

namespace signpost::assess {

/// `before` as it was or was kept, `remodeled` the same as it is reckoned today, both with their
/// ledgers; up to a later case.
Movement moved(const Assessment& before, const Assessment& remodeled, const Case& after);

/// Between two that were kept, of one scenario.
Movement between(Archive& archive, const SavedAssessment& before, const SavedAssessment& after);

}  // namespace signpost::assess
