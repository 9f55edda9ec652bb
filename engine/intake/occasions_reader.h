// The set times of an indicator, at which alone it can be seen.
//
//   occasions = { dates = [2022-05-05, 2022-06-07] }        # a bare date: its start, 00:00 UTC
//   occasions = { every = "month on the 5th at 10:00", timezone = "Asia/Damascus",
//                 from = 2022-01-01, until = 2023-12-31 }   # time/recurrence.h; until is optional
//
// An item belongs to the latest occasion at or before it. A day on which something is known to be
// due is therefore meant from its start on: what is said to have occurred that day is its news.
#pragma once

#include <optional>

#include "engine/intake/toml_table.h"
#include "engine/model/definitions.h"

namespace signpost::intake {

/// What the indicator's `occasions` says; nothing where it is not there, or wrong.
std::optional<Occasions> read_occasions(Table& indicator);

}  // namespace signpost::intake
