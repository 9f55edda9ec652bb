#include "engine/learn/rate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <utility>

#include "engine/belief/count.h"
#include "engine/belief/count_distribution.h"
#include "engine/belief/count_periods.h"
#include "engine/belief/distributions.h"
#include "engine/belief/exposure_ahead.h"
#include "engine/belief/level_walk.h"
#include "engine/belief/predicted_count.h"
#include "engine/belief/sampling.h"

namespace signpost::learn {
namespace {

using belief::kCountPeriod;
using belief::KnownCount;

constexpr std::size_t kFewestMonths = 3;
constexpr std::size_t kYear = 12;
constexpr std::size_t kHalfYear = 6;
constexpr double kMostCounted = 80;
constexpr double kDispersionStep = 2;
constexpr double kLeastWeight = 0.01;
constexpr double kTail = 0.05;
// Steps are so much of what is narrowest under a sum. Chances to four digits do here.
constexpr double kFineness = 1;
constexpr double kHeld = 0.9;
constexpr double kDeviations = 1.6448536269514722;  // kTail of a normal distribution lies beyond
constexpr double kFarthest = 5;                     // so far out all is alike
// Before a history says that intervals were too narrow, it has tried so many.
constexpr std::size_t kFewestTried = 12;

/// The mean factor of the month from `from` on.
double factor_of(Instant from, const std::optional<Season>& season) {
  if (!season || !season->shows) return 1;
  constexpr int kParts = 30;
  double sum = 0;
  for (int i = 0; i < kParts; ++i) {
    sum += season->factors[twelfth_of(from + kCountPeriod * (2 * i + 1) / (2 * kParts))];
  }
  return sum / kParts;
}

/// ln of what of a count's chance depends on count and dispersion only.
double log_constant(double n, double dispersion) {
  const double rest =
      dispersion < belief::kPoissonBelow ? 0 : n * std::log((dispersion - 1) / dispersion);
  return rest - std::lgamma(n + 1);
}

/// At one origin, one dispersion and one drift.
struct Reading {
  belief::GridMasses level;
  double log_evidence = 0;
};

/// What is believed of the level at one origin: by each dispersion and drift, weighed.
struct Way {
  double dispersion = 1;  // of the lots
  double drift = 0;
  double weight = 0;
  const belief::GridMasses* level = nullptr;
};

/// The walk over all months, read at many origins. What it takes from all of them, later ones too, is
/// the lot, the middle of the first level's wide range, and up to which dispersion it looks.
class Walk {
 public:
  /// origins  ascending, each the number of months known there, at least 1
  Walk(std::span<const CountedCell> months, std::vector<std::size_t> origins)
      : origins_(std::move(origins)) {
    double most = 0;
    double counted = 0;
    double days = 0;
    for (const CountedCell& month : months) {
      most = std::max(most, month.counted);
      counted += month.counted;
      days += month.exposure.count();
    }
    lot_ = std::max(1.0, most / kMostCounted);
    for (const CountedCell& month : months) {
      known_.push_back({month.counted / lot_, month.exposure.count()});
    }
    centre_ = std::log((counted / lot_ + 0.5) / days);
    const auto fit = quasi_poisson(months);
    const double widest = fit ? 2 * fit->dispersion : 1;
    most_ = most / lot_;
    for (double dispersion = 1;; dispersion *= kDispersionStep) {
      dispersions_.push_back(dispersion);
      if (dispersion * lot_ > widest) break;
    }
    for (const double dispersion : dispersions_) {
      for (const double drift : belief::kDrifts) read(dispersion, drift);
    }
  }

  [[nodiscard]] double lot() const { return lot_; }

