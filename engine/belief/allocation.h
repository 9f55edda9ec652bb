// Which events count, and where: each once under a scenario.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "engine/belief/events.h"
#include "engine/belief/kinds.h"
#include "engine/belief/question.h"
#include "engine/model/assessment.h"

namespace signpost::belief {

enum class Inclusion : std::uint8_t { kCounts, kBeforeOpening, kAfterHorizon, kElsewhere };

/// Where an event stands after all places have had their say.
struct Allotment {
  Inclusion standing = Inclusion::kCounts;
  double rest = 1;  // of its factor, what no narrower kind of it and no happening has
};

/// A claim that lost its event.
struct Displaced {
  int stream = kUnforeseen;
  Key key = kOwn;
  int counted_under = kUnforeseen;
  Range items;
};

struct Allocation {
  std::vector<Allotment> of_events;           // as Gathered::events
  std::vector<std::uint32_t> lone_elsewhere;  // places in Gathered::items, sorted
  /// Lone items that count and of which a happening has a part: what is left.
  struct Rest {
    std::uint32_t item = 0;
    double rest = 1;
  };
  std::vector<Rest> lone_rests;  // by item
  std::vector<Displaced> displaced;
};

/// When the clock stops and what is in time. Seconds since the scenario opened.
struct Clock {
  double end = 0;  // the earlier of as_of and horizon; < 0: not open yet
  double horizon = std::numeric_limits<double>::infinity();
  double known_at = 0;
};

/// Settles where each event counts (DESIGN.md §2, "Under one scenario an event counts once"). In
/// this order: places out of the scenario's time are left aside, totals without a part in it too
/// (they still watch); of those left the one keeps the event where its items alone make the largest
/// |ln factor|, or, of kinds within kinds, the narrowest, and each wider one the rest; milestones
/// and set times are made anew of the items that they keep; what a happening tells is taken off
/// wherever else it counts, as if it were the narrowest kind of all. `coverage_at`  of a stream's
/// set times, one each; empty where it has none. May reorder and extend `gathered.items`.
Allocation allocate(const Question& question, const Kinds& kinds, const Clock& clock,
                    const std::vector<std::vector<double>>& coverage_at, Gathered& gathered);

/// How many of a total's parts, spread over its whole span, lie within the scenario's time.
double parts_inside(double from, double until, std::int64_t count, double end);

}  // namespace signpost::belief
