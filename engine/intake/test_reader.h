// [[test]]: given this evidence, on this date this is to be expected. For `signpost test`; never
// stored.
//
//   [[test]]
//   name = "raids raise it, silence lowers it"
//   evidence = ["raids.jsonl"]             # optional files, beside this one
//     [[test.given]]                       # an item of evidence, with the fields of
//     items_reader.h; occurred = 2022-03-01                # known to the desk when it happened,
//     unless it says when indicators = ["isis-attacks-ne-syria"] grade = "B2"
//     [[test.expect]]
//     on = 2022-03-31                      # the end of the day, with what is known then
//     scenario = "isis-operations"
//     probability = [0.3, 0.5]             # and, or instead: word = "roughly even chance"
//     [[test.expect]]
//     on = 2022-03-31
//     alert = "attacks-likely"
//     state = "raised"                     # or "cleared", "pending", "inactive"
#pragma once

#include <vector>

#include "engine/intake/references.h"
#include "engine/intake/toml_table.h"
#include "engine/model/scenario_test.h"

namespace signpost::intake {

struct TestDraft {
  ScenarioTest test;
  Table table;
  std::vector<Table> given;
  std::vector<Table> expects;
};

/// The table by itself.
TestDraft read_test(Table table);
/// What it refers to; and the items, which need all definitions to be read.
void judge(TestDraft& draft, const References& references, const Definitions& definitions);

}  // namespace signpost::intake
