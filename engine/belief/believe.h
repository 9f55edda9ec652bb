// The three questions that the rest of Signpost puts to belief.
#pragma once

#include <span>
#include <vector>

#include "engine/belief/account.h"
#include "engine/belief/question.h"

namespace signpost::belief {

/// Log-odds of the scenario at a moment, without the books. Before `opened` the prior's, after
/// `horizon` those at the horizon.
/// Needs     rates > 0, prior and base rate within (0, 1): definitions are checked for them.
/// Accuracy  1e-12 relative in the odds, for odds from 1e-300 to 1e300.
/// Cost      linear in the items and the steps of coverage; independent of the time covered.
LogOdds log_odds(const Question& question, const Moment& moment);

/// The books (ledger.h). `closing` is `log_odds`, bit for bit; they balance to 1e-9 dB times 1 +
/// the sum of the entries' sizes. This is checked each time: a breach is a bug, std::logic_error.
/// Cost      linear in the events, plus for each total the events within its span.
Account account(const Question& question, const Moment& moment);

/// `log_odds` at many dates, all with what is known at one instant; the same bits.
/// Cost      one pass over the evidence and a step a date. Dates within the last lag cost the
///           evidence of that lag each; those at which an event is half told (history.cc says when)
///           what `log_odds` costs.
std::vector<LogOdds> history(const Question& question, std::span<const Instant> as_of,
                             Instant known_at);

}  // namespace signpost::belief
