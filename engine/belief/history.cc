// Many dates in one pass.
//
// What is before belief at a date differs from the date before by what has occurred, become known
// or been withdrawn in between. An event of its own then comes or goes alone; a cluster
// (clusters.h) is judged anew by itself. So, going forward from date to date, belief meets
//
//   events of their own   ·   ·    ·  ·     ·         in the order of time, some not (yet) known
//   events of clusters       ×   ×         ×           as the clusters stand
//   changes of drains     ────┐      ┌────────
//                             └──────┘
//
// and where what changed lies behind it, it goes back to before that and comes forward again: what
// is known late costs its delay, once. To be able to, it leaves its state at every place to which
// it may have to go back.
//
// Under lag, silence counts by the share of reports that is in. As known then, belief stops where
// all of them are in, and each date goes on from there by itself.
//
// Where kinds within kinds have totals, or, as known then, lags, each date is asked by itself:
// there what a wider kind's event is worth changes with what is known of the narrower.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

#include "engine/base/stop.h"
#include "engine/belief/believe.h"
#include "engine/belief/clusters.h"
#include "engine/belief/counted_belief.h"
#include "engine/belief/filter.h"
#include "engine/belief/kinds.h"
#include "engine/belief/likelihood_ratio.h"
#include "engine/belief/timeline.h"

namespace signpost::belief {
namespace {

constexpr std::size_t kMarks = 10'000;
constexpr double kNever = std::numeric_limits<double>::infinity();

/// All that is ever before belief by the last date.
class ObservationList {
 public:
  ObservationList(const Question& question, Instant last)
      : last_(last), horizon_(question.horizon.value_or(kForever)) {
    std::size_t most = question.bearing.size() + question.denials.size();
    for (const Stream& stream : question.streams) most += stream.said.size();
    all_.reserve(most);
  }

  /// `known`: when each is; null: always.
  void add_all(int stream, const std::vector<Observation>& said, const std::vector<Known>* known) {
    for (std::size_t i = 0; i < said.size(); ++i) {
      const Observation& item = said[i];
      const bool only_watches = stream == kUnforeseen && item.total && item.total->count == 0;
      if (!item.judged || only_watches) continue;
      add({stream, &item}, item.occurred, known == nullptr ? Known{} : (*known)[i]);
    }
  }
  void add_all(const std::vector<Denial>& said, const std::vector<Known>* known) {
    for (std::size_t i = 0; i < said.size(); ++i) {
      add({kUnforeseen, nullptr, &said[i]}, said[i].occurred,
          known == nullptr ? Known{} : (*known)[i]);
    }
  }
  [[nodiscard]] std::vector<TimedObservation> all() && { return std::move(all_); }

 private:
  void add(const Said& said, Instant occurred, const Known& known) {
    const Instant from = std::max(occurred, known.from);
    const bool stays = known.until == kForever;
    if (occurred > horizon_ || from > last_ || (!stays && known.until <= from)) return;
    all_.push_back({said, from, known.until});
  }

  Instant last_;
  Instant horizon_;
  std::vector<TimedObservation> all_;
};

/// A jump that may come and go.
struct Leap {
  double at = 0;  // seconds since the scenario opened
  double factor = 1;
  double log_factor = 0;  // only where belief does not fade
  int stream = kUnforeseen;
  Key key = kOwn;
  std::uint32_t owner = 0;  // the observation, or the cluster
  bool here = true;

