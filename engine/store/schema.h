// The schema: numbered files embedded at build; user_version says up to which a store has them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/embedded.h"
#include "engine/base/phrase.h"
#include "engine/store/connection.h"

namespace signpost::store {

/// In the header of every store: "SGNP", by which `file` and we tell it from other SQLite files.
inline constexpr std::int64_t kApplicationId = 0x53474E50;

/// schema/0001_initial.sql and on, in order.
std::span<const Embedded> schema_files();

/// The user_version that this program writes: the number of the last file.
inline int schema_version() { return static_cast<int>(schema_files().size()); }

/// Runs the files after `from` inside the caller's transaction; where rows stand already, with
/// foreign keys off (upgrade.h).
void upgrade(Connection& connection, int from);

/// What stands in the schema otherwise than the files made it, in plain sentences: every object,
/// SQLite's own automatic indexes too. Only its statistics may be there besides.
std::vector<Phrase> schema_problems(Connection& connection);

}  // namespace signpost::store
