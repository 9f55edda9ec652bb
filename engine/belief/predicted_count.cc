#include "engine/belief/predicted_count.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace signpost::belief {
namespace {

// A chance so small is none.
constexpr double kNone = 1e-16;

/// Lagrange's weights for a function at u in [0, 1) from its values at −4 … 5.
constexpr int kNodes = 10;
std::array<double, kNodes> lagrange_weights(double u) {
  constexpr int kFirst = 1 - kNodes / 2;
  std::array<double, kNodes> weights{};
  for (int i = 0; i < kNodes; ++i) {
    double weight = 1;
    for (int j = 0; j < kNodes; ++j) {
      if (j != i) weight *= (u - (kFirst + j)) / (i - j);
    }
    weights[static_cast<std::size_t>(i)] = weight;
  }
  return weights;
}

}  // namespace

GridMasses log_means(const GridMasses& level, const PointMasses& log_exposure) {
  GridMasses out;
  if (log_exposure.at.empty()) return out;
  // The exposure's masses are shared out to the level's steps, as interpolation would take from
  // these what it needs for a point between them. The steps are laid so that the likeliest point
  // falls on one: a single one needs no interpolation.
  const double step = level.step;
  const auto most = std::max_element(log_exposure.mass.begin(), log_exposure.mass.end());
  const double origin = log_exposure.at[static_cast<std::size_t>(most - log_exposure.mass.begin())];
  const double below = std::floor((log_exposure.at.front() - origin) / step) - kNodes / 2 + 1;
  const double above = std::floor((log_exposure.at.back() - origin) / step) + kNodes / 2;
  std::vector<double> shared(static_cast<std::size_t>(above - below) + 1, 0.0);
  for (std::size_t j = 0; j < log_exposure.at.size(); ++j) {
    const double place = (log_exposure.at[j] - origin) / step;
    const double floor = std::floor(place);
    const auto weights = lagrange_weights(place - floor);
    const auto begin = static_cast<std::size_t>(floor - below) - (kNodes / 2 - 1);
    for (std::size_t i = 0; i < kNodes; ++i) shared[begin + i] += weights[i] * log_exposure.mass[j];
  }
  out.step = step;
  out.first = level.first + origin + below * step;
  out.mass.assign(level.mass.size() + shared.size() - 1, 0.0);
  for (std::size_t j = 0; j < shared.size(); ++j) {
    if (shared[j] == 0) continue;
    for (std::size_t i = 0; i < level.mass.size(); ++i)
      out.mass[i + j] += level.mass[i] * shared[j];
  }
  return out;
}

void PredictedCount::add(double weight, GridMasses log_means) {
  ways_.push_back({weight, std::move(log_means)});
}

double PredictedCount::mean() const {
  double sum = 0;
  for (const Way& way : ways_) {
    double of_way = 0;
    for (std::size_t i = 0; i < way.log_means.mass.size(); ++i) {
      of_way += way.log_means.mass[i] * std::exp(way.log_means.at(i));
    }
    sum += way.weight * of_way;
  }
  return sum;
}

CountDistribution::Tails PredictedCount::tails(double n) const {
  if (n < 0.5) return {1, 0};
  CountDistribution::Tails sum;
  for (const Way& way : ways_) {
    const GridMasses& means = way.log_means;
    if (means.mass.empty()) {
      sum.fewer += way.weight;
      continue;
    }
    CountDistribution::Tails of_way;
    // From the mean that is n outwards, as far as it is open.
    const auto size = static_cast<std::ptrdiff_t>(means.mass.size());
    const auto middle = static_cast<std::ptrdiff_t>(
        std::clamp((std::log(n) - means.first) / means.step, 0.0, static_cast<double>(size)));
    const auto add = [&](std::ptrdiff_t i) {
      const auto at = static_cast<std::size_t>(i);
      const CountDistribution::Tails tails = counts_.tails(n, means.at(at));
      of_way.at_least += means.mass[at] * tails.at_least;
      of_way.fewer += means.mass[at] * tails.fewer;
      return tails;
    };
    std::ptrdiff_t i = middle;
    while (i < size && add(i++).fewer > kNone) {
    }
    for (; i < size; ++i) of_way.at_least += means.mass[static_cast<std::size_t>(i)];
    i = middle - 1;
    while (i >= 0 && add(i--).at_least > kNone) {
    }
    for (; i >= 0; --i) of_way.fewer += means.mass[static_cast<std::size_t>(i)];
    sum.at_least += way.weight * std::max(of_way.at_least, 0.0);
    sum.fewer += way.weight * std::max(of_way.fewer, 0.0);
  }
  return sum;
}

std::vector<std::int64_t> PredictedCount::quantiles(std::span<const double> p) const {
  assert(std::is_sorted(p.begin(), p.end()));
  // At each n that was asked for: logit of the chance of no more.
  std::map<std::int64_t, double> known{{-1, -800.0}};
  const auto log_odds = [&](std::int64_t n) {
    const CountDistribution::Tails tails = this->tails(static_cast<double>(n + 1));
    return known[n] = std::log(std::max(tails.fewer, 1e-300) / std::max(tails.at_least, 1e-300));
  };
  std::int64_t top = std::max<std::int64_t>(1, std::llround(std::min(1e15, 2 * mean())));
  const double highest = std::log(p.back() / (1 - p.back()));
  while (log_odds(top) < highest && top < (std::int64_t{1} << 60)) top *= 2;
  std::vector<std::int64_t> found;
  for (const double share : p) {
    const double sought = std::log(share / (1 - share));
    auto high = std::find_if(known.begin(), known.end(),
                             [&](const auto& at) { return at.second >= sought; });
    std::int64_t hi = high->first;
    double at_hi = high->second;
    std::int64_t lo = std::prev(high)->first;
    double at_lo = std::prev(high)->second;
    for (int turn = 0; hi - lo > 1; ++turn) {
      // By a straight line over the root of n, or by halves where that does not get on.
      std::int64_t middle = lo + (hi - lo) / 2;
      if (turn % 3 != 2) {
        const double root_lo = std::sqrt(static_cast<double>(lo + 1));
        const double root_hi = std::sqrt(static_cast<double>(hi + 1));
        const double root = root_lo + (root_hi - root_lo) * (sought - std::max(at_lo, -40.0)) /
                                          (at_hi - std::max(at_lo, -40.0));
        middle = std::clamp(static_cast<std::int64_t>(std::floor(root * root)) - 1, lo + 1, hi - 1);
      }
      const double at_middle = log_odds(middle);
      (at_middle >= sought ? hi : lo) = middle;
      (at_middle >= sought ? at_hi : at_lo) = at_middle;
    }
    found.push_back(hi);
  }
  return found;
}

}  // namespace signpost::belief
