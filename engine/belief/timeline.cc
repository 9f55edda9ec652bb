#include "engine/belief/timeline.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

#include "engine/belief/allocation.h"
#include "engine/belief/likelihood_ratio.h"
#include "engine/belief/totals.h"

namespace signpost::belief {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

class Drawing {
 public:
  /// Weighs places as at the moment, and lists what counts up to `until`.
  Drawing(const Question& question, const Kinds& kinds, const Moment& moment, Instant until,
          Gathered& gathered)
      : question_(question), kinds_(kinds), gathered_(gathered) {
    clock_.horizon = question.horizon ? seconds(*question.horizon) : kNever;
    clock_.end = std::min(seconds(until), clock_.horizon);
    weighed_at_ = std::min(seconds(moment.as_of), clock_.horizon);
    clock_.known_at = moment.known_at == kForever ? kAllReportsIn : seconds(moment.known_at);
    timeline_.end = clock_.end;
    const std::size_t streams = question.streams.size();
    timeline_.watching.resize(streams);
    timeline_.listening.resize(streams);
    coverage_at_.resize(streams);
    runs_.resize(streams + 1);
    put_.resize(streams);
    for (const Stream& stream : question.streams) {
      timeline_.weights.push_back(EventWeight::of(stream, question.prior));
    }
  }

  /// Without drains.
  Timeline draw_events() && {
    list_events();
    return std::move(timeline_);
  }

  Timeline draw() && {
    list_events();
    if (timeline_.end >= 0) list_all_drains();
    return std::move(timeline_);
  }

 private:
  [[nodiscard]] double seconds(Instant instant) const { return since(question_.opened, instant); }

  void list_events() {
    find_events_of_streams();
    cover_occasions();
    Clock weighing = clock_;
    weighing.end = weighed_at_;
    allocation_ = allocate(question_, kinds_, weighing, coverage_at_, gathered_);
    timeline_.counted.reserve(gathered_.events.size());
    timeline_.jumps.reserve(gathered_.items.size());
    list_displaced();
    list_bearing();
    for (const int j : kinds_.narrowest_first()) list_stream(static_cast<std::size_t>(j));
    put_jumps_in_order();
  }

  void find_events_of_streams() {
    std::size_t i = 0;
    const auto& events = gathered_.events;
    while (i < events.size() && events[i].stream == kUnforeseen) ++i;
    bearing_end_ = i;
    first_event_.assign(question_.streams.size() + 1, events.size());
    for (std::size_t j = 0; j < question_.streams.size(); ++j) {
      first_event_[j] = i;
      while (i < events.size() && events[i].stream == static_cast<int>(j)) ++i;
    }
  }

  // --- Set times ---------------------------------------------------------------------------------

  /// The coverage that counts at each set time: what is declared, once reports are in, or the best
  /// of those who looked and saw none.
  void cover_occasions() {
    for (std::size_t j = 0; j < question_.streams.size(); ++j) {
      const Stream& stream = question_.streams[j];
      if (!stream.at_set_times()) continue;
      StepReader declared(stream.coverage, question_.opened, seconds(stream.occasions.front()));
      for (const Instant occasion : stream.occasions) {
        const double at = seconds(occasion);
        const bool is_in = clock_.known_at >= at + stream.lag.count() * kSecondsPerDay;
        coverage_at_[j].push_back(is_in ? declared.value(at) : 0);
      }
      for (std::size_t i = first_event_[j]; i < first_event_[j + 1]; ++i) {
        const Event& event = gathered_.events[i];
        if (!event.only_watches()) continue;
        const auto first =
            std::lower_bound(stream.occasions.begin(), stream.occasions.end(), event.occurred);
        const auto last = std::lower_bound(first, stream.occasions.end(), event.total->until);
        for (auto k = first - stream.occasions.begin(); k < last - stream.occasions.begin(); ++k) {
          double& coverage = coverage_at_[j][static_cast<std::size_t>(k)];
          coverage = std::max(coverage, event.credibility);
        }
      }
    }
  }

