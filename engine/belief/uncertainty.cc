// A drawn world differs from the declared one in its numbers only. As long as these decide neither
// where an event counts nor what its items tell together, its timeline has the same jumps and
// changes at the same times, and the timelines of the several dates differ only towards their ends.
// So what was said is gathered and placed once a date, in one world, and each world after that
// costs one pass over the jumps of the last date and a short one over what an earlier date heard
// otherwise. Where numbers do decide (Retelling::possible), every world is asked the long way.
#include "engine/belief/uncertainty.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <deque>
#include <limits>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include "engine/base/threads.h"
#include "engine/belief/believe.h"
#include "engine/belief/counted_belief.h"
#include "engine/belief/counted_events.h"
#include "engine/belief/events.h"
#include "engine/belief/filter.h"
#include "engine/belief/kinds.h"
#include "engine/belief/likelihood_ratio.h"
#include "engine/belief/sampling.h"
#include "engine/belief/timeline.h"

namespace signpost::belief {
namespace {

constexpr double kNinetyInHundred = 1.6448536269514722;  // standard deviations, both sides
// Rates and odds of a drawn world stay within what belief can reckon with.
constexpr double kLargest = 1e100;
constexpr double kSurest = 34;            // |ln odds| of a prior
constexpr double kSurestAtSetTimes = 14;  // of a sighting at a set time
// Apart from those of other guesses, which are numbered from 0.
constexpr std::uint64_t kSeedOfDrift = 1'000'000;
constexpr std::uint64_t kSeedOfDispersion = 1'000'001;

/// The numbers of one world.
struct Guess {
  struct OfStream {
    Rate if_true;
    Rate if_false;
    Probability seen_if_true;  // at set times
    Probability seen_if_false;
    std::vector<double> seasons;  // factors
  };
  Probability prior;
  std::vector<OfStream> streams;
};

/// Standard normal numbers, one a draw, one in each of kDraws equally likely parts.
std::vector<double> normals_of(std::uint64_t seed) {
  Random random(seed);
  std::vector<double> normals(kDraws);
  for (int i = 0; i < kDraws; ++i) {
    normals[static_cast<std::size_t>(i)] = normal_quantile((i + random.uniform()) / kDraws);
  }
  for (std::size_t i = normals.size(); i > 1; --i) {
    std::swap(normals[i - 1],
              normals[static_cast<std::size_t>(random.uniform() * static_cast<double>(i))]);
  }
  return normals;
}

/// Draws the numbers of all worlds. Each guess by itself falls once into each of kDraws equally
/// likely parts of its distribution (Latin hypercube: McKay, Beckman & Conover 1979), which narrows
/// the noise of the interval's ends.
class Guesser {
 public:
  Guesser(const Question& question, const Uncertainty& uncertainty)
      : question_(question), uncertainty_(uncertainty), kinds_(question) {
    assert(uncertainty.streams.size() == question.streams.size());
    guess(uncertainty.prior_within);
    for (const Uncertainty::OfStream& stream : uncertainty.streams) {
      guess(stream.within);
      guess(stream.ratio_within);
      for (const Uncertainty::SeasonGuess& season : stream.seasons) guess(season.within);
    }
  }

