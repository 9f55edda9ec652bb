// The database: a connection to one file and queries of it. All that knows SQLite stands behind
// this (database.cc); a second database would stand beside it.
#pragma once

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
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

/// Why the database refuses something.
enum class Refusal : std::uint8_t {
  kBusy,         // another program has it
  kFull,         // the disk is
  kReadOnly,     // the file, or what stands beside it, cannot be changed
  kCannotOpen,   // nor made
  kNotDatabase,  // it is no file of a database
  kCorrupt,      // the file is damaged
  kInputOutput,  // it cannot be read or written
  kNoMemory,
  kStatement,  // the statement does not fit what is stored
  kOther,      // a rule of the schema, for one
};

/// What the database refused, in its own words, and what the system had told it (errno; 0:
/// nothing): a full disk is not always kFull.
class Refused : public std::runtime_error {
 public:
  Refused(Refusal why, const std::string& words, int system_error)
      : std::runtime_error(words), why_(why), system_error_(system_error) {}
  [[nodiscard]] Refusal why() const { return why_; }
  [[nodiscard]] int system_error() const { return system_error_; }

 private:
  Refusal why_;
  int system_error_;
};

enum class CellType : std::uint8_t { kNull, kInteger, kReal, kText, kBytes };

/// One use of a prepared statement: binds, steps, reads; resets it when the use ends. Bound text is
/// not copied and must live as long as the query. Parameters count from 1, columns from 0. What the
/// database refuses is thrown as Refused.
class Query {
 public:
  Query(Query&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  Query& operator=(Query&&) = delete;
  ~Query();

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
  void again();

  [[nodiscard]] int columns() const;
  [[nodiscard]] const char* name(int column) const;
  [[nodiscard]] CellType type(int column) const;
  [[nodiscard]] bool is_null(int column) const { return type(column) == CellType::kNull; }
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] int number(int column) const;
  [[nodiscard]] bool flag(int column) const { return number(column) != 0; }
  [[nodiscard]] double real(int column) const;
  /// Empty where NULL; valid until the next step.
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::string string(int column) const { return std::string(text(column)); }
  [[nodiscard]] std::string_view bytes(int column) const;
  [[nodiscard]] Digest digest(int column) const;
  [[nodiscard]] Instant instant(int column) const { return instant_of(integer(column)); }

 private:
  friend class Connection;
  struct Statement;
  explicit Query(Statement* statement) : statement_(statement) {}

  Statement* statement_;
};

/// How a connection may be used.
enum class Mode : std::uint8_t {
  kRead,    // changes nothing; works in a read-only folder where the database allows it
  kWrite,   // the file must exist
  kCreate,  // the file is made
  kMemory,  // no file at all; the path is not looked at
};

/// A connection of one thread at a time. Everything throws Refused only; connection.h says in plain
/// words why a store cannot be opened or changed.
class Connection {
 public:
  /// Of a file whose log must stay as it is (`keeps_log`) the log is not played into it at the end.
  Connection(const std::filesystem::path& path, Mode mode, bool keeps_log = false);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// The statement, prepared on first use. One query of a text at a time.
  Query query(std::string_view sql);
  template <class... Values>
  Query query(std::string_view sql, const Values&... values) {
    Query made = query(sql);
    int parameter = 0;
    (bind_one(made, ++parameter, values), ...);
    return made;
  }
  /// One or more statements without parameters.
  void run(const char* sql);
  /// The same where nothing can be done about a refusal; whether it was done.
  bool try_to_run(const char* sql) noexcept;

  /// A function of one text for the statements of this connection: NULL of NULL.
  void define(const char* name, std::string (*of)(std::string_view text));
  /// Whether the file cannot be written.
  [[nodiscard]] bool is_read_only() const;
  /// Whether a transaction is open; the database may have rolled one back by itself.
  [[nodiscard]] bool is_in_transaction() const;

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

  struct Database;

  std::filesystem::path path_;
  Mode mode_;
  std::unique_ptr<Database> database_;
};

/// What can be told of a refusal: the system's own reason, where the database could not open, read
/// or write a file; else 0.
int reason_of(const Refused& refused);

/// Is there a log beside the file that still holds changes?
bool has_log(const std::filesystem::path& path);

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

}  // namespace signpost::store
