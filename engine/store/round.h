// DueWork: the changes of the evidence that they answer, and storing what they leave behind.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/model/saved.h"
#include "engine/store/connection.h"
#include "engine/time/clock.h"

namespace signpost::store {

/// Stores a round as one entry, inside the caller's WriteTransaction, and gives its parts their
/// numbers.
void store_round(Connection& connection, Round& round, const Clock& clock);

/// As Snapshot::last_change_answered and changes_after.
std::int64_t last_change_answered(Connection& connection);
std::vector<EvidenceChange> changes_after(Connection& connection, std::int64_t entry);

}  // namespace signpost::store
