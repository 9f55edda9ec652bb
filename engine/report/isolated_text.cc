#include "engine/report/isolated_text.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "engine/base/text.h"
#include "engine/report/line.h"

namespace signpost::report {
namespace {

constexpr std::string_view kOpen = "\u2068";
constexpr std::string_view kClose = "\u2069";

// What stands for a typographic sign where the terminal knows only ASCII.
constexpr std::pair<std::string_view, std::string_view> kAscii[] = {
    {" · ", ", "}, {"−", "-"},  {"–", "-"}, {"×", "x"}, {"÷", "/"},  {"≈", "~"}, {"…", "..."},
    {"“", "\""},   {"”", "\""}, {"·", "-"}, {"─", "-"}, {"→", "->"}, {"○", "o"}, {"■", "#"},
    {"├", "|"},    {"└", "`"},  {"│", "|"}, {"▲", ""},  {"▼", ""}};

constexpr std::string_view kEllipsis = "…";
constexpr std::string_view kDots = "...";

/// Is an isolate opened and not closed?
bool is_open(std::string_view text) {
  const std::size_t opened = text.rfind(kOpen);
  const std::size_t closed = text.rfind(kClose);
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
  std::string rest = replaced(clean(text), " %", "\u00A0%");
  std::vector<std::string> lines;
  while (lines.empty() || !rest.empty()) {
    std::string line;
    if (lines.size() + 1 == most) {
      line = std::exchange(rest, {});
    } else {
      std::tie(line, rest) = break_line(rest, lines.empty() ? columns : below);
    }
    line = replaced(std::move(line), "\u00A0%", " %");
    if (is_open(line)) {
      line += kClose;
      if (!rest.empty()) rest.insert(0, kOpen);
    }
    lines.push_back(cut(line, lines.empty() ? columns : below));
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
  if (is_open(shorter)) shorter += kClose;
  return shorter;
}

std::string IsolatedText::whole(std::string_view clean) const {
  const bool is_whole =
      clean.starts_with(kOpen) && clean.find(kClose) + kClose.size() == clean.size();
  return is_whole ? std::string(clean) : std::string(kOpen).append(clean).append(kClose);
}

std::string IsolatedText::alone(std::string_view clean, Language language) const {
  const bool reordered =
      language == Language::kArabic && terminal_.is_terminal && terminal_.unicode && has_rtl(clean);
  return reordered ? whole(clean) : std::string(clean);
}

}  // namespace signpost::report
