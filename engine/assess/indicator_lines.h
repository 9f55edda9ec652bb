// What is known of each indicator: when it was last seen, how closely it is watched, what it moves.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/assess/archive.h"

namespace signpost::assess {

/// `since`: items from before it are not counted. Without what it moves.
IndicatorLine indicator_line(Archive& archive, const std::string& id, const Moment& moment,
                             std::optional<Instant> since);
/// All of them, each with the scenarios that it moves.
std::vector<IndicatorLine> indicator_lines(Archive& archive, const Moment& moment,
                                           std::optional<Instant> since);

/// The mean credibility of an indicator's single items, weighted by credibility, where it is more
/// than 0.05 below the coverage that counts (silence is over-read), or above it where nobody
/// declared that coverage. Nothing of fewer than five items.
std::optional<double> credibility_off_coverage(Archive& archive, const std::string& indicator,
                                               const Moment& moment);

}  // namespace signpost::assess
