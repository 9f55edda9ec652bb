// Whom to tell of alerts, and how: the operator's choice (intake/settings.h).
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace signpost {

/// Either a command that is run, without a shell, with the notice on its stdin; or a file to which
/// the notice is appended as a line.
struct Notifier {
  std::string id;
  std::vector<std::string> command;
  std::filesystem::path file;        // absolute, or beside the settings file
  std::chrono::seconds timeout{30};  // then the command is ended, with all that it started
  std::chrono::seconds retry{60};    // the first wait after a failure; doubled up to 6 hours
  std::vector<std::string> alerts;   // only these; empty: all
};

}  // namespace signpost
