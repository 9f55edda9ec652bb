// On real histories what counts, and what learns, is nearer the truth than what does not.
#include "tests/learn/rivals.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/how_many.h"

namespace signpost::testing {
namespace {

constexpr std::size_t kEvery = 12;  // months between openings

/// Of the 19 histories those that are soon read, 16; under sanitizers those of few cases.
const Tried& real() {
  static const Tried tried = [] {
    constexpr double kMostCases = kTriesAll ? 200'000 : 1'000;
    std::vector<History> histories = diseases();
    std::erase_if(histories,
                  [&](const History& each) { return each.series.counted() > kMostCases; });
    return tried_on(histories, kEvery);
  }();
  return tried;
}

void check_better(const Tried& tried, Rival better, Rival worse, std::size_t when) {
  const Mean by = gain(tried, better, worse, when);
  const auto name = [](Rival rival) {
    return std::string(kRivals[static_cast<std::size_t>(rival)]);
  };
  MESSAGE(name(better), " against ", name(worse), " after ", kAskedAfter[when],
          " months: ", by.value, " +- ", by.error);
  CHECK((by.value > 0 || !kTriesAll));
}

TEST_CASE("a count with what `learn` reads beats base rate and plain ratios after 3 and 6 months") {
  for (const std::size_t when : {1UL, 2UL}) {
    for (const Rival rival : {Rival::kBaseRate, Rival::kLastMonth, Rival::kToDate}) {
      check_better(real(), Rival::kCountLearns, rival, when);
    }
  }
}

TEST_CASE("a count with what `learn` reads beats one without, at all times") {
  for (const std::size_t when : {0UL, 1UL, 2UL})
    check_better(real(), Rival::kCountLearns, Rival::kCount, when);
}

TEST_CASE("a judged forecast with what `learn` reads beats x1.5 against x1, at all times") {
  for (const std::size_t when : {0UL, 1UL, 2UL})
    check_better(real(), Rival::kDeskLearns, Rival::kDesk, when);
}

TEST_CASE("in worlds drawn from the model a count beats all of them after 3 and 6 months") {
  belief::Random random(20220128);
  std::vector<History> drawn;
  for (int number = 0; number < how_many(24); ++number) {
    const DrawnLevel level = drawn_level(number, random, false);
    drawn.push_back(drawn_history(level, 60, random));
  }
  const Tried tried = tried_on(drawn, kEvery);
  for (const std::size_t when : {1UL, 2UL}) {
    for (const Rival rival :
         {Rival::kBaseRate, Rival::kLastMonth, Rival::kToDate, Rival::kDesk, Rival::kDeskLearns}) {
      check_better(tried, Rival::kCount, rival, when);
    }
  }
}

}  // namespace
}  // namespace signpost::testing
