// What seems to have been told already: items that may be about one event without saying so.
//
// Two items are compared where they have an indicator or a scenario in common and their times
// overlap or lie within a day of each other. Then they seem alike where they have the same or
// nearly the same text, or the same address, or (of items that were recorded by hand) the same
// source and day. Items that share their identity (store/identity.h), because the names of their
// source were registered as one since, are listed too, wherever they lie. Items under one event key
// are one event already, and are left alone. What seems alike is for a person to judge: two raids
// of one day may be told in the same words.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "engine/model/evidence.h"
#include "engine/store/snapshot.h"

namespace signpost::assess {

/// Why two items seem to be about one event; the strongest reason first. A text is nearly the same
/// as another where four fifths of their words are, spelling and punctuation apart.
enum class Likeness : std::uint8_t { kSameId, kSameText, kSameUrl, kNearlySameText, kSourceAndDay };

/// An item that stands, and why another seems to be about the same event.
struct Alike {
  store::ItemVersion version;
  Likeness why;
};
/// Of those that stand, what seems to tell the same as `item`, which is about to be recorded by
/// hand; the likest first, then the latest.
std::vector<Alike> told_already(const store::Snapshot& snapshot, const Item& item);

/// By which rows without ids are known again: what is told under the same indicator (or scenario),
/// of the same day, in the same text or with the same address; by items that were withdrawn, too.
/// Hashes of 64 bits: of a million rows one is taken for another once in 40 million files.
class KnownRows {
 public:
  explicit KnownRows(const store::Snapshot& snapshot);
  /// The item that says what the row says; nothing where none does.
  [[nodiscard]] std::optional<ItemId> find(const Item& row) const;
  /// A row that became an item.
  void note(const Item& row, ItemId item);

 private:
  void note(std::uint64_t mark, ItemId item);

  std::unordered_map<std::uint64_t, ItemId> items_;  // the lowest number of each
};

/// Two items that stand and seem alike; `one` has the lower number.
struct AlikePair {
  store::ItemVersion one;
  store::ItemVersion other;
  Likeness why;
};
/// All of them, in the order of their numbers. Of an indicator with more than 200 items on two
/// days, only the same text or address is looked for there.
std::vector<AlikePair> all_alike(const store::Snapshot& snapshot);

}  // namespace signpost::assess
