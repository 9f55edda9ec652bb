// Definitions read from files beside what a store already defines, for check and load.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cli/command.h"
#include "engine/intake/definitions_reader.h"

namespace signpost::cli {

struct DefinitionsFiles {
  intake::DefinitionsRead read;
  Definitions known;  // to the store
  std::size_t files = 0;
  std::size_t errors = 0;
  std::size_t warnings = 0;
};

/// Reads the files named and those of the folders named; what the session's store defines is known,
/// if there is a store. Error{kInvalid} where there is no such file.
DefinitionsFiles read_definitions_files(const Session& session,
                                        const std::vector<std::string>& paths);

/// Adds a warning, in its place among those of its file.
void add_warning(DefinitionsFiles& all, Diagnostic warning);

/// Of a scenario of the files that the store does not define yet: that its horizon is past, or that
/// silence counts since it opened; nothing where neither is so.
std::optional<Diagnostic> doubt_of_time(const DefinitionsFiles& all, const Scenario& scenario,
                                        Instant now);

/// "2 errors, 1 warning in 3 files"
Phrase summary(const DefinitionsFiles& read);

/// Where there are errors: tells all that was found on `err`, and throws Error{kInvalid} with the
/// message `key`, which says of the {summary} what is not done then.
void refuse_mistakes(const Session& session, const DefinitionsFiles& read, std::string_view key);

}  // namespace signpost::cli
