#include "engine/belief/simulation.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/threads.h"
#include "engine/belief/counted_belief.h"
#include "engine/belief/filter.h"
#include "engine/belief/kinds.h"
#include "engine/belief/levels.h"
#include "engine/belief/likelihood_ratio.h"
#include "engine/belief/outlook.h"
#include "engine/belief/sampling.h"
#include "engine/belief/steps.h"

namespace signpost::belief {
namespace {

constexpr double kYear = 365;        // days, where there is no horizon
constexpr double kMostLooks = 3653;  // ten years of days; a longer span is looked at less often
constexpr double kFewBursts = 50;    // in a cell; more are not told one by one
constexpr double kStrongest = 600;   // nats, of one jump

/// A stretch of time in which all rates stand; it may end at set times.
struct Cell {
  struct OfStream {
    // A day, net of narrower kinds as far as these are told as such:
    double if_true = 0;
    double if_false = 0;
    double drain = 0;       // silence takes so much from the log-odds
    double log_factor = 0;  // of one event, at B2
    bool set_time = false;  // it ends at one, with coverage:
    double coverage = 0;
    // Of the worlds being lived:
    double reports = 0;  // expected
    double bursts = 0;   // likewise
    double none = 1;     // e^−bursts: the chance of none
  };
  double days = 0;
  double until = 0;   // days since the opening
  bool look = false;  // P is looked at when it is over
};

struct TimedEvent {
  double at = 0;  // days since the cell began
  double log_factor = 0;
  std::size_t stream = 0;

  friend bool operator<(const TimedEvent& a, const TimedEvent& b) { return a.at < b.at; }
};

/// When P was first beyond the thresholds in one world, in days; < 0 never.
struct First {
  double above = -1;
  double below = -1;
};

/// False reports for each that is news. It counts news by its credibility q: for each event that is
/// news there are 1/q reports, of which 1 − q are false and come regardless of the scenario
/// (likelihood_ratio.h). Only so are silence and reports worth as much as each other, and P is
/// calibrated.
constexpr double kFalse = 1 / kCredibilityOfB2 - 1;

class Simulator {
 public:
  Simulator(const Question& question, const SimulationChoices& choices)
      : question_(question),
        choices_(choices),
        kinds_(question),
        chain_(Chain::of(question.base_rate, question.persistence)) {
    span_ =
        question.horizon ? std::max(0.0, Days(*question.horizon - question.opened).count()) : kYear;
    for (const Stream& stream : question.streams) {
      // Of a milestone there is one event at most: it comes in no bursts.
      log_dispersions_.push_back(std::log(stream.once ? 1 : stream.dispersion));
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
      std::copy_if(stream.occasions.begin(), stream.occasions.end(), std::back_inserter(ends),
                   [&](Instant at) { return at > question_.opened && at <= end; });
    }
    std::sort(ends.begin(), ends.end());
    ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
    Instant at = question_.opened;
    for (const Instant until : ends) {
      if (until <= at) continue;
      cells_.push_back({Days(until - at).count(), Days(until - question_.opened).count(),
                        std::binary_search(looks.begin(), looks.end(), until)});
      for (std::size_t j = 0; j < question_.streams.size(); ++j) {
        of_streams_.push_back(of_stream(j, at, until));
      }
      at = until;
    }
  }

  [[nodiscard]] Cell::OfStream of_stream(std::size_t j, Instant from, Instant until) const {
    const Stream& stream = question_.streams[j];
    Cell::OfStream of;
    if (stream.at_set_times()) {
      of.set_time = std::binary_search(stream.occasions.begin(), stream.occasions.end(), until);
      of.coverage = value_at(stream.coverage, until);
      return of;
    }
    const double level = value_at(stream.coverage, from);
    const double season = value_at(stream.season, from);
    double if_true = stream.if_true.per_day();  // of an event
    double if_false = stream.if_false.per_day();
    of.if_true = level * if_true;
    of.if_false = level * if_false;
    for (const int k : kinds_.parts(static_cast<int>(j))) {
      const Stream& part = question_.streams[static_cast<std::size_t>(k)];
      const double of_part = value_at(part.coverage, from);
      const double told = told_as_narrower(of_part, level);
      if_true -= told * part.if_true.per_day();
      if_false -= told * part.if_false.per_day();
      of.if_true -= std::min(level, of_part) * part.if_true.per_day();
      of.if_false -= std::min(level, of_part) * part.if_false.per_day();
    }
    of.if_true *= season;
    of.if_false *= season;
    of.drain = (of.if_true - of.if_false) / stream.dispersion;
    of.log_factor = EventWeight(if_true, if_false, stream.dispersion, question_.prior)
                        .log_factor(kCredibilityOfB2);
    return of;
  }

  /// How many bursts each cell is to bring, where the scenario is under way or is not.
  void expect(bool under_way) {
    under_way_ = under_way;
    const double prior = question_.prior.value();
    const std::size_t streams = question_.streams.size();
    for (std::size_t i = 0; i < of_streams_.size(); ++i) {
      Cell::OfStream& of = of_streams_[i];
      const std::size_t j = i % streams;
      const double dispersion = question_.streams[j].once ? 1 : question_.streams[j].dispersion;
      const double size = dispersion > 1 ? (dispersion - 1) / log_dispersions_[j] : 1;
      const double rumour = prior * of.if_true + (1 - prior) * of.if_false;
      of.reports =
          cells_[i / streams].days * ((under_way ? of.if_true : of.if_false) + kFalse * rumour);
      of.bursts = of.reports / size;
      of.none = std::exp(-of.bursts);
    }
  }

