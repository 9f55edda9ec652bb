#include "engine/intake/source_text.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "engine/base/text.h"

namespace signpost::intake {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool continues_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::size_t count_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !continues_code_point(c); }));
}

/// Byte offset of the code point with this index, or the text's length.
std::size_t offset_of(std::string_view text, std::size_t index) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if (!continues_code_point(text[at]) && index-- == 0) break;
  }
  return at;
}

bool is_c0(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20U || byte == 0x7FU;
}

/// C1 controls (U+0080–009F) and the separators U+2028/2029, of which UTF-8 makes two and three
/// bytes.
bool has_c1_or_separator(std::string_view text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(text[i + 1]);
    if (lead == 0xC2U && next < 0xA0U) return true;
    if (lead == 0xE2U && next == 0x80U && i + 2 < text.size()) {
      const auto last = static_cast<unsigned char>(text[i + 2]);
      if (last == 0xA8U || last == 0xA9U) return true;
    }
  }
  return false;
}

}  // namespace

Position position_in_line(std::string_view line, std::uint32_t number, std::size_t first_byte,
                          std::size_t bytes) {
  first_byte = std::min(first_byte, line.size());
  const std::size_t width = count_points(line.substr(first_byte, bytes));
  return {number, static_cast<std::uint32_t>(count_points(line.substr(0, first_byte)) + 1),
          static_cast<std::uint32_t>(std::max<std::size_t>(width, 1))};
}

Position Stretch::place(std::string_view text) const {
  if (first_byte == kWholeLine) return {line, 0, 1};
  return position_in_line(text, line, first_byte, bytes);
}

SourceText::SourceText(std::string name, std::string text)
    : name_(std::move(name)), text_(std::move(text)) {
  if (text_.starts_with(kByteOrderMark)) text_.erase(0, kByteOrderMark.size());
  line_starts_.push_back(0);
  for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
    line_starts_.push_back(at + 1);
  }
}

std::string_view SourceText::line(std::uint32_t number) const {
  if (number == 0 || number > line_starts_.size()) return {};
  const std::size_t begin = line_starts_[number - 1];
  const std::size_t end = number < line_starts_.size() ? line_starts_[number] - 1 : text_.size();
  std::string_view line = std::string_view(text_).substr(begin, end - begin);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view SourceText::at(Position place) const {
  const std::string_view whole = line(place.line);
  if (place.column == 0) return {};
  const std::size_t begin = offset_of(whole, place.column - 1);
  const std::string_view rest = whole.substr(begin);
  return rest.substr(0, offset_of(rest, place.width));
}

Position SourceText::position_of(std::size_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto number = static_cast<std::uint32_t>(after - line_starts_.begin());
  return position_in_line(line(number), number, offset - line_starts_[number - 1], 1);
}

void Findings::error(Position place, Phrase message, Phrase hint) {
  add(Diagnostic::Severity::kError, place, std::move(message), std::move(hint));
}

void Findings::warning(Position place, Phrase message, Phrase hint) {
  add(Diagnostic::Severity::kWarning, place, std::move(message), std::move(hint));
}

Diagnostic Findings::at(Diagnostic::Severity severity, Position place) const {
  Diagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.file = source_->name();
  diagnostic.line = place.line;
  diagnostic.column = place.column;
  diagnostic.width = place.width;
  diagnostic.source_line = source_->line(place.line);
  return diagnostic;
}

void Findings::add(Diagnostic::Severity severity, Position place, Phrase message, Phrase hint) {
  Diagnostic& diagnostic = list_.emplace_back(at(severity, place));
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
}

std::vector<Diagnostic> Findings::sorted() const {
  std::vector<Diagnostic> sorted = list_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
  return sorted;
}

Phrase did_you_mean(std::string_view written, const std::vector<std::string>& known,
                    Phrase otherwise) {
  // One letter changed in two makes any short word any other.
  constexpr std::size_t kTooShortToGuess = 2;
  if (written.size() <= kTooShortToGuess) return otherwise;
  if (const auto near = nearest(written, known)) return {"intake.did-you-mean", {{"name", *near}}};
  return otherwise;
}

Phrase typed(std::string_view text) { return {"intake.typed", {{"text", text}}}; }

Phrase to_write(std::string_view text) { return {"base.write", {{"text", typed(text)}}}; }

Phrase to_write(std::string_view one, std::string_view or_other) {
  return {"intake.write-either", {{"one", one}, {"other", or_other}}};
}

Phrase listed(const std::vector<std::string>& names, std::size_t limit) {
  std::vector<Phrase> shown;
  for (std::size_t i = 0; i < names.size() && i < limit; ++i) shown.push_back(typed(names[i]));
  const Phrase list = Phrase::series(shown);
  return names.size() > limit ? Phrase("intake.and-more", {{"list", list}}) : list;
}

bool is_one_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), is_c0) && !has_c1_or_separator(text);
}

bool is_plain_text(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return is_c0(c) && c != '\n' && c != '\t'; });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace signpost::intake
