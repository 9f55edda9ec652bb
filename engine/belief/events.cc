#include "engine/belief/events.h"

#include <algorithm>
#include <tuple>

namespace signpost::belief {
namespace {

/// Whether `a` is the item that stands where the two disagree. The last criteria only make the
/// order one of content.
bool more_credible(const Testimony& a, const Testimony& b) {
  if (a.credibility != b.credibility) return a.credibility > b.credibility;
  if (a.occurred != b.occurred) return a.occurred < b.occurred;
  const std::int64_t count_a = a.total ? a.total->count : 1;
  const std::int64_t count_b = b.total ? b.total->count : 1;
  if (count_a != count_b) return count_a > count_b;
  const Instant until_a = a.total ? a.total->until : a.occurred;
  const Instant until_b = b.total ? b.total->until : b.occurred;
  return std::tuple(until_a, a.total.has_value(), a.ratio) <
         std::tuple(until_b, b.total.has_value(), b.ratio);
}

bool saw_none(const Testimony& item) { return item.total && item.total->count == 0; }

const Testimony& item_of(const Testimony& item) { return item; }
const Testimony& item_of(const Said& said) { return *said.item; }

/// Hears what is said under one indicator, or of the scenario directly.
class Listener {
 public:
  Listener(int stream, bool once, Instant as_of, Hearing& hearing)
      : stream_(stream),
        once_(once),
        takes_count_(stream != kUnforeseen && !once),
        as_of_(as_of),
        hearing_(hearing) {}

  /// Returns the lone items' range.
  template <class Items>
  Range hear(const Items& said) {
    Range lone{next_item(), 0};
    for (const auto& each : said) {
      const Testimony& item = item_of(each);
      if (item.occurred > as_of_) continue;
      if (!item.judged) {
        hearing_.unjudged.push_back({stream_, &item});
      } else if (!saw_none(item) && (once_ || item.event != kOwn)) {
        shared_.push_back(&item);
      } else if (item.total || stream_ == kUnforeseen) {
        single_.push_back(&item);
      } else {
        hearing_.items.push_back(&item);
      }
    }
    lone.size = next_item() - lone.first;
    for (const Testimony* item : single_) add_single(*item);
    if (once_) {
      if (!shared_.empty()) add_group(shared_);
    } else {
      add_groups();
    }
    return lone;
  }

 private:
  [[nodiscard]] std::uint32_t next_item() const {
    return static_cast<std::uint32_t>(hearing_.items.size());
  }

  void add_single(const Testimony& item) {
    Event& event = hearing_.events.emplace_back();
    event.stream = stream_;
    event.occurred = item.occurred;
    if (takes_count_ || saw_none(item)) event.total = item.total;
    event.credibility = item.credibility;
    event.ratio = item.ratio;
    event.items = {next_item(), 1};
    hearing_.items.push_back(&item);
  }

  void add_groups() {
    std::sort(shared_.begin(), shared_.end(),
              [](const Testimony* a, const Testimony* b) { return a->event < b->event; });
    for (auto group = shared_.begin(); group != shared_.end();) {
      const auto end =
          std::find_if(group, shared_.end(),
                       [key = (*group)->event](const auto* item) { return item->event != key; });
      add_group({group, end});
      group = end;
    }
  }

  void add_group(std::span<const Testimony*> group) {
    Event event = corroborate(group, takes_count_);
    event.stream = stream_;
    event.items.first = next_item();
    hearing_.items.insert(hearing_.items.end(), group.begin(), group.end());
    hearing_.events.push_back(event);
  }

  int stream_;
  bool once_;
  bool takes_count_;
  Instant as_of_;
  Hearing& hearing_;
  std::vector<const Testimony*> single_;  // events of one item that are no lone items
  std::vector<const Testimony*> shared_;
};

}  // namespace

Event corroborate(std::span<const Testimony*> items, bool takes_count) {
  std::sort(items.begin(), items.end(), [](const Testimony* a, const Testimony* b) {
    return a->origin != b->origin ? a->origin < b->origin : more_credible(*a, *b);
  });
  Event event;
  event.items.size = static_cast<std::uint32_t>(items.size());
  event.origins = 0;
  bool several_keys = false;
  double all_false = 1;  // Π(1 − q) over the origins
  const Testimony* best = nullptr;
  for (auto item = items.begin(); item != items.end();) {
    // Items without an origin are each their own; the others come origin by origin, each led by its
    // most credible item.
    const Testimony& leader = **item;
    Instant earliest = leader.occurred;
    do {
      earliest = std::min(earliest, (*item)->occurred);
      if (event.key == kOwn) event.key = (*item)->event;
      several_keys |= (*item)->event != kOwn && (*item)->event != event.key;
      ++item;
    } while (item != items.end() && leader.origin != kOwn && (*item)->origin == leader.origin);
    ++event.origins;
    all_false *= 1 - leader.credibility;
    if (best == nullptr || more_credible(leader, *best)) {
      best = &leader;
      event.occurred = earliest;
    } else if (!more_credible(*best, leader)) {
      event.occurred = std::min(event.occurred, earliest);
    }
  }
  event.credibility = event.origins == 1 ? best->credibility : 1 - all_false;
  if (several_keys) event.key = kOwn;
  event.ratio = best->ratio;
  if (takes_count && best->total) {
    event.total = best->total;
    event.occurred = best->occurred;
  }
  return event;
}

Hearing gather(const Question& question, Instant as_of) {
  Hearing hearing;
  std::size_t most = question.bearing.size();
  for (const Stream& stream : question.streams) most += stream.said.size();
  hearing.items.reserve(most);
  hearing.lone.reserve(question.streams.size());
  Listener(kUnforeseen, false, as_of, hearing).hear(question.bearing);
  for (std::size_t j = 0; j < question.streams.size(); ++j) {
    const Stream& stream = question.streams[j];
    hearing.lone.push_back(
        Listener(static_cast<int>(j), stream.once, as_of, hearing).hear(stream.said));
  }
  return hearing;
}

Hearing gather(const Question& question, std::span<const Said> said) {
  Hearing hearing;
  hearing.items.reserve(said.size());
  hearing.lone.reserve(question.streams.size());
  auto first = said.begin();
  for (int j = kUnforeseen; j < static_cast<int>(question.streams.size()); ++j) {
    const auto last =
        std::find_if(first, said.end(), [&](const Said& each) { return each.stream != j; });
    const bool once = j != kUnforeseen && question.streams[static_cast<std::size_t>(j)].once;
    const Range lone = Listener(j, once, kForever, hearing).hear(std::span(first, last));
    if (j != kUnforeseen) hearing.lone.push_back(lone);
    first = last;
  }
  return hearing;
}

}  // namespace signpost::belief
