// What a judgement hinges on, against trying every set there is.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <vector>

#include "engine/belief/believe.h"
#include "engine/belief/filter.h"
#include "engine/belief/kinds.h"
#include "engine/belief/linchpin.h"
#include "engine/belief/timeline.h"
#include "engine/model/words.h"
#include "tests/how_many.h"
#include "tests/property/worlds.h"

namespace signpost::belief {
namespace {

const ProbabilityWord* word(LogOdds x) { return &icd203_word(Probability::from(x)); }

/// The answer by trying all sets, the smallest first.
struct Tried {
  std::size_t size = 0;  // 0: no set changes the word
  LogOdds furthest;      // of that size
};

template <class Without>
Tried try_all(std::size_t number, LogOdds closing, Without without) {
  Tried tried;
  for (std::size_t size = 1; size <= number && tried.size == 0; ++size) {
    std::vector<bool> gone(number, false);
    std::fill_n(gone.begin(), size, true);
    do {
      const LogOdds x = without(gone);
      if (word(x) == word(closing)) continue;
      if (tried.size == 0 ||
          std::fabs((x - closing).nats()) > std::fabs((tried.furthest - closing).nats())) {
        tried = {size, x};
      }
    } while (std::prev_permutation(gone.begin(), gone.end()));
  }
  return tried;
}

/// Compares; returns the size of the smallest set.
std::size_t check(const Tried& tried, std::size_t size, const std::optional<Linchpin>& linchpin,
                  LogOdds closing, bool additive) {
  CHECK(linchpin.has_value() == (tried.size > 0));
  if (!linchpin || tried.size == 0) return 0;
  if (tried.size <= 3 || additive) {
    CHECK(linchpin->exact);
    CHECK(size == tried.size);
    CHECK(linchpin->without.nats() == doctest::Approx(tried.furthest.nats()).epsilon(1e-9));
  } else {
    CHECK_FALSE(linchpin->exact);
    CHECK(size >= tried.size);
    CHECK(word(linchpin->without) != word(closing));
  }
  return tried.size;
}

TEST_CASE("the events that a judgement hinges on are those found by trying every set") {
  std::vector<int> sizes(16, 0);
  int totals = 0;
  int happenings = 0;
  int set_times = 0;
  for (std::uint64_t number = 0; number < testing::how_many(3000U); ++number) {
    CAPTURE(number);
    const World drawn = world(number, 3, 4 + static_cast<int>(number % 16));
    const Question& question = drawn.question;
    const Moment& moment = drawn.moment;
    const Account account = belief::account(question, moment);
    const std::size_t n = account.events.size();
    if (n > 15) continue;
    const Kinds kinds(question);
    Gathered gathered = gather(question, kinds, moment.as_of);
    const Timeline timeline = build_timeline(question, kinds, moment, gathered);
    // Each jump's entry, found by its items; n: it is a set time's silence.
    std::vector<std::size_t> places;
    for (const Jump& jump : timeline.jumps) {
      if (timeline.is_unseen(jump)) {
        places.push_back(n);
        continue;
      }
      std::vector<ItemId> items;
      if (jump.is_lone()) {
        items = {gathered.items[jump.lone_item()]->item};
      } else {
        const Counted& counted = timeline.counted[static_cast<std::size_t>(jump.event)];
        for (const Observation* item : gathered.in(counted.event.items))
          items.push_back(item->item);
        std::sort(items.begin(), items.end());
      }
      const auto entry =
          std::find_if(account.events.begin(), account.events.end(), [&](const EventEntry& each) {
            return each.stream == jump.stream && each.items == items;
          });
      REQUIRE(entry != account.events.end());
      totals += entry->counted > 1;
      places.push_back(static_cast<std::size_t>(entry - account.events.begin()));
    }
    const auto answer =
        std::find_if(account.events.begin(), account.events.end(),
                     [](const EventEntry& each) { return each.kind == EventKind::kHappening; });
    happenings += answer != account.events.end();
    const auto without = [&](const std::vector<bool>& gone) {
      Timeline left = timeline;
      left.jumps.clear();
      for (std::size_t i = 0; i < places.size(); ++i) {
        Jump jump = timeline.jumps[i];
        if (places[i] < n && gone[places[i]]) {
          if (account.events[places[i]].kind != EventKind::kOccasion) continue;
          // A sighting at a set time leaves its silence.
          Counted& seen = left.counted[static_cast<std::size_t>(jump.event)];
          seen.log_factor = seen.log_unseen;
          jump.factor = std::exp(seen.log_unseen);
          ++set_times;
        }
        left.jumps.push_back(jump);
      }
      const bool answered = answer != account.events.end() &&
                            !gone[static_cast<std::size_t>(answer - account.events.begin())];
      if (!answered) left.happening.reset();
      return filter(question, left, gathered);
    };
    const auto linchpin = event_linchpin(question, moment, account);
    const bool forever = std::isinf(question.persistence.count());
    const Tried tried = try_all(n, account.closing, without);
    ++sizes[check(tried, linchpin ? linchpin->events.size() : 0, linchpin, account.closing,
                  forever)];
    if (!linchpin) continue;
    CHECK(std::is_sorted(linchpin->events.begin(), linchpin->events.end()));
    std::vector<bool> gone(n, false);
    for (const std::size_t place : linchpin->events) gone[place] = true;
    CHECK(linchpin->without.nats() == doctest::Approx(without(gone).nats()).epsilon(1e-9));
  }
  if (!testing::kTriesAll) return;
  for (const std::size_t size : {0U, 1U, 2U, 3U, 4U}) CHECK(sizes[size] >= 5);
  CHECK(totals > 100);
  CHECK(happenings > 100);
  CHECK(set_times > 100);
}

TEST_CASE("the sources that a judgement hinges on are those found by trying every set") {
  std::vector<int> sizes(9, 0);
  for (std::uint64_t number = 0; number < testing::how_many(300U); ++number) {
    CAPTURE(number);
    World drawn = world(number, 3, 20);
    Question& question = drawn.question;
    const Moment& moment = drawn.moment;
    std::set<Key> named;
    const auto name = [&](auto& said) {
      for (auto& item : said) {
        item.source = static_cast<Key>(item.item % 8) - 1;
        if (item.source != kOwn) named.insert(item.source);
      }
    };
    name(question.bearing);
    name(question.denials);
    for (Stream& stream : question.streams) name(stream.said);
    const std::vector<Key> sources(named.begin(), named.end());
    const LogOdds closing = log_odds(question, moment);
    const auto without = [&](const std::vector<bool>& gone) {
      Question left = question;
      const auto silence = [&](auto& said) {
        std::erase_if(said, [&](const auto& item) {
          const auto at = std::find(sources.begin(), sources.end(), item.source);
          return at != sources.end() && gone[static_cast<std::size_t>(at - sources.begin())];
        });
      };
      silence(left.bearing);
      silence(left.denials);
      for (Stream& stream : left.streams) silence(stream.said);
      return log_odds(left, moment);
    };
    const Tried tried = try_all(sources.size(), closing, without);
    const auto linchpin = source_linchpin(question, moment);
    if (tried.size > 3 && !linchpin) continue;  // taken away in order, they may not change it
    ++sizes[check(tried, linchpin ? linchpin->sources.size() : 0, linchpin, closing, false)];
    if (!linchpin) continue;
    std::vector<bool> gone(sources.size());
    for (std::size_t i = 0; i < sources.size(); ++i) {
      gone[i] = std::count(linchpin->sources.begin(), linchpin->sources.end(), sources[i]) > 0;
    }
    CHECK(linchpin->without == without(gone));
  }
  if (!testing::kTriesAll) return;
  for (const std::size_t size : {0U, 1U, 2U, 3U}) CHECK(sizes[size] >= 5);
}

}  // namespace
}  // namespace signpost::belief
