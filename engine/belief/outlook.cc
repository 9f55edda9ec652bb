#include "engine/belief/outlook.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "engine/base/stop.h"
#include "engine/belief/believe.h"
#include "engine/belief/counted_belief.h"
#include "engine/belief/events.h"
#include "engine/belief/filter.h"
#include "engine/belief/steps.h"
#include "engine/belief/timeline.h"

namespace signpost::belief {
namespace {

constexpr double kMostEvents = 2000;  // expected in a window; above it the stream is thinned
constexpr double kNegligible = 1e-18;
constexpr std::size_t kAnyNumber = std::numeric_limits<std::size_t>::max();

/// A stretch of the window at one level, or (days = 0) a set time.
struct Stretch {
  double days = 0;
  double level = 1;  // coverage, and what a milestone's reports leave of it
  double season = 1;
};

/// (state, N), and how it moves on.
class Joint {
 public:
  /// N counts up to `most`.
  Joint(double under_way, std::size_t most) : most_(most), now_{{1 - under_way, under_way}} {}

  /// Lets `days` pass with events at a a day under way, b not, by uniformization: the chain's own
  /// clock ticks at a rate that is enough for everything, and what ticks between is no change.
  void pass(const Chain& chain, double a, double b, double days) {
    const double clock = std::max(chain.starts + b, chain.stops + a);
    const double ticks = clock * days;
    if (!(ticks > 0)) return;
    const double starts = chain.starts / clock;
    const double stops = chain.stops / clock;
    const double seen_if_true = a / clock;
    const double seen_if_false = b / clock;
    Masses sum(now_.size(), {0, 0});
    double left = 1;  // of the Poisson distribution of the number of ticks
    for (double k = 0;; ++k) {
      give_up_if_asked();
      const double weight = std::exp(k * std::log(ticks) - ticks - std::lgamma(k + 1));
      if (sum.size() < now_.size()) sum.resize(now_.size(), {0, 0});
      if (weight > 0) {
        for (std::size_t n = first_; n < now_.size(); ++n) {
          sum[n][0] += weight * now_[n][0];
          sum[n][1] += weight * now_[n][1];
        }
      }
      left -= weight;
      if (k > ticks && (left <= 1e-15 || weight < kNegligible)) break;
      tick(starts, stops, seen_if_true, seen_if_false);
    }
    now_ = std::move(sum);
    first_ = 0;
  }

  /// A set time comes: it is seen with so much chance under way, and so much not.
  void look(double seen_if_true, double seen_if_false) {
    now_.push_back({0, 0});
    for (std::size_t n = now_.size(); n-- > 1;) {
      now_[n][0] = now_[n][0] * (1 - seen_if_false) + now_[n - 1][0] * seen_if_false;
      now_[n][1] = now_[n][1] * (1 - seen_if_true) + now_[n - 1][1] * seen_if_true;
    }
    now_[0][0] *= 1 - seen_if_false;
    now_[0][1] *= 1 - seen_if_true;
  }

  /// Mutual information of state and N, in bits; every term of the sum is >= 0.
  [[nodiscard]] double bits() const {
    std::array<double, 2> state{0, 0};
    for (const auto& mass : now_) {
      state[0] += mass[0];
      state[1] += mass[1];
    }
    const double all = state[0] + state[1];
    double nats = 0;
    for (const auto& mass : now_) {
      for (const std::size_t x : {0U, 1U}) {
        const double apart = state[x] * (mass[0] + mass[1]) / all;
        if (mass[x] > 0) nats += mass[x] * std::log(mass[x] / apart);
        nats += apart - mass[x];
      }
    }
    return std::max(0.0, nats / std::log(2.0));
  }

  /// The chance that N is not 0.
  [[nodiscard]] double seen() const {
    double sum = 0;
    for (std::size_t n = 1; n < now_.size(); ++n) sum += now_[n][0] + now_[n][1];
    return sum;
  }

 private:
  using Masses = std::vector<std::array<double, 2>>;

  void tick(double starts, double stops, double seen_if_true, double seen_if_false) {
    if (now_.size() <= most_ && now_.back()[0] + now_.back()[1] > kNegligible) {
      now_.push_back({0, 0});
    }
    while (first_ + 1 < now_.size() && now_[first_][0] + now_[first_][1] < kNegligible) ++first_;
    const std::size_t last = now_.size() - 1;
    std::array<double, 2> seen{0, 0};  // what comes from one event fewer
    for (std::size_t n = first_; n <= last; ++n) {
      const auto [no, yes] = now_[n];
      const double seen_no = seen_if_false * no;
      const double seen_yes = seen_if_true * yes;
      now_[n][0] = no * (1 - starts - seen_if_false) + yes * stops + seen[0];
      now_[n][1] = yes * (1 - stops - seen_if_true) + no * starts + seen[1];
      seen = {seen_no, seen_yes};
    }
    // What can be counted no further stays.
    now_[last][0] += seen[0];
    now_[last][1] += seen[1];
  }

