// Desks whose letters and digits have a known worth: what is learnt of their verdicts holds it, keeps
// its order, and foretells other verdicts better than the fixed table.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "engine/belief/sampling.h"
#include "engine/learn/grades.h"
#include "tests/how_many.h"

namespace signpost::learn {
namespace {

/// A table that is off as far as the prior says, and in order.
GradeTable truth_of(belief::Random& random) {
  for (;;) {
    GradeTable table;
    for (std::size_t i = 0; i < 5; ++i) {
      table.reliability[i] *= std::exp(kGradeSd * random.normal());
      table.credibility[i] *= std::exp(kGradeSd * random.normal());
    }
    const bool in_order =
        std::is_sorted(table.reliability.rbegin() + 1, table.reliability.rend()) &&
        std::is_sorted(table.credibility.rbegin() + 1, table.credibility.rend());
    if (in_order) return table;
  }
}

/// Grades as desks give them: B and C, 2 and 3 most of the time; some letters or digits not judged.
std::vector<Verdict> verdicts_of(const GradeTable& truth, int many, belief::Random& random) {
  constexpr std::array<double, 6> kLetters{0.1, 0.45, 0.75, 0.87, 0.93, 1};
  constexpr std::array<double, 6> kDigits{0.15, 0.5, 0.75, 0.87, 0.92, 1};
  const auto drawn = [&](const std::array<double, 6>& shares) {
    const double u = random.uniform();
    return std::find_if(shares.begin(), shares.end(), [&](double share) { return u < share; }) -
           shares.begin();
  };
  std::vector<Verdict> verdicts;
  while (static_cast<int>(verdicts.size()) < many) {
    const Grade grade{static_cast<char>('A' + drawn(kLetters)),
                      static_cast<std::uint8_t>(1 + drawn(kDigits))};
    if (const auto p = credibility(grade, truth)) {
      verdicts.push_back({grade, random.uniform() < p->value()});
    }
  }
  return verdicts;
}

double log_score(const std::vector<Verdict>& verdicts, const GradeTable& table) {
  double sum = 0;
  for (const Verdict& verdict : verdicts) {
    const double p = credibility(verdict.grade, table)->value();
    sum += std::log(verdict.true_report ? p : 1 - p);
  }
  return sum / static_cast<double>(verdicts.size());
}

TEST_CASE("on desks with a known truth its interval holds each number nine times in ten") {
  const int desks = testing::how_many(100);
  for (const int many : {20, 200, 2000}) {
    belief::Random random(static_cast<std::uint64_t>(many));
    int held = 0;
    int better = 0;
    double fixed = 0;
    double learnt_score = 0;
    double foretold = 0;
    for (int desk = 0; desk < desks; ++desk) {
      const GradeTable truth = truth_of(random);
      const LearntGrades learnt = learnt_grades(verdicts_of(truth, many, random));
      for (std::size_t i = 0; i < 5; ++i) {
        const auto holds = [](const GradeInterval& interval, double x) {
          return interval.low <= x && x <= interval.high ? 1 : 0;
        };
        held += holds(learnt.reliability[i], truth.reliability[i]);
        held += holds(learnt.credibility[i], truth.credibility[i]);
        if (i == 0) continue;
        CHECK(learnt.table.reliability[i - 1] >= learnt.table.reliability[i]);
        CHECK(learnt.table.credibility[i - 1] >= learnt.table.credibility[i]);
      }
      const std::vector<Verdict> held_out = verdicts_of(truth, 1000, random);
      const double by_table = log_score(held_out, {});
      const double by_learnt = log_score(held_out, learnt.table);
      fixed += by_table / desks;
      learnt_score += by_learnt / desks;
      better += by_learnt > by_table ? 1 : 0;
      foretold += learnt.gain / desks;
    }
    const double share = held / (10.0 * desks);
    MESSAGE(many, " verdicts: held ", share, ", log score ", fixed, " to ", learnt_score,
            ", better on ", better, " of ", desks, " desks; foretold gain ", foretold);
    CHECK(learnt_score > fixed);
    if (!testing::kTriesAll) continue;
    CHECK(share >= 0.85);
    CHECK(share <= 0.95);
    // What is held back within the desk foretells what is gained on other verdicts.
    CHECK(std::fabs(foretold - (learnt_score - fixed)) < 0.01);
  }
}

}  // namespace
}  // namespace signpost::learn
