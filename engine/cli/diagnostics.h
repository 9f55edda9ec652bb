// Located mistakes and doubts, as commands show them: in the language that was asked for.
#pragma once

#include <ostream>
#include <span>
#include <string>

#include "engine/base/error.h"
#include "engine/cli/command.h"

namespace signpost::cli {

/// For `out` (session.terminal) or `err` (session.err_terminal).
inline std::string rendered(const Diagnostic& diagnostic, const Session& session,
                            const report::Terminal& terminal) {
  return render(diagnostic, session.speech.wording(), terminal.is_terminal && terminal.unicode);
}

/// On `err`.
inline void tell_mistake(const Session& session, const Diagnostic& diagnostic) {
  session.err << rendered(diagnostic, session, session.err_terminal);
}
inline void tell_mistakes(const Session& session, std::span<const Diagnostic> diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics) tell_mistake(session, diagnostic);
}

}  // namespace signpost::cli
