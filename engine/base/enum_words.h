// The words of an enum, told once: what definitions, rows and JSON call each of its values.
//
// Beside an enum that has words stands a function that lists them, found by the enum's type:
//
//   constexpr auto words_of(Missed) {
//     return words<Missed>({{Missed::kEach, "each"}, {Missed::kLatest, "latest"}});
//   }
//
// Sentences are the glossary's (engine/glossary/), under keys that end in these words.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace signpost {

template <class Enum>
struct Word {
  Enum value;
  std::string_view word;
};

template <class Enum, std::size_t kCount>
constexpr std::array<Word<Enum>, kCount> words(const Word<Enum> (&all)[kCount]) {
  return std::to_array(all);
}

template <class Enum>
concept HasWords = requires(Enum value) {
  words_of(value);
};

template <HasWords Enum>
constexpr std::string_view to_string(Enum value) {
  for (const auto& [one, word] : words_of(value)) {
    if (one == value) return word;
  }
  return {};
}

/// Nothing where it is none of the enum's words.
template <HasWords Enum>
constexpr std::optional<Enum> named(std::string_view word) {
  for (const auto& [one, its_word] : words_of(Enum{})) {
    if (its_word == word) return one;
  }
  return std::nullopt;
}

}  // namespace signpost
