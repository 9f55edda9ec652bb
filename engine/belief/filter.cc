#include "engine/belief/filter.h"

#include <cmath>
#include <limits>

#include "engine/belief/weight.h"

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

LogOdds filter(const Question& question, const Docket& docket, const Hearing& hearing) {
  const Chain chain = Chain::of(question.base_rate, question.persistence);
  if (chain.forever()) {
    FixedFact fact(question.prior.log_odds());
    double drain = 0;
    read_in_order(
        docket, [&](double net, double) { drain = net; },
        [&](double days) { fact.add(-drain * days); },
        [&](const Jump& jump) { fact.add(docket.log_factor(jump, hearing)); });
    return fact.log_odds();
  }
  Odds odds(question.prior.log_odds());
  Motion motion = Motion::of(chain, 0);
  read_in_order(
      docket, [&](double net, double) { motion = Motion::of(chain, net); },
      [&](double days) { odds.cross(Passage::of(chain, motion, days)); },
      [&](const Jump& jump) { odds.multiply(jump.factor); });
  return odds.log_odds();
}

}  // namespace signpost::belief
