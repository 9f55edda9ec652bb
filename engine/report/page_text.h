// A page on a terminal, or in a pipe.
#pragma once

#include <string>

#include "engine/report/page.h"
#include "engine/report/terminal.h"

namespace signpost::report {

/// No line is wider than the terminal: what does not fit its place is cut with an ellipsis. Each
/// line ends in a newline and in nothing else. What is right-to-left stands between isolates on a
/// terminal; signs that it cannot show are written in ASCII. Where lists are wanted, a row of a
/// table is set one field a line, "head: words", and rows are an empty line apart.
std::string page_text(const Page& page, const Terminal& terminal);

}  // namespace signpost::report
