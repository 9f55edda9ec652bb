// A result: where a scenario stands at a moment, and the exact account of why.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/enum_words.h"
#include "engine/model/evidence.h"
#include "engine/model/quantities.h"
#include "engine/time/instant.h"

namespace signpost {

/// The moment assessed, and up to when the desk is taken to have known things.
struct Moment {
  Instant as_of;
  Instant known_at;
  /// `--known-at as-of`: a history takes each of its points as it was known at its own time.
  bool as_known_then = false;

  friend bool operator==(const Moment&, const Moment&) = default;
};

/// Holds the true probability nine times in ten, where prior and rates are off as far as is
/// declared.
struct Interval {
  Probability low;
  Probability high;

  [[nodiscard]] double width() const { return high.value() - low.value(); }
  friend bool operator==(const Interval&, const Interval&) = default;
};

/// What an event is to its scenario.
enum class EventKind : std::uint8_t {
  kSighting,    // of an indicator
  kUnforeseen,  // it bears on the scenario directly
  kOccasion,    // seen at a set time
  kHappening,   // the answer itself: `arrived` and `today` are what it adds to all else, then and
                // now
};

constexpr auto words_of(EventKind) {
  return words<EventKind>({{EventKind::kSighting, "sighting"},
                           {EventKind::kUnforeseen, "unforeseen"},
                           {EventKind::kOccasion, "occasion"},
                           {EventKind::kHappening, "happening"}});
}

/// One event that counts. `today` is what is left of `arrived` after fading.
struct LedgerEvent {
  EventKind kind = EventKind::kSighting;
  std::string event;      // its key; empty = an item without one
  std::string indicator;  // empty = unforeseen: it bears on the scenario directly
  Instant occurred;
  Precision occurred_as = Precision::kSecond;
  std::optional<Instant> until;  // of a total
  std::int64_t published = 1;    // a total's count as published
  double counted = 1;            // what of it no single event or narrower total had counted
  std::vector<ItemId> items;
  std::vector<ItemId> denied_by;
  int origins = 0;
  Probability credibility;  // after denials
  double rest = 1;          // of a wider kind: what no narrower kind of the same event has
  /// if_true/if_false of one event, net of narrower kinds; the unforeseen item's ratio; at a set
  /// time p₁/p₀; nothing of a happening.
  std::optional<double> ratio;
  LogOdds arrived;
  LogOdds today;
  Probability without;  // P if this event were struck out and all else stayed
};

/// What watching and not seeing is worth today.
struct SilenceAccount {
  std::string indicator;
  LogOdds today;
  Days watched{0};       // ∫c over the silence counted, seasons left out
  double occasions = 0;  // of set times: Σc over those at which it was not seen
};

enum class NotCountedReason : std::uint8_t {
  kCannotBeJudged,    // F6, or not graded and from no registered source
  kBeforeOpening,     // the prior holds it
  kAfterHorizon,      // the clock has stopped
  kAfterResolution,   // the same, as the scenario was settled before its horizon
  kHadHappened,       // what the scenario asks about, dated before it opened
  kCountedElsewhere,  // its event weighs more under another indicator of the scenario
  kNothingLeft,       // a total whose span and number narrower totals and single events used up
  kNoneSeen,          // count = 0: it watches, and is no event
  kNarrowerKind,      // all of it counts as a narrower kind of the same indicator
  kTakenBack,         // each origin that told it has denied it
  kDeniesNothing,     // a denial of what nobody told
  kNoOccasion,        // before the first of the set times
};

struct NotCounted {
  std::vector<ItemId> items;
  std::string event;
  std::string indicator;
  NotCountedReason reason = NotCountedReason::kBeforeOpening;
  std::string counted_under;  // for kCountedElsewhere: the indicator, or empty for `bears`
  LogOdds would_be;           // for kCannotBeJudged: its worth on arrival at C3
  // Of kNoneSeen and kNothingLeft: the event that counts nothing and yet watches its span.
  Instant occurred;
  std::optional<Instant> until;
  std::int64_t published = 0;
  int origins = 0;
  Probability credibility;
  double ratio = 1;
};

/// Rates that do not fit what was seen: so many events, or such a silence since the last, have less
/// than half a per cent under both.
struct Misfit {
  std::string indicator;
  bool gone_dark = false;  // it is the silence since the last event
  Rate observed;           // N/∫c; at set times per occasion
  Rate if_true;
  Rate if_false;
};

/// What a period of a countable forecast brought, as far as it is known.
struct LedgerPeriod {
  Instant from;  // the first in the opening's, from the opening on
  Instant until;
  double counted = 0;
  double foretold = 0;   // the mean of what it would bring, as reckoned at its start
  std::int64_t low = 0;  // so much or more, and so much or less: each with 95 % or more
  std::int64_t high = 0;
  LogOdds at_start;
  LogOdds brought;
};

/// The count's part of the account of a countable forecast.
struct LedgerCount {
  std::vector<std::string> indicators;  // counted together, as the criterion names them
  std::vector<LedgerPeriod> periods;    // from the opening on
  bool decided = false;  // enough is counted, or the window is over: nothing else is worth anything

