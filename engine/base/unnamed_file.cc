#include "engine/base/unnamed_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>  // renameat2
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace signpost {
namespace {

namespace fs = std::filesystem;

constexpr const char* kBesideADatabase[] = {"-wal", "-shm", "-journal"};
constexpr std::size_t kRandomLetters = 6;

[[noreturn]] void fail(int reason) { throw std::system_error(reason, std::generic_category()); }

std::string begin_of_unnamed(const fs::path& target) {
  return fmt::format(".{}.signpost-", target.filename().string());
}

fs::path folder_of(const fs::path& target) { return fs::absolute(target).parent_path(); }

void remove_all_of(const fs::path& unnamed) {
  for (const char* suffix : kBesideADatabase) ::unlink((unnamed.string() + suffix).c_str());
  ::unlink(unnamed.c_str());
}

/// Removes what dead programs left of the same target.
void sweep(const fs::path& target) {
  const std::string begin = begin_of_unnamed(target);
  std::error_code trouble;
  for (const auto& entry : fs::directory_iterator(folder_of(target), trouble)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(begin) || name.size() != begin.size() + kRandomLetters) continue;
    const Descriptor left(::open(entry.path().c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (left.number() >= 0 && ::flock(left.number(), LOCK_EX | LOCK_NB) == 0) {
      remove_all_of(entry.path());
    }
  }
}

fs::path pattern_of(const fs::path& target) {
  return folder_of(target) / (begin_of_unnamed(target) + std::string(kRandomLetters, 'X'));
}

/// Makes the file, locked until it is closed; `path` is a pattern and becomes its name.
int make(fs::path& path) {
  const std::string pattern = path.string();
  while (true) {
    std::string name = pattern;
    const int file = ::mkostemp(name.data(), O_CLOEXEC);
    if (file < 0) fail(errno);
    while (::flock(file, LOCK_EX) != 0 && errno == EINTR) {
    }
    // Before it was locked another program may have swept it away as one that is left over.
    struct stat made {};
    if (::fstat(file, &made) != 0 || made.st_nlink > 0) {
      path = name;
      return file;
    }
    ::close(file);
  }
}

/// Gives the file its name unless another has it; not every file system knows both ways.
int name_it(const fs::path& unnamed, const fs::path& target) {
  if (::renameat2(AT_FDCWD, unnamed.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0) {
    return 0;
  }
  if (errno != EINVAL && errno != ENOSYS) return errno;
  if (::link(unnamed.c_str(), target.c_str()) != 0) return errno;
  ::unlink(unnamed.c_str());
  return 0;
}

}  // namespace

UnnamedFile::UnnamedFile(const fs::path& target)
    : target_(target), path_((sweep(target), pattern_of(target))), file_(make(path_)) {}

UnnamedFile::~UnnamedFile() {
  if (!named_) remove_all_of(path_);
}

void UnnamedFile::make_durable(unsigned mode) const {
  if (::fchmod(file_.number(), mode) != 0) fail(errno);
  if (const int reason = flush(file_.number())) fail(reason);
}

void UnnamedFile::make_name_durable() const {
  if (const int reason = flush_folder(folder_of(target_))) fail(reason);
}

void UnnamedFile::replace(unsigned mode) {
  make_durable(mode);
  if (::rename(path_.c_str(), target_.c_str()) != 0) fail(errno);
  named_ = true;
  make_name_durable();
}

void UnnamedFile::take_free_name(unsigned mode) {
  make_durable(mode);
  if (const int reason = name_it(path_, target_)) fail(reason);
  named_ = true;
  make_name_durable();
}

namespace {
constexpr unsigned kGroupIn = S_IRGRP | S_IXGRP;
}  // namespace

unsigned mode_in(const fs::path& folder) {
  constexpr unsigned kOwnerOnly = S_IRUSR | S_IWUSR;
  struct stat about {};
  const bool group = ::stat(folder.c_str(), &about) == 0 && (about.st_mode & kGroupIn) == kGroupIn;
  return group ? kOwnerOnly | S_IRGRP : kOwnerOnly;
}

unsigned folder_mode_in(const fs::path& folder) {
  struct stat about {};
  const unsigned group = ::stat(folder.c_str(), &about) == 0 ? about.st_mode & S_IRWXG : 0U;
  return S_IRWXU | ((group & kGroupIn) == kGroupIn ? group : 0U);
}

int flush_folder(const fs::path& folder) {
  const Descriptor open(
      ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return open.number() < 0 ? errno : flush(open.number());
}

int flush(int descriptor) {
  if (::fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP || errno == EROFS) return 0;
  return errno;
}

}  // namespace signpost
