#include "engine/report/prose.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "engine/base/text.h"

namespace signpost::report {
namespace {

using Run = Prose::Run;
using Runs = Prose::Runs;

// ---------------------------------------------------------------------------------------- reading

std::string_view trimmed(std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of(' '), text.size());
  const std::size_t last = text.find_last_not_of(' ') + 1;
  return text.substr(first, std::max(last, first) - first);
}

/// store for "../store/store.ar.md"; empty for any other address.
std::string manual_named(std::string_view address) {
  constexpr std::string_view kEnd = ".md";
  constexpr std::string_view kArabic = ".ar";
  if (!address.ends_with(kEnd)) return {};
  address.remove_suffix(kEnd.size());
  if (address.ends_with(kArabic)) address.remove_suffix(kArabic.size());
  const std::size_t folder = address.rfind('/');
  return std::string(folder == std::string_view::npos ? address : address.substr(folder + 1));
}

/// Words with what is marked in them.
class RunReader {
 public:
  explicit RunReader(std::string_view text) : rest_(text) {}

  Runs read() {
    while (!rest_.empty()) {
      if (between("`", Run::Kind::kTyped) || between("**", Run::Kind::kStrong) ||
          between("*", Run::Kind::kStrong) || link()) {
        continue;
      }
      plain_ += rest_.front();
      rest_.remove_prefix(1);
    }
    end_plain();
    return std::move(runs_);
  }

 private:
  void end_plain() {
    if (!plain_.empty()) runs_.push_back({Run::Kind::kPlain, std::exchange(plain_, {})});
  }

  bool between(std::string_view mark, Run::Kind kind) {
    if (!rest_.starts_with(mark)) return false;
    const std::size_t end = rest_.find(mark, mark.size());
    if (end == std::string_view::npos || end == mark.size()) return false;
    end_plain();
    runs_.push_back({kind, std::string(rest_.substr(mark.size(), end - mark.size()))});
    rest_.remove_prefix(end + mark.size());
    return true;
  }

  bool link() {
    if (!rest_.starts_with('[')) return false;
    const std::size_t middle = rest_.find(']');
    const std::size_t end = rest_.find(')', std::min(middle, rest_.size()));
    if (end == std::string_view::npos || rest_[middle + 1] != '(') return false;
    end_plain();
    const std::string_view address = rest_.substr(middle + 2, end - middle - 2);
    runs_.push_back({.kind = Run::Kind::kLink,
                     .words = std::string(rest_.substr(1, middle - 1)),
                     .target = std::string(address),
                     .manual = manual_named(address)});
    rest_.remove_prefix(end + 1);
    return true;
  }

  std::string_view rest_;
  std::string plain_;
  Runs runs_;
};

Runs runs_of(std::string_view text) { return RunReader(trimmed(text)).read(); }

/// The cells of a row, without the bars at its ends.
std::vector<Runs> cells_of(std::string_view line) {
  std::vector<Runs> cells;
  std::string cell;
  line = trimmed(line);
  line.remove_prefix(1);
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line.substr(at).starts_with("\\|")) {
      cell += line[++at];
    } else if (line[at] == '|') {
      cells.push_back(runs_of(std::exchange(cell, {})));
    } else {
      cell += line[at];
    }
  }
  return cells;
}

/// The mark of an item at the beginning of a line, with the space behind it; empty where there is
/// none.
std::string_view item_mark(std::string_view line) {
  if (line.starts_with("* ") || line.starts_with("- ")) return line.substr(0, 2);
  const std::size_t digits = line.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string_view::npos) return {};
  return line.substr(digits).starts_with(". ") ? line.substr(0, digits + 2) : std::string_view();
}

