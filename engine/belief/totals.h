// Totals within totals: what each still has to count, on which of its days, and who watches them.
//
//   half-year  |-----------------------------------------------|  40
//   march             |=======|                                   11
//   singles                            x       x
//                                                       half-year counts 40 − 11 − 2 = 27, spread
//              |xxxxxx|       |xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx|   over the days outside March
//
// The ends of all spans cut time into cells. Totals are taken from the narrowest to the widest, and
// each takes the cells of its span that nobody has taken: those are the days it spreads over, and
// the days it has the last word on. So each cell is taken once, and a structure that skips taken
// cells and one that sums events over cells make the cost n log n, however deep totals are nested.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace signpost::belief {

/// A published total of one indicator. Seconds since the scenario opened, from <= until.
struct PublishedTotal {
  double from = 0;
  double until = 0;
  std::int64_t count = 0;
  double credibility = 0;
};

/// Days on which a total has the last word: [from, until).
struct Watch {
  double from = 0;
  double until = 0;
  double credibility = 0;

  friend bool operator==(const Watch&, const Watch&) = default;
};

struct Share {
  std::vector<double> parts;  // when its events are taken to have been; within [open, close] only
  bool disagrees = false;     // other totals cover all its days, and not with its number
};

struct Sharing {
  std::vector<Share> shares;   // one a total, in the order given
  std::vector<Watch> watches;  // in the order of time, apart from each other
};

/// Shares days and events out among the totals of one indicator.
/// totals   in any order; those with count 0 watch and cover days like others.
/// singles  all its single events, sorted: each leaves one less to count where it lies in a span.
/// Parts are at the mid-points of equal parts of the days left; one at the join of two stretches of
/// days is put at the end of the earlier.
Sharing share_out(std::span<const PublishedTotal> totals, std::span<const double> singles,
                  double open, double close);

}  // namespace signpost::belief
