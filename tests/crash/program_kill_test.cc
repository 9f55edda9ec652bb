// The program killed with SIGKILL at random moments of load, import and record: whatever it
// reported done is there, nothing is there by half, and the store opens and verifies. Likewise two
// programs that write at once lose nothing.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "engine/store/store.h"
#include "tests/crash/kill_window.h"
#include "tests/english.h"
#include "tests/program/process.h"

namespace {

using signpost::testing::KillWindow;
using signpost::testing::Outcome;
using signpost::testing::ScratchFolder;
using std::chrono::microseconds;

constexpr int kKills = signpost::testing::kills(200);
constexpr int kRowsOfAnImport = 150;
constexpr unsigned kSeed = 20220128;
constexpr int kKillsOfADesk = 40;  // a fresh store now and then, so that verifying stays quick
constexpr int kWritesEach = 15;

/// Definitions whose one scenario has the prior `0.1` followed by the number of the trial.
std::string definitions(int trial) {
  return fmt::format(
      "[[indicator]]\n"
      "id = \"attacks\"\n"
      "title.en = \"Attacks\"\n"
      "observable.en = \"an attack\"\n"
      "\n"
      "[[scenario]]\n"
      "id = \"campaign\"\n"
      "role = \"effect\"\n"
      "title.en = \"A campaign\"\n"
      "prior = 0.1{:04}\n"
      "prior_because = \"judgement\"\n"
      "persistence = \"180 days\"\n"
      "opened = 2022-01-28\n"
      "horizon = 2023-01-28\n"
      "  [[scenario.expects]]\n"
      "  indicator = \"attacks\"\n"
      "  if_true = \"6 per month\"\n"
      "  if_false = \"2 per month\"\n"
      "  because = \"judgement\"\n",
      trial);
}

std::string rows(int trial) {
  std::string lines;
  for (int row = 0; row < kRowsOfAnImport; ++row) {
    lines += fmt::format(
        R"({{"id": "import-{}-{}", "text": "an attack", "occurred": "2022-03-{:02}", "indicators": ["attacks"], "grade": "B2"}})"
        "\n",
        trial, row, 1 + row % 28);
  }
  return lines;
}

/// A store in a folder of its own, and the program that works on it.
class Desk {
 public:
  Desk() {
    require({"init"});
    write("definitions.toml", definitions(0));
    require({"load", "definitions.toml"});
  }

  Outcome run(std::vector<std::string> arguments,
              std::optional<microseconds> kill_after = {}) const {
    arguments.insert(arguments.begin(), SIGNPOST_PROGRAM);
    return signpost::testing::run({.command = std::move(arguments),
                                   .folder = scratch_.path(),
                                   .environment = signpost::testing::plain_environment(),
                                   .input = {},
                                   .terminal = false,
                                   .kill_after = kill_after});
  }
  void require(const std::vector<std::string>& arguments) const {
    const Outcome outcome = run(arguments);
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
  }
  void write(const std::string& name, const std::string& content) const {
    std::ofstream(scratch_.path() / name, std::ios::binary) << content;
  }
  [[nodiscard]] signpost::store::Store open() const {
    return signpost::store::Store::open(scratch_.path() / "signpost.db",
                                        signpost::store::Store::Access::kRead);
  }

 private:
  ScratchFolder scratch_;
};

/// How many items there are under each prefix of their ids ("import-7", "record-8").
std::map<std::string, int> items_by_trial(const signpost::store::Snapshot& snapshot) {
  std::map<std::string, int> counts;
  for (const auto& version : snapshot.items()) {
    const std::string& id = version.content.id;
    ++counts[id.substr(0, id.find('-', id.find('-') + 1))];
  }
  return counts;
}

enum class Change { kLoad, kImport, kRecord };

struct Trial {
  Change change;
  int number;