  /// One world, from the opening to the horizon.
  First live(Random& random) {
    const std::size_t streams = question_.streams.size();
    happened_.assign(streams, false);
    came_ = false;
    Odds odds(question_.prior.log_odds());
    FixedFact fact(question_.prior.log_odds());
    First first;
    double day = 0;
    const double above = choices_.threshold.log_odds().nats();
    // Where it opens beyond a threshold it passes it only after it has been back.
    const double opening = question_.prior.log_odds().nats();
    bool was_not_above = opening <= above;
    bool was_not_below = opening >= -above;
    const auto rest = [&] { return chain_.forever() ? fact.log_odds() : odds.log_odds(); };
    const auto multiply = [&](double log_factor) {
      if (chain_.forever()) {
        fact.add(log_factor);
      } else {
        odds.multiply(std::exp(std::clamp(log_factor, -kStrongest, kStrongest)));
      }
    };
    const Happening happening{{}, 0, kCredibilityOfB2};
    const auto look = [&] {
      const double x = (came_ ? happening.add_to(rest()) : rest()).nats();
      if (first.above < 0 && was_not_above && x > above) first.above = day;
      if (first.below < 0 && was_not_below && x < -above) first.below = day;
      was_not_above |= x <= above;
      was_not_below |= x >= -above;
    };
    const Cell::OfStream* of = of_streams_.data();
    for (const Cell& cell : cells_) {
      events_.clear();
      double drained = 0;  // Σ c·season·(a−b)/φ, a day
      for (std::size_t j = 0; j < streams; ++j) {
        const double drain = of[j].drain;
        drained += happened_[j] ? (1 - kCredibilityOfB2) * drain : drain;
        if (question_.streams[j].happening) {
          came_ = came_ || comes(of[j], cell.days, Probability::from(rest()), random);
        } else {
          drained -= hear(j, of[j], cell.days, random);
        }
      }
      std::sort(events_.begin(), events_.end());
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
      for (const TimedEvent& event : events_) {
        pass_until(event.at);
        multiply(event.log_factor);
        if (happened_[event.stream] || !question_.streams[event.stream].once) continue;
        happened_[event.stream] = true;
        drained -= kCredibilityOfB2 * of[event.stream].drain;
        motion = Motion::of(chain_, drained);
      }
      pass_until(cell.days);
      for (std::size_t j = 0; j < streams; ++j) {
        if (of[j].set_time) multiply(seen_or_not(j, of[j].coverage, random));
      }
      day = cell.until;
      of += streams;
      if (cell.look) look();
    }
    return first;
  }

  /// Whether the happening is told within a cell: truly where it can come, and falsely so often
  /// that a report is true with the chance that its grade says, for what is believed then.
  [[nodiscard]] bool comes(const Cell::OfStream& of, double days, Probability believed,
                           Random& random) const {
    const double falsely = kFalse * believed.value() * of.if_true;
    const double rate = (under_way_ ? of.if_true : 0) + falsely;
    return random.uniform() < -std::expm1(-rate * days);
  }

  /// ln of what a set time brings. False reports of what was not seen come regardless of the
  /// scenario, so often that one of B2 is as credible as that.
  [[nodiscard]] double seen_or_not(std::size_t j, double coverage, Random& random) const {
    const Stream& stream = question_.streams[j];
    const OccasionWeight scale(stream, question_.prior);
    const double prior = question_.prior.value();
    const double news = coverage * (prior * stream.seen_if_true.value() +
                                    (1 - prior) * stream.seen_if_false.value());
    const double truly =
        coverage * (under_way_ ? stream.seen_if_true : stream.seen_if_false).value();
    const double falsely = std::min(1.0, kFalse * news / (1 - news));
    const bool told = random.uniform() < truly + (1 - truly) * falsely;
    return told ? scale.log_seen(kCredibilityOfB2, coverage) : scale.log_unseen(coverage);
  }

  /// What happens in a cell. Where that is more than a few bursts, their number is taken to be
  /// normal and they are told as a flow: returns by how much a day it raises the log-odds.
  double hear(std::size_t j, const Cell::OfStream& of, double days, Random& random) {
    if (happened_[j] || !(of.bursts > 0)) return 0;
    const auto tell = [&](double at, double size) {
      events_.push_back({at * days, size * of.log_factor, j});
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
    const double spread = std::sqrt(question_.streams[j].dispersion * of.reports);
    return std::max(0.0, of.reports + spread * random.normal()) * of.log_factor / days;
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
  Kinds kinds_;
  Chain chain_;
  double span_ = 0;                      // days
  std::vector<double> log_dispersions_;  // one a stream
  std::vector<Cell> cells_;
  std::vector<Cell::OfStream> of_streams_;  // one a stream, cell by cell
  bool under_way_ = false;                  // the worlds being lived
  // Of the world being lived:
  std::vector<bool> happened_;      // of milestones
  bool came_ = false;               // the happening was told
  std::vector<TimedEvent> events_;  // in the cell, in the order of time
};

}  // namespace

Simulation simulate(const Question& question, const SimulationChoices& choices) {
  if (!question.count) return Simulator(question, choices).run();
  const CountedBelief opened = CountedBelief::needed(question, {question.opened, kForever});
  return Simulator(CountedBelief::beside(question, opened.opening()), choices).run();
}

}  // namespace signpost::belief
