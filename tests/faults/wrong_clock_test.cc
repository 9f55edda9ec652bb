// Machines whose clocks are wrong: one a year ahead, one that leaps ahead or back in the middle of
// `run`, a service whose clock leaps. What it leaves is refused to be built upon, named, mended
// with `mend-clock`, and after that every slot is done once and alerts are judged again.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "engine/assess/timetable.h"
#include "tests/english.h"
#include "tests/faults/desk.h"

namespace {

using namespace signpost;  // NOLINT(google-build-using-namespace)
using signpost::testing::clock_showing;
using signpost::testing::definitions_with;
using signpost::testing::Faults;
using signpost::testing::FaultyDesk;
using signpost::testing::kStart;
using signpost::testing::Outcome;
using std::chrono::days;

constexpr days kYear{365};
constexpr int kNo = 1;
constexpr int kStore = 4;

constexpr const char* kClockwork = R"(
[[schedule]]
id = "weekly"
every = "week on Monday at 06:00"
timezone = "UTC"
start = 2022-06-01
scenarios = ["*"]

[[alert]]
id = "attack"
scenario = "campaign"
when = "indicator attacks seen within 3 days"
because = "the desk looks at each"
)";

Faults at(Instant time) { return {{"CLOCK", clock_showing(time)}}; }

void set_up(const FaultyDesk& desk) {
  desk.write("definitions.toml", definitions_with(kClockwork));
  desk.write("signpost.toml", "[[notifier]]\nid = \"log\"\nfile = \"alerts.jsonl\"\n");
  desk.require({"init"}, at(kStart));
  desk.require({"load", "definitions.toml"}, at(kStart));
}

std::vector<std::string> recording(const std::string& text, Instant occurred) {
  return {"record",          text,      "--indicator", "attacks", "--occurred",
          to_date(occurred), "--grade", "B2"};
}

/// Slots that are due by then: each is there, once, assessed once by each scenario, and none that
/// is not due is.
void check_slots(const FaultyDesk& desk, Instant now) {
  const store::Store store = desk.open();
  CHECK(english(store.verify(std::nullopt).problems) == std::vector<std::string>{});
  const auto snapshot = store.snapshot();
  std::multiset<Instant> due;
  for (const auto& slot : assess::Timetable(snapshot->schedules(), {}).due(now)) {
    due.insert(slot.key.due);
  }
  std::multiset<Instant> done;
  for (const Slot& slot : snapshot->slots({})) done.insert(slot.key.due);
  CHECK(done == due);
  std::multiset<Instant> assessed;
  for (const SavedAssessment& saved : snapshot->assessments({}, false)) {
    if (saved.occasion == Occasion::kSlot && saved.assessment.scenario == "calm") {
      assessed.insert(saved.assessment.moment.as_of);
    }
  }
  CHECK(assessed == due);
  CHECK_FALSE(snapshot->ahead_of(now).any());
}

/// What `health` says of the clock.
bool clock_is_named(const Outcome& health) {
  return health.exit_code == kNo && health.out.find("NO  clock") != std::string::npos &&
         health.out.find("mend-clock") != std::string::npos;
}

std::ptrdiff_t raised_of(const FaultyDesk& desk) {
  const auto told = desk.open().snapshot()->deliveries(false, "attack");
  return std::count_if(told.begin(), told.end(),
                       [](const Delivery& one) { return one.notice.raised; });
}

