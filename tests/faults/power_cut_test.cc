// A desk at work, and the power cut at every point of it: before and after each flush, after each
// answer, and between. Whatever was reported done is there, nothing is there by half, files are as
// they were or as they were to be, no slot is done without its report, and nothing that was
// redacted comes back.
#include "tests/faults/power_cut.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/english.h"
#include "tests/faults/desk.h"

namespace {

using namespace signpost;  // NOLINT(google-build-using-namespace)
using signpost::faults::Kind;
using signpost::testing::content_of;
using signpost::testing::definitions_with;
using signpost::testing::Disk;
using signpost::testing::FaultyDesk;
using signpost::testing::items_named;
using signpost::testing::Operation;
using signpost::testing::Outcome;
using signpost::testing::ScratchFolder;
namespace fs = std::filesystem;

constexpr unsigned kSeed = 20220128;
constexpr int kRows = 20;
constexpr int kGoOn = 20;  // after each so many cuts
constexpr std::string_view kSecret = "the baker Abu Salim saw it";

constexpr const char* kClockwork = R"(
[[schedule]]
id = "daily"
every = "day at 05:30"
timezone = "Asia/Damascus"
start = 2022-02-10
scenarios = ["*"]
report = { format = "csv", output = "reports/{date}.csv" }

[[schedule]]
id = "each"
every = "day at 06:30"
timezone = "Asia/Damascus"
start = 2022-02-10
scenarios = ["*"]
report = { format = "markdown", output = "each/{date}/{scenario}.md" }

[[alert]]
id = "attack"
scenario = "campaign"
when = "indicator attacks seen within 1 day"
because = "the desk looks at each"
)";

/// A command, and the operations before it, before its first word on stdout, and before its end.
struct Step {
  std::string name;
  std::size_t begun = 0;
  std::size_t told = 0;
};

/// What a file held from a step on.
struct Written {
  std::size_t begun = 0;
  std::size_t told = 0;
  std::string content;
};

/// A day's work, written down.
class Day {
 public:
  /// `shared`: another program has the store open all the time, so that its log is not cleaned up.
  explicit Day(bool shared) {
    desk_.write("definitions.toml", definitions_with(kClockwork));
    desk_.write("signpost.toml", "[[notifier]]\nid = \"log\"\nfile = \"alerts.jsonl\"\n");
    desk_.write("rows.jsonl", signpost::testing::rows_named("import", kRows));
    step("init", "2022-02-10T00:00Z", {"init"});
    step("load", "2022-02-10T00:00Z", {"load", "definitions.toml"});
    std::optional<store::Store> other;
    if (shared) {
      // It makes the log, which is not written down, for nothing is preloaded here.
      other.emplace(desk_.open());
      REQUIRE(other->snapshot()->scenario_ids().size() == 2);
      note_made("signpost.db-wal");
    }
    record(0, "2022-02-10T01:00Z", std::string(kSecret));
    step("import", "2022-02-10T02:00Z", {"import", "rows.jsonl"});
    step("run", "2022-02-12T04:00Z", {"run"});
    step("report", "2022-02-12T05:00Z", {"report", "--output", "report.html"}, "report.html");
    record(1, "2022-02-12T06:00Z", "an attack on a convoy");
    step("report", "2022-02-12T07:00Z", {"report", "--output", "report.html"}, "report.html");
    step("export", "2022-02-12T08:00Z", {"export", "--output", "export.jsonl"}, "export.jsonl");
    step("backup", "2022-02-12T09:00Z", {"backup", "copy.db"});
    step("redact", "2022-02-12T10:00Z", {"redact", "1", "--yes", "--because", "he is at risk"});
    step("run", "2022-02-14T04:00Z", {"run"});
    record(2, "2022-02-14T05:00Z", "an attack on a well");
    operations_ = signpost::testing::operations_in(desk_.aside("journal"));
  }

  [[nodiscard]] const FaultyDesk& desk() const { return desk_; }
  [[nodiscard]] const std::vector<Operation>& operations() const { return operations_; }
  [[nodiscard]] const std::vector<Step>& steps() const { return steps_; }
  [[nodiscard]] const std::map<std::string, std::vector<Written>>& written() const {
    return written_;
  }
  /// Was the step, or the last of that name, reported done before the operation `at`?
  [[nodiscard]] bool is_told(const std::string& name, std::size_t at) const {
    return std::any_of(steps_.begin(), steps_.end(),
                       [&](const Step& one) { return one.name == name && one.told < at; });
  }

