#include "engine/belief/credit.h"

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <map>
#include <numbers>
#include <unordered_map>
#include <utility>

#include "engine/belief/counted_belief.h"
#include "engine/belief/filter.h"
#include "engine/belief/kinds.h"
#include "engine/belief/timeline.h"

namespace signpost::belief {
namespace {

/// An item that is as good as certain takes as much doubt away as one that is wrong once in 10¹².
constexpr double kSurestShare = 1 - 1e-12;

double logistic(double x) { return Probability::from(LogOdds(x)).value(); }

/// The figure that is scored, of belief R in all but the happening: P = yes + moves·R and
/// 1 − P = no + moves·(1 − R), so that neither is a difference.
struct Figure {
  double yes = 0;
  double moves = 1;
  double no = 0;

  static Figure at_horizon(const Question& question, double days_left) {
    const double rate = -days_left / question.persistence.count();
    const double gone = -std::expm1(rate);
    return {question.base_rate.value() * gone, std::exp(rate),
            (1 - question.base_rate.value()) * gone};
  }
  /// Bits of what happened where the log-odds of R are x.
  [[nodiscard]] double bits(double x, bool outcome) const {
    // In the tails logarithms hold where probabilities are used up.
    if (yes == 0 && outcome) return (std::log(moves) + log_logistic(x)) / std::numbers::ln2;
    if (no == 0 && !outcome) return (std::log(moves) + log_logistic(-x)) / std::numbers::ln2;
    return std::log2((outcome ? yes : no) + moves * logistic(outcome ? x : -x));
  }
  /// Their derivative by x.
  [[nodiscard]] double slope(double x, bool outcome) const {
    const double towards = outcome ? x : -x;
    const double p = logistic(towards);
    const double rest = outcome ? yes : no;
    // Where nothing but R counts p cancels.
    const double share = rest == 0 ? 1 : moves * p / (rest + moves * p);
    return (outcome ? share : -share) * logistic(-towards) / std::numbers::ln2;
  }

 private:
  static double log_logistic(double x) {
    return x >= 0 ? -std::log1p(std::exp(-x)) : x - std::log1p(std::exp(x));
  }
};

/// Bits of silence, over a gap.
constexpr double kTolerance = 1e-12;
constexpr int kDeepest = 24;

/// Belief settles exponentially, so halving a gap soon comes to its quick part. `tolerance` is
/// absolute, of each part: the noise of rounding never asks for more parts.
template <class Function>
double integral(const Function& of, double from, double to, double tolerance, int deepest) {
  double error = 0;
  const double whole =
      boost::math::quadrature::gauss_kronrod<double, 15>::integrate(of, from, to, 0, 0.0, &error);
  error *= (to - from) / 2;  // it is of the interval −1 … 1
  if (error <= tolerance || deepest == 0) return whole;
  const double middle = from + (to - from) / 2;
  return integral(of, from, middle, tolerance, deepest - 1) +
         integral(of, middle, to, tolerance, deepest - 1);
}

class CreditReader {
 public:
  CreditReader(const Question& question, const Timeline& timeline, const Gathered& gathered,
               bool outcome, Scored scored)
      : question_(question),
        timeline_(timeline),
        gathered_(gathered),
        outcome_(outcome),
        scored_(scored),
        course_(question),
        reader_(timeline) {}

  Credit read(const Account& account) && {
    credit_.silence.assign(question_.streams.size(), 0.0);
    credit_.events.resize(account.events.size());
    credit_.prior = bits_at(0);
    credit_.close = credit_.prior;
    if (timeline_.end < 0) return std::move(credit_);
    if (timeline_.happening && timeline_.happening->at <= timeline_.end) {
      read_until(timeline_.happening->at);
      const double before = bits_at(reader_.now());
      happened_ = timeline_.happening->s;
      of_jumps_[kNoJump] += bits_at(reader_.now()) - before;
    }
    read_until(timeline_.end);
    credit_.close = bits_at(timeline_.end);
    for (std::size_t i = 0; i < account.events.size(); ++i) {
      enter(account.events[i], credit_.events[i]);
    }
    return std::move(credit_);
  }

 private:
  [[nodiscard]] Figure figure_at(double at) const {
    if (scored_ == Scored::kAtHorizon && question_.horizon && course_.fades()) {
      const auto horizon = static_cast<double>((*question_.horizon - question_.opened).count());
      return Figure::at_horizon(question_, std::max(0.0, horizon - at) / kSecondsPerDay);
    }
    return {happened_, 1 - happened_, 0};
  }
  [[nodiscard]] double bits_at(double at) const {
    return figure_at(at).bits(course_.log_odds().nats(), outcome_);
  }

