// Two runners at once, killed with SIGKILL at random moments of `signpost run`, 200 times in all:
// in the end every slot was assessed once, every change was answered once, every notice was
// delivered at least once, and all is as one undisturbed run would have left it.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "engine/assess/timetable.h"
#include "engine/base/file.h"
#include "engine/store/store.h"
#include "tests/crash/kill_window.h"
#include "tests/english.h"
#include "tests/program/desk_definitions.h"
#include "tests/program/process.h"

namespace {

using namespace signpost;  // NOLINT(google-build-using-namespace)
using signpost::testing::KillWindow;
using signpost::testing::Outcome;
using signpost::testing::ScratchFolder;
using std::chrono::microseconds;

constexpr int kKills = signpost::testing::kills(200);
constexpr int kMostTrials = 2 * kKills;
constexpr unsigned kSeed = 20220128;
constexpr std::chrono::hours kStep{16};  // by which the clock is moved before each trial
const Instant kStart = std::chrono::sys_days(std::chrono::February / 1 / 2022);

const std::string kDefinitions = signpost::testing::kCampaign + signpost::testing::kCalm + R"(
[[schedule]]
id = "often"
every = "RRULE:FREQ=HOURLY;INTERVAL=6"
timezone = "UTC"
start = 2022-02-01
scenarios = ["campaign"]

[[schedule]]
id = "daily"
every = "day at 05:30"
timezone = "Asia/Damascus"
start = 2022-02-01
scenarios = ["*"]
report = { format = "csv", output = "reports/{date}.csv" }

[[alert]]
id = "attack"
scenario = "campaign"
when = "indicator attacks seen within 1 day"
because = "the desk looks at each"

[[alert]]
id = "jump"
scenario = "calm"
when = "word changes"
for = 2
because = "a trial"
)";

/// The mail takes a while, so that kills fall into it.
constexpr const char* kSettings = R"(
[[notifier]]
id = "log"
file = "alerts.jsonl"
timeout = "1 second"

[[notifier]]
id = "mail"
command = ["/bin/sh", "-c", "text=$(cat) && sleep 0.05 && echo \"$text\" >> mail"]
timeout = "1 second"
)";

/// A store in a folder of its own, and the program that works on it.
class Desk {
 public:
  Desk() {
    require({"init"}, kStart);
    std::ofstream(file("definitions.toml")) << kDefinitions;
    std::ofstream(file("signpost.toml")) << kSettings;
    require({"load", "definitions.toml"}, kStart);
  }
  [[nodiscard]] std::filesystem::path file(const char* name) const {
    return scratch_.path() / name;
  }
  [[nodiscard]] Outcome run(std::vector<std::string> arguments, Instant now,
                            std::optional<microseconds> kill_after = {}) const {
    arguments.insert(arguments.begin(), {SIGNPOST_PROGRAM, "--now", to_rfc3339(now)});
    return signpost::testing::run({.command = std::move(arguments),
                                   .folder = scratch_.path(),
                                   .environment = signpost::testing::plain_environment(),
                                   .input = {},
                                   .terminal = false,
                                   .kill_after = kill_after});
  }
  void require(const std::vector<std::string>& arguments, Instant now) const {
    const Outcome outcome = run(arguments, now);
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
  }
  /// What happened since the last trial: an attack now and then. Slots are due by then, so it is
  /// the runners who answer.
  void live(int trial, Instant now) const {
    if (trial % 4 != 1) return;
    require({"record", fmt::format("attack {}", trial), "--indicator", "attacks", "--occurred",
             to_rfc3339(now - std::chrono::hours(1)), "--grade", "B2"},
            now);
  }
  [[nodiscard]] store::Store open() const {
    return store::Store::open(file("signpost.db"), store::Store::Access::kRead);
  }

 private:
  ScratchFolder scratch_;
};

Instant now_of(int trial) { return kStart + trial * kStep + std::chrono::minutes(17); }

/// All that was done, to the last bit, in the order in which it was done.
std::vector<std::string> done(const store::Snapshot& snapshot) {
  std::vector<std::string> lines;
  for (const SavedAssessment& saved : snapshot.assessments({}, true)) {
    const Assessment& one = saved.assessment;
    lines.push_back(fmt::format("{} {} {} {} {:a} {:a} {:a} {}", one.scenario,
                                to_rfc3339(one.moment.as_of), to_string(saved.occasion),
                                saved.schedule, one.log_odds.nats(), saved.interval->low.value(),
                                saved.interval->high.value(), saved.kept.value().events));
  }
  for (const store::Revision<Alert>& alert : snapshot.alerts()) {
    for (const AlertEvaluation& one : snapshot.evaluations(alert.content.id, false)) {
      lines.push_back(fmt::format("{} {} {} {}", one.alert, to_rfc3339(one.reading.as_of),
                                  one.assessment, to_string(one.reason)));
    }
  }
  for (const Delivery& told : snapshot.deliveries(false, {})) {
    lines.push_back(fmt::format("{} {} {}", told.notice.alert, told.notice.raised,
                                to_rfc3339(told.notice.as_of)));
  }
  return lines;
}

