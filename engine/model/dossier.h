// What a report is made from: each scenario explained, how sure that is, what it hinges on, what to
// watch, and what moved since.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/enum_words.h"
#include "engine/model/schedule.h"
#include "engine/model/standing.h"

namespace signpost {

/// A point of the chart.
struct BandPoint {
  Instant as_of;
  Probability probability;
  Interval interval;
};

/// How well founded a judgement is; apart from how likely it says the scenario is.
enum class Confidence : std::uint8_t { kLow, kModerate, kHigh };

/// What confidence goes by.
struct Grounds {
  double width = 0;              // of the 90 % interval
  int origins = 0;               // independent ones, among the events that count
  double without_strongest = 0;  // |change of P| without its most influential event
  double without_source = 0;     // without the source whose removal moves P most
  double probability_without_source = 0;
  std::string source;  // which that is; empty where nobody is named
};

/// The rule, which every report prints. High: width <= 0.3, origins >= 3 and P moves <= 0.1 without
/// any one event or any one source. Low: width > 0.6, or fewer than 2 origins, or P moves > 0.25.
/// Moderate: all else.
Confidence confidence(const Grounds& grounds);

/// The smallest set of events, or of sources, without which the word of probability is another.
/// `exact`: no smaller set does it, among the 30 most influential; else found by taking the most
/// influential away one by one.
struct Linchpin {
  std::vector<std::size_t> events;   // places in Ledger::evidence
  std::vector<std::string> sources;  // ids of registered sources, else as written
  Probability without;
  bool exact = true;
};

/// What an indicator can still tell of a scenario.
struct WatchLine {
  std::string indicator;
  double bits = 0;             // expected information over the window, as covered
  double bits_if_covered = 0;  // if all that happens reached the desk
  double expected = 0;         // events in the window, as covered
  Probability if_seen;         // P if it is seen tomorrow, at B2
  Probability if_silent;       // P at the window's end if it stays silent
  double level = 1;            // coverage at as_of
  std::optional<Instant> last_seen;
  bool uncovered = false;  // nobody covers it at as_of
  bool stale = false;      // covered, and nothing said of it for much longer than is usual
};

/// What the coming month of a countable forecast must bring to keep pace.
struct CountPace {
  CountStanding standing;
  Instant until;      // the end of the month told: the running one, or the next where little of it
                      // is left
  double needed = 0;  // of what is missing its share by then, spread as the exposure to come is
  double mean = 0;    // what is foretold by then, beyond what is counted
  double low = 0;     // nine times in ten between these
  double high = 0;
};

/// What to watch for, scenario by scenario.
struct WatchList {
  struct Entry {
    Scenario scenario;
    Probability probability;
    std::vector<WatchLine> lines;   // by bits, most first
    std::optional<CountPace> pace;  // of a countable forecast that is not decided
  };
  Moment moment;
  bool hindsight = false;
  int not_available = 0;
  int retired = 0;  // scenarios that are left out of all
  Instant now;      // the clock
  Days window{30};
  std::vector<Entry> scenarios;
  std::map<std::string, Indicator> indicators;
};

/// The change between two assessments, split exactly: the parts' changes of log-odds sum to it, and
/// so do, in whole points, the steps by which P went from before to after when they are added in
/// the order of their kinds.
struct Movement {
  enum class Kind : std::uint8_t {
    kModel,        // the earlier moment and revision under today's model, less what was kept
    kBackdated,    // evidence that came in since and says that it was known before
    kGrades,       // the earlier assessment with grades worth what they are later
    kDefinitions,  // that recomputed under the later definitions
    kCoverage,     // coverage declared or changed meanwhile
    kRetracted,    // gone, its items withdrawn
    kDenied,       // its credibility changed by denials alone
    kNotCounted,   // gone, though its items stand: they count elsewhere, or no more
    kAmended,      // its weight on arrival changed: the whole difference
    kNew,          // evidence only in the later ledger
    kSilence,      // what was watched since and not seen
    kCount,        // what was counted since, of a countable forecast: the rest
    kFading,       // the rest
  };
  struct Part {
    Kind kind = Kind::kFading;
    std::optional<LedgerEvent> event;  // of kNew, kAmended as it is now; of the gone as it was
    std::string indicator;             // of kSilence, kCoverage
    std::string because;               // of kCoverage
    LogOdds change;
    int points = 0;  // percentage points of P at its step
  };
  Moment from;
  Moment to;
  Probability before;
  Probability after;
  LogOdds change;           // after − before
  std::vector<Part> parts;  // the largest first; those that are exactly 0 left out
};

/// Everything that a report says of one scenario.
struct Dossier {
  Explanation explanation;
  Interval interval;
  std::vector<BandPoint> history;  // opened … as_of, all with what is known at known_at
  Grounds grounds;
  std::optional<Linchpin> events;   // nothing: no set of events carries the word
  std::optional<Linchpin> sources;  // nothing: no set of sources does
  std::vector<WatchLine> watch;     // by bits, most first
  std::map<ItemId, ItemLine> gone;  // items that the movement names and the ledger no more
  std::optional<Movement> movement;
  /// Where it stood at the movement's beginning with what was known then: where that is not the
  /// chart's, both are told.
  std::optional<Probability> believed_then;
  std::vector<IndicatorLine> indicators;  // in the order of the scenario's expectations
};

/// All that a report says.
struct Dossiers {
  Moment moment;
  bool hindsight = false;
  int not_known_then = 0;
  int not_available = 0;
  Instant now;    // the clock
  Instant since;  // what moved is told from here on
  std::map<std::string, Publication> publications;
  std::map<std::string, Source> sources;  // as they stand at known_at
  std::vector<Dossier> scenarios;
  int retired = 0;                 // scenarios that are left out of all
  std::optional<ClockLine> clock;  // nothing: no schedule
  bool rehearsal = false;          // of a store that was made under --now
};

/// What simulated worlds say of a scenario before there is any evidence.
struct Simulation {
  /// How long until P first passes a threshold, in the worlds that ever do; where it opens beyond
  /// it, until it does so again.
  struct Passing {
    double share = 0;  // of the worlds that ever pass
    std::optional<Days> median;
    std::optional<Days> early;  // the 5th and the 95th of a hundred that pass
    std::optional<Days> late;
  };
  int worlds = 0;  // of each kind
  std::uint64_t seed = 0;
  Days span{0};  // from `opened` to the horizon, a year where there is none
  Probability threshold;
  Passing confirmed;   // under way: P rises above the threshold
  Passing cried_wolf;  // not under way: P rises above the threshold all the same
  Passing refuted;     // not under way: P falls below 1 − threshold
  Passing given_up;    // under way: P falls below 1 − threshold all the same
};

constexpr auto words_of(Confidence) {
  return words<Confidence>({{Confidence::kLow, "low"},
                            {Confidence::kModerate, "moderate"},
                            {Confidence::kHigh, "high"}});
}
constexpr auto words_of(Movement::Kind) {
  return words<Movement::Kind>({{Movement::Kind::kModel, "model"},
                                {Movement::Kind::kBackdated, "backdated"},
                                {Movement::Kind::kGrades, "grades"},
                                {Movement::Kind::kDefinitions, "definitions"},
                                {Movement::Kind::kCoverage, "coverage"},
                                {Movement::Kind::kDenied, "denied"},
                                {Movement::Kind::kNew, "new"},
                                {Movement::Kind::kRetracted, "retracted"},
                                {Movement::Kind::kNotCounted, "not_counted"},
                                {Movement::Kind::kAmended, "amended"},
                                {Movement::Kind::kSilence, "silence"},
                                {Movement::Kind::kCount, "count"},
                                {Movement::Kind::kFading, "fading"}});
}

}  // namespace signpost
