#include "engine/belief/allocation.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "engine/belief/duplicate_filter.h"
#include "engine/belief/levels.h"
#include "engine/belief/likelihood_ratio.h"
#include "engine/belief/timeline.h"

namespace signpost::belief {
namespace {

/// Sizes that differ by rounding only are equal.
constexpr double kRounding = 1e-12;

/// One place's claim to an event or, among the items of a milestone or a set time, to a part of it.
struct Claim {
  static constexpr std::int32_t kLone = -1;

  EventName name;
  int stream = kUnforeseen;
  std::int32_t event = kLone;  // in Gathered::events
  Range items;
};

class Allocator {
 public:
  Allocator(const Question& question, const Kinds& kinds, const Clock& clock,
            const std::vector<std::vector<double>>& coverage_at, Gathered& gathered)
      : question_(question),
        kinds_(kinds),
        clock_(clock),
        coverage_at_(coverage_at),
        gathered_(gathered) {}

  Allocation settle() && {
    for (const Event& event : gathered_.events) {
      allocation_.of_events.push_back({standing_of(event), 1});
    }
    settle_claims();
    give_way_to_happening();
    return std::move(allocation_);
  }

 private:
  [[nodiscard]] double seconds(Instant instant) const { return since(question_.opened, instant); }

  [[nodiscard]] const Stream* about(const Event& event) const {
    return event.stream == kUnforeseen ? nullptr
                                       : &question_.streams[static_cast<std::size_t>(event.stream)];
  }
  [[nodiscard]] bool is_happening(const Event& event) const {
    return about(event) != nullptr && about(event)->happening;
  }
  /// Of several keys, perhaps: all items of its place are one event.
  [[nodiscard]] bool joined_by_place(const Event& event) const {
    return about(event) != nullptr && !about(event)->takes_count() && !event.only_watches();
  }

  /// Whether any of an event can lie within the scenario's time. A total does if its span does.
  [[nodiscard]] Inclusion standing_of(const Event& event) const {
    const double from = seconds(event.occurred);
    const double until = event.total ? seconds(event.total->until) : from;
    if (clock_.end < 0) return Inclusion::kBeforeOpening;
    if (until <= from) {
      return from < 0                ? Inclusion::kBeforeOpening
             : from > clock_.horizon ? Inclusion::kAfterHorizon
                                     : Inclusion::kCounts;
    }
    if (until <= 0) return Inclusion::kBeforeOpening;
    return from > clock_.horizon ? Inclusion::kAfterHorizon : Inclusion::kCounts;
  }

  // --- The contest -------------------------------------------------------------------------------

  void settle_claims() {
    std::vector<Claim> claims = claims_to_settle();
    std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
      return std::tie(a.name, a.stream, a.event) < std::tie(b.name, b.stream, b.event);
    });
    for (auto first = claims.begin(); first != claims.end();) {
      const auto last = std::find_if(first, claims.end(),
                                     [&](const Claim& claim) { return claim.name != first->name; });
      if (last - first > 1) settle_among({first, last});
      first = last;
    }
    std::sort(allocation_.lone_elsewhere.begin(), allocation_.lone_elsewhere.end());
    std::sort(broken_.begin(), broken_.end());
    broken_.erase(std::unique(broken_.begin(), broken_.end()), broken_.end());
    for (const std::size_t i : broken_) rebuild(i);
  }

  /// All claims to events that may stand in several places.
  std::vector<Claim> claims_to_settle() {
    std::vector<Claim> claims;
    for (std::size_t i = 0; i < gathered_.events.size(); ++i) {
      const Event& event = gathered_.events[i];
      if (allocation_.of_events[i].standing != Inclusion::kCounts || event.only_watches() ||
          is_happening(event) || (event.total && parts_in_time(event) == 0)) {
        continue;
      }
      const auto index = static_cast<std::int32_t>(i);
      if (joined_by_place(event)) {
        claim_parts(index, claims);
      } else {
        const EventName name = name_of(*gathered_.items[event.items.first]);
        claims.push_back({name, event.stream, index, event.items});
      }
    }
    const auto places_with_lone_items =
        std::count_if(gathered_.lone.begin(), gathered_.lone.end(),
                      [](const Range& range) { return range.size > 0; });
    if (places_with_lone_items + (claims.empty() ? 0 : 1) < 2) return claims;

    DuplicateFilter duplicates(gathered_.items.size());
    for (const Claim& claim : claims) {
      if (claim.name.key == kOwn) duplicates.add(claim.name.item);
    }
    for (const Range& range : gathered_.lone) {
      for (const Observation* item : gathered_.in(range)) duplicates.add(item->item);
    }
    for (std::size_t j = 0; duplicates.any() && j < gathered_.lone.size(); ++j) {
      const Range range = gathered_.lone[j];
      for (std::uint32_t k = range.first; k < range.first + range.size; ++k) {
        const Observation& item = *gathered_.items[k];
        if (!duplicates.perhaps(item.item) || clock_.end < 0 || seconds(item.occurred) < 0)
          continue;
        claims.push_back({name_of(item), static_cast<int>(j), Claim::kLone, {k, 1}});
      }
    }
    return claims;
  }

