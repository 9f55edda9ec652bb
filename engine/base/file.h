// Files, read whole with a limit. How they are written: door.h.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace signpost {

/// The largest definitions file that is read; items are streamed and have no such limit.
inline constexpr std::size_t kMaxDefinitionsBytes = std::size_t{64} << 20U;

/// The whole file. Error{kInvalid} names the file and the reason: missing, a folder, not readable,
/// larger than `limit` bytes; Error{kStore} where the machine is to blame (shortage.h).
std::string read_file(const std::filesystem::path& path, std::size_t limit);

/// Files named, and for a folder its files with `extension` (".toml"), sorted by name.
std::vector<std::filesystem::path> expand_paths(const std::vector<std::string>& paths,
                                                std::string_view extension);

}  // namespace signpost