  [[nodiscard]] Guess at(int draw) const {
    auto next = logs_.begin();
    const auto log = [&] { return (*next++)[static_cast<std::size_t>(draw)]; };
    Guess drawn;
    const double moved = log();
    drawn.prior = moved == 0 ? question_.prior
                             : Probability::from(LogOdds(std::clamp(
                                   question_.prior.log_odds().nats() + moved, -kSurest, kSurest)));
    for (std::size_t j = 0; j < question_.streams.size(); ++j) {
      const Stream& stream = question_.streams[j];
      const double level = log();
      const double half_ratio = log() / 2;
      Guess::OfStream& of = drawn.streams.emplace_back();
      // Of a wider kind it is the rest that is guessed: so it always holds its narrower ones.
      const NetRates net = net_rates(question_, kinds_, static_cast<int>(j));
      of.if_true = times(Rate(net.if_true), level + half_ratio);
      of.if_false =
          stream.happening ? stream.if_false : times(Rate(net.if_false), level - half_ratio);
      if (stream.at_set_times()) {
        of.seen_if_true = moved_odds(stream.seen_if_true, level + half_ratio);
        of.seen_if_false = moved_odds(stream.seen_if_false, level - half_ratio);
      }
      for (std::size_t k = 0; k < uncertainty_.streams[j].seasons.size(); ++k) {
        of.seasons.push_back(std::clamp(std::exp(log()), 1 / kLargest, kLargest));
      }
    }
    for (const int j : kinds_.narrowest_first()) {
      const int wider = question_.streams[static_cast<std::size_t>(j)].of;
      if (wider == kNoWider) continue;
      const Guess::OfStream& part = drawn.streams[static_cast<std::size_t>(j)];
      Guess::OfStream& of = drawn.streams[static_cast<std::size_t>(wider)];
      of.if_true = Rate(of.if_true.per_day() + part.if_true.per_day());
      of.if_false = Rate(of.if_false.per_day() + part.if_false.per_day());
    }
    return drawn;
  }

 private:
  void guess(double within) {
    const double sigma = std::log(within) / kNinetyInHundred;
    std::vector<double>& logs = logs_.emplace_back(kDraws, 0.0);
    if (sigma == 0) return;
    std::transform(standard(logs_.size() - 1).begin(), standard(logs_.size() - 1).end(),
                   logs.begin(), [&](double normal) { return sigma * normal; });
  }

  /// The standard normal numbers of one guess in each world: the same for every question.
  static const std::vector<double>& standard(std::size_t guess) {
    thread_local std::deque<std::vector<double>> known;
    while (known.size() <= guess) known.push_back(normals_of(known.size()));
    return known[guess];
  }

  static Probability moved_odds(Probability p, double by) {
    if (by == 0) return p;
    return Probability::from(
        LogOdds(std::clamp(p.log_odds().nats() + by, -kSurestAtSetTimes, kSurestAtSetTimes)));
  }

  static Rate times(Rate rate, double log_factor) {
    if (log_factor == 0) return rate;
    return Rate(std::clamp(rate.per_day() * std::exp(log_factor), 1 / kLargest, kLargest));
  }

