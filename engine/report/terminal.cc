#include "engine/report/terminal.h"

namespace signpost::report {
namespace {

/// The terminal's own sixteen colours only: they fit whatever background its owner chose.
std::string_view sequence(Style style) {
  switch (style) {
    case Style::kPlain:
      return {};
    case Style::kBold:
      return "\x1b[1m";
    case Style::kDim:
      return "\x1b[2m";
    case Style::kGood:
      return "\x1b[32m";
    case Style::kBad:
      return "\x1b[31m";
    case Style::kAccent:
      return "\x1b[36m";
  }
  return {};
}

}  // namespace

std::string Terminal::styled(Style style, std::string_view text) const {
  if (!color || style == Style::kPlain || text.empty()) return std::string(text);
  return std::string(sequence(style)).append(text).append("\x1b[0m");
}

}  // namespace signpost::report