  void read_until(double end) {
    reader_.read_until(
        end,
        [&](double net, double gross) {
          net_ = net;
          gross_ = gross;
          course_.drain(net);
        },
        [&](double days) { pass(days); }, [&](const Jump& jump) { leap(jump); });
    if (end > reader_.now()) pass((end - reader_.now()) / kSecondsPerDay);
    reader_.rest_at(end);
  }

  void pass(double days) {
    const double from = reader_.now();
    const double before = bits_at(from);
    double reach = 0;  // ∫ ∂b/∂x dt
    if (gross_ > 0) {
      const auto slope = [&](double passed) {
        return figure_at(from + passed * kSecondsPerDay)
            .slope(course_.log_odds_in(passed).nats(), outcome_);
      };
      reach = integral(slope, 0, days, kTolerance * (1 / gross_ + days), kDeepest);
    }
    course_.pass(days);
    for (std::size_t j = 0; j < credit_.silence.size(); ++j) {
      credit_.silence[j] -= reader_.drains()[j] * reach;
    }
    credit_.fading += bits_at(from + days * kSecondsPerDay) - before + net_ * reach;
  }

  void leap(const Jump& jump) {
    const double before = bits_at(jump.at);
    if (course_.fades()) {
      course_.multiply(jump.factor);
    } else {
      course_.add(timeline_.log_factor(jump, gathered_));
    }
    const double moved = bits_at(jump.at) - before;
    if (timeline_.is_unseen(jump)) {
      credit_.silence[static_cast<std::size_t>(jump.stream)] += moved;
    } else {
      of_jumps_[jump.event] += moved;
    }
  }

  void enter(const EventEntry& entry, EventCredit& event) const {
    const auto found = of_jumps_.find(entry.in_timeline);
    event.bits = found == of_jumps_.end() ? 0 : found->second;
    if (entry.in_timeline < 0) {
      event.items.push_back({entry.items.front(), event.bits});
      return;
    }
    const Range range =
        entry.in_timeline == kNoJump
            ? timeline_.happening->event.items
            : timeline_.counted[static_cast<std::size_t>(entry.in_timeline)].event.items;
    // The most credible of each origin; of equals the one that was stored first.
    std::map<std::pair<Key, ItemId>, const Observation*> best;
    for (const Observation* item : gathered_.in(range)) {
      const Observation*& of_origin =
          best[{item->origin, item->origin == kOwn ? item->item : ItemId{0}}];
      if (of_origin == nullptr || item->credibility > of_origin->credibility ||
          (item->credibility == of_origin->credibility && item->item < of_origin->item)) {
        of_origin = item;
      }
    }
    const auto doubt = [](const Observation& item) {
      return -std::log1p(-std::min(item.credibility, kSurestShare));
    };
    double all = 0;
    for (const auto& [origin, item] : best) all += doubt(*item);
    for (const auto& [origin, item] : best) {
      if (all > 0) event.items.push_back({item->item, event.bits * doubt(*item) / all});
    }
  }

  const Question& question_;
  const Timeline& timeline_;
  const Gathered& gathered_;
  bool outcome_;
  Scored scored_;
  Course course_;
  TimelineReader reader_;
  double net_ = 0;
  double gross_ = 0;
  double happened_ = 0;
  std::unordered_map<std::int32_t, double> of_jumps_;  // by Jump::event
  Credit credit_;
};

}  // namespace

Credit credit(const Question& question, const Moment& moment, const Account& account, bool outcome,
              Scored scored) {
  if (question.count) {
    Credit beside = credit(CountedBelief::beside(question, account.opening), moment, account,
                           outcome, Scored::kNow);
    beside.prior = Figure{}.bits(account.opening.nats(), outcome);
    beside.close = Figure{}.bits(account.closing.nats(), outcome);
    beside.count = beside.close - beside.prior;
    for (const EventCredit& event : beside.events) beside.count -= event.bits;
    for (const double silence : beside.silence) beside.count -= silence;
    return beside;
  }
  const Kinds kinds(question);
  Gathered gathered = gather(question, kinds, moment.as_of);
  const Timeline timeline = build_timeline(question, kinds, moment, gathered);
  return CreditReader(question, timeline, gathered, outcome, scored).read(account);
}

}  // namespace signpost::belief