  const Question& question_;
  const Uncertainty& uncertainty_;
  Kinds kinds_;
  std::vector<std::vector<double>> logs_;  // of each guess's factor in each world
};

/// The credibility, in one world, of an item that cannot be judged: the item's own, wherever it
/// stands.
double credibility(ItemId item, int draw) {
  return fraction_of(
      scattered(scattered(static_cast<std::uint64_t>(item)) + static_cast<std::uint64_t>(draw)));
}

void judge(const std::vector<Observation>& declared, int draw, std::vector<Observation>& said) {
  for (std::size_t i = 0; i < said.size(); ++i) {
    if (declared[i].judged) continue;
    said[i].judged = true;
    said[i].credibility = credibility(said[i].item, draw);
  }
}

/// Multiplies what lies within [from, to).
void multiply(Steps& steps, Instant from, Instant to, double factor) {
  if (from >= to || factor == 1) return;
  // The first step holds before its time too; that is made plain where it would no longer be so.
  const Instant before = from - std::chrono::seconds(1);
  if (steps.front().from > before) steps.insert(steps.begin(), {before, steps.front().value});
  for (const Instant edge : {from, to}) {
    const auto after =
        std::upper_bound(steps.begin(), steps.end(), edge,
                         [](Instant instant, const Step& step) { return instant < step.from; });
    if (std::prev(after)->from != edge) steps.insert(after, {edge, std::prev(after)->value});
  }
  for (Step& step : steps) {
    if (step.from >= from && step.from < to) step.value *= factor;
  }
}

/// Makes `world`, a copy of the question whatever was drawn in it before, that of the guess.
void put(const Guess& guess, int draw, const Question& question, const Uncertainty& uncertainty,
         Question& world) {
  world.prior = guess.prior;
  judge(question.bearing, draw, world.bearing);
  for (std::size_t j = 0; j < question.streams.size(); ++j) {
    Stream& stream = world.streams[j];
    stream.if_true = guess.streams[j].if_true;
    stream.if_false = guess.streams[j].if_false;
    stream.seen_if_true = guess.streams[j].seen_if_true;
    stream.seen_if_false = guess.streams[j].seen_if_false;
    stream.season = question.streams[j].season;
    for (std::size_t k = 0; k < guess.streams[j].seasons.size(); ++k) {
      const Uncertainty::SeasonGuess& season = uncertainty.streams[j].seasons[k];
      multiply(stream.season, season.from, season.to, guess.streams[j].seasons[k]);
    }
    judge(question.streams[j].said, draw, stream.said);
  }
}

/// The same timelines told again with other numbers.
class Retelling {
 public:
  /// Whether the numbers decide nothing but weights: an event and an item stand in one place, or in
  /// places of which each is of the next wider one, and what cannot be judged is plain items, each
  /// an event of its own, that lie in no total (from which they would take off so much as they are
  /// credible).
  static bool possible(const Question& question) {
    struct Allotment {
      EventName name;
      int stream;

      auto operator<=>(const Allotment&) const = default;
    };
    const Kinds kinds(question);
    // An item's credibility decides what is left to the totals that it lies in.
    std::vector<bool> in_totals(question.streams.size(), false);
    for (std::size_t j = 0; j < question.streams.size(); ++j) {
      const std::vector<Observation>& said = question.streams[j].said;
      const bool has_totals = std::any_of(said.begin(), said.end(), [](const Observation& item) {
        return item.total && item.total->count > 0;
      });
      if (!has_totals) continue;
      in_totals[j] = true;
      for (const int k : kinds.narrower(static_cast<int>(j))) {
        in_totals[static_cast<std::size_t>(k)] = true;
      }
    }
    std::vector<Allotment> places;
    const auto fits = [&](const Observation& item, int stream, const Stream* about) {
      const bool alone = item.event == kOwn && about != nullptr && about->takes_count() &&
                         !item.total && !kinds.is_wider(stream) &&
                         !in_totals[static_cast<std::size_t>(stream)];
      const bool bears_alone =
          item.event == kOwn && about == nullptr && !(item.total && item.total->count == 0);
      if (!item.judged && !alone && !bears_alone) return false;
      if (about != nullptr && about->happening) return true;  // no contest
      places.push_back({name_of(item), stream});
      return true;
    };
    for (const Observation& item : question.bearing) {
      if (!fits(item, kUnforeseen, nullptr)) return false;
    }
    for (std::size_t j = 0; j < question.streams.size(); ++j) {
      for (const Observation& item : question.streams[j].said) {
        if (!fits(item, static_cast<int>(j), &question.streams[j])) return false;
      }
    }
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    // Of any two places of an event one must be of the other.
    for (auto one = places.begin(); one != places.end(); ++one) {
      for (auto other = one + 1; other != places.end() && other->name == one->name; ++other) {
        if (!kinds.is_of(one->stream, other->stream) && !kinds.is_of(other->stream, one->stream)) {
          return false;
        }
      }
    }
    return true;
  }

