// What seems to be told already, on the command line.
#pragma once

#include <string_view>
#include <vector>

#include "engine/assess/likeness.h"
#include "engine/base/phrase.h"
#include "engine/cli/command.h"

namespace signpost::cli {

/// `nearly the same text`.
Phrase reason_in_words(assess::Likeness why);

/// `nearly-same-text`, for JSON.
std::string_view reason_key(assess::Likeness why);

/// What is typed to tie the two.
Phrase tie_command(ItemId one, ItemId other);

/// What a person says of it on a terminal.
enum class SameEvent : std::uint8_t { kSame, kAnother };
/// Error{kNo} where nothing shall be recorded.
SameEvent ask_whether_same(const Session& session, const assess::Alike& alike);

/// Warns of what seems alike to an item that was recorded, at most three of it, and says how the
/// two are tied.
void warn_of_alike(const Session& session, const std::vector<assess::Alike>& alike,
                   ItemId recorded);

}  // namespace signpost::cli
