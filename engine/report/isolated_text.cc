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

// A space at which no line is broken, while one is; in no text, for it is a noncharacter.
constexpr std::string_view kGlue = "\uFDD0";

/// Where the last isolate of either kind opens; npos where none does.
std::size_t last_opening(std::string_view text) {
  const std::size_t any = text.rfind(kIsolate);
  const std::size_t rtl = text.rfind(kRtlIsolate);
  return any == std::string_view::npos || (rtl != std::string_view::npos && rtl > any) ? rtl : any;
}

/// Is an isolate opened and not closed?
bool is_open(std::string_view text) {
  const std::size_t opened = last_opening(text);
  const std::size_t closed = text.rfind(kEndIsolate);
  return opened != std::string_view::npos && (closed == std::string_view::npos || closed < opened);
}

/// With one glue for each run of spaces, as a line that is broken has one space.
std::string joined_words(std::string_view typed) {
  std::string joined;
  for (const char letter : typed) {
    if (letter != ' ') {
      joined += letter;
    } else if (!joined.ends_with(kGlue)) {
      joined += kGlue;
    }
  }
  return joined;
}

/// With glue for the spaces at which no line may be broken. What is typed is kept in one piece where
/// `columns` hold it, with the brackets or the stop that stand at its ends.
std::string glued(std::string_view clean, std::size_t columns) {
  constexpr std::size_t kAtItsEnds = 4;
  std::string text = replaced(std::string(clean), " %", std::string(kGlue) + "%");
  text = replaced(std::move(text), " UTC", std::string(kGlue) + "UTC");
  std::size_t open = text.find('`');
  while (open != std::string::npos) {
    const std::size_t close = text.find('`', open + 1);
    if (close == std::string::npos) break;
    std::string typed = text.substr(open, close + 1 - open);
    if (display_width(typed) + kAtItsEnds <= columns) {
      typed = joined_words(typed);
      text.replace(open, close + 1 - open, typed);
    }
    open = text.find('`', open + typed.size());
  }
  return text;
}

/// Whether each isolate of a clean text holds right-to-left prose, in their order.
std::vector<bool> directions(std::string_view clean) {
  std::vector<bool> rtl;
  for (std::size_t at = clean.find(kIsolate); at != std::string_view::npos;
       at = clean.find(kIsolate, at)) {
    at += kIsolate.size();
    rtl.push_back(begins_rtl(clean.substr(at, clean.find(kEndIsolate, at) - at)));
  }
  return rtl;
}

}  // namespace

std::string IsolatedText::spelt(std::string clean) const {
  if (terminal_.unicode) return clean;
  for (const auto& [sign, ascii] : kAscii) clean = replaced(std::move(clean), sign, ascii);
  return clean;
}

std::string IsolatedText::clean(std::string_view text) const {
  return spelt(printable_worded(text, terminal_.is_terminal && terminal_.unicode));
}

std::string IsolatedText::clean_in_whole(std::string_view text) const {
  return spelt(printable_among_rtl(text));
}

std::vector<std::string> IsolatedText::broken(std::string_view text, std::size_t columns,
                                              std::size_t below, std::size_t most) const {
  const std::string whole = glued(clean(text), std::min(columns, below));
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
  const std::vector<bool> rtl = directions(whole);
  std::size_t opened = 0;  // isolates so far
  bool open = false;
  for (std::string& line : lines) {
    line = replaced(std::move(line), kGlue, " ");
    const std::size_t here = directions(line).size();
    if (open) line.insert(0, reorders_ && rtl.at(opened - 1) ? kRtlIsolate : kIsolate);
    opened += here;
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

bool IsolatedText::is_whole(std::string_view text) const { return reorders_ && has_rtl(text); }

std::string IsolatedText::whole(std::string_view clean) const {
  // An isolate that is all there is gives its place to the whole.
  if ((clean.starts_with(kIsolate) || clean.starts_with(kRtlIsolate)) &&
      clean.find(kEndIsolate) + kEndIsolate.size() == clean.size()) {
    clean.remove_prefix(kIsolate.size());
    clean.remove_suffix(kEndIsolate.size());
  }
  return std::string(kRtlIsolate).append(clean).append(kEndIsolate);
}

std::string IsolatedText::alone(std::string_view clean) const {
  return is_whole(clean) ? whole(clean) : std::string(clean);
}

std::string IsolatedText::alone_typed(std::string_view clean) const {
  const bool set_apart =
      clean.starts_with(kIsolate) && clean.find(kEndIsolate) + kEndIsolate.size() == clean.size();
  return is_whole(clean) && !set_apart ? isolated(clean) : std::string(clean);
}

}  // namespace signpost::report
