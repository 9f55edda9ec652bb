// Recomputing the journal from the file alone.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/base/sha256.h"
#include "engine/store/connection.h"
#include "engine/store/journal.h"

namespace signpost::store {

/// Reads one state of the store and checks it whole: the file, the schema, the references, each
/// row's digest, each entry and the chain. What is wrong comes back as problems; only what keeps
/// the file from being read at all is thrown, as Refused.
Verification verify_store(Connection& connection, const std::optional<Digest>& head);

/// The same of the last entries of the journal only, their rows and the schema: neither the file
/// nor the references are gone through.
Verification verify_last(Connection& connection, std::int64_t entries);

}  // namespace signpost::store