  /// `told` are the numbers of `world`, and its draw; dates ascending. What is equal in this world
  /// must be equal in all of them: it is a drawn world, not the declared one.
  Retelling(const Guess& told, const Question& question, const Uncertainty& uncertainty,
            const Question& world, std::span<const Instant> dates, Instant known_at)
      : uncertainty_(uncertainty) {
    question_.base_rate = question.base_rate;
    question_.persistence = question.persistence;
    question_.opened = question.opened;
    for (const Stream& stream : question.streams) {
      Stream& drawn = question_.streams.emplace_back();
      drawn.if_true = stream.if_true;
      drawn.if_false = stream.if_false;
      drawn.dispersion = stream.dispersion;
      drawn.season = stream.season;
      drawn.occasions = stream.occasions;
      for (const Observation& item : stream.said) {
        if (!item.judged) unjudged_.push_back(item.item);
      }
    }
    for (const Observation& item : question.bearing) {
      if (!item.judged) unjudged_.push_back(item.item);
    }
    std::sort(unjudged_.begin(), unjudged_.end());

    const Kinds kinds(world);
    const Placing placing{told, world, kinds,
                          known_at == kForever ? kAllReportsIn : since(question.opened, known_at)};
    Gathered all = gather(world, kinds, dates.back());
    const Timeline last = build_timeline(world, kinds, {dates.back(), known_at}, all);
    for (std::size_t i = 0; i < dates.size(); ++i) {
      Gathered gathered = gather(world, kinds, dates[i]);
      add_date(i, build_timeline(world, kinds, {dates[i], known_at}, gathered), gathered, last,
               placing);
    }
    std::sort(points_.begin(), points_.end(),
              [](const Point& a, const Point& b) { return a.from < b.from; });
    Timeline& whole = timelines_.emplace_back();
    whole.jumps = last.jumps;
    whole.changes = last.changes;
    whole.watching = last.watching;
    for (Jump& jump : whole.jumps) jump.event = weight_of(jump, last, all);
    list_drains_of(whole.changes, last, placing);
    timelines_.back().counted.resize(weights_.size());
  }

  /// Log-odds at each date in the world of the guess. Writes into the timelines.
  std::vector<LogOdds> operator()(const Guess& guess, int draw) {
    question_.prior = guess.prior;
    weigh(guess, draw);
    std::vector<LogOdds> at_dates(dates_);
    const Timeline& whole = timelines_.back();
    Filter belief(question_, whole, nothing_);
    for (const Point& point : points_) {
      if (point.end < 0) {
        at_dates[point.date] = guess.prior.log_odds();
        continue;
      }
      belief.hear_until(point.from);
      if (point.rest < 0) {
        at_dates[point.date] = with_happening(point, belief.log_odds_at(point.end));
      } else {
        Filter from_here = belief;
        from_here.go_on_with(timelines_[static_cast<std::size_t>(point.rest)]);
        from_here.hear_until(point.end);
        at_dates[point.date] = with_happening(point, from_here.log_odds_at(point.end));
      }
    }
    return at_dates;
  }

 private:
  /// One date: it heard what the last date heard until `from`, and then `rest`.
  struct Point {
    std::size_t date = 0;
    double from = 0;
    double end = 0;
    int rest = -1;  // in timelines_; −1: nothing else
    std::optional<Happening> happening;
  };
  /// What events of one kind are worth: they share a place and a credibility.
  struct Weight {
    int stream = kUnforeseen;
    double credibility = 0;
    double ratio = 1;
    double share = 1;     // of one event: a total's part, what a narrower kind leaves
    double coverage = 0;  // at set times
    bool unseen = false;  // likewise
    std::vector<ToldAs> told_as;
    std::optional<ItemId> unjudged;

    auto operator<=>(const Weight&) const = default;
  };
  /// The one world in which what was said is placed.
  struct Placing {
    const Guess& told;
    const Question& world;
    const Kinds& kinds;
    double known_at;  // seconds since the scenario opened, or kAllReportsIn
  };
  /// What a change drains, per 1 of the drain at full coverage in declared seasons; of a wider kind
  /// its level and how much of it each narrower one takes off, with the declared season.
  struct Drain {
    double share = 1;
    std::vector<ToldAs> taken_off;
  };

  static LogOdds with_happening(const Point& point, LogOdds rest) {
    return point.happening ? point.happening->add_to(rest) : rest;
  }