  [[nodiscard]] auto order() const { return std::tie(at, stream, key, factor); }
  friend bool operator<(const Leap& a, const Leap& b) { return a.order() < b.order(); }
  friend bool operator==(const Leap& a, const Leap& b) {
    return a.order() == b.order() && a.log_factor == b.log_factor;
  }
};

bool starts_before(const Leap& leap, double at) { return leap.at < at; }
bool changes_before(const DrainChange& change, double at) { return change.at < at; }
bool in_order(const DrainChange& a, const DrainChange& b) {
  return std::tie(a.at, a.stream) < std::tie(b.at, b.stream);
}

struct Cluster {
  std::vector<std::uint32_t> observations;
  /// Totals weigh by their parts so far: where one competes with another place, the cluster is
  /// judged anew at each date until its span is over.
  Instant weighed_until = kBeginning;
  bool contested = false;  // in `contested_`
  bool tells_happening = false;
  std::vector<int> streams;          // that it may listen on; all that is said of set times
  std::vector<Leap> leaps;           // as it stands
  std::vector<Listening> listening;  // as `streams`
  bool stirred = false;
};

class Historian {
 public:
  /// Of dates up to `last`, with what is known at `known_at`, or (nothing) at each date.
  Historian(const Question& question, std::vector<TimedObservation> observations, Instant last,
            std::optional<Instant> known_at)
      : question_(question),
        last_(last),
        known_at_(known_at),
        horizon_(question.horizon ? seconds(*question.horizon) : kNever),
        last_end_(std::min(seconds(last), horizon_)),
        reports_until_(known_at ? seconds(*known_at) : kAllReportsIn),
        observations_(std::move(observations)),
        listening_(question.streams.size()),
        shared_{Course(question), std::vector<double>(question.streams.size(), 0.0)},
        rest_{shared_} {
    for (const Stream& stream : question.streams) {
      if (!stream.at_set_times()) {
        longest_lag_ = std::max(longest_lag_, stream.lag.count() * kSecondsPerDay);
      }
    }
    Watching ignored;
    for (std::size_t j = 0; j < question.streams.size(); ++j) {
      list_drains(question, kinds_, static_cast<int>(j), listening_, reports_until_, 0, last_end_,
                  changes_, ignored);
    }
    std::sort(changes_.begin(), changes_.end(), in_order);
    marks_.push_back(0);
    form_clusters();
    list_lone();
    std::sort(turns_.begin(), turns_.end(),
              [](const Turn& a, const Turn& b) { return a.at < b.at; });
    thin_out_marks();
    left_.resize(marks_.size(), shared_);
  }

  /// Dates must not decrease from call to call.
  LogOdds at(Instant date) {
    if (date < question_.opened) return Course(question_).log_odds();
    hear_turns(date);
    const double end = std::min(seconds(date), horizon_);
    const LogOdds rest = rest_at(date, end);
    return happening_ ? happening_->add_to(rest) : rest;
  }

 private:
  struct State {
    Course course;
    std::vector<double> drains;
    double now = 0;
  };
  struct Next {
    std::size_t lone = 0;
    std::size_t placed = 0;
    std::size_t change = 0;
  };
  /// An observation comes or goes; or (kNobody) a cluster is to be judged anew.
  struct Turn {
    Instant at;
    bool comes = true;
    std::int32_t cluster = -1;  // else alone
    std::uint32_t which = 0;    // observation, or place in `lone_`
  };

  static constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();

  [[nodiscard]] double seconds(Instant instant) const { return since(question_.opened, instant); }

  /// Log-odds without the happening.
  LogOdds rest_at(Instant date, double end) {
    const double settled = known_at_ ? kNever : seconds(date) - longest_lag_;
    if (settled < end) {
      advance(settled, false);
      return under_lag(settled, end, seconds(date));
    }
    advance(end, true);
    return shared_.course.log_odds_in((end - shared_.now) / kSecondsPerDay);
  }

  // --- Before the first date -------------------------------------------------------------------

  void form_clusters() {
    for (std::vector<std::uint32_t>& members : clusters(question_, observations_)) {
      const auto number = static_cast<std::int32_t>(clusters_.size());
      Cluster& cluster = clusters_.emplace_back();
      cluster.observations = std::move(members);
      for (const std::uint32_t i : cluster.observations) {
        const TimedObservation& observation = observations_[i];
        turns_.push_back({observation.from, true, number, i});
        if (observation.until != kForever) turns_.push_back({observation.until, false, number, i});
        if (observation.said.denial != nullptr) continue;  // it changes what others say
        marks_.push_back(std::max(seconds(observation.said.item->occurred), 0.0));
        const int j = observation.said.stream;
        const Observation& item = *observation.said.item;
        cluster.tells_happening |= j != kUnforeseen &&
                                   question_.streams[static_cast<std::size_t>(j)].happening &&
                                   !(item.total && item.total->count == 0);
        const bool is_new = cluster.streams.empty() || cluster.streams.back() != j;
        if (j != kUnforeseen && is_new) cluster.streams.push_back(j);
      }
      cluster.listening.resize(cluster.streams.size());
      cluster.weighed_until = end_of_contest(cluster);
    }
    for (std::size_t j = 0; j < question_.streams.size(); ++j) form_cluster_of_set_times(j);
  }

