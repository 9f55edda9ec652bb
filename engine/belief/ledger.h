// The account: exactly why belief is what it is.
#pragma once

#include <vector>

#include "engine/belief/account.h"
#include "engine/belief/events.h"
#include "engine/belief/question.h"
#include "engine/belief/timeline.h"

namespace signpost::belief {

/// Splits today's log-odds exactly: closing = opening + judgement + Σ evidence + Σ silence. Every
/// account fades at the one rate at which belief as a whole is pulled back to the base rate
/// (fading.h), so the sum is the filter's own result; that it is, to 1e-9 dB times 1 + the sum of
/// the entries' sizes, is checked each time.
/// For each event also the log-odds if it were struck out and all else stayed: the belief just
/// before it, taken through the product of all that came after.
/// Accuracy  1e-8 dB an entry; `closing` as the filter's, bit for bit.
/// Cost      linear in jumps and changes, plus for each total the jumps within its span.
/// Errors    std::logic_error if the account does not balance, which is a bug.
Account build_account(const Question& question, const Timeline& timeline, const Gathered& gathered);

/// What the silence after an instant is worth today, one a stream: the rest of an account is what
/// is left of earlier silence. To rounding. since  seconds since the scenario opened
std::vector<LogOdds> silence_since(const Question& question, Timeline timeline,
                                   const Gathered& gathered, double since);

}  // namespace signpost::belief
