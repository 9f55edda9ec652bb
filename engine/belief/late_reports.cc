#include "engine/belief/late_reports.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

namespace signpost::belief {
namespace {

constexpr double kFarDeviations = 7.5;  // e^(−7.5²/2) = 6e-13
constexpr double kNegligible = 1e-13;   // of the whole
constexpr double kLeastMoved = 1e-15;   // of the whole; a million left out make 1e-9
constexpr double kNever = -std::numeric_limits<double>::infinity();

/// ln(F + e^w)
double log_sum(double exposure, double w) {
  constexpr double kHuge = 600;  // beside e^600 no exposure counts
  return exposure > 0 && w < kHuge ? std::log(exposure + std::exp(w)) : w;
}

/// One chance shared out to the points of a grid that begins at 0, of steps of 1.
struct Sharing {
  explicit Sharing(double place)
      : from(static_cast<std::size_t>(place) - kSharesBelow),
        weights(shares(place - std::floor(place))) {}
  void add(double mass, double* grid) const {
    for (std::size_t s = 0; s < kShares; ++s) grid[from + s] += mass * weights[s];
  }

  std::size_t from;
  std::array<double, kShares> weights;
};

/// Where the chances of one level lie.
struct Row {
  Row(const double* masses, std::size_t size) : begin(size), end(0) {
    for (std::size_t b = 0; b < size; ++b) {
      const double mass = std::fabs(masses[b]);
      largest = std::max(largest, mass);
      if (mass < kLeastMoved) continue;
      begin = std::min(begin, b);
      end = b + 1;
    }
  }

  double largest = 0;
  std::size_t begin;
  std::size_t end;
};

/// From the first number to the last that is at least `enough`, without regard to sign.
std::pair<std::size_t, std::size_t> those_of_weight(const std::vector<double>& masses,
                                                    double enough) {
  std::size_t begin = 0;
  std::size_t end = masses.size();
  while (std::fabs(masses[begin]) < enough) ++begin;
  while (std::fabs(masses[end - 1]) < enough) --end;
  return {begin, end};
}

}  // namespace

LateReports::LateReports(const CountDistribution& counts, double drift, const GridMasses& level,
                         std::span<const LatePeriod> periods, double finest)
    : level_(level),
      first_(std::log(periods.front().to_come)),
      step_(level.step),
      mass_(level.mass) {
  assert(periods.size() >= 2 && periods.front().to_come > 0);
  const double coarse = level.step;
  const double fine = coarse / std::ceil(coarse / finest);
  for (std::size_t k = 1; k < periods.size(); ++k) {
    const bool runs = k + 1 == periods.size();
    walk(drift, periods[k], runs ? 0 : periods[k].to_come, runs ? fine : coarse);
    hear(counts, periods[k]);
  }
}

/// On to the next period, its count not yet heard.
void LateReports::walk(double drift, const LatePeriod& period, double to_come, double step) {
  // As far as the walk reaches, or the count may pull it.
  double fall = kFarDeviations * drift;
  double rise = fall;
  if (period.known.exposure > 0) {
    const double pulled = period.known.level();
    fall += std::max(0.0, level_.first - pulled);
    rise += std::max(0.0, pulled - level_.at(level_.mass.size() - 1));
  }
  const auto per = std::llround(level_.step / step);
  const auto lowest = -std::llround(std::ceil(fall / level_.step)) * per;
  const auto highest = std::llround(std::ceil(rise / level_.step)) * per;
  const std::size_t sources = level_.mass.size();
  GridMasses level;
  level.step = step;
  level.first = level_.first + static_cast<double>(lowest) * step;
  level.mass.assign((sources - 1) * static_cast<std::size_t>(per) +
                        static_cast<std::size_t>(highest - lowest) + 1,
                    0.0);
  const double low = log_sum(to_come, first_ - static_cast<double>(highest) * step);
  const double high = log_sum(to_come, late(lates_ - 1) - static_cast<double>(lowest) * step);
  const double first = low - static_cast<double>(kSharesBelow + 1) * step_;
  const std::size_t lates = static_cast<std::size_t>((high - low) / step_) + kShares + 3;
  std::vector<double> mass(level.mass.size() * lates, 0.0);
  std::vector<Row> rows;
  for (std::size_t i = 0; i < sources; ++i) rows.emplace_back(of(i), lates_);
  for (long long up = lowest; up <= highest; ++up) {
    const double rises = static_cast<double>(up) * step;
    const double density = std::exp(-0.5 * (rises / drift) * (rises / drift));
    if (!(density > 1e-300)) continue;
    std::vector<Sharing> sharing;
    for (std::size_t b = 0; b < lates_; ++b) {
      sharing.emplace_back((log_sum(to_come, late(b) - rises) - first) / step_);
    }
    for (std::size_t i = 0; i < sources; ++i) {
      const std::size_t target =
          i * static_cast<std::size_t>(per) + static_cast<std::size_t>(up - lowest);
      if (rows[i].largest * density < kLeastMoved) continue;
      double* row = &mass[target * lates];
      for (std::size_t b = rows[i].begin; b < rows[i].end; ++b) {
        const double moved = of(i)[b] * density;
        if (std::fabs(moved) >= kLeastMoved) sharing[b].add(moved, row);
      }
    }
  }
  level_ = std::move(level);
  first_ = first;
  lates_ = lates;
  mass_ = std::move(mass);
}

/// Weighs each level by the period's count, and drops what has no weight left.
void LateReports::hear(const CountDistribution& counts, const LatePeriod& period) {
  const std::size_t size = level_.mass.size();
  std::vector<double> logs(size, kNever);
  std::vector<double> before(size, 0.0);
  double largest = kNever;
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t b = 0; b < lates_; ++b) before[i] += of(i)[b];
    if (!(before[i] > 0)) continue;
    logs[i] = std::log(before[i]);
    if (period.known.exposure > 0) {
      logs[i] += counts.log_likelihood(period.known.counted,
                                       level_.at(i) + std::log(period.known.exposure));
    }
    largest = std::max(largest, logs[i]);
  }
  double total = 0;
  for (std::size_t i = 0; i < size; ++i) {
    level_.mass[i] = std::exp(logs[i] - largest);
    total += level_.mass[i];
  }
  const auto [begin, end] = those_of_weight(level_.mass, kNegligible * total);
  std::vector<double> of_late(lates_, 0.0);
  for (std::size_t i = begin; i < end; ++i) {
    const double factor = before[i] > 0 ? level_.mass[i] / total / before[i] : 0;
    for (std::size_t b = 0; b < lates_; ++b) {
      of(i)[b] *= factor;
      of_late[b] += of(i)[b];
    }
  }
  const auto [first, last] = those_of_weight(of_late, kNegligible);
  GridMasses level{level_.at(begin), level_.step, {}};
  std::vector<double> mass;
  for (std::size_t i = begin; i < end; ++i) {
    level.mass.push_back(level_.mass[i] / total);
    mass.insert(mass.end(), of(i) + first, of(i) + last);
  }
  level_ = std::move(level);
  mass_ = std::move(mass);
  first_ = late(first);
  lates_ = last - first;
}