  /// When the last of the totals that compete with other places is over; kBeginning: none does.
  [[nodiscard]] Instant end_of_contest(const Cluster& cluster) const {
    struct Claim {
      EventName name;
      int stream;
      Instant until;  // of a total
    };
    std::vector<Claim> claims;
    bool any = false;
    for (const std::uint32_t i : cluster.observations) {
      const Said& said = observations_[i].said;
      if (said.item == nullptr) continue;
      const Observation& item = *said.item;
      const bool counts = said.stream != kUnforeseen && item.total && item.total->count > 0 &&
                          question_.streams[static_cast<std::size_t>(said.stream)].takes_count();
      any |= counts;
      claims.push_back({name_of(item), said.stream, counts ? item.total->until : kBeginning});
    }
    Instant end = kBeginning;
    if (!any) return end;
    std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
      return std::tie(a.name, a.stream) < std::tie(b.name, b.stream);
    });
    for (auto first = claims.begin(); first != claims.end();) {
      const auto last = std::find_if(first, claims.end(),
                                     [&](const Claim& claim) { return claim.name != first->name; });
      if (first->stream != std::prev(last)->stream) {
        for (auto claim = first; claim != last; ++claim) end = std::max(end, claim->until);
      }
      first = last;
    }
    return end;
  }

  /// Set times pass whether or not anything is said of them.
  void form_cluster_of_set_times(std::size_t j) {
    const Stream& stream = question_.streams[j];
    if (!stream.at_set_times()) return;
    const auto holds = [&](const Cluster& cluster) {
      return std::find(cluster.streams.begin(), cluster.streams.end(), static_cast<int>(j)) !=
             cluster.streams.end();
    };
    auto cluster = std::find_if(clusters_.begin(), clusters_.end(), holds);
    if (cluster == clusters_.end()) {
      cluster = clusters_.insert(clusters_.end(), Cluster{});
      cluster->streams = {static_cast<int>(j)};
      cluster->listening.resize(1);
    }
    const auto number = static_cast<std::int32_t>(cluster - clusters_.begin());
    turns_.push_back({question_.opened, true, number, kNobody});
    const auto lag = std::chrono::ceil<std::chrono::seconds>(stream.lag);
    for (const Instant occasion : stream.occasions) {
      const double at = seconds(occasion);
      if (at < 0 || occasion > last_) continue;
      marks_.push_back(at);
      if (!known_at_) turns_.push_back({occasion + lag, true, number, kNobody});
    }
  }

  void list_lone() {
    std::vector<bool> in_cluster(observations_.size(), false);
    for (const Cluster& cluster : clusters_) {
      for (const std::uint32_t i : cluster.observations) in_cluster[i] = true;
    }
    lone_.reserve(observations_.size());
    int stream = kUnforeseen;
    std::ptrdiff_t first = 0;  // of the stream; most come in the order of time
    std::optional<EventWeight> scale;
    const auto end_stream = [&] {
      if (!std::is_sorted(lone_.begin() + first, lone_.end())) {
        std::sort(lone_.begin() + first, lone_.end());
      }
      std::inplace_merge(lone_.begin(), lone_.begin() + first, lone_.end());
      first = static_cast<std::ptrdiff_t>(lone_.size());
    };
    for (std::uint32_t i = 0; i < observations_.size(); ++i) {
      if (observations_[i].said.denial != nullptr) continue;  // of what nobody tells
      const Observation& item = *observations_[i].said.item;
      if (observations_[i].said.stream != stream) {
        end_stream();
        stream = observations_[i].said.stream;
        scale =
            EventWeight::of(question_.streams[static_cast<std::size_t>(stream)], question_.prior);
      }
      const double at = seconds(item.occurred);
      if (in_cluster[i] || at < 0 || at > horizon_) continue;
      if (stream == kUnforeseen) scale = EventWeight::of_ratio(item.ratio, question_.prior);
      const double log_factor = shared_.course.fades() ? 0.0 : scale->log_factor(item.credibility);
      lone_.push_back({at, scale->factor(item.credibility), log_factor, stream, item.event, i,
                       observations_[i].from == item.occurred});
    }
    end_stream();
    for (std::uint32_t k = 0; k < lone_.size(); ++k) {
      const Leap& leap = lone_[k];
      const TimedObservation& observation = observations_[leap.owner];
      if (leap.here && observation.until == kForever) continue;
      if (!leap.here) turns_.push_back({observation.from, true, -1, k});
      if (observation.until != kForever) turns_.push_back({observation.until, false, -1, k});
      marks_.push_back(leap.at);
    }
  }

