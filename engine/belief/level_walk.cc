#include "engine/belief/level_walk.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace signpost::belief {
namespace {

// What is e^−45 of the most likely is left out, unless a later count may still make it matter.
constexpr double kNegligible = 45;
constexpr double kNegligibleDeviations = 9.5;  // e^(−9.5²/2) = e^−45
// Sums are taken of plain numbers as long as these are far from the smallest there are, so that
// none is a subnormal; a sum that leaves out too much by that is taken of logarithms.
constexpr double kSmallestMass = 1e-150;
constexpr double kKernelDeviations = 26;  // e^(−26²/2) = 1e-147
constexpr double kSmallestSum = 1e-128;
// Most sums need far less: what lies beyond is less than 1e-31 of all.
constexpr double kNearDeviations = 12;
constexpr double kSmallestNearSum = 1e-17;
// The ends of the first level's range need this, where counts and walk are vague.
constexpr double kWidestStep = 0.1;

/// A normal density's shape at equal steps, to be summed with masses at the same steps. The sums
/// are taken eight at a time, which a compiler turns into vector instructions without changing
/// their order.
class Kernel {
 public:
  Kernel(double sd, double step, double offset)
      : reach_(static_cast<long>(std::ceil(kKernelDeviations * sd / step)) + 1),
        near_(static_cast<long>(std::ceil(kNearDeviations * sd / step)) + 1) {
    shape_.assign(static_cast<std::size_t>(2 * reach_ + 1 + 2 * kBlock), 0.0);
    for (long d = -reach_; d <= reach_; ++d) {
      const double z = (static_cast<double>(d) * step + offset) / sd;
      if (std::fabs(z) <= kKernelDeviations) {
        shape_[static_cast<std::size_t>(d + reach_ + kBlock)] = std::exp(-0.5 * z * z);
      }
    }
  }

  /// out[q] = Σ_j mass[j]·shape((q − j)·step + offset), at the eight q from `q` on; `mass` is of
  /// the numbers from `first` on.
  void sum(const std::vector<double>& mass, long first, long q, double* out) const {
    sum_within(near_, mass, first, q, out);
    if (*std::min_element(out, out + kBlock) > kSmallestNearSum) return;
    sum_within(reach_, mass, first, q, out);
  }

  static constexpr long kBlock = 8;

 private:
  void sum_within(long reach, const std::vector<double>& mass, long first, long q,
                  double* out) const {
    // Eight names rather than an array: a compiler keeps these in registers.
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
    const long last = first + static_cast<long>(mass.size()) - 1;
    const long from = std::max(first, q - reach);
    const long until = std::min(last, q + kBlock - 1 + reach);
    for (long j = from; j <= until; ++j) {
      const double m = mass[static_cast<std::size_t>(j - first)];
      const double* shape = &shape_[static_cast<std::size_t>(q - j + reach_ + kBlock)];
      s0 += m * shape[0];
      s1 += m * shape[1];
      s2 += m * shape[2];
      s3 += m * shape[3];
      s4 += m * shape[4];
      s5 += m * shape[5];
      s6 += m * shape[6];
      s7 += m * shape[7];
    }
    out[0] = s0, out[1] = s1, out[2] = s2, out[3] = s3;
    out[4] = s4, out[5] = s5, out[6] = s6, out[7] = s7;
  }

  long reach_;
  long near_;
  std::vector<double> shape_;  // from −reach on, with a block of zeros at either end
};

/// ln of Σ_j mass_j·shape(x − x_j), however small, from the logarithms of the masses. Blocks of
/// masses that cannot matter are passed over.
class FarSums {
 public:
  FarSums(const std::vector<double>& log_mass, double first, double step, double sd)
      : log_mass_(log_mass), first_(first), step_(step), narrow_(0.5 / (sd * sd)) {
    for (std::size_t j = 0; j < log_mass.size(); j += kBlock) {
      const auto begin = log_mass.begin() + static_cast<std::ptrdiff_t>(j);
      const auto end =
          log_mass.begin() + static_cast<std::ptrdiff_t>(std::min(j + kBlock, log_mass.size()));
      most_.push_back(*std::max_element(begin, end));
    }
  }