  void list_occasions(std::size_t j) {
    const Stream& stream = question_.streams[j];
    const OccasionWeight scale(stream, question_.prior);
    Listening& listening = timeline_.listening[j];
    Watching& watching = timeline_.watching[j];
    std::vector<std::size_t> seen(stream.occasions.size(), gathered_.events.size());
    for (std::size_t i = first_event_[j]; i < first_event_[j + 1]; ++i) {
      const Event& event = gathered_.events[i];
      if (event.only_watches()) {
        if (allocation_.of_events[i].standing == Inclusion::kCounts)
          set_aside(i, NotCountedReason::kNoneSeen);
      } else if (counts(i)) {
        seen[static_cast<std::size_t>(event.occasion)] = i;
        listening.latest = std::max(listening.latest, seconds(event.occurred));
      }
    }
    for (std::size_t k = 0; k < stream.occasions.size(); ++k) {
      const double at = seconds(stream.occasions[k]);
      if (at < 0 || at > clock_.end) continue;
      const double coverage = coverage_at_[j][k];
      const double log_unseen = scale.log_unseen(coverage);
      if (seen[k] == gathered_.events.size()) {
        if (log_unseen != 0) count_unseen(static_cast<int>(j), at, coverage, log_unseen);
        watching.unseen += coverage;
      } else {
        count_occasion(seen[k], at, scale, coverage, log_unseen);
      }
      const double if_true = coverage * stream.seen_if_true.value();
      const double if_false = coverage * stream.seen_if_false.value();
      watching.exposure += coverage;
      watching.expected.if_true += if_true;
      watching.expected.if_false += if_false;
      if (at > listening.latest) {
        // Of several yes or no: the chance of none is Π(1 − c·p).
        watching.since_latest.if_true -= std::log1p(-if_true);
        watching.since_latest.if_false -= std::log1p(-if_false);
      }
    }
  }

  void count_occasion(std::size_t i, double at, const OccasionWeight& scale, double coverage,
                      double log_unseen) {
    const Event& event = gathered_.events[i];
    const double rest = allocation_.of_events[i].rest;
    Counted counted;
    counted.event = event;
    counted.rest = rest;
    counted.log_factor = scale.log_seen(event.credibility, coverage, rest);
    counted.log_unseen = log_unseen;
    counted.coverage = coverage;
    const Stream& stream = question_.streams[static_cast<std::size_t>(event.stream)];
    counted.ratio = stream.seen_if_true.value() / stream.seen_if_false.value();
    add(std::move(counted), {&at, 1});
  }

  void count_unseen(int j, double at, double coverage, double log_unseen) {
    Counted counted;
    counted.event.stream = j;
    counted.event.credibility = 0;
    counted.log_factor = log_unseen;
    counted.coverage = coverage;
    counted.unseen = true;
    add(std::move(counted), {&at, 1});
  }

  // --- What does not count -----------------------------------------------------------------------

  static NotCountedReason reason_of(Inclusion standing) {
    return standing == Inclusion::kAfterHorizon ? NotCountedReason::kAfterHorizon
                                                : NotCountedReason::kBeforeOpening;
  }

  SetAside& set_aside(std::size_t i, NotCountedReason reason) {
    const Event& event = gathered_.events[i];
    const bool lists = reason == NotCountedReason::kNoneSeen ||
                       reason == NotCountedReason::kNothingLeft ||
                       reason == NotCountedReason::kNarrowerKind;
    return timeline_.aside.emplace_back(SetAside{event.stream, event.key, reason, kUnforeseen,
                                                 false, event.items,
                                                 lists ? std::optional(event) : std::nullopt});
  }

  void list_displaced() {
    for (const Displaced& lost : allocation_.displaced) {
      timeline_.aside.push_back({lost.stream,
                                 lost.key,
                                 NotCountedReason::kCountedElsewhere,
                                 lost.counted_under,
                                 false,
                                 lost.items,
                                 {}});
    }
  }