  /// What is believed at an origin, the unlikely left out; the weights sum to 1.
  [[nodiscard]] std::vector<Way> at(std::size_t origin) const {
    std::vector<Way> ways;
    double best = -std::numeric_limits<double>::infinity();
    for (const auto& of_pair : readings_) {
      best = std::max(best, of_pair[origin].log_evidence);
    }
    constexpr std::size_t kMany = std::size(belief::kDrifts);
    double total = 0;
    for (std::size_t i = 0; i < readings_.size(); ++i) {
      const Reading& reading = readings_[i][origin];
      const double weight = std::exp(reading.log_evidence - best);
      if (weight < kLeastWeight) continue;
      ways.push_back({dispersions_[i / kMany], belief::kDrifts[i % kMany], weight, &reading.level});
      total += weight;
    }
    for (Way& way : ways) way.weight /= total;
    return ways;
  }

 private:
  void read(double dispersion, double drift) {
    const belief::CountDistribution counts(dispersion);
    const double information = counts.information(most_ + 1);
    const double finest = kFineness / std::sqrt(1 / (drift * drift) + information +
                                                counts.information(kYear * most_ + 1));
    std::vector<Reading>& readings = readings_.emplace_back();
    belief::LevelFilter filter(counts, centre_, drift, information);
    double constant = 0;
    auto origin = origins_.begin();
    for (std::size_t k = 0; k <= known_.size() && origin != origins_.end(); ++k) {
      const auto later = std::span(known_).subspan(std::min(k + 1, known_.size()));
      if (*origin == k) {
        belief::LevelFilter::Level level = filter.after({}, finest, later);
        readings.push_back({std::move(level.masses), level.log_evidence + constant});
        ++origin;
      }
      if (k == known_.size()) break;
      if (known_[k].exposure > 0) constant += log_constant(known_[k].counted, dispersion);
      filter.observe(known_[k], later);
      filter.walk();
    }
  }

  std::vector<std::size_t> origins_;
  std::vector<KnownCount> known_;
  double lot_ = 1;
  double centre_ = 0;
  double most_ = 0;
  std::vector<double> dispersions_;             // of lots
  std::vector<std::vector<Reading>> readings_;  // by dispersion, then drift; in each by origin
};

/// What would be counted in months to come.
class Ahead {
 public:
  Ahead(std::span<const Way> ways, std::span<const double> exposures) {
    const double days = std::accumulate(exposures.begin(), exposures.end(), 0.0);
    for (const Way& way : ways) {
      const belief::CountDistribution counts(way.dispersion);
      const belief::GridMasses& level = *way.level;
      const double about = std::max(1.0, days * std::exp(level.at(level.mass.size() / 2)));
      const double blurred = level.variance() + 1 / counts.information(about);
      const double finest = kFineness / std::sqrt(1 / (way.drift * way.drift) + 1 / blurred);
      const belief::ExposureAhead ahead(exposures, way.drift, 0);
      belief::PredictedCount count(counts);
      count.add(1, belief::log_means(level, ahead.from(0, exposures[0], finest)));
      ways_.emplace_back(way.weight, std::move(count));
    }
  }

  [[nodiscard]] double mean() const {
    double sum = 0;
    for (const auto& [weight, count] : ways_) sum += weight * count.mean();
    return sum;
  }
  /// The chance of n or more, and of fewer; n whole.
  [[nodiscard]] belief::CountDistribution::Tails tails(double n) const {
    belief::CountDistribution::Tails sum;
    for (const auto& [weight, count] : ways_) {
      const belief::CountDistribution::Tails of_way = count.tails(n);
      sum.at_least += weight * of_way.at_least;
      sum.fewer += weight * of_way.fewer;
    }
    return sum;
  }
  /// The interval that leaves out at most `tail` at each end.
  [[nodiscard]] std::pair<double, double> interval(double tail) const {
    const auto low = [&](double n) { return tails(n + 1).fewer - tail; };
    const auto high = [&](double n) { return tail - tails(n + 1).at_least; };
    return {least(low), least(high)};
  }