TEST_CASE("what a machine a year ahead left is refused, named, and mended") {
  const FaultyDesk desk;
  set_up(desk);
  const Instant ahead = kStart + days(1) + kYear;
  desk.require(recording("an attack on a convoy", kStart), at(ahead));
  desk.require({"run"}, at(ahead));
  CHECK(desk.open().snapshot()->slots({}).size() == 52);

  Instant now = kStart + days(2);
  const auto before = desk.open().snapshot()->head();
  for (const std::vector<std::string>& arguments :
       {recording("an attack on a well", kStart + days(1)),
        std::vector<std::string>{"run"},
        {"cover", "attacks", "--from", "2022-03-01", "--to", "2022-03-02", "--level", "0.5",
         "--because", "a trial"}}) {
    CAPTURE(arguments.front());
    const Outcome refused = desk.run(arguments, at(now));
    CAPTURE(refused.err);
    // Nothing is due before the first Monday: `run` has nothing to refuse.
    const bool idle = arguments.front() == "run";
    CHECK(refused.exit_code == (idle ? 0 : kStore));
    if (idle) continue;
    CHECK(refused.err.find("this machine's clock says 2022-06-03") != std::string::npos);
    CHECK(refused.err.find("was recorded at 2023-06-02") != std::string::npos);
    CHECK(refused.err.find("nothing was changed") != std::string::npos);
    CHECK(refused.err.find("`signpost mend-clock --because TEXT`") != std::string::npos);
  }
  CHECK(desk.open().snapshot()->head() == before);
  CHECK(clock_is_named(desk.run({"health"}, at(now))));
  CHECK(desk.run({"status"}, at(now)).exit_code == 0);

  const std::ptrdiff_t raised_before = raised_of(desk);
  desk.require({"mend-clock", "--because", "the laptop's battery was empty"}, at(now));
  const Outcome health = desk.run({"health"}, at(now));
  CHECK(health.out.find("ok  clock") != std::string::npos);
  check_slots(desk, now);
  // What the wrong clock had raised is void: it is raised anew, once.
  CHECK(raised_of(desk) == raised_before + 1);
  const Outcome recorded = desk.run(recording("an attack on a well", kStart + days(1)), at(now));
  INFO(recorded.err);
  CHECK(recorded.exit_code == 0);
  CHECK(raised_of(desk) == raised_before + 1);
  now = kStart + days(20);
  desk.require({"run"}, at(now));
  check_slots(desk, now);
  // Raised anew, although the wrong clock had raised it; and cleared, once it is quiet.
  int raised = 0;
  bool last = true;
  const auto snapshot = desk.open().snapshot();
  for (const Delivery& told : snapshot->deliveries(false, "attack")) {
    raised += told.notice.raised ? 1 : 0;
    last = told.notice.raised;
  }
  CHECK(raised >= 1);
  CHECK_FALSE(last);
  CHECK(desk.run({"health"}, at(now)).out.find("NO") == std::string::npos);
}

TEST_CASE("a clock behind the last entry is refused until it is right again") {
  const FaultyDesk desk;
  set_up(desk);
  const Outcome refused =
      desk.run(recording("an attack on a well", kStart - days(31)), at(kStart - days(30)));
  CHECK(refused.exit_code == kStore);
  CHECK(refused.err.find("set the clock right") != std::string::npos);
  // Clocks differ a little.
  desk.require(recording("an attack on a well", kStart - days(31)),
               at(kStart - std::chrono::minutes(4)));
  desk.require({"run"}, at(kStart + days(8)));
  check_slots(desk, kStart + days(8));
}

TEST_CASE("a clock that leaps in the middle of run leaves nothing undone or done twice unseen") {
  const FaultyDesk desk;
  set_up(desk);
  desk.require(recording("an attack on a convoy", kStart), at(kStart + days(1)));
  const Instant then = kStart + days(20);
  const Instant now = kStart + days(21);
  const std::string right = clock_showing(then);
  int left_ahead = 0;
  int refused = 0;
  int trials = 0;
  const long reads = desk.calls_of({"run"}, at(then)).clock;
  CHECK(reads > 3);
  for (const long leap :
       {std::chrono::seconds(kYear).count(), -std::chrono::seconds(kYear).count()}) {
    for (long from = 1; from <= reads; ++from) {
      for (const long to : {from + 1, 0L}) {
        CAPTURE(leap);
        CAPTURE(from);
        CAPTURE(to);
        ++trials;
        const FaultyDesk trial(desk);  // NOLINT(performance-unnecessary-copy-initialization)
        const Outcome run =
            trial.run({"run"}, {{"CLOCK", fmt::format("{} {} {} {}", right, leap, from, to)}});
        CAPTURE(run.err);
        CHECK((run.exit_code == 0 || run.exit_code == kStore));
        refused += run.exit_code == kStore ? 1 : 0;
        // The clock is right from here on.
        const bool ahead = trial.open().snapshot()->ahead_of(now).any();
        CHECK(clock_is_named(trial.run({"health"}, at(now))) == ahead);
        if (ahead) {
          ++left_ahead;
          CHECK(trial.run(recording("an attack on a well", then), at(now)).exit_code == kStore);
          trial.require({"mend-clock", "--because", "a trial"}, at(now));
        }
        const Outcome again = trial.run({"run"}, at(now));
        INFO(again.err);
        CHECK(again.exit_code == 0);
        check_slots(trial, now);
      }
    }
  }
  MESSAGE(trials << " leaps, of " << reads << " readings of the clock: " << left_ahead
                 << " left entries ahead, " << refused << " were refused in the middle");
  CHECK(left_ahead > 0);
  CHECK(left_ahead < trials);
}