  /// Whether event i counts; else says why, where its place has not.
  bool counts(std::size_t i) {
    const Inclusion standing = allocation_.of_events[i].standing;
    if (standing == Inclusion::kCounts) return true;
    if (standing != Inclusion::kElsewhere) set_aside(i, reason_of(standing));
    return false;
  }

  // --- What counts -------------------------------------------------------------------------------

  void add(Counted counted, std::span<const double> at) {
    const double factor = std::exp(counted.log_factor);
    add(std::move(counted), factor, at);
  }
  void add(Counted counted, double factor, std::span<const double> at) {
    const auto index = static_cast<std::int32_t>(timeline_.counted.size());
    const int stream = counted.event.stream;
    counted.jumps = static_cast<std::int64_t>(at.size());
    timeline_.counted.push_back(std::move(counted));
    for (const double instant : at) timeline_.jumps.push_back({instant, factor, stream, index});
  }

  /// An event of one jump, by a scale.
  void count_single(std::size_t i, const EventWeight& scale, double ratio,
                    std::vector<ToldAs> told_as = {}) {
    if (list_if_nothing_rests(i)) return;
    Counted counted;
    counted.told_as = std::move(told_as);
    counted.event = gathered_.events[i];
    counted.rest = allocation_.of_events[i].rest;
    counted.ratio = ratio;
    const double at = seconds(counted.event.occurred);
    const double share = counted.rest;
    add_share(std::move(counted), scale, share, {&at, 1});
  }

  /// Jumps that are each a share of an event's factor.
  void add_share(Counted counted, const EventWeight& scale, double share,
                 std::span<const double> at) {
    const double q = counted.event.credibility;
    counted.log_factor = share * scale.log_factor(q);
    const double factor = share == 1 ? scale.factor(q) : std::exp(counted.log_factor);
    add(std::move(counted), factor, at);
  }

  void list_bearing() {
    const std::size_t start = timeline_.jumps.size();
    for (std::size_t i = 0; i < bearing_end_; ++i) {
      const Event& event = gathered_.events[i];
      if (event.only_watches()) {
        if (allocation_.of_events[i].standing != Inclusion::kElsewhere) {
          set_aside(i, allocation_.of_events[i].standing == Inclusion::kCounts
                           ? NotCountedReason::kNoneSeen
                           : reason_of(allocation_.of_events[i].standing));
        }
      } else if (counts(i)) {
        count_single(i, EventWeight::of_ratio(event.ratio, question_.prior), event.ratio);
      }
    }
    runs_.back() = {{start, timeline_.jumps.size()}, {0, 0}};
  }

  /// Lists stream j's events, and what says how closely it is watched.
  void list_stream(std::size_t j) {
    const Stream& stream = question_.streams[j];
    Runs& runs = runs_[j];
    const bool keeps_singles = has_totals(j) || stream.of != kNoWider;
    put_[j].clear();
    runs.lone.first = timeline_.jumps.size();
    list_lone_items(j, keeps_singles);
    runs.lone.second = runs.others.first = timeline_.jumps.size();
    if (stream.at_set_times()) {
      list_occasions(j);
    } else if (stream.once) {
      list_milestone(j);
    } else {
      list_singles_and_totals(j, keeps_singles);
    }
    runs.others.second = timeline_.jumps.size();
  }

  [[nodiscard]] bool has_totals(std::size_t j) const {
    for (std::size_t i = first_event_[j]; i < first_event_[j + 1]; ++i) {
      if (gathered_.events[i].total) return true;
    }
    return false;
  }

