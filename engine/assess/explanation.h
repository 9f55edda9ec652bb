// Why a scenario stands where it does: its ledger, and all that the ledger names.
#pragma once

#include "engine/assess/case.h"

namespace signpost::assess {

Explanation explanation(const Case& of);

}  // namespace signpost::assess
