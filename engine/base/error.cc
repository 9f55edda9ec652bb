#include "engine/base/error.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/text.h"
#include "engine/base/wording.h"

namespace signpost {
namespace {

/// The part of a long line that is shown: the first code point of it and its text.
struct Excerpt {
  std::size_t skipped = 0;  // code points before it
  std::string text;         // printable, with an ellipsis at each end that was cut
};

constexpr std::size_t kShownColumns = 100;
constexpr std::size_t kShownBefore = 40;

/// Byte offset of the code point with this index; the length of the text if there are fewer.
std::size_t offset_of(std::string_view text, std::size_t index) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const bool starts = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
    if (starts && index-- == 0) break;
  }
  return at;
}

Excerpt excerpt(std::string_view line, std::size_t column) {
  if (display_width(line) <= kShownColumns) return {0, printable(line)};
  const std::size_t skipped = column > kShownBefore ? column - kShownBefore : 0;
  const std::string_view rest = line.substr(offset_of(line, skipped));
  return {skipped, (skipped > 0 ? "…" : "") + cut_to_width(printable(rest), kShownColumns)};
}

}  // namespace

Error::Error(ErrorKind kind, Phrase message, Phrase hint)
    : kind_(kind),
      message_(std::move(message)),
      hint_(std::move(hint)),
      what_(printable(message_.english())) {}

std::string render(const Diagnostic& diagnostic, const Wording& wording, bool isolates) {
  const auto say = [&](const Phrase& phrase) {
    return printable_worded(wording.say(phrase), isolates);
  };
  const bool is_error = diagnostic.severity == Diagnostic::Severity::kError;
  std::string where = printable(diagnostic.file);
  if (diagnostic.line > 0) {
    where += fmt::format(":{}", diagnostic.line);
    if (diagnostic.column > 0) where += fmt::format(":{}", diagnostic.column);
  }
  if (!where.empty()) where += ": ";
  std::string text =
      fmt::format("{}{}: {}\n", where, say(is_error ? "diagnostic.error" : "diagnostic.warning"),
                  say(diagnostic.message));
  if (diagnostic.line > 0 && diagnostic.column > 0 && !diagnostic.source_line.empty()) {
    const std::size_t column = diagnostic.column - 1;
    const Excerpt shown = excerpt(diagnostic.source_line, column);
    const std::string_view line = diagnostic.source_line;
    const std::size_t begin = offset_of(line, shown.skipped);
    const std::size_t at = offset_of(line, column);
    const std::size_t end = offset_of(line, column + std::max<std::size_t>(diagnostic.width, 1));
    const std::size_t ellipsis = shown.skipped > 0 ? 1 : 0;
    const std::size_t indent = ellipsis + display_width(printable(line.substr(begin, at - begin)));
    const std::size_t room = std::max<std::size_t>(display_width(shown.text), indent + 1) - indent;
    const std::size_t under =
        std::clamp<std::size_t>(display_width(printable(line.substr(at, end - at))), 1, room);
    text += fmt::format("{:5} | {}\n", diagnostic.line, shown.text);
    text += fmt::format("      | {}{}\n", std::string(indent, ' '), std::string(under, '^'));
  }
  if (!diagnostic.hint.empty()) {
    text += fmt::format("      = {}: {}\n", say("diagnostic.hint"), say(diagnostic.hint));
  }
  return text;
}

std::string render(const Diagnostic& diagnostic) {
  return render(diagnostic, Wording(Language::kEnglish));
}

bool has_errors(const std::vector<Diagnostic>& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& diagnostic) {
    return diagnostic.severity == Diagnostic::Severity::kError;
  });
}

}  // namespace signpost