  void list_lone_items(std::size_t j, bool keeps_singles) {
    const Range range = gathered_.lone[j];
    const EventWeight& scale = timeline_.weights[j];
    const std::vector<std::uint32_t>& lost = allocation_.lone_elsewhere;
    auto elsewhere = std::lower_bound(lost.begin(), lost.end(), range.first);
    auto with_rest =
        std::partition_point(allocation_.lone_rests.begin(), allocation_.lone_rests.end(),
                             [&](const Allocation::Rest& rest) { return rest.item < range.first; });
    for (std::uint32_t k = range.first; k < range.first + range.size; ++k) {
      if (elsewhere != lost.end() && *elsewhere == k) {
        ++elsewhere;
        continue;
      }
      const Observation& item = *gathered_.items[k];
      const double at = seconds(item.occurred);
      const bool has_rest = with_rest != allocation_.lone_rests.end() && with_rest->item == k;
      const double rest = has_rest ? (with_rest++)->rest : 1;
      if (keeps_singles) put_[j].push_back({at, item.credibility, rest});
      if (timeline_.end < 0 || at < 0) {
        timeline_.aside.push_back({static_cast<int>(j),
                                   kOwn,
                                   NotCountedReason::kBeforeOpening,
                                   kUnforeseen,
                                   false,
                                   Range{k, 1},
                                   {}});
        continue;
      }
      timeline_.listening[j].latest = std::max(timeline_.listening[j].latest, at);
      if (has_rest) {
        count_rest_of_lone(static_cast<int>(j), k, rest);
        continue;
      }
      timeline_.jumps.push_back(
          {at, scale.factor(item.credibility), static_cast<int>(j), ~static_cast<std::int32_t>(k)});
    }
  }

  void count_rest_of_lone(int j, std::uint32_t k, double rest) {
    const Observation& item = *gathered_.items[k];
    Counted counted;
    counted.event.stream = j;
    counted.event.occurred = item.occurred;
    counted.event.credibility = item.credibility;
    counted.event.items = {k, 1};
    if (!(rest > 0)) {
      timeline_.aside.push_back({j, kOwn, NotCountedReason::kNarrowerKind, kUnforeseen, false,
                                 counted.event.items, counted.event});
      return;
    }
    counted.rest = rest;
    const Stream& stream = question_.streams[static_cast<std::size_t>(j)];
    counted.ratio = stream.if_true.per_day() / stream.if_false.per_day();
    const double at = seconds(item.occurred);
    add_share(std::move(counted), timeline_.weights[static_cast<std::size_t>(j)], rest, {&at, 1});
  }

  // --- Milestones --------------------------------------------------------------------------------

  void list_milestone(std::size_t j) {
    const Stream& stream = question_.streams[j];
    Listening& listening = timeline_.listening[j];
    std::vector<PublishedTotal> looks;
    for (std::size_t i = first_event_[j]; i < first_event_[j + 1]; ++i) {
      const Event& event = gathered_.events[i];
      const Inclusion standing = allocation_.of_events[i].standing;
      if (event.only_watches()) {
        if (counts(i)) {
          looks.push_back(published(event));
          listening.latest = std::max(listening.latest, seconds(event.total->until));
          set_aside(i, NotCountedReason::kNoneSeen);
        }
        continue;
      }
      if (stream.happening) {
        list_happening(i);
        continue;
      }
      if (standing != Inclusion::kElsewhere) deafen(event, listening);
      if (!counts(i)) continue;
      listening.latest = std::max(listening.latest, seconds(event.occurred));
      const double ratio = stream.if_true.per_day() / stream.if_false.per_day();
      count_single(i, timeline_.weights[j], ratio);
    }
    listening.watches = watches_of(looks, 0, clock_.end);
  }

  void list_happening(std::size_t i) {
    const Event& event = gathered_.events[i];
    if (allocation_.of_events[i].standing != Inclusion::kCounts) {
      set_aside(
          i, timeline_.end < 0 ? NotCountedReason::kBeforeOpening : NotCountedReason::kHadHappened);
      return;
    }
    timeline_.happening = {event, seconds(event.occurred),
                           std::min(event.credibility, Happening::kSurest)};
  }

