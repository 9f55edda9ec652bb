// Opening the store, and what is said where that changed it.
#pragma once

#include "engine/cli/command.h"
#include "engine/store/store.h"

namespace signpost::cli {

/// Opens the session's store. Where it was of an older kind, says on stderr what copy was kept of
/// it, and which scenarios moved by a change of the model; where it is a rehearsal, says that.
store::Store open_store(const Session& session, store::Store::Access access);

/// Of a command that makes a store or replaces it: keeps for its JSON that the store is a
/// rehearsal, and says so on stderr, once.
void tell_rehearsal(const Session& session, bool is_rehearsal);

/// What lies ahead of the clock and what to do about it on stderr, where anything does.
void warn_of_ahead(const Session& session, const store::AheadOfClock& ahead);

}  // namespace signpost::cli
