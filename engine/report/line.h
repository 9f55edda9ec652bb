// A line of output that knows how wide it is, so that none can be wider than the terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "engine/report/terminal.h"

namespace signpost::report {

/// One line, put together from the left out of printable words. What does not fit is cut with an
/// ellipsis; colours and isolates take no room.
///
///   Line(terminal).say("62 %", Style::kBold).to(8).say(title).take()
class Line {
 public:
  explicit Line(const Terminal& terminal) : terminal_(terminal) {}

  Line& say(std::string_view words, Style style = Style::kPlain);
  /// Spaces up to a column (counted from 0), and at least one if something stands before it there.
  Line& to(std::size_t column);
  /// The line with its newline, without spaces at its end.
  [[nodiscard]] std::string take();

 private:
  [[nodiscard]] std::string cut(std::string_view words) const;  // to what is left of the line

  Terminal terminal_;
  std::size_t width_ = 0;    // of what was said and the spaces that wait
  std::size_t waiting_ = 0;  // spaces not written yet: at the end of a line they never are
  std::string text_;
};

/// The text in two: what fits a line of `columns`, broken at a space, and the rest; runs of spaces
/// become one.
std::pair<std::string, std::string> break_line(std::string_view text, std::size_t columns);

}  // namespace signpost::report
