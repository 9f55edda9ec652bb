// Storing definitions: what differs from the latest revision becomes a new one.
#pragma once

#include <string_view>

#include "engine/base/phrase.h"
#include "engine/store/connection.h"
#include "engine/store/definition_rows.h"
#include "engine/store/record.h"
#include "engine/store/store.h"

namespace signpost::store {

/// Inside the caller's WriteTransaction; an entry is made only where something changed.
/// Error{kInvalid} where a definition refers to another that is defined nowhere. What a file
/// leaves unsaid is stored as unsaid: a default is for whoever reckons with it.
Loaded load_definitions(Connection& connection, const Definitions& definitions, const Clock& clock);

/// Numbers by id, for what refers to definitions of a kind; what is not defined is thrown as below.
NumberOf numbers_of(Connection& connection, const Table& ids, Phrase said_by);

/// The mistake of naming a publication, an indicator or a scenario that is not defined, with a
/// did-you-mean.
[[noreturn]] void throw_unknown(Connection& connection, const Table& ids, std::string_view id,
                                const Phrase& said_by);

}  // namespace signpost::store
