// What history teaches of an indicator, a scenario, and the desk's grades: answers, which are values
// (assess/learning.h makes them, report/learning.h words them).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/enum_words.h"
#include "engine/learn/base_rate.h"
#include "engine/learn/counts.h"
#include "engine/learn/delays.h"
#include "engine/learn/grades.h"
#include "engine/learn/rate.h"
#include "engine/model/definitions.h"
#include "engine/model/grade.h"

namespace signpost::learn {

/// What history has of an indicator, and why it may teach no rate.
enum class History : std::uint8_t {
  kCounted,         // it teaches a rate
  kShort,           // under three months
  kNothingCounted,  // it was watched, and nothing was counted
  kNobodyWatched,   // what was told was told of times that nobody watched
  kNone,            // nothing is known
  kMilestone,       // it can happen one time, so that it has no rate
  kSetTimes,        // it is seen only then: a share, and no rate
};

constexpr auto words_of(History) {
  return words<History>({{History::kCounted, "counted"},
                         {History::kShort, "short"},
                         {History::kNothingCounted, "nothing-counted"},
                         {History::kNobodyWatched, "nobody-watched"},
                         {History::kNone, "none"},
                         {History::kMilestone, "milestone"},
                         {History::kSetTimes, "set-times"}});
}

/// With less history the level of a year to come is hardly known.
inline constexpr std::size_t kShortHistory = 12;  // months

inline constexpr double kFewCounted = 10;

struct IndicatorLesson {
  Indicator indicator;  // as defined then
  Instant known_at;
  History history = History::kNone;
  Instant from;  // of what was counted, where there is any history
  Instant until;
  double counted = 0;
  Days exposure{0};
  /// How long the totals are that most of it was told in; 0 where single reports told it. What is
  /// finer is not known.
  Days told_by{0};
  std::optional<LearntRate> rate;
  /// Over the spans that what was told tells apart.
  std::vector<DispersionAt> dispersions;
  /// By month, beside the season: where one shows and none is declared, so that both are to be.
  std::optional<double> beside_season;
  std::optional<Silence> silence;
  std::optional<Delays> delays;
  /// Reports that do not say when they could be known, and whose date is older than the indicator's
  /// definition: they were brought in later, and tell no delay.
  std::size_t without_delay = 0;

  /// What `dispersion` is to declare: it must not hold the season that is declared beside it. Nothing
  /// where so few were counted that a variance of them is chance.
  [[nodiscard]] std::optional<double> dispersion_to_declare() const {
    if (counted < kFewCounted) return std::nullopt;
    return beside_season ? beside_season : monthly_dispersion();
  }

  /// Variance over mean by month. Nothing where history has under two months.
  [[nodiscard]] std::optional<double> monthly_dispersion() const {
    for (const DispersionAt& each : dispersions) {
      if (each.span == Span::kMonth) return each.fit.dispersion;
    }
    return std::nullopt;
  }
};

/// What history teaches of one of a scenario's expectations.
struct ExpectationLesson {
  Expectation declared;
  IndicatorLesson of;  // its rate untried
  /// Given the answer, where past windows have one; see ScenarioLesson::at_todays_level.
  ConditionalRates given;
};

/// What the history of a countable forecast's own criterion teaches: its indicators counted together.
struct CriterionLesson {
  Instant from;
  Instant until;
  double counted = 0;
  /// Within a month, beside drift and season (LearntRate), at least 1: what the criterion declares.
  /// Variance over mean by month would hold drift and season too, and the model has these already.
  double dispersion = 1;
  bool season_shows = false;  // beside what the indicators declare
};

struct ScenarioLesson {
  Scenario scenario;  // as defined then
  Instant known_at;
  /// The countable forecast whose criterion tells which past windows met it: its own, or a sibling's.
  /// Empty: nothing tells, and no rate can be learnt given the answer.
  std::string judged_by;
  Days window{0};                    // how long its windows are
  std::vector<PastWindow> windows;   // that do not overlap
  std::vector<PastWindow> unjudged;  // those of them that were not watched well enough to say
  std::optional<LearntBaseRate> base_rate;
  /// Rates given the answer are at the level of today: in each window a multiple of the count that it
  /// was compared with. So where the criterion asks for a factor, and not for a number.
  bool at_todays_level = false;
  Days step{0};  // of the stretches that spells are made of
  std::optional<Spells> spells;
  std::optional<CriterionLesson> counts;        // where it is countable and history teaches a rate
  std::vector<ExpectationLesson> expectations;  // in the order of the definition
};

struct GradeLesson {
  Instant known_at;
  LearntGrades learnt;
  GradeTable in_force;  // the desk's own table, as it stood then
  std::array<std::size_t, 6> true_of_letter{};
  std::array<std::size_t, 6> true_of_digit{};
  std::size_t without_grade = 0;  // verdicts on items whose worth was given outright, or not at all
};

}  // namespace signpost::learn
