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

/// Clean words of a cell, or of a line of it, its graphs drawn.
struct Ready {
  Words words;
  bool whole = false;  // of the cell, whatever this line of it holds
};

/// Words at their place in a line.
struct Placed {
  std::size_t begin;
  std::size_t width;
  bool end;  // they end where the place does
  Ready ready;
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

/// Gives the lines into which spans were broken the styles of these.
class Styles {
 public:
  explicit Styles(const Words& spans) {
    for (const Span& span : spans) left_.push_back({said(span.words), span.style});
  }

  /// Of the next line. What stands in it beyond the spans, as an ellipsis does, is the last one's.
  Words of(std::string_view line) {
    Words words;
    std::size_t begin = 0;
    std::size_t at = 0;
    while (at < line.size()) {
      const std::size_t width = unsaid(line.substr(at));
      if (width == 0 && left_[now_].said == 0 && now_ + 1 < left_.size()) {
        words.push_back({std::string(line.substr(begin, at - begin)), left_[now_++].style});
        begin = at;
        continue;
      }
      if (width == 0) left_[now_].said -= std::min<std::size_t>(left_[now_].said, 1);
      at += std::max<std::size_t>(width, 1);
    }
    words.push_back(
        {std::string(line.substr(begin)), left_.empty() ? Style::kPlain : left_[now_].style});
    std::erase_if(words, [](const Span& span) { return span.words.empty(); });
    return words;
  }

 private:
  struct Left {
    std::size_t said;  // bytes of it that are neither spaces nor isolates and not in a line yet
    Style style;
  };

  /// Bytes of the space or the isolate that a text begins with, which lines may have or not.
  static std::size_t unsaid(std::string_view text) {
    if (text.starts_with(' ')) return 1;
    for (const std::string_view sign : {kIsolate, kRtlIsolate, kEndIsolate}) {
      if (text.starts_with(sign)) return sign.size();
    }
    return 0;
  }

  static std::size_t said(std::string_view text) {
    std::size_t bytes = 0;
    while (!text.empty()) {
      const std::size_t width = unsaid(text);
      if (width == 0) ++bytes;
      text.remove_prefix(std::max<std::size_t>(width, 1));
    }
    return bytes;
  }

