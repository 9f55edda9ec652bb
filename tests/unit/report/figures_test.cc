#include "engine/report/figures.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <string>

#include "engine/base/text.h"
#include "engine/model/words.h"
#include "tests/unit/report/world.h"

using namespace signpost;
using namespace signpost::report;

TEST_CASE("a probability is a whole per cent, and the tails are named as tails") {
  CHECK(percent(Probability(0.4249)) == "42 %");
  CHECK(percent(Probability(0.05)) == "5 %");
  CHECK(percent(Probability(0.0099)) == "<1 %");
  CHECK(percent(Probability(0.01)) == "1 %");
  CHECK(percent(Probability(0.99)) == "99 %");
  CHECK(percent(Probability(0.9901)) == ">99 %");
  CHECK(percent(Probability(0.0)) == "<1 %");
  CHECK(percent(Probability(1.0)) == ">99 %");
}

TEST_CASE("a probability just below a word's edge is not rounded into the next word") {
  CHECK(percent(Probability(0.797)) == "79.7 %");
  CHECK(percent(Probability(0.7996)) == "79.96 %");
  CHECK(percent(Probability(0.79999999)) == "79.999 %");
  CHECK(percent_exact(Probability(0.7996)) == "79.96 %");
  CHECK(percent_exact(Probability::from(Probability(0.45).log_odds())) == "45.0 %");
  CHECK(percent(Probability(0.80)) == "80 %");
}

TEST_CASE("the printed per cent always belongs to the word beside it") {
  CHECK(rc::check([] {
    const double p = *rc::gen::map(rc::gen::inRange(0, 1'000'000'001),
                                   [](int billionths) { return billionths / 1e9; });
    const std::string text = percent(Probability(p));
    if (text[0] == '<' || text[0] == '>') return;
    const double printed = std::strtod(text.c_str(), nullptr) / 100.0;
    RC_ASSERT(icd203_word(Probability(printed)).key == icd203_word(Probability(p)).key);
    RC_ASSERT(std::abs(printed - p) <= 0.00501);
    RC_ASSERT(text.size() <= 8U);
    const double exact = std::strtod(percent_exact(Probability(p)).c_str(), nullptr) / 100.0;
    RC_ASSERT(icd203_word(Probability(exact)).key == icd203_word(Probability(p)).key);
  }));
}

TEST_CASE("an exact probability shows the decimals that say something") {
  CHECK(percent_exact(Probability(0.5)) == "50.0 %");
  CHECK(percent_exact(Probability(0.99964)) == "99.96 %");
  CHECK(percent_exact(Probability(0.99999)) == "99.999 %");
  CHECK(percent_exact(Probability(0.00042)) == "0.04 %");
  CHECK(percent_exact(Probability(0.000042)) == "0.004 %");
  CHECK(percent_exact(Probability(1e-12)) == "<0.001 %");
  CHECK(percent_exact(Probability(1.0)) == ">99.999 %");
}

TEST_CASE("changes and decibans carry their sign, zero none") {
  CHECK(points(Probability(0.41), Probability(0.48)) == "+7");
  CHECK(points(Probability(0.55), Probability(0.482)) == "−7");
  CHECK(points(Probability(0.5), Probability(0.504)) == "0");
  CHECK(decibans(LogOdds::from_decibans(12.345)) == "+12.35");
  CHECK(decibans(LogOdds::from_decibans(-0.07)) == "−0.07");
  CHECK(decibans(LogOdds::from_decibans(-0.004)) == "0.00");
}

TEST_CASE("a rate is told by the day, the month or the year, whichever leaves a figure") {
  CHECK(rate(Rate(54 / kDaysPerMonth)) == "54 a month");
  CHECK(rate(Rate(1.54 / kDaysPerMonth)) == "1.5 a month");
  CHECK(rate(Rate(2 / kDaysPerYear)) == "2 a year");
  CHECK(rate(Rate(0.037 / kDaysPerYear)) == "0.037 a year");
  CHECK(rate(Rate(40)) == "40 a day");
}

TEST_CASE("ratios below one are divisions") {
  CHECK(ratio(1.5) == "×1.5");
  CHECK(ratio(0.25) == "÷4");
  CHECK(ratio(1) == "×1");
}

TEST_CASE("counts are grouped") {
  CHECK(grouped(-1000) == "-1,000");
  CHECK(grouped(1234567) == "1,234,567");
  CHECK(grouped(999) == "999");
}

TEST_CASE("a sparkline has one mark a column and dots where nothing was open") {
  std::vector<std::optional<Probability>> trend(24);
  for (std::size_t at = 12; at < 24; ++at) {
    trend[at] = Probability(static_cast<double>(at - 12) / 11.0);
  }
  CHECK(sparkline(trend, 12, world::pipe(80)) == "······▁▃▄▆▇█");
  CHECK(sparkline(trend, 12, world::ascii(80)) == "......024689");
  CHECK(sparkline({}, 4, world::pipe(80)) == "····");
  // Fewer points than columns: each is shown, none is made up.
  CHECK(sparkline(std::vector{std::optional(Probability(0.0)), std::optional(Probability(1.0))}, 4,
                  world::pipe(80)) == "▁▁██");
}

TEST_CASE("a bar is full at 100 per cent and exact to an eighth of a column") {
  CHECK(bar(Probability(1.0), 4, world::pipe(80)) == "████");
  CHECK(bar(Probability(0.0), 4, world::pipe(80)) == "");
  CHECK(bar(Probability(0.53125), 4, world::pipe(80)) == "██▏");
  CHECK(bar(Probability(0.5), 4, world::ascii(80)) == "##");
}

TEST_CASE("titles are in the language asked for, else in the other") {
  CHECK(in(Language::kEnglish, {"en", "ar"}) == "en");
  CHECK(in(Language::kArabic, {"en", "ar"}) == "ar");
  CHECK(in(Language::kArabic, {"en", ""}) == "en");
  CHECK(in(Language::kEnglish, {"", "ar"}) == "ar");
}
