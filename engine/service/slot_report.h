// The reports that slots write: their names, where they go, and what is in them.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/assess/archive.h"
#include "engine/model/saved.h"
#include "engine/model/schedule.h"
#include "engine/service/site.h"

namespace signpost::service {

/// Writes the report of a slot on `scenarios`, as of the slot and known then, and sets Slot::report
/// or Slot::problem. `since` and `next`: the slots before and after it.
void write_slot_report(const Site& site, assess::Archive& archive, const Schedule& schedule,
                       std::span<const std::string> scenarios, Instant since,
                       std::optional<Instant> next, Slot& slot);

/// The files of a slot's report: Slot::report, and where that holds {scenario} one for each of
/// those that it assessed.
std::vector<std::string> reports_of(const std::string& report,
                                    std::span<const std::string> scenarios);

/// Where the report of a slot was to be written, as reports_of. Error{kInvalid} where that is not
/// beneath the store's folder.
std::vector<std::filesystem::path> places_of_reports(const Site& site, const Schedule& schedule,
                                                     Instant due,
                                                     std::span<const std::string> scenarios);

}  // namespace signpost::service
