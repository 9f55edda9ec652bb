// Reports made up for the tests of the formats: one with every field filled, and one that means
// harm.
#pragma once

#include <functional>

#include "engine/report/report.h"

namespace signpost::report {

/// Three scenarios, as of 30 June 2022: one that rests on a single source, one past its horizon,
/// and one without any evidence, where all that may be absent is. Accounts add up, movements too.
Report sample_report(Language language);

/// The English sample with every text replaced by one that a browser, a spreadsheet, a Markdown
/// reader or a terminal could act on; half of them stand between U+2068 and U+2069. The texts of
/// figures, which are Signpost's own, stay.
Report hostile_report();

/// Calls `visit` with every text of the report but those of figures.
void each_text(Report& report, const std::function<void(std::string&)>& visit);

}  // namespace signpost::report
