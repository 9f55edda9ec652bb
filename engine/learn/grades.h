// What letters and digits were worth at this desk: how often items so graded turned out to be true.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/model/grade.h"

namespace signpost::learn {

/// Whether an item of such a grade turned out to be true.
struct Verdict {
  Grade grade;
  bool true_report = false;
};

/// How far a number of the table may be off before any verdict: right within a factor of 3 nine
/// times in ten, as a declared rate is; ln 3 ÷ 1.645.
inline constexpr double kGradeSd = 0.6679033446617187;

struct GradeInterval {
  double low = 0;  // nine times in ten it lies between these
  double high = 0;
};

struct LearntGrades {
  GradeTable table;
  /// Of each number of the table; F's and 6's are [1, 1]: they cannot be judged, and nothing is
  /// learnt of them.
  std::array<GradeInterval, 6> reliability{};
  std::array<GradeInterval, 6> credibility{};
  std::array<std::size_t, 6> of_letter{};  // verdicts
  std::array<std::size_t, 6> of_digit{};
  std::size_t verdicts = 0;  // but those graded F6
  /// What a verdict that was held back was foretold better by what the others teach than by the
  /// table given, in nats: the mean over all verdicts, each held back once. Below 0 where nothing
  /// was gained.
  double gain = 0;
};

/// Logistic regression: ln odds(true) = ln R(letter) + ln C(digit), each logarithm normal about the
/// table's with this standard deviation before any verdict, and of more reliable letters and more
/// credible digits never less (where the table itself breaks that, by no more than the table does).
/// The table learnt is the likeliest so. Without verdicts on a letter or digit its number stays the
/// table's, bit for bit, unless the order moves it.
/// Intervals are of the normal approximation at its maximum, kept in order, by 2,000 draws.
/// sd        > 0; may be infinite, where verdicts tell every number that has any apart
/// Accuracy  logarithms to 1e-10: R's glm(family = binomial) to 1e-8 where sd is infinite and the
///           order holds by itself (tests/learn).
/// Cost      10 ms, hardly more where there are many verdicts
/// Source    Gelman et al., Bayesian Data Analysis (2013), §16;
///           Hildreth, A quadratic programming procedure (1957), for the order.
LearntGrades learnt_grades(std::span<const Verdict> verdicts, const GradeTable& table = {},
                           double sd = kGradeSd);

}  // namespace signpost::learn
