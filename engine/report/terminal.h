// How a terminal (or a pipe) is written to: its width, whether colour, whether isolates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace signpost::report {

enum class Style : std::uint8_t { kPlain, kBold, kDim, kGood, kBad, kAccent };

/// Decided once, in cli, from the options, the environment and what stdout is.
struct Terminal {
  std::size_t width = 80;    // of a line, without its margin; with it at least 60
  bool is_terminal = false;  // isolates around outside text; never in files or JSON
  bool color = false;
  bool unicode = true;  // blocks, arrows and minus signs; false where the locale or TERM cannot
  bool list = false;    // tables as lists of fields, for readers whom columns do not reach
  /// Columns left free before a line that is not empty: one where it may begin with an isolate, as
  /// Arabic does. Terminals that know isolates keep them with the cell before, and at the edge of
  /// the screen, where there is none, VTE and Konsole lose them.
  std::size_t margin = 0;

  /// The text in a style, where colour is on. The text must be printable already.
  [[nodiscard]] std::string styled(Style style, std::string_view text) const;
};

}  // namespace signpost::report
