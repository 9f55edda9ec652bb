// Reports of one event, said to be that: they have a common key, and count once.
//
// What had a key in common before keeps together: where an item moves to another event, all that
// stand under its key move with it, denials of that event too, and come back with it. The key of a
// redacted item is blind (disguise.h) and cannot be changed: others come to it.
#pragma once

#include <vector>

#include "engine/store/recording.h"

namespace signpost::store {

/// As Store::tie says; inside the caller's Change, under `recording`'s entry.
std::vector<ItemId> tie(Connection& connection, Recording& recording,
                        const std::vector<ItemId>& items);

/// As Store::untie says.
std::vector<ItemId> untie(Connection& connection, Recording& recording,
                          const std::vector<ItemId>& items);

/// The key of the event that the item tells of or denies, as it stands; empty where it has none.
std::string standing_key(Connection& connection, ItemId item);

}  // namespace signpost::store
