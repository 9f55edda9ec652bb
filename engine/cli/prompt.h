// What is asked on a terminal, line by line: questions on `err`, answers from `in`.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cli/command.h"
#include "engine/model/definitions.h"

namespace signpost::cli {

/// One answer, without blank space around it. The end of input (Ctrl-D) throws Error{kNo}: nothing
/// has been stored yet.
std::string ask_line(const Session& session, const Phrase& question);

/// Asks until `wrong` (what is wrong with an answer, or nothing) accepts. `?` shows `help`. An
/// empty answer is taken for `otherwise`.
std::string ask(const Session& session, const Phrase& question, const report::Page& help,
                const std::string& otherwise,
                const std::function<Phrase(const std::string&)>& wrong);

/// True for yes, in either language; anything else is no.
bool confirm(const Session& session, const Phrase& question);

/// Messages of the glossary, a paragraph each.
report::Page paragraphs(const Session& session, std::initializer_list<std::string_view> keys);

/// What an item speaks of, as chosen from the list.
struct Choice {
  std::vector<std::string> indicators;
  std::vector<std::string> bears;  // SCENARIO=RATIO
};

/// Shows the indicators, numbered, under the scenarios that expect them, and asks which were seen.
/// A word that is no id searches ids and titles.
Choice ask_for_indicators(const Session& session, const Definitions& definitions);

/// The letters and digits of the Admiralty code in words.
report::Page grades_explained(const Session& session);

}  // namespace signpost::cli
