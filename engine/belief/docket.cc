#include "engine/belief/docket.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "engine/belief/heard_twice.h"
#include "engine/belief/weight.h"

namespace signpost::belief {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

/// Seconds since the scenario opened.
double since(Instant opened, Instant instant) {
  return static_cast<double>((instant - opened).count());
}

/// One place's claim to an event or, among a milestone's items, to a part of it.
struct Claim {
  static constexpr std::int32_t kLone = -1;

  Key key = kOwn;
  ItemId item = 0;  // of an event without a key
  int stream = kUnforeseen;
  std::int32_t event = kLone;  // in Hearing::events
  Range items;
};

/// A step function read forward.
class StepReader {
 public:
  StepReader(const Steps& steps, Instant opened, double from) : steps_(steps), opened_(opened) {
    const auto after = std::partition_point(steps.begin(), steps.end(), [&](const Step& step) {
      return since(opened, step.from) <= from;
    });
    if (after != steps.begin()) i_ = static_cast<std::size_t>(after - steps.begin()) - 1;
  }

  /// Its value at `at`; `at` never decreases from call to call.
  double value(double at) {
    while (i_ + 1 < steps_.size() && start(i_ + 1) <= at) ++i_;
    return steps_[i_].value;
  }
  /// Where it next may change, after the `at` of the last call to `value`.
  [[nodiscard]] double next() const { return i_ + 1 < steps_.size() ? start(i_ + 1) : kNever; }

 private:
  [[nodiscard]] double start(std::size_t i) const { return since(opened_, steps_[i].from); }

  const Steps& steps_;
  Instant opened_;
  std::size_t i_ = 0;
};

class Drawing {
 public:
  Drawing(const Question& question, const Moment& moment, Hearing& hearing)
      : question_(question), moment_(moment), hearing_(hearing) {
    horizon_ = question.horizon ? since(question.opened, *question.horizon) : kNever;
    docket_.end = std::min(since(question.opened, moment.as_of), horizon_);
    docket_.watching.resize(question.streams.size());
    docket_.listening.resize(question.streams.size());
    for (const Stream& stream : question.streams) {
      docket_.scales.push_back(Scale::of(stream, question.prior));
    }
  }

  Docket draw(bool with_drains) && {
    drop_what_is_out_of_time();
    give_each_event_one_place();
    docket_.counted.reserve(hearing_.events.size());
    docket_.jumps.reserve(hearing_.items.size());
    std::size_t i = list_bearing();
    for (std::size_t j = 0; j < question_.streams.size(); ++j) i = list_stream(j, i);
    put_jumps_in_order();
    if (with_drains && docket_.end >= 0) list_all_drains();
    return std::move(docket_);
  }

 private:
  enum class Standing : std::uint8_t { kCounts, kBeforeOpening, kAfterHorizon, kElsewhere };

  [[nodiscard]] double seconds(Instant instant) const { return since(question_.opened, instant); }

  // --- Out of time -----------------------------------------------------------------------------

  [[nodiscard]] Standing standing_at(double at) const {
    if (docket_.end < 0 || at < 0) return Standing::kBeforeOpening;
    return at > horizon_ ? Standing::kAfterHorizon : Standing::kCounts;
  }

  /// Whether any of an event can lie within the scenario's time. A total does if its span does.
  [[nodiscard]] Standing standing_of(const Event& event) const {
    const double from = seconds(event.occurred);
    const double until = event.total ? seconds(event.total->until) : from;
    if (until <= from) return standing_at(from);
    if (docket_.end < 0 || until <= 0) return Standing::kBeforeOpening;
    return from >= horizon_ ? Standing::kAfterHorizon : Standing::kCounts;
  }

  void drop_what_is_out_of_time() {
    standing_.reserve(hearing_.events.size());
    for (const Event& event : hearing_.events) {
      standing_.push_back(standing_of(event));
      if (standing_.back() != Standing::kCounts) set_aside(event, reason_of(standing_.back()));
    }
  }

  static NotCountedReason reason_of(Standing standing) {
    return standing == Standing::kAfterHorizon ? NotCountedReason::kAfterHorizon
                                               : NotCountedReason::kBeforeOpening;
  }

