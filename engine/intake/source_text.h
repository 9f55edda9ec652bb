// A file's text by its lines, and the mistakes found in it, each pointing to its place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace signpost::intake {

/// Where something stands in a file: line and column count from 1, columns and width in code
/// points. Line 0: no place is known.
struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t width = 1;
};

/// The place of some bytes of a line's text.
Position position_in_line(std::string_view line, std::uint32_t number, std::size_t first_byte,
                          std::size_t bytes);

/// Bytes of a line: what a place is made from once there is a mistake to show. Rows come by the
/// million, and their columns need not be counted as long as all is well.
struct Stretch {
  static constexpr std::uint32_t kWholeLine = 0xFFFFFFFF;
  std::uint32_t line = 0;
  std::uint32_t first_byte = kWholeLine;
  std::uint32_t bytes = 0;

  /// `text` is the line's. Of a whole line no column is told.
  [[nodiscard]] Position place(std::string_view text) const;
};

/// A text file in memory, its byte order mark taken off.
class SourceText {
 public:
  SourceText(std::string name, std::string text);
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  /// A line without its newline; empty beyond the end.
  [[nodiscard]] std::string_view line(std::uint32_t number) const;
  /// What is written at a place that lies in one line.
  [[nodiscard]] std::string_view at(Position place) const;
  /// The place of a byte of the text, one code point wide.
  [[nodiscard]] Position position_of(std::size_t offset) const;

 private:
  std::string name_;
  std::string text_;
  std::vector<std::size_t> line_starts_;
};

/// What was found in one file, in any order; `sorted` puts it by line and column.
class Findings {
 public:
  explicit Findings(const SourceText& source) : source_(&source) {}
  void error(Position place, Phrase message, Phrase hint = {});
  void warning(Position place, Phrase message, Phrase hint = {});
  [[nodiscard]] const SourceText& source() const { return *source_; }
  [[nodiscard]] bool has_errors() const { return signpost::has_errors(list_); }
  [[nodiscard]] std::vector<Diagnostic> sorted() const;
  /// A warning for others to word; not among the findings.
  [[nodiscard]] Diagnostic wordless(Position place) const {
    return at(Diagnostic::Severity::kWarning, place);
  }

 private:
  [[nodiscard]] Diagnostic at(Diagnostic::Severity severity, Position place) const;
  void add(Diagnostic::Severity severity, Position place, Phrase message, Phrase hint);
  const SourceText* source_;
  std::vector<Diagnostic> list_;
};

/// `did you mean "x"?` where a known name is near to what was written, else `otherwise`.
Phrase did_you_mean(std::string_view written, const std::vector<std::string>& known,
                    Phrase otherwise = {});

/// What stands so in a file: in Arabic between backquotes.
Phrase typed(std::string_view text);

/// The hint to write it: `write level = 0.5`.
Phrase to_write(std::string_view text);
Phrase to_write(std::string_view one, std::string_view or_other);

/// The names, as they are typed, with commas; at most `limit` of them and then an ellipsis.
Phrase listed(const std::vector<std::string>& names, std::size_t limit = 12);

/// Printable as a name on one line: no control characters (C0, DEL, C1), no line separators.
bool is_one_line(std::string_view text);

/// Text without a control character other than newline and tab.
bool is_plain_text(std::string_view text);

/// Without spaces at either end.
std::string_view trimmed(std::string_view text);

}  // namespace signpost::intake
