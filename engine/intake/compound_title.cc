#include "engine/intake/compound_title.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace signpost::intake {
namespace {

constexpr char32_t kWaw = U'و';

/// The text's code points; what is not UTF-8 is passed over.
std::u32string code_points_of(std::string_view text) {
  std::u32string points;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80U ? 1 : lead < 0xE0U ? 2 : lead < 0xF0U ? 3 : 4;
    char32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
      point = (point << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    }
    points += point;
    i += length;
  }
  return points;
}

std::string utf8(std::u32string_view points) {
  std::string text;
  for (const char32_t c : points) {  // Arabic letters only: two bytes each
    text += static_cast<char>(0xC0U | (static_cast<std::uint32_t>(c) >> 6U));
    text += static_cast<char>(0x80U | (static_cast<std::uint32_t>(c) & 0x3FU));
  }
  return text;
}

bool is_arabic_letter(char32_t c) { return c >= U'\u0621' && c <= U'\u064A' && c != U'\u0640'; }

/// Vowel marks and the stretching stroke, which are not part of the spelling.
bool is_mark(char32_t c) {
  return c == U'\u0640' || (c >= U'\u064B' && c <= U'\u065F') || c == U'\u0670';
}

/// The words of Arabic letters, without marks.
std::vector<std::u32string> arabic_words(std::string_view title) {
  std::vector<std::u32string> words(1);
  for (const char32_t c : code_points_of(title)) {
    if (is_arabic_letter(c)) {
      words.back() += c;
    } else if (!is_mark(c) && !words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

template <std::size_t kSize>
bool one_of(std::u32string_view word, const std::array<std::u32string_view, kSize>& list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

constexpr std::array<std::u32string_view, 9> kPrepositions = {
    U"وفي", U"ومن", U"وعلى", U"وإلى", U"وعن", U"ومع", U"وبين", U"ولدى", U"وكذلك"};

// Words that the prefixes below would take, and that have their و of their own.
constexpr std::array<std::u32string_view, 17> kOwnWaw = {
    U"والد",   U"والدة",  U"والده",   U"والدها", U"والدي",  U"والدين",
    U"والديه", U"والدان", U"والدته",  U"واليا",  U"واليها", U"واله",
    U"وتيرة",  U"وتيرته", U"وتيرتها", U"وتائر",  U"ووهان"};
constexpr std::array<std::u32string_view, 3> kOwnWawStems = {U"وميض", U"ومضات", U"ومضة"};

// و and a name; those with the article, or that rule 4 reaches, need not stand here.
constexpr std::array<std::u32string_view, 15> kJoinedNames = {
    U"وسوريا", U"وسورية", U"وروسيا", U"ولبنان", U"ومصر",   U"وقطر", U"وليبيا", U"وفلسطين",
    U"وقسد",   U"وداعش",  U"ودمشق",  U"وبغداد", U"وطهران", U"وغزة", U"وحلب"};

bool has_clear_prefix(std::u32string_view word) {
  struct Prefix {
    std::u32string_view letters;
    std::size_t more;  // letters that must follow
  };
  static constexpr std::array<Prefix, 10> kPrefixes = {{{U"وال", 3},
                                                        {U"ولل", 2},
                                                        {U"وبال", 3},
                                                        {U"وإ", 2},
                                                        {U"وأ", 2},
                                                        {U"وآ", 2},
                                                        {U"وو", 2},
                                                        {U"وت", 3},
                                                        {U"وم", 3},
                                                        {U"ون", 3}}};
  return std::any_of(kPrefixes.begin(), kPrefixes.end(), [&](const Prefix& prefix) {
    return word.starts_with(prefix.letters) && word.size() >= prefix.letters.size() + prefix.more;
  });
}

bool joins(std::u32string_view word) {
  if (word.empty() || word.front() != kWaw) return false;
  if (word.size() == 1 || one_of(word, kPrepositions) || one_of(word, kJoinedNames)) return true;
  if (one_of(word, kOwnWaw) || one_of(word, kOwnWawStems)) return false;
  return has_clear_prefix(word);
}

bool is_word_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
         (byte >= 'A' && byte <= 'Z') || byte >= 0x80U || byte == '-' || byte == '\'';
}

}  // namespace

std::optional<std::string> joining_word_en(std::string_view title) {
  for (std::size_t begin = 0; begin < title.size();) {
    if (title[begin] == '&') return "&";
    std::size_t end = begin;
    while (end < title.size() && is_word_character(title[end])) ++end;
    std::string word(title.substr(begin, end - begin));
    std::transform(word.begin(), word.end(), word.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (word == "and") return word;
    begin = end == begin ? begin + 1 : end;
  }
  return std::nullopt;
}

std::optional<std::string> joining_word_ar(std::string_view title) {
  const std::vector<std::u32string> words = arabic_words(title);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0 && joins(words[i])) return utf8(words[i]);  // a first word joins nothing
    if (i + 2 < words.size() && words[i] == U"على" && words[i + 1] == U"حد" &&
        words[i + 2] == U"سواء") {
      return "على حد سواء";
    }
  }
  return std::nullopt;
}

}  // namespace signpost::intake
