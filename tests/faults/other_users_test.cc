// A desk on a machine with other users: settings that somebody else could have written are not
// read, as they name programs to run; the evidence is recorded all the same; and a store that a
// group shares serves each of them. Only root can become another user: else nothing is tested.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <vector>

#include "engine/store/store.h"
#include "tests/english.h"
#include "tests/program/desk_definitions.h"
#include "tests/program/process.h"

namespace {

using namespace signpost;  // NOLINT(google-build-using-namespace)
using signpost::testing::Outcome;
using signpost::testing::ScratchFolder;
namespace fs = std::filesystem;

constexpr uid_t kAmal = 65534;
constexpr uid_t kBasim = 54321;
constexpr uid_t kCarim = 54322;  // in no group of theirs
constexpr gid_t kDesk = 54320;   // Amal's and Basim's
constexpr int kRefused = 3;

const std::string kDefinitions = signpost::testing::kCampaign + R"(
[[alert]]
id = "attack"
scenario = "campaign"
when = "indicator attacks seen within 10 days"
because = "the desk looks at each"
)";

constexpr const char* kSettings = "[[notifier]]\nid = \"log\"\nfile = \"alerts.jsonl\"\n";

void give(const fs::path& path, uid_t user, gid_t group, mode_t mode) {
  REQUIRE(chown(path.c_str(), user, group) == 0);
  REQUIRE(chmod(path.c_str(), mode) == 0);
}

/// A folder with a store in it, and the program where anybody may run it.
class Machine {
 public:
  Machine() {
    REQUIRE(chmod(scratch_.path().c_str(), 0755) == 0);
    fs::copy_file(SIGNPOST_PROGRAM, scratch_.path() / "signpost");
    fs::create_directory(folder());
    std::ofstream(file("definitions.toml")) << kDefinitions;
    std::ofstream(file("signpost.toml")) << kSettings;
    give(file("definitions.toml"), kAmal, kDesk, 0644);
    give(file("signpost.toml"), kAmal, kDesk, 0644);
    give(folder(), kAmal, kDesk, 0755);
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"init"}, {"load", "definitions.toml"}}) {
      const Outcome outcome = run(kAmal, arguments);
      INFO(outcome.err);
      REQUIRE(outcome.exit_code == 0);
    }
  }
  [[nodiscard]] fs::path folder() const { return scratch_.path() / "desk"; }
  [[nodiscard]] fs::path file(const std::string& name) const { return folder() / name; }
  [[nodiscard]] fs::path aside(const std::string& name) const { return scratch_.path() / name; }

  [[nodiscard]] Outcome run(uid_t user, const std::vector<std::string>& arguments,
                            const std::string& settings = "") const {
    std::vector<std::string> command{
        "/usr/bin/setpriv",
        fmt::format("--reuid={}", user),
        fmt::format("--regid={}", user),
        user == kCarim ? "--clear-groups" : fmt::format("--groups={}", kDesk),
        aside("signpost").string(),
        "--now",
        "2022-02-04T00:00Z"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    std::map<std::string, std::string> environment = signpost::testing::plain_environment();
    if (!settings.empty()) environment["SIGNPOST_SETTINGS"] = settings;
    return signpost::testing::run({.command = std::move(command),
                                   .folder = folder(),
                                   .environment = std::move(environment),
                                   .input = "",
                                   .terminal = false,
                                   .kill_after = {}});
  }
  [[nodiscard]] Outcome record(uid_t user, const std::string& text,
                               const std::string& settings = "") const {
    return run(
        user,
        {"record", text, "--indicator", "attacks", "--occurred", "2022-02-03", "--grade", "B2"},
        settings);
  }
  [[nodiscard]] std::size_t items() const {
    const auto store = store::Store::open(file("signpost.db"), store::Store::Access::kRead);
    CHECK(english(store.verify(std::nullopt).problems) == std::vector<std::string>{});
    return store.snapshot()->items().size();
  }

 private:
  ScratchFolder scratch_;
};

bool becomes_others() {
  if (geteuid() == 0 && fs::exists("/usr/bin/setpriv")) return true;
  MESSAGE("only root can become another user: nothing is tested here");
  return false;
}

/// What Amal is told where the settings are not surely hers.
void check_refused(const Machine& machine, const std::string& why, const std::string& mend) {
  CAPTURE(why);
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"run"}, {"alert", "test"}}) {
    CAPTURE(arguments.front());
    const Outcome outcome = machine.run(kAmal, arguments);
    CHECK(outcome.exit_code == kRefused);
    CHECK(outcome.out == "");
    CAPTURE(outcome.err);
    CHECK(outcome.err.find("signpost.toml are not read, for they name programs to run: ") !=
          std::string::npos);
    CHECK(outcome.err.find(why) != std::string::npos);
    CHECK(outcome.err.find(mend) != std::string::npos);
    CHECK(outcome.err.find("$SIGNPOST_SETTINGS") != std::string::npos);
  }
  const Outcome recorded = machine.record(kAmal, "an attack on a convoy");
  INFO(recorded.err);
  CHECK(recorded.exit_code == 0);
  CHECK(recorded.out.starts_with("Recorded as item 1.\n"));
  CHECK(recorded.err.find("alerts wait until they are mended") != std::string::npos);
  CHECK(machine.items() == 1);
  CHECK_FALSE(fs::exists(machine.file("alerts.jsonl")));
  const Outcome health = machine.run(kAmal, {"health"});
  CHECK(health.exit_code == 1);
  CHECK(health.out.find("NO  settings") != std::string::npos);
}

