// Where an item counts nothing, and why: said at once, so that nobody waits for what never moves.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/cli/command.h"
#include "engine/model/assessment.h"
#include "engine/report/json_writer.h"
#include "engine/store/store.h"

namespace signpost::cli {

/// A scenario under which an item counts nothing, in one of its places.
struct CountsNothing {
  std::string scenario;
  std::string indicator;  // empty = it bears on the scenario directly
  NotCountedReason reason = NotCountedReason::kBeforeOpening;
  std::string why;  // for people, ready to print
};

/// Of the scenarios given, as things stand now.
std::vector<CountsNothing> where_it_counts_nothing(const store::Store& store,
                                                   const Session& session, ItemId item,
                                                   std::span<const std::string> scenarios);

/// One paragraph for each reason, with the scenarios that it holds for.
report::Page not_counted_page(const Session& session, std::span<const CountsNothing> not_counted);

/// "not_counted": [{scenario, indicator, reason}]
void write_not_counted(report::JsonWriter& json, std::span<const CountsNothing> not_counted);

}  // namespace signpost::cli
