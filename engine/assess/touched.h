// Which scenarios an item moves.
#pragma once

#include <string>
#include <vector>

#include "engine/assess/archive.h"

namespace signpost::assess {

/// Those that expect its indicators, those that it bears on, and those that are told of the event
/// that it denies; given up are left out.
std::vector<std::string> touched_by(Archive& archive, const Item& item);
/// Those of them that are given up.
std::vector<std::string> retired_touched_by(Archive& archive, const Item& item);

}  // namespace signpost::assess
