// The user's own editor, opened on a temporary file.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace signpost::cli {

/// What was written, and the file that still holds it: whoever stores the text removes the file,
/// whoever fails says where it is.
struct Draft {
  std::string text;
  std::filesystem::path file;
};

/// Opens `editor` (split into words, no shell) on a file that holds `beginning`, waits, and reads
/// the file without the lines that begin with `#` and without the blank space around the rest.
/// Error{kUsage} where the editor cannot be started or ends badly.
Draft write_in_editor(const std::string& editor, std::string_view beginning);

}  // namespace signpost::cli
