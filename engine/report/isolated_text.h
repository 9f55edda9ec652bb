// Ready texts, as Speech makes them, on a terminal: what comes from outside stands between
// isolates.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/wording.h"
#include "engine/report/terminal.h"

namespace signpost::report {

using signpost::without_isolates;

class IsolatedText {
 public:
  explicit IsolatedText(const Terminal& terminal) : terminal_(terminal) {}

  /// Printable, and with isolates only where they do something: on a terminal that shows
  /// right-to-left letters. They are never nested, never empty, and hold no spaces at their ends.
  /// ASCII where the terminal knows no more.
  [[nodiscard]] std::string clean(std::string_view text) const;
  /// Broken into at most `most` lines, never before a per cent sign: the first of `columns`, the
  /// others of `below`, the last one cut where there is more. An isolate that goes on is closed at
  /// the end of each and opened again.
  [[nodiscard]] std::vector<std::string> broken(std::string_view text, std::size_t columns,
                                                std::size_t below, std::size_t most) const;
  /// Clean text, cut to that many columns with an ellipsis where it is longer.
  [[nodiscard]] std::string cut(std::string_view clean, std::size_t columns) const;
  /// Clean text between isolates as a whole.
  [[nodiscard]] std::string whole(std::string_view clean) const;
  /// Clean text that stands alone in a line: where that is Arabic, a whole on a terminal that
  /// reorders what it shows.
  [[nodiscard]] std::string alone(std::string_view clean, Language language) const;

 private:
  Terminal terminal_;
};

}  // namespace signpost::report
