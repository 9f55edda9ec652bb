// What analysts define: publications, sources, indicators and scenarios (DESIGN.md §4), and when
// these are assessed and what is told of them (schedule.h, alert.h).
//
//   Definitions
//   ├── Publication   where the forecasts come from
//   ├── Source        who says things: aliases, reliability letter, origin
//   ├── GradeWorth    what a letter or digit is worth, by the desk's own table
//   ├── Indicator     something observable, shared by scenarios
//   │   ├── Coverage   how much of it would reach the desk, when
//   │   ├── Season     when more of it is normal
//   │   └── Occasions  the set times at which alone it can be seen
//   └── Scenario      one forecast
//       ├── Assumption   what it takes for granted, and what would break it
//       ├── Expectation  how often an indicator is seen if it is under way, and if not
//       └── Criterion    what is counted, and how much is enough, where it can be counted
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/enum_words.h"
#include "engine/model/alert.h"
#include "engine/model/bilingual.h"
#include "engine/model/grade.h"
#include "engine/model/quantities.h"
#include "engine/model/schedule.h"
#include "engine/time/instant.h"

namespace signpost {

struct Publication {
  std::string id;
  Bilingual publisher;
  std::optional<Instant> published;  // start of its day
  std::string via;
  std::string language;
  Bilingual title;

  friend bool operator==(const Publication&, const Publication&) = default;
};

struct Source {
  std::string id;
  Bilingual title;
  std::vector<std::string> aliases;
  std::string origin;               // empty: the source is its own origin
  std::optional<char> reliability;  // 'A'..'F'
  bool party = false;               // a party to the conflict
  Bilingual because;

  friend bool operator==(const Source&, const Source&) = default;
};

/// The share of an indicator's events that would reach the desk as credible news, in [from, to).
struct CoverageSpan {
  Instant from = kBeginning;
  Instant to = kForever;
  double level = 1.0;  // 0..1
  Bilingual because;

  friend bool operator==(const CoverageSpan&, const CoverageSpan&) = default;
};

/// Coverage declared with `cover`, in force from when it was recorded until it is withdrawn; later
/// ones win.
struct CoverDeclaration {
  std::int64_t number = 0;  // 1, 2, 3 … in the order of recording, over all indicators
  std::string indicator;
  CoverageSpan span;
  Instant recorded;
  std::optional<Instant> withdrawn{};
  std::string withdrawn_because{};

  [[nodiscard]] bool stands_at(Instant known_at) const {
    return recorded <= known_at && (!withdrawn || known_at < *withdrawn);
  }
};

/// When more (or less) than usual is normal, whichever is true, in [from, to).
struct Season {
  Instant from;
  Instant to;
  double factor = 1.0;  // > 0
  Bilingual because;
  std::optional<double> within;  // see kSeasonWithin

  friend bool operator==(const Season&, const Season&) = default;
};

/// How far a guess may be off where a definition does not say: it is right within this factor, >=
/// 1, nine times in ten. Of a season's factor, a prior's odds, two rates together, their ratio.
inline constexpr double kSeasonWithin = 1.5;
inline constexpr double kPriorWithin = 2.0;
inline constexpr double kRateWithin = 3.0;
inline constexpr double kRatioWithin = 1.25;

/// What an indicator's reports are usually worth where it does not say.
inline constexpr Grade kUsualGrade{'B', std::uint8_t{2}};

/// The set times at which alone something can be seen: a monthly release, a meeting.
struct Occasions {
  std::vector<Instant> dates;  // ascending; empty where there is a rule
  std::string every;     // as written: "month on the 5th at 10:00"; empty where dates are told
  std::string rule;      // what it comes to (RFC 5545), local
  std::string timezone;  // "Asia/Damascus"
  Instant from;          // of a rule: no occasion is earlier
  std::optional<Instant> until;

  friend bool operator==(const Occasions&, const Occasions&) = default;
};

/// What coverage is where no span says otherwise.
enum class Watched : std::uint8_t {
  kAlways,  // the credibility of its usual grade
  kTotals,  // 0: only totals watch it, each its own span
  kFeed,    // 0 but where its imports covered it
};

struct Indicator {
  std::string id;
  Bilingual title;
  Bilingual observable;
  std::optional<Grade> usual_grade;  // see kUsualGrade
  std::string of;  // the wider indicator whose events its own are too; empty: none
  bool once = false;
  std::optional<Occasions> occasions;
  Days lag{0};              // until all reports are in
  double dispersion = 1.0;  // >= 1; 1 where `once` or `occasions`
  Watched watched = Watched::kAlways;
  std::optional<Rate> baseline;
  Bilingual baseline_because;
  std::vector<CoverageSpan> coverage;  // the last one declared wins
  std::vector<Season> seasons;

  /// Whether its events are a stream: neither a milestone nor seen at set times, which are a yes or
  /// a no.
  [[nodiscard]] bool takes_count() const { return !once && !occasions; }

