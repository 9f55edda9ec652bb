// Ready texts, as Speech makes them, on a terminal: what comes from outside stands between
// isolates.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/report/terminal.h"

namespace signpost::report {

class IsolatedText {
 public:
  explicit IsolatedText(const Terminal& terminal) : terminal_(terminal) {}

  /// Printable, and with isolates only where they do something: on a terminal that shows
  /// right-to-left letters. They are never nested, never empty, and hold no spaces at their ends.
  /// ASCII where the terminal knows no more.
  [[nodiscard]] std::string clean(std::string_view text) const;
  /// Broken into lines, never before a per cent sign; an isolate that goes on is closed at the end
  /// of each and opened again.
  [[nodiscard]] std::vector<std::string> broken(std::string_view text, std::size_t columns) const;
  /// As much of it as fits one line.
  [[nodiscard]] std::string fitted(std::string_view text, std::size_t columns) const;
  /// Lines of the terminal's width, each indented; ends in a newline.
  [[nodiscard]] std::string paragraph(std::string_view text, std::size_t indent = 0,
                                      Style style = Style::kPlain) const;

 private:
  Terminal terminal_;
};

/// The text without U+2068 and U+2069, for what is not a terminal.
std::string without_isolates(std::string_view text);

}  // namespace signpost::report
