#include "engine/store/ranges.h"

#include <limits>
#include <optional>
#include <string_view>

namespace signpost::store {
namespace {

// What intake lets in, or more.
constexpr double kMostPerDay = 1e9;
constexpr double kMostFactor = 1e9;
constexpr double kMostWithin = 1e3;
constexpr double kMostLag = 1e5;  // days
constexpr std::int64_t kMostCounted = 1'000'000'000;

class Judge {
 public:
  explicit Judge(const RowAt& row) : row_(row) {}

  /// Not a number is in no range.
  void require(std::string_view what, double value, double least, double most) const {
    if (!(value >= least && value <= most)) out_of_range(what);
  }
  /// One that belief can move away from.
  void open_probability(std::string_view what, Probability value) const {
    if (!(value.value() > 0 && value.value() < 1)) out_of_range(what);
  }
  void within(std::string_view what, const std::optional<double>& factor) const {
    if (factor) require(what, *factor, 1, kMostWithin);
  }
  void positive(std::string_view what, double value, double most) const {
    if (!(value > 0 && value <= most)) out_of_range(what);
  }
  void counted(std::int64_t count) const {
    if (count < 0 || count > kMostCounted) out_of_range("the count");
  }

 private:
  [[noreturn]] void out_of_range(std::string_view what) const {
    throw_not_understood(row_, std::string(what) + " out of range");
  }

  const RowAt& row_;
};

}  // namespace

Probability probability_at(const Query& query, int column, std::string_view what,
                           const RowAt& row) {
  const double value = query.real(column);
  Judge(row).require(what, value, 0, 1);
  return Probability(value);
}

std::optional<Probability> probability_or_none(const Query& query, int column,
                                               std::string_view what, const RowAt& row) {
  if (query.is_null(column)) return std::nullopt;
  return probability_at(query, column, what, row);
}

Rate rate_at(const Query& query, int column, std::string_view what, const RowAt& row) {
  const double per_day = query.real(column);
  Judge(row).require(what, per_day, 0, kMostPerDay);
  return Rate(per_day);
}

void require_in_range(const Scenario& scenario, const RowAt& row) {
  const Judge judge(row);
  judge.open_probability("the prior", scenario.prior);
  judge.within("the margin of the prior", scenario.prior_within);
  if (scenario.base_rate) judge.open_probability("the base rate", *scenario.base_rate);
  judge.positive("the persistence", scenario.persistence.count(),
                 std::numeric_limits<double>::infinity());
  for (const Expectation& expected : scenario.expects) {
    judge.within("the margin of a rate", expected.within);
    judge.within("the margin of a ratio", expected.ratio_within);
  }
}

void require_in_range(const Indicator& indicator, const RowAt& row) {
  const Judge judge(row);
  judge.require("the lag", indicator.lag.count(), 0, kMostLag);
  judge.require("the dispersion", indicator.dispersion, 1, kMostFactor);
  for (const CoverageSpan& span : indicator.coverage) {
    judge.require("a level of coverage", span.level, 0, 1);
  }
  for (const Season& season : indicator.seasons) {
    judge.positive("the factor of a season", season.factor, kMostFactor);
    judge.within("the margin of a season", season.within);
  }
}

void require_in_range(const Item& item, const RowAt& row) {
  const Judge judge(row);
  for (const Bearing& bearing : item.bears) {
    judge.positive("a ratio", bearing.ratio, kMostFactor);
  }
  if (item.total) judge.counted(item.total->count);
}

void require_in_range(const CoverDeclaration& cover, const RowAt& row) {
  Judge(row).require("a level of coverage", cover.span.level, 0, 1);
}

}  // namespace signpost::store