  friend bool operator==(const Indicator&, const Indicator&) = default;
};

/// The rate that is spelt "never": once in a thousand years, the smallest that is no misfit.
inline constexpr double kNeverPerDay = 1.0 / 365'250.0;

/// A rate as written ("x1.5", "26 per month", "80% within 180 days", "never") and what it comes to.
/// At set times ("70% each time") the chance of one sighting at each.
struct WrittenRate {
  std::string text;  // empty: a happening's if_false, which is 0
  Rate rate;
  std::optional<Probability> each_time;  // at set times; then `rate` is 0

  friend bool operator==(const WrittenRate&, const WrittenRate&) = default;
};

struct Expectation {
  std::string indicator;
  WrittenRate if_true;
  WrittenRate if_false;
  bool happening = false;  // it is what the scenario asks about; `if_false` is left unsaid
  Bilingual because;
  std::optional<double> within;        // see kRateWithin
  std::optional<double> ratio_within;  // see kRatioWithin

  friend bool operator==(const Expectation&, const Expectation&) = default;
};

struct Assumption {
  Bilingual text;
  std::vector<std::string> broken_by;  // indicators

  friend bool operator==(const Assumption&, const Assumption&) = default;
};

enum class Role : std::uint8_t { kMotive, kEffect, kConclusion, kHypothesis };
enum class Asks : std::uint8_t { kState, kByHorizon, kFact, kCount };

/// Of a countable forecast: what is counted in which window, and how much is enough.
struct Criterion {
  /// [from, to).
  struct Window {
    Instant from;
    Instant to;

    friend bool operator==(const Window&, const Window&) = default;
  };
  std::vector<std::string> indicators;  // counted together; at least one
  Window window;                        // `from` before `to`; `to` no later than the horizon
  std::optional<double> at_least;       // > 0; either it or `factor`
  std::optional<double> factor;         // > 0; so many times what was counted in `against`
  std::optional<Window> against;        // with `factor`; else as long as the window, just before it
  Instant history_from;                 // before the window; counts from here on teach the level
  std::optional<double> drift;          // > 0: sd of the log-level's monthly step; else learnt
  std::optional<double> dispersion;     // >= 1; else the largest of the indicators'

  friend bool operator==(const Criterion&, const Criterion&) = default;
};

struct Scenario {
  std::string id;
  std::string publication;  // may be empty
  Role role = Role::kEffect;
  Bilingual title;
  Bilingual forecast;
  Bilingual wording;
  std::optional<Probability> publisher_probability;
  std::string part_of;
  std::vector<std::string> implies;  // scenarios without which it cannot hold
  std::optional<Asks> asks;          // see asks_of; kCount where there is a criterion
  Probability prior;
  Bilingual prior_because;
  std::optional<double> prior_within;    // see kPriorWithin
  std::optional<Probability> base_rate;  // see base_rate_of
  Bilingual base_rate_because;
  std::string lasts_text;  // "11 months" where `lasts` was written, else empty
  Days persistence{0};     // infinity = forever
  Instant opened;
  std::optional<Instant> horizon;
  Bilingual resolves_yes, resolves_no, resolves_open;
  std::vector<Assumption> assumes;
  std::vector<Expectation> expects;
  /// Of a countable forecast, and of no other; its prior, base rate and persistence are not used.
  std::optional<Criterion> criterion;

  friend bool operator==(const Scenario&, const Scenario&) = default;
};

struct Definitions {
  std::vector<Publication> publications;
  std::vector<Source> sources;
  std::vector<Indicator> indicators;
  std::vector<Scenario> scenarios;
  std::vector<Schedule> schedules;
  std::vector<Alert> alerts;
  std::vector<GradeWorth> grades;  // the desk's own table, where it differs from the default
};

/// Its base rate: the prior where it does not say.
Probability base_rate_of(const Scenario& scenario);
/// What it asks: a fact where it persists for ever, else a state, where it does not say.
Asks asks_of(const Scenario& scenario);

/// How many times likelier an expectation's sightings are under way than not: if_true/if_false, at
/// set times p₁/p₀; nothing of a happening.
std::optional<double> ratio_of(const Expectation& expectation);

constexpr auto words_of(Role) {
  return words<Role>({{Role::kMotive, "motive"},
                      {Role::kEffect, "effect"},
                      {Role::kConclusion, "conclusion"},
                      {Role::kHypothesis, "hypothesis"}});
}
constexpr auto words_of(Asks) {
  return words<Asks>({{Asks::kState, "state"},
                      {Asks::kByHorizon, "by-horizon"},
                      {Asks::kFact, "fact"},
                      {Asks::kCount, "count"}});
}
constexpr auto words_of(Watched) {
  return words<Watched>(
      {{Watched::kAlways, "always"}, {Watched::kTotals, "totals"}, {Watched::kFeed, "feed"}});
}

}  // namespace signpost
