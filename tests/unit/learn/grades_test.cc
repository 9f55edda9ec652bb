#include "engine/learn/grades.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

namespace signpost::learn {
namespace {

void add(std::vector<Verdict>& verdicts, char letter, std::uint8_t digit, int yes, int no) {
  for (int i = 0; i < yes; ++i) verdicts.push_back({{letter, digit}, true});
  for (int i = 0; i < no; ++i) verdicts.push_back({{letter, digit}, false});
}

void check_order(const LearntGrades& learnt) {
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(learnt.table.reliability[i] >= learnt.table.reliability[i + 1]);
    CHECK(learnt.table.credibility[i] >= learnt.table.credibility[i + 1]);
  }
}

TEST_CASE("without verdicts the table is the one given, bit for bit") {
  const LearntGrades learnt = learnt_grades({});
  CHECK(learnt.table == GradeTable{});
  CHECK(learnt.gain == 0);
  CHECK(learnt.verdicts == 0);
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(learnt.reliability[i].low < learnt.table.reliability[i]);
    CHECK(learnt.reliability[i].high > learnt.table.reliability[i]);
  }
  GradeTable own;
  own.reliability = {5, 5, 3, 4, 0.1, 1};
  CHECK(learnt_grades({}, own).table == own);
}

TEST_CASE("what cannot be judged teaches nothing") {
  const std::vector<Verdict> verdicts = {{{'F', std::uint8_t{6}}, false},
                                         {{std::nullopt, std::nullopt}, true}};
  const LearntGrades learnt = learnt_grades(verdicts);
  CHECK(learnt.verdicts == 0);
  CHECK(learnt.table == GradeTable{});
}

TEST_CASE("a letter without verdicts keeps its number, bit for bit") {
  std::vector<Verdict> verdicts;
  add(verdicts, 'B', 2, 18, 4);
  add(verdicts, 'B', 3, 7, 3);
  const LearntGrades learnt = learnt_grades(verdicts);
  const GradeTable table;
  CHECK(learnt.of_letter[1] == 32);
  CHECK(learnt.of_digit[1] == 22);
  CHECK(learnt.table.reliability[0] == table.reliability[0]);
  CHECK(learnt.table.reliability[2] == table.reliability[2]);
  CHECK(learnt.table.credibility[4] == table.credibility[4]);
  CHECK(learnt.table.reliability[1] != table.reliability[1]);
  CHECK(learnt.table.reliability[5] == 1);
  CHECK(learnt.table.credibility[5] == 1);
}

TEST_CASE("a better letter is never worth less, whatever the verdicts") {
  std::vector<Verdict> verdicts;
  add(verdicts, 'A', 1, 5, 95);
  add(verdicts, 'D', 1, 90, 10);
  add(verdicts, 'E', 5, 40, 2);
  add(verdicts, 'C', 3, 3, 40);
  const LearntGrades learnt = learnt_grades(verdicts);
  check_order(learnt);
  // What the verdicts turn round stands together.
  CHECK(learnt.table.reliability[0] == doctest::Approx(learnt.table.reliability[3]).epsilon(1e-9));
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(learnt.reliability[i].low <= learnt.table.reliability[i]);
    CHECK(learnt.reliability[i].high >= learnt.table.reliability[i]);
    CHECK(learnt.credibility[i].low <= learnt.table.credibility[i]);
    CHECK(learnt.credibility[i].high >= learnt.table.credibility[i]);
  }
}

TEST_CASE("the ordered maximum is one: no small step within the order is likelier") {
  std::vector<Verdict> verdicts;
  add(verdicts, 'A', 2, 10, 9);
  add(verdicts, 'B', 2, 30, 2);
  add(verdicts, 'B', 4, 3, 9);
  add(verdicts, 'C', 1, 9, 4);
  const LearntGrades learnt = learnt_grades(verdicts);
  const GradeTable start;
  const auto value = [&](const GradeTable& table) {
    double sum = 0;
    for (const Verdict& verdict : verdicts) {
      const double p = credibility(verdict.grade, table)->value();
      sum += std::log(verdict.true_report ? p : 1 - p);
    }
    for (std::size_t i = 0; i < 5; ++i) {
      const double r = std::log(table.reliability[i] / start.reliability[i]) / kGradeSd;
      const double c = std::log(table.credibility[i] / start.credibility[i]) / kGradeSd;
      sum -= 0.5 * (r * r + c * c);
    }
    return sum;
  };
  const double best = value(learnt.table);
  int tried = 0;
  for (std::size_t i = 0; i < 10; ++i) {
    for (std::size_t many = 1; i + many <= 10 && (i >= 5 || i + many <= 5); ++many) {
      for (const double step : {-1e-4, 1e-4}) {
        GradeTable moved = learnt.table;
        auto& numbers = i < 5 ? moved.reliability : moved.credibility;
        for (std::size_t j = i; j < i + many; ++j) numbers[j % 5] *= std::exp(step);
        bool in_order = true;
        for (std::size_t j = 0; j < 4; ++j) in_order = in_order && numbers[j] >= numbers[j + 1];
        if (!in_order) continue;
        ++tried;
        CHECK(value(moved) <= best + 1e-12);
      }
    }
  }
  CHECK(tried > 20);
}

TEST_CASE("verdicts that contradict the table are worth learning, those that bear it out are not") {
  std::vector<Verdict> against;
  add(against, 'B', 2, 40, 60);
  CHECK(learnt_grades(against).gain > 0.3);
  std::vector<Verdict> borne_out;
  add(borne_out, 'B', 2, 90, 10);
  CHECK(std::fabs(learnt_grades(borne_out).gain) < 0.02);
}

}  // namespace
}  // namespace signpost::learn
