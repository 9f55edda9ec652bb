// What lies ahead of the clock, in words: for `health`, `verify`, `run` and others.
#pragma once

#include <string>

#include "engine/report/speech.h"
#include "engine/store/snapshot.h"
#include "engine/time/clock.h"

namespace signpost::service {

/// What lies more than store::kClocksDiffer ahead of the machine's clock; in a rehearsal, of the
/// program's.
store::AheadOfClock ahead_of_clock(const Clock& clock, const store::Snapshot& snapshot);
/// All that is later than it, be it by seconds: what `mend-clock` mends.
store::AheadOfClock later_than_clock(const Clock& clock, const store::Snapshot& snapshot);
/// Its slots and judgements: "2 slots and 1 judgement of an alert"; empty where there are none.
std::string voided_in_words(const store::AheadOfClock& ahead, const report::Speech& speech);
/// "3 entries and 1 slot are later than now, the latest of 2026-03-01 …".
std::string ahead_in_words(const store::AheadOfClock& ahead);
/// What to do about it.
std::string hint_for_ahead(bool rehearsal);

}  // namespace signpost::service
