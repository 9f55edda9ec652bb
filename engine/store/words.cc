#include "engine/store/words.h"

#include <fmt/format.h>

#include <cstddef>
#include <iterator>

#include "engine/base/error.h"
#include "engine/base/text.h"
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
      row, fmt::format("the {} \"{}\"", query.name(column), printable(query.text(column))));
}

void throw_not_understood(const RowAt& row, std::string_view what) {
  throw Error(ErrorKind::kStore,
              fmt::format("{} holds what this program does not understand: {} in {}",
                          in_quotes(row.connection.path()), what, name_of(row)),
              "a newer Signpost may have written it: use that one; `signpost verify` says whether "
              "it was changed since");
}

}  // namespace signpost::store
