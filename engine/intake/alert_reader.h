// [[alert]]: what is to be told of a scenario.
//
//   [[alert]]
//   id = "attacks-likely"
//   title.en = "Attacks are likely"        # optional
//   scenario = "isis-operations"
//   when = "probability >= 0.7"            # condition.h
//   for = 2                                # assessments in a row; default 1
//   clear = 0.6                            # where it is cleared; default where it is raised
//   hold = "14 days"                       # the least time that it stays raised; default none
//   origins = 2                            # would hold without any one origin; default 1
//   because = "…"
#pragma once

#include "engine/intake/references.h"
#include "engine/intake/toml_table.h"
#include "engine/model/alert.h"

namespace signpost::intake {

struct AlertDraft {
  Alert alert;
  Table table;
  bool complete = false;  // `when` is good
};

/// The table by itself.
AlertDraft read_alert(Table table);
/// What it refers to; and warnings where it would be raised or cleared too easily.
void judge(const AlertDraft& draft, const References& references);
/// Whether a scenario listens to an indicator: expects it, counts it, or has an assumption that it
/// breaks.
bool listens_to(const Scenario& scenario, const std::string& indicator);

}  // namespace signpost::intake
