#include "engine/intake/rate.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <utility>

using signpost::Rate;
using signpost::intake::parse_rate;

namespace {

double per_day(const char* text, std::optional<Rate> baseline = std::nullopt) {
  const auto rate = parse_rate(text, baseline);
  return rate ? rate->rate.per_day() : std::nan("");
}

}  // namespace

TEST_CASE("a rate is events in a time") {
  CHECK(per_day("2 per day") == 2.0);
  CHECK(per_day("7 per week") == 1.0);
  CHECK(per_day("26 per month") == doctest::Approx(26 / 30.4375).epsilon(1e-15));
  CHECK(per_day("1.5 per year") == doctest::Approx(1.5 / 365.25).epsilon(1e-15));
  CHECK(per_day("3 per 10 days") == doctest::Approx(0.3).epsilon(1e-15));
  CHECK(per_day("once per 2 years") == doctest::Approx(1 / 730.5).epsilon(1e-15));
  CHECK(per_day("1 per 100 years") == doctest::Approx(1 / 36525.0).epsilon(1e-15));
}

TEST_CASE("a chance within a time is the rate that gives it") {
  CHECK(per_day("80% within 180 days") == doctest::Approx(-std::log(0.2) / 180).epsilon(1e-14));
  CHECK(per_day("5 % within 365 days") == doctest::Approx(-std::log(0.95) / 365).epsilon(1e-14));
  CHECK(per_day("0.001% within a year") == doctest::Approx(1.000005e-5 / 365.25).epsilon(1e-9));
}

TEST_CASE("a factor multiplies the baseline of the indicator") {
  CHECK(per_day("x1.5", Rate(2.0)) == 3.0);
  CHECK(per_day("×0.5", Rate(2.0)) == 1.0);
  CHECK(per_day("x 2", Rate(2.0)) == 4.0);
  CHECK(std::isnan(per_day("x1.5")));
}

TEST_CASE("never is once in a thousand years") {
  CHECK(per_day("never") == doctest::Approx(1 / 365'250.0).epsilon(1e-15));
  CHECK(parse_rate(" never ", std::nullopt)->text == "never");
  CHECK(std::isnan(per_day("never ever")));
}

TEST_CASE("at set times a chance is written, and is no rate") {
  const auto rate = parse_rate("70% each time", std::nullopt);
  REQUIRE(rate);
  CHECK(rate->text == "70% each time");
  CHECK(rate->each_time == signpost::Probability(0.7));
  CHECK(rate->rate == Rate());
  CHECK(parse_rate("0.1 % each time", std::nullopt)->each_time->value() ==
        doctest::Approx(0.001).epsilon(1e-15));
  CHECK(parse_rate("99.9% each time", std::nullopt)->each_time->value() ==
        doctest::Approx(0.999).epsilon(1e-15));
  CHECK_FALSE(parse_rate("26 per month", std::nullopt)->each_time);
  for (const char* text :
       {"0.09% each time", "99.91% each time", "0% each time", "100% each time", "-5% each time",
        "0.7 each time", "each time", " each time", "nan% each time", "many% each time"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_rate(text, std::nullopt));
  }
}

TEST_CASE("a factor is told from its text") {
  using signpost::intake::factor_in;
  CHECK(factor_in("x1") == 1.0);
  CHECK(factor_in(" × 1.50") == 1.5);
  CHECK_FALSE(factor_in("x"));
  CHECK_FALSE(factor_in("1 per year"));
}

TEST_CASE("a rate keeps the words in which it was written") {
  CHECK(parse_rate(" 26 per month ", std::nullopt)->text == "26 per month");
  CHECK(parse_rate("x1.5", Rate(1.0))->text == "x1.5");
}

TEST_CASE("a rate that is no finite number above 0 is refused") {
  for (const char* text :
       {"0 per day", "-1 per day", "1e-40 per day", "1e10 per day", "1 per 0 days",
        "100% within 1 day", "120% within 1 day", "0% within 1 day", "-5% within 1 day", "26",
        "26 month", "per month", " within 3 days", "inf per day", "nan per day", "x", "xx", "x-1",
        "x0"}) {
    CAPTURE(text);
    CHECK(std::isnan(per_day(text, Rate(1.0))));
  }
}

TEST_CASE("a rate of 0 draws the advice of a small one") {
  CHECK(parse_rate("0 per month", std::nullopt).problem().hint ==
        "nothing observable is impossible: write a small rate, such as \"1 per 100 years\", or "
        "\"never\", which is once in a thousand years");
}

TEST_CASE("a decimal comma in a rate is named, in every form") {
  for (const auto& one : {std::pair("0,5 per day", "write \"0.5 per day\""),
                          {"x1,5", "write x1.5"},
                          {"80,5% within 2 years", "write \"80.5% within 2 years\""},
                          {"1 per 2,5 days", "write \"1 per 2.5 days\""},
                          {"70,5% each time", "write \"70.5% each time\""},
                          {"0,5", "write 0.5"}}) {
    const auto& text = one.first;
    const auto& instead = one.second;
    CAPTURE(text);
    const auto rate = parse_rate(text, Rate(1.0));
    REQUIRE_FALSE(rate);
    CHECK(rate.problem().message == std::string("\"") + text + "\" has a decimal comma");
    CHECK(rate.problem().hint == instead);
  }
}