std::set<std::string> lines_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::set<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.insert(line);
  return lines;
}

/// Slots that are due by then: each is there, once, with its scenarios assessed once and its
/// report.
void check_slots(const Desk& desk, const store::Snapshot& snapshot, Instant now) {
  std::map<std::pair<std::string, Instant>, std::multiset<std::string>> assessed;
  for (const SavedAssessment& saved : snapshot.assessments({}, false)) {
    if (saved.occasion != Occasion::kSlot) continue;
    assessed[{saved.schedule, saved.assessment.moment.as_of}].insert(saved.assessment.scenario);
  }
  const auto due = assess::Timetable(snapshot.schedules(), {}).due(now);
  CHECK(due.size() >= static_cast<std::size_t>(kKills) * 3 / 2);
  CHECK(snapshot.slots({}).size() == due.size());
  CHECK(assessed.size() == due.size());
  int wrong = 0;
  for (const assess::DueSlot& slot : due) {
    const std::multiset<std::string> whom = slot.key.schedule == "daily"
                                                ? std::multiset<std::string>{"calm", "campaign"}
                                                : std::multiset<std::string>{"campaign"};
    wrong += assessed[{slot.key.schedule, slot.key.due}] == whom ? 0 : 1;
  }
  CHECK(wrong == 0);
  for (const Slot& slot : snapshot.slots("daily")) {
    CHECK(slot.problem == "");
    CHECK(std::filesystem::exists(desk.file(slot.report.c_str())));
  }
}

/// Every notice is recorded as delivered to both, and both have it.
void check_notices(const Desk& desk, const store::Snapshot& snapshot) {
  CHECK(snapshot.deliveries(true, {}).empty());
  const std::set<std::string> log = lines_of(desk.file("alerts.jsonl"));
  const std::set<std::string> mail = lines_of(desk.file("mail"));
  int tries = 0;
  int notices = 0;
  for (const Delivery& told : snapshot.deliveries(false, {})) {
    ++notices;
    CHECK(told.notice.notifiers == std::vector<std::string>{"log", "mail"});
    CHECK(log.contains(told.notice.text));
    CHECK(mail.contains(told.notice.text));
    tries += static_cast<int>(told.attempts.size());
    CHECK(std::count_if(told.attempts.begin(), told.attempts.end(),
                        [](const Attempt& one) { return one.delivered; }) == 2);
  }
  MESSAGE(notices << " notices were told in " << tries << " tries");
  CHECK(notices > kKills / 5);
  CHECK(tries > 2 * notices);  // else no kill fell into a try
}

TEST_CASE(
    "runners killed at any moment, two at once, do everything once and tell it at least once") {
  const Desk desk;
  const Desk undisturbed;
  KillWindow window(signpost::testing::time_of([&] { desk.require({"run"}, kStart); }), kSeed);
  int killed = 0;
  int trial = 0;
  std::size_t done_before = 0;
  const auto run = [&](std::optional<microseconds> moment) {
    const Outcome outcome = desk.run({"run"}, now_of(trial), moment);
    if (outcome.exit_code > 0) FAIL_CHECK(outcome.err);
    return outcome.exit_code == -1;
  };
  for (trial = 1; killed < kKills && trial <= kMostTrials; ++trial) {
    desk.live(trial, now_of(trial));
    undisturbed.live(trial, now_of(trial));
    const microseconds first = window.draw();
    const microseconds second = window.draw();
    bool other_killed = false;
    std::thread other([&] { other_killed = run(second); });
    const bool one_killed = run(first);
    other.join();
    window.learn(!one_killed);
    window.learn(!other_killed);
    killed += one_killed ? 1 : 0;
    killed += other_killed ? 1 : 0;
  }
  {
    const store::Store store = desk.open();
    CHECK(english(store.verify(std::nullopt).problems) == std::vector<std::string>{});
    done_before = store.snapshot()->slots({}).size();
  }
  // One last time: tries that were cut short are taken for dead by then.
  desk.require({"run"}, now_of(trial));
  undisturbed.require({"run"}, now_of(trial));
  const store::Store store = desk.open();
  const auto snapshot = store.snapshot();
  MESSAGE(killed << " runs were killed in " << trial << " trials; they had done " << done_before
                 << " of " << snapshot->slots({}).size() << " slots");
  CHECK(killed >= kKills);
  CHECK(done_before > snapshot->slots({}).size() / 2);
  check_slots(desk, *snapshot, now_of(trial));
  check_notices(desk, *snapshot);
  const std::vector<std::string> kept = done(*snapshot);
  const std::vector<std::string> expected = done(*undisturbed.open().snapshot());
  CHECK(kept.size() == expected.size());
  const auto differ = std::mismatch(kept.begin(), kept.end(), expected.begin(), expected.end());
  CHECK((differ.first == kept.end() ? "" : *differ.first) ==
        (differ.second == expected.end() ? "" : *differ.second));
  CHECK(english(store.verify(std::nullopt).problems) == std::vector<std::string>{});
}

}  // namespace
