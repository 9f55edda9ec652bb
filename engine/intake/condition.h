// What an alert watches for, as it is written: "probability >= 0.7", "rises by 0.15 within 30
// days".
#pragma once

#include <string_view>

#include "engine/base/error.h"
#include "engine/model/alert.h"

namespace signpost::intake {

///   probability >= 0.7   >= 70%   probability <= 0.2   <= 0.2
///   at the horizon >= 0.7   at the horizon <= 20%
///   rises by 0.15 within 30 days   falls by 15 points within 2 weeks
///   word changes
///   indicator some-id seen   indicator some-id seen within 10 days
///   no evidence for 60 days
/// "rises by" and "seen" without a window mean 30 days.
Parsed<Condition> parse_condition(std::string_view text);

}  // namespace signpost::intake