  double log_sum(double x) {
    double largest = -std::numeric_limits<double>::infinity();
    const auto look = [&](std::size_t block) {
      if (bound(block, x) <= largest) return;
      for (std::size_t j = block * kBlock; j < end(block); ++j) {
        if (term(j, x) > largest) {
          largest = term(j, x);
          best_ = block;
        }
      }
    };
    look(best_);  // as a rule where it was for the point before
    for (std::size_t block = 0; block < most_.size(); ++block) look(block);
    double sum = 0;
    for (std::size_t block = 0; block < most_.size(); ++block) {
      if (bound(block, x) < largest - kNegligible) continue;
      for (std::size_t j = block * kBlock; j < end(block); ++j) {
        const double below = term(j, x) - largest;
        if (below > -kNegligible) sum += std::exp(below);
      }
    }
    return largest + std::log(sum);
  }

 private:
  static constexpr std::size_t kBlock = 32;

  [[nodiscard]] std::size_t end(std::size_t block) const {
    return std::min((block + 1) * kBlock, log_mass_.size());
  }
  [[nodiscard]] double at(std::size_t j) const { return first_ + step_ * static_cast<double>(j); }
  [[nodiscard]] double term(std::size_t j, double x) const {
    return log_mass_[j] - narrow_ * (x - at(j)) * (x - at(j));
  }
  [[nodiscard]] double bound(std::size_t block, double x) const {
    const double nearest = std::clamp(x, at(block * kBlock), at(end(block) - 1));
    return most_[block] - narrow_ * (x - nearest) * (x - nearest);
  }

  const std::vector<double>& log_mass_;
  double first_;
  double step_;
  double narrow_;
  std::vector<double> most_;  // the largest of each block
  std::size_t best_ = 0;      // the block of the largest term last
};

/// The farthest number from `in` towards `end` for which it holds, as it does for all between.
template <class Holds>
long farthest(long in, long end, Holds holds) {
  if (holds(end)) return end;
  while (std::abs(end - in) > 1) {
    const long middle = in + (end - in) / 2;
    (holds(middle) ? in : end) = middle;
  }
  return in;
}

}  // namespace

double KnownCount::level() const { return std::log(std::max(counted, 0.01) / exposure); }

LevelFilter::LevelFilter(const CountDistribution& counts, double centre, double drift,
                         double information)
    : counts_(counts), low_(centre - kHalfWidth), drift_(drift) {
  assert(drift > 0);
  // Under a sum stand the level before a step, the step, and what the count says.
  const double narrowest = 1 / std::sqrt(2 / (drift * drift) + information);
  cells_ = static_cast<long>(std::ceil(2 * kHalfWidth / std::min(0.7 * narrowest, kWidestStep)));
  step_ = 2 * kHalfWidth / static_cast<double>(cells_);
  points_ = start(1);
}

long LevelFilter::place(double x, double step) const {
  return static_cast<long>(std::floor((x - low_) / step));
}

/// The uniform first level. Its ends lie between points; the weights next to them make the sums of
/// a smooth function right to the sixth order: with them Σ w_i·(i + ½)^p over all i >= 0 is that of
/// the integral, for p up to 4 (Gregory's rule for mid-points).
LevelFilter::Points LevelFilter::start(int finer) const {
  Points points;
  const auto cells = static_cast<std::size_t>(cells_ * finer);
  points.mass.assign(cells, 1.0 / static_cast<double>(cells));
  constexpr double kWeights[] = {1 + 909.0 / 5760, 1 - 2213.0 / 5760, 1 + 2145.0 / 5760,
                                 1 - 1047.0 / 5760, 1 + 206.0 / 5760};
  for (std::size_t i = 0; i < 5; ++i) {
    points.mass[i] *= kWeights[i];
    points.mass[cells - 1 - i] *= kWeights[i];
  }
  for (const double mass : points.mass) points.log_mass.push_back(std::log(mass));
  return points;
}

