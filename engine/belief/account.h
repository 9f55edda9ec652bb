// What belief answers: the books of one scenario at one moment, in numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/belief/question.h"

namespace signpost::belief {

struct EventEntry {
  int stream = kUnforeseen;
  Key event = kOwn;  // kOwn also for a milestone whose items name no key or several
  Instant occurred;
  std::optional<Total> total;  // as published
  double counted = 1;          // what of a total was left to count, within the scenario's time
  std::vector<ItemId> items;   // that make up the event, in the order of their numbers
  int origins = 0;
  Probability credibility;
  double ratio = 1;
  LogOdds arrived;
  LogOdds today;
  LogOdds closing_without;     // log-odds today if it were struck out
  std::int32_t on_docket = 0;  // Jump::event of its jumps (docket.h)
};

struct SilenceEntry {
  LogOdds today;
  Days watched{0};  // ∫c over the silence counted (seasons not included)
};

struct NotCountedEntry {
  int stream = kUnforeseen;
  Key event = kOwn;
  std::vector<ItemId> items;
  NotCountedReason reason = NotCountedReason::kBeforeOpening;
  int counted_under = kUnforeseen;  // for kCountedElsewhere
  LogOdds would_be;                 // for kCannotBeJudged
  // Of kNoneSeen and kNothingLeft, which count nothing and yet watch:
  Instant occurred;
  std::optional<Total> total;
  int origins = 0;
  Probability credibility;
  double ratio = 1;
};

struct MisfitEntry {
  int stream = 0;
  Rate observed;
};

struct Account {
  LogOdds opening;
  LogOdds judgement;  // today
  LogOdds closing;
  std::vector<EventEntry> events;            // by influence, strongest first
  std::vector<SilenceEntry> silence;         // one a stream
  std::vector<NotCountedEntry> not_counted;  // by their items' numbers
  std::vector<MisfitEntry> misfits;
  /// Totals all of whose days narrower totals cover, and not with its number: indices into
  /// `not_counted`, where they are kNothingLeft (or kNoneSeen).
  std::vector<int> disagreeing;
};

}  // namespace signpost::belief
