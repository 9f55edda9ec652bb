// What lies ahead of the clock, in words: for `health` and `verify`.
#pragma once

#include <string>

#include "engine/cli/command.h"
#include "engine/report/speech.h"
#include "engine/store/snapshot.h"

namespace signpost::cli {

/// What lies ahead of the machine's clock; in a rehearsal, of the program's.
store::AheadOfClock ahead_of_clock(const Session& session, const store::Snapshot& snapshot);
/// Its slots and judgements: "2 slots and 1 judgement of an alert"; empty where there are none.
std::string voided_in_words(const store::AheadOfClock& ahead, const report::Speech& speech);
/// "3 entries and 1 slot are later than now, the latest of 2026-03-01 …".
std::string ahead_in_words(const store::AheadOfClock& ahead);
/// What to do about it.
std::string hint_for_ahead(const Session& session);

}  // namespace signpost::cli
