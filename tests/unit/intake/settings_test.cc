#include "engine/intake/settings.h"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/unit/intake/temporary_file.h"

using namespace signpost;
using namespace std::chrono_literals;
using intake::read_settings;
using intake::SettingsRead;

namespace {

SettingsRead read(std::string_view content) { return read_settings(TemporaryFile(content).path()); }

const std::filesystem::path kFolder = std::filesystem::temp_directory_path();

}  // namespace

TEST_CASE("settings have every key read") {
  const SettingsRead r = read(R"(
heartbeat = "run/beat"
[[notifier]]
id = "mail"
command = ["mail", "-s", "Signpost alert", "desk@example.org"]
timeout = "1 minute"
retry = "2 hours"
alerts = ["prison-attacks-likely"]
[[notifier]]
id = "log"
file = "alerts.jsonl"
[log]
file = "/var/log/signpost.log"
format = "json"
level = "warning"
rotate_at = "1.5 MB"
keep = 0
)");
  REQUIRE(r.diagnostics.empty());
  CHECK(r.settings.heartbeat == kFolder / "run/beat");
  REQUIRE(r.settings.notifiers.size() == 2);
  const Notifier& mail = r.settings.notifiers[0];
  CHECK(mail.id == "mail");
  CHECK(mail.command ==
        std::vector<std::string>{"mail", "-s", "Signpost alert", "desk@example.org"});
  CHECK(mail.file.empty());
  CHECK(mail.timeout == 60s);
  CHECK(mail.retry == 2h);
  CHECK(mail.alerts == std::vector<std::string>{"prison-attacks-likely"});
  const Notifier& log = r.settings.notifiers[1];
  CHECK(log.command.empty());
  CHECK(log.file == kFolder / "alerts.jsonl");
  CHECK(log.timeout == 30s);
  CHECK(log.retry == 60s);
  CHECK(log.alerts.empty());
  CHECK(r.settings.log.file == "/var/log/signpost.log");
  CHECK(r.settings.log.json);
  CHECK(r.settings.log.level == "warning");
  CHECK(r.settings.log.rotate_at == 1'500'000);
  CHECK(r.settings.log.keep == 0);
}

TEST_CASE("empty settings tell nobody and log to stderr") {
  const SettingsRead r = read("");
  CHECK(r.diagnostics.empty());
  CHECK(r.settings.notifiers.empty());
  CHECK(r.settings.heartbeat.empty());
  CHECK(r.settings.log.file.empty());
  CHECK(!r.settings.log.json);
  CHECK(r.settings.log.level == "info");
  CHECK(r.settings.log.rotate_at == 10'000'000);
  CHECK(r.settings.log.keep == 5);
}

TEST_CASE("a size is a number of bytes, or of KB, MB or GB") {
  const auto of = [](const std::string& size) {
    const SettingsRead r = read("[log]\nrotate_at = " + size + "\n");
    return r.diagnostics.empty() ? r.settings.log.rotate_at : 0;
  };
  CHECK(of("2048") == 2048);
  CHECK(of("\"512 KB\"") == 512'000);
  CHECK(of("\"10MB\"") == 10'000'000);
  CHECK(of("\"1 GB\"") == 1'000'000'000);
  CHECK(of("\"1000 GB\"") == 1'000'000'000'000);
  for (const char* bad : {"999", "-5", "\"0 MB\"", "\"1001 GB\"", "\"10\"", "\"10 MiB\"", "\"MB\"",
                          "\"nan MB\"", "1e9", "true"}) {
    CAPTURE(bad);
    CHECK(of(bad) == 0);
  }
}

TEST_CASE("a wait is between a second and its limit") {
  const auto of = [](const std::string& key, const std::string& wait) {
    const SettingsRead r =
        read("[[notifier]]\nid = \"a\"\nfile = \"a\"\n" + key + " = \"" + wait + "\"\n");
    return r.diagnostics.empty()
               ? (key == "retry" ? r.settings.notifiers[0].retry : r.settings.notifiers[0].timeout)
               : 0s;
  };
  CHECK(of("timeout", "1 second") == 1s);
  CHECK(of("timeout", "1 hour") == 1h);
  CHECK(of("timeout", "60 minutes") == 1h);
  CHECK(of("timeout", "0.5 minutes") == 30s);
  CHECK(of("timeout", "61 minutes") == 0s);
  CHECK(of("timeout", "0 seconds") == 0s);
  CHECK(of("timeout", "-5 seconds") == 0s);
  CHECK(of("timeout", "30") == 0s);
  CHECK(of("timeout", "30 secondss") == 0s);
  CHECK(of("retry", "1 day") == 24h);
  CHECK(of("retry", "25 hours") == 0s);
}

TEST_CASE("settings that are not there cannot be read") {
  CHECK_THROWS_AS(read_settings(kFolder / "signpost-none.toml"), Error);
}
