// [[schedule]]: when scenarios are assessed by themselves.
//
//   [[schedule]]
//   id = "weekly"
//   title.en = "The week"
//   every = "week on Monday at 06:00"      # time/recurrence.h
//   timezone = "Asia/Damascus"
//   start = 2022-01-28                     # a bare date: its midnight there
//   until = 2023-01-28                     # optional; a bare date: the end of that day there
//   scenarios = ["isis-operations"]        # or publications; default ["*"], all
//   missed = "each"                        # or "latest", "skip"
//   report = { format = "html", lang = "ar", output = "reports/{schedule}-{date}.html" }
#pragma once

#include <deque>
#include <vector>

#include "engine/intake/references.h"
#include "engine/intake/toml_table.h"
#include "engine/model/schedule.h"

namespace signpost::intake {

struct ScheduleDraft {
  Schedule schedule;
  Table table;
};

/// The table by itself.
ScheduleDraft read_schedule(Table table);
/// What it refers to.
void judge(const ScheduleDraft& draft, const References& references);
/// Reports of two schedules, of these or of the store's, that would be written over each other.
void refuse_shared_outputs(const std::deque<ScheduleDraft>& drafts,
                           const std::vector<Schedule>& known, const References& references);

}  // namespace signpost::intake
