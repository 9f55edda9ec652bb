#include "engine/model/grade.h"

#include <optional>

#include "engine/base/text.h"

namespace signpost {
namespace {

struct ArabicLetter {
  std::string_view folded;
  char letter;
};
// The Arabic alphabet's own order for lists (abjad), as Arab services write the six grades.
constexpr std::array<ArabicLetter, 8> kArabicLetters = {{{"ا", 'A'},
                                                         {"ب", 'B'},
                                                         {"ج", 'C'},
                                                         {"د", 'D'},
                                                         {"هـ", 'E'},
                                                         {"ه", 'E'},
                                                         {"و", 'F'},
                                                         {"أ", 'A'}}};

/// Takes one letter of the grade, Latin or Arabic, from the front of the text.
std::optional<char> take_letter(std::string_view& rest) {
  if (rest.empty()) return std::nullopt;
  if (rest.front() >= 'a' && rest.front() <= 'f') {
    const char letter = static_cast<char>(rest.front() - 'a' + 'A');
    rest.remove_prefix(1);
    return letter;
  }
  for (const ArabicLetter& arabic : kArabicLetters) {
    if (rest.starts_with(arabic.folded)) {
      rest.remove_prefix(arabic.folded.size());
      return arabic.letter;
    }
  }
  return std::nullopt;
}

std::optional<std::uint8_t> take_digit(std::string_view& rest) {
  if (rest.empty() || rest.front() < '1' || rest.front() > '6') return std::nullopt;
  const auto digit = static_cast<std::uint8_t>(rest.front() - '0');
  rest.remove_prefix(1);
  return digit;
}

/// The value of a MISP machine tag `predicate="value"` in the text, if there is one.
std::optional<std::string_view> tag_value(std::string_view text, std::string_view predicate) {
  const std::size_t at = text.find(predicate);
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view value = text.substr(at + predicate.size());
  if (!value.starts_with("=\"")) return std::nullopt;
  value.remove_prefix(2);
  const std::size_t end = value.find('"');
  if (end == std::string_view::npos) return std::nullopt;
  return value.substr(0, end);
}

Problem not_a_grade(std::string_view text) {
  return {{"model.not-a-grade", {{"text", text}}}, "model.not-a-grade.hint"};
}

Parsed<Grade> parse_tags(std::string_view text, std::string_view plain) {
  Grade grade;
  if (const auto value = tag_value(plain, "admiralty-scale:source-reliability")) {
    std::string_view rest = *value;
    grade.reliability = take_letter(rest);
    if (!grade.reliability || !rest.empty()) return not_a_grade(text);
  }
  if (const auto value = tag_value(plain, "admiralty-scale:information-credibility")) {
    std::string_view rest = *value;
    grade.credibility = take_digit(rest);
    if (!grade.credibility || !rest.empty()) return not_a_grade(text);
  }
  if (!grade.reliability && !grade.credibility) return not_a_grade(text);
  return grade;
}

}  // namespace

Parsed<Grade> parse_grade(std::string_view text) {
  const std::string plain = folded(text);
  if (plain.find("admiralty-scale:") != std::string::npos) return parse_tags(text, plain);
  std::string_view rest = plain;
  Grade grade;
  grade.reliability = take_letter(rest);
  if (grade.reliability && rest.size() > 1 &&
      (rest.front() == '-' || rest.front() == ' ' || rest.front() == '/')) {
    rest.remove_prefix(1);
  }
  grade.credibility = take_digit(rest);
  if (!rest.empty() || (!grade.reliability && !grade.credibility)) return not_a_grade(text);
  return grade;
}

std::string to_string(const Grade& grade) {
  std::string text;
  if (grade.reliability) text += *grade.reliability;
  if (grade.credibility) text += static_cast<char>('0' + *grade.credibility);
  return text;
}

std::optional<Probability> credibility(const Grade& grade, const GradeTable& table) {
  const char letter = grade.reliability.value_or('F');
  const std::uint8_t digit = grade.credibility.value_or(6);
  if (letter == 'F' && digit == 6) return std::nullopt;
  const auto row = static_cast<std::size_t>(letter - 'A');
  const std::size_t column = digit - std::size_t{1};
  const double together = table.together.at(row).at(column);
  const double odds =
      together > 0 ? together : table.reliability.at(row) * table.credibility.at(column);
  return Probability(odds / (1 + odds));
}

GradeTable table_of(std::span<const GradeWorth> worths) {
  GradeTable table;
  for (const GradeWorth& worth : worths) {
    const std::optional<char>& letter = worth.grade.reliability;
    const std::optional<std::uint8_t>& digit = worth.grade.credibility;
    const auto row = static_cast<std::size_t>(letter.value_or('F') - 'A');
    const std::size_t column = digit.value_or(6) - std::size_t{1};
    double& place = !digit    ? table.reliability.at(row)
                    : !letter ? table.credibility.at(column)
                              : table.together.at(row).at(column);
    place = worth.odds;
  }
  return table;
}

}  // namespace signpost
