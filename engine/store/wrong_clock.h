// Clocks that are wrong: what is refused, and how a store is mended that was written to by one.
//
// A rehearsal is a store that was made under --now. There the clock may be set to any time; in any
// other store --now may precede the last entry, for that hides nothing that is stored, and not lead
// the machine's clock: what it leaves would lie ahead of all that is recorded after it.
//
// A machine whose clock is ahead stamps its entries with times to come. On the next visit of one
// whose clock is right, the last entry lies ahead: more than five minutes (clocks differ a little)
// are refused, and whoever knows that the clock is right now says so with mend-clock. That is an
// entry of its own. From then on, what was stamped later than it, by entries before it, counts as
// recorded at it (the view entry_time; and `available`, `occurred` and `until` that were cut at
// such a clock are cut there, item_rows.h), and slots, assessments and judgements of alerts that
// are dated later are void: they stay, are read by nobody but the export, and are done again when
// they are due. Nothing that was said is changed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/store/connection.h"
#include "engine/store/snapshot.h"
#include "engine/time/clock.h"

namespace signpost::store {

/// Was the store made under --now?
bool is_rehearsal(Connection& connection);

/// Error{kConflict} where --now leads the machine's clock in a store that is no rehearsal;
/// Error{kStore} where the machine's clock is more than five minutes behind the last entry. To be
/// asked inside the caller's WriteTransaction, before its entry.
void refuse_wrong_clock(Connection& connection, const Clock& clock);

/// As Snapshot::ahead_of.
AheadOfClock ahead_of(Connection& connection, Instant now);

/// Inside the caller's WriteTransaction. Error{kRefused} where nothing lies ahead of the clock.
/// Error{kConflict} under --now in a store that is no rehearsal: what was recorded since would
/// count as of then.
void mend_clock(Connection& connection, std::string_view because, const Clock& clock);

/// The condition under which a row is not void: `table` has its entry, `dated` when it is of.
std::string not_void(std::string_view table, std::string_view dated);

}  // namespace signpost::store
