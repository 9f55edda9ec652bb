// The questions that the rest of Signpost puts to belief.
//
// A countable forecast is asked the same (counted_belief.h says what belief of it is). It may have
// no history yet, and then there is no P: `standing` says so, and where a P must be, as in
// `log_odds`, `history` or `account`, that is std::logic_error. Ask `standing` first.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/belief/account.h"
#include "engine/belief/question.h"

namespace signpost::belief {

/// Log-odds of the scenario at a moment, without the account. Before `opened` the prior's, after
/// `horizon` those at the horizon.
/// Needs     rates > 0, prior and base rate within (0, 1): definitions are checked for them.
/// Accuracy  1e-12 relative in the odds, for odds from 1e-300 to 1e300.
/// Cost      linear in the items and the steps of coverage; independent of the time covered.
LogOdds log_odds(const Question& question, const Moment& moment);

/// `log_odds` where there is a P: always, but for a countable forecast without history.
std::optional<LogOdds> standing(const Question& question, const Moment& moment);

/// As log_odds, but from `since` on the scenario neither starts nor stops (λ = μ = 0), so that only
/// evidence and silence move belief. The same bits where `since` is no earlier than the moment
/// assessed, or persistence is forever, or the forecast is countable.
LogOdds log_odds_unfaded(const Question& question, const Moment& moment, Instant since);

/// Where a scenario that now stands at P will stand at its horizon H, whatever may come:
/// P_H = π + (P − π)·e^(−(H − t)/τ), by the law of total probability. P itself where there is no
/// horizon, or it has passed, or persistence is forever, or the forecast is countable.
Probability at_horizon(const Question& question, Instant as_of, LogOdds now);

/// The account (ledger.h). `closing` is `log_odds`, bit for bit; it balances to 1e-9 dB times 1 +
/// the sum of the entries' sizes. This is checked each time: a breach is a bug, std::logic_error.
/// Of a countable forecast `count` has the lines of its periods, and the rest is as of a fixed fact.
/// Where the bounds of P leave less than all that other evidence and silence come to, or nothing
/// because the count has decided, each is worth its share of what they leave.
/// Cost      linear in the events, plus for each total the events within its span; of a countable
///           forecast 2–3 ms a period.
Account account(const Question& question, const Moment& moment);

/// What the silence after `since` is worth today, one a stream: what of the account's silence is
/// new.
std::vector<LogOdds> silence_since(const Question& question, const Moment& moment, Instant since);

/// `log_odds` at many dates, all with what is known at one instant; the same bits, or of a countable
/// forecast P to 1e-9 and the log-odds to 2e-8.
/// Cost      one pass over the evidence and a step a date. Dates within the last lag cost the
///           evidence of that lag each. Where several items must be judged together (clusters.h), a
///           date at which one of them occurs costs as many as there are, and so does each within a
///           total's span that competes with another place. Where kinds within kinds have totals
///           each date costs what it costs alone.
std::vector<LogOdds> history(const Question& question, std::span<const Instant> as_of,
                             Instant known_at);
/// The same where not every date need have a P.
std::vector<std::optional<LogOdds>> standings(const Question& question,
                                              std::span<const Instant> as_of, Instant known_at);

/// `log_odds` at many dates, each with what was known at that date; the same bits.
/// Cost      as `history`, under lag for every date, and with kinds within kinds under lag each as
///           it costs alone; and for each item that becomes known later
///           than it occurred, or is withdrawn, the evidence in between, once. A countable forecast
///           is asked date by date.
std::vector<LogOdds> history_as_known_then(const Chronicle& chronicle,
                                           std::span<const Instant> as_of);
std::vector<std::optional<LogOdds>> standings_as_known_then(const Chronicle& chronicle,
                                                            std::span<const Instant> as_of);

/// What of a chronicle is known at a date.
Question known_of(const Chronicle& chronicle, Instant at);

}  // namespace signpost::belief
