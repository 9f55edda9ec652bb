#include "engine/store/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include "engine/base/text.h"

namespace signpost::store {
namespace {

/// A row of sqlite_schema but for its page.
struct Object {
  std::string type;
  std::string name;
  std::string table;  // to which it belongs
  std::string sql;    // empty of SQLite's own indexes

  bool operator==(const Object&) const = default;
  [[nodiscard]] std::string type_and_name() const { return type + ' ' + name; }
};

/// As SQLite makes them when somebody runs ANALYZE: they say how tables are best read, and nothing
/// of what is in them.
const Object kStatistics[] = {
    {"table", "sqlite_stat1", "sqlite_stat1", "CREATE TABLE sqlite_stat1(tbl,idx,stat)"},
    {"table", "sqlite_stat4", "sqlite_stat4",
     "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)"},
};

using Objects = std::map<std::pair<std::string, std::string>, Object>;  // by type and name

/// `problem` is told of what no file of the schema can be the cause of.
template <class Tell>
Objects objects_of(Connection& connection, const Tell& problem) {
  Objects objects;
  std::map<std::int64_t, std::string> pages;
  Query query = connection.query(
      "SELECT type, name, tbl_name, sql, rootpage FROM sqlite_schema ORDER BY rowid");
  while (query.next()) {
    Object object{query.string(0), query.string(1), query.string(2), query.string(3)};
    const std::int64_t page = query.integer(4);
    const bool has_rows = object.type == "table" || object.type == "index";
    if (has_rows != (page > 0)) {
      problem({has_rows ? "store.object-without-page" : "store.object-with-page",
               {{"object", object.type_and_name()}}});
    }
    if (page > 0) {
      const auto [taken, first] = pages.try_emplace(page, object.type_and_name());
      if (!first) {
        problem({"store.objects-on-page",
                 {{"object", object.type_and_name()}, {"other", taken->second}}});
      }
    }
    const auto [there, first] =
        objects.try_emplace(std::pair(object.type, object.name), std::move(object));
    if (!first) problem({"store.object-twice", {{"object", there->second.type_and_name()}}});
  }
  return objects;
}

}  // namespace

void upgrade(Connection& connection, int from) {
  connection.define("folded",
                    [](std::string_view text) { return folded(text); });  // 0005_slips.sql
  const auto files = schema_files();
  for (auto number = static_cast<std::size_t>(from); number < files.size(); ++number) {
    connection.run(files[number].text.data());
  }
  connection.run(fmt::format("PRAGMA application_id = {}", kApplicationId).c_str());
  connection.run(fmt::format("PRAGMA user_version = {}", schema_version()).c_str());
}

std::vector<Phrase> schema_problems(Connection& connection) {
  static const Objects made = [] {
    Connection fresh("", Mode::kMemory);
    upgrade(fresh, 0);
    return objects_of(fresh, [](const Phrase& /*problem*/) {});
  }();
  std::vector<Phrase> problems;
  const auto problem = [&](Phrase said) { problems.push_back(std::move(said)); };
  const Objects found = objects_of(connection, problem);
  for (const auto& [key, object] : made) {
    const auto stands = found.find(key);
    if (stands == found.end()) {
      problem({"store.object-missing", {{"object", object.type_and_name()}}});
    } else if (stands->second != object) {
      problem({"store.object-changed", {{"object", object.type_and_name()}}});
    }
  }
  for (const auto& [key, object] : found) {
    if (made.contains(key)) continue;
    if (std::find(std::begin(kStatistics), std::end(kStatistics), object) != std::end(kStatistics))
      continue;
    problem({"store.object-added", {{"object", object.type_and_name()}}});
  }
  return problems;
}

}  // namespace signpost::store
