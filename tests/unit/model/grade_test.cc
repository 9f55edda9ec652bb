#include "engine/model/grade.h"

#include <doctest/doctest.h>

using namespace signpost;  // NOLINT(google-build-using-namespace)

TEST_CASE("a grade is read in every usual spelling and written in one") {
  constexpr const char* kTags =
      "admiralty-scale:source-reliability=\"b\" "
      "admiralty-scale:information-credibility=\"2\"";
  for (const char* text : {"B2", "b2", "B-2", "B 2", "B/2", " b2 ", "ب2", "ب٢", kTags}) {
    const auto grade = parse_grade(text);
    REQUIRE_MESSAGE(grade, text);
    CHECK_MESSAGE(to_string(*grade) == "B2", text);
  }
  CHECK(to_string(*parse_grade("3")) == "3");
  CHECK(to_string(*parse_grade("F")) == "F");
  CHECK(to_string(*parse_grade("أ1")) == "A1");
  CHECK(to_string(*parse_grade("هـ5")) == "E5");
}

TEST_CASE("what is not a grade is refused") {
  for (const char* text : {"", "Z9", "B7", "B0", "G1", "2B", "B22", "BB", "-", "B-",
                           "admiralty-scale:source-reliability=\"g\""}) {
    CHECK_FALSE_MESSAGE(parse_grade(text), text);
  }
  CHECK(parse_grade("Z9").problem().message == "\"Z9\" is not a grade");
}

TEST_CASE("credibility follows the table") {
  const auto q = [](const char* text) { return credibility(*parse_grade(text))->value(); };
  CHECK(q("B2") == doctest::Approx(4.0 * 7 / 3 / (1 + 4.0 * 7 / 3)).epsilon(1e-15));
  CHECK(q("A1") == doctest::Approx(81.0 / 82).epsilon(1e-15));
  CHECK(q("C3") == doctest::Approx(0.6).epsilon(1e-15));
  CHECK(q("F2") == doctest::Approx(0.7).epsilon(1e-15));  // STIX 2.1's mid-point
  CHECK(q("F5") == doctest::Approx(0.1).epsilon(1e-15));
  CHECK(q("E5") == doctest::Approx(1.0 / 37).epsilon(1e-15));
  CHECK(q("B") == doctest::Approx(0.8).epsilon(1e-15));  // no digit is a 6
  CHECK(q("2") == doctest::Approx(0.7).epsilon(1e-15));  // no letter is an F
}

TEST_CASE("F6 is no judgement, not a half") {
  CHECK_FALSE(credibility(*parse_grade("F6")).has_value());
  CHECK_FALSE(credibility(Grade{}).has_value());
}

TEST_CASE("a desk's own worths stand where it says so, and the default table elsewhere") {
  const GradeWorth worths[] = {{*parse_grade("A"), 3.0, false, {}},
                               {*parse_grade("2"), 2.0, false, {}},
                               {*parse_grade("A1"), 99.0, true, {}},
                               {*parse_grade("A"), 5.0, false, {}}};
  const GradeTable table = table_of(worths);
  const auto odds = [&](const char* text) {
    const double q = credibility(*parse_grade(text), table)->value();
    return q / (1 - q);
  };
  CHECK(odds("A2") == doctest::Approx(10).epsilon(1e-14));  // the later A, times 2
  CHECK(odds("A") == doctest::Approx(5).epsilon(1e-14));
  CHECK(odds("A1") == doctest::Approx(99).epsilon(1e-13));  // together, whatever A and 1 are
  CHECK(odds("B2") == doctest::Approx(8).epsilon(1e-14));
  CHECK(odds("B1") == doctest::Approx(36).epsilon(1e-14));
  CHECK(table_of({}) == GradeTable{});
}
