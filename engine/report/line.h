// A line of output that knows how wide it is, so that none can be wider than the terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "engine/report/terminal.h"

namespace signpost::report {

/// One line, put together from the left out of our own words and quoted outside text. What does not
/// fit is cut with an ellipsis; quoted text is made printable and isolated, colours take no room.
///
///   Line(terminal).say("62 %", Style::kBold).to(8).quote(title).take()
class Line {
 public:
  explicit Line(const Terminal& terminal) : terminal_(terminal), limit_(terminal.width) {}

  /// Our own words: printable and left to right. At most `columns` of them.
  Line& say(std::string_view words, Style style = Style::kPlain, std::size_t columns = kWhatIsLeft);
  /// Text from outside, at most `columns` of it.
  Line& quote(std::string_view text, Style style = Style::kPlain,
              std::size_t columns = kWhatIsLeft);
  /// Spaces up to a column (counted from 0), and at least one if something stands before it there.
  Line& to(std::size_t column);
  /// Our own words, so that they end right before `column`.
  Line& right(std::string_view words, std::size_t column, Style style = Style::kPlain);
  /// Outside text likewise.
  Line& quote_right(std::string_view text, std::size_t column, Style style = Style::kPlain);

  [[nodiscard]] std::size_t width() const { return width_; }
  /// The line with its newline, without spaces at its end.
  [[nodiscard]] std::string take();

  static constexpr std::size_t kWhatIsLeft = static_cast<std::size_t>(-1);

 private:
  std::string cut(std::string_view text, std::size_t columns) const;
  void append(std::string_view safe, bool outside, Style style);

  Terminal terminal_;
  std::size_t limit_;
  std::size_t width_ = 0;    // of what was said and the spaces that wait
  std::size_t waiting_ = 0;  // spaces not written yet: at the end of a line they never are
  std::string text_;
};

/// The text in two: what fits a line of `columns`, broken at a space, and the rest; runs of spaces
/// become one.
std::pair<std::string, std::string> break_line(std::string_view text, std::size_t columns);

/// Our own prose broken into lines of the terminal's width, each indented; ends in a newline.
std::string paragraph(const Terminal& terminal, std::string_view words, std::size_t indent = 0,
                      Style style = Style::kPlain);

/// Outside prose likewise, at most `most` lines, the last one cut where there was more.
std::string quoted_paragraph(const Terminal& terminal, std::string_view text, std::size_t indent,
                             std::size_t most, Style style = Style::kPlain);

}  // namespace signpost::report
