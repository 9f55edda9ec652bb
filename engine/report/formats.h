// The formats of a report, by name.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "engine/report/markup.h"
#include "engine/report/report.h"
#include "engine/report/terminal.h"

namespace signpost::report {

inline constexpr std::array<std::string_view, 6> kFormats = {"text", "html", "markdown",
                                                             "json", "csv",  "brief"};

/// The report in one of them. `own`: a template of the desk's, for HTML and Markdown; `terminal`:
/// what text is written to.
std::string rendered(const Report& report, std::string_view format,
                     const std::optional<Template>& own, const Terminal& terminal);

/// A file is no terminal: no colour, no isolates, and lines of a letter's width.
inline constexpr Terminal kFile{.width = 100};

}  // namespace signpost::report
