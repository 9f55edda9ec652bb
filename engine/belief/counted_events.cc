#include "engine/belief/counted_events.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "engine/belief/allocation.h"
#include "engine/belief/events.h"
#include "engine/belief/totals.h"

namespace signpost::belief {
namespace {

/// All but what was said, with rates at which an event of any indicator weighs the same.
Stream silent(const Stream& stream) {
  Stream quiet;
  quiet.if_true = Rate(2);
  quiet.if_false = Rate(1);
  quiet.lag = stream.lag;
  quiet.once = stream.once;
  quiet.of = stream.of;
  quiet.occasions = stream.occasions;
  quiet.seen_if_true = Probability(2.0 / 3);
  quiet.seen_if_false = Probability(1.0 / 3);
  quiet.coverage = stream.coverage;
  quiet.season = stream.season;
  return quiet;
}

bool is_credible(double credibility) { return credibility >= kLeastCountedCredibility; }

bool counts_nothing(const Stream& stream, const Observation& item) {
  return item.event == kOwn && !item.total && stream.takes_count() &&
         !is_credible(item.credibility);
}

/// An item of the time before the window, be it that nothing was seen.
bool tells_of_history(const CountedQuestion& asked, const Observation& item) {
  return item.occurred < asked.from &&
         (item.total ? item.total->until : item.occurred) >= asked.history_from;
}

/// What is told of one stream.
struct Told {
  std::vector<Taken> singles;
  std::vector<PublishedTotal> totals;
};

/// Where each event counts and what of totals is left, narrower kinds first.
class FaceValue {
 public:
  FaceValue(const Question& frame, const Kinds& kinds, const Clock& clock, Gathered& gathered)
      : frame_(frame), kinds_(kinds), clock_(clock), gathered_(gathered) {
    told_.resize(frame.streams.size());
    put_.resize(frame.streams.size());
    watching_.resize(frame.streams.size());
  }

  /// Calls with (stream, seconds, share) for each event, and each part of a total.
  template <class Function>
  void read(Function call) {
    set_faint_aside();
    settle_places();
    for (const int j : kinds_.narrowest_first()) {
      const auto stream = static_cast<std::size_t>(j);
      for (const Taken& single : told_[stream].singles) {
        if (single.weight > 0) call(single.at, single.weight);
      }
      const std::vector<Share> shares = share_totals(stream);
      for (std::size_t i = 0; i < shares.size(); ++i) {
        const double each = shares[i].each * told_[stream].totals[i].weight;
        if (!(each > 0)) continue;
        for (const double at : shares[i].parts) call(at, each);
      }
    }
  }

  [[nodiscard]] std::vector<Watch> watches(std::size_t j) const {
    return watches_of(watching_[j], 0, clock_.end + 1);
  }

 private:
  [[nodiscard]] PublishedTotal published(const Event& event) const {
    return {since(frame_.opened, event.occurred), since(frame_.opened, event.total->until),
            event.total->count, event.credibility, 1};
  }

  /// What is not credible enough takes no place; its total watches all the same.
  void set_faint_aside() {
    for (const Event& event : gathered_.events) {
      if (is_credible(event.credibility) || !event.total) continue;
      watching_[static_cast<std::size_t>(event.stream)].push_back(published(event));
    }
    std::erase_if(gathered_.events,
                  [](const Event& event) { return !is_credible(event.credibility); });
  }

  void settle_places() {
    std::vector<std::vector<double>> coverage_at;
    for (const Stream& stream : frame_.streams) {
      coverage_at.emplace_back(stream.occasions.size(), 1.0);
    }
    const Allocation allocation = allocate(frame_, kinds_, clock_, coverage_at, gathered_);
    const std::vector<std::uint32_t>& elsewhere = allocation.lone_elsewhere;
    for (std::size_t j = 0; j < gathered_.lone.size(); ++j) {
      const Range range = gathered_.lone[j];
      for (std::uint32_t k = range.first; k < range.first + range.size; ++k) {
        if (std::binary_search(elsewhere.begin(), elsewhere.end(), k)) continue;
        const Observation& item = *gathered_.items[k];
        told_[j].singles.push_back({since(frame_.opened, item.occurred), item.credibility, 1});
      }
    }
    for (std::size_t i = 0; i < gathered_.events.size(); ++i) {
      const Event& event = gathered_.events[i];
      const Allotment& place = allocation.of_events[i];
      if (place.standing == Inclusion::kElsewhere || !is_credible(event.credibility)) continue;
      const auto j = static_cast<std::size_t>(event.stream);
      // A narrower kind has all of it, or nothing.
      const double weight = place.rest < 1 ? 0 : 1;
      if (event.total && (frame_.streams[j].takes_count() || event.only_watches())) {
        PublishedTotal& total = told_[j].totals.emplace_back(published(event));
        total.weight = weight;
        if (place.standing == Inclusion::kCounts) watching_[j].push_back(total);
      } else {
        told_[j].singles.push_back(
            {since(frame_.opened, event.occurred), event.credibility, weight});
      }
    }
  }

