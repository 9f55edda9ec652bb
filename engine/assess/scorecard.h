// How good the forecasts were: what is settled, scored against honest rivals.
//
// What is scored of a state is P at its horizon, else P; as it was known then: an item from when it
// was recorded (one that is backdated earns nothing), and nothing that was recorded after the
// scenario's first settlement was. Of items and forecasts that were recorded in the second of that
// settlement those count whose journal entry is no later than its own; definitions and coverage go
// by the second, and that one counts. Counting begins where the scenario was opened and loaded, and
// ends where it was settled or at its horizon. In hindsight counting begins at the opening, and
// items count from when they say that they were available.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/assess/archive.h"
#include "engine/assess/counting.h"
#include "engine/score/scorecard.h"

namespace signpost::assess {

struct ScoreChoices : CountingChoices {
  bool peers_are_all = false;            // else the named forecasters are
  std::optional<Instant> spot;           // of the spot scores, else the last second that counts
  std::map<std::string, Instant> spots;  // for these scenarios
};

/// Of the scenarios named, or (none) of all, as far as is known at an instant. Error{kNotFound} with
/// a did-you-mean where there is no such scenario.
score::Scorecard scorecard(Archive& archive, std::span<const std::string> scenarios,
                           Instant known_at, const ScoreChoices& choices);

/// Of the forecasts that stood `lead` before the horizon, in how many it came true.
score::CalibrationCard calibration_card(Archive& archive, std::span<const std::string> scenarios,
                                        Instant known_at, Days lead, bool hindsight);
/// Of forecasts and outcomes from elsewhere.
score::CalibrationCard calibration_card(std::vector<score::ForecastOutcome> pairs);

/// How all that was settled by then fared, as it was known then; nothing where nothing was.
std::optional<score::TrackRecord> track_record(Archive& archive, Instant known_at);

/// What the program forecast of a scenario, over time, as it is scored.
score::Curve program_course(Archive& archive, std::string_view scenario, const Ledgered& ledgered,
                            Instant from, Instant until);

}  // namespace signpost::assess
