#include "engine/store/connection.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <system_error>

#include "engine/base/error.h"
#include "engine/base/file_identity.h"
#include "engine/base/shortage.h"
#include "engine/base/text.h"
#include "engine/store/new_file.h"
#include "engine/store/restore.h"
#include "engine/store/schema.h"
#include "engine/store/upgrade.h"

namespace signpost::store {
namespace {

namespace fs = std::filesystem;

/// Below this an I/O error is taken for a full disk: SQLite reports it so where it cannot make room
/// for its shared memory.
constexpr std::uintmax_t kNoSpaceLeft = std::uintmax_t{64} << 10U;

const char* const kNameAStore = "name the store with --store FILE or SIGNPOST_STORE";

std::int64_t pragma(Connection& connection, std::string_view sql) {
  Query query = connection.query(sql);
  return query.next() ? query.integer(0) : 0;
}

/// Is there hardly a byte left where the file stands?
bool disk_is_full(const fs::path& path) {
  std::error_code unknown;
  const fs::space_info space = fs::space(fs::absolute(path).parent_path(), unknown);
  return !unknown && space.available < kNoSpaceLeft;
}

void check_file(const fs::path& path) {
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (status.type() == fs::file_type::not_found) {
    if (const auto log = log_beside(path)) {
      throw Error(ErrorKind::kStore,
                  fmt::format("there is no store at {}, only its log, {}", in_quotes(path),
                              in_quotes(*log)),
                  "put the store back beside it; or `signpost restore FILE` puts a backup in its "
                  "place and keeps the log");
    }
    throw Error(ErrorKind::kStore, fmt::format("there is no store at {}", in_quotes(path)),
                "make one with `signpost init`, or name another with --store FILE");
  }
  if (failed) {
    throw Error(ErrorKind::kStore,
                fmt::format("{} cannot be opened: {}", in_quotes(path), failed.message()),
                kNameAStore);
  }
  if (fs::is_directory(status)) {
    throw Error(ErrorKind::kStore, fmt::format("{} is a folder, not a store", in_quotes(path)),
                kNameAStore);
  }
  if (fs::is_regular_file(status) && fs::file_size(path, failed) == 0) {
    throw Error(ErrorKind::kStore,
                fmt::format("{} is no store: it is an empty file", in_quotes(path)),
                fmt::format("remove it and make a store with `signpost init`; where it was one, {}",
                            kRestoreIt));
  }
  if (::access(path.c_str(), R_OK) != 0) {
    throw Error(ErrorKind::kStore,
                fmt::format("{} cannot be read: {}", in_quotes(path), std::strerror(errno)),
                "ask its owner to let you read it");
  }
}

/// SQLite keeps a log beside each name of a file: what is written under one name is lost to whoever
/// comes by the other.
void refuse_two_names(const fs::path& path) {
  std::error_code unknown;
  const std::uintmax_t names = fs::hard_link_count(path, unknown);
  if (unknown || names < 2) return;
  // As a restore that was broken off leaves it (restore.cc): its log has the other name already.
  for (int number = 1;; ++number) {
    const fs::path kept = name_of_kept(path, number);
    if (!fs::exists(kept, unknown)) break;
    if (!same_file(path, kept)) continue;
    throw Error(ErrorKind::kStore,
                fmt::format("a restore of {} was broken off before it was done", in_quotes(path)),
                "do it once more: `signpost restore FILE`");
  }
  throw Error(
      ErrorKind::kStore,
      fmt::format("{} is one file under {} names (hard links), and a store is safe only "
                  "under one",
                  in_quotes(path), names),
      fmt::format("`find / -xdev -samefile {}` lists them: remove all but one", path.string()));
}

enum class Age : std::uint8_t { kOlder, kCurrent };

Age check_header(Connection& connection) {
  const fs::path& path = connection.path();
  const std::int64_t application = pragma(connection, "PRAGMA application_id");
  if (application != kApplicationId) {
    throw Error(ErrorKind::kStore,
                fmt::format("{} is not a Signpost store but an SQLite file of another program",
                            in_quotes(path)),
                kNameAStore);
  }
  const std::int64_t version = pragma(connection, "PRAGMA user_version");
  if (version > schema_version()) {
    throw Error(
        ErrorKind::kStore,
        fmt::format(
            "{} was written by a newer Signpost (store version {}; this one knows up to {})",
            in_quotes(path), version, schema_version()),
        "use the newer program");
  }
  if (version < 1) {
    throw Error(ErrorKind::kStore, fmt::format("{} is not a whole store", in_quotes(path)),
                kRestoreIt);
  }
  return version < schema_version() ? Age::kOlder : Age::kCurrent;
}

}  // namespace

std::unique_ptr<Connection> open_as_it_is(const fs::path& path) {
  check_file(path);
  return in_plain_words(path, [&] {
    auto connection = std::make_unique<Connection>(path, Mode::kRead, has_log(path));
    check_header(*connection);
    return connection;
  });
}

std::unique_ptr<Connection> open_store(const fs::path& path, Mode mode,
                                       std::optional<fs::path>* copy) {
  check_file(path);
  refuse_two_names(path);
  return in_plain_words(path, [&] {
    std::unique_ptr<Connection> connection;
    try {
      connection = std::make_unique<Connection>(path, mode);
      if (check_header(*connection) == Age::kOlder) {
        if (mode == Mode::kRead) {
          open_store(path, Mode::kWrite, copy);
          return open_store(path, mode);
        }
        const std::optional<fs::path> made = upgrade_in_turn(*connection);
        if (copy != nullptr) *copy = made;
        check_header(*connection);  // a newer program may have upgraded it before this one
      }
    } catch (const Refused& refused) {
      const Refusal why = refused.why();
      if (why == Refusal::kCorrupt) throw_damaged(path, refused.what(), kRestoreIt);
      const bool read_only = why == Refusal::kCannotOpen || why == Refusal::kReadOnly;
      if (mode == Mode::kRead && read_only && !is_out_of_files(reason_of(refused))) {
        throw Error(ErrorKind::kStore,
                    fmt::format("{} stands in a read-only folder, and its latest changes are still "
                                "in {}",
                                in_quotes(path), in_quotes(path.filename().string() + "-wal")),
                    "copy both files to a folder of your own and read them there");
      }
      throw;
    }
    if (mode == Mode::kWrite) {
      if (connection->is_read_only()) throw_as_error(path, Refusal::kReadOnly, "");
      // A copy made by `backup` is not in WAL mode, so that it can be read anywhere.
      const bool in_wal = connection->query("PRAGMA journal_mode = WAL").next();
      if (!in_wal) throw_as_error(path, Refusal::kReadOnly, "");
    }
    return connection;
  });
}

void throw_damaged(const fs::path& path, const std::string& message, const std::string& hint) {
  throw Error(ErrorKind::kStore, fmt::format("{} is damaged: {}", in_quotes(path), message), hint);
}

void throw_as_error(const fs::path& path, Refusal why, const std::string& message) {
  const std::string name = in_quotes(path);
  switch (why) {
    case Refusal::kFull:
      throw Error(ErrorKind::kStore, fmt::format("the disk is full: {} cannot be changed", name),
                  "nothing of this change is stored; free some space, then do it again");
    case Refusal::kBusy:
      throw Error(ErrorKind::kStore,
                  fmt::format("another program has been writing to {} for ten seconds", name),
                  "let it finish, then do it again");
    case Refusal::kReadOnly:
      throw Error(ErrorKind::kStore,
                  fmt::format("{} cannot be changed: it is read-only, or its folder is", name),
                  "copy it to a folder of your own, or name another store with --store FILE");
    case Refusal::kCannotOpen:
      if (disk_is_full(path)) throw_as_error(path, Refusal::kFull, message);
      throw Error(
          ErrorKind::kStore,
          fmt::format("{} cannot be opened: SQLite must be able to make files beside it", name),
          "copy it to a folder of your own, or name another store with --store FILE");
    case Refusal::kNotDatabase:
      throw Error(ErrorKind::kStore,
                  fmt::format("{} is not a Signpost store: it is not an SQLite file", name),
                  kNameAStore);
    case Refusal::kCorrupt:
      throw_damaged(path, message, fmt::format("`signpost verify` says where; {}", kRestoreIt));
    case Refusal::kInputOutput:
      if (disk_is_full(path)) throw_as_error(path, Refusal::kFull, message);
      throw Error(
          ErrorKind::kStore, fmt::format("{} cannot be read or written: {}", name, message),
          "nothing of this change is stored; see whether the disk is whole and still there");
    default:
      throw Error(ErrorKind::kStore, fmt::format("{} refused the change: {}", name, message),
                  "`signpost verify` says whether the store is whole");
  }
}

void throw_as_error(const fs::path& path, const Refused& refused) {
  if (refused.why() == Refusal::kNoMemory) throw std::bad_alloc();
  const int reason = reason_of(refused);
  if (is_out_of_files(reason)) {
    throw Error(
        ErrorKind::kStore,
        fmt::format("{} cannot be opened: this program may open no more files", in_quotes(path)),
        kRaiseLimit);
  }
  throw_as_error(path, is_disk_full(reason) ? Refusal::kFull : refused.why(), refused.what());
}

void throw_not_made(const fs::path& path, const Refused& refused) {
  if (refused.why() == Refusal::kFull ||
      (refused.why() == Refusal::kInputOutput &&
       (is_disk_full(reason_of(refused)) || disk_is_full(path)))) {
    throw Error(ErrorKind::kStore,
                fmt::format("the disk is full: {} was not made", in_quotes(path)),
                "free some space, then do it again");
  }
  throw_as_error(path, refused);
}

std::string in_quotes(const fs::path& path) {
  return fmt::format("\"{}\"", printable(path.string()));
}

}  // namespace signpost::store
