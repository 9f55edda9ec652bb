#include "engine/store/connection.h"

#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
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

constexpr int kBusyMilliseconds = 10'000;
/// Below this an I/O error is taken for a full disk: SQLite reports it so where it cannot make room
/// for its shared memory.
constexpr std::uintmax_t kNoSpaceLeft = std::uintmax_t{64} << 10U;

const char* const kNameAStore = "name the store with --store FILE or SIGNPOST_STORE";

/// `file:` and the path with every byte but plain ones as %XX, for SQLite's URIs.
std::string immutable_uri(const fs::path& path) {
  std::string uri = "file:";
  for (const char c : fs::absolute(path).string()) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::strchr("/-_.~", c) != nullptr;
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri + "?immutable=1";
}

std::unique_ptr<SQLite::Database> open_database(const fs::path& path, Mode mode) {
  // A reader opens for writing too where it may: only so does the last one to close the file clean
  // up the log beside it. It is held to reading by query_only.
  int flags = SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX;
  if (mode == Mode::kCreate) flags |= SQLite::OPEN_CREATE;
  // An absolute path is never taken for one of SQLite's URIs.
  const std::string name = mode == Mode::kMemory ? ":memory:" : fs::absolute(path).string();
  try {
    return std::make_unique<SQLite::Database>(name, flags, kBusyMilliseconds);
  } catch (const SQLite::Exception& refused) {
    // SQLite does not say why; what it would have opened is the first file that this opens.
    throw Refused(refused, can_open(1) ? 0 : EMFILE);
  }
}

void execute(sqlite3* database, const char* sql) {
  const int result = sqlite3_exec(database, sql, nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) throw Refused(database, result);
}

void settle(SQLite::Database& database, Mode mode, bool keeps_log) {
  sqlite3* handle = database.getHandle();
  sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keeps_log ? 1 : 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  if (mode == Mode::kRead) {
    execute(handle, "PRAGMA query_only = ON");
  } else {
    execute(handle,
            "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON");
  }
}

std::int64_t pragma(Connection& connection, std::string_view sql) {
  Query query = connection.query(sql);
  return query.next() ? query.integer(0) : 0;
}

/// Is there a log beside the file that still holds changes?
bool has_log(const fs::path& path) {
  std::error_code none;
  const auto size = fs::file_size(fs::path(path.string() + "-wal"), none);
  return !none && size > 0;
}

bool is_kept_from_making_files(const SQLite::Exception& refused) {
  const int code = refused.getErrorCode() & 0xFF;
  return code == SQLITE_CANTOPEN || code == SQLITE_READONLY || code == SQLITE_FULL ||
         code == SQLITE_IOERR;
}

