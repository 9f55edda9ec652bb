#include "engine/store/connection.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <system_error>

#include "engine/base/error.h"
#include "engine/base/file_identity.h"
#include "engine/base/shortage.h"
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

/// With the store filled in.
Phrase of(const char* key, const fs::path& store) { return {key, {{"store", store.string()}}}; }

Phrase name_the_store() { return {"store.name-it", {{"do", Phrase("action.name-store")}}}; }

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
                  {"store.only-its-log", {{"store", path.string()}, {"log", log->string()}}},
                  {"store.only-its-log.hint", {{"do", Phrase("action.restore")}}});
    }
    throw Error(ErrorKind::kStore, of("store.none-there", path),
                {"store.none-there.hint",
                 {{"do_make", Phrase("action.make-store")},
                  {"do_name", Phrase("action.name-other-store")}}});
  }
  if (failed) {
    throw Error(ErrorKind::kStore,
                {"store.not-opened", {{"store", path.string()}, {"why", failed.message()}}},
                name_the_store());
  }
  if (fs::is_directory(status)) {
    throw Error(ErrorKind::kStore, of("store.is-a-folder", path), name_the_store());
  }
  if (fs::is_regular_file(status) && fs::file_size(path, failed) == 0) {
    throw Error(
        ErrorKind::kStore, of("store.is-empty", path),
        {"store.is-empty.hint", {{"do", Phrase("action.make-store")}, {"restore", restore_it()}}});
  }
  if (::access(path.c_str(), R_OK) != 0) {
    throw Error(ErrorKind::kStore,
                {"store.not-read", {{"store", path.string()}, {"why", std::strerror(errno)}}},
                "store.not-read.hint");
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
    throw Error(ErrorKind::kStore, of("store.half-restored", path),
                {"store.half-restored.hint", {{"do", Phrase("action.restore")}}});
  }
  throw Error(ErrorKind::kStore, {"store.several-names", {{"store", path.string()}, {"n", names}}},
              of("store.several-names.hint", path));
}

enum class Age : std::uint8_t { kOlder, kCurrent };

Age check_header(Connection& connection) {
  const fs::path& path = connection.path();
  const std::int64_t application = pragma(connection, "PRAGMA application_id");
  if (application != kApplicationId) {
    throw Error(ErrorKind::kStore, of("store.of-another-program", path), name_the_store());
  }
  const std::int64_t version = pragma(connection, "PRAGMA user_version");
  if (version > schema_version()) {
    throw Error(ErrorKind::kStore,
                {"store.newer",
                 {{"store", path.string()},
                  {"version", std::to_string(version)},
                  {"known", std::to_string(schema_version())}}},
                "store.newer.hint");
  }
  if (version < 1) {
    throw Error(ErrorKind::kStore, of("store.not-whole", path), restore_it());
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
      if (why == Refusal::kCorrupt) {
        throw_damaged(path, Phrase::verbatim(refused.what()), restore_it());
      }
      const bool read_only = why == Refusal::kCannotOpen || why == Refusal::kReadOnly;
      if (mode == Mode::kRead && read_only && !is_out_of_files(reason_of(refused))) {
        throw Error(ErrorKind::kStore,
                    {"store.changes-in-log",
                     {{"store", path.string()}, {"log", path.filename().string() + "-wal"}}},
                    "store.changes-in-log.hint");
      }
      throw;
    }
    if (mode == Mode::kWrite) {
      if (connection->is_read_only()) throw_as_error(path, Refusal::kReadOnly);
      // A copy made by `backup` is not in WAL mode, so that it can be read anywhere.
      const bool in_wal = connection->query("PRAGMA journal_mode = WAL").next();
      if (!in_wal) throw_as_error(path, Refusal::kReadOnly);
    }
    return connection;
  });
}

void throw_damaged(const fs::path& path, const Phrase& message, const Phrase& hint) {
  throw Error(ErrorKind::kStore, {"store.damaged", {{"store", path.string()}, {"why", message}}},
              hint);
}

void throw_as_error(const fs::path& path, Refusal why, const Phrase& message) {
  switch (why) {
    case Refusal::kFull:
      throw Error(ErrorKind::kStore, of("store.disk-full", path), "store.disk-full.hint");
    case Refusal::kBusy:
      throw Error(ErrorKind::kStore, of("store.busy", path), "store.busy.hint");
    case Refusal::kReadOnly:
      throw Error(ErrorKind::kStore, of("store.read-only", path), copy_it_or_name_another());
    case Refusal::kCannotOpen:
      if (disk_is_full(path)) throw_as_error(path, Refusal::kFull, message);
      throw Error(ErrorKind::kStore, of("store.no-files-beside", path), copy_it_or_name_another());
    case Refusal::kNotDatabase:
      throw Error(ErrorKind::kStore, of("store.not-sqlite", path), name_the_store());
    case Refusal::kCorrupt:
      throw_damaged(
          path, message,
          {"store.damaged.hint", {{"do", Phrase("action.verify")}, {"restore", restore_it()}}});
    case Refusal::kInputOutput:
      if (disk_is_full(path)) throw_as_error(path, Refusal::kFull, message);
      throw Error(ErrorKind::kStore,
                  {"store.input-output", {{"store", path.string()}, {"why", message}}},
                  "store.input-output.hint");
    default:
      throw Error(ErrorKind::kStore,
                  {"store.refused", {{"store", path.string()}, {"why", message}}},
                  {"store.refused.hint", {{"do", Phrase("action.verify")}}});
  }
}

void throw_as_error(const fs::path& path, const Refused& refused) {
  if (refused.why() == Refusal::kNoMemory) throw std::bad_alloc();
  const int reason = reason_of(refused);
  if (is_out_of_files(reason)) {
    throw Error(ErrorKind::kStore, of("store.too-many-files", path), kRaiseLimit);
  }
  throw_as_error(path, is_disk_full(reason) ? Refusal::kFull : refused.why(),
                 Phrase::verbatim(refused.what()));
}

void throw_not_made(const fs::path& path, const Refused& refused) {
  if (refused.why() == Refusal::kFull ||
      (refused.why() == Refusal::kInputOutput &&
       (is_disk_full(reason_of(refused)) || disk_is_full(path)))) {
    throw Error(ErrorKind::kStore, {"store.no-room", {{"file", path.string()}}},
                "store.no-room.hint");
  }
  throw_as_error(path, refused);
}

Phrase restore_it() {
  return {"store.restore-it",
          {{"do", Phrase("action.restore")}, {"do_before", Phrase("action.back-up")}}};
}

Phrase copy_it_or_name_another() {
  return {"store.copy-it", {{"do", Phrase("action.name-other-store")}}};
}

}  // namespace signpost::store