GridMasses LateReports::log_means(const PointMasses& ahead) const {
  const PointMasses later = ahead.at.empty() ? PointMasses{{kNever}, {1.0}} : ahead;
  const double step = level_.step;
  const double low = std::max(first_, later.at.front());
  const double high = std::max(late(lates_ - 1), later.at.back()) + std::log(2.0);
  const double first = low - static_cast<double>(kSharesBelow + 1) * step;
  const std::size_t sums = static_cast<std::size_t>((high - low) / step) + kShares + 3;
  GridMasses out{level_.first + first, step, {}};
  out.mass.assign(level_.mass.size() + sums - 1, 0.0);
  for (std::size_t b = 0; b < lates_; ++b) {
    std::vector<double> of_late(sums, 0.0);
    std::size_t from = sums;
    std::size_t until = 0;
    for (std::size_t z = 0; z < later.at.size(); ++z) {
      if (later.mass[z] < kNegligible) continue;
      const double larger = std::max(late(b), later.at[z]);
      const double sum = larger + std::log1p(std::exp(-std::fabs(late(b) - later.at[z])));
      const Sharing sharing((sum - first) / step);
      sharing.add(later.mass[z], of_late.data());
      from = std::min(from, sharing.from);
      until = std::max(until, sharing.from + kShares);
    }
    for (std::size_t i = 0; i < level_.mass.size(); ++i) {
      const double mass = of(i)[b];
      if (std::fabs(mass) < kLeastMoved) continue;
      for (std::size_t c = from; c < until; ++c) out.mass[i + c] += mass * of_late[c];
    }
  }
  return out;
}

}  // namespace signpost::belief
