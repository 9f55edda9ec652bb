// What `track-record` answers: which indicators, sources, grades and kinds of evidence moved belief
// towards what then happened, and which were dead weight.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/enum_words.h"
#include "engine/model/bilingual.h"
#include "engine/model/evidence.h"
#include "engine/model/outcome.h"
#include "engine/score/summary.h"

namespace signpost::score {

enum class EvidenceKind : std::uint8_t {
  kReport,      // of one event of a stream
  kTotal,       // a number over a span
  kMilestone,   // what can happen one time
  kAtSetTime,   // seen when it could be
  kHappening,   // the answer itself
  kUnforeseen,  // it bears on the scenario directly
  kSilence,     // watched, and not seen
};

constexpr auto words_of(EvidenceKind) {
  return words<EvidenceKind>({{EvidenceKind::kReport, "report"},
                              {EvidenceKind::kTotal, "total"},
                              {EvidenceKind::kMilestone, "milestone"},
                              {EvidenceKind::kAtSetTime, "at-set-time"},
                              {EvidenceKind::kHappening, "happening"},
                              {EvidenceKind::kUnforeseen, "unforeseen"},
                              {EvidenceKind::kSilence, "silence"}});
}

/// An item's part in an event's credit, and what it is told by.
struct CreditedItem {
  ItemId item = 0;
  double bits = 0;
  std::string source;  // its key: of a registered one its id; empty: nobody is named
  Bilingual source_title;
  std::string grade;  // "B2", "outright"; empty: none
};

struct CreditedEvent {
  std::string event;      // its key; empty = an item without one
  std::string indicator;  // empty = unforeseen
  EvidenceKind kind = EvidenceKind::kReport;
  Instant occurred;
  double bits = 0;
  std::vector<CreditedItem> items;
  std::vector<CreditedItem> denied;  // those of its items whose event others denied; no bits
};

struct CreditedSilence {
  std::string indicator;
  double bits = 0;
};

/// How belief in one settled scenario came from its prior to its close: `prior` + all credits =
/// `close`, log₂ of the probability of what happened.
struct ScenarioCredit {
  std::string scenario;
  Bilingual title;
  Outcome outcome = Outcome::kYes;
  std::size_t cluster = 0;
  double prior = 0;
  double close = 0;
  std::vector<CreditedEvent> events;     // by size, the largest first
  std::vector<CreditedSilence> silence;  // one an expectation
  double fading = 0;

  [[nodiscard]] double of_evidence() const;
  [[nodiscard]] double of_silence() const;
};

/// What a line comes to.
enum class Worth : std::uint8_t {
  kTooFew,      // fewer than kFewestClusters
  kUntold,      // the interval holds 0
  kEarns,       // it lies above
  kMisleads,    // it lies below
  kDeadWeight,  // so close to 0 that nothing would be missed
};

constexpr auto words_of(Worth) {
  return words<Worth>({{Worth::kTooFew, "too-few"},
                       {Worth::kUntold, "untold"},
                       {Worth::kEarns, "earns"},
                       {Worth::kMisleads, "misleads"},
                       {Worth::kDeadWeight, "dead-weight"}});
}

/// Below so many bits a scenario, either way, nothing is earned: at fifty-fifty two thirds of a
/// percentage point.
inline constexpr double kNothingEarned = 0.02;

/// Of one indicator, source, grade or kind of evidence, over the settled scenarios in which it had
/// a part.
struct CreditLine {
  std::string of;
  Bilingual title;  // of an indicator or a source
  int scenarios = 0;
  std::size_t clusters = 0;
  int events = 0;         // that moved belief at all; of a source or a grade its items in them
  int pointed_right = 0;  // of these, towards what then happened
  double evidence = 0;    // bits, over all
  double silence = 0;
  std::optional<ConfidenceInterval> interval;  // of the bits a scenario
  int confirmed = 0;                           // of a source: items judged true
  int refuted = 0;                             // judged false
  int denied = 0;                              // whose event others denied, and nobody judged

  [[nodiscard]] double bits() const { return evidence + silence; }
  [[nodiscard]] double bits_a_scenario() const { return scenarios == 0 ? 0 : bits() / scenarios; }
  [[nodiscard]] Worth worth() const;
};

/// What became of a claim, and who made it.
struct JudgedClaim {
  CreditedItem item;
  Verdict verdict = Verdict::kTrue;
};

struct CreditCard {
  Instant known_at;
  bool hindsight = false;
  int not_counted = 0;  // settled before they could be counted
  std::vector<ScenarioCredit> scenarios;
  // Each with those that earned most first:
  std::vector<CreditLine> indicators;
  std::vector<CreditLine> sources;
  std::vector<CreditLine> grades;
  std::vector<CreditLine> kinds;
};

/// The lines of a card, from its scenarios. `titles` of indicators, `judged` the claims of all items
/// on which there is a verdict.
struct IndicatorTitle {
  std::string indicator;
  Bilingual title;
};
void sum_up(CreditCard& card, std::span<const IndicatorTitle> titles,
            std::span<const JudgedClaim> judged);

}  // namespace signpost::score