class Reader {
 public:
  explicit Reader(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      lines_.push_back(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  Prose read() {
    while (at_ < lines_.size()) read_block();
    return std::move(prose_);
  }

 private:
  [[nodiscard]] bool begins_block(std::string_view line) const {
    return line.empty() || line.starts_with('#') || line.starts_with("```") ||
           line.starts_with('|') || line.starts_with("<!--") || !item_mark(line).empty();
  }

  void read_block() {
    const std::string_view line = lines_[at_];
    if (line.empty() || line.starts_with("<!--")) {
      ++at_;
    } else if (line.starts_with("```")) {
      read_typed();
    } else if (line.starts_with('|')) {
      read_rows();
    } else if (line.starts_with('#')) {
      const std::size_t level = std::min(line.find_first_not_of('#'), line.size());
      prose_.blocks.emplace_back(
          Prose::Heading{static_cast<int>(level), runs_of(line.substr(level))});
      ++at_;
    } else if (const std::string_view mark = item_mark(line); !mark.empty()) {
      const bool numbered = mark.front() >= '0' && mark.front() <= '9';
      const std::string shown = numbered ? std::string(trimmed(mark)) : std::string("•");
      prose_.blocks.emplace_back(Prose::Item{shown, runs_of(read_words(mark.size()))});
    } else {
      prose_.blocks.emplace_back(Prose::Paragraph{runs_of(read_words(0))});
    }
  }

  /// This line from there on and those that go on with it, as one.
  std::string read_words(std::size_t from) {
    std::string words(lines_[at_++].substr(from));
    while (at_ < lines_.size() && !begins_block(lines_[at_])) {
      words.append(" ").append(trimmed(lines_[at_++]));
    }
    return words;
  }

  void read_typed() {
    std::string lines;
    for (++at_; at_ < lines_.size() && lines_[at_] != "```"; ++at_) {
      lines.append(lines_[at_]).append("\n");
    }
    ++at_;
    prose_.blocks.emplace_back(Prose::Typed{std::move(lines)});
  }

  void read_rows() {
    Prose::Rows table{.heads = cells_of(lines_[at_]), .rows = {}};
    for (at_ += 2; at_ < lines_.size() && lines_[at_].starts_with('|'); ++at_) {
      table.rows.push_back(cells_of(lines_[at_]));
      table.rows.back().resize(table.heads.size());
    }
    if (!table.heads.empty()) prose_.blocks.emplace_back(std::move(table));
  }

  std::vector<std::string_view> lines_;
  std::size_t at_ = 0;
  Prose prose_;
};

// ----------------------------------------------------------------------------------- on a terminal

constexpr std::size_t kWidestName = 26;
constexpr std::size_t kIndent = 4;
constexpr std::size_t kGap = 2;

/// Typed words keep their quotes, by which they are set apart among right-to-left ones.
std::string words_of(const Runs& runs) {
  std::string words;
  for (const Run& run : runs) {
    const bool typed = run.kind == Run::Kind::kTyped;
    words.append(typed ? "`" : "").append(run.words).append(typed ? "`" : "");
    if (!run.manual.empty()) {
      words.append(" (`signpost help ").append(run.manual).append("`)");
    } else if (run.target.starts_with("http")) {
      words.append(" (`").append(run.target).append("`)");
    }
  }
  return words;
}

class PageSetter {
 public:
  explicit PageSetter(Language language) : page_(language) {}

  Page set(const Prose& prose) {
    for (const Prose::Block& block : prose.blocks) {
      if (comes_apart(block)) page_.gap();
      std::visit([&](const auto& each) { add(each); }, block);
      before_ = &block;
    }
    return std::move(page_);
  }

 private:
  /// Items stand together, and a heading with what it is of.
  [[nodiscard]] bool comes_apart(const Prose::Block& block) const {
    if (before_ == nullptr) return false;
    const auto* heading = std::get_if<Prose::Heading>(before_);
    if (heading != nullptr) return heading->level == 1;
    return !(std::holds_alternative<Prose::Item>(*before_) &&
             std::holds_alternative<Prose::Item>(block));
  }

  void add(const Prose::Heading& heading) { page_.heading(words_of(heading.runs), kAllLines); }
  void add(const Prose::Paragraph& paragraph) { page_.paragraph(words_of(paragraph.runs)); }
  void add(const Prose::Typed& typed) { page_.typed(typed.lines); }

  void add(const Prose::Item& item) {
    Table& table = page_.table({{.width = display_width(item.mark)}, {.gap = 1}});
    table.row().cell(0, item.mark).cell(all_of(1, item.runs));
  }

  void add(const Prose::Rows& rows) {
    std::vector<std::string> names;
    for (const std::vector<Runs>& row : rows.rows) names.push_back(words_of(row.front()));
    const std::size_t width = widest(names);
    if (rows.heads.size() != 2 || width > kWidestName) {
      add_as_paragraphs(rows);
      return;
    }
    Table& table = page_.table({{.head = words_of(rows.heads.front()), .width = width},
                                {.head = words_of(rows.heads.back()), .gap = kGap}});
    for (const std::vector<Runs>& row : rows.rows) {
      table.row().cell(0, words_of(row.front())).cell(all_of(1, row.back()));
    }
  }

  void add_as_paragraphs(const Prose::Rows& rows) {
    for (const std::vector<Runs>& row : rows.rows) {
      page_.paragraph(words_of(row.front()), Style::kBold);
      for (std::size_t at = 1; at < row.size(); ++at) {
        if (row[at].empty()) continue;
        const std::string head = row.size() > 2 ? words_of(rows.heads[at]) + ": " : std::string();
        page_.paragraph(head + words_of(row[at]), Style::kPlain, kIndent);
      }
    }
  }

  static Cell all_of(std::size_t column, const Runs& runs) {
    return {.column = column, .words = {{words_of(runs)}}, .lines = kAllLines};
  }

  Page page_;
  const Prose::Block* before_ = nullptr;
};

// ------------------------------------------------------------------------------------- as man(7)

std::string escaped(std::string_view words) {
  // What troff would take for an escape, a minus, or a typographer's quote or accent.
  constexpr std::pair<char, std::string_view> kSigns[] = {
      {'\\', "\\e"}, {'-', "\\-"}, {'\'', "\\(aq"}, {'`', "\\(ga"}, {'^', "\\(ha"}, {'~', "\\(ti"}};
  std::string safe;
  for (const char letter : words) {
    const auto* const sign =
        std::find_if(std::begin(kSigns), std::end(kSigns),
                     [letter](const auto& each) { return each.first == letter; });
    if (sign == std::end(kSigns)) {
      safe += letter;
    } else {
      safe += sign->second;
    }
  }
  return safe;
}

std::string man_words(const Runs& runs) {
  std::string words;
  for (const Run& run : runs) {
    const bool bold = run.kind == Run::Kind::kTyped || run.kind == Run::Kind::kStrong;
    words += bold ? "\\fB" + escaped(run.words) + "\\fR" : escaped(run.words);
    if (!run.manual.empty()) {
      words += " (\\fBsignpost\\-" + escaped(run.manual) + "\\fR(7))";
    } else if (run.target.starts_with("http")) {
      words += " (" + escaped(run.target) + ")";
    }
  }
  return words.starts_with('.') ? "\\&" + words : words;
}

struct ManSetter {
  std::string text = {};

  void add(const Prose::Heading& heading) {
    if (heading.level == 1) return;
    text += (heading.level == 2 ? ".SH " : ".SS ") + man_words(heading.runs) + "\n";
  }
  void add(const Prose::Paragraph& paragraph) {
    text += ".PP\n" + man_words(paragraph.runs) + "\n";
  }
  void add(const Prose::Item& item) {
    text += ".IP " + item.mark + " 4\n" + man_words(item.runs) + "\n";
  }
  void add(const Prose::Typed& typed) {
    text += ".PP\n.EX\n";
    for (std::string_view rest = typed.lines; !rest.empty();) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      text += man_escaped(line) + "\n";
    }
    text += ".EE\n";
  }
  void add(const Prose::Rows& rows) {
    for (const std::vector<Runs>& row : rows.rows) {
      text += ".TP\n" + man_words(row.front()) + "\n";
      bool first = true;
      for (std::size_t at = 1; at < row.size(); ++at) {
        if (row[at].empty()) continue;
        if (!std::exchange(first, false)) text += ".br\n";
        if (row.size() > 2) text += man_words(rows.heads[at]) + ": ";
        text += man_words(row[at]) + "\n";
      }
    }
  }
};

}  // namespace

Prose read_prose(std::string_view markdown) { return Reader(markdown).read(); }

std::string title_of(const Prose& prose) {
  for (const Prose::Block& block : prose.blocks) {
    if (const auto* heading = std::get_if<Prose::Heading>(&block)) return words_of(heading->runs);
  }
  return {};
}

Page page_of(const Prose& prose, Language language) { return PageSetter(language).set(prose); }

std::string man_of(const Prose& prose) {
  ManSetter setter;
  for (const Prose::Block& block : prose.blocks) {
    std::visit([&](const auto& each) { setter.add(each); }, block);
  }
  return std::move(setter.text);
}

std::string man_escaped(std::string_view words) {
  return (words.starts_with('.') ? "\\&" : "") + escaped(words);
}

}  // namespace signpost::report