  /// What is left to each total of j; what it and its narrower kinds put into wider ones is kept.
  std::vector<Share> share_totals(std::size_t j) {
    std::vector<Taken>& put = put_[j];
    put = told_[j].singles;
    for (const int narrower : kinds_.parts(static_cast<int>(j))) {
      std::vector<Taken>& theirs = put_[static_cast<std::size_t>(narrower)];
      put.insert(put.end(), theirs.begin(), theirs.end());
      theirs.clear();
    }
    std::sort(put.begin(), put.end(), [](const Taken& a, const Taken& b) { return a.at < b.at; });
    const std::vector<PublishedTotal>& totals = told_[j].totals;
    std::vector<Share> shares = share_out(totals, put, Worth::kAtFaceValue);
    for (std::size_t k = 0; k < shares.size(); ++k) {
      for (const double at : shares[k].parts) {
        put.push_back({at, totals[k].credibility, totals[k].weight * shares[k].each});
      }
    }
    return shares;
  }

  const Question& frame_;
  const Kinds& kinds_;
  const Clock& clock_;
  Gathered& gathered_;
  std::vector<Told> told_;
  std::vector<std::vector<Taken>> put_;  // what a stream puts into wider kinds' totals
  std::vector<std::vector<PublishedTotal>> watching_;
};

}  // namespace

CountedEvents::CountedEvents(const Question& question, const Moment& moment)
    : end_(question.horizon
               ? std::min(moment.as_of, std::max(*question.horizon, question.count->to))
               : moment.as_of) {
  lay_frame(question);
  known_at_ = moment.known_at == kForever ? kAllReportsIn : seconds(moment.known_at);
  periods_ =
      count_periods(question.count->history_from, question.count->from, question.count->to, end_);
  count(question);
  settle(*question.count);
}

void CountedEvents::lay_frame(const Question& question) {
  const CountedQuestion& asked = *question.count;
  frame_.opened = std::min(asked.history_from, asked.from);
  if (asked.factor) {
    frame_.opened = std::min(
        frame_.opened, asked.against ? asked.against->from : asked.from - (asked.to - asked.from));
  }
  for (std::size_t j = 0; j < asked.streams.size(); ++j) {
    frame_.streams.push_back(silent(asked.streams[j].stream));
    covered_ahead_.push_back(asked.streams[j].covered_ahead);
    if (asked.streams[j].named) named_.push_back(j);
  }
  assert(!named_.empty());
  listening_.resize(frame_.streams.size());
  nobody_.resize(frame_.streams.size());
}

void CountedEvents::count(const Question& question) {
  const Kinds kinds(frame_);
  for (const int j : kinds.narrowest_first()) {
    // A wider kind's events weigh the same when its parts are taken off.
    Stream& wide = frame_.streams[static_cast<std::size_t>(j)];
    for (const int part : kinds.parts(j)) {
      const Stream& narrow = frame_.streams[static_cast<std::size_t>(part)];
      wide.if_true = Rate(wide.if_true.per_day() + narrow.if_true.per_day());
      wide.if_false = Rate(wide.if_false.per_day() + narrow.if_false.per_day());
    }
  }
  std::vector<Said> said;
  for (const Denial& denial : question.denials) {
    if (denial.occurred <= end_) said.push_back({kUnforeseen, nullptr, &denial});
  }
  for (std::size_t j = 0; j < frame_.streams.size(); ++j) {
    for (const Observation& item : question.count->streams[j].stream.said) {
      if (item.occurred > end_ || !item.judged) continue;
      is_told_of_ |= tells_of_history(*question.count, item);
      if (counts_nothing(frame_.streams[j], item)) continue;
      said.push_back({static_cast<int>(j), &item, nullptr});
    }
  }
  Clock clock;
  clock.end = seconds(end_);
  clock.known_at = known_at_;
  Gathered gathered = gather(frame_, kinds, said);
  FaceValue face(frame_, kinds, clock, gathered);
  face.read([&](double at, double share) { parts_.push_back({at, share}); });
  std::sort(parts_.begin(), parts_.end());
  for (std::size_t j = 0; j < frame_.streams.size(); ++j) {
    listening_[j].watches = face.watches(j);
    // From here on only coverage is read, each stream's by itself.
    frame_.streams[j].occasions.clear();
    frame_.streams[j].of = kNoWider;
  }
  apart_.emplace(frame_);
}

void CountedEvents::settle(const CountedQuestion& asked) {
  question_.window = periods_.window;
  question_.running = periods_.running;
  question_.drift = asked.drift;
  double dispersion = 1;
  for (const std::size_t j : named_) {
    dispersion = std::max(dispersion, asked.streams[j].stream.dispersion);
  }
  question_.dispersion = asked.dispersion.value_or(dispersion);
  question_.at_least = asked.at_least;
  bool is_compared = true;  // how many are enough is known when the other span is over
  if (asked.factor) {
    const auto [from, to] = asked.against.value_or(
        CountedQuestion::TimeSpan{asked.from - (asked.to - asked.from), asked.from});
    question_.at_least = *asked.factor * counted(from, std::min(to, end_), end_ < to);
    is_compared = end_ >= to;
  }
  const bool has_history = is_told_of_ && is_compared && question_.at_least > 0;
  std::vector<double> lately(frame_.streams.size(), 0.0);
  for (const std::size_t j : named_) {
    if (!covered_ahead_[j]) lately[j] = watched_lately(j);
  }
  for (std::size_t k = 0; k < periods_.spans.size(); ++k) {
    const CountSpan& span = periods_.spans[k];
    CountedPeriod& period = question_.periods.emplace_back();
    const bool is_last = k + 1 == periods_.spans.size();
    period.counted = counted(span.from, span.known_until, span.known_until < span.until || is_last);
    period.exposure = Days(known_exposure(span.from, span.known_until));
    if (k < question_.window) {
      if (!has_history) period.exposure = Days(0);
      continue;
    }
    double ahead = 0;
    for (const std::size_t j : named_) ahead += to_come(j, span, lately[j]);
    period.to_come = Days(ahead / static_cast<double>(named_.size()));
  }
}

/// n in [from, until), or, with its end, in [from, until].
double CountedEvents::counted(Instant from, Instant until, bool with_end) const {
  const double start = seconds(from);
  const double end = seconds(until);
  auto part = std::lower_bound(parts_.begin(), parts_.end(), start,
                               [](const Part& each, double at) { return each.at < at; });
  double sum = 0;
  for (; part != parts_.end() && (part->at < end || (with_end && part->at == end)); ++part) {
    if (part->at <= seconds(end_)) sum += part->share;
  }
  return sum;
}

CountedEvents::Exposure CountedEvents::exposure(std::size_t j, Instant from, Instant until,
                                                double known_at,
                                                const std::vector<Listening>& listening) const {
  if (!(from < until)) return {};
  Watching watching;
  std::vector<DrainChange> ignored;
  list_drains(frame_, *apart_, static_cast<int>(j), listening, known_at, seconds(from),
              seconds(until), ignored, watching);
  return {watching.watched, watching.exposure};
}

double CountedEvents::season_days(std::size_t j, Instant from, Instant until) const {
  const double end = seconds(until);
  double at = seconds(from);
  StepReader season(frame_.streams[j].season, frame_.opened, at);
  double sum = 0;
  while (at < end) {
    const double factor = season.value(at);
    const double next = std::min(end, season.next());
    sum += factor * (next - at) / kSecondsPerDay;
    at = next;
  }
  return sum;
}

double CountedEvents::known_exposure(Instant from, Instant until) const {
  double sum = 0;
  for (const std::size_t j : named_) {
    sum += exposure(j, from, until, known_at_, listening_).exposure;
  }
  return sum / static_cast<double>(named_.size());
}

bool CountedEvents::is_over(std::size_t j, const CountSpan& span) const {
  const double lag = frame_.streams[j].lag.count() * kSecondsPerDay;
  return span.until <= end_ && known_at_ >= seconds(span.until) + lag;
}

double CountedEvents::watched_lately(std::size_t j) const {
  double watched = 0;
  double days = 0;
  const auto add = [&](const CountSpan& span) {
    watched += exposure(j, span.from, span.known_until, known_at_, listening_).watched;
    days += Days(span.known_until - span.from).count();
  };
  std::size_t read = 0;
  for (std::size_t k = periods_.spans.size(); k-- > 0 && read < kPeriodsWatchedLately;) {
    if (!is_over(j, periods_.spans[k])) continue;
    add(periods_.spans[k]);
    ++read;
  }
  if (read == 0) {
    for (const CountSpan& span : periods_.spans) {
      const bool is_told =
          exposure(j, span.from, span.known_until, known_at_, listening_).watched > 0;
      if (is_told) add(span);
    }
  }
  return days > 0 ? watched / days : 0;
}

double CountedEvents::to_come(std::size_t j, const CountSpan& span, double lately) const {
  const double known = exposure(j, span.from, span.known_until, known_at_, listening_).exposure;
  if (covered_ahead_[j]) {
    const double when_in =
        exposure(j, span.from, span.known_until, kAllReportsIn, listening_).exposure;
    const double ahead = exposure(j, span.known_until, span.until, kAllReportsIn, nobody_).exposure;
    return when_in - known + ahead;
  }
  if (is_over(j, span)) return 0;
  return std::max(lately * season_days(j, span.from, span.until) - known,
                  lately * season_days(j, span.known_until, span.until));
}

CountMoment CountedEvents::at(Instant instant) const {
  const std::vector<CountSpan>& spans = periods_.spans;
  if (instant >= end_ || instant >= spans.back().until) return question_.now();
  if (instant < spans.front().from) return {};
  const std::size_t k = *periods_.of(instant);
  return {k, counted(spans[k].from, instant, true), Days(known_exposure(spans[k].from, instant))};
}

bool CountedEvents::decided() const {
  double counted = 0;
  double left = 0;
  for (std::size_t k = question_.window; k < question_.periods.size(); ++k) {
    counted += question_.periods[k].counted;
    left += question_.periods[k].to_come.count();
  }
  const bool enough = counted + 1e-9 >= question_.at_least;
  return enough || (question_.running == question_.periods.size() && !(left > 1e-9));
}

}  // namespace signpost::belief
