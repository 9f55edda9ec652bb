// The Admiralty code: how reliable the source, how credible the information, and what that is
// worth.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/model/bilingual.h"
#include "engine/model/quantities.h"

namespace signpost {

/// A grade as written: a letter, a digit, both or neither. F and 6 mean "cannot be judged", which
/// is not the worst grade but none.
struct Grade {
  std::optional<char> reliability;          // 'A'..'F'
  std::optional<std::uint8_t> credibility;  // 1..6

  friend bool operator==(const Grade&, const Grade&) = default;
};

/// Reads B2, b2, B-2, "B 2", B/2, a lone letter or digit, MISP tags
/// (admiralty-scale:source-reliability="b" and …information-credibility="2", also both joined by a
/// space or comma), and Arabic letters أ ب ج د هـ و and digits ٠-٩.
Parsed<Grade> parse_grade(std::string_view text);

/// "B2", "B", "2" or "" as far as given.
std::string to_string(const Grade& grade);

/// What each letter and digit multiplies the odds of truth by. A desk may set its own table.
struct GradeTable {
  std::array<double, 6> reliability{9.0, 4.0, 1.5, 2.0 / 3.0, 0.25, 1.0};             // A..F
  std::array<double, 6> credibility{9.0, 7.0 / 3.0, 1.0, 3.0 / 7.0, 1.0 / 9.0, 1.0};  // 1..6
  /// The odds of a letter with a digit, where they are not the product: [A..F][1..6], else 0.
  std::array<std::array<double, 6>, 6> together{};

  friend bool operator==(const GradeTable&, const GradeTable&) = default;
};

/// What a desk's own table says of a letter, a digit or both: by how much that multiplies the odds
/// of truth, of both what the odds are.
struct GradeWorth {
  Grade grade;                  // of 'A'..'E' and 1..5; its text is its id
  double odds = 1;              // > 0
  bool as_credibility = false;  // written as the chance that such an item is true: odds/(1 + odds)
  Bilingual because;

  friend bool operator==(const GradeWorth&, const GradeWorth&) = default;
};

/// The default table with what a desk's own says instead. Of two that say something of the same
/// grade the later one stands.
GradeTable table_of(std::span<const GradeWorth> worths);

/// The chance that an item so graded is true: odds = R(letter)·C(digit). Nothing for F6: it cannot
/// be judged. A missing letter is F, a missing digit 6.
/// Source   DESIGN.md §2; with F the digit alone decides (STIX 2.1, Appendix A, mid-points).
std::optional<Probability> credibility(const Grade& grade, const GradeTable& table = {});

}  // namespace signpost
