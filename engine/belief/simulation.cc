#include "engine/belief/simulation.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/threads.h"
#include "engine/belief/filter.h"
#include "engine/belief/outlook.h"
#include "engine/belief/sampling.h"
#include "engine/belief/steps.h"
#include "engine/belief/weight.h"

namespace signpost::belief {
namespace {

constexpr double kYear = 365;        // days, where there is no horizon
constexpr double kMostLooks = 3653;  // ten years of days; a longer span is looked at less often
constexpr double kFewBursts = 50;    // in a cell; more are not told one by one
constexpr double kStrongest = 600;   // nats, of one jump

/// A stretch of time in which all rates stand.
struct Cell {
  struct OfStream {
    double exposure = 0;  // ∫c·season, in days
    double bursts = 0;    // expected
    double none = 1;      // e^−bursts: the chance of none
  };
  double days = 0;
  double until = 0;   // days since the opening
  bool look = false;  // P is looked at when it is over
};

struct Heard {
  double at = 0;  // days since the cell began
  double log_factor = 0;
  std::size_t stream = 0;

  friend bool operator<(const Heard& a, const Heard& b) { return a.at < b.at; }
};

/// When P was first beyond the thresholds in one world, in days; < 0 never.
struct First {
  double above = -1;
  double below = -1;
};

/// Reports a day, where coverage is 1. It counts news by its credibility q: for each event that is
/// news there are 1/q reports, of which 1 − q are false and come regardless of the scenario
/// (weight.h). Only so are silence and reports worth as much as each other, and P is calibrated.
double told_rate(const Stream& stream, bool under_way, Probability prior) {
  const double a = stream.if_true.per_day();
  const double b = stream.if_false.per_day();
  const double rumour = prior.value() * a + (1 - prior.value()) * b;
  return (under_way ? a : b) + (1 / kCredibilityOfB2 - 1) * rumour;
}

class Simulator {
 public:
  Simulator(const Question& question, const SimulationChoices& choices)
      : question_(question),
        choices_(choices),
        chain_(Chain::of(question.base_rate, question.persistence)) {
    span_ =
        question.horizon ? std::max(0.0, Days(*question.horizon - question.opened).count()) : kYear;
    for (const Stream& stream : question.streams) {
      log_factors_.push_back(Scale::of(stream, question.prior).log_factor(kCredibilityOfB2));
      drains_.push_back((stream.if_true.per_day() - stream.if_false.per_day()) / stream.dispersion);
    }
    cut_into_cells();
  }

  Simulation run() {
    Simulation result;
    result.worlds = choices_.worlds;
    result.seed = choices_.seed;
    result.span = Days(span_);
    result.threshold = choices_.threshold;
    for (const bool under_way : {true, false}) {
      expect(under_way);
      std::vector<First> firsts(static_cast<std::size_t>(choices_.worlds));
      in_parallel(choices_.worlds, 0, [&] {
        return [&firsts, under_way, simulator = *this](int world) mutable {
          Random random(scattered(simulator.choices_.seed) + 2 * static_cast<std::uint64_t>(world) +
                        (under_way ? 1 : 0));
          firsts[static_cast<std::size_t>(world)] = simulator.live(random);
        };
      });
      std::vector<double> above;
      std::vector<double> below;
      for (const First& first : firsts) {
        if (first.above >= 0) above.push_back(first.above);
        if (first.below >= 0) below.push_back(first.below);
      }
      (under_way ? result.confirmed : result.cried_wolf) = passing(std::move(above));
      (under_way ? result.given_up : result.refuted) = passing(std::move(below));
    }
    return result;
  }

 private:
  void cut_into_cells() {
    const double step = std::max(1.0, span_ / kMostLooks);
    const auto after = [&](double days) {
      return question_.opened + std::chrono::round<std::chrono::seconds>(Days(days));
    };
    const Instant end = after(span_);
    std::vector<Instant> looks;
    for (int k = 1; k * step < span_; ++k) looks.push_back(after(k * step));
    looks.push_back(end);
    std::vector<Instant> ends = looks;
    for (const Stream& stream : question_.streams) {
      add_starts(stream.coverage, question_.opened, end, ends);
      add_starts(stream.season, question_.opened, end, ends);
    }
    std::sort(ends.begin(), ends.end());
    ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
    Instant at = question_.opened;
    for (const Instant until : ends) {
      if (until <= at) continue;
      cells_.push_back({Days(until - at).count(), Days(until - question_.opened).count(),
                        std::binary_search(looks.begin(), looks.end(), until)});
      for (const Stream& stream : question_.streams) {
        Cell::OfStream& of = of_streams_.emplace_back();
        of.exposure =
            cells_.back().days * value_at(stream.coverage, at) * value_at(stream.season, at);
      }
      at = until;
    }
  }