 private:
  /// The least whole number at which what rises in it is not below 0.
  template <class Rising>
  [[nodiscard]] double least(Rising rising) const {
    double low = -1;
    double high = std::max(1.0, std::ceil(mean()));
    for (; rising(high) < 0; high *= 2) low = high;
    while (high - low > 1) {
      const double middle = std::floor(low + (high - low) / 2);
      (rising(middle) < 0 ? low : high) = middle;
    }
    return high;
  }

  std::vector<std::pair<double, belief::PredictedCount>> ways_;
};

/// The level below which a share of its chances lies.
double level_quantile(std::span<const Way> ways, double share) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const Way& way : ways) {
    low = std::min(low, way.level->first - way.level->step);
    high = std::max(high, way.level->at(way.level->mass.size()));
  }
  const auto below = [&](double x) {
    double sum = 0;
    for (const Way& way : ways) {
      for (std::size_t i = 0; i < way.level->mass.size(); ++i) {
        sum += way.weight * way.level->mass[i] *
               std::clamp((x - way.level->at(i)) / way.level->step + 0.5, 0.0, 1.0);
      }
    }
    return sum;
  };
  for (int turn = 0; turn < 60; ++turn) {
    const double middle = low + (high - low) / 2;
    (below(middle) < share ? low : high) = middle;
  }
  return high;
}

/// What came after an origin, by what was foretold there: the chances of so much or less, and of so
/// much or more.
struct Trial {
  std::size_t known_at = 0;  // when all of it had come, in months of history
  double at_most = 0;
  double at_least = 0;
};

/// How many standard deviations out it lies, as a normal number would: half of its own chance to
/// either side.
double deviations(const Trial& trial) {
  const double itself = std::max(0.0, trial.at_most + trial.at_least - 1);
  const double beyond = std::min(trial.at_most, trial.at_least) - itself / 2;
  return beyond > 0 ? std::min(kFarthest, std::fabs(belief::normal_quantile(std::min(beyond, 0.5))))
                    : kFarthest;
}

/// What the interval given at `now` leaves out at each end: 5 %, or so much less that nine in ten of
/// those that had been tried by then would have held.
double tail_at(std::size_t now, std::span<const Trial> trials) {
  std::vector<double> out;
  for (const Trial& each : trials) {
    if (each.known_at <= now) out.push_back(deviations(each));
  }
  if (out.size() < kFewestTried) return kTail;
  return belief::normal_below(-std::max(kDeviations, belief::quantile(out, kHeld)));
}

RateAhead ahead_of(std::span<const Way> ways, double lot, const CountSeries& months,
                   std::span<const Trial> trials, const std::optional<Season>& season,
                   std::size_t span) {
  std::vector<double> exposures;
  for (std::size_t k = 0; k < span; ++k) {
    exposures.push_back(kDaysPerMonth *
                        factor_of(months.start_of(months.cells.size() + k), season));
  }
  const Ahead count(ways, exposures);
  const double days = kDaysPerMonth * static_cast<double>(span) / lot;
  const double tail = tail_at(months.cells.size(), trials);
  const auto [low, high] = count.interval(tail);
  RateAhead ahead;
  ahead.months = span;
  ahead.mean = Rate(count.mean() / days);
  ahead.low = Rate(low / days);
  ahead.high = Rate(high / days);
  ahead.tail = tail;
  if (low > 0) ahead.within = std::sqrt(high / low);
  for (const Trial& each : trials) {
    const double then = tail_at(each.known_at - span, trials);
    ++ahead.tested.origins;
    if (each.at_most >= then && each.at_least > then) ++ahead.tested.held;
  }
  return ahead;
}

/// The first cells of a series.
CountSeries first_of(const CountSeries& series, Instant until) {
  CountSeries part{series.from, series.length, {}};
  for (std::size_t i = 0; i < series.cells.size() && series.middle_of(i) < until; ++i) {
    part.cells.push_back(series.cells[i]);
  }
  return part;
}

