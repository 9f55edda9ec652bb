// What belief answers: the account of one scenario at one moment, in numbers.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "engine/belief/count.h"
#include "engine/belief/question.h"

namespace signpost::belief {

struct EventEntry {
  EventKind kind = EventKind::kSighting;
  int stream = kUnforeseen;
  Key event = kOwn;  // kOwn also for a milestone whose items name no key or several
  Instant occurred;
  std::optional<Total> total;  // as published
  double counted = 1;          // what of a total was left to count, within the scenario's time
  std::vector<ItemId> items;   // that make up the event, in the order of their numbers
  std::vector<ItemId> denied_by;
  int origins = 0;
  Probability credibility;      // after denials
  double rest = 1;              // of its factor, what a narrower kind or a happening has not
  std::optional<double> ratio;  // nothing of a happening
  LogOdds arrived;
  LogOdds today;
  LogOdds closing_without;  // log-odds today if it were struck out
  /// Jump::event of its jumps (timeline.h); of a happening kNoJump.
  std::int32_t in_timeline = 0;
};
inline constexpr std::int32_t kNoJump = std::numeric_limits<std::int32_t>::max();

struct SilenceEntry {
  LogOdds today;
  Days watched{0};       // ∫c over the silence counted (seasons not included)
  double occasions = 0;  // at set times: Σc over those at which it was not seen
};

struct NotCountedEntry {
  int stream = kUnforeseen;
  Key event = kOwn;
  std::vector<ItemId> items;
  NotCountedReason reason = NotCountedReason::kBeforeOpening;
  int counted_under = kUnforeseen;  // for kCountedElsewhere
  LogOdds would_be;                 // for kCannotBeJudged
  // Of kNoneSeen, kNothingLeft and kNarrowerKind, which are events that count nothing:
  Instant occurred;
  std::optional<Total> total;
  int origins = 0;
  Probability credibility;
  double ratio = 1;
};

struct MisfitEntry {
  int stream = 0;
  bool gone_dark = false;
  Rate observed;  // at set times per occasion
};

/// What the count makes, of a countable forecast.
struct CountEntry {
  /// Its opening is the account's; its closing is what belief would be by the count alone.
  CountAccount account;
  /// Enough is counted, or the window is over: then nothing else is worth anything today.
  bool decided = false;
};

/// closing = opening + judgement + Σ evidence + Σ silence + the happening; or, of a countable
/// forecast, opening + Σ what its periods brought + Σ evidence + Σ silence.
struct Account {
  LogOdds opening;
  LogOdds judgement;  // today; of a countable forecast nothing
  LogOdds closing;
  LogOdds rest;                    // `closing` without the happening; the same where there is none
  std::vector<EventEntry> events;  // by influence, strongest first
  std::vector<SilenceEntry> silence;         // one a stream
  std::vector<NotCountedEntry> not_counted;  // by their items' numbers
  std::vector<MisfitEntry> misfits;
  /// The totals in which more lies than they hold, or with no day left for the rest: their key, and
  /// the first of their items.
  struct Disagreeing {
    Key event = kOwn;
    ItemId item = 0;
  };
  std::vector<Disagreeing> disagreeing;
  std::optional<CountEntry> count;  // of a countable forecast
};

}  // namespace signpost::belief
