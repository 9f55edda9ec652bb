#include "engine/belief/filter.h"

#include <cmath>
#include <limits>

#include "engine/belief/likelihood_ratio.h"

namespace signpost::belief {
namespace {

constexpr double kExtreme = 1e290;

/// ln(e^a + e^b).
double log_sum(double a, double b) {
  const double larger = a > b ? a : b;
  const double smaller = a > b ? b : a;
  return larger + std::log1p(std::exp(smaller - larger));
}

}  // namespace

Chain Chain::of(Probability base_rate, Days persistence) {
  if (std::isinf(persistence.count())) return {};
  return {base_rate.value() / persistence.count(), (1 - base_rate.value()) / persistence.count()};
}

Motion Motion::of(const Chain& chain, double drain) {
  if (chain.forever()) return {};
  const double product = chain.starts * chain.stops;
  if (drain == 0) return {chain.starts + chain.stops, chain.starts, chain.stops};
  const double b = chain.starts - chain.stops - drain;
  const double h = std::sqrt(b * b + 4 * product);
  const double larger = (h + std::fabs(b)) / 2;
  const double smaller = product / larger;
  return b > 0 ? Motion{h, larger, smaller} : Motion{h, smaller, larger};
}

Passage Passage::of(const Chain& chain, const Motion& motion, double days) {
  // Whichever of e^(−hΔt) and 1 − e^(−hΔt) is the smaller is computed directly.
  const double exponent = -motion.rate * days;
  double left;
  double gone;
  if (exponent > -0.5) {
    gone = -std::expm1(exponent);
    left = 1 - gone;
  } else {
    left = std::exp(exponent);
    gone = 1 - left;
  }
  return {motion.up + motion.down * left, chain.starts * gone, chain.stops * gone,
          motion.down + motion.up * left};
}

Odds::Odds(LogOdds start) : value_(start.nats()), extreme_(true) { leave_extreme(); }

void Odds::multiply(double factor) {
  if (extreme_) {
    value_ += std::log(factor);
    leave_extreme();
    return;
  }
  const double product = value_ * factor;
  if (product < kExtreme && product > 1 / kExtreme) {
    value_ = product;
  } else {
    value_ = std::log(value_) + std::log(factor);
    extreme_ = true;
  }
}

void Odds::cross(const Passage& gap) {
  if (extreme_) {
    cross_extreme(gap);
  } else {
    value_ = (gap.stay * value_ + gap.start) / (gap.stop * value_ + gap.rest);
  }
}

double Odds::log_value() const { return std::log(value_); }

void Odds::leave_extreme() {
  if (std::fabs(value_) < std::log(kExtreme)) {
    value_ = std::exp(value_);
    extreme_ = false;
  }
}

void Odds::cross_extreme(const Passage& gap) {
  const double x = value_;
  value_ = log_sum(std::log(gap.stay) + x, std::log(gap.start)) -
           log_sum(std::log(gap.stop) + x, std::log(gap.rest));
  leave_extreme();
}

void FixedFact::add(double nats) {
  // Neumaier's sum: what the larger of the two loses is kept.
  const double sum = sum_ + nats;
  carried_ += std::fabs(sum_) >= std::fabs(nats) ? (sum_ - sum) + nats : (nats - sum) + sum_;
  sum_ = sum;
}

void TimelineReader::go_on_with(const Timeline& rest) {
  timeline_ = &rest;
  change_ = 0;
  jump_ = 0;
}

void Course::stop_fading() {
  if (!fades()) return;
  fact_ = FixedFact(odds_.log_odds());
  chain_ = {};
}

LogOdds Course::log_odds_in(double days) const {
  if (!(days > 0)) return log_odds();
  Course then = *this;
  then.pass(days);
  return then.log_odds();
}

void Filter::hear_until(double at) {
  const auto on_drain = [&](double net, double) { course_.drain(net); };
  const auto on_gap = [&](double days) { course_.pass(days); };
  if (course_.fades()) {
    reader_.read_until(at, on_drain, on_gap,
                       [&](const Jump& jump) { course_.multiply(jump.factor); });
  } else {
    reader_.read_until(at, on_drain, on_gap, [&](const Jump& jump) {
      course_.add(timeline_->log_factor(jump, *gathered_));
    });
  }
}

void Filter::stop_fading(double at) {
  hear_until(at);
  if (const double days = (at - reader_.now()) / kSecondsPerDay; days > 0) {
    course_.pass(days);
    reader_.rest_at(at);
  }
  course_.stop_fading();
}

LogOdds filter_rest(const Question& question, const Timeline& timeline, const Gathered& gathered) {
  Filter belief(question, timeline, gathered);
  belief.hear_until(timeline.end);
  return belief.log_odds_at(timeline.end);
}

LogOdds filter(const Question& question, const Timeline& timeline, const Gathered& gathered) {
  return timeline.with_happening(filter_rest(question, timeline, gathered));
}

}  // namespace signpost::belief
