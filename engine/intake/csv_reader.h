// CSV as RFC 4180 has it and as spreadsheets write it: rows of cells, each with its place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/intake/line_reader.h"
#include "engine/intake/source_text.h"

namespace signpost::intake {

/// What is wrong with a row's writing.
struct Trouble {
  Stretch place;
  Phrase message;
  Phrase hint;
};

/// What is wrong with a line's bytes, if something is: a NUL byte, or what is not UTF-8 (UTF-16).
std::optional<Trouble> bad_byte_of(const LineReader& lines);

/// One cell: its text without quotes, and where it stands with them.
struct Cell {
  std::string_view text;
  Stretch place;
};

/// The most cells of a row.
inline constexpr std::size_t kMaxCells = 1000;

/// Splits lines into rows. A cell that begins with a quote ends at the next lone quote; inside it a
/// doubled quote is one, and separators and new lines are text (a new line of any kind becomes LF).
/// A quote inside a cell that does not begin with one is text as well, as spreadsheets read it.
class CsvReader {
 public:
  CsvReader(LineReader& lines, char separator) : lines_(lines), separator_(separator) {}

  enum class Outcome : std::uint8_t {
    kRow,     // `cells` is the next row
    kBadRow,  // `trouble` says why; the next row can be read
    kBroken,  // `trouble` says why; nothing more can be read
    kEnd,
  };
  Outcome next();
  /// Valid until the next call.
  [[nodiscard]] const std::vector<Cell>& cells() const { return cells_; }
  /// Where the row begins, and the text of its first line.
  [[nodiscard]] std::uint32_t first_line() const { return first_line_; }
  /// The text of a line of the row, for showing it.
  [[nodiscard]] std::string_view line_text(std::uint32_t number) const;
  [[nodiscard]] const Trouble& trouble() const { return trouble_; }

 private:
  struct Span {  // of a cell in buffer_
    std::size_t begin = 0;
    std::size_t end = 0;
    Stretch place;
  };
  Outcome next_line();
  Outcome fail(Outcome outcome, Stretch place, Phrase message, Phrase hint = {});
  Outcome read_cells();
  Outcome read_quoted(Span& span);
  Stretch here(std::size_t first_byte, std::size_t bytes) const;

  LineReader& lines_;
  char separator_;
  std::string_view line_;  // the line being split
  std::size_t at_ = 0;     // the next byte of it
  std::string buffer_;     // the cells' text, one after the other
  std::vector<Span> spans_;
  std::vector<Cell> cells_;
  std::vector<std::string> row_lines_;  // of a row that runs over several lines, all but the last
  std::uint32_t first_line_ = 0;
  Trouble trouble_;
  std::optional<Trouble> not_text_;  // the row's first byte that is not text
};

/// The separator that splits a header line into the most names that are known: comma, semicolon or
/// tab; of equals the one that splits it into more.
char told_separator(std::string_view header, const std::function<bool(std::string_view)>& is_known);

}  // namespace signpost::intake
