// A CSV file read as a table: its separator, its header and then its rows, each mistake located.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/intake/csv_reader.h"
#include "engine/intake/line_reader.h"
#include "engine/intake/row.h"
#include "engine/intake/row_mistakes.h"

namespace signpost::intake {

/// What is done with the header and with each row; rows of empty cells come to neither.
struct CsvTable {
  /// Whether a name is that of a column, by which the separator is told.
  std::function<bool(std::string_view name)> is_column;
  /// False where no row can be trusted: then none is read.
  std::function<bool(const std::vector<Cell>& cells, const Complain& complain)> header;
  /// `line` is the row's first; `mistakes` are those of the row so far.
  std::function<void(const std::vector<Cell>& cells, std::uint32_t line,
                     const RowMistakes& mistakes, const Complain& complain)>
      row;
  char separator = ',';  // given out: as it is told
};

/// Reads what is left from the line that `lines` gave last, which is not blank: a header, or
/// "sep=;" before it, as Excel tells the separator.
void read_table(LineReader& lines, const std::string& file, CsvTable& table, const Reject& reject);

}  // namespace signpost::intake
