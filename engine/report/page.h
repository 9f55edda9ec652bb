// An answer in words, ready to be set: a closed set of blocks that knows nothing of scenarios. What
// makes a page words an answer once, in one language; what sets it (page_text.h) knows only blocks.
//
//   Page page(speech.language());
//   page.heading(speech.say("status.title"));
//   page.paragraph(speech.say("status.none"));
//   Table& table = page.table({{.width = 6, .end = true}, {.gap = 2}});
//   table.row().cell(0, speech.percent(p), Style::kBold).cell(1, quoted(title));
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/language.h"
#include "engine/model/quantities.h"
#include "engine/report/terminal.h"

namespace signpost::report {

/// What is drawn rather than said, from values of 0 to 1.
struct Graph {
  enum class Kind : std::uint8_t {
    kCourse,  // one mark for each column, the newest at the end
    kBar,     // full at 1; of the first value
  };
  Kind kind = Kind::kCourse;
  std::vector<std::optional<Probability>> values;
  std::size_t columns = 0;  // that it takes on a terminal
};

/// Words that are ready to print, with isolates around what comes from outside (base/wording.h); or
/// a graph.
struct Span {
  std::string words;
  Style style = Style::kPlain;
  std::optional<Graph> graph = std::nullopt;
};
using Words = std::vector<Span>;

inline constexpr std::size_t kAllLines = static_cast<std::size_t>(-1);

/// The head of a page, a section or a thing; a line of its own, cut where it is longer than
/// `lines`.
struct Heading {
  Words words;
  std::size_t lines = 1;
};

/// Prose, broken into lines. Where there is more than `lines` hold, the last one is cut.
struct Paragraph {
  std::string words;
  std::size_t indent = 0;
  Style style = Style::kPlain;
  std::size_t lines = kAllLines;
};

/// What is typed or taken over as it is, line by line: neither broken nor cut.
struct Typed {
  std::string lines;
};

/// Room between what belongs together and the next.
struct Gap {};

/// How a column of a table stands. Widths are in columns of a terminal; a page in a browser needs
/// none.
struct Column {
  std::string head = {};  // what its cells are, in a list of fields
  std::size_t width = 0;  // 0: what is left of the line; columns after it stand at the line's end
  std::size_t gap = 0;    // before it
  bool end = false;       // its cells end at its end: figures
  bool none = false;      // takes no room: nothing stands in it here
};

inline constexpr std::size_t kToTheEnd = static_cast<std::size_t>(-1);
inline constexpr std::size_t kBelow = static_cast<std::size_t>(-1);

/// What stands in a column, or in several next to each other.
struct Cell {
  std::size_t column = 0;
  Words words = {};
  std::size_t span = 1;        // columns it takes; kToTheEnd = all that follow
  std::size_t line = 0;        // of its row; kBelow = under what stands in its column so far
  std::size_t lines = 1;       // that it may be broken into, downwards; the last one is cut
  std::size_t span_below = 1;  // columns that its further lines take
  Words under = {};            // stands in each further line of the row: a branch that goes on
  std::optional<bool> end = std::nullopt;  // ends where its place does, otherwise than its column
  /// What it is, in a list of fields, otherwise than its column.
  std::optional<std::string> head = std::nullopt;
};

class Row {
 public:
  explicit Row(bool is_heads) : is_heads_(is_heads) {}
  Row& cell(Cell cell) {
    cells_.push_back(std::move(cell));
    return *this;
  }
  Row& cell(std::size_t column, std::string words, Style style = Style::kPlain) {
    return cell({.column = column, .words = {{std::move(words), style}}});
  }
  [[nodiscard]] const std::vector<Cell>& cells() const { return cells_; }
  [[nodiscard]] bool is_heads() const { return is_heads_; }

 private:
  std::vector<Cell> cells_;
  bool is_heads_;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  Row& row() { return rows_.emplace_back(false); }  // stands until the next one is made
  /// Stands over the columns; a list of fields has their own heads in its place.
  Row& heads() { return rows_.emplace_back(true); }
  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }

 private:
  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

/// In the language that its words are in.
class Page {
 public:
  explicit Page(Language language) : language_(language) {}

  using Block = std::variant<Heading, Paragraph, Typed, Gap, Table>;

  void heading(std::string words, std::size_t lines = 1) {
    blocks_.emplace_back(Heading{{{std::move(words), Style::kBold}}, lines});
  }
  void heading(Words words) { blocks_.emplace_back(Heading{std::move(words)}); }
  /// Nothing of empty words.
  void paragraph(std::string words, Style style = Style::kPlain, std::size_t indent = 0,
                 std::size_t lines = kAllLines) {
    if (!words.empty()) blocks_.emplace_back(Paragraph{std::move(words), indent, style, lines});
  }
  void typed(std::string lines) { blocks_.emplace_back(Typed{std::move(lines)}); }
  void gap() { blocks_.emplace_back(Gap{}); }
  /// Stands until the next block is added.
  Table& table(std::vector<Column> columns) {
    return std::get<Table>(blocks_.emplace_back(Table(std::move(columns))));
  }
  void add(const Page& other) {
    blocks_.insert(blocks_.end(), other.blocks_.begin(), other.blocks_.end());
  }

  [[nodiscard]] Language language() const { return language_; }
  [[nodiscard]] const std::vector<Block>& blocks() const { return blocks_; }

 private:
  Language language_;
  std::vector<Block> blocks_;
};

/// The width of a column that holds the widest of these; at least `least`.
std::size_t widest(const std::vector<std::string>& words, std::size_t least = 0);

}  // namespace signpost::report
