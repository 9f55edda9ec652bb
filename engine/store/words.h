// Words in the store, judged where they are read: in one place a type.
//
// The tables take any word that is not empty, so that a later program can have more of them without
// making the tables anew. What this program does not know is an error, never another word's
// meaning.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/model/assessment.h"
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

/// What the text in a column of the row at which a query stands means. Error{kStore} that names
/// table, row and word where this program has no such word. For Role, Asks, Watched, Missed,
/// Condition::Kind, Precision, ScenarioState, Occasion, NotCountedReason, AlertState, AlertReason.
template <class Enum>
Enum word_at(const Query& query, int column, const RowAt& row);

/// The same of a column that may be NULL.
template <class Enum>
std::optional<Enum> word_or_none(const Query& query, int column, const RowAt& row) {
  if (query.is_null(column)) return std::nullopt;
  return word_at<Enum>(query, column, row);
}

/// Error{kStore}: the row holds `what` ("the role \"…\"", "no prior"), of which this program can
/// make nothing.
[[noreturn]] void throw_not_understood(const RowAt& row, std::string_view what);

}  // namespace signpost::store
