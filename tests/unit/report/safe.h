// What must hold of every text that is printed, whatever was put in.
#pragma once

#include <string>

#include "engine/report/terminal.h"

namespace signpost::report {

/// Nothing if all is well, else the first thing that is wrong with what was printed: a line wider
/// than the terminal, a control character, a bidi control that is not a closed isolate of ours,
/// colour where none was asked for, spaces at the end of a line, no newline at the end of the text.
std::string what_is_wrong(const std::string& printed, const Terminal& terminal);

/// The text without our own colours and isolates.
std::string bare(const std::string& printed);

}  // namespace signpost::report