  /// Each once; of very many only some, which lengthens each way back by a few.
  void thin_out_marks() {
    std::sort(marks_.begin(), marks_.end());
    marks_.erase(std::unique(marks_.begin(), marks_.end()), marks_.end());
    const std::size_t step = 1 + marks_.size() / kMarks;
    for (std::size_t k = 0; k * step < marks_.size(); ++k) marks_[k] = marks_[k * step];
    marks_.resize((marks_.size() + step - 1) / step);
  }

  // --- What comes and goes -----------------------------------------------------------------------

  void hear_turns(Instant date) {
    double earliest = kNever;
    stirred_.clear();
    for (; turn_ < turns_.size() && turns_[turn_].at <= date; ++turn_) {
      const Turn& turn = turns_[turn_];
      if (turn.cluster < 0) {
        lone_[turn.which].here = turn.comes;
        earliest = std::min(earliest, lone_[turn.which].at);
        continue;
      }
      if (turn.which != kNobody) observations_[turn.which].here = turn.comes;
      Cluster& cluster = clusters_[static_cast<std::size_t>(turn.cluster)];
      if (!std::exchange(cluster.stirred, true)) stirred_.push_back(turn.cluster);
    }
    stir_contested(date);
    for (const std::int32_t i : stirred_) {
      earliest = std::min(earliest, judge(static_cast<std::uint32_t>(i), date));
    }
    if (earliest <= reached_) go_back(earliest);
  }

  /// Clusters whose contest is not over at the last date, and those that have one now.
  void stir_contested(Instant date) {
    const std::size_t turned = stirred_.size();
    for (const std::int32_t i : contested_) {
      Cluster& cluster = clusters_[static_cast<std::size_t>(i)];
      if (!std::exchange(cluster.stirred, true)) stirred_.push_back(i);
      cluster.contested = cluster.weighed_until > date;
    }
    std::erase_if(contested_, [&](std::int32_t i) {
      return !clusters_[static_cast<std::size_t>(i)].contested;
    });
    for (std::size_t k = 0; k < turned; ++k) {
      Cluster& cluster = clusters_[static_cast<std::size_t>(stirred_[k])];
      if (cluster.weighed_until > date && !std::exchange(cluster.contested, true)) {
        contested_.push_back(stirred_[k]);
      }
    }
  }

  /// Judges a cluster by the observations that are here; returns the earliest time at which it now
  /// makes another difference than before.
  double judge(std::uint32_t number, Instant date) {
    Cluster& cluster = clusters_[number];
    cluster.stirred = false;
    said_.clear();
    for (const std::uint32_t i : cluster.observations) {
      if (observations_[i].here) said_.push_back(observations_[i].said);
    }
    const auto is_ours = [&](int stream) {
      return std::find(cluster.streams.begin(), cluster.streams.end(), stream) !=
             cluster.streams.end();
    };
    Gathered gathered = gather(question_, kinds_, said_);
    Timeline timeline =
        build_event_timeline(question_, kinds_, {date, known_at_.value_or(date)}, last_, gathered);
    std::vector<Leap> leaps;
    for (const Jump& jump : timeline.jumps) {
      if (timeline.is_unseen(jump) && !is_ours(jump.stream)) continue;
      const double log_factor = shared_.course.fades() ? 0.0 : timeline.log_factor(jump, gathered);
      const Key key =
          jump.is_lone() ? kOwn : timeline.counted[static_cast<std::size_t>(jump.event)].event.key;
      leaps.push_back({jump.at, jump.factor, log_factor, jump.stream, key, number});
    }
    double earliest = place(cluster.leaps, std::move(leaps), number);
    for (std::size_t k = 0; k < cluster.streams.size(); ++k) {
      const int j = cluster.streams[k];
      Listening& now = timeline.listening[static_cast<std::size_t>(j)];
      earliest = std::min(earliest, listen(j, cluster.listening[k], std::move(now)));
    }
    if (cluster.tells_happening) happening_ = timeline.happening;
    return earliest;
  }

