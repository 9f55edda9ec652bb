#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/service/heartbeat.h"
#include "tests/program/process.h"
#include "tests/unit/cli/prompt.h"

namespace signpost::testing {
namespace {

namespace fs = std::filesystem;

constexpr const char* kAnalyzer = "/usr/bin/systemd-analyze";
/// What systemd, cron or a shell could take for something else.
constexpr const char* kTrickyFolder = "a desk %h $HOME's \"مكتب\"";

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// A program that prints its arguments, one a line.
std::string echoing_program(const Prompt& prompt, const std::string& folder) {
  fs::create_directories(prompt.path(folder));
  std::string program = prompt.write(folder + "/sign post", "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
  fs::permissions(program, fs::perms::owner_all);
  return program;
}

/// Does systemd take these units?
bool verified(const Prompt& prompt, const std::vector<std::string>& units) {
  std::vector<std::string> command{kAnalyzer, "verify"};
  for (const std::string& unit : units) command.push_back(prompt.path(unit));
  const Outcome outcome = run({.command = command,
                               .folder = prompt.path(""),
                               .environment = plain_environment(),
                               .input = {},
                               .kill_after = {}});
  INFO(outcome.err);
  CHECK((outcome.exit_code != 0 || outcome.err.empty()));
  return outcome.exit_code == 0;
}

TEST_CASE("systemd takes the units whatever the folders of the program and the store are called") {
  Prompt prompt;
  prompt.program = echoing_program(prompt, "a program %i $HOME");
  fs::create_directories(prompt.path(kTrickyFolder));
  prompt.variables["SIGNPOST_STORE"] = prompt.path(std::string(kTrickyFolder) + "/my \\ store.db");
  REQUIRE(prompt({"init"}).code == 0);
  for (const std::vector<std::string>& options :
       std::vector<std::vector<std::string>>{{}, {"--forever"}, {"--every", "60"}}) {
    std::vector<std::string> arguments{"timer", "systemd", "--output", prompt.path("")};
    arguments.insert(arguments.end(), options.begin(), options.end());
    REQUIRE(prompt(arguments).code == 0);
    const std::string service = prompt.read("signpost.service");
    CAPTURE(service);
    CHECK(contains(service, "/a program %%i $HOME/sign post\" --store \""));
    CHECK(contains(service, R"(/a desk %%h $$HOME's \"مكتب\"/my \\ store.db" run)"));
    if (!fs::exists(kAnalyzer)) {
      MESSAGE("there is no systemd-analyze here: the units were not verified");
      continue;
    }
    CHECK(verified(prompt, {"signpost.service"}));
    if (!options.empty() && options.front() == "--forever") continue;
    CHECK(verified(prompt, {"signpost.service", "signpost.timer"}));
    // The same check does find what is wrong.
    prompt.write("broken.service", "[Service]\nType=oneshot\nExecStart=/bin/true %z\n");
    CHECK_FALSE(verified(prompt, {"broken.service"}));
  }
}

TEST_CASE("plain paths stand in the units as they are") {
  Prompt prompt;
  REQUIRE(prompt({"init"}).code == 0);
  const auto said = prompt({"timer", "systemd"});
  CHECK(said.code == 0);
  CHECK(contains(said.out, "\n# signpost.service\n[Unit]\n"));
  CHECK(contains(said.out, "\nType=oneshot\nUser="));
  CHECK(contains(said.out,
                 "\nExecStart=/usr/bin/signpost --store " + prompt.path("signpost.db") + " run\n"));
  CHECK(contains(said.out, "\nProtectSystem=full\n"));
  CHECK(contains(said.out, "\n# signpost.timer\n[Unit]\n"));
  CHECK(contains(said.out, "\nOnCalendar=*:0/15:05\nAccuracySec=10\nPersistent=true\n"));
  CHECK(contains(said.out, "#   systemctl enable --now signpost.timer\n"));
  CHECK(contains(prompt({"timer", "systemd", "--every", "60"}).out, "\nOnCalendar=*:00:05\n"));
}

TEST_CASE("a service that stays needs no timer") {
  Prompt prompt;
  REQUIRE(prompt({"init"}).code == 0);
  const std::string out = prompt({"timer", "systemd", "--forever"}).out;
  CHECK(contains(out, "\nType=simple\n"));
  CHECK(contains(out, " run --forever\nRestart=on-failure\nRestartSec=30\n"));
  CHECK(contains(out, "\n[Install]\nWantedBy=multi-user.target\n"));
  CHECK(contains(out, "enable --now signpost.service"));
  CHECK_FALSE(contains(out, "signpost.timer"));
}

TEST_CASE("a user's own service asks for nothing that only root may have") {
  Prompt prompt;
  REQUIRE(prompt({"init"}).code == 0);
  const std::string out = prompt({"timer", "systemd", "--user", "--forever"}).out;
  CHECK(contains(out, "~/.config/systemd/user"));
  CHECK(contains(out, "#   systemctl --user enable --now signpost.service\n"));
  CHECK(contains(out, "\nWantedBy=default.target\n"));
  CHECK_FALSE(contains(out, "\nUser="));
  CHECK_FALSE(contains(out, "Protect"));
}

TEST_CASE("settings that were found by XDG_CONFIG_HOME are found by the service, too") {
  Prompt prompt;
  REQUIRE(prompt({"init"}).code == 0);
  fs::create_directories(prompt.path("my config/signpost"));
  prompt.variables["XDG_CONFIG_HOME"] = prompt.path("my config");
  CHECK_FALSE(contains(prompt({"timer", "systemd"}).out, "XDG_CONFIG_HOME"));
  prompt.write("my config/signpost/config.toml", "");
  CHECK(contains(prompt({"timer", "systemd"}).out,
                 "\nEnvironment=\"XDG_CONFIG_HOME=" + prompt.path("my config") + "\"\n"));
  CHECK(contains(prompt({"timer", "cron"}).out,
                 " XDG_CONFIG_HOME='" + prompt.path("my config") + "' /usr/bin/signpost --store "));
}

TEST_CASE("a crontab's line runs the program with the store as it is called") {
  Prompt prompt;
  prompt.program = echoing_program(prompt, kTrickyFolder);
  const std::string store = prompt.path(std::string(kTrickyFolder) + "/my store.db");
  prompt.variables["SIGNPOST_STORE"] = store;
  REQUIRE(prompt({"init"}).code == 0);
  const auto said = prompt({"timer", "cron"});
  REQUIRE(said.code == 0);
  const std::string fields = "\n1-59/15 * * * * ";
  const std::size_t at = said.out.find(fields);
  REQUIRE(at != std::string::npos);
  // As cron does: up to the first bare %, and \% is %.
  std::string command;
  for (const char c : said.out.substr(at + fields.size())) {
    if (c == '%' && !command.ends_with('\\')) break;
    if (c == '%') command.pop_back();
    command += c;
  }
  const Outcome outcome = run({.command = {"/bin/sh", "-c", command},
                               .folder = prompt.path(""),
                               .environment = plain_environment(),
                               .input = {},
                               .kill_after = {}});
  INFO(outcome.err);
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.out == "--store\n" + store + "\nrun\n");
}

TEST_CASE("cron looks a minute past, when a slot's second is over") {
  Prompt prompt;
  REQUIRE(prompt({"init"}).code == 0);
  CHECK(contains(prompt({"timer", "cron", "--every", "60"}).out, "\n1 * * * * "));
  CHECK(contains(prompt({"timer", "cron", "--every", "1"}).out, "\n* * * * * "));
  CHECK(contains(prompt({"timer", "cron", "--every", "5"}).out, "\n1-59/5 * * * * "));
}

TEST_CASE("what neither systemd nor cron can do is refused") {
  Prompt prompt;
  CHECK(prompt({"timer", "cron"}).err ==
        "signpost: error: no store at " + prompt.path("signpost.db") +
            "\nhint: `signpost init` makes one; --store names another\n");
  REQUIRE(prompt({"init"}).code == 0);
  CHECK(prompt({"timer", "systemd", "--every", "7"}).code == 2);
  CHECK(prompt({"timer", "systemd", "--every", "0"}).code == 2);
  CHECK(prompt({"timer", "cron", "--forever"}).code == 2);
  CHECK(prompt({"timer"}).code == 2);
  prompt.program = "/opt/the \"desk\"/signpost";
  CHECK(prompt({"timer", "systemd"}).code == 3);
  CHECK(prompt({"timer", "cron"}).code == 0);
  prompt.program = "/opt/back\\slash/signpost";
  CHECK(prompt({"timer", "cron"}).code == 3);
  prompt.program = "/opt/two\nlines/signpost";
  CHECK(prompt({"timer", "cron"}).code == 3);
}

TEST_CASE("a heartbeat is read as it was written, and what is none is refused") {
  const Prompt prompt;
  const fs::path file = service::heartbeat_of(prompt.path("signpost.db"));
  CHECK(file == prompt.path("signpost.db.heartbeat"));
  CHECK_FALSE(service::last_beat(file));
  const Instant next = prompt.now + std::chrono::hours(3);
  service::beat(Door(), file, prompt.now, next);
  CHECK(prompt.read("signpost.db.heartbeat") ==
        "{\"format\": \"signpost.heartbeat/1\", \"at\": \"2022-06-30T12:00:00Z\", "
        "\"next\": \"2022-06-30T15:00:00Z\"}\n");
  CHECK(service::last_beat(file)->at == prompt.now);
  CHECK(service::last_beat(file)->next == next);
  service::beat(Door(), file, next, std::nullopt);
  CHECK(service::last_beat(file)->at == next);
  CHECK_FALSE(service::last_beat(file)->next);
  for (const char* text :
       {"", "{}", "{\"format\":\"signpost.heartbeat/1\"}", "{\"at\": \"2022-06-30T12:00:00Z\"}",
        "{\"format\": \"signpost.heartbeat/1\", \"at\": \"yesterday\"}"}) {
    prompt.write("signpost.db.heartbeat", text);
    CHECK_THROWS_AS(static_cast<void>(service::last_beat(file)), Error);
  }
}

TEST_CASE("health fails where what was due has not been looked at for more than an hour") {
  Prompt prompt;
  REQUIRE(prompt({"init"}).code == 0);
  CHECK(prompt({"health"}).code == 0);
  const fs::path file = service::heartbeat_of(prompt.path("signpost.db"));
  service::beat(Door(), file, prompt.now - std::chrono::hours(2),
                prompt.now - std::chrono::hours(1));
  CHECK(prompt({"health"}).code == 0);
  service::beat(Door(), file, prompt.now - std::chrono::hours(2),
                prompt.now - std::chrono::hours(1) - std::chrono::seconds(1));
  const auto said = prompt({"health"});
  CHECK(said.code == 1);
  CHECK(contains(said.out, "NO  heartbeat"));
  CHECK(contains(said.out, "came by 2 hours ago"));
}

TEST_CASE("health tells of a store that cannot be opened, and of the rest") {
  const Prompt prompt;
  const auto said = prompt({"health", "--json"});
  CHECK(said.code == 1);
  CHECK(contains(said.out, "\"format\": \"signpost.health/1\""));
  CHECK(contains(said.out, "\"check\": \"store\",\n      \"ok\": false"));
  CHECK(contains(said.out, "\"check\": \"settings\",\n      \"ok\": true"));
  CHECK_FALSE(contains(said.out, "\"check\": \"slots\""));
  CHECK(prompt({"health", "--late", "soon"}).code == 2);
}

}  // namespace
}  // namespace signpost::testing
