#include "engine/belief/counted_belief.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "engine/base/stop.h"
#include "engine/belief/believe.h"
#include "engine/belief/counted_events.h"

namespace signpost::belief {
namespace {

/// Exposures that differ by so little are the same, but for rounding. Days.
constexpr double kSameExposure = 1e-9;

bool same(Days a, Days b) { return std::fabs((a - b).count()) <= kSameExposure; }

LogOdds within_bounds(LogOdds x) {
  const LogOdds least = Probability(kLeastProbability).log_odds();
  const LogOdds most = Probability(1 - kLeastProbability).log_odds();
  return std::clamp(x, least, most);
}

/// What a question's count is at a date.
struct Dated {
  CountQuestion count;
  CountMoment now;
  bool decided = false;

  static Dated of(const Question& question, const Moment& moment) {
    const CountedEvents counted(question, moment);
    return {counted.question(), counted.question().now(), counted.decided()};
  }
};

/// Whether a count at an earlier date is what the later one tells of that date.
bool tells_of(const CountQuestion& later, const Dated& earlier) {
  const CountQuestion& then = earlier.count;
  const CountMoment& at = earlier.now;
  if (then.at_least != later.at_least || then.running > later.running ||
      then.periods.size() != later.periods.size()) {
    return false;
  }
  for (std::size_t k = 0; k < then.periods.size(); ++k) {
    const CountedPeriod& a = then.periods[k];
    const CountedPeriod& b = later.periods[k];
    const bool is_past = k < at.period;
    if (is_past && (a.counted != b.counted || !same(a.exposure, b.exposure))) return false;
    if (k < then.window) continue;
    if (is_past && !same(a.to_come, b.to_come)) return false;
    if (!same(a.exposure + a.to_come, b.exposure + b.to_come)) return false;
  }
  return true;
}

/// The log-odds of a question's count at many dates, with what is known at one instant.
class CountReader {
 public:
  CountReader(const Question& question, std::span<const Instant> dates, Instant known_at) {
    for (const Instant date : dates) {
      give_up_if_asked();
      dated_.push_back(Dated::of(question, {date, known_at}));
    }
    points_.resize(dated_.size());
    // From the last date on: it tells of the most others.
    std::vector<std::size_t> left(dated_.size());
    for (std::size_t i = 0; i < left.size(); ++i) left[i] = i;
    std::stable_sort(left.begin(), left.end(),
                     [&](std::size_t a, std::size_t b) { return dates[a] < dates[b]; });
    while (!left.empty()) read_together(left);
  }

  [[nodiscard]] const Dated& dated(std::size_t i) const { return dated_[i]; }
  [[nodiscard]] std::optional<LogOdds> point(std::size_t i) const { return points_[i]; }

 private:
  /// Reads those that the last of them tells of, and leaves the others.
  void read_together(std::vector<std::size_t>& left) {
    give_up_if_asked();
    const std::size_t latest = left.back();
    const CountQuestion& last = dated_[latest].count;
    std::vector<std::size_t> together;
    std::vector<CountMoment> moments;
    const auto others = std::stable_partition(left.begin(), left.end(), [&](std::size_t i) {
      return i != latest && !tells_of(last, dated_[i]);
    });
    together.assign(others, left.end());
    left.erase(others, left.end());
    moments.reserve(together.size());
    for (const std::size_t i : together) moments.push_back(dated_[i].now);
    const std::vector<std::optional<LogOdds>> points = count_log_odds(last, moments);
    for (std::size_t k = 0; k < together.size(); ++k) points_[together[k]] = points[k];
  }

