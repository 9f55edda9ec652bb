// Belief's answers given their names again: what reports are made from.
#pragma once

#include "engine/assess/files.h"
#include "engine/belief/account.h"
#include "engine/model/assessment.h"

namespace signpost::assess {

Ledger named_ledger(const NamedQuestion& named, const belief::Account& account);
Assessment assessment_of(const NamedQuestion& named, const Moment& moment, LogOdds closing);
/// With its ledger.
Assessment assessment_of(const NamedQuestion& named, const Moment& moment,
                         const belief::Account& account);

}  // namespace signpost::assess
