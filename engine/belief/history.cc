// Many dates in one pass. The docket of an early date is the docket of the last one, cut short, but
// for three things:
//
//   - an event told by items of several dates, between the first and the last of them: it is half
//     told, and may lie elsewhere, weigh less, or stand in another place;
//   - a total, while events within its span are still to come: it leaves them to be counted;
//   - under lag, the silence after the latest reports that are in: it counts up to the latest event
//     by that date.
//
// Dates in the first two are asked one by one. For the third the filter stops where the reports are
// in, and each date after that goes on from there by itself.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include "engine/belief/believe.h"
#include "engine/belief/docket.h"
#include "engine/belief/events.h"
#include "engine/belief/filter.h"

namespace signpost::belief {
namespace {

/// [first, second)
using Span = std::pair<Instant, Instant>;

bool is_total(const Testimony& item, const Stream& stream) {
  return item.total && (!stream.once || item.total->count == 0);
}

/// When an event is half told, or a total's span half heard: spans that may overlap.
std::vector<Span> unsettled(const Question& question) {
  std::map<Key, Span> told;  // first and last item
  std::vector<Span> spans;
  const auto tell = [](Span& span, Instant at) {
    span = {std::min(span.first, at), std::max(span.second, at)};
  };
  const auto tell_key = [&](const Testimony& item) {
    const auto [known, is_new] = told.try_emplace(item.event, item.occurred, item.occurred);
    if (!is_new) tell(known->second, item.occurred);
  };
  for (const Testimony& item : question.bearing) {
    if (item.judged && item.event != kOwn) tell_key(item);
  }
  for (const Stream& stream : question.streams) {
    std::optional<Span> milestone;
    bool has_totals = false;
    for (const Testimony& item : stream.said) {
      if (!item.judged) continue;
      has_totals |= is_total(item, stream);
      if (item.event != kOwn) tell_key(item);
      if (!stream.once || (item.total && item.total->count == 0)) continue;
      if (!milestone) milestone = Span(item.occurred, item.occurred);
      tell(*milestone, item.occurred);
    }
    if (milestone) spans.push_back(*milestone);
    if (!has_totals) continue;
    std::vector<Instant> dates;
    for (const Testimony& item : stream.said) dates.push_back(item.occurred);
    std::sort(dates.begin(), dates.end());
    for (const Testimony& item : stream.said) {
      if (!is_total(item, stream)) continue;
      const auto after = std::upper_bound(dates.begin(), dates.end(), item.total->until);
      if (after != dates.begin()) spans.emplace_back(item.occurred, *std::prev(after));
    }
  }
  for (const auto& [key, span] : told) spans.push_back(span);
  std::sort(spans.begin(), spans.end());
  return spans;
}

class Historian {
 public:
  Historian(const Question& question, Instant last, Instant known_at)
      : question_(question),
        known_at_(known_at),
        hearing_(gather(question, last)),
        docket_(draw_up(question, {last, all_reports_in(question, last)}, hearing_)),
        filter_(question, docket_, hearing_),
        horizon_(question.horizon ? since_opening(*question.horizon)
                                  : std::numeric_limits<double>::infinity()) {
    for (const Stream& stream : question.streams) {
      reports_in_.push_back(since_opening(known_at) - stream.lag.count() * kSecondsPerDay);
      for (const Testimony& item : stream.said) has_totals_ |= is_total(item, stream);
    }
    settled_until_ = reports_in_.empty()
                         ? std::numeric_limits<double>::infinity()
                         : *std::min_element(reports_in_.begin(), reports_in_.end());
  }

  /// Dates must not decrease from call to call.
  LogOdds at(Instant date) {
    if (date < question_.opened) return question_.prior.log_odds();
    const double end = std::min(since_opening(date), horizon_);
    if (end <= settled_until_) {
      filter_.hear_until(end);
      return filter_.log_odds_at(end);
    }
    if (has_totals_) return log_odds(question_, {date, known_at_});
    filter_.hear_until(settled_until_);
    return under_lag(end);
  }

 private:
  [[nodiscard]] double since_opening(Instant instant) const {
    return static_cast<double>((instant - question_.opened).count());
  }

  static Instant all_reports_in(const Question& question, Instant last) {
    double longest = 0;
    for (const Stream& stream : question.streams) longest = std::max(longest, stream.lag.count());
    return last + std::chrono::seconds(std::llround(std::ceil(longest * kSecondsPerDay)));
  }

  /// Goes on from where all reports are in, with each stream's silence up to its latest event.
  [[nodiscard]] LogOdds under_lag(double end) const {
    Docket rest;
    rest.end = end;
    const auto later = [](double at, const auto& entry) { return at < entry.at; };
    const auto first_jump =
        std::upper_bound(docket_.jumps.begin(), docket_.jumps.end(), settled_until_, later);
    const auto last_jump = std::upper_bound(first_jump, docket_.jumps.end(), end, later);
    rest.jumps.assign(first_jump, last_jump);
    std::vector<double> heard_until = reports_in_;
    for (const Jump& jump : rest.jumps) {
      if (jump.stream == kUnforeseen) continue;
      double& latest = heard_until[static_cast<std::size_t>(jump.stream)];
      latest = std::max(latest, jump.at);
    }
    std::vector<double> drains = filter_.reader().drains();
    for (auto change = std::upper_bound(docket_.changes.begin(), docket_.changes.end(),
                                        settled_until_, later);
         change != docket_.changes.end() && change->at < end; ++change) {
      const auto j = static_cast<std::size_t>(change->stream);
      if (change->at >= heard_until[j]) continue;
      rest.changes.push_back(*change);
      drains[j] = change->drain;
    }
    for (std::size_t j = 0; j < drains.size(); ++j) {
      if (heard_until[j] >= end || drains[j] == 0) continue;
      rest.changes.push_back({std::max(heard_until[j], 0.0), static_cast<int>(j), 0.0});
    }
    std::sort(rest.changes.begin(), rest.changes.end(), [](const Change& a, const Change& b) {
      return std::pair(a.at, a.stream) < std::pair(b.at, b.stream);
    });
    Filter filter = filter_;
    filter.go_on_with(rest);
    filter.hear_until(end);
    return filter.log_odds_at(end);
  }

  const Question& question_;
  Instant known_at_;
  Hearing hearing_;
  Docket docket_;  // of the last date, as if all reports were in
  Filter filter_;
  double horizon_;
  std::vector<double> reports_in_;  // one a stream, seconds since the scenario opened
  double settled_until_;
  bool has_totals_ = false;
};

}  // namespace

std::vector<LogOdds> history(const Question& question, std::span<const Instant> as_of,
                             Instant known_at) {
  std::vector<LogOdds> points(as_of.size());
  if (as_of.empty()) return points;
  std::vector<std::size_t> order(as_of.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return as_of[a] < as_of[b]; });

  const std::vector<Span> spans = unsettled(question);
  Historian historian(question, as_of[order.back()], known_at);
  auto span = spans.begin();
  Instant unsettled_until = question.opened;
  for (const std::size_t i : order) {
    const Instant date = as_of[i];
    for (; span != spans.end() && span->first <= date; ++span) {
      unsettled_until = std::max(unsettled_until, span->second);
    }
    points[i] = date < unsettled_until ? log_odds(question, {date, known_at}) : historian.at(date);
  }
  return points;
}

}  // namespace signpost::belief
