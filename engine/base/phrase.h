// A sentence that is worded later: its key in the glossary, and what is filled in. An error, a
// warning or a note is made where something is found out, and said where it is known in which
// language.
//
//   Phrase("store.no-item", {{"item", id}})                    "there is no item 12"
//   Phrase("intake.field", {{"field", "grade"}, {"says", problem.message}})
//
// A phrase may be filled into another one: that is how two sentences become one.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/language.h"

namespace signpost {

/// A value, cheap to copy; a copy never throws.
class Phrase {
 public:
  struct Argument;

  /// Says nothing.
  Phrase() = default;
  /// `key` stands in the glossary, and what its message names is given: anything else is a bug,
  /// std::logic_error when it is said.
  Phrase(const char* key);  // NOLINT(google-explicit-constructor)
  Phrase(std::string_view key, std::initializer_list<Argument> arguments);
  Phrase(std::string_view key, std::vector<Argument> arguments);
  /// What is the same in every language: a system's or a library's own message.
  static Phrase verbatim(std::string text);
  /// One after the other: "a, b and c".
  static Phrase list(const std::vector<Phrase>& phrases);
  static Phrase list(const std::vector<std::string>& outside);
  /// "a, b, c"; in Arabic these are joined by «و», too.
  static Phrase series(const std::vector<Phrase>& phrases);
  static Phrase series(const std::vector<std::string>& outside);

  [[nodiscard]] bool empty() const { return content_ == nullptr; }
  /// The key; empty of what is verbatim.
  [[nodiscard]] std::string_view key() const;
  /// In a language, without isolates; what is filled in stands as it was given. (Wording::say makes
  /// it safe and sets it apart.)
  [[nodiscard]] std::string in(Language language) const;
  [[nodiscard]] std::string english() const { return in(Language::kEnglish); }

  /// Do they say the same?
  friend bool operator==(const Phrase& a, const Phrase& b) { return a.english() == b.english(); }
  friend bool operator==(const Phrase& phrase, std::string_view english) {
    return phrase.english() == english;
  }
  friend bool operator==(const Phrase& phrase, const std::string& english) {
    return phrase.english() == english;
  }
  friend bool operator==(const Phrase& phrase, const char* english) {
    return phrase.english() == english;
  }
  friend std::ostream& operator<<(std::ostream& out, const Phrase& phrase);

 private:
  friend class Wording;
  struct Content;
  explicit Phrase(std::shared_ptr<const Content> content) : content_(std::move(content)) {}
  std::shared_ptr<const Content> content_;
};

/// A name of a message with what is filled in for it: a whole number (for plural forms, set with
/// separators), a text from outside, or another phrase.
struct Phrase::Argument {
  std::string_view name;  // outlives the phrase: a literal
  std::variant<std::int64_t, std::string, Phrase> value;

  template <std::integral Number>
  Argument(std::string_view its_name, Number number)
      : name(its_name), value(static_cast<std::int64_t>(number)) {}
  Argument(std::string_view its_name, std::string text) : name(its_name), value(std::move(text)) {}
  Argument(std::string_view its_name, std::string_view text)
      : name(its_name), value(std::string(text)) {}
  Argument(std::string_view its_name, const char* text)
      : name(its_name), value(std::string(text)) {}
  Argument(std::string_view its_name, Phrase phrase) : name(its_name), value(std::move(phrase)) {}
};

}  // namespace signpost