/// Logarithms of the masses at the points first … last of the finer grid, after the walk.
LevelFilter::Points LevelFilter::walked(long first, long last, int finer) const {
  Points points;
  points.first = first;
  points.log_mass.resize(static_cast<std::size_t>(last - first + 1));
  const double sd = drift_ * std::sqrt(static_cast<double>(steps_));
  const double fine = step_ / finer;
  const double log_scale = std::log(fine / (sd * std::sqrt(2 * std::numbers::pi)));
  std::vector<double> plain;
  long from = points_.first;
  for (const double mass : points_.mass) {
    if (mass > kSmallestMass) {
      plain.push_back(mass);
    } else if (plain.empty()) {
      ++from;
    } else {
      plain.push_back(0);
    }
  }
  FarSums far(points_.log_mass, point(points_.first, step_), step_, sd);
  for (int phase = 0; phase < finer; ++phase) {
    const Kernel kernel(sd, step_, (phase + 0.5) * fine - 0.5 * step_);
    // q·finer + phase are the points of this phase.
    const long begin = first - phase;
    long q = begin / finer;
    if (q * finer < begin) ++q;
    while (q * finer + phase <= last) {
      double sums[Kernel::kBlock];
      kernel.sum(plain, from, q, sums);
      for (const double sum : sums) {
        const long i = q++ * finer + phase;
        if (i > last) break;
        const double log = sum > kSmallestSum ? std::log(sum) : far.log_sum(point(i, fine));
        points.log_mass[static_cast<std::size_t>(i - first)] = log + log_scale;
      }
    }
  }
  return points;
}

double LevelFilter::log_likelihood(const KnownCount& count, double level) const {
  return counts_.log_likelihood(count.counted, level + std::log(count.exposure));
}

/// The most that all later counts could gain a path of levels over one that stays at `level`. What
/// is less likely than that by more than what is negligible will never matter.
LevelFilter::Pull LevelFilter::pull_of(std::span<const KnownCount> later, double level) const {
  constexpr double kSlack = 2;  // a path is not quite as likely as its most likely points
  Pull pull;
  for (const KnownCount& count : later) {
    if (!(count.exposure > 0)) continue;
    const double most = count.level();
    const bool is_first = pull.low > pull.high;
    pull.low = is_first ? most : std::min(pull.low, most);
    pull.high = is_first ? most : std::max(pull.high, most);
    pull.gain += std::max(0.0, log_likelihood(count, most) - log_likelihood(count, level)) + kSlack;
  }
  return pull;
}

/// The finer point nearest to the most likely level before the walk.
long LevelFilter::mode(int finer) const {
  const auto most = std::max_element(points_.log_mass.begin(), points_.log_mass.end());
  return place(point(points_.first + (most - points_.log_mass.begin()), step_), step_ / finer);
}