  /// Puts a cluster's new leaps in the place of its old ones.
  double place(std::vector<Leap>& old, std::vector<Leap> leaps, std::uint32_t cluster) {
    const auto [was, is] = std::mismatch(old.begin(), old.end(), leaps.begin(), leaps.end());
    const double earliest = std::min(was == old.end() ? kNever : was->at,  //
                                     is == leaps.end() ? kNever : is->at);
    if (earliest == kNever) return kNever;
    const auto from = [&](std::vector<Leap>& all) {
      return std::lower_bound(all.begin(), all.end(), earliest, starts_before);
    };
    const auto first = from(placed_) - placed_.begin();
    placed_.erase(std::remove_if(placed_.begin() + first, placed_.end(),
                                 [&](const Leap& leap) { return leap.owner == cluster; }),
                  placed_.end());
    const auto middle = static_cast<std::ptrdiff_t>(placed_.size());
    placed_.insert(placed_.end(), from(leaps), leaps.end());
    std::inplace_merge(placed_.begin() + first, placed_.begin() + middle, placed_.end());
    old = std::move(leaps);
    return earliest;
  }

  /// Listens to stream j as a cluster now has it.
  double listen(int j, Listening& old, Listening now) {
    const auto stream = static_cast<std::size_t>(j);
    Listening& all = listening_[stream];
    double from = kNever;
    double until = -kNever;
    const auto [quiet, louder] = std::mismatch(old.deafening.begin(), old.deafening.end(),
                                               now.deafening.begin(), now.deafening.end());
    if (quiet != old.deafening.end() || louder != now.deafening.end()) {
      from = std::min(quiet == old.deafening.end() ? kNever : quiet->at,
                      louder == now.deafening.end() ? kNever : louder->at);
      until = last_end_;
      all.deafening = now.deafening;
    }
    const auto [was, is] = std::mismatch(old.watches.begin(), old.watches.end(),
                                         now.watches.begin(), now.watches.end());
    const auto place_of = [&](const Watch& watch) {
      return std::lower_bound(all.watches.begin(), all.watches.end(), watch,
                              [](const Watch& a, const Watch& b) { return a.from < b.from; });
    };
    for (auto watch = was; watch != old.watches.end(); ++watch) {
      from = std::min(from, watch->from);
      until = std::max(until, watch->until);
      all.watches.erase(place_of(*watch));
    }
    for (auto watch = is; watch != now.watches.end(); ++watch) {
      from = std::min(from, watch->from);
      until = std::max(until, watch->until);
      all.watches.insert(place_of(*watch), *watch);
    }
    old = std::move(now);
    from = std::max(from, 0.0);
    if (from > until) return kNever;
    list_anew(j, from, until);
    return from;
  }

  /// Lists stream j's changes within [from, until] anew.
  void list_anew(int j, double from, double until) {
    Watching ignored;
    some_.clear();
    list_drains(question_, kinds_, j, listening_, reports_until_, from,
                std::min(until + 1, last_end_), some_, ignored);
    const auto first = std::lower_bound(changes_.begin(), changes_.end(), from, changes_before);
    const auto last = std::lower_bound(first, changes_.end(), until + 1, changes_before);
    std::copy_if(first, last, std::back_inserter(some_),
                 [&](const DrainChange& change) { return change.stream != j; });
    std::sort(some_.begin(), some_.end(), in_order);
    changes_.insert(changes_.erase(first, last), some_.begin(), some_.end());
  }

  // --- Forward and back --------------------------------------------------------------------------

  /// To the last mark that is not after `at`, with nothing at or after the mark heard.
  void go_back(double at) {
    const auto mark = std::prev(std::upper_bound(marks_.begin(), marks_.end(), at));
    const auto i = static_cast<std::size_t>(mark - marks_.begin());
    shared_ = left_[i];
    reached_ = *mark;
    mark_ = i + 1;
    const auto first = [&](const std::vector<Leap>& leaps) {
      return static_cast<std::size_t>(
          std::lower_bound(leaps.begin(), leaps.end(), *mark, starts_before) - leaps.begin());
    };
    next_.lone = first(lone_);
    next_.placed = first(placed_);
    next_.change = static_cast<std::size_t>(
        std::lower_bound(changes_.begin(), changes_.end(), *mark, changes_before) -
        changes_.begin());
  }

  /// Hears all before `to`, or also at it, and leaves its state at the marks.
  void advance(double to, bool at_it) {
    for (; mark_ < marks_.size() && marks_[mark_] <= to; ++mark_) {
      hear_until(marks_[mark_], false, changes_, shared_, next_);
      left_[mark_] = shared_;
    }
    hear_until(to, at_it, changes_, shared_, next_);
    reached_ = to;
  }

