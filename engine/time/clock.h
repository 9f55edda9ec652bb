// The program's clock: the system's, or one set for a rehearsal with --now.
#pragma once

#include <algorithm>
#include <optional>

#include "engine/time/instant.h"

namespace signpost {

struct Clock {
  Instant now;
  bool rehearsed = false;               // set by --now: journal entries made under it are marked
  bool ticking = false;                 // the system's: it has gone on since `now` was read
  std::optional<Instant> machine = {};  // the machine's own, where --now has set another

  /// The same clock now: for what may have had to wait (for a lock, for a person's answer).
  [[nodiscard]] Clock after_waiting() const {
    Clock later = *this;
    if (ticking) later.now = std::max(now, system_now());
    return later;
  }
};

}  // namespace signpost