/// The seasons that showed up to each origin, looked for once a year, and for how many origins.
struct Seen {
  std::size_t first = 0;
  std::size_t last = 0;
  std::optional<Season> season;
};

std::vector<Seen> seen_in(const CountSeries& series, std::size_t months, std::size_t shortest) {
  std::vector<Seen> all;
  for (std::size_t first = kMonthsBefore; first + shortest <= months; first += kYear) {
    const Instant now = series.until() - kCountPeriod * static_cast<long>(months - first);
    const std::size_t last = std::min(first + kYear - 1, months - shortest);
    std::optional<Season> shows = season(first_of(series, now));
    if (shows && !shows->shows) shows.reset();
    if (!shows && !all.empty() && !all.back().season) {
      all.back().last = last;  // one walk serves both
    } else {
      all.push_back({first, last, shows});
    }
  }
  return all;
}

/// What came in a span after each origin of the past, as foretold with what was known there.
std::vector<std::vector<Trial>> trials_in(const CountSeries& series, std::size_t months,
                                          std::span<const std::size_t> spans) {
  std::vector<std::vector<Trial>> trials(spans.size());
  const std::size_t shortest = *std::min_element(spans.begin(), spans.end());
  for (const Seen& seen : seen_in(series, months, shortest)) {
    const CountSeries as_seen = grouped(seasoned(series, seen.season), kCountPeriod);
    std::vector<std::size_t> origins(seen.last - seen.first + 1);
    std::iota(origins.begin(), origins.end(), seen.first);
    const Walk walk(as_seen.cells, origins);
    for (std::size_t i = 0; i < origins.size(); ++i) {
      const std::vector<Way> ways = walk.at(i);
      for (std::size_t s = 0; s < spans.size(); ++s) {
        if (origins[i] + spans[s] > months) continue;
        double counted = 0;
        std::vector<double> exposures;
        for (std::size_t k = 0; k < spans[s]; ++k) {
          const CountedCell& month = as_seen.cells[origins[i] + k];
          counted += month.counted;
          exposures.push_back(month.exposure.count());
        }
        if (!(std::accumulate(exposures.begin(), exposures.end(), 0.0) > 0)) continue;
        const Ahead count(ways, exposures);
        const double lots = std::round(counted / walk.lot());
        trials[s].push_back(
            {origins[i] + spans[s], count.tails(lots + 1).fewer, count.tails(lots).at_least});
      }
    }
  }
  return trials;
}

}  // namespace

std::optional<LearntRate> learnt_rate(const CountSeries& series, Tried tried) {
  LearntRate learnt;
  if (!(series.exposure().count() > 0)) return std::nullopt;
  learnt.season = season(series);
  const CountSeries months = grouped(seasoned(series, learnt.season), kCountPeriod);
  learnt.months = months.cells.size();
  if (learnt.months < kFewestMonths) return std::nullopt;
  const Walk walk(months.cells, {learnt.months});
  const std::vector<Way> ways = walk.at(0);
  learnt.level = Rate(walk.lot() * std::exp(level_quantile(ways, 0.5)));
  learnt.level_low = Rate(walk.lot() * std::exp(level_quantile(ways, kTail)));
  learnt.level_high = Rate(walk.lot() * std::exp(level_quantile(ways, 1 - kTail)));
  learnt.dispersion = 0;
  for (const Way& way : ways) {
    learnt.drift += way.weight * way.drift;
    learnt.dispersion += way.weight * way.dispersion * walk.lot();
  }
  const std::array<std::size_t, 2> spans{kYear, kHalfYear};
  std::vector<std::vector<Trial>> trials(spans.size());
  if (tried == Tried::kYes) trials = trials_in(series, learnt.months, spans);
  learnt.year = ahead_of(ways, walk.lot(), months, trials[0], learnt.season, spans[0]);
  learnt.half_year = ahead_of(ways, walk.lot(), months, trials[1], learnt.season, spans[1]);
  return learnt;
}

}  // namespace signpost::learn
