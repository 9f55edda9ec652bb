// Putting a backup in the place of a store that is damaged or lost.
//
// The backup is copied beside the store, upgraded there where an older Signpost made it, and
// verified whole before anything is touched. Then the store is locked as SQLite locks it, so that
// no program has it open; its log is moved away first (a log that lay beside another file would be
// played into it), and the backup takes its name in one step. What stood there is kept beside it
// under another name, and its log with it: what the backup does not hold may still be read out of
// it, and how many entries that are is said, as far as the old store can be read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "engine/store/journal.h"

namespace signpost::store {

/// What stood in a store's place is kept under: `desk.db.damaged-1`, and so on.
std::filesystem::path name_of_kept(const std::filesystem::path& store, int number);

struct Restored {
  Verification verified;                      // of what stands there now
  std::optional<std::filesystem::path> kept;  // where the old one is; nothing where there was none
  std::optional<std::filesystem::path> log_kept;  // and its log, where it had one
  /// So many entries of the old one are not in the backup; nothing where it could not be read.
  std::optional<std::int64_t> beyond;
};

/// Error{kStore}: the backup is missing, no store, of a newer version or does not verify; another
/// program has the store open; the disk is full. Error{kConflict}: the backup is the store itself,
/// or no file. In each case the store is as it was.
Restored restore(const std::filesystem::path& store, const std::filesystem::path& backup);

}  // namespace signpost::store
