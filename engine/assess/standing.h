// Where scenarios stand: what `status` shows.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>

#include "engine/assess/case.h"

namespace signpost::assess {

Standing standing(const Case& of);
/// Of all scenarios named; none named = all that are not given up.
Standings standings(Archive& archive, std::span<const std::string> scenarios, const Moment& moment);

/// Every item that the ledger names, counted or not.
std::set<ItemId> items_named(const Ledger& ledger);
/// Those that were not known at as_of: none but in hindsight.
std::set<ItemId> not_known_then(const Case& of);
/// The indicators that a scenario expects, and those that would break its assumptions.
void name_indicators(const Case& of, std::map<std::string, Indicator>& named);

}  // namespace signpost::assess
