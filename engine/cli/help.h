// How --help is laid out: purpose, usage, what it takes, an example.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cli/arguments.h"
#include "engine/report/page.h"
#include "engine/report/speech.h"
#include "engine/report/terminal.h"

namespace signpost::cli {

/// Lays out the help of a command, or of the program with its commands in their groups. `groups`: in
/// the order in which they are listed; their names are keys.
std::shared_ptr<CLI::FormatterBase> help_formatter(const report::Speech& speech,
                                                   const report::Terminal& terminal,
                                                   std::vector<std::string> groups);

/// The help of the command that the words name; nothing where they name none.
std::optional<std::string> help_of(Arguments program, const std::vector<std::string>& words);

/// All commands and those below them, as they are typed.
std::vector<std::string> names_of_commands(Arguments program);

/// The foot of a help: "Example", what is typed (lines as they stand, indented by two), and below it
/// what that does, where `key` names a message.
std::string example(const report::Speech& speech, std::string_view typed,
                    std::string_view key = {});

/// What `signpost` alone prints: what it is, and how to begin.
report::Page orientation(const report::Speech& speech);

}  // namespace signpost::cli