  /// It listens on at Π(1 − q_o) over the origins heard by then.
  void deafen(const Event& event, Listening& listening) const {
    struct Report {
      double at;
      Key origin;
      double credibility;
    };
    std::vector<Report> reports;
    for (const Observation* item : gathered_.in(event.items)) {
      reports.push_back({seconds(item->occurred), item->origin, gathered_.denials.weakened(*item)});
    }
    std::sort(reports.begin(), reports.end(), [](const Report& a, const Report& b) {
      return std::tie(a.at, a.origin, a.credibility) < std::tie(b.at, b.origin, b.credibility);
    });
    std::map<Key, double> best;  // of each origin so far
    double hears = 1;
    for (std::size_t k = 0; k < reports.size(); ++k) {
      const auto& [at, origin, credibility] = reports[k];
      double& before =
          origin == kOwn ? (best[kOwn] = 0) : best.try_emplace(origin, 0).first->second;
      if (credibility > before) {
        hears *= (1 - credibility) / (1 - before);
        before = credibility;
      }
      if (k + 1 == reports.size() || reports[k + 1].at != at) {
        listening.deafening.push_back({at, hears});
      }
    }
  }

  // --- Single events and totals ------------------------------------------------------------------

  [[nodiscard]] PublishedTotal published(const Event& event) const {
    return {seconds(event.occurred), seconds(event.total->until), event.total->count,
            event.credibility, 1};
  }

  void list_singles_and_totals(std::size_t j, bool keeps_singles) {
    Listening& listening = timeline_.listening[j];
    std::vector<std::size_t> singles;
    std::vector<std::size_t> totals;  // all that are not displaced
    std::vector<PublishedTotal> published_totals;
    std::vector<PublishedTotal> watching;
    for (std::size_t i = first_event_[j]; i < first_event_[j + 1]; ++i) {
      const Event& event = gathered_.events[i];
      const Allotment& place = allocation_.of_events[i];
      if (place.standing == Inclusion::kElsewhere) continue;
      if (event.total) {
        totals.push_back(i);
        published_totals.push_back(published(event));
        published_totals.back().weight = place.rest;
        if (place.standing != Inclusion::kCounts) continue;
        listening.latest = std::max(listening.latest, seconds(event.total->until));
        watching.push_back(published_totals.back());
      } else {
        const double at = seconds(event.occurred);
        if (keeps_singles) put_[j].push_back({at, event.credibility, place.rest});
        if (!counts(i)) continue;
        listening.latest = std::max(listening.latest, at);
        singles.push_back(i);
      }
    }
    // The last instant included, at which a wider kind's event may be.
    listening.watches = watches_of(watching, 0, clock_.end + 1);
    std::vector<Share> shares = share_totals(j, published_totals);
    for (const std::size_t i : singles) {
      const double at = seconds(gathered_.events[i].occurred);
      std::vector<ToldAs> told = told_as(j, at, at);
      const NetRates net = net_rates(question_, static_cast<int>(j), told);
      count_single(i, scale_of(j, net), net.if_true / net.if_false, std::move(told));
    }
    for (std::size_t k = 0; k < totals.size(); ++k) {
      if (counts(totals[k])) list_total(j, totals[k], published_totals[k], shares[k]);
    }
  }

  /// All of an event may be told as a narrower kind, or by a happening.
  bool list_if_nothing_rests(std::size_t i) {
    if (allocation_.of_events[i].rest > 0) return false;
    set_aside(i, NotCountedReason::kNarrowerKind);
    return true;
  }

