// [[grade]]: what a letter, a digit or both are worth to the desk.
//
//   [[grade]]
//   letter = "B"           # A to E
//   digit = 2              # 1 to 5; one of the two, or both
//   odds = 6               # or: credibility = 0.86
//   because = "…"
//
// Of a letter or a digit alone that is what it multiplies the odds of truth by (a credibility: what
// the odds of truth of such an item are), of both together what these odds are.
#pragma once

#include <deque>

#include "engine/intake/toml_table.h"
#include "engine/model/grade.h"

namespace signpost::intake {

struct GradeDraft {
  GradeWorth worth;
  Table table;
};

/// The table by itself, with a warning where it does not say why.
GradeDraft read_grade(Table table);
/// An error for each grade that an earlier table has.
void refuse_duplicates(const std::deque<GradeDraft>& drafts);

}  // namespace signpost::intake
