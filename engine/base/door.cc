#include "engine/base/door.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "engine/base/descriptor.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

namespace signpost {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;

[[noreturn]] void fail(const fs::path& path, int reason) {
  const bool full = reason == ENOSPC || reason == EDQUOT;
  throw Error(full ? ErrorKind::kStore : ErrorKind::kBadInput,
              fmt::format("cannot write {}: {}", printable(path.string()), std::strerror(reason)),
              full ? "make room, and do it once more" : "");
}

/// Where a path that need not exist leads, links in its folder followed.
fs::path place_of(const fs::path& path) {
  std::error_code unknown;
  const fs::path absolute = fs::absolute(path, unknown).lexically_normal();
  fs::path folder = fs::canonical(absolute.parent_path(), unknown);
  return (unknown ? absolute.parent_path() : folder) / absolute.filename();
}

bool same_file(const fs::path& one, const fs::path& other) {
  struct stat a {};
  struct stat b {};
  if (::stat(one.c_str(), &a) == 0 && ::stat(other.c_str(), &b) == 0) {
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
  }
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

/// What cannot be flushed (a terminal, a pipe, a folder of some file systems) need not be.
int flush(int file) {
  if (::fsync(file) == 0 || errno == EINVAL || errno == ENOTSUP || errno == EROFS) return 0;
  return errno;
}

int flush_folder(const fs::path& folder) {
  const Descriptor open(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return open.number() < 0 ? errno : flush(open.number());
}

/// `.report.html.signpost-XXXXXX`
std::string begin_of_unnamed(const fs::path& path) {
  return fmt::format(".{}.signpost-", path.filename().string());
}

/// Removes what dead programs left of the same target.
void sweep(const fs::path& path, const fs::path& folder) {
  const std::string begin = begin_of_unnamed(path);
  std::error_code trouble;
  for (const auto& entry : fs::directory_iterator(folder, trouble)) {
    if (!entry.path().filename().string().starts_with(begin)) continue;
    const Descriptor left(::open(entry.path().c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (left.number() >= 0 && ::flock(left.number(), LOCK_EX | LOCK_NB) == 0) {
      ::unlink(entry.path().c_str());
    }
  }
}

void write_in_place(const fs::path& path, std::string_view content, mode_t mode) {
  const Descriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, mode));
  if (file.number() < 0) fail(path, errno);
  if (const int reason = write_all(file.number(), content)) fail(path, reason);
  if (const int reason = flush(file.number())) fail(path, reason);
}

void write_beside(const fs::path& path, std::string_view content, mode_t mode) {
  const fs::path folder = fs::absolute(path).parent_path();
  sweep(path, folder);
  std::string beside = (folder / (begin_of_unnamed(path) + "XXXXXX")).string();
  const Descriptor file(::mkostemp(beside.data(), O_CLOEXEC));
  if (file.number() < 0) fail(path, errno);
  ::flock(file.number(), LOCK_EX | LOCK_NB);
  const auto abandon = [&](int reason) {
    ::unlink(beside.c_str());
    fail(path, reason);
  };
  if (const int reason = write_all(file.number(), content)) abandon(reason);
  if (::fchmod(file.number(), mode) != 0) abandon(errno);
  if (const int reason = flush(file.number())) abandon(reason);
  if (::rename(beside.c_str(), path.c_str()) != 0) abandon(errno);
  if (const int reason = flush_folder(folder)) fail(path, reason);
}

}  // namespace

Door::Door(const fs::path& beside, std::vector<Kept> kept)
    : kept_(std::move(kept)), mode_(kOwnerOnly) {
  struct stat folder {};
  const fs::path place = beside.empty() ? fs::path() : fs::absolute(beside).parent_path();
  if (!place.empty() && ::stat(place.c_str(), &folder) == 0 &&
      (folder.st_mode & (S_IRGRP | S_IXGRP)) == (S_IRGRP | S_IXGRP)) {
    mode_ |= S_IRGRP;
  }
}

void Door::refuse_kept(const fs::path& path) const {
  for (const Kept& kept : kept_) {
    if (!same_file(path, kept.file)) continue;
    throw Error(
        ErrorKind::kUsage,
        fmt::format("{} is {}: it is not written over", printable(path.string()), kept.what),
        "name another file");
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

void Door::append(const fs::path& path, std::string_view content) const {
  refuse_kept(path);
  // A FIFO that nobody reads is refused, not waited for.
  const Descriptor file(::open(
      path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, mode_));
  if (file.number() < 0) fail(path, errno);
  if (const int reason = write_all(file.number(), content)) fail(path, reason);
  if (const int reason = flush(file.number())) fail(path, reason);
}

}  // namespace signpost
