#include "engine/report/line.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/base/text.h"

namespace signpost::report {

namespace {

constexpr std::string_view kEllipsis = "…";
constexpr std::string_view kDots = "...";

}  // namespace

std::string Line::cut(std::string_view text, std::size_t columns) const {
  if (display_width(text) <= columns) return std::string(text);
  if (terminal_.unicode) return cut_to_width(text, columns);
  if (columns < kDots.size()) return std::string(kDots.substr(0, columns));
  std::string shorter = cut_to_width(text, columns - kDots.size() + 1);
  shorter.resize(shorter.size() - kEllipsis.size());
  return shorter.append(kDots);
}

void Line::append(std::string_view safe, bool outside, Style style) {
  const std::size_t end = safe.find_last_not_of(' ') + 1;  // 0 where there are only spaces
  const std::string_view words = safe.substr(0, end);
  if (display_width(words) > 0) {
    text_.append(std::exchange(waiting_, 0), ' ');
    text_ += terminal_.styled(style, outside ? terminal_.isolated(words) : std::string(words));
    width_ += display_width(words);
  }
  waiting_ += safe.size() - end;
  width_ += safe.size() - end;
}

Line& Line::say(std::string_view words, Style style, std::size_t columns) {
  const std::string fitting = cut(words, std::min(columns, limit_ - width_));
  append(fitting, false, style);
  return *this;
}

Line& Line::quote(std::string_view text, Style style, std::size_t columns) {
  const std::string fitting = cut(printable(text), std::min(columns, limit_ - width_));
  append(fitting, true, style);
  return *this;
}

Line& Line::to(std::size_t column) {
  if (waiting_ == 0 && width_ > 0 && width_ >= column) column = width_ + 1;
  column = std::min(column, limit_);
  waiting_ += column - std::min(column, width_);
  width_ = std::max(width_, column);
  return *this;
}

Line& Line::right(std::string_view words, std::size_t column, Style style) {
  return to(column - std::min(column, display_width(words))).say(words, style);
}

Line& Line::quote_right(std::string_view text, std::size_t column, Style style) {
  const std::string safe = printable(text);
  return to(column - std::min(column, display_width(safe))).quote(safe, style);
}

std::string Line::take() {
  text_ += '\n';
  width_ = waiting_ = 0;
  return std::exchange(text_, {});
}

std::pair<std::string, std::string> break_line(std::string_view text, std::size_t columns) {
  std::string single;
  for (const char letter : text) {
    if (letter != ' ' || (!single.empty() && single.back() != ' ')) single += letter;
  }
  std::string first = wrap(single, columns).front();
  std::string rest = single.substr(first.size());
  rest.erase(0, rest.find_first_not_of(' '));
  while (!rest.empty() && rest.back() == ' ') rest.pop_back();
  return {std::move(first), std::move(rest)};
}

std::string paragraph(const Terminal& terminal, std::string_view words, std::size_t indent,
                      Style style) {
  std::string lines;
  for (const std::string& line : wrap(words, terminal.width - indent)) {
    lines += Line(terminal).to(indent).say(line, style).take();
  }
  return lines;
}

std::string quoted_paragraph(const Terminal& terminal, std::string_view text, std::size_t indent,
                             std::size_t most, Style style) {
  std::string rest = printable(text);
  std::string all;
  for (std::size_t at = 1; at <= most; ++at) {
    std::string line = rest;  // the last line takes all the rest, to be cut
    if (at < most) std::tie(line, rest) = break_line(rest, terminal.width - indent);
    all += Line(terminal).to(indent).quote(line, style).take();
    if (at < most && rest.empty()) break;
  }
  return all;
}

}  // namespace signpost::report
