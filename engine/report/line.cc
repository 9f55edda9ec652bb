#include "engine/report/line.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"

namespace signpost::report {
namespace {

constexpr std::string_view kEllipsis = "…";
constexpr std::string_view kDots = "...";

}  // namespace

std::string Line::cut(std::string_view words) const {
  const std::size_t columns = terminal_.width - width_;
  if (display_width(words) <= columns) return std::string(words);
  if (terminal_.unicode) return cut_to_width(words, columns);
  if (columns < kDots.size()) return std::string(kDots.substr(0, columns));
  std::string shorter = cut_to_width(words, columns - kDots.size() + 1);
  shorter.resize(shorter.size() - kEllipsis.size());
  return shorter.append(kDots);
}

Line& Line::say(std::string_view words, Style style) {
  const std::string fitting = cut(words);
  const std::size_t end = fitting.find_last_not_of(' ') + 1;  // 0 where there are only spaces
  const std::string_view said = std::string_view(fitting).substr(0, end);
  if (display_width(said) > 0) {
    text_.append(std::exchange(waiting_, 0), ' ');
    text_ += terminal_.styled(style, said);
    width_ += display_width(said);
  }
  waiting_ += fitting.size() - end;
  width_ += fitting.size() - end;
  return *this;
}

Line& Line::to(std::size_t column) {
  if (waiting_ == 0 && width_ > 0 && width_ >= column) column = width_ + 1;
  column = std::min(column, terminal_.width);
  waiting_ += column - std::min(column, width_);
  width_ = std::max(width_, column);
  return *this;
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

}  // namespace signpost::report
