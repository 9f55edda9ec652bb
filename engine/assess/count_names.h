// What belief says of a count, with its dates: for accounts, reports and charts.
#pragma once

#include "engine/assess/question.h"
#include "engine/belief/account.h"
#include "engine/model/assessment.h"
#include "engine/model/dossier.h"
#include "engine/model/standing.h"

namespace signpost::assess {

// All of them need a question with a count part.

LedgerCount ledger_count(const NamedQuestion& named, const belief::CountEntry& entry,
                         const Moment& moment);

/// Before the window, or where there is no history, 0 is counted.
CountStanding count_standing(const NamedQuestion& named, const Moment& moment);

/// What the coming month must bring. Nothing where the count has decided, or nothing is to come.
std::optional<CountPace> count_pace(const CountStanding& standing, const CountForecast& forecast,
                                    Instant as_of);

/// Nothing where there is no history yet.
/// Cost  5 ms a month to come, and as a probability.
std::optional<CountForecast> count_forecast(const NamedQuestion& named, const Moment& moment);

}  // namespace signpost::assess
