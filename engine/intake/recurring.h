// What comes again and again by a rule, as a table has it: every, timezone, and from when to when.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/intake/toml_table.h"
#include "engine/time/instant.h"

namespace signpost::intake {

/// A rule of time/recurrence.h, anchored. What was wrong is empty, or kBeginning.
struct Recurring {
  std::string every;     // as written: "week on Monday at 06:00"
  std::string rule;      // what it comes to (RFC 5545)
  std::string timezone;  // "Asia/Damascus"
  Instant from = kBeginning;
  std::optional<Instant> until;
  bool good = false;  // all of it
};

/// Reads `every`, `timezone`, the key `from_key` (all three must be there) and `until`. A bare date
/// is its midnight, of `until` its last second, where the rule's clock hangs.
Recurring read_recurring(Table& table, std::string_view from_key);

}  // namespace signpost::intake
