#include "engine/store/restore.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/base/descriptor.h"
#include "engine/base/error.h"
#include "engine/base/file_identity.h"
#include "engine/base/shortage.h"
#include "engine/base/unnamed_file.h"
#include "engine/store/connection.h"
#include "engine/store/new_file.h"
#include "engine/store/verify.h"

namespace signpost::store {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& store, int reason) {
  const Phrase shortage = hint_for(reason);
  throw Error(ErrorKind::kStore,
              {"store.not-restored", {{"store", store.string()}, {"why", std::strerror(reason)}}},
              shortage.empty() ? "store.not-restored.hint" : shortage);
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
    throw Error(ErrorKind::kStore, {"store.is-open", {{"store", store.string()}}},
                {"store.is-open.hint", {{"do", Phrase("action.run-forever")}}});
  }

 private:
  Descriptor file_;
};

/// The first such name that is free; the one that an earlier restoring left
/// that was killed before it was done: it is a name of the store, or the store was renamed to it
/// and left its log behind.
fs::path name_for_old(const fs::path& store) {
  const bool lone_log = !is_there(store) && log_beside(store);
  fs::path before;  // the name of the last number that is taken
  for (int number = 1;; ++number) {
    fs::path name = name_of_kept(store, number);
    if (same_file(name, store)) return name;
    if (is_there(name) || log_beside(name)) {
      before = std::move(name);
      continue;
    }
    if (lone_log && !before.empty() && is_there(before) && !log_beside(before)) return before;
    return name;
  }
}

void move_logs(const fs::path& store, const fs::path& kept) {
  for (const char* log : kLogs) {
    const std::string from = store.string() + log;
    if (is_there(from) && ::rename(from.c_str(), (kept.string() + log).c_str()) != 0) {
      refuse(store, errno);
    }
  }
  ::unlink((store.string() + "-shm").c_str());  // worked out of the log
}

/// The old store gets a second name, and its log goes with that: until the new one takes the first
/// name, a store stands there that is refused for having two.
void put_aside(const fs::path& store, const fs::path& kept, Restored& restored) {
  if (!is_there(store) && !log_beside(store) && !is_there(kept)) return;
  if (is_there(store) && !same_file(kept, store) && ::link(store.c_str(), kept.c_str()) != 0) {
    // Not every file system gives a file two names.
    if (::rename(store.c_str(), kept.c_str()) != 0) refuse(store, errno);
  }
  move_logs(store, kept);
  if (is_there(kept)) restored.kept = kept;
  restored.log_kept = log_beside(kept);
}

/// The chain after each entry, from the first.
using Chain = std::vector<Digest>;

Chain chain_of(Connection& connection) {
  Chain chain;
  Query query = connection.query("SELECT chain FROM seal ORDER BY entry");
  while (query.next()) chain.push_back(query.digest(0));
  return chain;
}

/// How many entries a store has that are not in the chain of the backup: all after the last that
/// they have in common. Nothing where it is damaged or gone. It is left as it is, and its log.
std::optional<std::int64_t> entries_beyond(const fs::path& store, const Chain& backup) {
  try {
    return in_plain_words(store, [&] {
      const auto reader = open_as_it_is(store);
      const Chain chain = chain_of(*reader);
      std::size_t common = std::min(chain.size(), backup.size());
      while (common > 0 && chain[common - 1] != backup[common - 1]) --common;
      return static_cast<std::int64_t>(chain.size() - common);
    });
  } catch (const Error&) {
    return std::nullopt;
  }
}

/// A backup that can be put in place.
struct Prepared {
  Verification verified;
  Chain chain;
};

/// What to do where something else than a backup was named.
Phrase name_a_backup(const char* key) { return {key, {{"do", Phrase("action.back-up")}}}; }

/// Copied, upgraded, verified.
Prepared prepare(const fs::path& backup, const fs::path& unnamed) {
  try {
    in_plain_words(backup, [&] {
      const auto reader = open_as_it_is(backup);
      reader->run("PRAGMA query_only = OFF");  // which would keep from writing any file
      reader->query("VACUUM INTO ?", unnamed.string()).run();
    });
  } catch (const Error& error) {
    throw Error(error.kind(), error.message(),
                error.hint().key() == kRaiseLimit
                    ? Phrase("store.nothing-restored", {{"hint", error.hint()}})
                    : name_a_backup("store.no-backup.hint"));
  }
  std::optional<fs::path> before_upgrade;
  Prepared prepared = in_plain_words(backup, [&] {
    const auto connection = open_store(unnamed, Mode::kWrite, &before_upgrade);
    return Prepared{verify_store(*connection, std::nullopt), chain_of(*connection)};
  });
  std::error_code there_it_stays;
  if (before_upgrade) fs::remove(*before_upgrade, there_it_stays);  // the backup itself is that
  if (!prepared.verified.ok) {
    throw Error(ErrorKind::kStore,
                {"store.backup-damaged",
                 {{"backup", backup.string()}, {"why", prepared.verified.problems.front()}}},
                "store.backup-damaged.hint");
  }
  return prepared;
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

fs::path name_of_kept(const fs::path& store, int number) {
  return fmt::format("{}.damaged-{}", store.string(), number);
}

Restored restore(const fs::path& store, const fs::path& backup) {
  if (same_file(store, backup)) {
    throw Error(ErrorKind::kConflict, {"store.is-no-backup", {{"store", backup.string()}}},
                name_a_backup("store.is-no-backup.hint"));
  }
  std::error_code unknown;
  if (fs::exists(backup, unknown) && !fs::is_regular_file(backup, unknown)) {
    throw Error(ErrorKind::kConflict, {"store.no-backup", {{"backup", backup.string()}}},
                name_a_backup("store.no-backup.hint"));
  }
  const fs::path target = fs::is_symlink(store, unknown) ? fs::canonical(store, unknown) : store;
  const fs::path place = unknown ? store : target;
  try {
    UnnamedFile unnamed(place);
    Restored restored;
    Prepared prepared = prepare(backup, unnamed.path());
    restored.verified = std::move(prepared.verified);
    // Not while it is locked: a lock on a file goes with the first descriptor of it that is closed.
    { const OnlyUser nobody_reads(place); }
    // A restoring that was broken off may have put the store aside already, or its log.
    const fs::path kept = name_for_old(place);
    if (!is_there(place) && is_there(kept)) move_logs(place, kept);
    const bool has_log = log_beside(place) || !is_there(kept);
    restored.beyond = entries_beyond(has_log ? place : kept, prepared.chain);
    const OnlyUser only(place);
    const unsigned mode = mode_like(place, unnamed.descriptor());
    put_aside(place, kept, restored);
    unnamed.replace(mode);
    return restored;
  } catch (const std::system_error& refused) {
    refuse(place, refused.code().value());
  }
}

}  // namespace signpost::store
