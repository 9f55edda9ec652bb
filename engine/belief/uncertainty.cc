// A drawn world differs from the declared one in its numbers only. As long as these decide neither
// where an event counts nor what its items tell together, its docket has the same jumps and changes
// at the same times, and the dockets of the several dates differ only towards their ends. So what
// was said is gathered and placed once a date, in one world, and each world after that costs one
// pass over the jumps of the last date and a short one over what an earlier date heard otherwise.
// Where numbers do decide (Retelling::possible), every world is asked the long way.
#include "engine/belief/uncertainty.h"

#include <algorithm>
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
#include "engine/belief/docket.h"
#include "engine/belief/events.h"
#include "engine/belief/filter.h"
#include "engine/belief/kinds.h"
#include "engine/belief/sampling.h"
#include "engine/belief/weight.h"

namespace signpost::belief {
namespace {

constexpr double kNinetyInHundred = 1.6448536269514722;  // standard deviations, both sides
// Rates and odds of a drawn world stay within what belief can reckon with.
constexpr double kLargest = 1e100;
constexpr double kSurest = 34;            // |ln odds| of a prior
constexpr double kSurestAtSetTimes = 14;  // of a sighting at a set time

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
    while (known.size() <= guess) {
      Random random(known.size());
      std::vector<double>& normals = known.emplace_back(kDraws);
      for (int i = 0; i < kDraws; ++i) {
        normals[static_cast<std::size_t>(i)] = normal_quantile((i + random.uniform()) / kDraws);
      }
      for (std::size_t i = normals.size(); i > 1; --i) {
        std::swap(normals[i - 1],
                  normals[static_cast<std::size_t>(random.uniform() * static_cast<double>(i))]);
      }
    }
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

void judge(const std::vector<Testimony>& declared, int draw, std::vector<Testimony>& said) {
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

/// The same dockets told again with other numbers.
class Retelling {
 public:
  /// Whether the numbers decide nothing but weights: no event and no item stands in two places,
  /// what cannot be judged is plain items, each an event of its own, of an indicator without totals
  /// (from which it would take off so much as it is as credible), and there are no denials, kinds
  /// within kinds, set times or happening.
  static bool possible(const Question& question) {
    if (!question.denials.empty()) return false;
    for (const Stream& stream : question.streams) {
      if (stream.of != kNoWider || stream.at_set_times() || stream.happening) return false;
    }
    std::vector<std::tuple<Key, ItemId, int>> places;  // of a key, or of an item without one
    const auto fits = [&](const Testimony& item, int stream, bool takes_count, bool once) {
      if (!item.judged &&
          (item.event != kOwn || once || (item.total && (takes_count || item.total->count == 0)))) {
        return false;
      }
      places.emplace_back(item.event, item.event == kOwn ? item.item : ItemId{0}, stream);
      return true;
    };
    for (const Testimony& item : question.bearing) {
      if (!fits(item, kUnforeseen, false, false)) return false;
    }
    for (std::size_t j = 0; j < question.streams.size(); ++j) {
      const Stream& stream = question.streams[j];
      bool has_totals = false;
      bool has_unjudged = false;
      for (const Testimony& item : stream.said) {
        if (!fits(item, static_cast<int>(j), !stream.once, stream.once)) return false;
        has_totals |= item.total.has_value();
        has_unjudged |= !item.judged;
      }
      if (has_totals && has_unjudged) return false;
    }
    std::sort(places.begin(), places.end());
    return std::adjacent_find(places.begin(), places.end(), [](const auto& a, const auto& b) {
             return std::get<0>(a) == std::get<0>(b) && std::get<1>(a) == std::get<1>(b) &&
                    std::get<2>(a) != std::get<2>(b);
           }) == places.end();
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
      Stream& heard = question_.streams.emplace_back();
      heard.if_true = stream.if_true;
      heard.if_false = stream.if_false;
      heard.dispersion = stream.dispersion;
      for (const Testimony& item : stream.said) {
        if (!item.judged) unjudged_.push_back(item.item);
      }
    }
    for (const Testimony& item : question.bearing) {
      if (!item.judged) unjudged_.push_back(item.item);
    }
    std::sort(unjudged_.begin(), unjudged_.end());

    const Kinds kinds(world);
    Hearing all = gather(world, kinds, dates.back());
    const Docket last = draw_up(world, kinds, {dates.back(), known_at}, all);
    for (std::size_t i = 0; i < dates.size(); ++i) {
      Hearing hearing = gather(world, kinds, dates[i]);
      add_date(i, draw_up(world, kinds, {dates[i], known_at}, hearing), hearing, last);
    }
    std::sort(points_.begin(), points_.end(),
              [](const Point& a, const Point& b) { return a.from < b.from; });
    Docket& whole = dockets_.emplace_back();
    whole.jumps = last.jumps;
    whole.changes = last.changes;
    whole.watching = last.watching;
    for (Jump& jump : whole.jumps) jump.event = weight_of(jump, last, all);
    for (const Docket& docket : dockets_) {
      for (const Change& change : docket.changes) {
        drains_.push_back(change.drain / drain_of(told, change));
      }
    }
    dockets_.back().counted.resize(weights_.size());
  }

  /// Log-odds at each date in the world of the guess. Writes into the dockets.
  std::vector<LogOdds> operator()(const Guess& guess, int draw) {
    question_.prior = guess.prior;
    weigh(guess, draw);
    std::vector<LogOdds> at_dates(dates_);
    const Docket& whole = dockets_.back();
    Filter belief(question_, whole, nothing_);
    for (const Point& point : points_) {
      if (point.end < 0) {
        at_dates[point.date] = guess.prior.log_odds();
        continue;
      }
      belief.hear_until(point.from);
      if (point.rest < 0) {
        at_dates[point.date] = belief.log_odds_at(point.end);
      } else {
        Filter from_here = belief;
        from_here.go_on_with(dockets_[static_cast<std::size_t>(point.rest)]);
        from_here.hear_until(point.end);
        at_dates[point.date] = from_here.log_odds_at(point.end);
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
    int rest = -1;  // in dockets_; −1: nothing else
  };
  /// What events of one kind are worth: they share a place and a credibility.
  struct Weight {
    int stream = kUnforeseen;
    double credibility = 0;
    double ratio = 1;
    double share = 1;  // of one event, of a total's part
    std::optional<ItemId> unjudged;

    auto operator<=>(const Weight&) const = default;
  };

  void add_date(std::size_t date, const Docket& docket, const Hearing& hearing,
                const Docket& last) {
    ++dates_;
    // Where the two part: the first jump or change that is not the same.
    double apart = std::numeric_limits<double>::infinity();
    const auto part = [&](const auto& ours, const auto& theirs, auto same, auto heard) {
      const auto [a, b] =
          std::mismatch(ours.begin(), ours.end(), theirs.begin(), theirs.end(), same);
      if (a != ours.end()) apart = std::min(apart, a->at);
      if (b != theirs.end() && heard(b->at)) apart = std::min(apart, b->at);
    };
    part(
        docket.jumps, last.jumps,
        [](const Jump& a, const Jump& b) {
          return a.at == b.at && a.stream == b.stream && a.factor == b.factor;
        },
        [&](double at) { return at <= docket.end; });
    part(
        docket.changes, last.changes,
        [](const Change& a, const Change& b) {
          return a.at == b.at && a.stream == b.stream && a.drain == b.drain;
        },
        [&](double at) { return at < docket.end; });
    if (docket.end < 0 || apart > docket.end) {
      points_.push_back({date, docket.end, docket.end, -1});
      return;
    }
    points_.push_back(
        {date, std::nextafter(apart, -1.0), docket.end, static_cast<int>(dockets_.size())});
    Docket& rest = dockets_.emplace_back();
    for (Jump jump : docket.jumps) {
      if (jump.at < apart) continue;
      jump.event = weight_of(jump, docket, hearing);
      rest.jumps.push_back(jump);
    }
    std::copy_if(docket.changes.begin(), docket.changes.end(), std::back_inserter(rest.changes),
                 [&](const Change& change) { return change.at >= apart; });
  }

  std::int32_t weight_of(const Jump& jump, const Docket& docket, const Hearing& hearing) {
    const Counted* counted =
        jump.is_lone() ? nullptr : &docket.counted[static_cast<std::size_t>(jump.event)];
    const std::uint32_t first = counted == nullptr ? jump.lone_item() : counted->event.items.first;
    const ItemId item = hearing.items[first]->item;
    Weight weight{jump.stream, hearing.items[first]->credibility, 1, 1, std::nullopt};
    if (counted != nullptr) {
      weight.credibility = counted->event.credibility;
      weight.share = counted->counted / static_cast<double>(counted->jumps);
      if (counted->event.stream == kUnforeseen) weight.ratio = counted->event.ratio;
    }
    if (std::binary_search(unjudged_.begin(), unjudged_.end(), item)) weight.unjudged = item;
    const auto [known, is_new] =
        index_.try_emplace(weight, static_cast<std::int32_t>(weights_.size()));
    if (is_new) weights_.push_back(weight);
    return known->second;
  }

  /// What a change drains a day under the guess's numbers, up to coverage and declared seasons.
  [[nodiscard]] double drain_of(const Guess& guess, const Change& change) const {
    const auto j = static_cast<std::size_t>(change.stream);
    const Guess::OfStream& of = guess.streams[j];
    double drain = of.if_true.per_day() - of.if_false.per_day();
    for (std::size_t k = 0; k < of.seasons.size(); ++k) {
      const Uncertainty::SeasonGuess& season = uncertainty_.streams[j].seasons[k];
      const auto since = [&](Instant instant) {
        return static_cast<double>((instant - question_.opened).count());
      };
      if (change.at >= since(season.from) && change.at < since(season.to)) drain *= of.seasons[k];
    }
    return drain == 0 ? 1 : drain;  // nothing drains in any world
  }

  void weigh(const Guess& guess, int draw) {
    std::vector<Scale> scales;
    for (std::size_t j = 0; j < question_.streams.size(); ++j) {
      question_.streams[j].if_true = guess.streams[j].if_true;
      question_.streams[j].if_false = guess.streams[j].if_false;
      scales.push_back(Scale::of(question_.streams[j], guess.prior));
    }
    Docket& whole = dockets_.back();
    factors_.resize(weights_.size());
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      const Weight& weight = weights_[i];
      const Scale scale = weight.stream == kUnforeseen
                              ? Scale::of_ratio(weight.ratio, guess.prior)
                              : scales[static_cast<std::size_t>(weight.stream)];
      const double q = weight.unjudged ? credibility(*weight.unjudged, draw) : weight.credibility;
      whole.counted[i].log_factor = weight.share * scale.log_factor(q);
      factors_[i] = weight.share == 1 ? scale.factor(q) : std::exp(whole.counted[i].log_factor);
    }
    auto drain = drains_.begin();
    for (Docket& docket : dockets_) {
      for (Jump& jump : docket.jumps) jump.factor = factors_[static_cast<std::size_t>(jump.event)];
      for (Change& change : docket.changes) change.drain = *drain++ * drain_of(guess, change);
    }
  }

  Question question_;  // without what was said
  const Uncertainty& uncertainty_;
  std::vector<ItemId> unjudged_;  // sorted
  std::map<Weight, std::int32_t> index_;
  std::vector<Weight> weights_;
  std::vector<double> factors_;
  std::vector<Docket> dockets_;  // what dates heard otherwise; last, what the last date heard
  std::vector<double> drains_;   // of all their changes, per 1 of drain_of
  std::vector<Point> points_;    // in the order of `from`
  std::size_t dates_ = 0;
  Hearing nothing_;  // no jump of the dockets is a lone item any more
};

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
  const Guesser guesser(question, uncertainty);
  std::vector<std::vector<double>> drawn_at(as_of.size(), std::vector<double>(kDraws));
  const auto enter = [&](int draw, std::size_t date, LogOdds x) {
    drawn_at[date][static_cast<std::size_t>(draw)] = Probability::from(x).value();
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

  const std::vector<LogOdds> declared = history(question, as_of, known_at);
  std::vector<Interval> result;
  for (std::size_t i = 0; i < as_of.size(); ++i) {
    const double p = Probability::from(declared[i]).value();
    result.push_back({Probability(std::min(p, quantile(drawn_at[i], 0.05))),
                      Probability(std::max(p, quantile(drawn_at[i], 0.95)))});
  }
  return result;
}

}  // namespace signpost::belief
