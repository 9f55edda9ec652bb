#include "engine/intake/csv_reader.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/unit/intake/temporary_file.h"

using signpost::intake::Cell;
using signpost::intake::CsvReader;
using signpost::intake::LineReader;
using signpost::intake::Position;
using signpost::intake::told_separator;

namespace {

using Rows = std::vector<std::vector<std::string>>;

/// All rows; a bad one stands as its trouble's place and message.
Rows rows_of(std::string_view content, char separator = ',') {
  const TemporaryFile file(content);
  LineReader lines(file.path());
  CsvReader reader(lines, separator);
  Rows rows;
  while (true) {
    const CsvReader::Outcome outcome = reader.next();
    if (outcome == CsvReader::Outcome::kEnd) return rows;
    rows.emplace_back();
    if (outcome == CsvReader::Outcome::kRow) {
      for (const Cell& cell : reader.cells()) rows.back().emplace_back(cell.text);
    } else {
      const auto& trouble = reader.trouble();
      const Position place = trouble.place.place(reader.line_text(trouble.place.line));
      rows.back() = {std::to_string(place.line) + ":" + std::to_string(place.column),
                     trouble.message.english()};
      if (outcome == CsvReader::Outcome::kBroken) return rows;
    }
  }
}

}  // namespace

TEST_CASE("rows are split at separators, quoted cells are not") {
  CHECK(rows_of("a,b,c\n1,,3\n,\n") == Rows{{"a", "b", "c"}, {"1", "", "3"}, {"", ""}});
  CHECK(rows_of("\"a,b\",\"say \"\"no\"\"\",\"\"\n") == Rows{{"a,b", "say \"no\"", ""}});
  CHECK(rows_of("a;\"b;c\"\n", ';') == Rows{{"a", "b;c"}});
  CHECK(rows_of("a\t\"b\tc\"\n", '\t') == Rows{{"a", "b\tc"}});
}

TEST_CASE("a quoted cell runs over lines, whatever ends them") {
  CHECK(rows_of("a,\"one\ntwo\r\n\rthree\",b\r\nc\n") ==
        Rows{{"a", "one\ntwo\n\nthree", "b"}, {"c"}});
}

TEST_CASE("a quote inside a cell that does not begin with one is text") {
  CHECK(rows_of("5\" gun,b\"c\n") == Rows{{"5\" gun", "b\"c"}});
}

TEST_CASE("a guard before what a spreadsheet might compute stays as it is") {
  CHECK(rows_of("'=1+1,\"'=SUM(A1)\"\n") == Rows{{"'=1+1", "'=SUM(A1)"}});
}

TEST_CASE("spaces after a closing quote are passed over, text is not") {
  CHECK(rows_of("\"a\" ,b\n") == Rows{{"a", "b"}});
  CHECK(rows_of("x,\"a\"b,c\nnext\n") ==
        Rows{{"1:6", "there is text after the closing quote"}, {"next"}});
}

TEST_CASE("a quote that is never closed is named where it opens") {
  CHECK(rows_of("a\nb,\"c\nd\n") ==
        Rows{{"a"}, {"2:3", "the quote that opens here is never closed"}});
}

TEST_CASE("every cell knows its place, in code points") {
  const TemporaryFile file("هجوم,\"two\nlines\",x\n");
  LineReader lines(file.path());
  CsvReader reader(lines, ',');
  REQUIRE(reader.next() == CsvReader::Outcome::kRow);
  const std::vector<Cell>& cells = reader.cells();
  REQUIRE(cells.size() == 3);
  CHECK(cells[0].place.place(reader.line_text(cells[0].place.line)).column == 1);
  CHECK(cells[0].place.place(reader.line_text(cells[0].place.line)).width == 4);
  CHECK(cells[1].place.line == 1);
  CHECK(cells[1].place.place(reader.line_text(cells[1].place.line)).column == 6);
  CHECK(cells[1].place.place(reader.line_text(cells[1].place.line)).width == 4);
  CHECK(cells[2].place.line == 2);
  CHECK(cells[2].place.place(reader.line_text(cells[2].place.line)).column == 8);
  CHECK(reader.first_line() == 1);
  CHECK(reader.line_text(1) == "هجوم,\"two");
  CHECK(reader.line_text(2) == "lines\",x");
}

TEST_CASE("a row with a byte that is not text is bad, and the next one is read") {
  CHECK(rows_of("a,b\nx,\"caf\xE9\nau lait\",y\nc,d\n") ==
        Rows{{"a", "b"}, {"2:7", "byte 0xE9 is not UTF-8"}, {"c", "d"}});
}

TEST_CASE("a row without end is given up") {
  std::string cells;
  for (int i = 0; i < 600'000; ++i) cells += "\"12345678\n\",";
  CHECK(rows_of(cells) == Rows{{"1:0", "the row is longer than 4 MiB; nothing after it was read"}});
}

TEST_CASE("a row of more than a thousand cells is bad, and the next one is read") {
  CHECK(rows_of(std::string(1000, ',') + "\nb\n") ==
        Rows{{"1:1001", "the row has more than 1000 cells"}, {"b"}});
  CHECK(rows_of(std::string(999, ',') + "\n").at(0).size() == 1000);
}

TEST_CASE("the separator is told from the header") {
  const auto told = [](std::string_view header) {
    return told_separator(header, [](std::string_view name) {
      return name == "occurred" || name == "Occurred" || name == "Indicators" || name == "text";
    });
  };
  CHECK(told("occurred,indicators,text") == ',');
  CHECK(told("Occurred;\"Indicators\";text, or so") == ';');
  CHECK(told("occurred\tindicators\ttext") == '\t');
  CHECK(told("occurred") == ',');
  CHECK(told("a;b;c,d") == ';');
}
