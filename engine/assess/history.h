// Where a scenario stood at many dates, and what of its evidence a replay leaves out.
#pragma once

#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "engine/assess/archive.h"
#include "engine/assess/case.h"
#include "engine/assess/in_force.h"

namespace signpost::assess {

/// Dates at which a countable forecast has no history yet are left out.
std::vector<HistoryPoint> history(Archive& archive, std::string_view scenario,
                                  std::span<const Instant> as_of, const KnownAt& known_at);

/// How many items had occurred by a moment, were recorded later than it was known, and do not say
/// when they could be known: a replay leaves them out. Of one scenario at one of several dates
/// (ascending) at least, or of the whole store.
int not_available(Archive& archive, std::string_view scenario, std::span<const Instant> as_of,
                  const KnownAt& known_at);
int not_available(Archive& archive, const Moment& moment);
/// Those of a case.
std::set<ItemId> not_available(const Case& of);

}  // namespace signpost::assess
