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
  /// `language`: of the page that the texts stand on.
  explicit IsolatedText(const Terminal& terminal, Language language = Language::kEnglish)
      : terminal_(terminal),
        reorders_(language == Language::kArabic && terminal.is_terminal && terminal.unicode) {}

  /// Printable, and with isolates only where they do something: on a terminal that shows
  /// right-to-left letters. They are never nested, never empty, and hold no spaces at their ends.
  /// ASCII where the terminal knows no more.
  [[nodiscard]] std::string clean(std::string_view text) const;
  /// The same of words in a cell that is a whole: with isolates, whatever they hold.
  [[nodiscard]] std::string clean_in_whole(std::string_view text) const;
  /// Broken into at most `most` lines, never before a per cent sign or UTC nor, where a line holds
  /// it, in what is typed (between backquotes): the first of `columns`, the others of `below`, the
  /// last one cut where there is more. An isolate that goes on is closed at the end of each and
  /// opened again, in the direction that it has; so it is in a whole.
  [[nodiscard]] std::vector<std::string> broken(std::string_view text, std::size_t columns,
                                                std::size_t below, std::size_t most) const;
  /// Clean text, cut to that many columns with an ellipsis where it is longer.
  [[nodiscard]] std::string cut(std::string_view clean, std::size_t columns) const;
  /// Does a text that stands at one place in a line become a whole? Where it is Arabic, on a
  /// terminal that may reorder what it shows. To be asked of all of it, not of a line of it.
  [[nodiscard]] bool is_whole(std::string_view text) const;
  /// Clean text as a right-to-left whole, whatever it or a line of it begins with.
  [[nodiscard]] std::string whole(std::string_view clean) const;
  /// Clean text that stands alone in a line, and is a whole where `is_whole` says so.
  [[nodiscard]] std::string alone(std::string_view clean) const;
  /// Clean text that is typed: it keeps the direction of its first letter.
  [[nodiscard]] std::string alone_typed(std::string_view clean) const;

 private:
  [[nodiscard]] std::string spelt(std::string clean) const;  // in ASCII where there is no more

  Terminal terminal_;
  bool reorders_;
};

}  // namespace signpost::report
