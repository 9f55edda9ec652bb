// Status: where every scenario stands, on one screen or as JSON.
#pragma once

#include <string>

#include "engine/model/standing.h"
#include "engine/report/figures.h"
#include "engine/report/terminal.h"

namespace signpost::report {

struct StatusChoices {
  Language titles = Language::kEnglish;
  bool ids = false;  // the scenarios' ids, as commands take them, in place of their titles
  Instant now;       // the clock
};

/// One screen: scenarios in groups by role, the parts of one forecast together; of each the
/// probability with its word, the change over 30 days, the year up to the moment, the evidence
/// counted and what was latest. Below, what to mind: rates that do not fit, assumptions in doubt,
/// states, and how to read it all. No line is wider than the terminal.
std::string status_text(const Standings& standings, const StatusChoices& choices,
                        const Terminal& terminal);

/// signpost.status/1 (DESIGN.md §5), with `hindsight`, `not_known_then`, and of each scenario
/// `part_of`, `base_rate`, `trend`, `latest` and `in_doubt` besides. What is absent is null.
std::string status_json(const Standings& standings);

}  // namespace signpost::report
