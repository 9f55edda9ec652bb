#include "engine/learn/season.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "engine/belief/count_periods.h"
#include "engine/belief/distributions.h"

namespace signpost::learn {
namespace {

constexpr std::chrono::seconds kTwelfth = belief::kCountPeriod;
// 1 January 2000, from which years of 365.25 days are laid.
constexpr Instant kYears = std::chrono::sys_days(std::chrono::January / 1 / 2000);
constexpr std::size_t kFewestMonths = 36;
constexpr int kFewestYears = 2;  // in which a twelfth has something to compare
constexpr std::size_t kHalf = kTwelfths / 2;

/// Which twelfth since the year 2000, below 0 before it.
std::chrono::seconds::rep number_of(Instant instant) {
  const std::chrono::seconds since = instant - kYears;
  const auto number = since / kTwelfth;
  return since.count() < 0 && since % kTwelfth != std::chrono::seconds(0) ? number - 1 : number;
}

std::size_t place_of(std::chrono::seconds::rep number) {
  constexpr auto kAll = static_cast<std::chrono::seconds::rep>(kTwelfths);
  return static_cast<std::size_t>((number % kAll + kAll) % kAll);
}

struct Month {
  std::size_t twelfth = 0;
  double counted = 0;
  double foretold = 0;  // what the year about it brings in such an exposure
};

/// 2·(n·ln(n/μ) − (n − μ))
double deviance(double n, double mean) {
  return 2 * ((n > 0 ? n * std::log(n / mean) : 0) - (n - mean));
}

/// The months with a year about each, by twelfths of the calendar's year.
std::vector<Month> compared(const CountSeries& series) {
  const auto first = number_of(series.middle_of(0));
  const auto last = number_of(series.middle_of(series.cells.size() - 1));
  std::vector<CountedCell> months(static_cast<std::size_t>(last - first) + 1);
  for (std::size_t i = 0; i < series.cells.size(); ++i) {
    CountedCell& month = months[static_cast<std::size_t>(number_of(series.middle_of(i)) - first)];
    month.counted += series.cells[i].counted;
    month.exposure += series.cells[i].exposure;
  }
  std::vector<Month> found;
  if (months.size() < kFewestMonths) return found;
  for (std::size_t k = kHalf; k + kHalf < months.size(); ++k) {
    double counted = 0;
    double days = 0;
    for (std::size_t i = k - kHalf; i <= k + kHalf; ++i) {
      const double weight = i == k - kHalf || i == k + kHalf ? 0.5 : 1;
      counted += weight * months[i].counted;
      days += weight * months[i].exposure.count();
    }
    const double exposure = months[k].exposure.count();
    if (!(exposure > 0) || !(counted > 0)) continue;
    found.push_back({place_of(first + static_cast<std::chrono::seconds::rep>(k)), months[k].counted,
                     counted / days * exposure});
  }
  return found;
}

}  // namespace

std::size_t twelfth_of(Instant instant) { return place_of(number_of(instant)); }

std::optional<Season> season(const CountSeries& series) {
  if (series.cells.empty()) return std::nullopt;
  const std::vector<Month> months = compared(series);
  std::array<double, kTwelfths> counted{};
  std::array<double, kTwelfths> foretold{};
  std::array<int, kTwelfths> years{};
  for (const Month& month : months) {
    ++years[month.twelfth];
    counted[month.twelfth] += month.counted;
    foretold[month.twelfth] += month.foretold;
  }
  if (*std::min_element(years.begin(), years.end()) < kFewestYears) return std::nullopt;
  const double all = std::accumulate(counted.begin(), counted.end(), 0.0) /
                     std::accumulate(foretold.begin(), foretold.end(), 0.0);
  if (!(all > 0) || months.size() <= kTwelfths) return std::nullopt;
  double spared = 0;
  double pearson = 0;
  for (const Month& month : months) {
    const double factor = counted[month.twelfth] / foretold[month.twelfth];
    const double mean = factor * month.foretold;
    spared += deviance(month.counted, all * month.foretold);
    if (!(mean > 0)) continue;  // it was never counted in this twelfth: fitted exactly
    spared -= deviance(month.counted, mean);
    pearson += (month.counted - mean) * (month.counted - mean) / mean;
  }
  Season found;
  found.months = months.size();
  const auto left = static_cast<double>(months.size() - kTwelfths);
  found.dispersion = pearson / left;
  if (!(found.dispersion > 0)) return std::nullopt;
  found.f = spared / (kTwelfths - 1) / found.dispersion;
  found.chance = belief::f_above(found.f, kTwelfths - 1, left);
  found.shows = found.chance < kSeasonShows;
  double sum = 0;
  for (std::size_t i = 0; i < kTwelfths; ++i) {
    found.factors[i] = (counted[i] + found.dispersion) / (foretold[i] + found.dispersion);
    sum += found.factors[i];
  }
  for (double& factor : found.factors) factor *= kTwelfths / sum;
  return found;
}

CountSeries seasoned(CountSeries series, const std::optional<Season>& season) {
  if (!season || !season->shows) return series;
  for (std::size_t i = 0; i < series.cells.size(); ++i) {
    series.cells[i].exposure *= season->factors[twelfth_of(series.middle_of(i))];
  }
  return series;
}

std::vector<SeasonMonth> months_of(const Season& season, Instant from, Instant known_at) {
  using std::chrono::sys_days;
  using std::chrono::year_month;
  const auto date = [](Instant instant) {
    return std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(instant));
  };
  std::vector<SeasonMonth> months;
  year_month month(date(from).year(), date(from).month());
  const year_month end(date(known_at).year() + std::chrono::years(2), std::chrono::January);
  for (; month < end; month += std::chrono::months(1)) {
    const double factor = season.factors[static_cast<unsigned>(month.month()) - 1];
    months.push_back({sys_days(month / 1), sys_days((month + std::chrono::months(1)) / 1),
                      std::max(kLeastFactor, factor)});
  }
  return months;
}

}  // namespace signpost::learn
