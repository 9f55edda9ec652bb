#include "engine/store/schema.h"

#include <fmt/format.h>

#include <map>
#include <utility>

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

}  // namespace

void upgrade(Connection& connection, int from) {
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