 private:
  void record(int number, const std::string& now, const std::string& text) {
    step(fmt::format("record-{}", number), now,
         {"record", text, "--indicator", "attacks", "--occurred", "2022-02-09", "--grade", "B2",
          "--id", fmt::format("record-{}-", number)});
  }
  void step(const std::string& name, const std::string& now, std::vector<std::string> arguments,
            const std::string& output = "") {
    const std::size_t begun = operations_.size();
    arguments.insert(arguments.begin(), {"--now", now});
    desk_.require(arguments, {{"JOURNAL", desk_.aside("journal").string()}});
    operations_ = signpost::testing::operations_in(desk_.aside("journal"));
    std::size_t told = begun;
    while (told < operations_.size() && operations_[told].kind != Kind::kTold) ++told;
    // Without a word its end is the report.
    if (told == operations_.size()) --told;
    steps_.push_back({name, begun, told});
    if (!output.empty()) written_[output].push_back({begun, told, desk_.read(output)});
  }

  void note_made(const std::string& name) const {
    struct stat about {};
    REQUIRE(stat(desk_.file(name).c_str(), &about) == 0);
    faults::Header made;
    made.kind = Kind::kCreate;
    made.name = static_cast<std::uint32_t>(name.size());
    made.inode = about.st_ino;
    std::ofstream journal(desk_.aside("journal"), std::ios::binary | std::ios::app);
    journal.write(reinterpret_cast<const char*>(&made), sizeof made) << name;
    REQUIRE(journal);
  }

  FaultyDesk desk_;
  std::vector<Operation> operations_;
  std::vector<Step> steps_;
  std::map<std::string, std::vector<Written>> written_;
};

/// What is wrong with what is left after a cut before the operation `at`.
class Remains {
 public:
  Remains(const Day& day, fs::path folder, std::size_t at)
      : day_(day), folder_(std::move(folder)), at_(at) {
    if (day_.is_told("redact", at_)) {
      for (const char* name : {"signpost.db", "signpost.db-wal"}) {
        const std::string content = content_of(folder_ / name).value_or("");
        expect(content.find(kSecret) == std::string::npos, fmt::format("the secret in {}", name));
      }
    }
    check_files();
    check_backup();
    if (!fs::exists(folder_ / "signpost.db")) {
      expect(!day_.is_told("init", at_), "no store");
      return;
    }
    try {
      check_store();
    } catch (const std::exception& error) {
      wrong_.push_back(error.what());
    }
  }
  [[nodiscard]] const std::vector<std::string>& wrong() const { return wrong_; }
  [[nodiscard]] std::size_t slots() const { return slots_; }

 private:
  void expect(bool so, const std::string& else_wrong) {
    if (!so) wrong_.push_back(else_wrong);
  }
  void check_verified(const store::Store& store, const std::string& name) {
    for (const std::string& problem : english(store.verify(std::nullopt).problems)) {
      wrong_.push_back(fmt::format("{}: {}", name, problem));
    }
  }

  /// As it was last reported, or as some command was about to make it.
  void check_files() {
    for (const auto& [name, versions] : day_.written()) {
      const std::optional<std::string> found = content_of(folder_ / name);
      std::vector<std::optional<std::string>> possible{std::nullopt};
      for (const Written& version : versions) {
        if (version.told < at_) possible.clear();
        if (version.begun < at_) possible.emplace_back(version.content);
      }
      expect(std::find(possible.begin(), possible.end(), found) != possible.end(),
             fmt::format("{} has {} bytes", name, found ? found->size() : 0));
    }
  }

  void check_backup() {
    const fs::path copy = folder_ / "copy.db";
    if (!fs::exists(copy)) {
      expect(!day_.is_told("backup", at_), "no backup");
      return;
    }
    try {
      const auto store = store::Store::open(copy, store::Store::Access::kRead);
      check_verified(store, "the backup");
      expect(items_named(*store.snapshot(), "import") == kRows, "the backup lacks items");
    } catch (const std::exception& error) {
      wrong_.push_back(error.what());
    }
  }

  void check_store() {
    const auto store = store::Store::open(folder_ / "signpost.db", store::Store::Access::kRead);
    check_verified(store, "the store");
    const auto snapshot = store.snapshot();
    const std::size_t scenarios = snapshot->scenario_ids().size();
    expect(scenarios == 2 || (scenarios == 0 && !day_.is_told("load", at_)), "definitions");
    const int imported = items_named(*snapshot, "import");
    expect(imported == kRows || (imported == 0 && !day_.is_told("import", at_)),
           fmt::format("{} rows imported", imported));
    const auto first = snapshot->item(1);
    for (int number = 0; number < 3; ++number) {
      const std::string name = fmt::format("record-{}", number);
      const bool is_redacted = number == 0 && first && first->redacted;
      expect(is_redacted || items_named(*snapshot, name) == 1 || !day_.is_told(name, at_), name);
    }
    expect(!day_.is_told("redact", at_) || (first && first->redacted), "not redacted");
    check_slots(*snapshot);
    check_notices(*snapshot);
  }

