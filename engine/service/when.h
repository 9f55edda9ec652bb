// Instants as they are filled into sentences.
#pragma once

#include "engine/base/phrase.h"
#include "engine/time/instant.h"

namespace signpost::service {

/// "24 Jan 2022".
Phrase day_in_words(Instant instant);
/// The day, and the time of day UTC where it is not the end of a day.
Phrase moment_in_words(Instant instant);
/// "just now", "3 hours ago".
Phrase ago_in_words(Instant then, Instant now);

}  // namespace signpost::service
