// Who could have written a file: settings name programs that are run, so they must be the caller's.
#pragma once

#include <filesystem>
#include <optional>

#include "engine/base/phrase.h"

namespace signpost {

/// Why a file's content is not surely the caller's: it, or the folder that it lies in (or where a
/// link to it lies), belongs to somebody other than the caller and root, or others may write it. A
/// sticky folder, such as /tmp, counts as one that others may write: whoever comes first makes the
/// file there. `what` is a sentence's end, `mend` says what to type.
struct Distrust {
  Phrase what;
  Phrase mend;
};
std::optional<Distrust> distrust(const std::filesystem::path& file);

/// May others make files in the folder of `path`?
bool is_shared_folder(const std::filesystem::path& path);

}  // namespace signpost
