// From items to events: what several items together say of one thing in the world.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/belief/kinds.h"
#include "engine/belief/question.h"

namespace signpost::belief {

/// A range of Gathered::items.
struct Range {
  std::uint32_t first = 0;
  std::uint32_t size = 0;
};

inline constexpr int kNoOccasion = -1;

/// One thing in the world, as observed under one indicator or of the scenario directly.
struct Event {
  int stream = kUnforeseen;
  Key key = kOwn;    // kOwn also for a milestone or an occasion whose items name no key or several
  Instant occurred;  // its most credible item's; of an occasion the set time
  std::optional<Total> total;  // of the most credible item with a count; 0 = it only watches
  double credibility = 0;      // 1 − Π(1 − q of an origin), weakened by denials
  double ratio = 1;            // the most credible item's, where it bears directly
  int origins = 1;
  int occasion = kNoOccasion;  // which of the set times
  Range items;

  [[nodiscard]] bool only_watches() const { return total && total->count == 0; }
};

/// What tells one event from another, wherever they are told.
struct EventName {
  Key key = kOwn;
  ItemId item = 0;  // of an event without a key

  friend auto operator<=>(const EventName&, const EventName&) = default;
};
inline EventName name_of(const Observation& item) {
  return {item.event, item.event == kOwn ? item.item : ItemId{0}};
}

/// Something said, and under which stream.
struct Said {
  int stream = kUnforeseen;
  const Observation* item = nullptr;
  const Denial* denial = nullptr;  // then there is no item
};

/// The denials that are there, key by key.
class Denials {
 public:
  void add(const Denial& denial) { all_.push_back(&denial); }
  /// To be called once, after the last was added.
  void settle();

  [[nodiscard]] bool any() const { return !all_.empty(); }
  /// What q comes to: q(1 − d)/(1 − q·d), d = 1 − Π(1 − d_o) over the origins that deny the event.
  [[nodiscard]] double weakened(double credibility, Key event) const;
  [[nodiscard]] double weakened(const Observation& item) const {
    return all_.empty() ? item.credibility : weakened(item.credibility, item.event);
  }
  /// Whether the item's origin denies its event: it has taken it back.
  [[nodiscard]] bool took_back(const Observation& item) const;
  /// Those of one event, by origin.
  [[nodiscard]] std::span<const Denial* const> of(Key event) const;
  [[nodiscard]] std::span<const Denial* const> all() const { return all_; }

 private:
  std::vector<const Denial*> all_;  // by event, then origin
};

/// All evidence of one scenario by a moment. Points into the question, which must outlive it.
struct Gathered {
  std::vector<const Observation*> items;
  /// Items of stream j that are each a plain event of their own: without a key or a count, of a
  /// stream that is no wider kind. Most of a large desk's evidence is of this kind, so it is kept
  /// as bare items.
  std::vector<Range> lone;
  std::vector<Event> events;  // all others, in the order of the streams, what bears directly first
  Denials denials;
  // What counts nothing:
  std::vector<Said> unjudged;        // until somebody grades it
  std::vector<Said> taken_back;      // by its own origin
  std::vector<Said> late;            // after the horizon
  std::vector<Said> of_no_occasion;  // before the first set time

  [[nodiscard]] std::span<const Observation* const> in(Range range) const {
    return {items.data() + range.first, range.size};
  }
};

/// Makes events of items (DESIGN.md §2, "One event, many items"):
///   - items dated after `as_of` or the horizon are not there;
///   - items that cannot be judged, and those that their own origin denies, are set aside;
///   - items with one key under one indicator are one event, so are all of a milestone's items, and
///     all items that belong to one set time; any other item is an event of its own; `count` = 0
///     joins no event.
/// Milestones, set times and what bears directly take no count.
/// The result's content does not depend on the order in which items were said.
Gathered gather(const Question& question, const Kinds& kinds, Instant as_of);

/// The same of these alone, whatever their dates. In the order of the streams, what bears directly
/// first, denials before it.
Gathered gather(const Question& question, const Kinds& kinds, std::span<const Said> said);

/// What makes an event of items.
enum class Joined : std::uint8_t {
  kByKey,        // they name one event; totals are read as such
  kByKeySingle,  // they name one event, of which no count is taken
  kByPlace,      // all that is said of a milestone or of one set time, whatever they name
};

/// The event that `items` together tell of. Within an origin the most credible item counts, across
/// origins q = 1 − Π(1 − q); denials weaken the event, or, where it is joined by place, each item
/// by those of its own key before they combine. It is dated by its most credible item; its count
/// and span are those of the most credible item that has a count, if that is worth at least half
/// the best. Ties: earlier `occurred`, larger count. Sorts `items`.
Event corroborate(std::span<const Observation*> items, Joined joined, const Denials& denials);

}  // namespace signpost::belief
