// Totals within totals: what each still has to count, on which of its days, and who watches them.
//
//   half-year  |-----------------------------------------------|  40
//   march             |=======|                                   11, worth as much
//   singles                            x       x
//                                                       half-year counts 40 − 11 − 2 = 27, spread
//              |xxxxxx|       |xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx|   over the days outside March
//
// What is worth less takes less away: a single event or a part of a narrower total of credibility q
// leaves a total of credibility Q one times min(1, q/Q) less to count, and a narrower total thins
// the days that it spans by the same share. So what is worth nothing changes nothing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace signpost::belief {

/// A published total of one indicator. Seconds since the scenario opened, from <= until; the span
/// is half-open.
struct PublishedTotal {
  double from = 0;
  double until = 0;
  std::int64_t count = 0;
  double credibility = 0;
  double weight = 1;  // of its parts, where they are taken off wider totals
};

/// Something that may lie in a total's span and is then taken off its count: a single event, or the
/// parts of a narrower kind's total.
struct Taken {
  double at = 0;
  double credibility = 0;
  double weight = 1;
};

/// Days on which somebody watches by totals: [from, until), at the best of their credibilities.
struct Watch {
  double from = 0;
  double until = 0;
  double credibility = 0;

  friend bool operator==(const Watch&, const Watch&) = default;
};

struct Share {
  double left = 0;            // n′, what it has left to count
  std::vector<double> parts;  // when its events are taken to have been, ascending; each counts
  double each = 1;            // n′/k for one
  bool disagrees = false;     // more lies in it than it holds, or it has no day left for its rest
};

/// How far something takes the place of what is worth more.
enum class Worth : std::uint8_t {
  kByCredibility,  // min(1, q/Q)
  kAtFaceValue,    // all of it: what is counted, is counted
};

/// Shares events out among the totals of one indicator, from the narrowest to the widest.
/// totals   in any order; those with count 0 count nothing, take nothing off and thin like others.
/// taken    single events of its own and of narrower kinds, and their totals' parts, sorted by
///          time; those out of the scenario's time too.
/// Parts are at the mid-quantiles of what density of days is left.
/// Cost     for each total what lies within its span.
std::vector<Share> share_out(std::span<const PublishedTotal> totals, std::span<const Taken> taken,
                             Worth worth = Worth::kByCredibility);

/// How closely the totals watch, within [open, close): in the order of time, apart from each other.
std::vector<Watch> watches_of(std::span<const PublishedTotal> totals, double open, double close);

}  // namespace signpost::belief
