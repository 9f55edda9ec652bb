// What lies ahead of the clock, in words: for `health`, `verify`, `run` and others.
#pragma once

#include "engine/base/phrase.h"
#include "engine/store/snapshot.h"
#include "engine/time/clock.h"

namespace signpost::service {

/// What lies more than store::kClocksDiffer ahead of the machine's clock; in a rehearsal, of the
/// program's.
store::AheadOfClock ahead_of_clock(const Clock& clock, const store::Snapshot& snapshot);
/// All that is later than it, be it by seconds: what `mend-clock` mends.
store::AheadOfClock later_than_clock(const Clock& clock, const store::Snapshot& snapshot);
/// Its slots and judgements: "2 slots and 1 judgement of an alert"; empty where there are none.
Phrase voided_in_words(const store::AheadOfClock& ahead);
/// "later than now: 3 entries of the journal and 1 slot; the latest is of 1 Mar 2026"; empty where
/// there are none.
Phrase ahead_in_words(const store::AheadOfClock& ahead);
/// What to do about it.
Phrase hint_for_ahead(bool rehearsal);

}  // namespace signpost::service
