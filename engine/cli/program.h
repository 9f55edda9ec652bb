// The whole program as a function: arguments and environment in, streams written, exit code out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/cli/environment.h"
#include "engine/report/speech.h"

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

/// In which language to speak, and what is wrong with what asks for it.
struct LanguageWanted {
  Language language = Language::kEnglish;
  std::vector<Diagnostic> mistakes = {};  // in the settings, where these were asked
  std::optional<Error> refused = {};      // --lang or $SIGNPOST_LANG names no language
};
/// --lang, else $SIGNPOST_LANG, else `lang` of the settings, else English. Where one of the first
/// two names no language, that is said in the language that the others ask for.
LanguageWanted language_wanted(const std::vector<std::string>& arguments,
                               const Environment& environment);

/// `signpost: error: …` and `hint: …`, in the language of `speech`.
void print_error(std::ostream& err, const report::Terminal& terminal, const report::Speech& speech,
                 const Phrase& message, const Phrase& hint);

/// What is said where memory was refused: it needs none. The exit code.
int out_of_memory(std::ostream& err, Language language);

}  // namespace signpost::cli
