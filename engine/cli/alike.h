// What seems to be told already, on the command line.
#pragma once

#include <optional>
#include <vector>

#include "engine/assess/likeness.h"
#include "engine/cli/command.h"
#include "engine/report/speech.h"

namespace signpost::cli {

/// `Item 4 says nearly the same: “A car bomb …”`.
std::string alike_in_words(const report::Speech& speech, const assess::Alike& alike);

/// `nearly the same text`.
std::string reason_in_words(const report::Speech& speech, assess::Likeness why);

/// `nearly-same-text`, for JSON.
std::string_view reason_key(assess::Likeness why);

/// What a person says of it on a terminal.
enum class SameEvent : std::uint8_t { kSame, kAnother };
/// Error{kNo} where nothing shall be recorded.
SameEvent ask_whether_same(const Session& session, const assess::Alike& alike);

/// Warns of what seems alike to an item that was recorded, at most three of it, and says how the
/// two are tied.
void warn_of_alike(const Session& session, const std::vector<assess::Alike>& alike,
                   ItemId recorded);

}  // namespace signpost::cli
