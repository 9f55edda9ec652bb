// The operator's settings: whom to tell of alerts and how, and in which language to speak. Never part
// of definitions: what is run is decided by whoever runs signpost, not by whoever writes forecasts.
//
//   lang = "ar"                 # or "en"; --lang and $SIGNPOST_LANG win over it
//
//   [[notifier]]
//   id = "mail"
//   command = ["mail", "-s", "Signpost alert", "desk@example.org"]   # no shell; JSON on its stdin
//   timeout = "30 seconds"      # then it is ended, with all that it started
//   retry = "1 minute"          # the first wait after a failure; doubled up to 6 hours
//   alerts = ["prison-attacks-likely"]   # only these; default all
//
//   [[notifier]]
//   id = "log"
//   file = "alerts.jsonl"       # a line of JSON each, appended; beside the settings file
//
//   [log]
//   file = "signpost.log"
//   format = "json"             # or "text"
//   level = "info"              # debug, info, warning, error
//   rotate_at = "10 MB"
//   keep = 5
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/language.h"
#include "engine/model/notifier.h"

namespace signpost::intake {

struct LogSettings {
  std::filesystem::path file;  // empty: stderr
  bool json = false;
  std::string level = "info";
  std::uint64_t rotate_at = 10'000'000;  // bytes
  int keep = 5;                          // old files
};

struct Settings {
  std::vector<Notifier> notifiers;
  LogSettings log;
  std::filesystem::path heartbeat;  // empty: beside the store
};

struct SettingsRead {
  Settings settings;
  std::optional<Language> language;  // `lang`, whatever is wrong with the rest
  std::vector<Diagnostic> diagnostics;
};

/// Error{kInvalid} where the file cannot be read at all.
SettingsRead read_settings(const std::filesystem::path& file);

}  // namespace signpost::intake
