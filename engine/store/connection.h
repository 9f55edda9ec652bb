// One connection to the file of a store: opened with the store's settings, statements prepared
// once.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "engine/base/sha256.h"
#include "engine/time/instant.h"

namespace signpost::store {

/// Bytes bound as a BLOB; they must outlive the query that binds them.
struct Blob {
  std::string_view bytes;
};
inline Blob blob(const Digest& digest) {
  return {{reinterpret_cast<const char*>(digest.data()), digest.size()}};
}

inline std::int64_t seconds(Instant instant) { return instant.time_since_epoch().count(); }
inline Instant instant_of(std::int64_t seconds_since_1970) {
  return Instant(std::chrono::seconds(seconds_since_1970));
}

/// What SQLite refused, and what the system had told it (errno; 0: nothing): a full disk is not
/// always SQLITE_FULL.
class Refused : public SQLite::Exception {
 public:
  Refused(sqlite3* database, int result)
      : SQLite::Exception(database, result), system_error_(sqlite3_system_errno(database)) {}
  Refused(const SQLite::Exception& refused, int system_error)
      : SQLite::Exception(refused), system_error_(system_error) {}
  [[nodiscard]] int system_error() const { return system_error_; }

 private:
  int system_error_;
};

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using PreparedStatement = std::unique_ptr<sqlite3_stmt, Finalize>;

/// One use of a prepared statement: binds, steps, reads; resets it when the use ends. Bound text is
/// not copied and must live as long as the query. Columns count from 0. What SQLite refuses is
/// thrown as Refused. (Not SQLite::Statement: that copies every text that is bound and a
/// shared pointer for every column read, a third of the time of reading items.)
class Query {
 public:
  Query(sqlite3* database, sqlite3_stmt* statement) : database_(database), statement_(statement) {}
  Query(Query&& other) noexcept
      : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)) {}
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  Query& operator=(Query&&) = delete;
  ~Query() {
    if (statement_ == nullptr) return;
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

  /// Parameters count from 1.
  void bind(int parameter, std::int64_t value);
  void bind(int parameter, double value);
  void bind(int parameter, std::string_view value);
  void bind(int parameter, Blob value);
  void bind_null(int parameter);

  /// The next row; false at the end.
  bool next();
  /// To the end, for statements without rows.
  void run() {
    while (next()) {
    }
  }
  /// Ready for another round with other bindings.
  void again() { sqlite3_reset(statement_); }

  [[nodiscard]] int columns() const { return sqlite3_column_count(statement_); }
  [[nodiscard]] const char* name(int column) const {
    return sqlite3_column_name(statement_, column);
  }
  [[nodiscard]] int type(int column) const { return sqlite3_column_type(statement_, column); }
  [[nodiscard]] bool is_null(int column) const { return type(column) == SQLITE_NULL; }
  [[nodiscard]] std::int64_t integer(int column) const {
    return sqlite3_column_int64(statement_, column);
  }
  [[nodiscard]] int number(int column) const { return sqlite3_column_int(statement_, column); }
  [[nodiscard]] bool flag(int column) const { return number(column) != 0; }
  [[nodiscard]] double real(int column) const { return sqlite3_column_double(statement_, column); }
  /// Empty where NULL; valid until the next step.
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::string string(int column) const { return std::string(text(column)); }
  [[nodiscard]] std::string_view bytes(int column) const;
  [[nodiscard]] Digest digest(int column) const;
  [[nodiscard]] Instant instant(int column) const { return instant_of(integer(column)); }

 private:
  void check(int result) const;

  sqlite3* database_;
  sqlite3_stmt* statement_;
};

/// How a connection may be used.
enum class Mode : std::uint8_t {
  kRead,    // changes nothing; works in a read-only folder where SQLite allows it
  kWrite,   // the file must exist
  kCreate,  // the file is made
  kMemory,  // no file at all; the path is not looked at
};

/// A connection of one thread at a time. The constructor throws SQLite::Exception only;
/// `open_store` below is the door that says in plain words why a store cannot be opened.
class Connection {
 public:
  /// Of a file whose log must stay as it is (`keeps_log`) the log is not played into it at the end.
  Connection(const std::filesystem::path& path, Mode mode, bool keeps_log = false);

  /// The statement, prepared on first use. One query of a text at a time.
  Query query(std::string_view sql);
  template <class... Values>
  Query query(std::string_view sql, const Values&... values) {
    Query made = query(sql);
    int parameter = 0;
    (bind_one(made, ++parameter, values), ...);
    return made;
  }
  void run(const char* sql);

  [[nodiscard]] sqlite3* handle() const { return database_->getHandle(); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] Mode mode() const { return mode_; }

 private:
  template <class Value>
  static void bind_one(Query& query, int parameter, const Value& value) {
    if constexpr (std::integral<Value>) {
      query.bind(parameter, static_cast<std::int64_t>(value));
    } else if constexpr (std::is_same_v<Value, Instant>) {
      query.bind(parameter, seconds(value));
    } else if constexpr (std::is_convertible_v<Value, std::string_view>) {
      query.bind(parameter, std::string_view(value));
    } else {
      query.bind(parameter, value);
    }
  }

  std::filesystem::path path_;
  Mode mode_;
  std::unique_ptr<SQLite::Database> database_;
  std::unordered_map<std::string, PreparedStatement> statements_;
};

/// Opens a store and checks that it is one: Error{kStore} where it is missing, unreadable, not
/// ours, or of a version that this program does not know. An older store is upgraded (upgrade.h),
/// and `copy` is given the path of the copy that was made of it before.
std::unique_ptr<Connection> open_store(const std::filesystem::path& path, Mode mode,
                                       std::optional<std::filesystem::path>* copy = nullptr);

/// Opens a store for reading and leaves it as it is, an older one too, and its log where it has
/// one. Error{kStore} as above.
std::unique_ptr<Connection> open_as_it_is(const std::filesystem::path& path);

/// BEGIN IMMEDIATE … COMMIT; rolled back unless committed.
class WriteTransaction {
 public:
  explicit WriteTransaction(Connection& connection);
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;
  ~WriteTransaction();
  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

/// One state of the store to read from, for as long as it lives.
class ReadTransaction {
 public:
  explicit ReadTransaction(Connection& connection);
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;
  ~ReadTransaction();

 private:
  Connection& connection_;
};

/// The Error for what SQLite refused, in plain words; std::bad_alloc where memory was refused.
[[noreturn]] void throw_as_error(const std::filesystem::path& path, int code,
                                 const std::string& message);
[[noreturn]] void throw_as_error(const std::filesystem::path& path,
                                 const SQLite::Exception& refused);

/// The Error for a file that SQLite cannot make sense of.
[[noreturn]] void throw_damaged(const std::filesystem::path& path, const std::string& message,
                                const std::string& hint);

/// The same where a new file was to be made.
[[noreturn]] void throw_not_made(const std::filesystem::path& path,
                                 const SQLite::Exception& refused);

/// What to do about a store that is damaged.
inline constexpr const char* kRestoreIt =
    "`signpost restore FILE` puts a copy that `signpost backup` made in its place";

/// Runs `work`; what SQLite refuses in it becomes an Error.
template <class Work>
auto in_plain_words(const std::filesystem::path& path, const Work& work) {
  try {
    return work();
  } catch (const SQLite::Exception& refused) {
    throw_as_error(path, refused);
  }
}

/// A path in a message: quoted, made safe to print.
std::string in_quotes(const std::filesystem::path& path);

}  // namespace signpost::store
