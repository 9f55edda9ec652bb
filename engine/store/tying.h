// Reports of one event, said to be that: they have a common key, and count once.
//
// What had a key in common before keeps together: where an item moves to another event, all that
// have its key move with it, denials of that event and withdrawn items too, and come back with it.
// What comes later under the key that they left joins them. The key of a redacted item is blind
// (pseudonym.h) and cannot be changed: others come to it.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/model/evidence.h"
#include "engine/store/connection.h"
#include "engine/store/identity.h"

namespace signpost::store {

class Recording;

/// As Store::tie says; inside the caller's WriteTransaction, under `recording`'s entry.
std::vector<ItemId> tie(Connection& connection, Recording& recording,
                        const std::vector<ItemId>& items);

/// As Store::untie says.
std::vector<ItemId> untie(Connection& connection, Recording& recording,
                          const std::vector<ItemId>& items);

/// The key of the event that the item tells of or denies, as it stands; empty where it has none.
std::string standing_key(Connection& connection, ItemId item);

/// The keys of events as they are stored now: blind where a redaction took them out of the store,
/// and that of the event to which a tie moved all that had them.
class EventKeys {
 public:
  /// For one state of the store.
  EventKeys(Connection& connection, const Identities& identities)
      : connection_(connection), identities_(identities) {}
  [[nodiscard]] std::string stored(const std::string& key);
  /// That of the event that the item tells of, and of the one that it denies.
  void store_in(Item& item);

 private:
  Connection& connection_;
  const Identities& identities_;
  std::optional<std::unordered_map<std::string, std::string>> moved_;  // by folded key
};

}  // namespace signpost::store
