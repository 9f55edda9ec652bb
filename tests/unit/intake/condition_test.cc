#include "engine/intake/condition.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

using namespace signpost;
using intake::parse_condition;
using Kind = Condition::Kind;

namespace {

Condition condition(Kind kind, double level, double days, std::string indicator = {}) {
  return {.kind = kind, .level = level, .within = Days(days), .indicator = std::move(indicator)};
}

}  // namespace

TEST_CASE("a condition is read in every way in which it may be written") {
  const std::vector<std::pair<const char*, Condition>> written = {
      {"probability >= 0.7", condition(Kind::kAtLeast, 0.7, 30)},
      {"probability>=0.7", condition(Kind::kAtLeast, 0.7, 30)},
      {" probability  >=  70% ", condition(Kind::kAtLeast, 0.7, 30)},
      {"probability >= 70 %", condition(Kind::kAtLeast, 0.7, 30)},
      {"probability ≥ ٠٫٧", condition(Kind::kAtLeast, 0.7, 30)},
      {">= 70%", condition(Kind::kAtLeast, 0.7, 30)},
      {"probability <= 0.2", condition(Kind::kAtMost, 0.2, 30)},
      {"<= 0.2", condition(Kind::kAtMost, 0.2, 30)},
      {"≤0.2", condition(Kind::kAtMost, 0.2, 30)},
      {"rises by 0.15", condition(Kind::kRises, 0.15, 30)},
      {"rises by 15 points within 2 weeks", condition(Kind::kRises, 0.15, 14)},
      {"falls by 15 percentage points within 1 year", condition(Kind::kFalls, 0.15, 365.25)},
      {"falls by 1 point within 36 hours", condition(Kind::kFalls, 0.01, 1.5)},
      {"word changes", condition(Kind::kWordChanges, 0, 30)},
      {"indicator some-id seen", condition(Kind::kSeen, 0, 30, "some-id")},
      {"indicator some-id seen within 10 days", condition(Kind::kSeen, 0, 10, "some-id")},
      {"no evidence for 60 days", condition(Kind::kNoEvidence, 0, 60)},
  };
  for (const auto& one : written) {
    const auto& text = one.first;
    const auto& expected = one.second;
    CAPTURE(text);
    const Parsed<Condition> parsed = parse_condition(text);
    REQUIRE(parsed);
    CHECK(parsed->kind == expected.kind);
    CHECK(parsed->level == doctest::Approx(expected.level).epsilon(1e-15));
    CHECK(parsed->within.count() == doctest::Approx(expected.within.count()).epsilon(1e-15));
    CHECK(parsed->indicator == expected.indicator);
  }
}

TEST_CASE("a condition may read where the scenario will stand at its horizon") {
  const Parsed<Condition> at_least = parse_condition("at the horizon >= 70%");
  REQUIRE(at_least);
  CHECK(at_least->at_horizon);
  CHECK(at_least->kind == Kind::kAtLeast);
  CHECK(at_least->level == 0.7);
  const Parsed<Condition> at_most = parse_condition(" at the horizon<=0.2");
  REQUIRE(at_most);
  CHECK(at_most->at_horizon);
  CHECK(at_most->kind == Kind::kAtMost);
  CHECK_FALSE(parse_condition("probability >= 0.7")->at_horizon);
  CHECK(parse_condition("at the horizon > 0.7").problem().hint ==
        "write \"at the horizon >= 0.7\"");
}

TEST_CASE("a condition that says too little, too much or the impossible is refused with advice") {
  for (const char* text : {"",
                           "probability",
                           "probability 0.7",
                           "probability = 0.7",
                           "probability == 0.7",
                           "probability > 0.7",
                           "probability < 0.7",
                           "probability >=",
                           "at the horizon",
                           "at the horizon 0.7",
                           "at horizon >= 0.7",
                           "at the end >= 0.7",
                           "probability >= likely",
                           "probability >= 0",
                           "probability >= 1",
                           "probability >= 100%",
                           "probability >= -0.1",
                           "probability >= 70",
                           "probability >= nan",
                           "probability >= 0.7 for 3 days",
                           "probability >= 70 points",
                           "rises",
                           "rises by",
                           "rises 0.1",
                           "rises by 0",
                           "rises by 15% within 30 days",
                           "rises by 15",
                           "rises by 0.1 within",
                           "rises by 0.1 within 0 days",
                           "rises by 0.1 within 101 years",
                           "rises by 0.1 within ages",
                           "falls by 100 points",
                           "falls by 0.1 within 30 days please",
                           "word",
                           "word changes often",
                           "indicator",
                           "indicator seen",
                           "indicator Some-Id seen",
                           "indicator some-id",
                           "indicator some-id seen lately",
                           "indicator some-id seen within",
                           "no evidence",
                           "no evidence for",
                           "no evidence for 0 days",
                           "no evidence for ever",
                           "no news for 60 days",
                           "always"}) {
    CAPTURE(text);
    const Parsed<Condition> parsed = parse_condition(text);
    REQUIRE(!parsed);
    CHECK(!parsed.problem().message.empty());
    CHECK(!parsed.problem().hint.empty());
  }
}

TEST_CASE("a strict comparison is told how to be written") {
  CHECK(parse_condition("probability > 0.7").problem().hint == "write \"probability >= 0.7\"");
  CHECK(parse_condition("probability < 20%").problem().hint == "write \"probability <= 20%\"");
  CHECK(parse_condition("raises by 0.1").problem().hint == "did you mean \"rises\"?");
}
