#include "engine/intake/settings.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/numbers.h"
#include "engine/intake/toml_document.h"
#include "engine/intake/toml_table.h"

namespace signpost::intake {
namespace {

using std::chrono::seconds;
namespace fs = std::filesystem;

constexpr double kSecondsPerDay = 86'400;
constexpr double kLeastSize = 1e3;
constexpr double kLargestSize = 1e12;
constexpr int kMostOldFiles = 1000;

/// "30 seconds", "1 minute", and what parse_duration reads; in seconds.
std::optional<double> parse_wait(std::string_view text) {
  for (const auto& [unit, length] : {std::pair("second", 1.0), {"minute", 60.0}}) {
    const std::size_t at = text.find(unit);
    if (at == std::string_view::npos) continue;
    const std::string_view plural = text.substr(at + std::string_view(unit).size());
    const auto number = parse_number(trimmed(text.substr(0, at)));
    if (!number || (!plural.empty() && plural != "s")) return std::nullopt;
    return *number * length;
  }
  const Parsed<Days> days = parse_duration(text);
  if (!days) return std::nullopt;
  return days->count() * kSecondsPerDay;
}

/// A length of time from a second to `longest`, which is called `limit`.
seconds read_wait(Table& table, std::string_view key, seconds otherwise, seconds longest,
                  const char* limit) {
  const auto text = table.some_line(key, Need::kOptional);
  if (!text) return otherwise;
  const auto wait = parse_wait(trimmed(*text));
  if (const auto comma = decimal_comma(*text)) {
    table.wrong(key, *comma);
  } else if (!wait) {
    table.wrong(key, {{"intake.not-a-wait", {{"text", *text}}}, "intake.not-a-wait.hint"});
  } else if (!(*wait >= 1 && *wait <= static_cast<double>(longest.count()))) {
    table.error(key,
                {"intake.wait-outside", {{"key", key}, {"text", *text}, {"limit", Phrase(limit)}}});
  } else {
    return seconds(std::llround(*wait));
  }
  return otherwise;
}

/// "10 MB", "512 KB", or a number of bytes.
std::optional<std::uint64_t> read_size(Table& table, std::string_view key) {
  const toml::node* node = table.content().get(key);
  std::optional<double> bytes;
  if (node != nullptr && node->is_integer()) {
    table.number(
        key, [](double) { return true; }, "");  // asked for
    bytes = node->value<double>();
  } else {
    const auto text = table.some_line(key, Need::kOptional);
    if (!text) return std::nullopt;
    std::string_view digits = trimmed(*text);
    double unit = 0;
    for (const auto& [name, length] : {std::pair("KB", 1e3), {"MB", 1e6}, {"GB", 1e9}}) {
      if (digits.ends_with(name)) unit = length;
    }
    if (unit > 0) {
      const auto number = parse_number(trimmed(digits.substr(0, digits.size() - 2)));
      if (number) bytes = *number * unit;
    }
    if (const auto comma = decimal_comma(*text)) {
      table.wrong(key, *comma);
      return std::nullopt;
    }
    if (!bytes) {
      table.error(key, {"intake.not-a-size", {{"key", key}, {"text", *text}}},
                  "intake.not-a-size.hint");
      return std::nullopt;
    }
  }
  if (!(*bytes >= kLeastSize && *bytes <= kLargestSize)) {
    table.error(key, {"intake.size-outside", {{"key", key}, {"size", table.written(key)}}});
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(std::llround(*bytes));
}

/// A file's path, taken from `folder` where it is relative; empty where there is none.
fs::path read_path(Table& table, std::string_view key, const fs::path& folder) {
  const auto path = table.some_line(key, Need::kOptional);
  if (!path) return {};
  if (!path->empty() && path->back() != '/') return (folder / *path).lexically_normal();
  table.error(key, {path->empty() ? "intake.is-empty" : "intake.is-a-folder", {{"key", key}}});
  return {};
}

/// A program that is named relatively is looked for beside the settings, and one without a folder
/// in its name, which is not there, where the shell would look.
std::string program_of(const std::string& name, const fs::path& folder) {
  if (name.empty() || name.front() == '/') return name;
  const fs::path beside = (folder / name).lexically_normal();
  std::error_code unknown;
  const bool is_path = name.find('/') != std::string::npos;
  return is_path || fs::is_regular_file(beside, unknown) ? beside.string() : name;
}

std::vector<std::string> read_alerts(Table& table) {
  std::vector<std::string> ids = table.lines("alerts");
  for (const std::string& id : ids) {
    if (const auto problem = check_id(id)) {
      table.findings().error(table.position_of_entry("alerts", id), problem->message,
                             problem->hint);
    }
  }
  if (table.is_empty_list("alerts")) {
    table.error("alerts", {"intake.names-none", {{"key", "alerts"}}}, "intake.all-of-them.hint");
  }
  return ids;
}

Notifier read_notifier(Table& table, const fs::path& folder) {
  using namespace std::chrono_literals;
  Notifier n;
  n.id = table.id("id");
  n.command = table.lines("command");
  if (!n.command.empty()) n.command.front() = program_of(n.command.front(), folder);
  n.file = read_path(table, "file", folder);
  n.timeout = read_wait(table, "timeout", n.timeout, 1h, "intake.an-hour");
  n.retry = read_wait(table, "retry", n.retry, 24h, "intake.a-day");
  n.alerts = read_alerts(table);
  table.refuse_other_keys();
  if (table.is_empty_list("command")) {
    table.error("command", {"intake.is-empty", {{"key", "command"}}}, "intake.command.hint");
  }
  if (table.has("command") == table.has("file")) {
    table.error(table.has("file") ? "file" : "id",
                table.has("file") ? "intake.command-and-file" : "intake.neither-command-nor-file",
                "intake.command-or-file.hint");
  }
  return n;
}

void read_log(Table& table, const fs::path& folder, LogSettings& log) {
  const std::vector<std::pair<std::string, bool>> kFormats = {{"text", false}, {"json", true}};
  std::vector<std::pair<std::string, std::string>> levels;
  for (const char* level : {"debug", "info", "warning", "error"}) levels.emplace_back(level, level);
  log.file = read_path(table, "file", folder);
  log.json = table.choice("format", kFormats).value_or(log.json);
  log.level = table.choice("level", levels).value_or(log.level);
  log.rotate_at = read_size(table, "rotate_at").value_or(log.rotate_at);
  log.keep = table.whole("keep", 0, kMostOldFiles, "intake.keep.hint").value_or(log.keep);
  table.refuse_other_keys();
}

}  // namespace

SettingsRead read_settings(const fs::path& file) {
  const auto document = read_toml(file);
  SettingsRead read;
  if (document->parsed) {
    const fs::path folder = fs::absolute(file).parent_path();
    Table root(document->root, {1, 1, 1}, "intake.the-file", document->findings);
    std::set<std::string> ids;
    for (Table& table : root.tables("notifier", "[[notifier]]")) {
      read.settings.notifiers.push_back(read_notifier(table, folder));
      const std::string& id = read.settings.notifiers.back().id;
      if (!id.empty() && !ids.insert(id).second) {
        table.error("id", {"intake.notifier-twice", {{"id", id}}});
      }
    }
    if (auto log = root.table("log", "[log]")) read_log(*log, folder, read.settings.log);
    read.settings.heartbeat = read_path(root, "heartbeat", folder);
    read.language =
        root.choice<Language>("lang", {{"en", Language::kEnglish}, {"ar", Language::kArabic}});
    root.refuse_other_keys();
  }
  read.diagnostics = document->findings.sorted();
  return read;
}

}  // namespace signpost::intake
