// The program's clock: the system's, or one set for a rehearsal with --now.
#pragma once

#include "engine/time/instant.h"

namespace signpost {

struct Clock {
  Instant now;
  bool rehearsed = false;  // set by --now: journal entries made under it are marked
};

}  // namespace signpost
