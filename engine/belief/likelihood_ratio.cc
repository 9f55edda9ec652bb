#include "engine/belief/likelihood_ratio.h"

#include <cmath>

namespace signpost::belief {

EventWeight::EventWeight(double if_true, double if_false, double dispersion, Probability prior)
    : if_true_(if_true),
      if_false_(if_false),
      rumour_(prior.value() * if_true + (1.0 - prior.value()) * if_false),
      dispersion_(dispersion) {}

EventWeight EventWeight::of(const Stream& stream, Probability prior) {
  return {stream.if_true.per_day(), stream.if_false.per_day(), stream.dispersion, prior};
}

EventWeight EventWeight::of_ratio(double ratio, Probability prior) {
  return {ratio, 1.0, 1.0, prior};
}

double EventWeight::log_factor(double credibility) const {
  const double false_report = (1.0 - credibility) * rumour_;
  const double if_true = credibility * if_true_ + false_report;
  const double if_false = credibility * if_false_ + false_report;
  // The difference is taken before the sum, so that weak evidence keeps all its digits.
  const double difference = credibility * (if_true_ - if_false_);
  const double log =
      difference >= 0 ? std::log1p(difference / if_false) : -std::log1p(-difference / if_true);
  return log / dispersion_;
}

double EventWeight::factor(double credibility) const {
  if (dispersion_ != 1.0) return std::exp(log_factor(credibility));
  const double false_report = (1.0 - credibility) * rumour_;
  return (credibility * if_true_ + false_report) / (credibility * if_false_ + false_report);
}

OccasionWeight::OccasionWeight(const Stream& stream, Probability prior)
    : if_true_(stream.seen_if_true.value()),
      if_false_(stream.seen_if_false.value()),
      rumour_(prior.value() * if_true_ + (1.0 - prior.value()) * if_false_) {}

double OccasionWeight::log_seen(double credibility, double coverage, double rest_here) const {
  if (rest_here != 1) {
    const double unseen = log_unseen(coverage);
    return unseen + rest_here * (log_seen(credibility, coverage) - unseen);
  }
  const double rest = (1.0 - credibility) / (1.0 - coverage * rumour_);
  const double if_true = credibility * if_true_ / rumour_ + rest * (1.0 - coverage * if_true_);
  const double if_false = credibility * if_false_ / rumour_ + rest * (1.0 - coverage * if_false_);
  const double difference = (if_true_ - if_false_) * (credibility / rumour_ - rest * coverage);
  return difference >= 0 ? std::log1p(difference / if_false) : -std::log1p(-difference / if_true);
}

double OccasionWeight::log_unseen(double coverage) const {
  const double difference = coverage * (if_false_ - if_true_);
  return difference >= 0 ? std::log1p(difference / (1.0 - coverage * if_false_))
                         : -std::log1p(-difference / (1.0 - coverage * if_true_));
}

}  // namespace signpost::belief