  SetAside& set_aside(const Event& event, NotCountedReason reason) {
    const bool watches =
        reason == NotCountedReason::kNoneSeen || reason == NotCountedReason::kNothingLeft;
    return docket_.aside.emplace_back(SetAside{event.stream, event.key, reason, kUnforeseen, false,
                                               event.items,
                                               watches ? std::optional(event) : std::nullopt});
  }

  // --- One place per event ---------------------------------------------------------------------

  [[nodiscard]] bool is_milestone(const Event& event) const {
    return event.stream != kUnforeseen &&
           question_.streams[static_cast<std::size_t>(event.stream)].once && !only_watches(event);
  }

  static bool only_watches(const Event& event) { return event.total && event.total->count == 0; }

  void give_each_event_one_place() {
    std::vector<Claim> claims = claims_to_settle();
    std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
      return std::tie(a.key, a.item, a.stream) < std::tie(b.key, b.item, b.stream);
    });
    for (auto first = claims.begin(); first != claims.end();) {
      const auto last = std::find_if(first, claims.end(), [&](const Claim& claim) {
        return claim.key != first->key || claim.item != first->item;
      });
      if (last - first > 1) settle({first, last});
      first = last;
    }
    std::sort(lone_elsewhere_.begin(), lone_elsewhere_.end());
    std::sort(broken_.begin(), broken_.end());
    broken_.erase(std::unique(broken_.begin(), broken_.end()), broken_.end());
    for (const std::size_t i : broken_) rebuild_milestone(i);
  }

  /// All claims to events that may stand in several places.
  std::vector<Claim> claims_to_settle() {
    std::vector<Claim> claims;
    for (std::size_t i = 0; i < hearing_.events.size(); ++i) {
      const Event& event = hearing_.events[i];
      if (standing_[i] != Standing::kCounts || only_watches(event)) continue;
      const auto index = static_cast<std::int32_t>(i);
      if (is_milestone(event)) {
        claim_parts(index, claims);
      } else {
        const ItemId item = event.key == kOwn ? hearing_.items[event.items.first]->item : 0;
        claims.push_back({event.key, item, event.stream, index, event.items});
      }
    }
    const auto places_with_lone_items =
        std::count_if(hearing_.lone.begin(), hearing_.lone.end(),
                      [](const Range& range) { return range.size > 0; });
    if (places_with_lone_items + (claims.empty() ? 0 : 1) < 2) return claims;

    HeardTwice heard(hearing_.items.size());
    for (const Claim& claim : claims) {
      if (claim.key == kOwn) heard.hear(claim.item);
    }
    for (const Range& range : hearing_.lone) {
      for (const Testimony* item : hearing_.in(range)) heard.hear(item->item);
    }
    for (std::size_t j = 0; heard.any() && j < hearing_.lone.size(); ++j) {
      const Range range = hearing_.lone[j];
      for (std::uint32_t k = range.first; k < range.first + range.size; ++k) {
        const Testimony& item = *hearing_.items[k];
        if (!heard.perhaps(item.item)) continue;
        if (standing_at(seconds(item.occurred)) != Standing::kCounts) continue;
        claims.push_back({kOwn, item.item, static_cast<int>(j), Claim::kLone, {k, 1}});
      }
    }
    return claims;
  }

  /// A milestone's items may speak of events that stand elsewhere too: each has its own claim.
  void claim_parts(std::int32_t i, std::vector<Claim>& claims) {
    const Event& event = hearing_.events[static_cast<std::size_t>(i)];
    const auto items = hearing_.items.begin() + event.items.first;
    const auto key = [](const Testimony* item) {
      return std::pair(item->event, item->event == kOwn ? item->item : ItemId{0});
    };
    std::sort(items, items + event.items.size,
              [&](const Testimony* a, const Testimony* b) { return key(a) < key(b); });
    for (std::uint32_t k = 0; k < event.items.size; ++k) {
      if (k > 0 && key(items[k]) == key(items[k - 1])) {
        ++claims.back().items.size;
      } else {
        const auto [name, item] = key(items[k]);
        claims.push_back({name, item, event.stream, i, {event.items.first + k, 1}});
      }
    }
  }

  /// What the claim's items alone would be worth in its place: |ln factor|, a total's n-fold.
  [[nodiscard]] double size_of(const Claim& claim) const {
    const auto items = hearing_.in(claim.items);
    std::vector<const Testimony*> alone(items.begin(), items.end());
    const bool takes_count = claim.stream != kUnforeseen &&
                             !question_.streams[static_cast<std::size_t>(claim.stream)].once;
    Event event = corroborate(alone, takes_count);
    event.stream = claim.stream;
    const double count = event.total ? static_cast<double>(event.total->count) : 1.0;
    return count * std::fabs(scale_of(event).log_factor(event.credibility));
  }

  [[nodiscard]] Scale scale_of(const Event& event) const {
    return event.stream == kUnforeseen ? Scale::of_ratio(event.ratio, question_.prior)
                                       : docket_.scales[static_cast<std::size_t>(event.stream)];
  }

  /// Leaves only the claim that weighs most; of equals (but for rounding) the first, `bears` before
  /// indicators and these by id.
  void settle(std::span<const Claim> claims) {
    std::vector<double> sizes;
    for (const Claim& claim : claims) sizes.push_back(size_of(claim));
    const double enough = *std::max_element(sizes.begin(), sizes.end()) * (1 - 1e-12);
    const auto keeper = static_cast<std::size_t>(
        std::find_if(sizes.begin(), sizes.end(), [&](double size) { return size >= enough; }) -
        sizes.begin());
    for (std::size_t k = 0; k < claims.size(); ++k) {
      if (k == keeper) continue;
      const Claim& lost = claims[k];
      docket_.aside.push_back({lost.stream,
                               lost.key,
                               NotCountedReason::kCountedElsewhere,
                               claims[keeper].stream,
                               false,
                               lost.items,
                               {}});
      if (lost.event == Claim::kLone) {
        lone_elsewhere_.push_back(lost.items.first);
      } else if (const auto i = static_cast<std::size_t>(lost.event);
                 lost.items.size == hearing_.events[i].items.size) {
        standing_[i] = Standing::kElsewhere;
      } else {
        broken_.push_back(i);
        lost_parts_.push_back(lost.items);
      }
    }
  }

  /// What a milestone's remaining items say, after others went where they weigh more.
  void rebuild_milestone(std::size_t i) {
    Event& event = hearing_.events[i];
    std::vector<const Testimony*> left(
        hearing_.items.begin() + event.items.first,
        hearing_.items.begin() + event.items.first + event.items.size);
    for (const Range& lost : lost_parts_) {
      if (lost.first < event.items.first || lost.first >= event.items.first + event.items.size) {
        continue;
      }
      std::fill_n(left.begin() + (lost.first - event.items.first), lost.size, nullptr);
    }
    std::erase(left, nullptr);
    if (left.empty()) {
      standing_[i] = Standing::kElsewhere;
      return;
    }
    Event rebuilt = corroborate(left, false);
    rebuilt.stream = event.stream;
    rebuilt.items.first = static_cast<std::uint32_t>(hearing_.items.size());
    hearing_.items.insert(hearing_.items.end(), left.begin(), left.end());
    event = rebuilt;
    standing_[i] = standing_of(event);
    if (standing_[i] != Standing::kCounts) set_aside(event, reason_of(standing_[i]));
  }

  // --- What counts -----------------------------------------------------------------------------

  void count(const Event& event, const Scale& scale, std::span<const double> at) {
    const auto index = static_cast<std::int32_t>(docket_.counted.size());
    docket_.counted.push_back(
        {event, scale.log_factor(event.credibility), static_cast<std::int64_t>(at.size())});
    const double factor = scale.factor(event.credibility);
    for (const double instant : at) {
      docket_.jumps.push_back({instant, factor, event.stream, index});
    }
  }

  /// Lists what bears directly; returns the index of the first event of a stream.
  std::size_t list_bearing() {
    std::size_t i = 0;
    for (; i < hearing_.events.size() && hearing_.events[i].stream == kUnforeseen; ++i) {
      if (standing_[i] != Standing::kCounts) continue;
      const Event& event = hearing_.events[i];
      if (only_watches(event)) {
        set_aside(event, NotCountedReason::kNoneSeen);
        continue;
      }
      const double at = seconds(event.occurred);
      count(event, scale_of(event), {&at, 1});
    }
    runs_.push_back(docket_.jumps.size());
    return i;
  }

  /// Lists stream j's events and its drains. Of the events that are not lone items its first is
  /// event i; returns the index of the first after them.
  std::size_t list_stream(std::size_t j, std::size_t i) {
    const Stream& stream = question_.streams[j];
    Listening& listening = docket_.listening[j];
    totals_.clear();
    singles_.clear();
    std::size_t end = i;
    while (end < hearing_.events.size() && hearing_.events[end].stream == static_cast<int>(j)) {
      if (hearing_.events[end].total && standing_[end] != Standing::kElsewhere)
        totals_.push_back(end);
      ++end;
    }
    list_lone_items(j);
    runs_.push_back(docket_.jumps.size());

    for (; i < end; ++i) {
      const Event& event = hearing_.events[i];
      if (event.total || standing_[i] == Standing::kElsewhere) continue;
      const double at = seconds(event.occurred);
      singles_.push_back(at);
      if (standing_[i] != Standing::kCounts) continue;
      listening.latest = std::max(listening.latest, at);
      if (stream.once) {
        listening.milestone = at;
        listening.hears_after = 1 - event.credibility;
      }
      count(event, docket_.scales[j], {&at, 1});
    }
    list_totals(j);
    runs_.push_back(docket_.jumps.size());
    return end;
  }

  void list_lone_items(std::size_t j) {
    const Range range = hearing_.lone[j];
    const Scale& scale = docket_.scales[j];
    auto elsewhere = std::lower_bound(lone_elsewhere_.begin(), lone_elsewhere_.end(), range.first);
    for (std::uint32_t k = range.first; k < range.first + range.size; ++k) {
      if (elsewhere != lone_elsewhere_.end() && *elsewhere == k) {
        ++elsewhere;
        continue;
      }
      const Testimony& item = *hearing_.items[k];
      const double at = seconds(item.occurred);
      if (!totals_.empty()) singles_.push_back(at);
      if (const Standing standing = standing_at(at); standing != Standing::kCounts) {
        docket_.aside.push_back(
            {static_cast<int>(j), kOwn, reason_of(standing), kUnforeseen, false, Range{k, 1}, {}});
        continue;
      }
      docket_.listening[j].latest = std::max(docket_.listening[j].latest, at);
      docket_.jumps.push_back(
          {at, scale.factor(item.credibility), static_cast<int>(j), ~static_cast<std::int32_t>(k)});
    }
  }

  void list_totals(std::size_t j) {
    if (totals_.empty()) return;
    Listening& listening = docket_.listening[j];
    std::sort(singles_.begin(), singles_.end());
    std::vector<PublishedTotal> published;
    for (const std::size_t i : totals_) {
      const Event& event = hearing_.events[i];
      const double until = seconds(event.total->until);
      published.push_back({seconds(event.occurred), until, event.total->count, event.credibility});
      if (standing_[i] == Standing::kCounts) listening.latest = std::max(listening.latest, until);
    }
    Sharing sharing = share_out(published, singles_, 0, docket_.end);
    for (std::size_t k = 0; k < totals_.size(); ++k) {
      const std::size_t i = totals_[k];
      if (standing_[i] != Standing::kCounts) continue;
      const Event& event = hearing_.events[i];
      const Share& share = sharing.shares[k];
      if (share.parts.empty()) {
        const bool none = only_watches(event);
        set_aside(event, none ? NotCountedReason::kNoneSeen : NotCountedReason::kNothingLeft)
            .disagrees = share.disagrees;
      } else {
        count(event, docket_.scales[j], share.parts);
      }
    }
    listening.watches = std::move(sharing.watches);
  }

  // --- Silence -----------------------------------------------------------------------------------

  void list_all_drains() {
    for (std::size_t j = 0; j < question_.streams.size(); ++j) {
      const Listening& listening = docket_.listening[j];
      const double reports_in =
          seconds(moment_.known_at) - question_.streams[j].lag.count() * kSecondsPerDay;
      const double until = std::min(docket_.end, std::max(reports_in, listening.latest));
      const std::size_t before = docket_.changes.size();
      list_drains(question_, static_cast<int>(j), listening, 0, until, docket_.changes,
                  docket_.watching[j]);
      const bool drains = docket_.changes.size() > before && docket_.changes.back().drain != 0;
      if (until < docket_.end && drains) {
        docket_.changes.push_back({until, static_cast<int>(j), 0.0});
      }
    }
    std::sort(docket_.changes.begin(), docket_.changes.end(), [](const Change& a, const Change& b) {
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
    const auto jumps = docket_.jumps.begin();
    std::vector<std::size_t> ends;
    std::size_t start = 0;
    for (const std::size_t end : runs_) {
      if (end == start) continue;
      const auto from = jumps + static_cast<std::ptrdiff_t>(start);
      const auto to = jumps + static_cast<std::ptrdiff_t>(end);
      if (!std::is_sorted(from, to, before)) std::sort(from, to, before);
      ends.push_back(end);
      start = end;
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
    return jump.is_lone() ? kOwn : docket_.counted[static_cast<std::size_t>(jump.event)].event.key;
  }

  const Question& question_;
  const Moment& moment_;
  Hearing& hearing_;
  double horizon_ = kNever;
  std::vector<Standing> standing_;             // of each event of the hearing
  std::vector<std::uint32_t> lone_elsewhere_;  // items, sorted
  std::vector<std::size_t> broken_;            // milestones that lost some of their items
  std::vector<Range> lost_parts_;              // those items
  std::vector<std::size_t> runs_;              // where runs of jumps end
  // Of the stream being listed:
  std::vector<std::size_t> totals_;  // events of the hearing
  std::vector<double> singles_;      // all single events, those out of time too
  Docket docket_;
};

}  // namespace

Docket draw_up(const Question& question, const Moment& moment, Hearing& hearing) {
  return Drawing(question, moment, hearing).draw(true);
}

Docket draw_up_events(const Question& question, const Moment& moment, Hearing& hearing) {
  return Drawing(question, moment, hearing).draw(false);
}

void list_drains(const Question& question, int j, const Listening& listening, double from,
                 double until, std::vector<Change>& changes, Watching& watching) {
  const Stream& stream = question.streams[static_cast<std::size_t>(j)];
  const double drain = (stream.if_true.per_day() - stream.if_false.per_day()) / stream.dispersion;
  // From a second earlier on, to know the level at which it begins.
  const double before = from - 1;
  StepReader coverage(stream.coverage, question.opened, before);
  StepReader season(stream.season, question.opened, before);
  const std::vector<Watch>& watches = listening.watches;
  auto watch = std::partition_point(watches.begin(), watches.end(),
                                    [&](const Watch& each) { return each.until <= before; });
  const auto level_at = [&](double at) {
    while (watch != watches.end() && watch->until <= at) ++watch;
    double level = coverage.value(at);
    if (watch != watches.end() && watch->from <= at) level = watch->credibility;
    return at >= listening.milestone ? level * listening.hears_after : level;
  };
  // The stretch being read: one level, however many steps say so.
  double start = from;
  double level = from > 0 ? level_at(before) : 0;
  double factor = from > 0 ? season.value(before) : 1;
  const auto close_at = [&](double at) {
    watching.watched += level * (at - start) / kSecondsPerDay;
    watching.exposure += level * factor * (at - start) / kSecondsPerDay;
  };
  for (double at = from; at < until;) {
    const double now = level_at(at);
    if (const double in_season = season.value(at); now != level || in_season != factor) {
      close_at(at);
      if (level * factor * drain != now * in_season * drain) {
        changes.push_back({at, j, now * in_season * drain});
      }
      start = at;
      level = now;
      factor = in_season;
    }
    double next = std::min({until, coverage.next(), season.next()});
    if (watch != watches.end()) {
      next = std::min(next, watch->from <= at ? watch->until : watch->from);
    }
    if (at < listening.milestone) next = std::min(next, listening.milestone);
    at = next;
  }
  if (until > start) close_at(until);
}

}  // namespace signpost::belief
