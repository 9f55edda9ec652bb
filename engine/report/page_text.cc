#include "engine/report/page_text.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "engine/base/text.h"
#include "engine/report/figures.h"
#include "engine/report/isolated_text.h"
#include "engine/report/line.h"

namespace signpost::report {
namespace {

/// Words at their place in a line.
struct Placed {
  std::size_t begin;
  std::size_t width;
  bool end;  // they end where the place does
  Words words;
  std::size_t gap = 0;  // before it: a figure that is wider than its column begins there
};

/// Where each column of a table begins, and how wide it is.
struct Grid {
  std::vector<std::size_t> begin;
  std::vector<std::size_t> width;

  Grid(const std::vector<Column>& columns, std::size_t room) {
    std::size_t taken = 0;
    for (const Column& column : columns) taken += column.gap + column.width;
    const std::size_t left = room - std::min(room, taken);
    std::size_t at = 0;
    for (const Column& column : columns) {
      at += column.gap;
      begin.push_back(at);
      width.push_back(column.width == 0 && !column.none ? left : column.width);
      at += width.back();
    }
  }
  /// The columns from one to the last that a cell takes, in all.
  [[nodiscard]] std::size_t across(std::size_t column, std::size_t span, std::size_t room) const {
    if (span > begin.size() - column) return room - std::min(room, begin[column]);
    const std::size_t last = column + span - 1;
    return begin[last] + width[last] - begin[column];
  }
};

/// Branches, rules, or nothing at all.
bool only_draws(std::string_view words) {
  while (!words.empty()) {
    const bool space = words.front() == ' ';
    const bool line = words.starts_with("\xE2\x94") || words.starts_with("\xE2\x95");  // U+2500 on
    if (!space && !line) return false;
    words.remove_prefix(std::min<std::size_t>(space ? 1 : 3, words.size()));
  }
  return true;
}

class Setter {
 public:
  Setter(const Page& page, const Terminal& terminal)
      : page_(page), terminal_(terminal), ready_(terminal) {}

  std::string text() {
    for (const Page::Block& block : page_.blocks()) {
      const bool comes_apart = std::holds_alternative<Gap>(block);
      if (std::exchange(after_fields_, false) && !comes_apart) set(Gap());
      std::visit([&](const auto& each) { set(each); }, block);
    }
    return std::move(text_);
  }

 private:
  void set(const Heading& heading) {
    if (heading.lines == 1) {
      place({{0, terminal_.width, false, heading.words}});
      return;
    }
    for (const Words& words :
         broken(heading.words, terminal_.width, terminal_.width, heading.lines)) {
      place({{0, terminal_.width, false, words}});
    }
  }

  void set(const Paragraph& paragraph) {
    const std::size_t room = terminal_.width - paragraph.indent;
    const Words words{{paragraph.words, paragraph.style}};
    for (Words& line : broken(words, room, room, paragraph.lines)) {
      place({{paragraph.indent, room, false, std::move(line)}});
    }
  }

  void set(const Typed& typed) {
    for (std::string_view rest = typed.lines; !rest.empty();) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
      text_.append(line.substr(0, indent));
      text_ += ready_.alone(ready_.clean(line.substr(indent)), page_.language()) + '\n';
    }
  }

  void set(const Gap& /*gap*/) { text_ += '\n'; }

  void set(const Table& table) {
    if (terminal_.list) {
      for (const Row& row : table.rows()) set_fields(row, table.columns());
      return;
    }
    const Grid grid(table.columns(), terminal_.width);
    for (const Row& row : table.rows()) set(row, table.columns(), grid);
  }

  void set(const Row& row, const std::vector<Column>& columns, const Grid& grid) {
    std::vector<std::vector<Placed>> lines(1);
    std::vector<std::size_t> lowest(columns.size(), 0);  // the next free line of each column
    const auto put = [&](std::size_t line, Placed placed) {
      if (line >= lines.size()) lines.resize(line + 1);
      lines[line].push_back(std::move(placed));
    };
    for (const Cell& cell : row.cells()) {
      const bool end = cell.end.value_or(columns[cell.column].end);
      const std::size_t first = cell.line == kBelow ? lowest[cell.column] : cell.line;
      const std::size_t room = grid.across(cell.column, cell.span, terminal_.width);
      const std::size_t below = grid.across(cell.column, cell.span_below, terminal_.width);
      std::size_t at = first;
      if (cell.lines == 1) {
        put(at++, {grid.begin[cell.column], room, end, cell.words, columns[cell.column].gap});
      } else {
        for (Words& words : broken(cell.words, room, below, cell.lines)) {
          put(at, {grid.begin[cell.column], at == first ? room : below, end, std::move(words)});
          ++at;
        }
      }
      lowest[cell.column] = std::max(lowest[cell.column], at);
    }
    for (const Cell& cell : row.cells()) {
      if (cell.under.empty()) continue;
      for (std::size_t line = cell.line + 1; line < lines.size(); ++line) {
        put(line, {grid.begin[cell.column], grid.width[cell.column], false, cell.under});
      }
    }
    for (std::vector<Placed>& line : lines) {
      std::stable_sort(line.begin(), line.end(),
                       [](const Placed& a, const Placed& b) { return a.begin < b.begin; });
      place(line);
    }
  }