  void check_slots(const store::Snapshot& snapshot) {
    int runs = 0;
    for (const Step& one : day_.steps()) {
      runs += one.name == "run" && one.told < at_ ? 1 : 0;
    }
    const std::vector<Slot> slots = snapshot.slots({});
    slots_ = slots.size();
    expect(slots.size() >= static_cast<std::size_t>(runs == 0   ? 0
                                                    : runs == 1 ? 5
                                                                : 9),
           fmt::format("{} slots after {} runs", slots.size(), runs));
    for (const Slot& slot : slots) {
      expect(slot.problem.empty(), slot.problem);
      for (const char* scenario : {"calm", "campaign"}) {
        std::string name = slot.report;
        const std::size_t place = name.find("{scenario}");
        if (place != std::string::npos) name.replace(place, 10, scenario);
        const std::optional<std::string> found = content_of(folder_ / name);
        expect(found && *found == day_.desk().read(name),
               fmt::format("slot {} is done, and {} is not there", to_rfc3339(slot.key.due), name));
      }
    }
  }

  void check_notices(const store::Snapshot& snapshot) {
    const std::string log = content_of(folder_ / "alerts.jsonl").value_or("");
    for (const Delivery& told : snapshot.deliveries(false, {})) {
      for (const Attempt& attempt : told.attempts) {
        expect(!attempt.delivered || log.find(told.notice.text) != std::string::npos,
               "a notice was delivered and is lost");
      }
    }
  }

  const Day& day_;
  fs::path folder_;
  std::size_t at_;
  std::vector<std::string> wrong_;
  std::size_t slots_ = 0;
};

/// Where to cut: around each flush and each answer, and somewhere between.
std::set<std::size_t> moments_of(const std::vector<Operation>& operations, std::mt19937& random) {
  std::set<std::size_t> moments;
  std::size_t last = 0;
  for (std::size_t at = 0; at < operations.size(); ++at) {
    const Kind kind = operations[at].kind;
    if (kind != Kind::kSync && kind != Kind::kSyncFolder && kind != Kind::kTold) continue;
    moments.insert({at, at + 1});
    moments.insert(std::uniform_int_distribution<std::size_t>(last, at)(random));
    last = at;
  }
  moments.insert(operations.size());
  return moments;
}

struct Result {
  int cuts = 0;
  int bad = 0;
  std::set<std::string> wrong;
  std::set<std::size_t> slots;
};

/// The day goes on: what was due and not done is done, by a program that finds what is left.
void go_on(const Day& day, const fs::path& folder) {
  fs::copy_file(day.desk().file("signpost.toml"), folder / "signpost.toml");
  const Outcome outcome =
      signpost::testing::run({.command = {SIGNPOST_PROGRAM, "--now", "2022-02-14T05:00Z", "run"},
                              .folder = folder,
                              .environment = signpost::testing::plain_environment(),
                              .input = {},
                              .terminal = false,
                              .kill_after = {}});
  INFO(outcome.err);
  CHECK(outcome.exit_code == 0);
  const auto snapshot =
      store::Store::open(folder / "signpost.db", store::Store::Access::kRead).snapshot();
  CHECK(snapshot->slots({}).size() == 10);
  for (const Slot& slot : snapshot->slots({})) CHECK(slot.problem == "");
  for (const auto& entry : fs::recursive_directory_iterator(folder / "each")) {
    CHECK(entry.path().filename().string().front() != '.');  // nothing half written is left
  }
}

/// Each `stride`th moment.
Result cut_everywhere(const Day& day, bool lies, std::size_t stride) {
  std::mt19937 random(kSeed);
  Result result;
  Disk disk(lies);
  const ScratchFolder scratch(signpost::testing::memory_folder());
  const std::set<std::size_t> all = moments_of(day.operations(), random);
  std::set<std::size_t> moments;
  for (auto at = all.begin(); at != all.end(); ++at) {
    if (static_cast<std::size_t>(std::distance(all.begin(), at)) % stride == 0) moments.insert(*at);
  }
  for (std::size_t at = 0; at <= day.operations().size(); ++at) {
    if (moments.contains(at)) {
      disk.survive(scratch.path() / "desk", random);
      const Remains remains(day, scratch.path() / "desk", at);
      ++result.cuts;
      result.bad += remains.wrong().empty() ? 0 : 1;
      result.wrong.insert(remains.wrong().begin(), remains.wrong().end());
      result.slots.insert(remains.slots());
      if (!lies && day.is_told("load", at) && result.cuts % kGoOn == 0) {
        go_on(day, scratch.path() / "desk");
      }
    }
    if (at < day.operations().size()) disk.apply(day.operations()[at]);
  }
  return result;
}