  /// How many bursts each cell is to bring, where the scenario is under way or is not.
  void expect(bool under_way) {
    rates_.clear();
    log_dispersions_.clear();
    std::vector<double> sizes;  // of a burst, on average
    for (const Stream& stream : question_.streams) {
      rates_.push_back(told_rate(stream, under_way, question_.prior));
      // Of a milestone there is one event at most: it comes in no bursts.
      const double dispersion = stream.once ? 1 : stream.dispersion;
      log_dispersions_.push_back(std::log(dispersion));
      sizes.push_back(dispersion > 1 ? (dispersion - 1) / log_dispersions_.back() : 1);
    }
    const std::size_t streams = rates_.size();
    for (std::size_t i = 0; i < of_streams_.size(); ++i) {
      Cell::OfStream& of = of_streams_[i];
      of.bursts = of.exposure * rates_[i % streams] / sizes[i % streams];
      of.none = std::exp(-of.bursts);
    }
  }

  /// One world, from the opening to the horizon.
  First live(Random& random) {
    happened_.assign(rates_.size(), false);
    Odds odds(question_.prior.log_odds());
    FixedFact fact(question_.prior.log_odds());
    First first;
    double day = 0;
    const double above = choices_.threshold.log_odds().nats();
    // Where it opens beyond a threshold it passes it only after it has been back.
    const double opening = question_.prior.log_odds().nats();
    bool was_not_above = opening <= above;
    bool was_not_below = opening >= -above;
    const auto look = [&] {
      const double x = (chain_.forever() ? fact.log_odds() : odds.log_odds()).nats();
      if (first.above < 0 && was_not_above && x > above) first.above = day;
      if (first.below < 0 && was_not_below && x < -above) first.below = day;
      was_not_above |= x <= above;
      was_not_below |= x >= -above;
    };
    const Cell::OfStream* of = of_streams_.data();
    for (const Cell& cell : cells_) {
      heard_.clear();
      double drained = 0;  // Σ c·season·(a−b)/φ, a day
      for (std::size_t j = 0; j < rates_.size(); ++j) {
        const double drain = of[j].exposure / cell.days * drains_[j];
        drained += happened_[j] ? (1 - kCredibilityOfB2) * drain : drain;
        drained -= hear(j, of[j], cell.days, random);
      }
      std::sort(heard_.begin(), heard_.end());
      double at = 0;
      Motion motion = Motion::of(chain_, drained);
      const auto pass_until = [&](double then) {
        if (then > at) {
          if (chain_.forever()) {
            fact.add(-drained * (then - at));
          } else {
            odds.cross(Passage::of(chain_, motion, then - at));
          }
        }
        at = then;
      };
      for (const Heard& event : heard_) {
        pass_until(event.at);
        if (chain_.forever()) {
          fact.add(event.log_factor);
        } else {
          odds.multiply(std::exp(std::clamp(event.log_factor, -kStrongest, kStrongest)));
        }
        if (happened_[event.stream] || !question_.streams[event.stream].once) continue;
        happened_[event.stream] = true;
        drained -=
            kCredibilityOfB2 * (of[event.stream].exposure / cell.days) * drains_[event.stream];
        motion = Motion::of(chain_, drained);
      }
      pass_until(cell.days);
      day = cell.until;
      of += rates_.size();
      if (cell.look) look();
    }
    return first;
  }

  /// What happens in a cell. Where that is more than a few bursts, their number is taken to be
  /// normal and they are told as a flow: returns by how much a day it raises the log-odds.
  double hear(std::size_t j, const Cell::OfStream& of, double days, Random& random) {
    if (happened_[j] || !(of.bursts > 0)) return 0;
    const auto tell = [&](double at, double size) {
      heard_.push_back({at * days, size * log_factors_[j], j});
    };
    if (question_.streams[j].once) {
      const double at = -std::log(random.uniform()) / of.bursts;
      if (at < 1) tell(at, 1);
      return 0;
    }
    if (of.bursts <= kFewBursts) {
      for (std::int64_t n = random.poisson(of.bursts, of.none); n > 0; --n) {
        const double size = log_dispersions_[j] > 0 ? random.logarithmic(log_dispersions_[j]) : 1.0;
        tell(random.uniform(), size);
      }
      return 0;
    }
    const double mean = of.exposure * rates_[j];
    const double spread = std::sqrt(question_.streams[j].dispersion * mean);
    return std::max(0.0, mean + spread * random.normal()) * log_factors_[j] / days;
  }

  [[nodiscard]] Simulation::Passing passing(std::vector<double> days) const {
    Simulation::Passing result;
    if (days.empty()) return result;
    std::sort(days.begin(), days.end());
    result.share = static_cast<double>(days.size()) / choices_.worlds;
    result.median = Days(quantile(days, 0.5));
    result.early = Days(quantile(days, 0.05));
    result.late = Days(quantile(days, 0.95));
    return result;
  }

  const Question& question_;
  const SimulationChoices& choices_;
  Chain chain_;
  double span_ = 0;                  // days
  std::vector<double> log_factors_;  // one a stream, as those below: of one event, at B2
  std::vector<double> drains_;       // a day, fully covered
  std::vector<double> rates_;        // a day, of the worlds being lived
  std::vector<double> log_dispersions_;
  std::vector<Cell> cells_;
  std::vector<Cell::OfStream> of_streams_;  // one a stream, cell by cell
  // Of the world being lived:
  std::vector<bool> happened_;  // of milestones
  std::vector<Heard> heard_;    // in the cell, in the order of time
};

}  // namespace

Simulation simulate(const Question& question, const SimulationChoices& choices) {
  return Simulator(question, choices).run();
}

}  // namespace signpost::belief
