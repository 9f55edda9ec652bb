// Which observations must be judged together, of all that is ever said of a scenario.
//
// Most items are events of their own: whether one is there changes nothing of any other. The rest
// are in clusters, whose members name one event, are one milestone, are one item that stands in
// several places, lie within totals that meet, or are told of the same set times; who denies an
// event is in its cluster. What is told of a wider kind is in one by itself, if in no other, as it
// is worth what its narrower kinds leave. No cluster changes what another one makes, unless kinds
// within kinds have totals: these are not told apart so.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/belief/events.h"
#include "engine/belief/question.h"

namespace signpost::belief {

/// An item, and when it is before belief: from when it has occurred and is known.
struct TimedObservation {
  Said said;
  Instant from;
  Instant until;  // kForever: it stays
  bool here = false;
};

/// The observations of each cluster, as places in `observations`, ascending. Those in none are
/// events of their own: no total, no milestone, at no set time, alone under their key, and their
/// item in one place only; or denials of what nobody tells.
/// observations  denials first, then in the order of the streams, what bears directly before them;
///               all items can be judged.
/// Cost          linear, but for sorting the keys and the totals.
std::vector<std::vector<std::uint32_t>> clusters(const Question& question,
                                                 std::span<const TimedObservation> observations);

}  // namespace signpost::belief
