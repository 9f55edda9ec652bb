// Messages with named arguments and plural forms, and the signs of numbers, as ICU knows them.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace signpost {

/// A pattern in ICU's MessageFormat syntax: `{n, plural, one {# item} other {# items}} of {title}`.
/// Not for several threads at once.
class Message {
 public:
  /// A whole number (for plural forms, set in the locale's digits) or a text that is ready to
  /// print.
  struct Argument {
    std::string_view name;
    std::variant<std::int64_t, std::string> value;
  };

  /// `locale` such as `en` or `ar@numbers=latn`. A pattern that does not parse is a bug:
  /// std::logic_error.
  Message(std::string_view pattern, const std::string& locale);
  ~Message();
  Message(Message&&) noexcept;

  /// The text, without the marks of direction (U+200E, U+200F, U+061C) that ICU puts beside signs.
  /// An argument that the pattern names and that is not given is a bug: std::logic_error.
  [[nodiscard]] std::string say(std::span<const Argument> arguments) const;

 private:
  struct Format;
  /// Prose, then the name of the text that follows it; empty at the end.
  struct Piece {
    std::string prose;
    std::string name;
  };
  bool read_plain(std::string_view pattern);

  std::vector<Piece> pieces_;  // of a pattern that only has texts filled in: ICU is 10 times slower
  std::string pattern_;
  std::string locale_;
  mutable std::unique_ptr<Format> format_;  // made when first needed
};

/// What a pattern asks for, for checking one translation against another.
struct PatternParts {
  struct Choice {
    std::string argument;
    bool plural = true;              // else a select
    std::vector<std::string> cases;  // sorted
  };
  std::vector<std::string> arguments;  // sorted, each once
  std::vector<Choice> choices;         // from the outermost
  std::string prose;  // what it says by itself, a space where something is filled in
};
/// Throws std::logic_error where the pattern does not parse.
PatternParts parts_of(std::string_view pattern);

/// The plural categories of a language, sorted: `one` and `other` in English, six in Arabic.
std::vector<std::string> plural_categories(const std::string& locale);

/// The signs that numbers are set in, without marks of direction.
struct NumberSigns {
  std::array<std::string, 10> digits;
  std::string decimal;
  std::string group;
};
NumberSigns number_signs(const std::string& locale);

}  // namespace signpost
