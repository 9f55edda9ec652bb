// The heartbeat: a small file that says when `signpost run` last came by and what is due next, for
// `signpost health` and for whoever else watches.
#pragma once

#include <filesystem>
#include <optional>

#include "engine/base/door.h"
#include "engine/time/instant.h"

namespace signpost::service {

struct Heartbeat {
  Instant at;
  std::optional<Instant> next;  // when something is due next; nothing: never
};

/// Where it stands if the settings do not say: beside the store, signpost.db.heartbeat.
std::filesystem::path heartbeat_of(const std::filesystem::path& store);

/// Writes {"format":"signpost.heartbeat/1","at":…,"next":…}, whole or not at all. Error{kInvalid}
/// where it cannot.
void beat(const Door& door, const std::filesystem::path& file, Instant now,
          std::optional<Instant> next);

/// Nothing where there is no such file yet; Error{kInvalid} where it is not what `beat` writes.
std::optional<Heartbeat> last_beat(const std::filesystem::path& file);

}  // namespace signpost::service
