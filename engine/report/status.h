// Status: where every scenario stands, on one screen or as JSON.
#pragma once

#include <string>

#include "engine/model/standing.h"
#include "engine/report/page.h"
#include "engine/report/speech.h"

namespace signpost::report {

struct StatusChoices {
  bool ids = false;        // the scenarios' ids, as commands take them, in place of their titles
  Instant now;             // the clock
  std::size_t width = 80;  // the page is laid out for
  bool unicode = true;     // the course is drawn in blocks, not in digits
};

/// One screen: scenarios in groups by role, the parts of one forecast together; of each the
/// probability with its word, the change over 30 days, the year up to the moment, the evidence
/// counted and what was latest. Below, what to mind: rates that do not fit, assumptions in doubt,
/// states, and how to read it all.
Page status_page(const Standings& standings, const StatusChoices& choices, const Speech& speech);

/// signpost.status/1 (DESIGN.md §5), with `hindsight`, `not_known_then`, and of each scenario
/// `part_of`, `base_rate`, `trend`, `latest` and `in_doubt` besides. What is absent is null.
std::string status_json(const Standings& standings);

}  // namespace signpost::report
