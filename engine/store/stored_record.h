// Records as they stand in the tables, and their digests worked out anew: what `verify` compares,
// and what a redaction notes of the records that it changed.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/phrase.h"
#include "engine/store/connection.h"
#include "engine/store/record.h"

namespace signpost::store {

/// Of a query of records: entry, row and digest come first, then the table's columns.
inline constexpr int kFirstColumn = 3;

/// The query of the records of a kind; `where` is a condition, or empty for all of them.
std::string query_of_records(const RecordKind& kind, std::string_view where);

/// "item_version (item 5, version 1)", of the record at which such a query stands.
std::string name_of_record(const RecordKind& kind, const Query& record);
/// The same of any row, from its first columns.
std::string name_of_row(std::string_view table, const Query& row, int first, int keys);

/// The digest of the record at which such a query stands, of what the tables hold now. Nothing
/// where an item's private part is not as it should be: `problem` is told why.
std::optional<Digest> digest_as_it_stands(Connection& connection, const RecordKind& kind,
                                          const Query& record,
                                          const std::function<void(Phrase)>& problem);

/// The row, as an identity or under a record, at which a query stands.
void add_row(FieldHasher& hasher, const Table& table, const Query& query, int first);

}  // namespace signpost::store
