// Belief's answers given their names again: what reports are made from.
#pragma once

#include "engine/assess/archive.h"
#include "engine/belief/account.h"
#include "engine/model/assessment.h"

namespace signpost::assess {

Ledger named_ledger(const NamedQuestion& named, const belief::Account& account,
                    const Moment& moment);
/// Where a scenario that stands at `now` will stand at its horizon, see belief::at_horizon.
Probability at_horizon(const Scenario& scenario, Instant as_of, LogOdds now);
/// Nothing of a countable forecast without history: then it has no probability.
Assessment assessment_of(const NamedQuestion& named, const Moment& moment,
                         std::optional<LogOdds> closing);
/// With its ledger.
Assessment assessment_of(const NamedQuestion& named, const Moment& moment,
                         const belief::Account& account);

}  // namespace signpost::assess
