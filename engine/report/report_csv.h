// A report as a table: one row a scenario.
#pragma once

#include <string>

#include "engine/report/report.h"

namespace signpost::report {

/// CSV after RFC 4180: UTF-8 with a byte-order mark (spreadsheets need it for Arabic), CRLF, texts
/// in quotes. Columns: id, role, title, state (open, not_yet_open, past_horizon, resolved),
/// probability, word, low, high (of the 90 % interval), change_points (percentage points; empty
/// where nothing is known before), confidence (low, moderate, high), origins, prior, horizon (a
/// day, as it is told), evidence_count, fragility, moved (what moved and why). Numbers have 17
/// digits. A text that a spreadsheet would run as a formula begins with an apostrophe.
std::string report_csv(const Report& report);

}  // namespace signpost::report
