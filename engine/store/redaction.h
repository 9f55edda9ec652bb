// Blanking an item for someone's safety, with what was scored left as it was.
//
// Text, source, origin, address, place, note, by and the item's id at its source go, in every
// version. What scoring took from them stays beside the redaction: the letter of the registered
// source, over time where it was revised, and the origin under a pseudonym. The versions' private
// digests stay too, so the chain still verifies. Grades, times and sightings were never private.
//
// The key of its event, and of one that it denies, goes out of every item that has it, and out of
// the ledgers that model 1 kept whole: its blind form (pseudonym.h) takes its place, so that events
// stay tied as they were, and what comes later under that key is stored under the blind one. Where
// a notice, or what a notifier answered, holds a text of the item, that is taken out too. These
// records are no longer what their entries recorded: of each the redaction's entry holds the digest
// as it stands since, and `verify` goes by the last one.
//
// Redactions made before 0005_slips.sql left keys as they were.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/phrase.h"
#include "engine/model/evidence.h"
#include "engine/store/connection.h"
#include "engine/time/clock.h"

namespace signpost::store {

/// Inside the caller's WriteTransaction. Error{kNotFound} where there is no such item; nothing
/// where it is redacted already.
void redact_item(Connection& connection, ItemId id, std::string_view because, const Clock& clock);

/// Writes the file anew and empties its log, so that nothing is left of what was blanked: pages
/// that SQLite has split may hold stale copies of it that no row points to. Returns why it could
/// not be done now (another program reads the old state, the disk is full); empty where it was.
Phrase wipe(Connection& connection);

}  // namespace signpost::store
