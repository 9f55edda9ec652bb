// Belief computed the slow, obvious way: events sorted out by plain loops over all items, coverage
// looked up instant by instant, everything in between by small Runge–Kutta steps. Written from
// DESIGN.md §2; it shares the value types with engine/belief and nothing else.
#pragma once

#include <set>
#include <vector>

#include "engine/belief/question.h"
#include "engine/model/assessment.h"

namespace signpost::belief {

struct SlowEntry {
  int stream = kUnforeseen;
  std::vector<ItemId> items;  // ascending
  double credibility = 0;
  double arrived = 0;  // log-odds, as all below
  double today = 0;
  double closing_without = 0;
};

struct SlowAnswer {
  double closing = 0;
  double judgement = 0;
  std::vector<SlowEntry> entries;  // those that move belief at least once
  std::vector<double> silence;
  std::set<ItemId> disagreeing;  // an item of each total in which more lies than it holds
};

/// Accuracy  about 1e-9 in every number.
SlowAnswer slow_answer(const Question& question, const Moment& moment);

/// Log-odds where belief no longer fades from `since` on. The same accuracy.
double slow_unfaded(const Question& question, const Moment& moment, Instant since);

}  // namespace signpost::belief
