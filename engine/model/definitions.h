// What analysts define: publications, sources, indicators and scenarios (DESIGN.md §4), and when
// these are assessed and what is told of them (schedule.h, alert.h).
//
//   Definitions
//   ├── Publication   where the forecasts come from
//   ├── Source        who says things: aliases, reliability letter, origin
//   ├── Indicator     something observable, shared by scenarios
//   │   ├── Coverage  how much of it would reach the desk, when
//   │   └── Season    when more of it is normal
//   └── Scenario      one forecast
//       ├── Assumption   what it takes for granted, and what would break it
//       └── Expectation  how often an indicator is seen if it is under way, and if not
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/alert.h"
#include "engine/model/bilingual.h"
#include "engine/model/quantities.h"
#include "engine/model/schedule.h"
#include "engine/time/instant.h"

namespace signpost {

struct Publication {
  std::string id;
  std::string publisher;
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
  std::string because;

  friend bool operator==(const Source&, const Source&) = default;
};

/// The share of an indicator's events that would reach the desk as credible news, in [from, to).
struct CoverageSpan {
  Instant from = kBeginning;
  Instant to = kForever;
  double level = 1.0;  // 0..1
  std::string because;

  friend bool operator==(const CoverageSpan&, const CoverageSpan&) = default;
};

/// When more (or less) than usual is normal, whichever is true, in [from, to).
struct Season {
  Instant from;
  Instant to;
  double factor = 1.0;  // > 0
  std::string because;
  double within = 1.5;  // the factor is right within this factor, nine times in ten; >= 1

  friend bool operator==(const Season&, const Season&) = default;
};

/// What coverage is where no span says otherwise.
enum class Watched : std::uint8_t {
  kAlways,  // 1
  kTotals,  // 0: only totals watch it, each its own span
  kFeed,    // 0 but where its imports covered it
};

struct Indicator {
  std::string id;
  Bilingual title;
  Bilingual observable;
  bool once = false;
  Days lag{0};
  double dispersion = 1.0;  // >= 1
  Watched watched = Watched::kAlways;
  std::optional<Rate> baseline;
  std::string baseline_because;
  std::vector<CoverageSpan> coverage;  // the last one declared wins
  std::vector<Season> seasons;

  friend bool operator==(const Indicator&, const Indicator&) = default;
};

/// A rate as written ("x1.5", "26 per month", "80% within 180 days") and what it comes to.
struct WrittenRate {
  std::string text;
  Rate rate;

  friend bool operator==(const WrittenRate&, const WrittenRate&) = default;
};

struct Expectation {
  std::string indicator;
  WrittenRate if_true;
  WrittenRate if_false;
  std::string because;
  // How far the rates may be off, nine times in ten, as factors >= 1: both together, and their
  // ratio.
  double within = 2.0;
  double ratio_within = 1.25;

  friend bool operator==(const Expectation&, const Expectation&) = default;
};

struct Assumption {
  Bilingual text;
  std::vector<std::string> broken_by;  // indicators

  friend bool operator==(const Assumption&, const Assumption&) = default;
};

enum class Role : std::uint8_t { kMotive, kEffect, kConclusion, kHypothesis };
enum class Asks : std::uint8_t { kState, kByHorizon, kFact };

struct Scenario {
  std::string id;
  std::string publication;  // may be empty
  Role role = Role::kEffect;
  Bilingual title;
  Bilingual forecast;
  Bilingual wording;
  std::optional<Probability> publisher_probability;
  std::string part_of;
  Asks asks = Asks::kState;
  Probability prior;
  std::string prior_because;
  double prior_within = 2.0;  // its odds are right within this factor, nine times in ten; >= 1
  Probability base_rate;
  std::string base_rate_because;
  std::string lasts_text;  // "11 months" where `lasts` was written, else empty
  Days persistence{0};     // infinity = forever
  Instant opened;
  std::optional<Instant> horizon;
  std::string resolves_yes, resolves_no, resolves_open;
  std::vector<Assumption> assumes;
  std::vector<Expectation> expects;

  friend bool operator==(const Scenario&, const Scenario&) = default;
};

struct Definitions {
  std::vector<Publication> publications;
  std::vector<Source> sources;
  std::vector<Indicator> indicators;
  std::vector<Scenario> scenarios;
  std::vector<Schedule> schedules;
  std::vector<Alert> alerts;
};

std::string_view to_string(Role role);
std::string_view to_string(Asks asks);
std::string_view to_string(Watched watched);

}  // namespace signpost
