// The whole program as a function: arguments and surroundings in, streams written, exit code out.
#pragma once

#include <string>
#include <vector>

#include "engine/cli/environment.h"

namespace signpost::cli {

// Exit codes, the same for every command.
inline constexpr int kDone = 0;
inline constexpr int kNo = 1;        // the answer is no
inline constexpr int kUsage = 2;     // the command line is wrong
inline constexpr int kBadInput = 3;  // a file or a value from outside is wrong
inline constexpr int kStore = 4;     // the store, or the answer, cannot be read or written
inline constexpr int kBug = 70;      // ours

/// Runs one command line (without the program's name). Nothing is thrown: every error is printed
/// on `err` and turned into the exit code here, and nowhere else.
int run(const std::vector<std::string>& arguments, const Environment& environment);

/// What is said where memory was refused: in words that need none. The exit code.
int out_of_memory(std::ostream& err);

/// `signpost: error: …` and `hint: …`, made printable.
void print_error(std::ostream& err, const report::Terminal& terminal, const std::string& message,
                 const std::string& hint);

}  // namespace signpost::cli
