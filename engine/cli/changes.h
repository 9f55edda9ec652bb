// What a new revision of a definition changed, in words.
#pragma once

#include <string_view>

#include "engine/base/phrase.h"
#include "engine/model/definitions.h"

namespace signpost::cli {

/// "prior 0.45 → 0.5; expects prison-attacks; if_true of protests x2 → x3". Empty where there is no
/// such definition in one of the two. `kind` is "publication", "source", "grade", "indicator",
/// "scenario", "schedule" or "alert".
Phrase changes_in_words(std::string_view kind, std::string_view id, const Definitions& before,
                        const Definitions& after);

}  // namespace signpost::cli