  std::vector<Left> left_;
  std::size_t now_ = 0;
};

class Setter {
 public:
  Setter(const Page& page, const Terminal& terminal)
      : page_(page), terminal_(terminal), ready_(terminal, page.language()) {}

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
      place({{0, terminal_.width, false, cleaned(heading.words)}});
      return;
    }
    for (Ready& line : broken(heading.words, terminal_.width, terminal_.width, heading.lines)) {
      place({{0, terminal_.width, false, std::move(line)}});
    }
  }

  void set(const Paragraph& paragraph) {
    const std::size_t room = terminal_.width - paragraph.indent;
    const Words words{{paragraph.words, paragraph.style}};
    for (Ready& line : broken(words, room, room, paragraph.lines)) {
      place({{paragraph.indent, room, false, std::move(line)}});
    }
  }

  void set(const Typed& typed) {
    for (std::string_view rest = typed.lines; !rest.empty();) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
      add(std::string(line.substr(0, indent))
              .append(ready_.alone_typed(ready_.clean(line.substr(indent))))
              .append("\n"));
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
        put(at++,
            {grid.begin[cell.column], room, end, cleaned(cell.words), columns[cell.column].gap});
      } else {
        for (Ready& ready : broken(cell.words, room, below, cell.lines)) {
          put(at, {grid.begin[cell.column], at == first ? room : below, end, std::move(ready)});
          ++at;
        }
      }
      lowest[cell.column] = std::max(lowest[cell.column], at);
    }
    for (const Cell& cell : row.cells()) {
      if (cell.under.empty()) continue;
      for (std::size_t line = cell.line + 1; line < lines.size(); ++line) {
        put(line, {grid.begin[cell.column], grid.width[cell.column], false, cleaned(cell.under)});
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
      const std::string& head = cell.head ? *cell.head : columns[cell.column].head;
      if (row.is_heads() && !head.empty()) continue;
      const std::string words = all_of(cell.words);
      const std::string plain = without_isolates(words);
      if (only_draws(plain)) continue;
      if (head.empty() && folded_words(plain).empty()) {
        sign = words;
        sign += ' ';
        continue;
      }
      const bool is_called = !head.empty() && (cell.head || cell.span == 1);
      const std::string called = is_called ? head + ": " : std::string();
      set(Paragraph{.words = std::exchange(sign, {}).append(called).append(words),
                    .style = cell.words.front().style});
      after_fields_ = true;
    }
  }

  void place(const std::vector<Placed>& line) {
    Line set(terminal_);
    for (const Placed& placed : line) {
      Words words = placed.ready.words;
      std::size_t width = 0;
      for (const Span& span : words) width += display_width(span.words);
      const std::size_t over =
          placed.end ? std::min(placed.gap, width - std::min(width, placed.width)) : 0;
      set.to(placed.begin - over + (placed.end ? placed.width - std::min(placed.width, width) : 0));
      // Where no gap stands before it a figure may go one column on.
      std::size_t left = placed.width + over + (placed.end && placed.gap == 0 ? 1 : 0);
      for (Span& span : words) {
        span.words = ready_.cut(span.words, left);
        left -= std::min(left, display_width(span.words));
      }
      if (placed.ready.whole) set_apart(words);
      for (const Span& span : words) set.say(span.words, span.style);
    }
    add(set.take());
  }

  /// A line with its end.
  void add(const std::string& line) {
    if (line != "\n") text_.append(terminal_.margin, ' ');
    text_ += line;
  }

  /// In one line, where nothing stands beside it.
  [[nodiscard]] std::string all_of(const Words& words) const {
    std::string all;
    for (const Span& span : words) all += span.graph ? isolated(drawn(*span.graph)) : span.words;
    return all;
  }

  [[nodiscard]] std::string drawn(const Graph& graph) const {
    if (graph.kind == Graph::Kind::kCourse)
      return sparkline(graph.values, graph.columns, terminal_);
    return bar(graph.values.front().value(), graph.columns, terminal_);
  }

  [[nodiscard]] Ready cleaned(const Words& words) const {
    Ready ready{.words = words, .whole = ready_.is_whole(all_of(words))};
    for (Span& span : ready.words) {
      span.words = span.graph    ? drawn(*span.graph)
                   : ready.whole ? ready_.clean_in_whole(span.words)
                                 : ready_.clean(span.words);
    }
    return ready;
  }

  /// Makes words a whole, but for the graphs at their ends: these go from left to right.
  void set_apart(Words& words) const {
    const auto says = [](const Span& span) {
      return !span.graph && span.words.find_first_not_of(' ') != std::string::npos;
    };
    const auto from = std::find_if(words.begin(), words.end(), says);
    if (from == words.end()) return;
    std::string& first = from->words;
    std::string& last = std::find_if(words.rbegin(), words.rend(), says)->words;
    const std::size_t end = last.find_last_not_of(' ') + 1;
    if (&first == &last) {
      first = ready_.whole(first.substr(0, end)) + first.substr(end);
    } else {
      last.insert(end, kEndIsolate);
      first.insert(0, kRtlIsolate);
    }
  }

  /// Words broken into at most `most` lines: the first of `room`, the others of `below`.
  [[nodiscard]] std::vector<Ready> broken(const Words& words, std::size_t room, std::size_t below,
                                          std::size_t most) const {
    const std::string all = all_of(words);
    const bool whole = ready_.is_whole(all);
    Styles styles(cleaned(words).words);
    std::vector<Ready> lines;
    for (std::string& line : ready_.broken(all, room, below, most)) {
      if (!whole) line = ready_.clean(line);
      lines.push_back({styles.of(line), whole});
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
