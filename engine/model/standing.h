// What reports are made from: assessments with the definitions and items that they speak of.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/phrase.h"
#include "engine/model/assessment.h"
#include "engine/model/definitions.h"
#include "engine/model/evidence.h"
#include "engine/model/outcome.h"

namespace signpost {

/// Since when a scenario is given up, and why: it is out of every list from then on.
struct Retired {
  Instant on;
  std::string because;
};

/// An item as reports show it.
struct ItemLine {
  ItemId item = 0;
  Item content;
  Grade grade;                             // with the source's letter filled in
  std::optional<Probability> credibility;  // nothing: cannot be judged
  std::string origin;                      // as resolved
  int version = 1;
  bool redacted = false;
  bool known_then = true;  // known at the known_at asked for
};

/// An assumption of a scenario that has been seen broken.
struct AssumptionInDoubt {
  Assumption assumption;
  std::string indicator;
  Instant seen;
};

/// Where one scenario stands, with what status shows beside the probability.
struct Standing {
  Scenario scenario;
  Assessment assessment;                   // with its ledger
  std::optional<Probability> week_before;  // nothing before it opened
  std::optional<Probability> month_before;
  std::vector<std::optional<Probability>> trend;  // the year up to as_of, oldest first
  int evidence_count = 0;                         // items whose events count
  std::optional<ItemLine> latest;                 // of those, the one that occurred last
  std::vector<AssumptionInDoubt> in_doubt;
  /// What it asks about is said to have happened.
  struct Happened {
    Instant occurred;
    Precision occurred_as = Precision::kSecond;
    Probability credibility;
    std::vector<ItemLine> items;     // that say so, the most credible first
    std::vector<Bilingual> tellers;  // their sources, each once: registered titles, else as written
    [[nodiscard]] bool came_true() const { return credibility.value() >= kCameTrue; }
  };
  std::optional<Happened> happened;
  std::vector<Scenario> above;  // scenarios that it implies, and stands higher than
  /// When the definition was first loaded, where the moment is known before that: what stands here
  /// is hindsight.
  std::optional<Instant> defined_on;
  std::optional<Retired> retired;        // given up by then
  std::optional<Resolution> resolution;  // settled by then
  /// First stated, and revised after the opening; the last is what stands.
  struct Revised {
    Instant on;
    Probability prior;
  };
  std::vector<Revised> revised;  // empty: never, else from the first on
  bool rates_revised = false;    // base rate or rates were, after the opening
};

/// All standings of one moment. `hindsight`: as_of is past and known_at is later.
struct Standings {
  Moment moment;
  bool hindsight = false;
  int not_known_then = 0;  // items counted or listed that were not known at as_of (hindsight only)
  int not_available = 0;   // occurred by then, recorded later, and do not say when they were known
  int retired = 0;         // scenarios that are left out of all
  std::vector<Standing> scenarios;
  std::map<std::string, Indicator> indicators;
};

/// What is foretold of a count, and from what.
struct CountForecast {
  /// The window's count from its start to an instant.
  struct Counted {
    Instant until;
    double counted = 0;
  };
  struct Foretold {
    Instant until;
    Days to_come{
        0};  // the exposure still to come by then, that of past months not yet told with it
    double mean = 0;
    std::array<double, 5> quantiles{};  // 5, 25, 50, 75 and 95 % lie at or below these
  };
  std::vector<Counted> course;  // month by month from the window's start, as far as it is known
  std::vector<Foretold> fan;    // month by month to the window's end; empty where all is known
  Rate level;                   // of the running month, if all of it reached the desk
  Rate level_low;               // it lies between these nine times in ten
  Rate level_high;
  double drift = 0;  // of the log-level in a month, the mean of what the counts leave likely
  bool drift_declared = false;
  double dispersion = 1;
  double months_of_history = 0;  // watched before the window
  bool few_months = false;       // fewer than kFewMonths
  bool season = false;           // some months of the year bring more than others: a test shows it
  Instant history_from;
};
/// With less history a countable forecast is hardly told from its threshold alone.
inline constexpr double kFewMonths = 12;

/// A judged forecast beside a countable one of the same `part_of`: what each said, month by month.
struct JudgedBeside {
  struct Point {
    Instant as_of;
    std::optional<Probability> counted;  // nothing: there is no history yet
    Probability judged;
    Probability judged_at_horizon;  // as it is scored; `judged` where it asks of no state to come
  };
  std::string scenario;
  Bilingual title;
  std::vector<Point> points;
  std::optional<Resolution> resolution;  // settled by then
};

/// So many unforeseen events deserve an indicator.
inline constexpr int kUnforeseenForAdvice = 3;

/// One scenario explained: its ledger, and every item and indicator that the ledger names.
struct Explanation {
  Standing standing;
  bool hindsight = false;
  int not_known_then = 0;
  int not_available = 0;
  std::map<ItemId, ItemLine> items;
  std::map<std::string, Indicator> indicators;
  std::map<std::string, double>
      mean_credibility;                  // of each indicator's items, where coverage says more
  std::vector<CoverDeclaration> covers;  // of these indicators, as they stand then
  std::optional<CountForecast> count;    // of a countable forecast with a history
  std::vector<JudgedBeside> beside;      // of such a one, too
  std::vector<Phrase> advice;            // "three unforeseen items look alike: make an indicator"
};

struct HistoryPoint {
  Instant as_of;
  Probability probability;
  LogOdds log_odds;
};

/// A row of the indicators' board.
struct IndicatorLine {
  Indicator indicator;
  std::optional<Instant> last_seen;
  std::optional<Instant> last_told;  // seen, or that none was
  int items_30d = 0;
  int items = 0;
  std::optional<double> level_now;       // coverage at as_of
  std::vector<CoverDeclaration> covers;  // as they stand then
  struct Moves {
    std::string scenario;
    std::optional<double> ratio;  // if_true / if_false; nothing of a happening
  };
  std::vector<Moves> moves;
};

}  // namespace signpost
