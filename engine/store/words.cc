#include "engine/store/words.h"

#include <fmt/format.h>

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/model/alert.h"
#include "engine/model/definitions.h"
#include "engine/model/saved.h"
#include "engine/model/schedule.h"

namespace signpost::store {
namespace {

/// "scenario_revision (scenario 3, revision 2)"
std::string name_of(const RowAt& row) {
  // A record without a key of its own is known by its entry and row.
  const std::string_view columns = row.table.keys == 0 ? "entry, row" : row.table.columns;
  const std::size_t comma = columns.find(',');
  std::string name = fmt::format("{} ({} {}", row.table.name, columns.substr(0, comma), row.first);
  if (row.second) {
    const std::size_t next = columns.find(',', comma + 1);
    name += fmt::format(", {} {}", columns.substr(comma + 2, next - comma - 2), *row.second);
  }
  return name + ")";
}

}  // namespace

void throw_no_such_word(const Query& query, int column, const RowAt& row) {
  throw_not_understood(
      row, {"store.word", {{"column", query.name(column)}, {"word", query.text(column)}}});
}

void throw_not_understood(const RowAt& row, const Phrase& what) {
  throw Error(ErrorKind::kStore,
              {"store.not-understood",
               {{"store", row.connection.path().string()}, {"what", what}, {"row", name_of(row)}}},
              {"store.not-understood.hint", {{"do", Phrase("action.verify")}}});
}

}  // namespace signpost::store
