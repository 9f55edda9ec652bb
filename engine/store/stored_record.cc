#include "engine/store/stored_record.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/store/item_rows.h"

namespace signpost::store {
namespace {

using Tell = std::function<void(Phrase)>;

int columns_of(const Table& table) {
  const std::string_view columns = table.columns;
  return static_cast<int>(std::count(columns.begin(), columns.end(), ',')) + 1;
}

void add_parts(Connection& connection, FieldHasher& hasher, const Table& part, const Table& head,
               const Query& heads, int first) {
  const std::string_view columns = head.columns;
  const std::size_t comma = columns.find(',');
  const std::string_view first_key = columns.substr(0, comma);
  const std::string_view second_key =
      columns.substr(comma + 2, columns.find(',', comma + 1) - comma - 2);
  std::string order = "1";
  for (int column = 2; column <= std::min(4, columns_of(part)); ++column) {
    order += fmt::format(", {}", column);
  }
  const std::string where = part.keys == 2 ? fmt::format("{} = ? AND {} = ?", first_key, second_key)
                                           : fmt::format("{} = ?", first_key);
  Query rows = connection.query(
      fmt::format("SELECT {} FROM {} WHERE {} ORDER BY {}", part.columns, part.name, where, order));
  for (int key = 0; key < part.keys; ++key) rows.bind(key + 1, heads.integer(first + key));
  while (rows.next()) add_row(hasher, part, rows, 0);
}

/// The digest of the private part of the version at which `heads` stands: recomputed, or as kept
/// by its redaction. Nothing where a problem has been told instead.
std::optional<Digest> hidden_digest(Connection& connection, const Query& heads, int first,
                                    int columns, const RecordKind& kind, const Tell& problem) {
  const std::int64_t item = heads.integer(first);
  const std::int64_t version = heads.integer(first + 1);
  Item content;
  content.source = heads.string(first + columns);
  content.origin = heads.string(first + columns + 1);
  Query text = connection.query(
      "SELECT id, text, url, place, note, by, salt, translation FROM item_text "
      "WHERE item = ? AND version = ?",
      item, version);
  const auto name_of_text = [&] {
    return fmt::format("item_text (item {}, version {})", item, version);
  };
  if (!text.next()) {
    problem({"store.row-missing", {{"row", name_of_text()}}});
    return std::nullopt;
  }
  std::size_t column = 0;
  for (std::string* field :
       {&content.id, &content.text, &content.url, &content.place, &content.note, &content.by}) {
    *field = text.string(static_cast<int>(column++));
  }
  content.translation = text.string(7);
  Query redacted = connection.query(
      "SELECT private_digest FROM redacted_version WHERE item = ? AND version = ?", item, version);
  if (redacted.next()) {
    bool blank = text.is_null(6) && text.is_null(7) && heads.is_null(first + columns) &&
                 heads.is_null(first + columns + 1);
    for (int private_column = 0; private_column < 6; ++private_column) {
      blank = blank && text.is_null(private_column);
    }
    if (!blank) {
      problem({"store.not-blank", {{"row", name_of_record(kind, heads)}}});
    }
    return redacted.digest(0);
  }
  if (text.is_null(6)) {
    problem({"store.blanked", {{"row", name_of_text()}}});
    return std::nullopt;
  }
  return private_digest(content, text.bytes(6));
}

bool is_item(const RecordKind& kind) {
  return std::string_view(kind.table->name) == kItemVersion.name;
}

}  // namespace

std::string query_of_records(const RecordKind& kind, std::string_view where) {
  return fmt::format("SELECT entry, row, digest, {}{} FROM {}{}{}", kind.table->columns,
                     is_item(kind) ? ", source, origin" : "", kind.table->name,
                     where.empty() ? "" : " WHERE ", where);
}

std::string name_of_record(const RecordKind& kind, const Query& record) {
  const Table& table = *kind.table;
  return table.keys > 0 ? name_of_row(table.name, record, kFirstColumn, table.keys)
                        : name_of_row(table.name, record, 0, 2);
}

std::string name_of_row(std::string_view table, const Query& row, int first, int keys) {
  std::vector<std::string> words;
  for (int column = first; column < first + keys; ++column) {
    words.push_back(fmt::format("{} {}", row.name(column), row.text(column)));
  }
  return fmt::format("{} ({})", table, fmt::join(words, ", "));
}

void add_row(FieldHasher& hasher, const Table& table, const Query& query, int first) {
  Row row{&table, {}};
  const int columns = columns_of(table);
  row.values.reserve(static_cast<std::size_t>(columns));
  for (int column = first; column < first + columns; ++column) {
    row.values.push_back(value_of(query, column));
  }
  add(hasher, row);
}

std::optional<Digest> digest_as_it_stands(Connection& connection, const RecordKind& kind,
                                          const Query& record, const Tell& problem) {
  const Table& table = *kind.table;
  FieldHasher hasher;
  hasher.add(record.integer(0)).add(record.integer(1));
  add_row(hasher, table, record, kFirstColumn);
  if (kind.identity != nullptr) {
    Query identity = connection.query(fmt::format("SELECT {} FROM {} WHERE number = ?",
                                                  kind.identity->columns, kind.identity->name),
                                      record.integer(kFirstColumn));
    if (identity.next()) add_row(hasher, *kind.identity, identity, 0);
  }
  for (const Table* part : kind.parts) {
    add_parts(connection, hasher, *part, table, record, kFirstColumn);
  }
  if (is_item(kind)) {
    const auto hidden =
        hidden_digest(connection, record, kFirstColumn, columns_of(table), kind, problem);
    if (!hidden) return std::nullopt;
    hasher.add(*hidden);
  }
  return hasher.finish();
}

}  // namespace signpost::store