  /// Of the changes of one timeline, in their order; `of` is the whole of it.
  void list_drains_of(const std::vector<DrainChange>& changes, const Timeline& of,
                      const Placing& placing) {
    for (const DrainChange& change : changes) {
      Drain drain;
      if (placing.kinds.is_wider(change.stream)) {
        const auto level = [&](int j) {
          return LevelReader(placing.world, j, of.listening[static_cast<std::size_t>(j)],
                             placing.known_at, change.at)
              .value(change.at);
        };
        const double wide = level(change.stream);
        const Steps& season = question_.streams[static_cast<std::size_t>(change.stream)].season;
        const double declared = StepReader(season, question_.opened, change.at).value(change.at);
        drain.share = wide * declared;
        for (const int k : placing.kinds.parts(change.stream)) {
          drain.taken_off.push_back({k, std::min(wide, level(k)) * declared});
        }
      } else {
        const double full = drain_of(placing.told, change, drain);
        drain.share = full == 0 ? 0 : change.drain / full;
      }
      drains_.push_back(std::move(drain));
    }
  }

  void add_date(std::size_t date, const Timeline& timeline, const Gathered& gathered,
                const Timeline& last, const Placing& placing) {
    ++dates_;
    // Where the two part: the first jump or change that is not the same.
    double apart = std::numeric_limits<double>::infinity();
    const auto part = [&](const auto& ours, const auto& theirs, auto same, auto drawn) {
      const auto [a, b] =
          std::mismatch(ours.begin(), ours.end(), theirs.begin(), theirs.end(), same);
      if (a != ours.end()) apart = std::min(apart, a->at);
      if (b != theirs.end() && drawn(b->at)) apart = std::min(apart, b->at);
    };
    part(
        timeline.jumps, last.jumps,
        [](const Jump& a, const Jump& b) {
          return a.at == b.at && a.stream == b.stream && a.factor == b.factor;
        },
        [&](double at) { return at <= timeline.end; });
    part(
        timeline.changes, last.changes,
        [](const DrainChange& a, const DrainChange& b) {
          return a.at == b.at && a.stream == b.stream && a.drain == b.drain;
        },
        [&](double at) { return at < timeline.end; });
    if (timeline.end < 0 || apart > timeline.end) {
      points_.push_back({date, timeline.end, timeline.end, -1, timeline.happening});
      return;
    }
    points_.push_back({date, std::nextafter(apart, -1.0), timeline.end,
                       static_cast<int>(timelines_.size()), timeline.happening});
    Timeline& rest = timelines_.emplace_back();
    for (Jump jump : timeline.jumps) {
      if (jump.at < apart) continue;
      jump.event = weight_of(jump, timeline, gathered);
      rest.jumps.push_back(jump);
    }
    std::copy_if(timeline.changes.begin(), timeline.changes.end(), std::back_inserter(rest.changes),
                 [&](const DrainChange& change) { return change.at >= apart; });
    list_drains_of(rest.changes, timeline, placing);
  }

  std::int32_t weight_of(const Jump& jump, const Timeline& timeline, const Gathered& gathered) {
    const Counted* counted =
        jump.is_lone() ? nullptr : &timeline.counted[static_cast<std::size_t>(jump.event)];
    Weight weight;
    weight.stream = jump.stream;
    std::optional<std::uint32_t> first;
    if (counted == nullptr) {
      first = jump.lone_item();
      weight.credibility = gathered.items[*first]->credibility;
    } else {
      if (!counted->unseen) first = counted->event.items.first;
      weight.credibility = counted->event.credibility;
      weight.share = counted->rest * counted->counted / static_cast<double>(counted->jumps);
      weight.coverage = counted->coverage;
      weight.unseen = counted->unseen;
      weight.told_as = counted->told_as;
      if (counted->event.stream == kUnforeseen) weight.ratio = counted->event.ratio;
    }
    if (first) {
      const ItemId item = gathered.items[*first]->item;
      if (std::binary_search(unjudged_.begin(), unjudged_.end(), item)) weight.unjudged = item;
    }
    const auto [known, is_new] =
        index_.try_emplace(weight, static_cast<std::int32_t>(weights_.size()));
    if (is_new) weights_.push_back(weight);
    return known->second;
  }

