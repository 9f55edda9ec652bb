// Evidence: the items in a list, and one item with its whole story.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "engine/model/outcome.h"
#include "engine/model/standing.h"
#include "engine/report/page.h"
#include "engine/report/speech.h"

namespace signpost::report {

/// An item in a list, with what was done to it.
struct ListedItem {
  ItemLine line;
  std::optional<Instant> retracted;
  std::vector<ItemId> copies;  // other items of its event that share its origin: one voice
};

/// Marks items that share both event (under the same indicator or scenario) and origin: told many
/// times, they count once.
std::vector<ListedItem> with_copies(std::vector<ItemLine> items);

struct EvidenceList {
  Moment moment;
  bool hindsight = false;
  int not_known_then = 0;
  int not_available = 0;
  std::vector<ListedItem> items;
  std::vector<CoverDeclaration> covers;  // what is declared of their indicators
  std::size_t left_out = 0;              // older ones that --last does not show
  int later = 0;                         // of a list of now: later than the clock, and not shown
  Instant latest{};                      // of these
};

/// One version of an item as it stood from when it was recorded.
struct StoryVersion {
  ItemLine line;
  Instant recorded;
  Instant known_from;
  std::optional<Instant> known_until;
};

/// An item's story: every version, oldest first, and how it ended.
struct ItemStory {
  std::vector<StoryVersion> versions;
  std::optional<Instant> retracted;
  std::string retracted_because;
  std::optional<Instant> redacted;
  std::string redacted_because;
  std::vector<ItemVerdict> verdicts;  // in the order of recording
  std::vector<std::string> moves;     // the scenarios that it bears on or feeds
};

struct EvidenceChoices {
  Instant now;  // the clock
};

/// Two lines an item: number, date, grade with what it is worth, and the text; then whose it is,
/// what it is a sighting of, and marks: backdated, retracted, redacted, cannot be judged, copy.
Page evidence_page(const EvidenceList& list, const EvidenceChoices& choices, const Speech& speech);

/// signpost.evidence/1: {"format","as_of","known_at","later_than_now","items":[…]}, items with the
/// names of the import formats, `judged` for what the desk made of them, and marks.
std::string evidence_json(const EvidenceList& list);

/// Every field of the latest version, then what each version before it said otherwise.
Page item_page(const ItemStory& story, const EvidenceChoices& choices, const Speech& speech);

/// signpost.item/1: {"format","item","retracted","redacted","moves":[…],"versions":[…]}
std::string item_json(const ItemStory& story);

}  // namespace signpost::report
