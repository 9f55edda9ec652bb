// The three questions that the rest of Signpost puts to belief.
#pragma once

#include <span>
#include <vector>

#include "engine/belief/account.h"
#include "engine/belief/question.h"

namespace signpost::belief {

/// Log-odds of the scenario at a moment, without the books. Before `opened` the prior's, after
/// `horizon` those at the horizon.
/// Accuracy  1e-12 relative in the odds, for odds from 1e-300 to 1e300.
/// Cost      linear in the items and the steps of coverage; independent of the time covered.
LogOdds log_odds(const Question& question, const Moment& moment);

/// The books: they balance to 1e-9 dB times 1 + the sum of the entries' sizes (checked; a breach is
/// a bug and aborts). Linear in the events, plus the spans of totals.
Account account(const Question& question, const Moment& moment);

/// `log_odds` at many dates, all with what is known at one instant.
std::vector<LogOdds> history(const Question& question, std::span<const Instant> as_of,
                             Instant known_at);

}  // namespace signpost::belief
