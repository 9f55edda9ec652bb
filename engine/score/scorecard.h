// What `score` answers: every scenario's scores beside its rivals', and what they come to together.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/definitions.h"
#include "engine/model/outcome.h"
#include "engine/score/calibration.h"
#include "engine/score/question_score.h"
#include "engine/score/summary.h"

namespace signpost::score {

/// Who forecasts. All but kNamed are the program's own or its benchmarks.
enum class ForecasterKind : std::uint8_t {
  kProgram,    // the desk's own belief: at the horizon of a state, else of the moment
  kEven,       // one half, always
  kBaseRate,   // as declared
  kPrior,      // the prior left alone: no evidence, no silence
  kPublisher,  // the publication's probability, or its wording by a table
  kJudged,     // of a countable forecast: the desk's belief in its judged sibling
  kNamed,
};

struct ForecasterName {
  ForecasterKind kind = ForecasterKind::kNamed;
  std::string name;  // of kNamed

  /// As JSON has it: "signpost", "even", "base-rate", "prior", "publisher", "judged", or
  /// the name.
  [[nodiscard]] std::string key() const;
  friend auto operator<=>(const ForecasterName&, const ForecasterName&) = default;
};

struct ForecasterScore {
  ForecasterName by;
  Score score;
  int entered_late = 0;  // of its entries, how many were entered more than a day later
};

/// A scenario that is settled yes or no.
struct ScenarioScore {
  std::string scenario;
  Bilingual title;
  std::string publication;
  Role role = Role::kEffect;
  Resolution resolution;
  Instant counted_from;
  Instant closes;
  std::size_t cluster = 0;
  /// What the publication's figure was taken from, where from its words.
  std::string publisher_word;
  std::vector<ForecasterScore> forecasters;

  [[nodiscard]] bool came_true() const { return resolution.outcome == Outcome::kYes; }
  [[nodiscard]] bool is_counted() const { return closes > counted_from; }
  [[nodiscard]] const Score* of(const ForecasterName& by) const;
};

/// A forecaster over all scenarios that it forecast.
struct ForecasterSummary {
  ForecasterName by;
  Means means;
  /// Of the settled and the unsettled ones that are counted, under whatever outcome.
  std::optional<Bounds> bounds;
  std::map<ForecasterName, Skills> skill;  // against each other, on the questions that both have
};

/// How many there are of each; none leaves the denominator.
struct Tally {
  int opened = 0;
  int matured = 0;  // settled, or past their horizon
  int settled = 0;  // yes or no
  int came_true = 0;
  int open = 0;  // left open by their own criteria
  int voided = 0;
  int retired = 0;      // of those opened
  int not_counted = 0;  // of those settled: settled before they could be counted
};

/// Of the settled ones, how many are of one publication, role or cluster.
struct Share {
  std::string of;
  int scenarios = 0;
};

struct Scorecard {
  Instant known_at;
  bool hindsight = false;
  bool peers_are_all = false;
  Tally tally;
  std::vector<ScenarioScore> scenarios;    // in the order in which they were settled
  std::vector<ForecasterSummary> summary;  // the program first, then its benchmarks, then names
  std::vector<Share> publications;
  std::vector<Share> roles;
  std::vector<Share> clusters;  // named by their first scenario; the largest first
};

/// A forecast of the program, so long before its scenario's horizon.
struct LeadForecast {
  std::string scenario;
  std::string publication;
  Role role = Role::kEffect;
  int year = 0;  // of the horizon
  ForecastOutcome pair;
};

/// The same as they are grouped: of one year, role or publication.
struct CalibrationGroup {
  std::string kind;  // "year", "role", "publication"
  std::string of;
  Calibration calibration;
};

/// In how many of those that were said to be so likely it came true. Only scenarios whose horizon
/// has come are asked, so that those settled early flatter nobody.
struct CalibrationCard {
  Instant known_at;
  bool hindsight = false;
  Days lead{0};
  bool from_file = false;  // then the counts below are 0
  std::vector<LeadForecast> forecasts;
  Calibration calibration;               // with a band
  std::vector<CalibrationGroup> groups;  // those with kEnough or more
  int not_due = 0;                       // settled, and the horizon has not come, or there is none
  int opened_later = 0;                  // than so long before the horizon
  int settled_before = 0;                // so long before it

  static constexpr std::size_t kEnough = 10;
  static constexpr Days kLead{90};  // where nobody says otherwise
};

/// What a report says of the forecasts before it.
struct TrackRecord {
  Scorecard scores;
  std::optional<Calibration> calibration;  // once there are kEnoughToCalibrate

  static constexpr std::size_t kEnoughToCalibrate = 20;
};

}  // namespace signpost::score
