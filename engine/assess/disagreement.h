// Where numbers that a definition declares disagree with what the store has seen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/assess/archive.h"
#include "engine/learn/lessons.h"

namespace signpost::assess {

/// Fewer reports say little of delays, and fewer months of bursts.
inline constexpr std::size_t kFewestReports = 10;
inline constexpr std::size_t kFewestMonths = 12;

struct Disagreement {
  enum class Of : std::uint8_t {
    kBaseline,    // outside the interval of the year to come
    kRates,       // of an expectation: both outside it, on the same side
    kDispersion,  // under half, or over twice what the months show
    kLag,         // shorter than three in four reports take
    kSeason,      // one shows, and none is declared
  };
  Of of = Of::kBaseline;
  // Rates per day, dispersions, days; of a season its largest factor.
  double declared = 0;
  double low = 0;  // what was seen, or between what it lies
  double high = 0;
};

/// Of an indicator as declared, by what the store had seen of the one with its id; none where it has
/// none, or no history.
std::vector<Disagreement> disagreements(Archive& archive, const Indicator& declared,
                                        Instant known_at);

/// Of an expectation's rates, likewise: nothing or one. `declared` is the rate nearer to what was seen.
std::vector<Disagreement> disagreements(Archive& archive, const Expectation& declared,
                                        Instant known_at);

}  // namespace signpost::assess
