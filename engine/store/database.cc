#include "engine/store/database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <unordered_map>

#include "engine/base/shortage.h"

namespace signpost::store {

namespace {

namespace fs = std::filesystem;

constexpr int kBusyMilliseconds = 10'000;

Refusal refusal_of(int extended) {
  if (extended == SQLITE_IOERR_NOMEM) return Refusal::kNoMemory;
  switch (extended & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Refusal::kBusy;
    case SQLITE_FULL:
      return Refusal::kFull;
    case SQLITE_READONLY:
      return Refusal::kReadOnly;
    case SQLITE_CANTOPEN:
      return Refusal::kCannotOpen;
    case SQLITE_NOTADB:
      return Refusal::kNotDatabase;
    case SQLITE_CORRUPT:
      return Refusal::kCorrupt;
    case SQLITE_IOERR:
      return Refusal::kInputOutput;
    case SQLITE_NOMEM:
      return Refusal::kNoMemory;
    case SQLITE_ERROR:
      return Refusal::kStatement;
    default:
      return Refusal::kOther;
  }
}

[[noreturn]] void refuse(sqlite3* database, int result) {
  const int extended = sqlite3_extended_errcode(database);
  throw Refused(refusal_of((extended & 0xFF) == (result & 0xFF) ? extended : result),
                sqlite3_errmsg(database), sqlite3_system_errno(database));
}

void check(sqlite3* database, int result) {
  if (result != SQLITE_OK) refuse(database, result);
}

void check(sqlite3_stmt* statement, int result) {
  if (result != SQLITE_OK) refuse(sqlite3_db_handle(statement), result);
}

void execute(sqlite3* database, const char* sql) {
  check(database, sqlite3_exec(database, sql, nullptr, nullptr, nullptr));
}

struct Close {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

Handle open(const std::string& name, int flags) {
  sqlite3* opened = nullptr;
  const int result = sqlite3_open_v2(name.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Handle handle(opened);
  if (result != SQLITE_OK) {
    // SQLite does not say why; what it would have opened is the first file that this opens.
    throw Refused(refusal_of(result), opened != nullptr ? sqlite3_errmsg(opened) : "out of memory",
                  can_open(1) ? 0 : EMFILE);
  }
  sqlite3_busy_timeout(opened, kBusyMilliseconds);
  return handle;
}

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

Handle open_file(const fs::path& path, Mode mode) {
  // A reader opens for writing too where it may: only so does the last one to close the file clean
  // up the log beside it. It is held to reading by query_only.
  int flags = SQLITE_OPEN_READWRITE;
  if (mode == Mode::kCreate) flags |= SQLITE_OPEN_CREATE;
  // An absolute path is never taken for one of SQLite's URIs.
  return open(mode == Mode::kMemory ? ":memory:" : fs::absolute(path).string(), flags);
}

void settle(sqlite3* database, Mode mode, bool keeps_log) {
  sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keeps_log ? 1 : 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  if (mode == Mode::kRead) {
    execute(database, "PRAGMA query_only = ON");
  } else {
    execute(database,
            "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON");
  }
}

bool is_kept_from_making_files(const Refused& refused) {
  return refused.why() == Refusal::kCannotOpen || refused.why() == Refusal::kReadOnly ||
         refused.why() == Refusal::kFull || refused.why() == Refusal::kInputOutput;
}

}  // namespace

// Statements are SQLite's own, and not those of a library on top of it: that copies every text that
// is bound and a shared pointer for every column read, a third of the time of reading items.
struct Query::Statement {
  std::unique_ptr<sqlite3_stmt, Finalize> sqlite;
  operator sqlite3_stmt*() const { return sqlite.get(); }  // NOLINT(google-explicit-constructor)
};

int reason_of(const Refused& refused) {
  const bool of_file =
      refused.why() == Refusal::kCannotOpen || refused.why() == Refusal::kInputOutput;
  return of_file ? refused.system_error() : 0;
}

bool has_log(const fs::path& path) {
  std::error_code none;
  const auto size = fs::file_size(fs::path(path.string() + "-wal"), none);
  return !none && size > 0;
}

Query::~Query() {
  if (statement_ == nullptr) return;
  sqlite3_reset(*statement_);
  sqlite3_clear_bindings(*statement_);
}

void Query::bind(int parameter, std::int64_t value) {
  check(*statement_, sqlite3_bind_int64(*statement_, parameter, value));
}

void Query::bind(int parameter, double value) {
  check(*statement_, sqlite3_bind_double(*statement_, parameter, value));
}

void Query::bind(int parameter, std::string_view value) {
  check(*statement_,
        sqlite3_bind_text64(*statement_, parameter, value.data() == nullptr ? "" : value.data(),
                            value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Query::bind(int parameter, Blob value) {
  check(*statement_, sqlite3_bind_blob64(*statement_, parameter, value.bytes.data(),
                                         value.bytes.size(), SQLITE_STATIC));
}

void Query::bind_null(int parameter) {
  check(*statement_, sqlite3_bind_null(*statement_, parameter));
}

bool Query::next() {
  const int result = sqlite3_step(*statement_);
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  refuse(sqlite3_db_handle(*statement_), result);
}

void Query::again() { sqlite3_reset(*statement_); }

int Query::columns() const { return sqlite3_column_count(*statement_); }

const char* Query::name(int column) const { return sqlite3_column_name(*statement_, column); }

CellType Query::type(int column) const {
  switch (sqlite3_column_type(*statement_, column)) {
    case SQLITE_INTEGER:
      return CellType::kInteger;
    case SQLITE_FLOAT:
      return CellType::kReal;
    case SQLITE_TEXT:
      return CellType::kText;
    case SQLITE_BLOB:
      return CellType::kBytes;
    default:
      return CellType::kNull;
  }
}

std::int64_t Query::integer(int column) const { return sqlite3_column_int64(*statement_, column); }

int Query::number(int column) const { return sqlite3_column_int(*statement_, column); }

double Query::real(int column) const { return sqlite3_column_double(*statement_, column); }

std::string_view Query::text(int column) const {
  const unsigned char* text = sqlite3_column_text(*statement_, column);
  if (text == nullptr) return {};
  return {reinterpret_cast<const char*>(text),
          static_cast<std::size_t>(sqlite3_column_bytes(*statement_, column))};
}

std::string_view Query::bytes(int column) const {
  const void* bytes = sqlite3_column_blob(*statement_, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(*statement_, column))};
}

Digest Query::digest(int column) const {
  Digest digest{};
  const std::string_view stored = bytes(column);
  std::copy_n(stored.begin(), std::min(stored.size(), digest.size()), digest.begin());
  return digest;
}

struct Connection::Database {
  Handle handle;
  std::unordered_map<std::string, std::unique_ptr<Query::Statement>> statements;
};

Connection::Connection(const fs::path& path, Mode mode, bool keeps_log)
    : path_(path), mode_(mode), database_(std::make_unique<Database>()) {
  database_->handle = open_file(path, mode);
  settle(database_->handle.get(), mode, keeps_log);
  // Only now does SQLite touch the file and what stands beside it. Pages are kept as they are read:
  // with the 2 MB that is usual a large store is read many times over.
  const char* const first_touch = "PRAGMA cache_size = -65536";
  try {
    run(first_touch);
  } catch (const Refused& refused) {
    // In a read-only folder or on a full disk SQLite may not be able to make its shared memory; a
    // file that has no log can then be read as it is.
    const bool as_it_is = mode == Mode::kRead && is_kept_from_making_files(refused) &&
                          !is_out_of_files(reason_of(refused));
    if (!as_it_is || has_log(path)) throw;
    database_->handle = open(immutable_uri(path), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
    settle(database_->handle.get(), mode, keeps_log);
    run(first_touch);
  }
}

Connection::~Connection() = default;

void Connection::run(const char* sql) { execute(database_->handle.get(), sql); }

bool Connection::try_to_run(const char* sql) noexcept {
  return sqlite3_exec(database_->handle.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

Query Connection::query(std::string_view sql) {
  auto found = database_->statements.find(std::string(sql));
  if (found == database_->statements.end()) {
    sqlite3_stmt* made = nullptr;
    check(database_->handle.get(),
          sqlite3_prepare_v3(database_->handle.get(), sql.data(), static_cast<int>(sql.size()),
                             SQLITE_PREPARE_PERSISTENT, &made, nullptr));
    found = database_->statements
                .emplace(std::string(sql), std::make_unique<Query::Statement>(
                                               std::unique_ptr<sqlite3_stmt, Finalize>(made)))
                .first;
  }
  assert(sqlite3_stmt_busy(*found->second) == 0);
  return Query(found->second.get());
}

void Connection::define(const char* name, std::string (*of)(std::string_view text)) {
  const auto call = [](sqlite3_context* context, int /*arguments*/, sqlite3_value** values) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
    if (text == nullptr) return sqlite3_result_null(context);
    const auto function =
        reinterpret_cast<std::string (*)(std::string_view)>(sqlite3_user_data(context));
    const std::string made =
        function({text, static_cast<std::size_t>(sqlite3_value_bytes(values[0]))});
    sqlite3_result_text(context, made.data(), static_cast<int>(made.size()), SQLITE_TRANSIENT);
  };
  check(
      database_->handle.get(),
      sqlite3_create_function(database_->handle.get(), name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                              reinterpret_cast<void*>(of), call, nullptr, nullptr));
}

bool Connection::is_read_only() const {
  return sqlite3_db_readonly(database_->handle.get(), "main") == 1;
}

bool Connection::is_in_transaction() const {
  return sqlite3_get_autocommit(database_->handle.get()) == 0;
}

WriteTransaction::WriteTransaction(Connection& connection) : connection_(connection) {
  connection_.run("BEGIN IMMEDIATE");
}

WriteTransaction::~WriteTransaction() {
  // Where the database has rolled back by itself (a full disk) nothing is left to do.
  if (open_ && connection_.is_in_transaction()) connection_.try_to_run("ROLLBACK");
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
    connection_.try_to_run("ROLLBACK");
    throw;
  }
}

ReadTransaction::~ReadTransaction() { connection_.try_to_run("ROLLBACK"); }

}  // namespace signpost::store
