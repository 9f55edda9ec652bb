// Which file has a name now: a file by device and inode, so that no other spelling of its path and
// no link makes it another.
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <utility>

namespace signpost {

using FileIdentity = std::pair<dev_t, ino_t>;

/// What nothing has that is there.
inline constexpr FileIdentity kNoFile{0, 0};

/// Of what the path leads to; kNoFile where that is nothing.
inline FileIdentity identity_of(const std::filesystem::path& path) {
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) return kNoFile;
  return {about.st_dev, about.st_ino};
}

/// Do both lead to one file that is there?
inline bool same_file(const std::filesystem::path& one, const std::filesystem::path& other) {
  const FileIdentity file = identity_of(one);
  return file != kNoFile && file == identity_of(other);
}

}  // namespace signpost