/// `run --forever` with a clock that the test sets.
class Service {
 public:
  Service(const FaultyDesk& desk, Instant time) : desk_(desk) {
    const int file = open(desk.aside("clock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    REQUIRE(ftruncate(file, sizeof *ahead_) == 0);
    void* mapped = mmap(nullptr, sizeof *ahead_, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    REQUIRE(mapped != MAP_FAILED);
    ahead_ = static_cast<volatile std::int64_t*>(mapped);
    close(file);
    set(time);
    std::vector<std::string> words;
    for (const auto& [name, value] :
         desk.environment({{"CLOCK_FILE", desk.aside("clock").string()}})) {
      words.push_back(fmt::format("{}={}", name, value));
    }
    std::vector<char*> environment;
    environment.reserve(words.size() + 1);
    for (std::string& word : words) environment.push_back(word.data());
    environment.push_back(nullptr);
    process_ = fork();
    if (process_ == 0) {
      const int log = open(desk.aside("log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
      dup2(log, STDERR_FILENO);
      if (chdir(desk.folder().c_str()) != 0) _exit(127);
      execle(SIGNPOST_PROGRAM, SIGNPOST_PROGRAM, "run", "--forever", nullptr, environment.data());
      _exit(127);
    }
  }
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  ~Service() {
    munmap(const_cast<std::int64_t*>(ahead_), sizeof *ahead_);
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  void set(Instant time) const { *ahead_ = (time - system_now()).count(); }
  /// And has it look: a clock that is set wakes it, which only root could do here; so do settings.
  void leap(Instant time) const {
    set(time);
    desk_.write("signpost.toml", desk_.read("signpost.toml") + "\n");
  }
  bool comes(const std::function<bool()>& so) const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!so()) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return true;
  }
  bool has_slots(std::size_t count) const {
    return comes([&] { return desk_.open().snapshot()->slots({}).size() == count; });
  }
  int end() {
    kill(process_, SIGTERM);
    int status = 0;
    waitpid(process_, &status, 0);
    process_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  const FaultyDesk& desk_;
  volatile std::int64_t* ahead_ = nullptr;
  pid_t process_ = 0;
};

TEST_CASE("a service whose clock leaps a year ahead and back goes on after mend-clock") {
  const FaultyDesk desk;
  set_up(desk);
  Instant now = kStart + days(20);
  Service service(desk, now);
  CHECK(service.has_slots(3));  // 6, 13 and 20 June
  service.leap(now + kYear);
  CHECK(service.has_slots(55));
  service.leap(now);
  CHECK(clock_is_named(desk.run({"health"}, at(now))));
  CHECK(desk.run(recording("an attack on a well", kStart), at(now)).exit_code == kStore);
  desk.require({"mend-clock", "--because", "a leap"}, at(now));
  CHECK(desk.open().snapshot()->slots({}).size() == 3);
  now += days(7);
  service.leap(now);
  CHECK(service.has_slots(4));
  check_slots(desk, now);
  CHECK(desk.run({"health"}, at(now)).out.find("NO") == std::string::npos);
  CHECK(service.end() == 0);
  INFO(signpost::testing::content_of(desk.aside("log")).value_or(""));
}

}  // namespace