  std::size_t most_;
  Masses now_;
  std::size_t first_ = 0;  // below it nothing is left
};

class Lookout {
 public:
  /// counted  of a countable forecast, whose question is that of what stands beside the count
  Lookout(const Question& question, const Moment& moment, Days window,
          const std::optional<CountedBelief>& counted)
      : question_(question),
        counted_(counted),
        chain_(Chain::of(question.base_rate, question.persistence)),
        from_(question.horizon ? std::min(moment.as_of, *question.horizon) : moment.as_of),
        until_(from_),
        known_at_(from_ + (moment.known_at - moment.as_of)) {
    const Days longest = question.horizon ? std::min(window, Days(*question.horizon - from_))
                                          : std::min(window, Days(kForever - from_));
    const bool listens = !counted || !counted->decided();
    if (listens && longest.count() > 0) until_ += std::chrono::round<std::chrono::seconds>(longest);
    told_.assign(question.streams.size(), 0.0);
    const Kinds kinds(question);
    Gathered gathered = gather(question, kinds, moment.as_of);
    const Timeline timeline = build_timeline(question, kinds, moment, gathered);
    rest_ =
        timeline.end < 0 ? question.prior.log_odds() : filter_rest(question, timeline, gathered);
    rest_ = shown(rest_);
    happening_ = timeline.happening;
    now_ = timeline.end < 0 ? rest_ : timeline.with_happening(rest_);
    for (std::size_t j = 0; j < told_.size(); ++j) {
      const std::vector<Deafening>& deafening = timeline.listening[j].deafening;
      if (!deafening.empty()) told_[j] = 1 - deafening.back().hears;
      if (timeline.happening && timeline.happening->event.stream == static_cast<int>(j)) {
        told_[j] = timeline.happening->s;
      }
    }
  }

  [[nodiscard]] Outlook at(std::size_t j) const {
    const Stream& stream = question_.streams[j];
    const std::vector<Stretch> covered = stretches(stream, told_[j], true);
    Outlook outlook;
    outlook.level = value_at(stream.coverage, from_);
    outlook.expected = expected(stream, covered);
    outlook.bits = bits(stream, covered);
    outlook.bits_if_covered = bits(stream, stretches(stream, told_[j], false));
    outlook.if_seen = if_seen(j);
    outlook.if_silent = if_silent(stream, covered);
    return outlook;
  }

 private:
  [[nodiscard]] std::vector<Stretch> stretches(const Stream& stream, double told,
                                               bool as_covered) const {
    std::vector<Stretch> parts;
    Instant at = from_;
    if (stream.at_set_times()) {
      for (const Instant occasion : stream.occasions) {
        if (occasion <= from_ || occasion > until_) continue;
        parts.push_back({Days(occasion - at).count(), 0, 1});
        parts.push_back({0, as_covered ? value_at(stream.coverage, occasion) : 1.0, 1});
        at = occasion;
      }
      if (until_ > at) parts.push_back({Days(until_ - at).count(), 0, 1});
      return parts;
    }
    std::vector<Instant> ends = {until_};
    add_starts(stream.coverage, from_, until_, ends);
    add_starts(stream.season, from_, until_, ends);
    std::sort(ends.begin(), ends.end());
    for (const Instant end : ends) {
      if (end == at) continue;
      parts.push_back({Days(end - at).count(),
                       (as_covered ? value_at(stream.coverage, at) : 1.0) * (1 - told),
                       value_at(stream.season, at)});
      at = end;
    }
    return parts;
  }

  /// Of the state and N. A milestone's N is 0 or 1.
  [[nodiscard]] Joint joint(const Stream& stream, const std::vector<Stretch>& parts,
                            double dispersion) const {
    const double a = stream.if_true.per_day() / dispersion;
    const double b = stream.if_false.per_day() / dispersion;
    double most = 0;
    for (const Stretch& part : parts) {
      most += part.level * part.season * std::max(a, b) * part.days;
    }
    const double kept = stream.once ? 1.0 : std::min(1.0, kMostEvents / most);
    Joint state_and_number(Probability::from(now_).value(), stream.once ? 1 : kAnyNumber);
    for (const Stretch& part : parts) {
      if (part.days == 0) {
        state_and_number.look(part.level * stream.seen_if_true.value(),
                              part.level * stream.seen_if_false.value());
        continue;
      }
      const double level = kept * part.level * part.season;
      // Past that a milestone is certain at once.
      const double enough = kMostEvents / part.days;
      state_and_number.pass(chain_, std::min(level * a, enough), std::min(level * b, enough),
                            part.days);
    }
    return state_and_number;
  }

