#include "engine/store/schema.h"

#include <fmt/format.h>

#include <map>
#include <string>
#include <utility>

#include "engine/base/text.h"

namespace signpost::store {
namespace {

using Parts = std::map<std::pair<std::string, std::string>, std::string>;  // (type, name) → SQL

Parts parts_of(Connection& connection) {
  Parts parts;
  Query query = connection.query(
      "SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' "
      "ESCAPE '\\'");
  while (query.next()) parts.emplace(std::pair(query.string(0), query.string(1)), query.string(2));
  return parts;
}

/// folded(TEXT) for 0005_slips.sql, on this connection only.
void add_folded(Connection& connection) {
  const auto fold = [](sqlite3_context* context, int /*arguments*/, sqlite3_value** values) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
    if (text == nullptr) return sqlite3_result_null(context);
    const std::string form =
        folded({text, static_cast<std::size_t>(sqlite3_value_bytes(values[0]))});
    sqlite3_result_text(context, form.data(), static_cast<int>(form.size()), SQLITE_TRANSIENT);
  };
  sqlite3_create_function(connection.handle(), "folded", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                          nullptr, fold, nullptr, nullptr);
}

}  // namespace

void upgrade(Connection& connection, int from) {
  add_folded(connection);
  const auto files = schema_files();
  for (auto number = static_cast<std::size_t>(from); number < files.size(); ++number) {
    connection.run(files[number].text.data());
  }
  connection.run(fmt::format("PRAGMA application_id = {}", kApplicationId).c_str());
  connection.run(fmt::format("PRAGMA user_version = {}", schema_version()).c_str());
}

std::vector<std::string> schema_problems(Connection& connection) {
  static const Parts made = [] {
    Connection fresh("", Mode::kMemory);
    upgrade(fresh, 0);
    return parts_of(fresh);
  }();
  const Parts found = parts_of(connection);
  std::vector<std::string> problems;
  for (const auto& [part, sql] : made) {
    const auto stands = found.find(part);
    if (stands == found.end()) {
      problems.push_back(fmt::format("The {} {} is missing.", part.first, part.second));
    } else if (stands->second != sql) {
      problems.push_back(
          fmt::format("The {} {} is not as the schema made it.", part.first, part.second));
    }
  }
  for (const auto& [part, sql] : found) {
    if (!made.contains(part)) {
      problems.push_back(fmt::format("The {} {} is not of the schema.", part.first, part.second));
    }
  }
  return problems;
}

}  // namespace signpost::store
