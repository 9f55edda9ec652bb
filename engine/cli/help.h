// How --help is laid out: purpose, usage, what it takes, an example.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/report/page.h"
#include "engine/report/speech.h"
#include "engine/report/terminal.h"

namespace signpost::cli {

/// Lays out the help of a command, or of the program with its commands in their groups.
class HelpFormatter : public CLI::FormatterBase {
 public:
  /// `groups`: the groups of commands in the order in which they are listed; their names are keys.
  HelpFormatter(const report::Speech& speech, const report::Terminal& terminal,
                std::vector<std::string> groups)
      : speech_(speech), terminal_(terminal), groups_(std::move(groups)) {}
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override;

 private:
  const report::Speech& speech_;
  report::Terminal terminal_;
  std::vector<std::string> groups_;
};

/// The foot of a help: "Example", what is typed (lines as they stand, indented by two), and below it
/// what that does, where `key` names a message.
std::string example(const report::Speech& speech, std::string_view typed,
                    std::string_view key = {});

/// What `signpost` alone prints: what it is, and how to begin.
report::Page orientation(const report::Speech& speech);

}  // namespace signpost::cli
