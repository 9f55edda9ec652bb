// Words in the store, judged where they are read: in one place a type.
//
// The tables take any word that is not empty, so that a later program can have more of them without
// making the tables anew. What this program does not know is an error, never another word's
// meaning.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/base/enum_words.h"
#include "engine/base/phrase.h"
#include "engine/store/connection.h"
#include "engine/store/record.h"

namespace signpost::store {

/// A row to be named in a message: its table and the first one or two values of its key; of a
/// record that has none its entry and row.
struct RowAt {
  const Connection& connection;
  const Table& table;
  std::int64_t first = 0;
  std::optional<std::int64_t> second{};
};

/// Error{kStore} that names table, row and the text in the column of the row at which a query
/// stands: this program has no such word.
[[noreturn]] void throw_no_such_word(const Query& query, int column, const RowAt& row);

/// What the text in a column means. Error{kStore} as above.
template <HasWords Enum>
Enum word_at(const Query& query, int column, const RowAt& row) {
  if (const std::optional<Enum> value = named<Enum>(query.text(column))) return *value;
  throw_no_such_word(query, column, row);
}

/// The same of a column that may be NULL.
template <HasWords Enum>
std::optional<Enum> word_or_none(const Query& query, int column, const RowAt& row) {
  if (query.is_null(column)) return std::nullopt;
  return word_at<Enum>(query, column, row);
}

/// Error{kStore}: the row holds `what` ("the role \"…\"", "no prior"), of which this program can
/// make nothing.
[[noreturn]] void throw_not_understood(const RowAt& row, const Phrase& what);

}  // namespace signpost::store