  /// What a change drains a day under the guess's numbers: of a wider kind in full, else up to
  /// coverage and declared seasons.
  [[nodiscard]] double drain_of(const Guess& guess, const DrainChange& change,
                                const Drain& of) const {
    const auto difference = [&](int j) {
      const Guess::OfStream& numbers = guess.streams[static_cast<std::size_t>(j)];
      return numbers.if_true.per_day() - numbers.if_false.per_day();
    };
    const auto j = static_cast<std::size_t>(change.stream);
    double drain = difference(change.stream);
    if (!of.taken_off.empty()) {
      drain *= of.share;
      for (const auto& [narrower, share] : of.taken_off) drain -= share * difference(narrower);
      drain /= question_.streams[j].dispersion;
    }
    const std::vector<double>& seasons = guess.streams[j].seasons;
    for (std::size_t k = 0; k < seasons.size(); ++k) {
      const Uncertainty::SeasonGuess& season = uncertainty_.streams[j].seasons[k];
      if (change.at >= since(question_.opened, season.from) &&
          change.at < since(question_.opened, season.to)) {
        drain *= seasons[k];
      }
    }
    return drain;
  }

  void weigh(const Guess& guess, int draw) {
    std::vector<EventWeight> weights;
    for (std::size_t j = 0; j < question_.streams.size(); ++j) {
      Stream& stream = question_.streams[j];
      stream.if_true = guess.streams[j].if_true;
      stream.if_false = guess.streams[j].if_false;
      stream.seen_if_true = guess.streams[j].seen_if_true;
      stream.seen_if_false = guess.streams[j].seen_if_false;
      weights.push_back(EventWeight::of(stream, guess.prior));
    }
    Timeline& whole = timelines_.back();
    factors_.resize(weights_.size());
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      const Weight& weight = weights_[i];
      const double q = weight.unjudged ? credibility(*weight.unjudged, draw) : weight.credibility;
      if (at_set_times(weight.stream)) {
        whole.counted[i].log_factor = log_at_set_time(weight, guess.prior);
        factors_[i] = std::exp(whole.counted[i].log_factor);
        continue;
      }
      const EventWeight scale = scale_of(weight, guess.prior, weights);
      whole.counted[i].log_factor = weight.share * scale.log_factor(q);
      factors_[i] = weight.share == 1 ? scale.factor(q) : std::exp(whole.counted[i].log_factor);
    }
    auto drain = drains_.begin();
    for (Timeline& timeline : timelines_) {
      for (Jump& jump : timeline.jumps)
        jump.factor = factors_[static_cast<std::size_t>(jump.event)];
      for (DrainChange& change : timeline.changes) {
        const double full = drain_of(guess, change, *drain);
        change.drain = drain->taken_off.empty() ? drain->share * full : full;
        ++drain;
      }
    }
  }

  [[nodiscard]] bool at_set_times(int stream) const {
    return stream != kUnforeseen &&
           question_.streams[static_cast<std::size_t>(stream)].at_set_times();
  }

  [[nodiscard]] double log_at_set_time(const Weight& weight, Probability prior) const {
    const OccasionWeight scale(question_.streams[static_cast<std::size_t>(weight.stream)], prior);
    return weight.unseen ? scale.log_unseen(weight.coverage)
                         : scale.log_seen(weight.credibility, weight.coverage, weight.share);
  }