TEST_CASE("after a power cut at any point all that was reported is there, and nothing by half") {
  for (const bool shared : {false, true}) {
    CAPTURE(shared);
    const Day day(shared);
    const Result result = cut_everywhere(day, false, 1);
    MESSAGE(day.operations().size() << " operations, cut " << result.cuts << " times");
    CHECK(fmt::format("{}", fmt::join(result.wrong, "\n")) == "");
    CHECK(result.cuts > 200);
    CHECK(result.slots.size() > 5);  // else no cut fell between two slots
    // The same eyes see what is lost where nothing is flushed.
    const Result lied_to = cut_everywhere(day, true, 4);
    CHECK(lied_to.bad > lied_to.cuts / 2);
  }
}

/// Runs a command where a cut has left the desk; its exit code.
Outcome after_cut(const fs::path& folder, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {SIGNPOST_PROGRAM, "--now", "2022-02-14T05:00Z"});
  return signpost::testing::run({.command = std::move(arguments),
                                 .folder = folder,
                                 .environment = signpost::testing::plain_environment(),
                                 .input = {},
                                 .terminal = false,
                                 .kill_after = {}});
}

/// The store that stands there is whole and has what is in its backup; so many items came later.
int late_items(const fs::path& folder) {
  const auto here = store::Store::open(folder / "signpost.db", store::Store::Access::kRead);
  CHECK(english(here.verify(std::nullopt).problems) == std::vector<std::string>{});
  CHECK(items_named(*here.snapshot(), "import") == kRows);
  return items_named(*here.snapshot(), "late");
}

TEST_CASE("a restore is there whole or not at all after a power cut, and can be done once more") {
  const FaultyDesk desk;
  desk.write("definitions.toml", definitions_with(""));
  desk.write("rows.jsonl", signpost::testing::rows_named("import", kRows));
  desk.write("late.jsonl", signpost::testing::rows_named("late", kRows));
  const auto step = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--now", "2022-02-14T05:00Z"});
    desk.require(arguments, {{"JOURNAL", desk.aside("journal").string()}});
    return signpost::testing::operations_in(desk.aside("journal")).size();
  };
  step({"init"});
  step({"load", "definitions.toml"});
  step({"import", "rows.jsonl"});
  step({"backup", "copy.db"});
  const std::size_t begun = step({"import", "late.jsonl"});
  const std::size_t ended = step({"restore", "copy.db"});
  const std::vector<Operation> operations = signpost::testing::operations_in(desk.aside("journal"));
  REQUIRE(ended == operations.size());
  std::size_t told = begun;
  while (operations[told].kind != Kind::kTold) ++told;

  std::mt19937 random(kSeed);
  const std::set<std::size_t> moments = moments_of(operations, random);
  Disk disk;
  const ScratchFolder scratch(signpost::testing::memory_folder());
  const fs::path folder = scratch.path() / "desk";
  int before = 0;
  int after = 0;
  for (std::size_t at = 0; at <= operations.size(); ++at) {
    if (at >= begun && moments.contains(at)) {
      disk.survive(folder, random);
      CAPTURE(at);
      const Outcome status = after_cut(folder, {"status"});
      CAPTURE(status.err);
      CHECK(status.exit_code == 0);
      const int late = late_items(folder);
      CHECK((late == 0 || late == kRows));
      CHECK((late == 0 || at <= told));
      ++(late == 0 ? after : before);
      const Outcome again = after_cut(folder, {"restore", "copy.db"});
      CAPTURE(again.err);
      CHECK(again.exit_code == 0);
      CHECK(late_items(folder) == 0);
      // Nothing half made is left, and what was damaged can still be read.
      for (const auto& entry : fs::directory_iterator(folder)) {
        CHECK(entry.path().filename().string().front() != '.');
      }
      CHECK(fs::exists(folder / "signpost.db.damaged-1"));
    }
    if (at < operations.size()) disk.apply(operations[at]);
  }
  MESSAGE(before << " cuts left the old store, " << after << " the restored one");
  CHECK(before > 0);
  CHECK(after > 0);
}

}  // namespace
