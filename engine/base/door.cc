#include "engine/base/door.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "engine/base/descriptor.h"
#include "engine/base/error.h"
#include "engine/base/file_identity.h"
#include "engine/base/shortage.h"
#include "engine/base/system_reason.h"
#include "engine/base/unnamed_file.h"

namespace signpost {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, int reason) {
  throw Error(kind_of(reason),
              {"base.cannot-write", {{"file", path.string()}, {"why", reason_in_words(reason)}}},
              hint_for(reason));
}

/// Where a path that need not exist leads, links in its folder followed.
fs::path place_of(const fs::path& path) {
  std::error_code unknown;
  const fs::path absolute = fs::absolute(path, unknown).lexically_normal();
  fs::path folder = fs::canonical(absolute.parent_path(), unknown);
  return (unknown ? absolute.parent_path() : folder) / absolute.filename();
}

bool same_place(const fs::path& one, const fs::path& other) {
  const FileIdentity a = identity_of(one);
  const FileIdentity b = identity_of(other);
  if (a != kNoFile && b != kNoFile) return a == b;
  return place_of(one) == place_of(other);
}

int write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t count = ::write(file, content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    content.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

void write_in_place(const fs::path& path, std::string_view content, mode_t mode) {
  const Descriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, mode));
  if (file.number() < 0) fail(path, errno);
  if (const int reason = write_all(file.number(), content)) fail(path, reason);
  if (const int reason = flush(file.number())) fail(path, reason);
}

void write_beside(const fs::path& path, std::string_view content, mode_t mode) {
  try {
    UnnamedFile file(path);
    if (const int reason = write_all(file.descriptor(), content)) fail(path, reason);
    file.replace(mode);
  } catch (const std::system_error& refused) {
    fail(path, refused.code().value());
  }
}

}  // namespace

Door::Door(const fs::path& beside, std::vector<Kept> kept) : kept_(std::move(kept)) {
  const fs::path folder = beside.empty() ? fs::path() : fs::absolute(beside).parent_path();
  mode_ = mode_in(folder);
  folder_mode_ = folder_mode_in(folder);
}

void Door::refuse_kept(const fs::path& path) const {
  for (const Kept& kept : kept_) {
    if (!same_place(path, kept.file)) continue;
    throw Error(ErrorKind::kConflict,
                {"base.not-written-over", {{"file", path.string()}, {"what", kept.what}}},
                "base.not-written-over.hint");
  }
}

void Door::write(const fs::path& path, std::string_view content) const {
  refuse_kept(path);
  struct stat there {};
  const bool is_there = ::lstat(path.c_str(), &there) == 0;
  if (is_there && S_ISDIR(there.st_mode)) fail(path, EISDIR);
  if (is_there && !S_ISREG(there.st_mode)) {
    write_in_place(path, content, mode_);
  } else {
    write_beside(path, content, is_there ? there.st_mode & 07777U : mode_);
  }
}

void Door::refuse_unwritable(const fs::path& path) const {
  refuse_kept(path);
  struct stat there {};
  const bool is_there = ::lstat(path.c_str(), &there) == 0;
  if (is_there && S_ISDIR(there.st_mode)) fail(path, EISDIR);
  const bool in_place = is_there && !S_ISREG(there.st_mode);
  const fs::path written = in_place ? path : fs::absolute(path).parent_path();
  if (::access(written.c_str(), in_place ? W_OK : W_OK | X_OK) != 0) fail(path, errno);
}

void Door::append(const fs::path& path, std::string_view content) const {
  refuse_kept(path);
  std::error_code unknown;
  const bool is_new = !fs::exists(path, unknown);
  // A FIFO that nobody reads is refused, not waited for.
  const Descriptor file(::open(
      path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, mode_));
  if (file.number() < 0) fail(path, errno);
  if (const int reason = write_all(file.number(), content)) fail(path, reason);
  if (const int reason = flush(file.number())) fail(path, reason);
  if (!is_new) return;
  if (const int reason = flush_folder(fs::absolute(path).parent_path())) fail(path, reason);
}

void Door::make_folders(const fs::path& folder) const {
  std::error_code unknown;
  if (folder.empty() || fs::is_directory(folder, unknown)) return;
  const fs::path above = folder.parent_path();
  if (above != folder) make_folders(above);
  if (::mkdir(folder.c_str(), folder_mode_) == 0) {
    // The mask took bits away; what the folder above hands down (its group's id) stays.
    struct stat made {};
    if (::stat(folder.c_str(), &made) != 0) fail(folder, errno);
    const unsigned handed_down = made.st_mode & (S_ISGID | S_ISUID);
    if (::chmod(folder.c_str(), folder_mode_ | handed_down) != 0) fail(folder, errno);
  } else if (errno != EEXIST) {
    fail(folder, errno);
  }
  if (const int reason = flush_folder(above)) fail(folder, reason);
}

}  // namespace signpost