  /// The items of a milestone or a set time may speak of events that stand elsewhere too: each has
  /// its own claim.
  void claim_parts(std::int32_t i, std::vector<Claim>& claims) {
    const Event& event = gathered_.events[static_cast<std::size_t>(i)];
    const auto items = gathered_.items.begin() + event.items.first;
    std::sort(items, items + event.items.size,
              [](const Observation* a, const Observation* b) { return name_of(*a) < name_of(*b); });
    for (std::uint32_t k = 0; k < event.items.size; ++k) {
      if (k > 0 && name_of(*items[k]) == name_of(*items[k - 1])) {
        ++claims.back().items.size;
      } else {
        claims.push_back({name_of(*items[k]), event.stream, i, {event.items.first + k, 1}});
      }
    }
  }

  [[nodiscard]] Joined joined(const Event& event) const {
    if (about(event) == nullptr) return Joined::kByKeySingle;
    return about(event)->takes_count() ? Joined::kByKey : Joined::kByPlace;
  }

  /// The event of a claim's items alone.
  [[nodiscard]] Event alone(const Claim& claim) const {
    const auto items = gathered_.in(claim.items);
    std::vector<const Observation*> said(items.begin(), items.end());
    Event place;
    place.stream = claim.stream;
    Event event = corroborate(said, joined(place), gathered_.denials);
    event.stream = claim.stream;
    if (claim.event != Claim::kLone) {
      event.occasion = gathered_.events[static_cast<std::size_t>(claim.event)].occasion;
    }
    return event;
  }

  /// What it would be worth in its place: |ln factor|, of a total for each part in time, of a set
  /// time beyond its silence, of a wider kind where all of the narrower is told as such.
  [[nodiscard]] double size_of(const Event& event) const {
    if (about(event) == nullptr) {
      return std::fabs(
          EventWeight::of_ratio(event.ratio, question_.prior).log_factor(event.credibility));
    }
    const Stream& stream = *about(event);
    if (stream.at_set_times()) {
      const OccasionWeight scale(stream, question_.prior);
      const double coverage = coverage_at_[static_cast<std::size_t>(event.stream)]
                                          [static_cast<std::size_t>(event.occasion)];
      return std::fabs(scale.log_seen(event.credibility, coverage) - scale.log_unseen(coverage));
    }
    const NetRates net = net_rates(question_, kinds_, event.stream);
    const double one =
        std::fabs(EventWeight(net.if_true, net.if_false, stream.dispersion, question_.prior)
                      .log_factor(event.credibility));
    return event.total ? one * parts_in_time(event) : one;
  }

  [[nodiscard]] double parts_in_time(const Event& total) const {
    return parts_inside(seconds(total.occurred), seconds(total.total->until), total.total->count,
                        clock_.end);
  }

  void settle_among(std::span<const Claim> claims) {
    std::vector<Event> events;
    std::vector<double> sizes;
    for (const Claim& claim : claims) {
      events.push_back(alone(claim));
      sizes.push_back(size_of(events.back()));
    }
    // At several of a stream's set times it is in one place all the same.
    for (std::size_t first = 0; first < claims.size();) {
      std::size_t last = first;
      double sum = 0;
      while (last < claims.size() && claims[last].stream == claims[first].stream) {
        sum += sizes[last++];
      }
      while (first < last) sizes[first++] = sum;
    }
    const auto largest = [&](auto eligible) {
      std::size_t best = claims.size();
      for (std::size_t k = 0; k < claims.size(); ++k) {
        if (!eligible(k)) continue;
        if (best == claims.size() || sizes[k] * (1 - kRounding) > sizes[best]) best = k;
      }
      return best;
    };
    std::size_t keeper = largest([](std::size_t) { return true; });
    // The narrowest of its kinds keeps it in its stead.
    for (;;) {
      const std::size_t narrower = largest(
          [&](std::size_t k) { return kinds_.is_of(claims[k].stream, claims[keeper].stream); });
      if (narrower == claims.size()) break;
      keeper = narrower;
    }
    for (std::size_t k = 0; k < claims.size(); ++k) {
      if (claims[k].stream == claims[keeper].stream) continue;
      if (kinds_.is_of(claims[keeper].stream, claims[k].stream)) {
        keep_rest(claims, events, keeper, k);
      } else {
        lose(claims[k], claims[keeper].stream);
      }
    }
  }

  /// A wider kind keeps what the best of the narrower on the way to the keeper leaves.
  void keep_rest(std::span<const Claim> claims, const std::vector<Event>& events,
                 std::size_t keeper, std::size_t wide) {
    double narrower = 0;
    for (std::size_t k = 0; k < claims.size(); ++k) {
      const bool on_the_way = k == keeper || kinds_.is_of(claims[keeper].stream, claims[k].stream);
      if (on_the_way && kinds_.is_of(claims[k].stream, claims[wide].stream)) {
        narrower = std::max(narrower, events[k].credibility);
      }
    }
    const double own = events[wide].credibility;
    allocation_.of_events[static_cast<std::size_t>(claims[wide].event)].rest *=
        own > narrower ? 1 - narrower / own : 0;
  }

