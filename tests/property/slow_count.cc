#include "tests/property/slow_count.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace signpost::belief {
namespace {

/// ln of the chance of n, of mean m and variance φ·m.
double log_chance(double n, double mean, double dispersion) {
  if (mean <= 0) return n == 0 ? 0 : -1e300;
  if (dispersion < 1.02) return n * std::log(mean) - mean - std::lgamma(n + 1);
  const double size = mean / (dispersion - 1);
  return std::lgamma(n + size) - std::lgamma(size) - std::lgamma(n + 1) -
         size * std::log(dispersion) + n * std::log((dispersion - 1) / dispersion);
}

/// The chance of all counts so far, and of these together with enough to come.
struct Chances {
  double counts = 0;
  double enough = 0;
};

Chances chances_at(const CountQuestion& question, double drift, double log_scale) {
  double sum = 0;
  double days = 0;
  double so_far = 0;
  for (std::size_t k = 0; k < question.periods.size(); ++k) {
    (k < question.window ? sum : so_far) += question.periods[k].counted;
    if (k < question.window) days += question.periods[k].exposure.count();
  }
  const double centre = std::log((sum + 0.5) / days);
  const auto needed = static_cast<long>(std::ceil(question.at_least - so_far - 1e-9));
  const auto most = static_cast<std::size_t>(std::max(needed, 1L));  // `most` or more are enough
  const double periods = static_cast<double>(question.periods.size());
  // A whole number of steps from the centre to the ends of the first level's range, which get half.
  const double step = 4.0 / std::ceil(4.0 / std::min(drift / 4, 0.025));
  const auto half = std::llround(4 / step);
  const auto far = half + static_cast<long>(std::ceil(8 * drift * std::sqrt(periods) / step));
  const auto points = static_cast<std::size_t>(2 * far + 1);
  const auto level = [&](std::size_t i) {
    return centre + step * (static_cast<double>(i) - static_cast<double>(far));
  };
  // Simpson's rule over the first level's range.
  std::vector<std::vector<double>> mass(points, std::vector<double>(1, 0.0));
  for (std::size_t i = 0; i < points; ++i) {
    const long place = static_cast<long>(i) - (far - half);
    if (place < 0 || place > 2 * half) continue;
    const bool is_end = place == 0 || place == 2 * half;
    mass[i][0] = step / 8 * (is_end ? 1.0 / 3 : place % 2 == 1 ? 4.0 / 3 : 2.0 / 3);
  }
  const auto reach = static_cast<long>(std::ceil(9 * drift / step));
  std::size_t counts = 1;
  for (std::size_t k = 0; k < question.periods.size(); ++k) {
    const CountedPeriod& period = question.periods[k];
    if (k > 0) {
      std::vector<std::vector<double>> next(points, std::vector<double>(counts, 0.0));
      std::vector<double> normal;
      for (long d = 0; d <= reach; ++d) {
        const double z = static_cast<double>(d) * step / drift;
        normal.push_back(std::exp(-0.5 * z * z) * step / (drift * std::sqrt(2 * M_PI)));
      }
      for (long i = 0; i < static_cast<long>(points); ++i) {
        std::vector<double>& to = next[static_cast<std::size_t>(i)];
        for (long j = std::max(0L, i - reach);
             j <= std::min(static_cast<long>(points) - 1, i + reach); ++j) {
          const std::vector<double>& from = mass[static_cast<std::size_t>(j)];
          const double weight = normal[static_cast<std::size_t>(std::abs(i - j))];
          for (std::size_t c = 0; c < counts; ++c) to[c] += from[c] * weight;
        }
      }
      mass = std::move(next);
    }
    const double exposure = period.exposure.count();
    if (exposure > 0) {
      for (std::size_t i = 0; i < points; ++i) {
        const double chance = std::exp(
            log_chance(period.counted, exposure * std::exp(level(i)), question.dispersion) +
            log_scale);
        for (double& each : mass[i]) each *= chance;
      }
    }
    const double to_come = k < question.window ? 0 : period.to_come.count();
    if (to_come > 0) {
      for (std::size_t i = 0; i < points; ++i) {
        // The last number is of `most` or more.
        std::vector<double> comes(most + 1, 0.0);
        double rest = 1;
        for (std::size_t n = 0; n < most; ++n) {
          comes[n] = std::exp(log_chance(static_cast<double>(n), to_come * std::exp(level(i)),
                                         question.dispersion));
          rest -= comes[n];
        }
        comes[most] = std::max(0.0, rest);
        mass[i].resize(most + 1, 0.0);
        std::vector<double> sums(most + 1, 0.0);
        for (std::size_t a = 0; a <= most; ++a) {
          if (mass[i][a] == 0) continue;
          for (std::size_t b = 0; b <= most; ++b) {
            sums[std::min(a + b, most)] += mass[i][a] * comes[b];
          }
        }
        mass[i] = std::move(sums);
      }
      counts = most + 1;
    }
  }
  Chances chances;
  for (const std::vector<double>& of_level : mass) {
    for (std::size_t c = 0; c < of_level.size(); ++c) {
      chances.counts += of_level[c];
      if (static_cast<long>(c) >= needed) chances.enough += of_level[c];
    }
  }
  return chances;
}

}  // namespace

double slow_probability(const CountQuestion& question) {
  // Keeps the product of the counts' chances within what a double holds.
  const double log_scale = 2;
  Chances sum;
  const auto add = [&](double drift) {
    const Chances chances = chances_at(question, drift, log_scale);
    sum.counts += chances.counts;
    sum.enough += chances.enough;
  };
  if (question.drift) {
    add(*question.drift);
  } else {
    for (const double drift : kDrifts) add(drift);
  }
  return sum.enough / sum.counts;
}

}  // namespace signpost::belief