  [[nodiscard]] EventWeight scale_of(const Weight& weight, Probability prior,
                                     const std::vector<EventWeight>& weights) const {
    if (weight.stream == kUnforeseen) return EventWeight::of_ratio(weight.ratio, prior);
    const auto j = static_cast<std::size_t>(weight.stream);
    if (weight.told_as.empty()) return weights[j];
    const NetRates net = net_rates(question_, weight.stream, weight.told_as);
    return {net.if_true, net.if_false, question_.streams[j].dispersion, prior};
  }

  Question question_;  // without what was said
  const Uncertainty& uncertainty_;
  std::vector<ItemId> unjudged_;  // sorted
  std::map<Weight, std::int32_t> index_;
  std::vector<Weight> weights_;
  std::vector<double> factors_;
  std::vector<Timeline> timelines_;  // what dates heard otherwise; last, what the last date heard
  std::vector<Drain> drains_;        // of all their changes
  std::vector<Point> points_;        // in the order of `from`
  std::size_t dates_ = 0;
  Gathered nothing_;  // no jump of the timelines is a lone item any more
};

/// Log-odds at each date in each world, date by date; in nats.
std::vector<std::vector<double>> drawn_log_odds(const Question& question,
                                                const Uncertainty& uncertainty,
                                                std::span<const Instant> as_of, Instant known_at,
                                                unsigned threads) {
  const Guesser guesser(question, uncertainty);
  std::vector<std::vector<double>> drawn_at(as_of.size(), std::vector<double>(kDraws));
  const auto enter = [&](int draw, std::size_t date, LogOdds x) {
    drawn_at[date][static_cast<std::size_t>(draw)] = x.nats();
  };
  if (Retelling::possible(question)) {
    std::vector<std::size_t> order(as_of.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return as_of[a] < as_of[b]; });
    std::vector<Instant> dates(as_of.begin(), as_of.end());
    std::sort(dates.begin(), dates.end());
    Question world = question;
    const Guess told = guesser.at(0);
    put(told, 0, question, uncertainty, world);
    const Retelling retelling(told, question, uncertainty, world, dates, known_at);
    in_parallel(kDraws, threads, [&] {
      return [&, retell = retelling](int draw) mutable {
        const std::vector<LogOdds> points = retell(guesser.at(draw), draw);
        for (std::size_t i = 0; i < points.size(); ++i) enter(draw, order[i], points[i]);
      };
    });
  } else {
    in_parallel(kDraws, threads, [&] {
      return [&, world = question](int draw) mutable {
        put(guesser.at(draw), draw, question, uncertainty, world);
        const std::vector<LogOdds> points = history(world, as_of, known_at);
        for (std::size_t i = 0; i < points.size(); ++i) enter(draw, i, points[i]);
      };
    });
  }
  return drawn_at;
}

/// The 90 % intervals of what was drawn, which hold what is declared.
std::vector<Interval> intervals_of(std::vector<std::vector<double>> drawn_at,
                                   std::span<const LogOdds> declared) {
  std::vector<Interval> result;
  for (std::size_t i = 0; i < declared.size(); ++i) {
    for (double& drawn : drawn_at[i]) drawn = Probability::from(LogOdds(drawn)).value();
    const double p = Probability::from(declared[i]).value();
    result.push_back({Probability(std::min(p, quantile(drawn_at[i], 0.05))),
                      Probability(std::max(p, quantile(drawn_at[i], 0.95)))});
  }
  return result;
}

// --- The count -----------------------------------------------------------------------------------

/// How far the log-odds of a count move where drift and dispersion are off, by how far each is, in
/// parts of ln kCountWithin: known at −1, 0 and 1 of both, and between in straight lines.
class CountSway {
 public:
  CountSway(const Question& question, std::span<const Instant> dates, Instant known_at,
            unsigned threads) {
    const Instant last = *std::max_element(dates.begin(), dates.end());
    const CountedEvents counted(question, {last, known_at});
    const std::optional<double> drift = likely_drift(counted.question());
    if (!drift) throw no_history();
    const double dispersion = counted.question().dispersion;
    in_parallel(9, threads, [&] {
      return [&](int i) {
        Question off = only_count(question);
        off.count->drift = *drift * std::pow(kCountWithin, i / 3 - 1);
        off.count->dispersion = std::max(1.0, dispersion * std::pow(kCountWithin, i % 3 - 1));
        points_[static_cast<std::size_t>(i)] = standings(off, dates, known_at);
      };
    });
  }

