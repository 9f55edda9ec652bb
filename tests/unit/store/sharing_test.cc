// Programs that share a store: nothing is lost, and a reader sees one state.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "tests/english.h"
#include "tests/unit/store/world.h"

namespace signpost::store::testing {
namespace {

constexpr int kEach = 60;  // changes that each of two writers makes

/// Runs `work` in a process of its own; its exit code.
template <class Work>
pid_t in_another_process(const Work& work) {
  const pid_t child = fork();
  if (child == 0) {
    int code = 1;
    try {
      work();
      code = 0;
    } catch (...) {
    }
    _exit(code);
  }
  return child;
}

bool succeeded(pid_t child) {
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST_CASE("two processes that write at once lose nothing") {
  const World world;
  const auto write = [&](const std::string& name) {
    Store store = world.open();
    for (int i = 0; i < kEach; ++i) {
      const Clock clock = clock_at("2022-03-01");
      const Item one = item(name, name + std::to_string(i), clock);
      if (i % 2 == 0) {
        store.record(one, clock);
      } else {
        const auto import = store.import(clock);
        import->add(one);
        import->commit();
      }
    }
  };
  const pid_t first = in_another_process([&] { write("first"); });
  const pid_t second = in_another_process([&] { write("second"); });
  CHECK(succeeded(first));
  CHECK(succeeded(second));
  std::set<std::string> ids;
  std::set<ItemId> items;
  for (const ItemVersion& version : world.snapshot()->items()) {
    ids.insert(version.content.id);
    items.insert(version.item);
  }
  CHECK(ids.size() == 2 * kEach);
  CHECK(*items.rbegin() == 2 * kEach);
  const Verification verified = world.verify();
  CHECK(english(verified.problems) == std::vector<std::string>{});
  CHECK(verified.entries == 2 + 2 * kEach);
}

TEST_CASE("two processes that are at the same slots do each once, and know all that was recorded") {
  const ClockWorld world;
  constexpr int kSlots = 20;
  const auto work = [&](const std::string& name) {
    Store store = world.open();
    for (int number = 0; number < kSlots; ++number) {
      const Instant due = instant("2022-03-07") + std::chrono::hours(number);
      const Clock clock{due, true};  // the two are hours apart
      store.record(item(name + std::to_string(number), clock), clock);
      for (bool done = false; !done;) {
        const auto snapshot = store.snapshot();
        const auto slots = snapshot->slots("weekly");
        done = std::any_of(slots.begin(), slots.end(),
                           [&](const Slot& slot) { return slot.key.due == due; });
        if (done) break;
        Round round = round_of_monday("2022-03-07");
        round.slot->key.due = due;
        round.skipped.clear();
        // What it would have found out: how many items there are.
        round.assessments[1].assessment.log_odds =
            LogOdds(static_cast<double>(snapshot->items().size()));
        done = store.save(round, snapshot->head(), clock);
      }
    }
  };
  const pid_t first = in_another_process([&] { work("first"); });
  const pid_t second = in_another_process([&] { work("second"); });
  CHECK(succeeded(first));
  CHECK(succeeded(second));
  const auto snapshot = world.snapshot();
  CHECK(snapshot->slots({}).size() == kSlots);
  CHECK(snapshot->deliveries(false, {}).size() == kSlots);
  const auto journal = snapshot->journal();
  std::vector<double> known;
  for (const auto& saved :
       snapshot->assessments({.number = {}, .scenario = "plan", .from = {}, .to = {}}, false)) {
    known.push_back(saved.assessment.log_odds.nats());
  }
  std::vector<double> recorded;
  double items = 0;
  for (const JournalEntry& entry : journal) {
    if (entry.kind == "record") ++items;
    if (entry.kind == "slot") recorded.push_back(items);
  }
  CHECK(known == recorded);
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
}

TEST_CASE("a snapshot sees one state, whatever is changed after it was taken") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-03-01");
  store.record(item("one", clock), clock);
  const auto before = store.snapshot();
  store.record(item("two", clock), clock);
  Definitions next = definitions();
  next.scenarios[0].prior = Probability(0.5);
  store.load(next, clock);
  CHECK(before->items().size() == 1);
  CHECK(before->journal().size() == 3);
  CHECK(before->scenario("growth").size() == 1);
  const auto after = store.snapshot();
  CHECK(after->items().size() == 2);
  CHECK(after->scenario("growth").size() == 2);
}

TEST_CASE("a snapshot outlives its store, and a store serves several snapshots at once") {
  const World world;
  std::unique_ptr<Snapshot> first;
  std::unique_ptr<Snapshot> second;
  {
    const Store store = Store::open(world.path, Store::Access::kRead);
    first = store.snapshot();
    second = store.snapshot();
    CHECK(store.verify(std::nullopt).ok);
  }
  CHECK(first->scenario_ids() == second->scenario_ids());
}

TEST_CASE("reading while another process holds the store for writing does not wait") {
  const World world;
  Store writer = world.open();
  const Clock clock = clock_at("2022-03-01");
  const auto import = writer.import(clock);
  import->add(item("not there yet", clock));
  CHECK(world.snapshot()->items().empty());
  CHECK(world.verify().ok);
  import->commit();
  CHECK(world.snapshot()->items().size() == 1);
}

TEST_CASE("a store opened for reading refuses to change") {
  const World world;
  Store store = Store::open(world.path, Store::Access::kRead);
  const Clock clock = clock_at("2022-03-01");
  CHECK_THROWS_AS(store.record(item("one", clock), clock), Error);
  CHECK_THROWS_AS(static_cast<void>(store.import(clock)), Error);
}

TEST_CASE("the last to close leaves one file") {
  const World world;
  const Clock clock = clock_at("2022-03-01");
  world.open().record(item("one", clock), clock);
  CHECK(world.snapshot()->items().size() == 1);
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(world.folder.path())) {
    files += entry.is_regular_file() ? 1 : 0;
  }
  CHECK(files == 1);
}

}  // namespace
}  // namespace signpost::store::testing