  /// What is left to each total of j; what it and its narrower kinds put into wider ones is kept.
  std::vector<Share> share_totals(std::size_t j, const std::vector<PublishedTotal>& totals) {
    std::vector<Taken>& put = put_[j];
    for (const int narrower : kinds_.parts(static_cast<int>(j))) {
      std::vector<Taken>& theirs = put_[static_cast<std::size_t>(narrower)];
      put.insert(put.end(), theirs.begin(), theirs.end());
      theirs.clear();
    }
    const auto by_time = [](const Taken& a, const Taken& b) {
      return std::tie(a.at, a.credibility, a.weight) < std::tie(b.at, b.credibility, b.weight);
    };
    std::sort(put.begin(), put.end(), by_time);
    std::vector<Share> shares = share_out(totals, put);
    if (question_.streams[j].of != kNoWider) {
      for (std::size_t k = 0; k < totals.size(); ++k) {
        for (const double at : shares[k].parts) {
          put.push_back({at, totals[k].credibility, totals[k].weight * shares[k].each});
        }
      }
    }
    return shares;
  }

  void list_total(std::size_t j, std::size_t i, const PublishedTotal& total, const Share& share) {
    if (total.count == 0) {
      set_aside(i, NotCountedReason::kNoneSeen);
      return;
    }
    std::vector<double> inside;
    std::copy_if(share.parts.begin(), share.parts.end(), std::back_inserter(inside),
                 [&](double at) { return at >= 0 && at <= clock_.end; });
    if (inside.empty()) {
      set_aside(i, NotCountedReason::kNothingLeft).disagrees = share.disagrees;
      return;
    }
    if (list_if_nothing_rests(i)) return;
    Counted counted;
    counted.event = gathered_.events[i];
    counted.rest = allocation_.of_events[i].rest;
    counted.counted = share.each * static_cast<double>(inside.size());
    counted.disagrees = share.disagrees;
    counted.told_as = told_as(j, std::max(total.from, 0.0), std::min(total.until, clock_.end));
    const NetRates net = net_rates(question_, static_cast<int>(j), counted.told_as);
    counted.ratio = net.if_true / net.if_false;
    const EventWeight scale = scale_of(j, net);
    const double each = share.each * counted.rest;
    add_share(std::move(counted), scale, each, inside);
  }

  // --- The rates of a wider kind's events --------------------------------------------------------

  [[nodiscard]] EventWeight scale_of(std::size_t j, const NetRates& net) const {
    if (!kinds_.is_wider(static_cast<int>(j))) return timeline_.weights[j];
    return {net.if_true, net.if_false, question_.streams[j].dispersion, question_.prior};
  }

  /// The shares of j's events that are told as narrower kinds at an instant, or from one to another
  /// on average. Narrower streams have been listed.
  [[nodiscard]] std::vector<ToldAs> told_as(std::size_t j, double from, double until) const {
    std::vector<ToldAs> told;
    for (const int k : kinds_.parts(static_cast<int>(j))) {
      told.push_back({k, share_told(static_cast<int>(j), k, from, until)});
    }
    return told;
  }

  [[nodiscard]] double share_told(int wide, int part, double from, double until) const {
    const auto reader_of = [&](int j) {
      return LevelReader(question_, j, timeline_.listening[static_cast<std::size_t>(j)],
                         clock_.known_at, from,
                         until > from ? LevelReader::Of::kTime : LevelReader::Of::kInstant);
    };
    LevelReader of_wide = reader_of(wide);
    LevelReader of_part = reader_of(part);
    double share = told_as_narrower(of_part.value(from), of_wide.value(from));
    if (!(until > from)) return share;
    // Stretch by stretch of one share, however many steps of coverage say so.
    double sum = 0;
    double start = from;
    for (;;) {
      const double next = std::min({until, of_wide.next(), of_part.next()});
      const double then =
          next < until ? told_as_narrower(of_part.value(next), of_wide.value(next)) : share;
      if (next == until || then != share) {
        sum += share * (next - start);
        start = next;
        share = then;
      }
      if (next == until) return sum / (until - from);
    }
  }

  // --- Silence -----------------------------------------------------------------------------------