  [[nodiscard]] std::vector<std::string> arguments() const {
    switch (change) {
      case Change::kLoad:
        return {"load", "definitions.toml"};
      case Change::kImport:
        return {"import", "items.jsonl"};
      case Change::kRecord:
        break;
    }
    return {"record",     "an attack", "--indicator", "attacks", "--occurred",
            "2022-03-01", "--grade",   "B2",          "--id",    fmt::format("record-{}", number)};
  }
  void prepare(const Desk& desk) const {
    if (change == Change::kLoad) desk.write("definitions.toml", definitions(number));
    if (change == Change::kImport) desk.write("items.jsonl", rows(number));
  }
  /// Is it whole in the store, not at all, or by half?
  [[nodiscard]] double share_stored(const signpost::store::Snapshot& snapshot) const {
    if (change == Change::kLoad) {
      const double prior = snapshot.scenario("campaign").back().content.prior.value();
      return prior == std::stod(fmt::format("0.1{:04}", number)) ? 1.0 : 0.0;
    }
    const std::map<std::string, int> counts = items_by_trial(snapshot);
    const bool import = change == Change::kImport;
    const auto found = counts.find(fmt::format("{}-{}", import ? "import" : "record", number));
    if (found == counts.end()) return 0.0;
    return static_cast<double>(found->second) / (import ? kRowsOfAnImport : 1);
  }
};

/// When to kill each change.
std::map<Change, KillWindow> windows(const Desk& desk) {
  std::map<Change, KillWindow> windows;
  int number = 9000;
  for (const Change change : {Change::kLoad, Change::kImport, Change::kRecord}) {
    const Trial trial{.change = change, .number = ++number};
    trial.prepare(desk);
    const auto usual = signpost::testing::time_of([&] { desk.require(trial.arguments()); });
    windows.emplace(change, KillWindow(usual, kSeed + static_cast<unsigned>(number)));
  }
  return windows;
}

TEST_CASE("killed at any moment the program leaves whole changes and a store that verifies") {
  std::mt19937 random(kSeed);
  std::map<Change, KillWindow> window;
  int reported = 0;
  int stored_in_all = 0;
  int killed = 0;
  for (int done = 0; done < kKills; done += kKillsOfADesk) {
    const Desk desk;
    if (done == 0) window = windows(desk);
    for (int number = done + 1; number <= done + kKillsOfADesk; ++number) {
      const Trial trial{.change = static_cast<Change>(random() % 3), .number = number};
      CAPTURE(number);
      trial.prepare(desk);
      const Outcome outcome = desk.run(trial.arguments(), window.at(trial.change).draw());
      window.at(trial.change).learn(outcome.exit_code != -1);
      killed += outcome.exit_code == -1 ? 1 : 0;

      const signpost::store::Store store = desk.open();
      const signpost::store::Verification verification = store.verify(std::nullopt);
      CHECK(english(verification.problems) == std::vector<std::string>{});
      const double share = trial.share_stored(*store.snapshot());
      CHECK((share == 0.0 || share == 1.0));
      // All that each command prints on stdout it prints after its change is committed.
      const bool was_reported = outcome.exit_code == 0 || !outcome.out.empty();
      if (was_reported) CHECK(share == 1.0);
      reported += was_reported ? 1 : 0;
      stored_in_all += share == 1.0 ? 1 : 0;
    }
  }
  MESSAGE(killed << " of " << kKills << " were killed in time, " << reported << " had reported, "
                 << stored_in_all << " are stored");
  // Kills that all came too late, or all too early, would show nothing.
  CHECK(killed > kKills / 4);
  CHECK(stored_in_all > kKills / 20);
  CHECK(stored_in_all < kKills - kKills / 20);
}

TEST_CASE("two programs that write at once lose nothing") {
  const Desk desk;
  const auto write_many = [&](const std::string& who, std::vector<Outcome>& outcomes) {
    for (int i = 0; i < kWritesEach; ++i) {
      outcomes.push_back(
          desk.run({"record", "an attack", "--indicator", "attacks", "--occurred", "2022-03-01",
                    "--grade", "B2", "--id", fmt::format("{}-{}-", who, i)}));
    }
  };
  std::vector<Outcome> first;
  std::vector<Outcome> second;
  std::thread other([&] { write_many("second", second); });
  write_many("first", first);
  other.join();
  first.insert(first.end(), second.begin(), second.end());
  for (const Outcome& outcome : first) {
    CAPTURE(outcome.err);
    CHECK(outcome.exit_code == 0);
  }
  const signpost::store::Store store = desk.open();
  CHECK(items_by_trial(*store.snapshot()).size() == 2 * kWritesEach);
  CHECK(english(store.verify(std::nullopt).problems) == std::vector<std::string>{});
}

}  // namespace