  /// One a line, behind the head of its column. A mere sign goes before the next one.
  void set_fields(const Row& row, const std::vector<Column>& columns) {
    if (std::exchange(after_fields_, false)) set(Gap());
    std::string sign;
    for (const Cell& cell : row.cells()) {
      const std::string& head = columns[cell.column].head;
      if (row.is_heads() && !head.empty()) continue;
      const std::string words = all_of(cell.words);
      const std::string plain = without_isolates(words);
      if (only_draws(plain)) continue;
      if (head.empty() && folded_words(plain).empty()) {
        sign = words;
        sign += ' ';
        continue;
      }
      const std::string called = head.empty() || cell.span > 1 ? std::string() : head + ": ";
      set(Paragraph{.words = std::exchange(sign, {}).append(called).append(words),
                    .style = cell.words.front().style});
      after_fields_ = true;
    }
  }

  void place(const std::vector<Placed>& line) {
    Line set(terminal_);
    for (const Placed& placed : line) {
      Words words;
      std::size_t width = 0;
      for (const Span& span : placed.words) {
        words.push_back({span.graph ? drawn(*span.graph) : ready_.clean(span.words), span.style});
        width += display_width(words.back().words);
      }
      const std::size_t over =
          placed.end ? std::min(placed.gap, width - std::min(width, placed.width)) : 0;
      set.to(placed.begin - over + (placed.end ? placed.width - std::min(placed.width, width) : 0));
      // Where no gap stands before it a figure may go one column on.
      std::size_t left = placed.width + over + (placed.end && placed.gap == 0 ? 1 : 0);
      for (Span& span : words) {
        span.words = ready_.cut(span.words, left);
        left -= std::min(left, display_width(span.words));
      }
      set_apart(words);
      for (const Span& span : words) set.say(span.words, span.style);
    }
    text_ += set.take();
  }

  [[nodiscard]] std::string all_of(const Words& words) const {
    std::string all;
    for (const Span& span : words) all += span.graph ? drawn(*span.graph) : span.words;
    return all;
  }

  [[nodiscard]] std::string drawn(const Graph& graph) const {
    if (graph.kind == Graph::Kind::kCourse)
      return sparkline(graph.values, graph.columns, terminal_);
    return bar(graph.values.front().value(), graph.columns, terminal_);
  }

  /// What stands at one place in a line of Arabic is a whole, on a terminal that reorders what it
  /// shows.
  void set_apart(Words& words) const {
    if (page_.language() != Language::kArabic || !terminal_.is_terminal || !terminal_.unicode ||
        std::none_of(words.begin(), words.end(),
                     [](const Span& span) { return has_rtl(span.words); })) {
      return;
    }
    const auto says = [](const Span& span) {
      return span.words.find_first_not_of(' ') != std::string::npos;
    };
    std::string& first = std::find_if(words.begin(), words.end(), says)->words;
    std::string& last = std::find_if(words.rbegin(), words.rend(), says)->words;
    const std::size_t end = last.find_last_not_of(' ') + 1;
    if (&first == &last) {
      first = ready_.whole(first.substr(0, end)) + first.substr(end);
    } else {
      last.insert(end, kEndIsolate);
      first.insert(0, kIsolate);
    }
  }

  /// Words of one style broken into at most `most` lines: the first of `room`, the others of
  /// `below`.
  [[nodiscard]] std::vector<Words> broken(const Words& words, std::size_t room, std::size_t below,
                                          std::size_t most) const {
    const std::string all = all_of(words);
    const Style style = words.empty() ? Style::kPlain : words.front().style;
    std::vector<Words> lines;
    for (std::string& line : ready_.broken(all, room, below, most)) {
      lines.push_back({{std::move(line), style}});
    }
    return lines;
  }

  const Page& page_;
  const Terminal& terminal_;
  const IsolatedText ready_;
  std::string text_;
  bool after_fields_ = false;  // of a row, in a list
};

}  // namespace

std::size_t widest(const std::vector<std::string>& words, std::size_t least) {
  std::size_t width = least;
  for (const std::string& each : words) {
    width = std::max(width, display_width(without_isolates(each)));
  }
  return width;
}

std::string page_text(const Page& page, const Terminal& terminal) {
  return Setter(page, terminal).text();
}

}  // namespace signpost::report
