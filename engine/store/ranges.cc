#include "engine/store/ranges.h"

#include <limits>
#include <optional>

namespace signpost::store {
namespace {

// What intake lets in, or more.
constexpr double kMostPerDay = 1e9;
constexpr double kMostFactor = 1e9;
constexpr double kMostWithin = 1e3;
constexpr double kMostLag = 1e5;  // days
constexpr double kMostDrift = 3;
constexpr std::int64_t kMostCounted = 1'000'000'000;

class Judge {
 public:
  explicit Judge(const RowAt& row) : row_(row) {}

  /// Not a number is in no range.
  void require(const char* what, double value, double least, double most) const {
    if (!(value >= least && value <= most)) out_of_range(what);
  }
  /// One that belief can move away from.
  void open_probability(const char* what, Probability value) const {
    if (!(value.value() > 0 && value.value() < 1)) out_of_range(what);
  }
  void within(const char* what, const std::optional<double>& factor) const {
    if (factor) require(what, *factor, 1, kMostWithin);
  }
  void positive(const char* what, double value, double most) const {
    if (!(value > 0 && value <= most)) out_of_range(what);
  }
  /// A letter from A to F, and a digit from 1 to 6.
  void grade(const Grade& grade) const {
    if (grade.reliability && (*grade.reliability < 'A' || *grade.reliability > 'F')) {
      out_of_range("store.number.a-grade");
    }
    if (grade.credibility && (*grade.credibility < 1 || *grade.credibility > 6)) {
      out_of_range("store.number.a-grade");
    }
  }
  /// A window that has a length, after history that has one, and a number that can be reached.
  void criterion(const Criterion& criterion) const {
    const bool ordered = criterion.history_from < criterion.window.from &&
                         criterion.window.from < criterion.window.to;
    const bool compared = !criterion.against || criterion.against->from < criterion.against->to;
    if (!ordered || !compared) out_of_range("store.number.the-window");
    const std::optional<double>& enough =
        criterion.at_least ? criterion.at_least : criterion.factor;
    positive("store.number.the-threshold", enough.value_or(0), kMostFactor);
    if (criterion.drift) positive("store.number.drift", *criterion.drift, kMostDrift);
    if (criterion.dispersion) {
      require("store.number.dispersion", *criterion.dispersion, 1, kMostFactor);
    }
  }
  void counted(std::int64_t count) const {
    if (count < 0 || count > kMostCounted) out_of_range("store.number.the-count");
  }

 private:
  [[noreturn]] void out_of_range(const char* what) const {
    throw_not_understood(row_, {"store.out-of-range", {{"what", Phrase(what)}}});
  }

  const RowAt& row_;
};

}  // namespace

Probability probability_at(const Query& query, int column, const char* what, const RowAt& row) {
  const double value = query.real(column);
  Judge(row).require(what, value, 0, 1);
  return Probability(value);
}

std::optional<Probability> probability_or_none(const Query& query, int column, const char* what,
                                               const RowAt& row) {
  if (query.is_null(column)) return std::nullopt;
  return probability_at(query, column, what, row);
}

Rate rate_at(const Query& query, int column, const char* what, const RowAt& row) {
  const double per_day = query.real(column);
  Judge(row).require(what, per_day, 0, kMostPerDay);
  return Rate(per_day);
}

void require_in_range(const Scenario& scenario, const RowAt& row) {
  const Judge judge(row);
  judge.open_probability("store.number.the-prior", scenario.prior);
  judge.within("store.number.prior-margin", scenario.prior_within);
  if (scenario.base_rate) judge.open_probability("store.number.base-rate", *scenario.base_rate);
  judge.positive("store.number.persistence", scenario.persistence.count(),
                 std::numeric_limits<double>::infinity());
  for (const Expectation& expected : scenario.expects) {
    judge.within("store.number.rate-margin", expected.within);
    judge.within("store.number.ratio-margin", expected.ratio_within);
  }
  if (scenario.criterion) judge.criterion(*scenario.criterion);
}

void require_in_range(const GradeWorth& worth, const RowAt& row) {
  const Judge judge(row);
  judge.grade(worth.grade);
  judge.positive("store.number.odds", worth.odds, kMostFactor);
}

void require_in_range(const Indicator& indicator, const RowAt& row) {
  const Judge judge(row);
  judge.require("store.number.lag", indicator.lag.count(), 0, kMostLag);
  judge.require("store.number.dispersion", indicator.dispersion, 1, kMostFactor);
  if (indicator.usual_grade) judge.grade(*indicator.usual_grade);
  for (const CoverageSpan& span : indicator.coverage) {
    judge.require("store.number.coverage", span.level, 0, 1);
  }
  for (const Season& season : indicator.seasons) {
    judge.positive("store.number.season", season.factor, kMostFactor);
    judge.within("store.number.season-margin", season.within);
  }
}

void require_in_range(const Item& item, const RowAt& row) {
  const Judge judge(row);
  for (const Bearing& bearing : item.bears) {
    judge.positive("store.number.ratio", bearing.ratio, kMostFactor);
  }
  judge.grade(item.grade);
  for (const Sighting& sighting : item.sightings) {
    if (sighting.grade) judge.grade(*sighting.grade);
  }
  if (item.total) judge.counted(item.total->count);
}

void require_in_range(const CoverDeclaration& cover, const RowAt& row) {
  Judge(row).require("store.number.coverage", cover.span.level, 0, 1);
}

}  // namespace signpost::store
