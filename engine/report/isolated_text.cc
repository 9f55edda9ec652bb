#include "engine/report/isolated_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/text.h"
#include "engine/report/line.h"

namespace signpost::report {
namespace {

constexpr std::string_view kOpen = "\u2068";
constexpr std::string_view kClose = "\u2069";

// What stands for a typographic sign where the terminal knows only ASCII.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kAscii = {{{"−", "-"},
                                                                                  {"–", "-"},
                                                                                  {"×", "x"},
                                                                                  {"÷", "/"},
                                                                                  {"≈", "~"},
                                                                                  {"…", "..."},
                                                                                  {"“", "\""},
                                                                                  {"”", "\""},
                                                                                  {"·", "-"}}};

void close(std::string& text) {
  while (text.ends_with(' ')) text.pop_back();
  if (text.ends_with(kOpen)) {
    text.resize(text.size() - kOpen.size());
  } else {
    text += kClose;
  }
}

}  // namespace

std::string IsolatedText::clean(std::string_view text) const {
  const bool isolates = terminal_.is_terminal && terminal_.unicode && has_rtl(text);
  std::string safe;
  bool open = false;
  while (!text.empty()) {
    const std::size_t end = std::min({text.find(kOpen), text.find(kClose), text.size()});
    std::string piece = printable(text.substr(0, end));
    if (safe.ends_with(kOpen)) piece.erase(0, piece.find_first_not_of(' '));
    safe += piece;
    const std::string_view mark = text.substr(end, std::min(kOpen.size(), text.size() - end));
    text.remove_prefix(end + mark.size());
    if (!isolates || open == (mark == kOpen)) continue;
    open = !open;
    if (open) {
      safe += kOpen;
    } else {
      close(safe);
    }
  }
  if (open) close(safe);
  if (terminal_.unicode) return safe;
  for (const auto& [sign, ascii] : kAscii) safe = replaced(std::move(safe), sign, ascii);
  return safe;
}

std::vector<std::string> IsolatedText::broken(std::string_view text, std::size_t columns) const {
  std::vector<std::string> lines = wrap(replaced(clean(text), " %", "\u00A0%"), columns);
  bool open = false;
  for (std::string& line : lines) {
    line = replaced(std::move(line), "\u00A0%", " %");
    if (open) line.insert(0, kOpen);
    const std::size_t opened = line.rfind(kOpen);
    const std::size_t closed = line.rfind(kClose);
    open = opened != std::string::npos && (closed == std::string::npos || closed < opened);
    if (open) line += kClose;
  }
  return lines;
}

std::string IsolatedText::fitted(std::string_view text, std::size_t columns) const {
  std::vector<std::string> lines = broken(text, columns);
  if (lines.size() == 1) return std::move(lines.front());
  const std::string_view dots = terminal_.unicode ? "…" : "...";
  return broken(text, columns - display_width(dots)).front().append(dots);
}

std::string IsolatedText::paragraph(std::string_view text, std::size_t indent, Style style) const {
  std::string lines;
  for (const std::string& line : broken(text, terminal_.width - indent)) {
    lines += Line(terminal_).to(indent).say(line, style).take();
  }
  return lines;
}

std::string without_isolates(std::string_view text) {
  return replaced(replaced(std::string(text), kOpen, ""), kClose, "");
}

}  // namespace signpost::report
