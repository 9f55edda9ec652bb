#include "engine/store/upgrade.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <string>
#include <system_error>
#include <utility>

#include "engine/base/error.h"
#include "engine/store/new_file.h"
#include "engine/store/schema.h"

namespace signpost::store {
namespace {

namespace fs = std::filesystem;

/// Of one connection, and only outside a transaction.
class UncheckedReferences {
 public:
  explicit UncheckedReferences(Connection& connection) : connection_(connection) {
    connection_.run("PRAGMA foreign_keys = OFF");
  }
  UncheckedReferences(const UncheckedReferences&) = delete;
  UncheckedReferences& operator=(const UncheckedReferences&) = delete;
  ~UncheckedReferences() { connection_.try_to_run("PRAGMA foreign_keys = ON"); }

 private:
  Connection& connection_;
};

int version_of(Connection& connection) {
  Query query = connection.query("PRAGMA user_version");
  return query.next() ? query.number(0) : 0;
}

fs::path free_name_beside(const fs::path& store) {
  for (int number = 1;; ++number) {
    fs::path name = fmt::format("{}.before-upgrade-{}", store.string(), number);
    std::error_code unknown;
    if (!fs::exists(fs::symlink_status(name, unknown))) return name;
  }
}

/// Readable by whoever may read the store, and at no time by others.
fs::path copy_beside(const fs::path& store) {
  fs::path copy = free_name_beside(store);
  try {
    const auto mode = static_cast<unsigned>(fs::status(store).permissions());
    make_new_file(copy, mode, [&](const fs::path& unnamed) {
      Connection reader(store, Mode::kRead);
      reader.run("PRAGMA query_only = OFF");  // which would keep from writing any file
      reader.query("VACUUM INTO ?", unnamed.string()).run();
    });
  } catch (const Error& error) {
    throw Error(error.kind(),
                {"store.not-copied", {{"store", store.string()}, {"why", error.message()}}},
                error.hint());
  }
  return copy;
}

/// SQLite would tell only at the first change, after the copy.
void refuse_read_only(Connection& connection) {
  const fs::path folder = fs::absolute(connection.path()).parent_path();
  if (!connection.is_read_only() && ::access(folder.c_str(), W_OK | X_OK) == 0) {
    return;
  }
  throw Error(ErrorKind::kStore, {"store.older-read-only", {{"store", connection.path().string()}}},
              copy_it_or_name_another());
}

Phrase restore_what_was_changed() {
  return {"store.changed-by-others.hint", {{"do", Phrase("action.restore")}}};
}

/// What the files refuse is not what a store of that version holds.
void run_files(Connection& connection, int from) {
  try {
    upgrade(connection, from);
  } catch (const Refused& refused) {
    if (refused.why() != Refusal::kStatement) throw;
    throw Error(ErrorKind::kStore,
                {"store.not-that-version",
                 {{"store", connection.path().string()},
                  {"version", std::to_string(from)},
                  {"why", refused.what()}}},
                restore_what_was_changed());
  }
}

void check_references(Connection& connection) {
  std::map<std::pair<std::string, std::string>, int> dangling;
  Query query = connection.query("PRAGMA foreign_key_check");
  while (query.next()) ++dangling[{query.string(0), query.string(2)}];
  if (dangling.empty()) return;
  const auto& [tables, rows] = *dangling.begin();
  throw Error(ErrorKind::kStore,
              {"store.older-dangling",
               {{"store", connection.path().string()},
                {"table", tables.first},
                {"n", rows},
                {"other", tables.second}}},
              restore_what_was_changed());
}

/// Is the store still at that version, for sure?
bool stands_at(Connection& connection, int version) {
  try {
    return version_of(connection) == version;
  } catch (const Refused&) {
    return false;
  }
}

}  // namespace

std::optional<fs::path> upgrade_in_turn(Connection& connection) {
  int from = 0;
  std::optional<fs::path> copy;
  try {
    const UncheckedReferences unchecked(connection);
    WriteTransaction change(connection);
    from = version_of(connection);
    if (from >= schema_version()) return std::nullopt;
    refuse_read_only(connection);
    copy = copy_beside(connection.path());
    run_files(connection, from);
    check_references(connection);
    change.commit();
    return copy;
  } catch (...) {
    if (copy && stands_at(connection, from)) {  // then the copy says nothing that it does not
      std::error_code there_it_stays;
      fs::remove(*copy, there_it_stays);
    }
    throw;
  }
}

}  // namespace signpost::store
