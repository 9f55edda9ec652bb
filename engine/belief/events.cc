#include "engine/belief/events.h"

#include <algorithm>
#include <tuple>

namespace signpost::belief {
namespace {

/// A count is passed over where it is worth less than this share of the event's best item.
constexpr double kWorthCounting = 0.5;

/// Whether `a`, worth `of_a`, is the item that stands where the two disagree. The last criteria
/// only make the order one of content.
bool more_credible(const Observation& a, double of_a, const Observation& b, double of_b) {
  if (of_a != of_b) return of_a > of_b;
  if (a.occurred != b.occurred) return a.occurred < b.occurred;
  const std::int64_t count_a = a.total ? a.total->count : 1;
  const std::int64_t count_b = b.total ? b.total->count : 1;
  if (count_a != count_b) return count_a > count_b;
  const Instant until_a = a.total ? a.total->until : a.occurred;
  const Instant until_b = b.total ? b.total->until : b.occurred;
  return std::tuple(until_a, a.total.has_value(), a.ratio) <
         std::tuple(until_b, b.total.has_value(), b.ratio);
}

bool saw_none(const Observation& item) { return item.total && item.total->count == 0; }

/// Hears what is said under one indicator, or of the scenario directly.
class Listener {
 public:
  Listener(const Question& question, const Kinds& kinds, int stream, Gathered& gathered)
      : stream_(stream),
        about_(stream == kUnforeseen ? nullptr
                                     : &question.streams[static_cast<std::size_t>(stream)]),
        bare_(about_ != nullptr && !kinds.is_wider(stream)),
        gathered_(gathered) {
    lone_.first = next_item();
  }

  void hear(const Observation& item) {
    if (!item.judged) {
      gathered_.unjudged.push_back({stream_, &item});
      return;
    }
    const bool none = saw_none(item);
    if (!none && gathered_.denials.any() && gathered_.denials.took_back(item)) {
      gathered_.taken_back.push_back({stream_, &item});
      return;
    }
    const bool once = about_ != nullptr && about_->once;
    const bool at_set_times = about_ != nullptr && !once && about_->at_set_times();
    if (!none && at_set_times && item.occurred < about_->occasions.front()) {
      gathered_.of_no_occasion.push_back({stream_, &item});
    } else if (!none && (once || at_set_times || item.event != kOwn)) {
      shared_.push_back(&item);
    } else if (none || item.total || !bare_) {
      single_.push_back(&item);
    } else {
      gathered_.items.push_back(&item);
    }
  }

  /// After the last item. Returns the lone items' range.
  Range end() && {
    lone_.size = next_item() - lone_.first;
    for (const Observation* item : single_) add_single(*item);
    if (about_ != nullptr && about_->once) {
      if (!shared_.empty()) add_group(shared_, Joined::kByPlace);
    } else if (about_ != nullptr && about_->at_set_times()) {
      add_groups([&](const Observation* item) { return occasion_of(*item); }, Joined::kByPlace);
    } else {
      add_groups([](const Observation* item) { return item->event; },
                 about_ != nullptr ? Joined::kByKey : Joined::kByKeySingle);
    }
    return lone_;
  }

 private:
  [[nodiscard]] std::uint32_t next_item() const {
    return static_cast<std::uint32_t>(gathered_.items.size());
  }
  [[nodiscard]] std::int32_t occasion_of(const Observation& item) const {
    const auto& times = about_->occasions;
    return static_cast<std::int32_t>(std::upper_bound(times.begin(), times.end(), item.occurred) -
                                     times.begin() - 1);
  }

  void add_single(const Observation& item) {
    Event& event = gathered_.events.emplace_back();
    event.stream = stream_;
    event.occurred = item.occurred;
    if (saw_none(item) || (about_ != nullptr && about_->takes_count())) event.total = item.total;
    event.credibility = item.credibility;
    event.ratio = item.ratio;
    event.items = {next_item(), 1};
    gathered_.items.push_back(&item);
  }

  template <class Group>
  void add_groups(Group of, Joined joined) {
    std::sort(shared_.begin(), shared_.end(),
              [&](const Observation* a, const Observation* b) { return of(a) < of(b); });
    for (auto group = shared_.begin(); group != shared_.end();) {
      const auto end = std::find_if(group, shared_.end(), [&, name = of(*group)](const auto* item) {
        return of(item) != name;
      });
      add_group({group, end}, joined);
      group = end;
    }
  }

  void add_group(std::span<const Observation*> group, Joined joined) {
    Event event = corroborate(group, joined, gathered_.denials);
    event.stream = stream_;
    if (about_ != nullptr && about_->at_set_times()) {
      event.occasion = occasion_of(*group.front());
      event.occurred = about_->occasions[static_cast<std::size_t>(event.occasion)];
    }
    event.items.first = next_item();
    gathered_.items.insert(gathered_.items.end(), group.begin(), group.end());
    gathered_.events.push_back(event);
  }

