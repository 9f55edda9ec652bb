#include "engine/assess/disagreement.h"

#include <algorithm>

#include "engine/assess/learning.h"

namespace signpost::assess {
namespace {

using Of = Disagreement::Of;

constexpr std::size_t kThreeInFour = 2;  // of learn::kDelayShares
static_assert(learn::kDelayShares[kThreeInFour] == 0.75);
constexpr double kFar = 2;

bool is_known(Archive& archive, const std::string& id) {
  return !archive.indicator(id).revisions.empty();
}

/// Both rates lie outside, on one side. One rate is given twice.
bool outside(const learn::RateAhead& year, Rate one, Rate other) {
  return std::min(one, other) > year.high || std::max(one, other) < year.low;
}

/// Tries the interval on the past where it alone would say that they lie outside.
void compare(Archive& archive, const learn::IndicatorLesson& lesson, Of of, Rate one, Rate other,
             std::vector<Disagreement>& found) {
  if (!lesson.rate || !outside(lesson.rate->year, one, other)) return;
  const learn::IndicatorLesson tried =
      learn_indicator(archive, lesson.indicator.id, lesson.known_at);
  const learn::RateAhead& year = tried.rate->year;
  if (!outside(year, one, other)) return;
  const Rate nearer =
      std::min(one, other) > year.high ? std::min(one, other) : std::max(one, other);
  found.push_back({of, nearer.per_day(), year.low.per_day(), year.high.per_day()});
}

}  // namespace

std::vector<Disagreement> disagreements(Archive& archive, const Indicator& declared,
                                        Instant known_at) {
  std::vector<Disagreement> found;
  if (!is_known(archive, declared.id)) return found;
  const learn::IndicatorLesson lesson =
      learn_indicator(archive, declared.id, known_at, learn::Tried::kNo);
  if (declared.baseline && declared.takes_count()) {
    compare(archive, lesson, Of::kBaseline, *declared.baseline, *declared.baseline, found);
  }
  for (const learn::DispersionAt& each : lesson.dispersions) {
    if (each.span != learn::Span::kMonth || each.fit.periods < kFewestMonths) continue;
    const double seen = std::max(1.0, each.fit.dispersion);
    if (declared.dispersion * kFar < seen || declared.dispersion > kFar * seen) {
      found.push_back({Of::kDispersion, declared.dispersion, seen, seen});
    }
  }
  if (lesson.delays && lesson.delays->reports >= kFewestReports) {
    const Days seen = lesson.delays->quantiles[kThreeInFour];
    if (declared.lag < seen) {
      found.push_back({Of::kLag, declared.lag.count(), seen.count(), seen.count()});
    }
  }
  if (lesson.rate && lesson.rate->season && lesson.rate->season->shows &&
      declared.seasons.empty()) {
    const auto& factors = lesson.rate->season->factors;
    const auto [least, most] = std::minmax_element(factors.begin(), factors.end());
    found.push_back({Of::kSeason, 1, *least, *most});
  }
  return found;
}

std::vector<Disagreement> disagreements(Archive& archive, const Expectation& declared,
                                        Instant known_at) {
  std::vector<Disagreement> found;
  if (declared.happening || declared.if_true.each_time) return found;
  if (!is_known(archive, declared.indicator)) return found;
  const learn::IndicatorLesson lesson =
      learn_indicator(archive, declared.indicator, known_at, learn::Tried::kNo);
  compare(archive, lesson, Of::kRates, declared.if_true.rate, declared.if_false.rate, found);
  return found;
}

}  // namespace signpost::assess
