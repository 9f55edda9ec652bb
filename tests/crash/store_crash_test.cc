// A writer is killed at random moments, 200 times in all, while it loads, imports, records and
// saves rounds. Each time the store must open and verify, hold every change that was reported done,
// and none by half.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <map>
#include <set>
#include <thread>

#include "engine/base/error.h"
#include "tests/crash/kill_window.h"
#include "tests/english.h"
#include "tests/unit/store/old_store.h"
#include "tests/unit/store/world.h"

namespace signpost::store::testing {
namespace {

using signpost::testing::KillWindow;
using signpost::testing::time_of;

constexpr unsigned kSeed = 20220128;
constexpr int kKills = signpost::testing::kills(200);
constexpr int kKillsOfAStore = 20;
constexpr int kImported = 7;  // items of each import
constexpr int kEachKind = 4;  // changes, see make_change

/// When the slot of a round was due, by the number of the change.
Instant due_of(int number) { return instant("2022-03-07") + std::chrono::hours(number); }
int number_due(Instant due) {
  return static_cast<int>((due - instant("2022-03-07")) / std::chrono::hours(1));
}

/// One change, told by its number: what it is depends on the number alone.
void make_change(Store& store, int number) {
  const Clock clock = clock_at("2022-03-01");
  const std::string name = std::to_string(number);
  switch (number % kEachKind) {
    case 0: {
      Definitions next = definitions();
      next.sources[0].because = name;
      next.indicators[0].baseline_because = name;
      next.scenarios[0].prior_because = name;
      store.load(next, clock);
      return;
    }
    case 1: {
      const auto import = store.import(clock);
      for (int i = 0; i < kImported; ++i) {
        Item one = item(std::string(static_cast<std::size_t>(number % 50) * 40, 'x'),
                        name + "." + std::to_string(i), clock);
        one.bears = {{"plan", 3, "for"}};
        import->add(one);
      }
      import->commit();
      return;
    }
    case 2: {
      Round round = round_of_monday("2022-03-07");
      round.slot->key.due = due_of(number);
      round.skipped.clear();
      for (auto& saved : round.assessments) saved.assessment.moment.as_of = due_of(number);
      for (auto& one : round.evaluations) one.reading.as_of = due_of(number);
      for (auto& notice : round.notices) notice.as_of = due_of(number);
      save(store, round, clock);
      return;
    }
    default:
      store.record(item("recorded", name, clock), clock);
  }
}

/// Makes changes from `first` on and reports each that is done, until it is killed.
[[noreturn]] void write_until_killed(const ClockWorld& world, int first, int report) {
  try {
    Store store = world.open();
    for (int number = first;; ++number) {
      make_change(store, number);
      if (write(report, &number, sizeof number) != sizeof number) break;
    }
  } catch (...) {
    // Falls through to the exit code, which the parent takes for a failure.
  }
  _exit(1);
}

/// How much of each change is in the store: 3 rows of a load, kImported items, the 6 parts of a
/// round, or 1.
std::map<int, int> changes_in(const Snapshot& snapshot) {
  std::map<int, int> found;
  const auto count = [&](const std::string& name) {
    if (!name.empty() && name.find_first_not_of("0123456789.") == std::string::npos) {
      ++found[std::stoi(name)];
    }
  };
  for (const auto& source : snapshot.sources()) count(source.content.because.any());
  for (const auto& indicator : snapshot.indicator("attacks")) {
    count(indicator.content.baseline_because.any());
  }
  for (const auto& scenario : snapshot.scenario("growth"))
    count(scenario.content.prior_because.any());
  for (const auto& version : snapshot.items()) count(version.content.id);
  for (const auto& slot : snapshot.slots({})) ++found[number_due(slot.key.due)];
  for (const auto& saved : snapshot.assessments({}, true)) {
    ++found[number_due(saved.assessment.moment.as_of)];
  }
  for (const char* alert : {"rising", "seen"}) {
    for (const auto& one : snapshot.evaluations(alert, false)) {
      ++found[number_due(one.reading.as_of)];
    }
  }
  for (const auto& told : snapshot.deliveries(false, {})) ++found[number_due(told.notice.as_of)];
  return found;
}

int whole(int number) {
  switch (number % kEachKind) {
    case 0:
      return 3;
    case 1:
      return kImported;
    case 2:
      return 6;
    default:
      return 1;
  }
}

TEST_CASE("a writer killed at any moment leaves what it reported and nothing by half") {
  const ClockWorld trial;
  KillWindow window(time_of([&] {
                      Store store = trial.open();
                      for (int number = 1; number <= kEachKind; ++number) {
                        make_change(store, number);
                      }
                    }),
                    kSeed);
  int killed = 0;
  int reported = 0;
  int unreported = 0;
  for (int round = 0; round < kKills / kKillsOfAStore; ++round) {
    const ClockWorld world;
    int next = 1;
    std::set<int> done;
    for (int kill_number = 0; kill_number < kKillsOfAStore; ++kill_number) {
      std::array<int, 2> ends{};
      REQUIRE(pipe(ends.data()) == 0);
      const pid_t writer = fork();
      if (writer == 0) {
        close(ends[0]);
        write_until_killed(world, next, ends[1]);
      }
      close(ends[1]);
      // From before the store is open to some changes later.
      std::this_thread::sleep_for(window.draw());
      kill(writer, SIGKILL);
      int status = 0;
      REQUIRE(waitpid(writer, &status, 0) == writer);
      REQUIRE(WIFSIGNALED(status));
      ++killed;
      int reported_now = 0;
      for (int number = 0; read(ends[0], &number, sizeof number) == sizeof number;) {
        done.insert(number);
        next = number + 1;
        ++reported_now;
      }
      reported += reported_now;
      window.learn(reported_now >= kEachKind);
      close(ends[0]);

      const Verification verified = world.verify();
      REQUIRE(english(verified.problems) == std::vector<std::string>{});
      const auto found = changes_in(*world.snapshot());
      for (const auto& change : found) {
        CAPTURE(change.first);
        REQUIRE(change.second == whole(change.first));
      }
      for (const int number : done) {
        CAPTURE(number);
        REQUIRE(found.contains(number));
      }
      // At most the one that it was about: done, and killed before it could say so.
      REQUIRE(found.size() <= done.size() + 1);
      if (found.size() > done.size()) {
        ++unreported;
        done.insert(next);
        REQUIRE(found.contains(next));
        ++next;
      }
      REQUIRE(verified.entries == 3 + static_cast<std::int64_t>(done.size()));
    }
  }
  MESSAGE("killed " << killed << " times; " << reported << " changes reported done, " << unreported
                    << " done and not yet reported");
  CHECK(killed == kKills);
  CHECK(reported > kKills);  // else it was always killed before it began
}

TEST_CASE("a store that is being made when the program is killed is there whole or not at all") {
  int made = 0;
  const Folder trial;
  KillWindow window(time_of([&] { Store::create(trial / "desk.db", clock_at("2022-03-01")); }),
                    kSeed);
  for (int i = 0; i < 40; ++i) {
    const Folder folder;
    const auto path = folder / "desk.db";
    const pid_t maker = fork();
    if (maker == 0) {
      try {
        Store::create(path, clock_at("2022-03-01"));
      } catch (...) {
        _exit(1);
      }
      _exit(0);
    }
    std::this_thread::sleep_for(window.draw());
    kill(maker, SIGKILL);
    waitpid(maker, nullptr, 0);
    const bool is_made = std::filesystem::exists(path);
    window.learn(is_made);
    if (!is_made) {
      Store::create(path, clock_at("2022-03-01"));  // what is left beside it does not disturb
    } else {
      ++made;
    }
    CHECK(Store::open(path, Store::Access::kRead).verify(std::nullopt).ok);
  }
  MESSAGE("made before the kill: " << made << " of 40");
  CHECK(made > 0);
  CHECK(made < 40);
}

TEST_CASE("a store whose upgrade is killed at any moment is as it was or upgraded, and whole") {
  const OldStore trial(3);
  KillWindow window(time_of([&] { static_cast<void>(trial.open()); }), kSeed);
  int upgraded = 0;
  int copied = 0;
  constexpr int kUpgrades = signpost::testing::kills(60);
  for (int i = 0; i < kUpgrades; ++i) {
    const OldStore old(3);
    const pid_t opener = fork();
    if (opener == 0) {
      try {
        static_cast<void>(old.open());
      } catch (...) {
        _exit(1);
      }
      _exit(0);
    }
    std::this_thread::sleep_for(window.draw());
    kill(opener, SIGKILL);
    int status = 0;
    REQUIRE(waitpid(opener, &status, 0) == opener);
    REQUIRE((WIFSIGNALED(status) || WEXITSTATUS(status) == 0));
    const std::string version = first_cell(old.path, "PRAGMA user_version");
    const bool is_upgraded = version == std::to_string(schema_version());
    REQUIRE((is_upgraded || version == "3"));
    window.learn(is_upgraded);
    upgraded += is_upgraded ? 1 : 0;
    // The copy is there before anything is changed, and is there whole or not at all.
    const bool is_copied = std::filesystem::exists(old.copy());
    copied += is_copied ? 1 : 0;
    REQUIRE((is_copied || !is_upgraded));
    if (is_copied) REQUIRE(first_cell(old.copy(), "SELECT count(*) FROM seal") == "13");
    const Store store = old.open();
    REQUIRE(english(store.verify(std::nullopt).problems) == std::vector<std::string>{});
    REQUIRE(to_hex(store.verify(std::nullopt).head) == kHeadOfVersion3);
    REQUIRE(store.copy_before_upgrade().has_value() == !is_upgraded);
    REQUIRE(store.snapshot()->items().size() == 6);
    REQUIRE(store.snapshot()->assessments({}, true).size() == 3);
  }
  MESSAGE("upgraded before the kill: " << upgraded << " of " << kUpgrades
                                       << ", copied: " << copied);
  CHECK(upgraded > 0);
  CHECK(upgraded < kUpgrades);
}

}  // namespace
}  // namespace signpost::store::testing
