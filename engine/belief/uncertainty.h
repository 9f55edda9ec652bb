// Honest intervals: priors, rates and seasons are guesses, so a few hundred worlds are drawn in
// which each is off as far as it may be, and belief is computed in all of them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/belief/question.h"
#include "engine/model/definitions.h"
#include "engine/model/dossier.h"

namespace signpost::belief {

/// How far the guesses in a question may be off: each is right within its factor (>= 1) nine times
/// in ten, as a log-normal. Both rates of a stream share a level factor; their ratio has its own.
/// Items that cannot be judged have a credibility anywhere in 0–1 here, each its own.
struct Uncertainty {
  struct SeasonGuess {
    Instant from;
    Instant to;
    double within = kSeasonWithin;
  };
  struct OfStream {
    double within = kRateWithin;
    double ratio_within = kRatioWithin;
    std::vector<SeasonGuess> seasons;
  };
  double prior_within = kPriorWithin;  // of the prior's odds
  std::vector<OfStream> streams;       // one a stream, as in the question
};

inline constexpr int kDraws = 300;

/// Drift and dispersion of a countable forecast are right within this factor, nine times in ten.
inline constexpr double kCountWithin = 1.5;

/// The question as it would be in one of the drawn worlds: prior, rates, seasons and unjudged items
/// changed, all else as it stands. Deterministic: the same draw for the same number, 0 … kDraws
/// − 1. The count of a countable forecast stays as it is.
Question drawn(const Question& question, const Uncertainty& uncertainty, int draw);

/// The 90 % interval of P at each date, all with what is known at one instant. The same draws serve
/// every date, so that the band is smooth. Always holds the P of the question itself: where items
/// that cannot be judged pull all draws to one side, the interval reaches from them to it.
/// Cost  a timeline a date, and kDraws passes over the jumps; where an event stands in several
///       places or what cannot be judged joins an event, kDraws times `history`. On `threads`
///       threads (0: as many as there are cores); the result does not depend on how many, to the
///       bit.
/// Of a countable forecast P at the opening is no guess; the count's drift, where it is learnt that
/// which is likely, and its dispersion (at least 1) are, within kCountWithin. The count is read at
/// −1, 0 and 1 of both and between in straight lines: nine histories more. No history:
/// std::logic_error.
std::vector<Interval> intervals(const Question& question, const Uncertainty& uncertainty,
                                std::span<const Instant> as_of, Instant known_at,
                                unsigned threads = 0);

}  // namespace signpost::belief