/// The points that the walk or a count may reach.
LevelFilter::Span LevelFilter::bounds(const KnownCount& now, int finer, const Pull& pull) const {
  const double fine = step_ / finer;
  const double far = kNegligibleDeviations * drift_ * std::sqrt(static_cast<double>(steps_));
  const auto size = static_cast<long>(points_.mass.size());
  Span span{place(point(points_.first, step_) - far, fine),
            place(point(points_.first + size - 1, step_) + far, fine) + 1};
  const auto stretch = [&](double low, double high) {
    span.first = std::min(span.first, place(low, fine));
    span.last = std::max(span.last, place(high, fine) + 1);
  };
  if (pull.low <= pull.high) stretch(pull.low, pull.high);
  if (!(now.exposure > 0)) return span;
  stretch(now.level(), now.level());
  // Where the count is far less likely than at what was the most likely level before it, nothing is
  // left. As its likelihood rises to one maximum only, those are the two ends.
  const long middle = mode(finer);
  const double log_exposure = std::log(now.exposure);
  const auto likelihood = [&](long i) {
    return counts_.log_likelihood(now.counted, point(i, fine) + log_exposure);
  };
  const double enough = likelihood(middle) - kNegligible - 15;
  const auto is_likely = [&](long i) { return likelihood(i) >= enough; };
  const auto may_be = [&](long i) { return likelihood(i) >= enough - pull.gain; };
  Span likely{farthest(middle, span.first, is_likely), farthest(middle, span.last, is_likely)};
  if (pull.low <= pull.high) {
    const long low = std::max(span.first, place(pull.low, fine));
    const long high = std::min(span.last, place(pull.high, fine) + 1);
    if (low < likely.first) likely.first = farthest(likely.first, low, may_be);
    if (high > likely.last) likely.last = farthest(likely.last, high, may_be);
  }
  return likely;
}

LevelFilter::Points LevelFilter::posterior(const KnownCount& now, int finer,
                                           std::span<const KnownCount> later) const {
  assert(steps_ > 0 || !observed_);
  const double fine = step_ / finer;
  Points points;
  Pull pull;
  if (steps_ == 0) {
    points = start(finer);
  } else {
    pull = pull_of(later, point(mode(finer), fine));
    const auto [first, last] = bounds(now, finer, pull);
    points = walked(first, last, finer);
  }
  std::vector<double>& logs = points.log_mass;
  if (now.exposure > 0) {
    const double log_exposure = std::log(now.exposure);
    long i = points.first;
    for (double& log : logs) {
      log += counts_.log_likelihood(now.counted, point(i++, fine) + log_exposure);
    }
  }
  const auto most = std::max_element(logs.begin(), logs.end());
  const double largest = *most;
  double stood = largest;  // where `pull` is reckoned from
  if (steps_ == 0) {
    pull = pull_of(later, point(points.first + (most - logs.begin()), fine));
  } else {
    stood = logs[static_cast<std::size_t>(mode(finer) - points.first)];
  }
  const auto stays = [&](std::size_t i) {
    if (logs[i] >= largest - kNegligible) return true;
    const double x = point(points.first + static_cast<long>(i), fine);
    return pull.low - fine <= x && x <= pull.high + fine &&
           logs[i] >= stood - kNegligible - pull.gain;
  };
  std::size_t begin = 0;
  std::size_t end = logs.size();
  while (!stays(begin)) ++begin;
  while (!stays(end - 1)) --end;
  logs.erase(logs.begin() + static_cast<std::ptrdiff_t>(end), logs.end());
  logs.erase(logs.begin(), logs.begin() + static_cast<std::ptrdiff_t>(begin));
  points.first += static_cast<long>(begin);
  points.mass.resize(logs.size());
  double total = 0;
  for (std::size_t i = 0; i < logs.size(); ++i) {
    points.mass[i] = std::exp(logs[i] - largest);
    total += points.mass[i];
  }
  points.log_total = largest + std::log(total);
  for (double& mass : points.mass) mass /= total;
  for (double& log : logs) log -= points.log_total;
  return points;
}

void LevelFilter::observe(const KnownCount& now, std::span<const KnownCount> later) {
  if (!(now.exposure > 0)) return;
  points_ = posterior(now, 1, later);
  log_evidence_ += points_.log_total;
  steps_ = 0;
  observed_ = true;
}

LevelFilter::Level LevelFilter::after(const KnownCount& now, double finest,
                                      std::span<const KnownCount> later) const {
  const int finer = std::max(1, static_cast<int>(std::ceil(step_ / finest)));
  Points points = posterior(now, finer, later);
  return {{point(points.first, step_ / finer), step_ / finer, std::move(points.mass)},
          log_evidence_ + points.log_total};
}

}  // namespace signpost::belief
