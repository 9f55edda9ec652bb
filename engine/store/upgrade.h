// Upgrading a store that an older Signpost made: copied beside itself, then made anew in one
// transaction.
//
// The copy is of the very state that is upgraded: it is made by a second connection while this one
// holds the store's write lock, on which other programs wait. Tables that are made anew would take
// the rows that refer to them along, so foreign keys are off before the transaction begins and
// checked before it commits. Whoever is killed in between leaves the store as it was, and perhaps
// the copy.
#pragma once

#include <filesystem>
#include <optional>

#include "engine/store/connection.h"

namespace signpost::store {

/// Of a connection for writing. Returns the copy, NAME.before-upgrade-1 or the next number that is
/// free; nothing where another program has upgraded the store while this one waited for its turn.
/// Error{kStore} where the copy cannot be made, or references do not hold: the store is as it was.
std::optional<std::filesystem::path> upgrade_in_turn(Connection& connection);

}  // namespace signpost::store
