// Why the system refuses, in the reader's language.
#pragma once

#include "engine/base/phrase.h"

namespace signpost {

/// What errno says: a message of the glossary where it is a common one, else the system's own words.
Phrase reason_in_words(int reason);

}  // namespace signpost
