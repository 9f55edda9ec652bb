// What seems to have been told already: items that may be about one event without saying so.
//
// Two items are compared where they have an indicator or a scenario in common and their times
// overlap or lie within a day of each other. Then they seem alike where they have the same or
// nearly the same text, or the same address, or (of items that were recorded by hand) the same
// source and day. Items under one event key are one event already, and are left alone. What seems
// alike is for a person to judge: two raids of one day may be told in the same words.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/model/evidence.h"
#include "engine/store/snapshot.h"

namespace signpost::assess {

/// Why two items seem to be about one event; the strongest reason first.
enum class Likeness : std::uint8_t { kSameText, kSameUrl, kNearlySameText, kSourceAndDay };

/// The share of words that two texts have in common, of all their words, twice counted (Dice):
/// from 0 to 1. Spelling is folded, punctuation does not count.
double words_in_common(std::string_view one, std::string_view other);

/// From this share on a text is nearly the same as another, where both have so many words at least.
inline constexpr double kNearlySame = 0.8;
inline constexpr std::size_t kFewWords = 4;

/// An address without what does not tell two pages apart: scheme, "www.", fragment, a slash at its
/// end; empty for empty.
std::string plain_url(std::string_view url);

/// The days of an item, as precisely as it tells them: [first, last] of UTC.
std::pair<std::chrono::sys_days, std::chrono::sys_days> days_of(const Item& item);

/// An item to compare, with what is known of it besides.
struct Candidate {
  ItemId number = 0;
  const Item* item = nullptr;
  std::string source;    // by today's names, see Names below; empty: nobody
  bool by_hand = false;  // recorded or amended by a person, not imported
};
std::optional<Likeness> likeness(const Candidate& one, const Candidate& other);

/// An item that stands, and why another seems to be about the same event.
struct Alike {
  store::ItemVersion version;
  Likeness why;
};
/// Of those that stand, what seems to tell the same as `item`, which is about to be recorded by
/// hand; the likest first, then the latest.
std::vector<Alike> told_already(const store::Snapshot& snapshot, const Item& item);

/// By which rows without ids are known again: what is told under the same indicator (or scenario),
/// of the same day, in the same text or with the same address. Hashes of 64 bits: of a million rows
/// one is taken for another once in 40 million files.
class KnownRows {
 public:
  explicit KnownRows(const store::Snapshot& snapshot);
  /// The item that says what the row says; nothing where none does.
  [[nodiscard]] std::optional<ItemId> find(const Item& row) const;

 private:
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