  int stream_;
  const Stream* about_;  // null: what bears directly
  bool bare_;
  Gathered& gathered_;
  Range lone_;
  std::vector<const Observation*> single_;  // events of one item that are no lone items
  std::vector<const Observation*> shared_;
};

}  // namespace

void Denials::settle() {
  std::sort(all_.begin(), all_.end(), [](const Denial* a, const Denial* b) {
    return std::tie(a->event, a->origin, a->credibility, a->item) <
           std::tie(b->event, b->origin, b->credibility, b->item);
  });
}

std::span<const Denial* const> Denials::of(Key event) const {
  if (event == kOwn) return {};
  const auto first = std::partition_point(
      all_.begin(), all_.end(), [&](const Denial* denial) { return denial->event < event; });
  const auto last = std::partition_point(
      first, all_.end(), [&](const Denial* denial) { return denial->event == event; });
  return {first, last};
}

double Denials::weakened(double credibility, Key event) const {
  double not_denied = 1;  // Π(1 − d_o)
  const auto denials = of(event);
  for (std::size_t i = 0; i < denials.size();) {
    const Key origin = denials[i]->origin;
    double best = 0;
    do {
      if (denials[i]->judged) best = std::max(best, denials[i]->credibility);
      ++i;
    } while (i < denials.size() && origin != kOwn && denials[i]->origin == origin);
    not_denied *= 1 - best;
  }
  if (not_denied == 1) return credibility;
  // Where both are certain nothing is known: each stands as far as the other.
  if (credibility == 1 && not_denied == 0) return 0.5;
  // 1 − q·d, without taking like from like.
  return credibility * not_denied / ((1 - credibility) + credibility * not_denied);
}

bool Denials::took_back(const Observation& item) const {
  if (item.origin == kOwn) return false;
  const auto denials = of(item.event);
  return std::any_of(denials.begin(), denials.end(),
                     [&](const Denial* denial) { return denial->origin == item.origin; });
}

Event corroborate(std::span<const Observation*> items, Joined joined, const Denials& denials) {
  const bool each_weakened = joined == Joined::kByPlace;
  const auto worth = [&](const Observation& item) {
    return each_weakened ? denials.weakened(item) : item.credibility;
  };
  const auto better = [&](const Observation* a, const Observation* b) {
    return more_credible(*a, worth(*a), *b, worth(*b));
  };
  std::sort(items.begin(), items.end(), [&](const Observation* a, const Observation* b) {
    return a->origin != b->origin ? a->origin < b->origin : better(a, b);
  });
  Event event;
  event.items.size = static_cast<std::uint32_t>(items.size());
  event.origins = 0;
  bool several_keys = false;
  double all_false = 1;  // Π(1 − q) over the origins
  const Observation* best = nullptr;
  const Observation* counted = nullptr;  // the best that has a count
  for (auto item = items.begin(); item != items.end();) {
    // Items without an origin are each their own; the others come origin by origin, each led by its
    // most credible item.
    const Observation& leader = **item;
    do {
      if (event.key == kOwn) event.key = (*item)->event;
      several_keys |= (*item)->event != kOwn && (*item)->event != event.key;
      if ((*item)->total && (counted == nullptr || better(*item, counted))) counted = *item;
      ++item;
    } while (item != items.end() && leader.origin != kOwn && (*item)->origin == leader.origin);
    ++event.origins;
    all_false *= 1 - worth(leader);
    if (best == nullptr || better(&leader, best)) best = &leader;
  }
  event.credibility = event.origins == 1 ? worth(*best) : 1 - all_false;
  if (!each_weakened && denials.any()) {
    event.credibility = denials.weakened(event.credibility, event.key);
  }
  if (several_keys) event.key = kOwn;
  event.ratio = best->ratio;
  event.occurred = best->occurred;
  if (joined == Joined::kByKey && counted != nullptr &&
      counted->credibility >= kWorthCounting * best->credibility) {
    event.total = counted->total;
    event.occurred = counted->occurred;
  }
  return event;
}

Gathered gather(const Question& question, const Kinds& kinds, Instant as_of) {
  Gathered gathered;
  std::size_t most = question.bearing.size();
  for (const Stream& stream : question.streams) most += stream.said.size();
  gathered.items.reserve(most);
  gathered.lone.reserve(question.streams.size());
  const Instant end = question.horizon ? std::min(as_of, *question.horizon) : as_of;
  for (const Denial& denial : question.denials) {
    if (denial.occurred <= end) gathered.denials.add(denial);
  }
  gathered.denials.settle();
  const auto hear = [&](int stream, const std::vector<Observation>& said) {
    Listener listener(question, kinds, stream, gathered);
    for (const Observation& item : said) {
      if (item.occurred <= end) {
        listener.hear(item);
      } else if (item.occurred <= as_of) {
        gathered.late.push_back({stream, &item});
      }
    }
    return std::move(listener).end();
  };
  hear(kUnforeseen, question.bearing);
  for (std::size_t j = 0; j < question.streams.size(); ++j) {
    gathered.lone.push_back(hear(static_cast<int>(j), question.streams[j].said));
  }
  return gathered;
}

Gathered gather(const Question& question, const Kinds& kinds, std::span<const Said> said) {
  Gathered gathered;
  gathered.items.reserve(said.size());
  gathered.lone.reserve(question.streams.size());
  auto next = said.begin();
  for (; next != said.end() && next->denial != nullptr; ++next) gathered.denials.add(*next->denial);
  gathered.denials.settle();
  for (int j = kUnforeseen; j < static_cast<int>(question.streams.size()); ++j) {
    Listener listener(question, kinds, j, gathered);
    for (; next != said.end() && next->stream == j; ++next) listener.hear(*next->item);
    const Range lone = std::move(listener).end();
    if (j != kUnforeseen) gathered.lone.push_back(lone);
  }
  return gathered;
}

}  // namespace signpost::belief
