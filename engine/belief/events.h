// From items to events: what several items together say of one thing in the world.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/belief/question.h"

namespace signpost::belief {

/// A range of Hearing::items.
struct Range {
  std::uint32_t first = 0;
  std::uint32_t size = 0;
};

/// One thing in the world, as heard under one indicator or of the scenario directly.
struct Event {
  int stream = kUnforeseen;
  Key key = kOwn;  // kOwn also for a milestone whose items name no key or several
  Instant occurred;
  std::optional<Total> total;  // the most credible item's; count 0 = it only watches
  double credibility = 0;      // 1 − Π(1 − q of an origin)
  double ratio = 1;            // the most credible item's, where it bears directly
  int origins = 1;
  Range items;
};

/// An item that counts nothing until somebody grades it.
struct Unjudged {
  int stream = kUnforeseen;
  const Testimony* item = nullptr;
};

/// All that is heard of one scenario by a moment. Points into the question, which must outlive it.
struct Hearing {
  std::vector<const Testimony*> items;
  /// Items of stream j that are each a plain event of their own: without a key or a count. Most of
  /// a large desk's evidence is of this kind, so it is kept as bare items.
  std::vector<Range> lone;
  std::vector<Event> events;  // all others, in the order of the streams, what bears directly first
  std::vector<Unjudged> unjudged;

  [[nodiscard]] std::span<const Testimony* const> in(Range range) const {
    return {items.data() + range.first, range.size};
  }
};

/// Makes events of items (DESIGN.md §2, "One event, many items"):
///   - items dated after `as_of` are not yet there;
///   - items that cannot be judged are set aside;
///   - items with one key under one indicator are one event, all of a milestone's items are one,
///   any
///     other item is an event of its own; `count` = 0 joins no event.
/// Milestones and what bears directly take no count.
/// The result's content does not depend on the order in which items were said.
Hearing gather(const Question& question, Instant as_of);

/// Something said, and under which stream.
struct Said {
  int stream = kUnforeseen;
  const Testimony* item = nullptr;
};

/// The same of these alone, whatever their dates. In the order of the streams, what bears directly
/// first.
Hearing gather(const Question& question, std::span<const Said> said);

/// The event that `items` together tell of. Within an origin the most credible item counts, across
/// origins q = 1 − Π(1 − q); it is dated by the earliest of its most credible origin's items, or,
/// where its most credible item is a total, by that item's own span.
/// Ties: earlier `occurred`, larger count. Sorts `items`. `takes_count`: totals are read as such.
Event corroborate(std::span<const Testimony*> items, bool takes_count);

}  // namespace signpost::belief