  /// At one instant jumps come before changes, as in a timeline.
  void hear_until(double end, bool at_end, const std::vector<DrainChange>& changes, State& state,
                  Next& next) const {
    const auto is_due = [&](double at) { return at < end || (at_end && at == end); };
    const auto pass_until = [&](double at) {
      if (at > state.now) state.course.pass((at - state.now) / kSecondsPerDay);
      state.now = at;
    };
    for (;;) {
      while (next.lone < lone_.size() && !lone_[next.lone].here && is_due(lone_[next.lone].at)) {
        ++next.lone;
      }
      const Leap* leap = next.lone < lone_.size() ? &lone_[next.lone] : nullptr;
      const bool of_cluster =
          next.placed < placed_.size() && (leap == nullptr || placed_[next.placed] < *leap);
      if (of_cluster) leap = &placed_[next.placed];
      double change = kNever;
      if (next.change < changes.size()) change = changes[next.change].at;
      if (leap != nullptr && leap->at <= change && is_due(leap->at)) {
        pass_until(leap->at);
        if (state.course.fades()) {
          state.course.multiply(leap->factor);
        } else {
          state.course.add(leap->log_factor);
        }
        ++(of_cluster ? next.placed : next.lone);
      } else if (is_due(change)) {
        pass_until(change);
        for (; next.change < changes.size() && changes[next.change].at == change; ++next.change) {
          const DrainChange& each = changes[next.change];
          state.drains[static_cast<std::size_t>(each.stream)] = each.drain;
        }
        double net = 0;
        for (const double drain : state.drains) net += drain;
        state.course.drain(net);
      } else {
        return;
      }
    }
  }

  /// Goes on from where all reports are in, with each stream's silence by the share that is.
  LogOdds under_lag(double settled, double end, double known) {
    rest_ = shared_;
    some_.clear();
    const double from = std::max(settled, 0.0);
    Watching ignored;
    for (std::size_t j = 0; j < question_.streams.size(); ++j) {
      list_drains(question_, kinds_, static_cast<int>(j), listening_, known, from, end, some_,
                  ignored);
    }
    std::sort(some_.begin(), some_.end(), in_order);
    Next next{next_.lone, next_.placed, 0};
    hear_until(end, true, some_, rest_, next);
    return rest_.course.log_odds_in((end - rest_.now) / kSecondsPerDay);
  }

  const Question& question_;
  Instant last_;
  std::optional<Instant> known_at_;
  double horizon_;
  double last_end_;
  double reports_until_;    // under lag; as known then, as if all were in
  double longest_lag_ = 0;  // seconds
  Kinds kinds_{question_};
  std::vector<TimedObservation> observations_;
  std::vector<Cluster> clusters_;
  std::vector<Turn> turns_;  // in the order of time
  std::size_t turn_ = 0;     // the next
  std::vector<Leap> lone_;   // in order, also those that are not here
  std::vector<Leap> placed_;
  std::vector<DrainChange> changes_;  // in order; as if all reports were in
  std::vector<Listening> listening_;  // one a stream; without `latest`
  std::optional<Happening> happening_;
  std::vector<std::int32_t> contested_;  // clusters to be judged at each date (weighed_until)
  State shared_;
  Next next_;                  // what it has not heard
  double reached_ = -kNever;   // it has heard nothing after this
  std::vector<double> marks_;  // where it leaves its state, ascending
  std::vector<State> left_;    // as it was before the mark
  std::size_t mark_ = 0;       // the next
  // Kept only to be used again:
  State rest_;
  std::vector<DrainChange> some_;
  std::vector<Said> said_;
  std::vector<std::int32_t> stirred_;
};

/// Whether what one kind's items are worth changes with another's, or with the date.
bool kinds_depend_on_date(const Question& question, bool as_known_then) {
  const Kinds kinds(question);
  for (std::size_t j = 0; kinds.any() && j < question.streams.size(); ++j) {
    const Stream& stream = question.streams[j];
    if (stream.of == kNoWider && !kinds.is_wider(static_cast<int>(j))) continue;
    const bool has_totals =
        std::any_of(stream.said.begin(), stream.said.end(),
                    [](const Observation& item) { return item.total.has_value(); });
    if (has_totals || (as_known_then && stream.lag != Days(0))) return true;
  }
  return false;
}