  void lose(const Claim& lost, int counted_under) {
    allocation_.displaced.push_back({lost.stream, lost.name.key, counted_under, lost.items});
    if (lost.event == Claim::kLone) {
      allocation_.lone_elsewhere.push_back(lost.items.first);
    } else if (const auto i = static_cast<std::size_t>(lost.event);
               lost.items.size == gathered_.events[i].items.size) {
      allocation_.of_events[i].standing = Inclusion::kElsewhere;
    } else {
      broken_.push_back(i);
      lost_parts_.push_back(lost.items);
    }
  }

  /// What the remaining items say, after others went where they weigh more.
  void rebuild(std::size_t i) {
    Event& event = gathered_.events[i];
    std::vector<const Observation*> left(
        gathered_.items.begin() + event.items.first,
        gathered_.items.begin() + event.items.first + event.items.size);
    for (const Range& lost : lost_parts_) {
      if (lost.first < event.items.first || lost.first >= event.items.first + event.items.size) {
        continue;
      }
      std::fill_n(left.begin() + (lost.first - event.items.first), lost.size, nullptr);
    }
    std::erase(left, nullptr);
    if (left.empty()) {
      allocation_.of_events[i].standing = Inclusion::kElsewhere;
      return;
    }
    Event rebuilt = corroborate(left, joined(event), gathered_.denials);
    rebuilt.stream = event.stream;
    rebuilt.occasion = event.occasion;
    if (event.occasion != kNoOccasion) rebuilt.occurred = event.occurred;
    rebuilt.items.first = static_cast<std::uint32_t>(gathered_.items.size());
    gathered_.items.insert(gathered_.items.end(), left.begin(), left.end());
    event = rebuilt;
    allocation_.of_events[i].standing = standing_of(event);
  }

  // --- The happening -----------------------------------------------------------------------------

  void give_way_to_happening() {
    for (std::size_t i = 0; i < gathered_.events.size(); ++i) {
      const Event& event = gathered_.events[i];
      if (is_happening(event) && !event.only_watches() &&
          allocation_.of_events[i].standing == Inclusion::kCounts) {
        give_way_to(event);
      }
    }
  }

  void give_way_to(const Event& happening) {
    std::vector<EventName> told;
    for (const Observation* item : gathered_.in(happening.items)) told.push_back(name_of(*item));
    std::sort(told.begin(), told.end());
    const auto is_told = [&](const Observation* item) {
      return std::binary_search(told.begin(), told.end(), name_of(*item));
    };
    const double s = std::min(happening.credibility, Happening::kSurest);
    const auto rest_of = [&](double credibility) {
      return credibility > s ? 1 - s / credibility : 0;
    };
    for (std::size_t i = 0; i < gathered_.events.size(); ++i) {
      const Event& event = gathered_.events[i];
      Allotment& place = allocation_.of_events[i];
      if (place.standing != Inclusion::kCounts || event.only_watches() || is_happening(event)) {
        continue;
      }
      const auto items = gathered_.in(event.items);
      if (std::any_of(items.begin(), items.end(), is_told)) {
        place.rest = std::min(place.rest, rest_of(event.credibility));
      }
    }
    const std::vector<std::uint32_t>& elsewhere = allocation_.lone_elsewhere;
    for (const Range& range : gathered_.lone) {
      for (std::uint32_t k = range.first; k < range.first + range.size; ++k) {
        const Observation* item = gathered_.items[k];
        if (!is_told(item) || seconds(item->occurred) < 0 ||
            std::binary_search(elsewhere.begin(), elsewhere.end(), k)) {
          continue;
        }
        allocation_.lone_rests.push_back({k, rest_of(item->credibility)});
      }
    }
  }

  const Question& question_;
  const Kinds& kinds_;
  const Clock& clock_;
  const std::vector<std::vector<double>>& coverage_at_;
  Gathered& gathered_;
  Allocation allocation_;
  std::vector<std::size_t> broken_;  // events that lost some of their items
  std::vector<Range> lost_parts_;    // those items
};

}  // namespace

Allocation allocate(const Question& question, const Kinds& kinds, const Clock& clock,
                    const std::vector<std::vector<double>>& coverage_at, Gathered& gathered) {
  return Allocator(question, kinds, clock, coverage_at, gathered).settle();
}

double parts_inside(double from, double until, std::int64_t count, double end) {
  const double width = until - from;
  const auto number = static_cast<double>(count);
  if (!(width > 0)) return from >= 0 && from <= end ? number : 0;
  // The mid-points from + width·(2i + 1)/(2n) that are within [0, end].
  const auto before = [&](double at) {
    return std::clamp(std::ceil(number * (at - from) / width - 0.5), 0.0, number);
  };
  const double up_to_end =
      std::clamp(std::floor(number * (end - from) / width - 0.5) + 1, 0.0, number);
  return std::max(0.0, up_to_end - before(0));
}

}  // namespace signpost::belief