/// What the system told SQLite, where it could not open, read or write a file; else 0.
int reason_of(const SQLite::Exception& refused) {
  const int code = refused.getErrorCode() & 0xFF;
  const auto* told = dynamic_cast<const Refused*>(&refused);
  const bool of_file = code == SQLITE_CANTOPEN || code == SQLITE_IOERR;
  return told != nullptr && of_file ? told->system_error() : 0;
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

void Query::check(int result) const {
  if (result != SQLITE_OK) throw Refused(database_, result);
}

void Query::bind(int parameter, std::int64_t value) {
  check(sqlite3_bind_int64(statement_, parameter, value));
}

void Query::bind(int parameter, double value) {
  check(sqlite3_bind_double(statement_, parameter, value));
}

void Query::bind(int parameter, std::string_view value) {
  check(sqlite3_bind_text64(statement_, parameter, value.data() == nullptr ? "" : value.data(),
                            value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Query::bind(int parameter, Blob value) {
  check(sqlite3_bind_blob64(statement_, parameter, value.bytes.data(), value.bytes.size(),
                            SQLITE_STATIC));
}

void Query::bind_null(int parameter) { check(sqlite3_bind_null(statement_, parameter)); }

bool Query::next() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  throw Refused(database_, result);
}

std::string_view Query::text(int column) const {
  const unsigned char* text = sqlite3_column_text(statement_, column);
  if (text == nullptr) return {};
  return {reinterpret_cast<const char*>(text),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view Query::bytes(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Digest Query::digest(int column) const {
  Digest digest{};
  const std::string_view stored = bytes(column);
  std::copy_n(stored.begin(), std::min(stored.size(), digest.size()), digest.begin());
  return digest;
}

Connection::Connection(const fs::path& path, Mode mode, bool keeps_log)
    : path_(path), mode_(mode), database_(open_database(path, mode)) {
  settle(*database_, mode, keeps_log);
  // Only now does SQLite touch the file and what stands beside it. Pages are kept as they are read:
  // with the 2 MB that is usual a large store is read many times over.
  const char* const first_touch = "PRAGMA cache_size = -65536";
  try {
    run(first_touch);
  } catch (const SQLite::Exception& refused) {
    // In a read-only folder or on a full disk SQLite may not be able to make its shared memory; a
    // file that has no log can then be read as it is.
    const bool as_it_is = mode == Mode::kRead && is_kept_from_making_files(refused) &&
                          !is_out_of_files(reason_of(refused));
    if (!as_it_is || has_log(path)) throw;
    database_ = std::make_unique<SQLite::Database>(
        immutable_uri(path), SQLite::OPEN_READONLY | SQLite::OPEN_URI | SQLite::OPEN_NOMUTEX,
        kBusyMilliseconds);
    settle(*database_, mode, keeps_log);
    run(first_touch);
  }
}

void Connection::run(const char* sql) { execute(handle(), sql); }

Query Connection::query(std::string_view sql) {
  auto found = statements_.find(std::string(sql));
  if (found == statements_.end()) {
    sqlite3_stmt* made = nullptr;
    const int result = sqlite3_prepare_v3(handle(), sql.data(), static_cast<int>(sql.size()),
                                          SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    if (result != SQLITE_OK) throw Refused(handle(), result);
    found = statements_.emplace(std::string(sql), PreparedStatement(made)).first;
  }
  assert(sqlite3_stmt_busy(found->second.get()) == 0);
  return {handle(), found->second.get()};
}

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
    } catch (const SQLite::Exception& refused) {
      const int code = refused.getErrorCode() & 0xFF;
      if (code == SQLITE_CORRUPT) throw_damaged(path, refused.what(), kRestoreIt);
      const bool read_only = code == SQLITE_CANTOPEN || code == SQLITE_READONLY;
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
      if (sqlite3_db_readonly(connection->handle(), "main") == 1) {
        throw_as_error(path, SQLITE_READONLY, "");
      }
      // A copy made by `backup` is not in WAL mode, so that it can be read anywhere.
      const bool in_wal = connection->query("PRAGMA journal_mode = WAL").next();
      if (!in_wal) throw_as_error(path, SQLITE_READONLY, "");
    }
    return connection;
  });
}

WriteTransaction::WriteTransaction(Connection& connection) : connection_(connection) {
  connection_.run("BEGIN IMMEDIATE");
}

WriteTransaction::~WriteTransaction() {
  // Where SQLite has rolled back by itself (a full disk) nothing is left to do.
  if (open_ && sqlite3_get_autocommit(connection_.handle()) == 0) {
    sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

void WriteTransaction::commit() {
  connection_.run("COMMIT");
  open_ = false;
}

ReadTransaction::ReadTransaction(Connection& connection) : connection_(connection) {
  connection_.run("BEGIN");
  try {
    connection_.run("SELECT 1 FROM seal LIMIT 1");  // BEGIN alone does not fix the state
  } catch (...) {
    sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    throw;
  }
}

ReadTransaction::~ReadTransaction() {
  sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void throw_damaged(const fs::path& path, const std::string& message, const std::string& hint) {
  throw Error(ErrorKind::kStore, fmt::format("{} is damaged: {}", in_quotes(path), message), hint);
}

void throw_as_error(const fs::path& path, int code, const std::string& message) {
  const std::string name = in_quotes(path);
  switch (code & 0xFF) {
    case SQLITE_FULL:
      throw Error(ErrorKind::kStore, fmt::format("the disk is full: {} cannot be changed", name),
                  "nothing of this change is stored; free some space, then do it again");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Error(ErrorKind::kStore,
                  fmt::format("another program has been writing to {} for ten seconds", name),
                  "let it finish, then do it again");
    case SQLITE_READONLY:
      throw Error(ErrorKind::kStore,
                  fmt::format("{} cannot be changed: it is read-only, or its folder is", name),
                  "copy it to a folder of your own, or name another store with --store FILE");
    case SQLITE_CANTOPEN:
      if (disk_is_full(path)) throw_as_error(path, SQLITE_FULL, message);
      throw Error(
          ErrorKind::kStore,
          fmt::format("{} cannot be opened: SQLite must be able to make files beside it", name),
          "copy it to a folder of your own, or name another store with --store FILE");
    case SQLITE_NOTADB:
      throw Error(ErrorKind::kStore,
                  fmt::format("{} is not a Signpost store: it is not an SQLite file", name),
                  kNameAStore);
    case SQLITE_CORRUPT:
      throw_damaged(path, message, fmt::format("`signpost verify` says where; {}", kRestoreIt));
    case SQLITE_IOERR:
      if (disk_is_full(path)) throw_as_error(path, SQLITE_FULL, message);
      throw Error(
          ErrorKind::kStore, fmt::format("{} cannot be read or written: {}", name, message),
          "nothing of this change is stored; see whether the disk is whole and still there");
    default:
      throw Error(ErrorKind::kStore, fmt::format("{} refused the change: {}", name, message),
                  "`signpost verify` says whether the store is whole");
  }
}

void throw_as_error(const fs::path& path, const SQLite::Exception& refused) {
  const int code = refused.getErrorCode() & 0xFF;
  if (code == SQLITE_NOMEM || refused.getExtendedErrorCode() == SQLITE_IOERR_NOMEM) {
    throw std::bad_alloc();
  }
  const int reason = reason_of(refused);
  if (is_out_of_files(reason)) {
    throw Error(
        ErrorKind::kStore,
        fmt::format("{} cannot be opened: this program may open no more files", in_quotes(path)),
        kRaiseLimit);
  }
  throw_as_error(path, is_disk_full(reason) ? SQLITE_FULL : code, refused.what());
}

void throw_not_made(const fs::path& path, const SQLite::Exception& refused) {
  const int code = refused.getErrorCode() & 0xFF;
  if (code == SQLITE_FULL ||
      (code == SQLITE_IOERR && (is_disk_full(reason_of(refused)) || disk_is_full(path)))) {
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