  /// Of all periods.
  [[nodiscard]] LogOdds brought() const;
};

struct Ledger {
  Probability probability;
  /// The base rate; of a countable forecast what its history said at the opening.
  LogOdds opening;
  LogOdds judgement;                    // what is left today of prior over base rate
  std::vector<LedgerEvent> evidence;    // by influence: |change of log-odds if struck out|
  std::vector<SilenceAccount> silence;  // in the scenario's order of expectations
  LogOdds closing;
  std::vector<NotCounted> not_counted;
  std::vector<Misfit> misfits;
  std::vector<std::string> disagreeing_totals;  // event keys or "#id" of totals that left nothing
  std::optional<LedgerCount> count;             // of a countable forecast
};

enum class ScenarioState : std::uint8_t { kOpen, kNotYetOpen, kPastHorizon, kResolved };

/// The number of the model in DESIGN.md §2: raised whenever a rule moves a probability by more than
/// rounding (engine/belief/model.md).
inline constexpr int kModelNumber = 2;

/// A happening that is sure enough to be told as one: its credibility is 0.95 or more.
inline constexpr double kCameTrue = 0.95;
struct CameTrue {
  Instant occurred;
  Precision occurred_as = Precision::kSecond;
  std::vector<ItemId> items;
};

/// How far the count of a countable forecast has come.
struct CountStanding {
  Instant from;  // the window
  Instant to;
  double at_least = 0;  // so many are asked for
  double counted = 0;   // in the window so far
  bool decided = false;

  [[nodiscard]] bool reached() const { return counted >= at_least; }
};

/// A scenario at a moment. `ledger` is empty where only the probability was asked for.
struct Assessment {
  std::string scenario;
  Moment moment;
  int revision = 1;  // of the scenario's definition
  ScenarioState state = ScenarioState::kOpen;
  /// Of a countable forecast of which no history is known: there is no probability. The numbers
  /// below say nothing then, and the ledger is empty.
  bool no_history = false;
  Probability probability;
  LogOdds log_odds;                       // exact in the tails, where probability is not
  std::optional<Probability> at_horizon;  // where it will stand then; nothing without a horizon
  int model = kModelNumber;               // by which it was reckoned
  std::optional<CameTrue> came_true;
  std::optional<CountStanding> count;  // of a countable forecast
  std::optional<Ledger> ledger;
};

constexpr auto words_of(ScenarioState) {
  return words<ScenarioState>({{ScenarioState::kOpen, "open"},
                               {ScenarioState::kNotYetOpen, "not_yet_open"},
                               {ScenarioState::kPastHorizon, "past_horizon"},
                               {ScenarioState::kResolved, "resolved"}});
}
constexpr auto words_of(NotCountedReason) {
  return words<NotCountedReason>({{NotCountedReason::kCannotBeJudged, "cannot_be_judged"},
                                  {NotCountedReason::kBeforeOpening, "before_opening"},
                                  {NotCountedReason::kAfterHorizon, "after_horizon"},
                                  {NotCountedReason::kAfterResolution, "after_resolution"},
                                  {NotCountedReason::kCountedElsewhere, "counted_elsewhere"},
                                  {NotCountedReason::kNothingLeft, "nothing_left"},
                                  {NotCountedReason::kNoneSeen, "none_seen"},
                                  {NotCountedReason::kHadHappened, "had_happened"},
                                  {NotCountedReason::kNarrowerKind, "narrower_kind"},
                                  {NotCountedReason::kTakenBack, "taken_back"},
                                  {NotCountedReason::kDeniesNothing, "denies_nothing"},
                                  {NotCountedReason::kNoOccasion, "no_occasion"}});
}
/// The "reason" of JSON, which has stood since its first format; its "code" is the word.
std::string_view in_prose(NotCountedReason reason);

}  // namespace signpost