  std::vector<Dated> dated_;
  std::vector<std::optional<LogOdds>> points_;
};

/// Whether anything but the count bears on it.
bool has_beside(const Question& question) {
  return !question.streams.empty() || !question.bearing.empty();
}

/// P at the first start of a period after `opened` at which there is history; nothing: at none.
std::optional<LogOdds> first_after(const CountQuestion& question, const CountMoment& opened) {
  for (std::size_t k = opened.period + 1; k <= question.now().period; ++k) {
    const auto point = count_log_odds(question, std::array{CountMoment{k, 0, Days(0)}}).front();
    if (point) return point;
  }
  return std::nullopt;
}

}  // namespace

std::logic_error no_history() {
  return std::logic_error("a countable forecast without history has no probability");
}

LogOdds CountedBelief::join(LogOdds beside) const {
  return decided_ ? count_ : within_bounds(count_ + beside);
}

double CountedBelief::share() const {
  if (decided_) return 0;
  const LogOdds full = count_ + beside_;
  const LogOdds left = within_bounds(full);
  return left == full ? 1 : (left - count_).nats() / beside_.nats();
}

Question CountedBelief::beside(const Question& question, LogOdds opening) {
  Question beside;
  beside.prior = beside.base_rate = Probability::from(opening);
  beside.persistence = Days(std::numeric_limits<double>::infinity());
  beside.opened = question.opened;
  beside.horizon = question.horizon;
  beside.streams = question.streams;
  beside.bearing = question.bearing;
  beside.denials = question.denials;
  return beside;
}

std::vector<std::optional<CountedBelief>> CountedBelief::at(const Question& question,
                                                            std::span<const Instant> as_of,
                                                            Instant known_at, Opening opening) {
  std::vector<std::optional<CountedBelief>> beliefs(as_of.size());
  const bool opens = has_beside(question) || opening == Opening::kAlways;
  std::vector<Instant> dates(as_of.begin(), as_of.end());
  if (opens) dates.push_back(question.opened);
  const CountReader reader(question, dates, known_at);
  for (std::size_t i = 0; i < as_of.size(); ++i) {
    if (!reader.point(i)) continue;
    beliefs[i].emplace();
    beliefs[i]->count_ = beliefs[i]->opening_ = *reader.point(i);
    beliefs[i]->decided_ = reader.dated(i).decided;
  }
  for (std::size_t i = 0; opens && i < as_of.size(); ++i) {
    if (!beliefs[i] || as_of[i] <= question.opened) continue;
    std::optional<LogOdds> opened = reader.point(as_of.size());
    if (!opened) opened = first_after(reader.dated(i).count, reader.dated(as_of.size()).now);
    if (opened) beliefs[i]->opening_ = *opened;
  }
  if (!has_beside(question)) return beliefs;
  // Dates that share an opening share a history of what stands beside.
  std::vector<bool> done(as_of.size(), false);
  for (std::size_t i = 0; i < as_of.size(); ++i) {
    if (done[i] || !beliefs[i] || as_of[i] <= question.opened) continue;
    std::vector<std::size_t> together;
    std::vector<Instant> at;
    for (std::size_t k = i; k < as_of.size(); ++k) {
      if (!beliefs[k] || as_of[k] <= question.opened || done[k]) continue;
      if (beliefs[k]->opening_ != beliefs[i]->opening_) continue;
      done[k] = true;
      together.push_back(k);
      at.push_back(as_of[k]);
    }
    const Question aside = beside(question, beliefs[i]->opening_);
    const std::vector<LogOdds> points = history(aside, at, known_at);
    for (std::size_t k = 0; k < together.size(); ++k) {
      beliefs[together[k]]->beside_ = points[k] - aside.prior.log_odds();
    }
  }
  return beliefs;
}

std::optional<CountedBelief> CountedBelief::of(const Question& question, const Moment& moment,
                                               Opening opening) {
  return at(question, std::array{moment.as_of}, moment.known_at, opening).front();
}

CountedBelief CountedBelief::needed(const Question& question, const Moment& moment,
                                    Opening opening) {
  std::optional<CountedBelief> belief = of(question, moment, opening);
  if (!belief) throw no_history();
  return *belief;
}

namespace {

/// Sums to `closing`, or it is a bug.
void check_balance(const Account& account) {
  LogOdds sum = account.opening + account.judgement;
  double size = std::fabs(sum.nats());
  const auto enter = [&](LogOdds entry) {
    sum += entry;
    size += std::fabs(entry.nats());
  };
  for (const CountLine& line : account.count->account.lines) enter(line.brought);
  for (const EventEntry& entry : account.events) enter(entry.today);
  for (const SilenceEntry& entry : account.silence) enter(entry.today);
  const double off = std::fabs((sum - account.closing).decibans());
  if (!(off <= 1e-9 * (1 + LogOdds(size).decibans()))) {
    throw std::logic_error("the books of a countable forecast do not balance: off by " +
                           std::to_string(off) + " dB");
  }
}

/// The lines of the periods, from the opening and to the closing that belief has.
CountAccount lines_of(const Question& question, const Moment& moment, const CountedBelief& belief) {
  const CountedEvents counted(question, moment);
  CountAccount lines = *count_account(counted.question(), counted.at(question.opened));
  // What was known of the past as of the opening may since have changed: items tell of it that are
  // dated later. That is brought by the first line.
  const LogOdds start = belief.opening() - lines.opening;
  const LogOdds end = belief.count() - lines.closing;
  if (lines.lines.empty()) {
    if (start.nats() == end.nats()) return {belief.opening(), {}, belief.count()};
    lines.lines.push_back({counted.question().now().period, 0, 0, 0, 0, belief.opening(), {}});
    lines.lines.back().brought = belief.count() - belief.opening();
  } else {
    lines.lines.front().at_start += start;
    lines.lines.front().brought = lines.lines.front().brought - start;
    lines.lines.back().brought += end;
  }
  lines.opening = belief.opening();
  lines.closing = belief.count();
  return lines;
}

}  // namespace

Account counted_account(const Question& question, const Moment& moment) {
  const CountedBelief belief =
      CountedBelief::needed(question, moment, CountedBelief::Opening::kAlways);
  Account account = belief::account(CountedBelief::beside(question, belief.opening()), moment);
  const double share = belief.share();
  const auto weigh = [&](LogOdds& today) { today = LogOdds(share * today.nats()); };
  for (EventEntry& entry : account.events) {
    // Of a fixed fact so much would be beside the count without it.
    const LogOdds without = entry.closing_without - account.opening;
    entry.closing_without = belief.join(without);
    weigh(entry.today);
  }
  for (SilenceEntry& entry : account.silence) weigh(entry.today);
  account.opening = belief.opening();
  account.count = CountEntry{lines_of(question, moment, belief), belief.decided()};
  account.closing = account.rest = belief.log_odds();
  check_balance(account);
  return account;
}

std::vector<LogOdds> counted_silence_since(const Question& question, const Moment& moment,
                                           Instant since) {
  const CountedBelief belief = CountedBelief::needed(question, moment);
  std::vector<LogOdds> silence =
      silence_since(CountedBelief::beside(question, belief.opening()), moment, since);
  for (LogOdds& today : silence) today = LogOdds(belief.share() * today.nats());
  return silence;
}

std::vector<std::optional<LogOdds>> counted_standings_as_known_then(
    const Chronicle& chronicle, std::span<const Instant> as_of) {
  std::vector<std::optional<LogOdds>> points;
  std::optional<CountQuestion> last;
  for (const Instant date : as_of) {
    give_up_if_asked();
    const Question question = known_of(chronicle, date);
    CountQuestion count = Dated::of(question, {date, date}).count;
    const bool goes_on = last && !has_beside(question) && has_one_answer(*last, count);
    points.push_back(goes_on ? points.back() : standing(question, {date, date}));
    last = std::move(count);
  }
  return points;
}

std::vector<std::optional<LogOdds>> counted_standings(const Question& question,
                                                      std::span<const Instant> as_of,
                                                      Instant known_at) {
  std::vector<std::optional<LogOdds>> points;
  for (const auto& belief : CountedBelief::at(question, as_of, known_at)) {
    points.push_back(belief ? std::optional(belief->log_odds()) : std::nullopt);
  }
  return points;
}

}  // namespace signpost::belief