/// What waited is told once they are.
void check_mended(const Machine& machine) {
  const Outcome run = machine.run(kAmal, {"run"});
  INFO(run.err);
  CHECK(run.exit_code == 0);
  CHECK(fs::exists(machine.file("alerts.jsonl")));
}

TEST_CASE("settings of another user are not read") {
  if (!becomes_others()) return;
  const Machine machine;
  give(machine.file("signpost.toml"), kBasim, kDesk, 0644);
  check_refused(machine, "signpost.toml belongs to another user",
                "make a copy of your own, or `chown 65534 ");
  give(machine.file("signpost.toml"), 0, 0, 0644);  // root's are anybody's
  check_mended(machine);
}

TEST_CASE("settings that others may write are not read") {
  if (!becomes_others()) return;
  for (const mode_t mode : {0666U, 0664U}) {
    const Machine machine;
    give(machine.file("signpost.toml"), kAmal, kDesk, mode);
    check_refused(machine, "others may write ", "`chmod go-w ");
    give(machine.file("signpost.toml"), kAmal, kDesk, 0644);
    check_mended(machine);
  }
}

TEST_CASE("settings in a folder that is open to all are not read, be it sticky or not") {
  if (!becomes_others()) return;
  for (const mode_t mode : {0777U, 01777U, 0775U}) {
    const Machine machine;
    give(machine.folder(), kAmal, kDesk, mode);
    check_refused(machine, "others may write ", "`chmod go-w ");
    give(machine.folder(), kAmal, kDesk, 0755);
    check_mended(machine);
  }
  const Machine machine;
  give(machine.folder(), kBasim, kDesk, 01777);
  check_refused(machine, "desk belongs to another user",
                "move the settings to a folder of your own");
}

TEST_CASE("settings behind a link into a folder that is open to all are not read") {
  if (!becomes_others()) return;
  const Machine machine;
  fs::create_directory(machine.aside("open"));
  give(machine.aside("open"), kBasim, kDesk, 01777);
  fs::rename(machine.file("signpost.toml"), machine.aside("open") / "signpost.toml");
  fs::create_symlink(machine.aside("open") / "signpost.toml", machine.file("signpost.toml"));
  REQUIRE(lchown(machine.file("signpost.toml").c_str(), kAmal, kDesk) == 0);
  check_refused(machine, "open belongs to another user", "move the settings");
}

TEST_CASE("a store that a group shares serves each of them, with settings of their own") {
  if (!becomes_others()) return;
  const Machine machine;
  give(machine.folder(), kAmal, kDesk, 02770);
  give(machine.file("signpost.db"), kAmal, kDesk, 0660);
  const fs::path own = machine.aside("basim");
  fs::create_directory(own);
  std::ofstream(own / "settings.toml") << "[[notifier]]\nid = \"log\"\nfile = \"told\"\n";
  give(own, kBasim, kBasim, 0700);
  give(own / "settings.toml", kBasim, kBasim, 0600);
  const std::string settings = (own / "settings.toml").string();
  std::size_t recorded = 0;
  for (int i = 0; i < 3; ++i) {
    for (const uid_t user : {kAmal, kBasim}) {
      const Outcome outcome = machine.record(user, fmt::format("attack number {} of {}", i, user),
                                             user == kBasim ? settings : "");
      INFO(outcome.err);
      CHECK(outcome.exit_code == 0);
      ++recorded;
    }
  }
  CHECK(machine.items() == recorded);
  // Amal's lie in a folder that Basim may write to; Basim's own are trusted, and tell.
  CHECK(machine.run(kAmal, {"run"}).exit_code == kRefused);
  const Outcome run = machine.run(kBasim, {"run"}, settings);
  INFO(run.err);
  CHECK(run.exit_code == 0);
  CHECK((fs::exists(machine.file("told")) || fs::exists(own / "told")));
  // Others' settings are no better for being named.
  CHECK(machine.run(kAmal, {"run"}, settings).exit_code == kRefused);
  // What is written beside it the group may read, and nobody else.
  REQUIRE(machine.run(kBasim, {"report", "--output", "report.html"}, settings).exit_code == 0);
  struct stat about {};
  REQUIRE(stat(machine.file("report.html").c_str(), &about) == 0);
  CHECK((about.st_mode & 07777U) == 0640);
  CHECK(about.st_gid == kDesk);
  // Who is not of the group reads nothing, changes nothing, and is told so.
  const Outcome stranger = machine.record(kCarim, "an attack");
  CHECK(stranger.exit_code == 4);
  CHECK(stranger.out == "");
  CHECK(stranger.err.find("ermission denied") != std::string::npos);
  CHECK(machine.items() == recorded);
}

}  // namespace
