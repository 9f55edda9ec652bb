#include "engine/store/new_file.h"

#include <SQLiteCpp/Exception.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>  // renameat2
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "engine/base/error.h"
#include "engine/base/sha256.h"
#include "engine/store/connection.h"

namespace signpost::store {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse_existing(const fs::path& target) {
  throw Error(ErrorKind::kStore, fmt::format("{} is there already", in_quotes(target)),
              "choose another name; nothing is overwritten");
}

[[noreturn]] void refuse(const fs::path& target, int reason) {
  throw Error(ErrorKind::kStore,
              fmt::format("{} cannot be made: {}", in_quotes(target), std::strerror(reason)),
              "choose a folder that you can write to");
}

/// Removes what was written of a file that never got its name, and SQLite's files beside it.
class Unnamed {
 public:
  explicit Unnamed(fs::path path) : path_(std::move(path)) {}
  Unnamed(const Unnamed&) = delete;
  Unnamed& operator=(const Unnamed&) = delete;
  ~Unnamed() {
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
      std::error_code not_there;
      fs::remove(fs::path(path_.string() + suffix), not_there);
    }
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

int flush(const fs::path& path, int flags) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags);
  if (file < 0) return errno;
  const int reason = ::fsync(file) == 0 ? 0 : errno;
  ::close(file);
  return reason == EINVAL ? 0 : reason;  // a folder of some file systems cannot be flushed
}

/// Gives the file its name unless another has it; not every file system knows both ways.
int name_it(const fs::path& unnamed, const fs::path& target) {
  if (::renameat2(AT_FDCWD, unnamed.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0) {
    return 0;
  }
  if (errno != EINVAL && errno != ENOSYS) return errno;
  return ::link(unnamed.c_str(), target.c_str()) == 0 ? 0 : errno;
}

}  // namespace

void make_new_file(const fs::path& target,
                   const std::function<void(const fs::path& unnamed)>& make) {
  std::error_code unknown;
  if (fs::exists(fs::symlink_status(target, unknown))) refuse_existing(target);
  const fs::path folder = fs::absolute(target).parent_path();
  if (!fs::exists(folder, unknown)) {
    throw Error(ErrorKind::kStore, fmt::format("there is no folder {}", in_quotes(folder)),
                "make the folder first");
  }
  if (::access(folder.c_str(), W_OK | X_OK) != 0) refuse(target, errno);
  const std::string random = random_bytes(8);
  const std::span bytes(reinterpret_cast<const std::uint8_t*>(random.data()), random.size());
  const Unnamed unnamed(folder / fmt::format(".{}.{}", target.filename().string(), to_hex(bytes)));
  try {
    make(unnamed.path());
  } catch (const SQLite::Exception& refused) {
    throw_not_made(target, refused);
  }
  if (const int reason = flush(unnamed.path(), 0)) refuse(target, reason);
  if (const int reason = name_it(unnamed.path(), target)) {
    if (reason == EEXIST) refuse_existing(target);
    refuse(target, reason);
  }
  if (const int reason = flush(folder, O_DIRECTORY)) refuse(target, reason);
}

}  // namespace signpost::store
