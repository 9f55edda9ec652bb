// The one exception of the project, and the located mistakes that readers collect.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/phrase.h"

namespace signpost {

class Wording;

/// Why it cannot go on, by meaning; cli turns it into the exit code.
enum class ErrorKind : std::uint8_t {
  kNotFound,  // it names something that is not there
  kConflict,  // what is asked contradicts itself or what stands
  kRefused,   // the answer is no: there is nothing to mend
  kInvalid,   // a file or a value from outside is wrong
  kStore,     // the store cannot be opened, read or written
  kUsage,     // the command line is wrong (cli's own)
  kNo,        // the answer is no (cli's own): check found errors, verify found damage
};

/// What the caller cannot go on from. Thrown anywhere, caught once, in cli.
class Error : public std::exception {
 public:
  Error(ErrorKind kind, Phrase message, Phrase hint = {});
  [[nodiscard]] ErrorKind kind() const { return kind_; }
  [[nodiscard]] const Phrase& message() const { return message_; }
  /// What to do about it; empty where nothing helps.
  [[nodiscard]] const Phrase& hint() const { return hint_; }
  /// The message in English, printable.
  [[nodiscard]] const char* what() const noexcept override { return what_.c_str(); }

 private:
  ErrorKind kind_;
  Phrase message_;
  Phrase hint_;
  std::string what_;
};

/// What is wrong with one value, where the reader of the value does not know the place.
struct Problem {
  Phrase message;
  Phrase hint;
};

/// A value, or what is wrong with what was written.
template <class T>
class Parsed {
 public:
  Parsed(T value) : content_(std::move(value)) {}            // NOLINT(google-explicit-constructor)
  Parsed(Problem problem) : content_(std::move(problem)) {}  // NOLINT(google-explicit-constructor)
  explicit operator bool() const { return std::holds_alternative<T>(content_); }
  const T& operator*() const { return std::get<T>(content_); }
  const T* operator->() const { return &std::get<T>(content_); }
  [[nodiscard]] const Problem& problem() const { return std::get<Problem>(content_); }

 private:
  std::variant<T, Problem> content_;
};

/// A mistake or a doubt at a place in a file. Lines and columns count from 1, columns in code
/// points; 0 = unknown. `width` is how many code points the caret line underlines.
struct Diagnostic {
  enum class Severity : std::uint8_t { kError, kWarning };
  Severity severity = Severity::kError;
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t width = 1;
  Phrase message;
  Phrase hint;
  std::string source_line;  // the text of that line, without its newline
};

/// `file:line:column: error: message`, the source line, a caret line and the hint; ends in a
/// newline. Control characters and bidi controls of outside text are made visible (see text.h);
/// with `isolates`, for a terminal, what is right-to-left among left-to-right words is set apart.
std::string render(const Diagnostic& diagnostic, const Wording& wording, bool isolates = false);
/// In English, for what is not a terminal.
std::string render(const Diagnostic& diagnostic);

/// True if at least one is an error.
bool has_errors(const std::vector<Diagnostic>& diagnostics);

}  // namespace signpost
