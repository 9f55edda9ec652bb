// A text in either language or both.
#pragma once

#include <string>
#include <utility>

namespace signpost {

struct Bilingual {
  std::string en;
  std::string ar;

  Bilingual() = default;
  Bilingual(std::string english, std::string arabic)
      : en(std::move(english)), ar(std::move(arabic)) {}
  /// A text that does not say its language: Arabic where it holds Arabic letters, else English.
  Bilingual(std::string text);                                   // NOLINT: a text is one of both
  Bilingual(const char* text) : Bilingual(std::string(text)) {}  // NOLINT

  /// English if there is one, else Arabic.
  [[nodiscard]] const std::string& any() const { return en.empty() ? ar : en; }
  [[nodiscard]] bool empty() const { return en.empty() && ar.empty(); }
  [[nodiscard]] bool has_both() const { return !en.empty() && !ar.empty(); }
  friend bool operator==(const Bilingual&, const Bilingual&) = default;
};

}  // namespace signpost
