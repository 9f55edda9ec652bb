// Alerts: a condition on a scenario, judged at each saved assessment, and told once.
//
//   inactive ─ holds ─► pending ─ holds `in_a_row` times ─► raised ─ clears ─► cleared ─► pending …
//      ▲                   │ no longer holds
//      └───────────────────┘
//
// An alert clears by evidence, or by silence that was watched; never because belief faded, nor by
// days on which nobody looked (assess/alert_machine.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/enum_words.h"
#include "engine/model/bilingual.h"
#include "engine/model/quantities.h"
#include "engine/time/instant.h"

namespace signpost {

/// What an alert watches for.
struct Condition {
  enum class Kind : std::uint8_t {
    kAtLeast,      // "probability >= 0.7", "at the horizon >= 0.7"
    kAtMost,       // "probability <= 0.2"
    kRises,        // "rises by 0.15 within 30 days": above the lowest of the window
    kFalls,        // "falls by 0.15 within 30 days": below the highest of the window
    kWordChanges,  // "word changes": another than when the alert last rested
    kSeen,         // "indicator ID seen within 30 days"
    kNoEvidence,   // "no evidence for 60 days"
  };
  Kind kind = Kind::kAtLeast;
  bool at_horizon = false;  // of kAtLeast, kAtMost: it reads where the scenario will stand then
  double level = 0;         // a probability; of kRises and kFalls a difference of two
  Days within{30};          // the window of kRises, kFalls, kSeen; the silence of kNoEvidence
  std::string indicator;    // of kSeen

  friend bool operator==(const Condition&, const Condition&) = default;
};

struct Alert {
  std::string id;
  Bilingual title;  // may be empty
  std::string scenario;
  std::string when;  // as written
  Condition condition;
  int in_a_row = 1;  // `for`: so many assessments in a row; >= 1
  std::optional<double>
      clear;        // of kAtLeast, kAtMost a probability; of kRises, kFalls a difference
  Days hold{0};     // the least time that it stays raised
  int origins = 1;  // raised only if it would hold without any origins − 1 of the origins
  Bilingual because;

  friend bool operator==(const Alert&, const Alert&) = default;
};

enum class AlertState : std::uint8_t { kInactive, kPending, kRaised, kCleared };

/// Why an alert is in the state that it is in after an evaluation.
enum class AlertReason : std::uint8_t {
  kQuiet,          // the condition does not hold
  kNotOften,       // it holds, but not yet so many assessments in a row
  kOnChange,       // it holds after a change, which counts only where `for` is 1
  kTooFewOrigins,  // it holds only thanks to fewer origins than are asked for
  kRaised,         // it is raised now
  kHolds,          // raised, and the condition still holds
  kNotBeyond,      // raised, and not beyond the value that clears it
  kHeld,           // it would clear, but must stay raised for a while yet
  kOnlyFaded,      // it would clear, but only because belief faded
  kUnwatched,      // it would clear, but nobody looked
  kCleared,        // it is cleared now
  kResolved,       // its scenario is settled: it is at an end
  kModel,          // judged again under a new model: its state is set, nobody is told
};

/// What an alert is judged by at one assessment. What its condition does not need is left out.
struct AlertReading {
  Instant as_of;
  bool on_change = false;   // the assessment answers a change, not the clock
  Probability probability;  // where it stands now, or will at the horizon, as the condition reads
  std::string word;         // its ICD 203 key
  /// Of kRises and kFalls: the lowest, or highest, of the window before.
  std::optional<Probability> extreme;
  /// Of kSeen when a sighting last became known, of kNoEvidence when anything last did.
  std::optional<Instant> last;
  /// While raised: the probability if belief had not faded since.
  std::optional<Probability> unfaded;
  /// While raised, of all but kAtLeast and kAtMost: how long the scenario was watched since, its
  /// indicators weighed by what their silence tells (of kSeen: this one, since `last` or since it
  /// was raised, whichever is later).
  std::optional<Days> watched;
  /// Where `origins` is asked for and the condition holds: the probability without the origins that
  /// matter most.
  std::optional<Probability> without_origins;
};

/// One judgement of an alert. With those before it, the whole of its story.
struct AlertEvaluation {
  std::string alert;
  int revision = 1;             // of the alert's definition
  std::int64_t assessment = 0;  // the saved assessment's number
  AlertReading reading;
  bool holds = false;
  AlertState state = AlertState::kInactive;
  AlertReason reason = AlertReason::kQuiet;
  int in_a_row = 0;                        // assessments in a row at which it held
  std::optional<Instant> raised;           // since when, while raised
  std::optional<Probability> raised_from;  // of kRises, kFalls: `extreme` when it was raised
  std::string word_at_rest;                // of kWordChanges
};

/// An alert that was raised or cleared, to be told.
struct Notice {
  std::int64_t number = 0;  // given by the store
  std::string alert;
  bool raised = true;  // else cleared
  Instant as_of;
  Instant recorded;                    // when it was stored
  std::vector<std::string> notifiers;  // whom to tell, as configured then
  std::string text;                    // JSON: what is handed to them
};

/// One try to hand a notice to a notifier.
struct Attempt {
  std::int64_t notice = 0;
  std::string notifier;
  int number = 1;  // of this notice and notifier
  Instant begun;
  std::optional<Instant> ended;  // nothing: still at it, or the program died
  bool delivered = false;
  std::string detail;  // how it failed; what the command said
};

/// A notice and all that was done about it.
struct Delivery {
  Notice notice;
  std::vector<Attempt> attempts;  // by notifier and number
};

constexpr auto words_of(Condition::Kind) {
  return words<Condition::Kind>({{Condition::Kind::kAtLeast, "at_least"},
                                 {Condition::Kind::kAtMost, "at_most"},
                                 {Condition::Kind::kRises, "rises"},
                                 {Condition::Kind::kFalls, "falls"},
                                 {Condition::Kind::kWordChanges, "word_changes"},
                                 {Condition::Kind::kSeen, "seen"},
                                 {Condition::Kind::kNoEvidence, "no_evidence"}});
}
constexpr auto words_of(AlertState) {
  return words<AlertState>({{AlertState::kInactive, "inactive"},
                            {AlertState::kPending, "pending"},
                            {AlertState::kRaised, "raised"},
                            {AlertState::kCleared, "cleared"}});
}
constexpr auto words_of(AlertReason) {
  return words<AlertReason>({{AlertReason::kQuiet, "quiet"},
                             {AlertReason::kNotOften, "not_often"},
                             {AlertReason::kOnChange, "on_change"},
                             {AlertReason::kTooFewOrigins, "too_few_origins"},
                             {AlertReason::kRaised, "raised"},
                             {AlertReason::kHolds, "holds"},
                             {AlertReason::kNotBeyond, "not_beyond"},
                             {AlertReason::kHeld, "held"},
                             {AlertReason::kOnlyFaded, "only_faded"},
                             {AlertReason::kUnwatched, "unwatched"},
                             {AlertReason::kCleared, "cleared"},
                             {AlertReason::kResolved, "resolved"},
                             {AlertReason::kModel, "model"}});
}

}  // namespace signpost