  /// At a date; both within ±kFarthest.
  [[nodiscard]] double at(std::size_t date, double drift, double dispersion) const {
    const auto across = [&](std::size_t row) {
      return between(nats(3 * row, date), nats(3 * row + 1, date), nats(3 * row + 2, date),
                     dispersion);
    };
    return between(across(0), across(1), across(2), drift) - nats(4, date);
  }

  static constexpr double kFarthest = 1.5;

 private:
  static Question only_count(const Question& question) {
    Question only;
    only.opened = question.opened;
    only.horizon = question.horizon;
    only.denials = question.denials;
    only.count = question.count;
    return only;
  }
  static double between(double low, double middle, double high, double at) {
    return middle + at * (at < 0 ? middle - low : high - middle);
  }
  [[nodiscard]] double nats(std::size_t point, std::size_t date) const {
    return points_[point][date]->nats();
  }

  std::array<std::vector<std::optional<LogOdds>>, 9> points_;
};

std::vector<Interval> counted_intervals(const Question& question, const Uncertainty& uncertainty,
                                        std::span<const Instant> as_of, Instant known_at,
                                        unsigned threads) {
  const auto beliefs = CountedBelief::at(question, as_of, known_at);
  std::vector<LogOdds> declared;
  for (const std::optional<CountedBelief>& belief : beliefs) {
    if (!belief) throw no_history();
    declared.push_back(belief->log_odds());
  }
  const auto last = std::max_element(as_of.begin(), as_of.end()) - as_of.begin();
  const Question aside =
      CountedBelief::beside(question, beliefs[static_cast<std::size_t>(last)]->opening());
  Uncertainty of_aside = uncertainty;
  of_aside.prior_within = 1;  // P at the opening is the count's, and no judgement
  std::vector<std::vector<double>> drawn =
      drawn_log_odds(aside, of_aside, as_of, known_at, threads);
  const CountSway sway(question, as_of, known_at, threads);
  const auto steps = [](std::uint64_t seed) {
    std::vector<double> all = normals_of(seed);
    for (double& each : all) {
      each = std::clamp(each / kNinetyInHundred, -CountSway::kFarthest, CountSway::kFarthest);
    }
    return all;
  };
  const std::vector<double> drifts = steps(kSeedOfDrift);
  const std::vector<double> dispersions = steps(kSeedOfDispersion);
  for (std::size_t i = 0; i < as_of.size(); ++i) {
    for (std::size_t k = 0; k < drawn[i].size(); ++k) {
      const double beside = drawn[i][k] - aside.prior.log_odds().nats();
      const double moved = sway.at(i, drifts[k], dispersions[k]);
      drawn[i][k] = beliefs[i]->join(LogOdds(beside + moved)).nats();
    }
  }
  return intervals_of(std::move(drawn), declared);
}

}  // namespace

Question drawn(const Question& question, const Uncertainty& uncertainty, int draw) {
  assert(draw >= 0 && draw < kDraws);
  Question world = question;
  put(Guesser(question, uncertainty).at(draw), draw, question, uncertainty, world);
  return world;
}

std::vector<Interval> intervals(const Question& question, const Uncertainty& uncertainty,
                                std::span<const Instant> as_of, Instant known_at,
                                unsigned threads) {
  if (as_of.empty()) return {};
  if (question.count) return counted_intervals(question, uncertainty, as_of, known_at, threads);
  return intervals_of(drawn_log_odds(question, uncertainty, as_of, known_at, threads),
                      history(question, as_of, known_at));
}

}  // namespace signpost::belief
