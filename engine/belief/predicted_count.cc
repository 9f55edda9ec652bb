#include "engine/belief/predicted_count.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace signpost::belief {
namespace {

// A chance so small is none.
constexpr double kNone = 1e-15;

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
  const double below =
      std::floor((log_exposure.at.front() - origin) / step) - static_cast<double>(kSharesBelow);
  const double above = std::floor((log_exposure.at.back() - origin) / step) +
                       static_cast<double>(kShares - kSharesBelow);
  std::vector<double> shared(static_cast<std::size_t>(above - below) + 1, 0.0);
  for (std::size_t j = 0; j < log_exposure.at.size(); ++j) {
    const double place = (log_exposure.at[j] - origin) / step;
    const double floor = std::floor(place);
    const auto weights = shares(place - floor);
    const auto begin = static_cast<std::size_t>(floor - below) - kSharesBelow;
    for (std::size_t i = 0; i < kShares; ++i)
      shared[begin + i] += weights[i] * log_exposure.mass[j];
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
  if (weight > kNone) ways_.push_back({weight, std::move(log_means)});
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
  constexpr double kSure = 40;  // log-odds further out are all alike
  const auto logit = [&](double chance, double rest) {
    return std::clamp(std::log(chance) - std::log(rest), -kSure, kSure);
  };
  // Of each n that was looked at, the log-odds of no more than it.
  std::map<std::int64_t, double> known{{-1, -kSure}};
  const auto look_at = [&](std::int64_t n) {
    const CountDistribution::Tails tails = this->tails(static_cast<double>(n + 1));
    return known[n] = logit(tails.fewer, tails.at_least);
  };
  std::int64_t top = std::llround(std::clamp(2 * mean(), 1.0, 1e15));
  while (look_at(top) < logit(p.back(), 1 - p.back()) && top < std::int64_t{1} << 60) top *= 2;
  std::vector<std::int64_t> found;
  for (const double share : p) {
    const double sought = logit(share, 1 - share);
    const auto above = std::find_if(known.begin(), std::prev(known.end()),
                                    [&](const auto& at) { return at.second >= sought; });
    std::int64_t high = above->first;
    double at_high = above->second;
    std::int64_t low = std::prev(above)->first;
    double at_low = std::prev(above)->second;
    for (int turn = 0; high - low > 1; ++turn) {
      // By a straight line over the root of n, or by halves where that does not get on.
      std::int64_t middle = low + (high - low) / 2;
      if (turn % 3 != 2) {
        const double root_low = std::sqrt(static_cast<double>(low + 1));
        const double root_high = std::sqrt(static_cast<double>(high + 1));
        const double root =
            root_low + (root_high - root_low) * (sought - at_low) / (at_high - at_low);
        middle = std::clamp<std::int64_t>(std::llround(root * root) - 1, low + 1, high - 1);
      }
      const double at_middle = look_at(middle);
      (at_middle >= sought ? high : low) = middle;
      (at_middle >= sought ? at_high : at_low) = at_middle;
    }
    found.push_back(high);
  }
  return found;
}

}  // namespace signpost::belief
