#include "engine/report/isolated_text.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/report/line.h"

namespace signpost::report {
namespace {

// What stands for a typographic sign where the terminal knows only ASCII.
constexpr std::pair<std::string_view, std::string_view> kAscii[] = {
    {" · ", ", "}, {"−", "-"},  {"–", "-"}, {"×", "x"}, {"÷", "/"},  {"≈", "~"}, {"…", "..."},
    {"“", "\""},   {"”", "\""}, {"·", "-"}, {"─", "-"}, {"→", "->"}, {"○", "o"}, {"■", "#"},
    {"├", "|"},    {"└", "`"},  {"│", "|"}, {"▲", ""},  {"▼", ""}};

constexpr std::string_view kEllipsis = "…";
constexpr std::string_view kDots = "...";

/// Is an isolate opened and not closed?
bool is_open(std::string_view text) {
  const std::size_t opened = text.rfind(kIsolate);
  const std::size_t closed = text.rfind(kEndIsolate);
  return opened != std::string_view::npos && (closed == std::string_view::npos || closed < opened);
}

}  // namespace

std::string IsolatedText::clean(std::string_view text) const {
  std::string safe = printable_worded(text, terminal_.is_terminal && terminal_.unicode);
  if (terminal_.unicode) return safe;
  for (const auto& [sign, ascii] : kAscii) safe = replaced(std::move(safe), sign, ascii);
  return safe;
}

std::vector<std::string> IsolatedText::broken(std::string_view text, std::size_t columns,
                                              std::size_t below, std::size_t most) const {
  const std::string whole = replaced(clean(text), " %", "\u00A0%");
  std::vector<std::string> lines = most == 1 ? std::vector{whole} : wrap(whole, columns);
  if (below != columns && lines.size() > 1) {
    auto [first, rest] = break_line(whole, columns);
    lines = wrap(rest, below);
    lines.insert(lines.begin(), std::move(first));
  }
  if (lines.size() > most) {  // the last one takes all the rest, to be cut
    for (std::size_t at = most; at < lines.size(); ++at)
      lines[most - 1].append(" ").append(lines[at]);
    lines.resize(most);
  }
  bool open = false;
  for (std::string& line : lines) {
    line = replaced(std::move(line), "\u00A0%", " %");
    if (open) line.insert(0, kIsolate);
    open = is_open(line);
    if (open) line += kEndIsolate;
    line = cut(line, &line == &lines.front() ? columns : below);
  }
  return lines;
}

std::string IsolatedText::cut(std::string_view clean, std::size_t columns) const {
  if (columns == 0) return {};
  if (display_width(clean) <= columns) return std::string(clean);
  const std::string_view dots = terminal_.unicode ? kEllipsis : kDots;
  std::string shorter(dots.substr(0, columns));
  if (columns >= dots.size() || terminal_.unicode) {
    // What cut_to_width leaves ends in an ellipsis of its own, of one column.
    shorter = cut_to_width(clean, columns - display_width(dots) + 1);
    shorter.replace(shorter.size() - kEllipsis.size(), kEllipsis.size(), dots);
  }
  if (is_open(shorter)) shorter += kEndIsolate;
  return shorter;
}

std::string IsolatedText::whole(std::string_view clean) const {
  const bool is_whole =
      clean.starts_with(kIsolate) && clean.find(kEndIsolate) + kEndIsolate.size() == clean.size();
  return is_whole ? std::string(clean) : isolated(clean);
}

std::string IsolatedText::alone(std::string_view clean, Language language) const {
  const bool reordered =
      language == Language::kArabic && terminal_.is_terminal && terminal_.unicode && has_rtl(clean);
  return reordered ? whole(clean) : std::string(clean);
}

}  // namespace signpost::report
