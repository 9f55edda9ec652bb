#include "engine/intake/row_mistakes.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "engine/base/text.h"

namespace signpost::intake {
namespace {

/// Of a long line, no more is kept for showing than this much after the mistake.
constexpr std::size_t kShownAfter = 400;

std::string shown_line(std::string_view line, Position place) {
  const std::size_t needed = (std::size_t{place.column} + place.width + kShownAfter) * 4;
  if (line.size() <= needed) return std::string(line);
  std::string_view part = line.substr(0, needed);
  while (!part.empty() && (static_cast<unsigned char>(part.back()) & 0xC0U) == 0x80U) {
    part.remove_suffix(1);
  }
  if (!part.empty() && static_cast<unsigned char>(part.back()) >= 0xC0U) part.remove_suffix(1);
  return std::string(part);
}

}  // namespace

Diagnostic mistake(const std::string& file, Stretch where, Phrase message, Phrase hint,
                   std::string_view line) {
  const Position place = where.place(line);
  Diagnostic diagnostic;
  diagnostic.file = file;
  diagnostic.line = place.line;
  diagnostic.column = place.column;
  diagnostic.width = place.width;
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  // A line that is not text cannot be shown as one.
  if (!first_bad_utf8(line)) diagnostic.source_line = shown_line(line, place);
  return diagnostic;
}

void RowMistakes::give_out() {
  std::stable_sort(list_.begin(), list_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
  for (Diagnostic& diagnostic : list_) reject_(std::move(diagnostic));
  list_.clear();
}

}  // namespace signpost::intake
