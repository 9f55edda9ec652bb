// Items going in under one entry of the journal: new ones, new versions, and those already there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/base/phrase.h"
#include "engine/store/connection.h"
#include "engine/store/entry.h"
#include "engine/store/identity.h"
#include "engine/store/item_rows.h"
#include "engine/store/pseudonym.h"
#include "engine/store/store.h"
#include "engine/store/tying.h"

namespace signpost::store {

/// Is what comes in the same as what was stored at `recorded`? Times that were cut at the clock
/// ("today", "until today") are the same as any of that day, month or year, and an `available` that
/// nobody gave does not matter: else importing a file twice on one day would amend it. Nor does the
/// spelling of names (identity.h).
bool same_content(const Item& stored, Instant recorded, const Item& incoming,
                  Identities& identities);

/// Inside the caller's WriteTransaction. The entry is made with the first thing that changes.
class Recording {
 public:
  Recording(Connection& connection, std::string_view kind, const Clock& clock);

  /// As Store::record says. An Error leaves nothing of the item behind.
  Added add(const Item& item);
  /// As Store::amend says.
  void amend(ItemId id, const Item& changed, bool restore = false);
  /// Another version of the item by hand, which differs in its event's key: in force where the one
  /// before is.
  void replace(const ItemVersion& newest, const Item& changed);
  /// Error{kInvalid} where `record` stored the same within the last 24 hours; of an item that is
  /// another report of an event, where it did so as a report of that event.
  void refuse_repetition(const Item& item, std::optional<ItemId> event_of);

  /// Something else that comes in with the items.
  void add(const Record& record) { entry().add(record); }

  [[nodiscard]] Identities& identities() { return identities_; }
  /// When the lock was got.
  [[nodiscard]] Instant recorded() const { return clock_.now; }

  /// False where nothing changed: there is no entry then.
  [[nodiscard]] bool changed() const { return entry_.has_value(); }
  void seal();

 private:
  void refuse_what_is_not_available_yet(const Item& item) const;
  void store(const Item& read, const VersionPlace& place);
  Entry& entry();
  ItemId next_item();

  Connection& connection_;
  std::string kind_;
  Instant asked_;  // when the program read its clock
  bool ticking_;
  Clock clock_;  // when the lock was got
  Pseudonyms pseudonyms_;
  Identities identities_;
  EventKeys event_keys_;
  ItemId last_item_;
  NumberOf indicator_;
  NumberOf scenario_;
  std::unordered_map<std::string, std::int64_t> indicators_;
  std::unordered_map<std::string, std::int64_t> scenarios_;
  std::optional<Entry> entry_;
};

/// What to do about a retracted item that shall stand again.
Phrase restore_item(ItemId id);

/// Refuses an id that no item has: Error{kNotFound}.
void require_item(Connection& connection, ItemId id);

}  // namespace signpost::store