std::vector<LogOdds> date_by_date(const Question& question, const Chronicle* chronicle,
                                  std::span<const Instant> as_of, std::optional<Instant> known_at) {
  std::vector<LogOdds> points;
  for (const Instant date : as_of) {
    const Moment moment{date, known_at.value_or(date)};
    points.push_back(chronicle == nullptr ? log_odds(question, moment)
                                          : log_odds(known_of(*chronicle, date), moment));
  }
  return points;
}

/// Where each date must have a P.
std::vector<LogOdds> all_of(const std::vector<std::optional<LogOdds>>& points) {
  std::vector<LogOdds> all;
  all.reserve(points.size());
  for (const std::optional<LogOdds>& point : points) {
    if (!point) throw no_history();
    all.push_back(*point);
  }
  return all;
}

std::vector<LogOdds> history_of(const Question& question, const Chronicle* known,
                                std::span<const Instant> as_of, std::optional<Instant> known_at) {
  std::vector<LogOdds> points(as_of.size());
  if (as_of.empty()) return points;
  const Instant last = *std::max_element(as_of.begin(), as_of.end());
  if (kinds_depend_on_date(question, known != nullptr)) {
    return date_by_date(question, known, as_of, known_at);
  }
  const auto spans = [&](auto of) { return known == nullptr ? nullptr : of(*known); };
  ObservationList observations(question, last);
  observations.add_all(question.denials, spans([](const Chronicle& of) { return &of.of_denials; }));
  observations.add_all(kUnforeseen, question.bearing,
                       spans([](const Chronicle& of) { return &of.of_bearing; }));
  for (std::size_t j = 0; j < question.streams.size(); ++j) {
    observations.add_all(static_cast<int>(j), question.streams[j].said,
                         spans([&](const Chronicle& of) { return &of.of_streams[j]; }));
  }
  Historian historian(question, std::move(observations).all(), last, known_at);
  std::vector<std::size_t> order(as_of.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (!std::is_sorted(as_of.begin(), as_of.end())) {
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return as_of[a] < as_of[b]; });
  }
  for (const std::size_t i : order) points[i] = historian.at(as_of[i]);
  return points;
}

}  // namespace

Question known_of(const Chronicle& chronicle, Instant at) {
  Question known = chronicle.question;
  const auto keep = [&](auto& said, const std::vector<Known>& when) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < said.size(); ++i) {
      const bool stays = when[i].until == kForever;
      if (when[i].from <= at && (stays || at < when[i].until)) said[kept++] = said[i];
    }
    said.resize(kept);
  };
  keep(known.bearing, chronicle.of_bearing);
  keep(known.denials, chronicle.of_denials);
  for (std::size_t j = 0; j < known.streams.size(); ++j) {
    keep(known.streams[j].said, chronicle.of_streams[j]);
  }
  for (std::size_t j = 0; known.count && j < known.count->streams.size(); ++j) {
    keep(known.count->streams[j].stream.said, chronicle.of_counted[j]);
  }
  return known;
}

std::vector<LogOdds> history(const Question& question, std::span<const Instant> as_of,
                             Instant known_at) {
  if (question.count) return all_of(counted_standings(question, as_of, known_at));
  return history_of(question, nullptr, as_of, known_at);
}

std::vector<std::optional<LogOdds>> standings(const Question& question,
                                              std::span<const Instant> as_of, Instant known_at) {
  if (question.count) return counted_standings(question, as_of, known_at);
  const std::vector<LogOdds> points = history(question, as_of, known_at);
  return {points.begin(), points.end()};
}

std::vector<LogOdds> history_as_known_then(const Chronicle& chronicle,
                                           std::span<const Instant> as_of) {
  if (chronicle.question.count) return all_of(standings_as_known_then(chronicle, as_of));
  return history_of(chronicle.question, &chronicle, as_of, std::nullopt);
}

std::vector<std::optional<LogOdds>> standings_as_known_then(const Chronicle& chronicle,
                                                            std::span<const Instant> as_of) {
  if (!chronicle.question.count) {
    const std::vector<LogOdds> points = history_as_known_then(chronicle, as_of);
    return {points.begin(), points.end()};
  }
  return counted_standings_as_known_then(chronicle, as_of);
}

}  // namespace signpost::belief