  void list_all_drains() {
    for (std::size_t j = 0; j < question_.streams.size(); ++j) {
      list_drains(question_, kinds_, static_cast<int>(j), timeline_.listening, clock_.known_at, 0,
                  timeline_.end, timeline_.changes, timeline_.watching[j]);
    }
    std::sort(timeline_.changes.begin(), timeline_.changes.end(),
              [](const DrainChange& a, const DrainChange& b) {
                return std::tie(a.at, a.stream) < std::tie(b.at, b.stream);
              });
  }

  // --- The order of sums -------------------------------------------------------------------------

  void put_jumps_in_order() {
    const auto before = [&](const Jump& a, const Jump& b) {
      if (a.at != b.at) return a.at < b.at;
      if (a.stream != b.stream) return a.stream < b.stream;
      return std::pair(key_of(a), a.factor) < std::pair(key_of(b), b.factor);
    };
    // Each place's lone items, and its other events, are a run; most are in order of time already.
    // Runs come as streams were listed, which is from the narrowest kind on.
    const auto jumps = timeline_.jumps.begin();
    std::vector<std::size_t> ends;
    std::size_t start = 0;
    const auto end_run = [&](std::size_t end) {
      if (end == start) return;
      const auto from = jumps + static_cast<std::ptrdiff_t>(start);
      const auto to = jumps + static_cast<std::ptrdiff_t>(end);
      if (!std::is_sorted(from, to, before)) std::sort(from, to, before);
      ends.push_back(end);
      start = end;
    };
    end_run(runs_.back().lone.second);
    for (const int j : kinds_.narrowest_first()) {
      end_run(runs_[static_cast<std::size_t>(j)].lone.second);
      end_run(runs_[static_cast<std::size_t>(j)].others.second);
    }
    while (ends.size() > 1) {
      std::vector<std::size_t> merged;
      start = 0;
      for (std::size_t k = 0; k < ends.size(); k += 2) {
        const std::size_t end = ends[std::min(k + 1, ends.size() - 1)];
        std::inplace_merge(jumps + static_cast<std::ptrdiff_t>(start),
                           jumps + static_cast<std::ptrdiff_t>(ends[k]),
                           jumps + static_cast<std::ptrdiff_t>(end), before);
        merged.push_back(end);
        start = end;
      }
      ends = std::move(merged);
    }
  }

  [[nodiscard]] Key key_of(const Jump& jump) const {
    return jump.is_lone() ? kOwn
                          : timeline_.counted[static_cast<std::size_t>(jump.event)].event.key;
  }

  struct Runs {  // of jumps, as they were listed
    std::pair<std::size_t, std::size_t> lone;
    std::pair<std::size_t, std::size_t> others;
  };

  const Question& question_;
  const Kinds& kinds_;
  Gathered& gathered_;
  Clock clock_;
  double weighed_at_ = 0;
  std::size_t bearing_end_ = 0;
  std::vector<std::size_t> first_event_;  // of each stream, in Gathered::events; and the end
  std::vector<std::vector<double>> coverage_at_;  // of each stream's set times
  Allocation allocation_;
  std::vector<std::vector<Taken>> put_;  // what a stream puts into wider kinds' totals
  std::vector<Runs> runs_;               // one a stream; last, what bears directly
  Timeline timeline_;
};

}  // namespace

LogOdds Happening::add_to(LogOdds rest) const {
  // Of the odds o of R it makes (o + s)/(1 − s).
  const double x = rest.nats();
  const double of_s = std::log(s);
  const double larger = std::max(x, of_s);
  const double sum =
      std::isinf(larger) ? larger : larger + std::log1p(std::exp(std::min(x, of_s) - larger));
  return LogOdds(sum - std::log1p(-s));
}

Timeline build_timeline(const Question& question, const Kinds& kinds, const Moment& moment,
                        Gathered& gathered) {
  return Drawing(question, kinds, moment, moment.as_of, gathered).draw();
}

Timeline build_event_timeline(const Question& question, const Kinds& kinds, const Moment& moment,
                              Instant until, Gathered& gathered) {
  return Drawing(question, kinds, moment, until, gathered).draw_events();
}

}  // namespace signpost::belief
