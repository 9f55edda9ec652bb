// What one probability earns once the answer is known: proper scoring rules of a yes-or-no question.
#pragma once

#include <span>

#include "engine/model/quantities.h"

namespace signpost::score {

/// What somebody gave to what happened is taken to be at least this, and at most 1 less this, where
/// a logarithm is taken of it. Brier scores are of the probability as it was given.
inline constexpr double kLeastProbability = 1e-6;

/// ln of the probability of what happened, clipped: from −13.8 to −1e-6.
double log_probability(Probability p, bool outcome);

/// (p − y)²: 0 is best, 1 is worst, 0.25 is what one half earns.
/// Source  Brier, Verification of forecasts expressed in terms of probability (1950), halved to
///         one outcome's term.
double brier(Probability p, bool outcome);

/// −ln of the probability of what happened, clipped: nats, 1e-6 is best, 13.8 is worst.
/// Source  Good, Rational decisions (1952).
double log_score(Probability p, bool outcome);

/// 100·(1 + log2 of the probability of what happened, clipped): 100 is best, 0 is what one half
/// earns, −1893 is worst.
/// Source  Metaculus' baseline score.
double baseline(Probability p, bool outcome);

/// 100·(ln p_y − the mean of the others' ln q_y), clipped: how far better than each other one, on
/// the average; all peers' scores together are 0. 0 where there are no others.
/// Source  Metaculus' peer score.
double peer(Probability p, std::span<const Probability> others, bool outcome);

}  // namespace signpost::score