  [[nodiscard]] double bits(const Stream& stream, const std::vector<Stretch>& parts) const {
    const bool tells_nothing = stream.at_set_times() ? stream.seen_if_true == stream.seen_if_false
                                                     : stream.if_true == stream.if_false;
    if (tells_nothing) return 0;
    return joint(stream, parts, stream.dispersion).bits();
  }

  [[nodiscard]] double expected(const Stream& stream, const std::vector<Stretch>& parts) const {
    if (stream.once) return joint(stream, parts, 1).seen();
    // P goes back to the base rate at λ + μ while nobody looks.
    const double returns = chain_.starts + chain_.stops;
    const double settled = question_.base_rate.value();
    double p = Probability::from(now_).value();
    double sum = 0;
    for (const Stretch& part : parts) {
      if (part.days == 0) {
        sum +=
            part.level * (p * stream.seen_if_true.value() + (1 - p) * stream.seen_if_false.value());
        continue;
      }
      const double gone = -std::expm1(-returns * part.days);
      const double under_way =
          chain_.forever() ? p * part.days : settled * part.days + (p - settled) * gone / returns;
      sum += part.level * part.season *
             (stream.if_true.per_day() * under_way +
              stream.if_false.per_day() * (part.days - under_way));
      if (!chain_.forever()) p += (settled - p) * gone;
    }
    return sum;
  }

  [[nodiscard]] LogOdds after(LogOdds x, double drain, double days) const {
    if (!(days > 0)) return x;
    if (chain_.forever()) return x - LogOdds(drain * days);
    Odds odds(x);
    odds.cross(Passage::of(chain_, Motion::of(chain_, drain), days));
    return odds.log_odds();
  }

  /// As if it were recorded: what else is watched is a day more silent. What can be seen at set
  /// times only is seen at the next.
  [[nodiscard]] LogOdds if_seen(std::size_t j) const {
    if (until_ == from_) return now_;  // nothing counts any more
    const std::vector<Instant>& occasions = question_.streams[j].occasions;
    Instant then = from_ + std::chrono::hours(24);
    if (!occasions.empty()) {
      const auto next = std::upper_bound(occasions.begin(), occasions.end(), from_);
      if (next == occasions.end()) return now_;
      then = *next;
    }
    const Instant tomorrow = question_.horizon ? std::min(then, *question_.horizon) : then;
    if (tomorrow < then && !occasions.empty()) return now_;
    Observation sighting;
    sighting.item = std::numeric_limits<ItemId>::max();
    sighting.occurred = std::max(tomorrow, question_.opened);
    sighting.credibility = kCredibilityOfB2;
    Question told = question_;
    told.streams[j].said.push_back(sighting);
    return shown(log_odds(told, {sighting.occurred, sighting.occurred + (known_at_ - from_)}));
  }

  /// What belief is where that of the question is so much.
  [[nodiscard]] LogOdds shown(LogOdds x) const {
    return counted_ ? counted_->join(x - question_.prior.log_odds()) : x;
  }

  [[nodiscard]] LogOdds if_silent(const Stream& stream, const std::vector<Stretch>& parts) const {
    const double drain = (stream.if_true.per_day() - stream.if_false.per_day()) / stream.dispersion;
    const OccasionWeight occasion(stream, question_.prior);
    LogOdds x = rest_;
    for (const Stretch& part : parts) {
      x = part.days == 0 ? x + LogOdds(occasion.log_unseen(part.level))
                         : after(x, part.level * part.season * drain, part.days);
    }
    return happening_ ? happening_->add_to(x) : x;
  }

  const Question& question_;
  const std::optional<CountedBelief>& counted_;
  Chain chain_;
  Instant from_;
  Instant until_;
  LogOdds now_;
  LogOdds rest_;  // without what has happened
  std::optional<Happening> happening_;
  Instant known_at_;
  std::vector<double> told_;  // one a stream: how credibly its milestone has been told
};

}  // namespace

std::vector<Outlook> outlooks(const Question& question, const Moment& moment, Days window) {
  std::optional<CountedBelief> counted;
  std::optional<Question> aside;
  if (question.count) {
    counted = CountedBelief::needed(question, moment);
    aside = CountedBelief::beside(question, counted->opening());
  }
  const Lookout lookout(aside ? *aside : question, moment, window, counted);
  std::vector<Outlook> all;
  for (std::size_t j = 0; j < question.streams.size(); ++j) all.push_back(lookout.at(j));
  return all;
}

}  // namespace signpost::belief
