#include "engine/store/restore.h"

#include <SQLiteCpp/Exception.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include "engine/base/descriptor.h"
#include "engine/base/error.h"
#include "engine/base/unnamed_file.h"
#include "engine/store/connection.h"
#include "engine/store/verify.h"

namespace signpost::store {
namespace {

namespace fs = std::filesystem;

/// Logs that SQLite would play into whatever file has the store's name.
constexpr const char* kLogs[] = {"-wal", "-journal"};

bool is_there(const fs::path& path) {
  std::error_code unknown;
  return fs::exists(fs::symlink_status(path, unknown));
}

bool same_file(const fs::path& one, const fs::path& other) {
  std::error_code unknown;
  return fs::equivalent(one, other, unknown) && !unknown;
}

[[noreturn]] void refuse(const fs::path& store, int reason) {
  const bool full = reason == ENOSPC || reason == EDQUOT;
  throw Error(ErrorKind::kStore,
              fmt::format("{} cannot be restored: {}", in_quotes(store), std::strerror(reason)),
              full ? "free some space, then do it again"
                   : "see that you may write to it and to its folder");
}

/// The lock of a program that has the store to itself, for as long as this lives.
class OnlyUser {
 public:
  explicit OnlyUser(const fs::path& store) : file_(::open(store.c_str(), O_RDWR | O_CLOEXEC)) {
    if (file_.number() < 0) {
      if (errno == ENOENT) return;
      refuse(store, errno);
    }
    // The bytes that SQLite locks: whoever has the store open, if only to read, shares one of them.
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = 0x40000000;
    lock.l_len = 512;
    if (::fcntl(file_.number(), F_SETLK, &lock) == 0) return;
    throw Error(ErrorKind::kStore, fmt::format("another program has {} open", in_quotes(store)),
                "end it (`signpost run --forever`, a report that is being made), then do it again");
  }

 private:
  Descriptor file_;
};

/// `desk.db.damaged-1`, or the next number that is free; the one that an earlier restoring left
/// that was killed before it was done.
fs::path name_for_old(const fs::path& store) {
  for (int number = 1;; ++number) {
    fs::path name = fmt::format("{}.damaged-{}", store.string(), number);
    if (same_file(name, store)) return name;
    bool free = !is_there(name);
    for (const char* log : kLogs) free = free && !is_there(name.string() + log);
    if (free) return name;
  }
}

/// The old store gets a second name, and its log goes with that: until the new one takes the first
/// name, a store stands there that is refused for having two.
std::optional<fs::path> put_aside(const fs::path& store) {
  bool any = is_there(store);
  for (const char* log : kLogs) any = any || is_there(store.string() + log);
  if (!any) return std::nullopt;
  fs::path kept = name_for_old(store);
  if (is_there(store) && !same_file(kept, store) && ::link(store.c_str(), kept.c_str()) != 0) {
    // Not every file system gives a file two names.
    if (::rename(store.c_str(), kept.c_str()) != 0) refuse(store, errno);
  }
  for (const char* log : kLogs) {
    const std::string from = store.string() + log;
    if (is_there(from) && ::rename(from.c_str(), (kept.string() + log).c_str()) != 0) {
      refuse(store, errno);
    }
  }
  ::unlink((store.string() + "-shm").c_str());  // worked out of the log
  return kept;
}

/// Copied, upgraded, verified.
Verification prepare(const fs::path& backup, const fs::path& unnamed) {
  try {
    in_plain_words(backup, [&] {
      const auto reader = open_as_it_is(backup);
      reader->run("PRAGMA query_only = OFF");  // which would keep from writing any file
      reader->query("VACUUM INTO ?", unnamed.string()).run();
    });
  } catch (const Error& error) {
    throw Error(error.kind(), error.message(),
                "nothing was changed; name a file that `signpost backup` made");
  }
  std::optional<fs::path> before_upgrade;
  Verification verified = in_plain_words(backup, [&] {
    const auto connection = open_store(unnamed, Mode::kWrite, &before_upgrade);
    return verify_store(*connection, std::nullopt);
  });
  std::error_code there_it_stays;
  if (before_upgrade) fs::remove(*before_upgrade, there_it_stays);  // the backup itself is that
  if (!verified.ok) {
    throw Error(ErrorKind::kStore,
                fmt::format("{} is not put in place: it does not verify: {}", in_quotes(backup),
                            verified.problems.front()),
                "take another backup; nothing was changed");
  }
  return verified;
}

/// As the old one, where there is one: whoever could use it can use this.
unsigned mode_like(const fs::path& store, int unnamed) {
  struct stat old {};
  if (::stat(store.c_str(), &old) != 0) return mode_in(fs::absolute(store).parent_path());
  // Only root can give a file away; anybody else owns the old one too, or could not replace it.
  if (::fchown(unnamed, old.st_uid, old.st_gid) != 0) errno = 0;
  return old.st_mode & 07777U;
}

}  // namespace

Restored restore(const fs::path& store, const fs::path& backup) {
  if (same_file(store, backup)) {
    throw Error(ErrorKind::kUsage, fmt::format("{} is the store itself", in_quotes(backup)),
                "name a file that `signpost backup` made");
  }
  std::error_code unknown;
  const fs::path target = fs::is_symlink(store, unknown) ? fs::canonical(store, unknown) : store;
  const fs::path place = unknown ? store : target;
  try {
    UnnamedFile unnamed(place);
    Restored restored;
    restored.verified = prepare(backup, unnamed.path());
    const OnlyUser only(place);
    const unsigned mode = mode_like(place, unnamed.descriptor());
    restored.kept = put_aside(place);
    unnamed.replace(mode);
    return restored;
  } catch (const std::system_error& refused) {
    refuse(place, refused.code().value());
  }
}

}  // namespace signpost::store
