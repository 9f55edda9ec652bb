#include "engine/intake/csv_table.h"

#include <algorithm>
#include <utility>

namespace signpost::intake {
namespace {

bool is_empty_row(const std::vector<Cell>& cells) {
  return std::all_of(cells.begin(), cells.end(),
                     [](const Cell& cell) { return trimmed(cell.text).empty(); });
}

}  // namespace

void read_table(LineReader& lines, const std::string& file, CsvTable& table, const Reject& reject) {
  const std::string_view first = trimmed(lines.line());
  if (first.size() == 5 && first.starts_with("sep=")) {
    table.separator = first[4];
  } else {
    table.separator = told_separator(lines.line(), table.is_column);
    lines.again();
  }
  CsvReader rows(lines, table.separator);
  RowMistakes mistakes(reject);
  const Complain complain = [&](Stretch place, Phrase message, Phrase hint) {
    mistakes.add(
        mistake(file, place, std::move(message), std::move(hint), rows.line_text(place.line)));
  };
  bool has_header = false;
  for (bool more = true; more; mistakes.give_out()) {
    const CsvReader::Outcome outcome = rows.next();
    if (outcome == CsvReader::Outcome::kEnd) return;
    if (outcome != CsvReader::Outcome::kRow) {
      const Trouble& trouble = rows.trouble();
      complain(trouble.place, trouble.message, trouble.hint);
      // Without a header no row can be read.
      more = outcome == CsvReader::Outcome::kBadRow && has_header;
    } else if (is_empty_row(rows.cells())) {
      continue;
    } else if (!has_header) {
      has_header = table.header(rows.cells(), complain);
      more = has_header;
    } else {
      table.row(rows.cells(), rows.first_line(), mistakes, complain);
    }
  }
}

}  // namespace signpost::intake
