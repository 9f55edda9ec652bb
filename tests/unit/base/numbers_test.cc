#include "engine/base/numbers.h"

#include <doctest/doctest.h>

using signpost::decimal_comma;
using signpost::number_text;
using signpost::parse_number;

TEST_CASE("numbers are read whole, and nothing else is taken for one") {
  CHECK(parse_number("0.17") == 0.17);
  CHECK(parse_number("+3") == 3.0);
  CHECK(parse_number("-1e-3") == -1e-3);
  for (const char* text :
       {"", " 1", "1 ", "inf", "nan", "0x1F", "1e400", "1,5", "--1", "+-", "1-2"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_number(text));
  }
}

TEST_CASE("Arabic-Indic digits and their decimal point are read") {
  CHECK(parse_number("٤٢") == 42.0);
  CHECK(parse_number("۴۲") == 42.0);
  CHECK(parse_number("٠٫١٧") == 0.17);
}

TEST_CASE("a number is written so that it can be read back") {
  CHECK(number_text(0.1) == "0.1");
  CHECK(parse_number(number_text(1.0 / 3)) == 1.0 / 3);
}

TEST_CASE("a decimal comma is named, and how to write the number is said") {
  const auto hint = [](const char* text) {
    const auto comma = decimal_comma(text);
    return comma ? comma->hint.english() : std::string("none");
  };
  CHECK(decimal_comma("0,5")->message == "\"0,5\" has a decimal comma");
  CHECK(hint("0,5") == "write 0.5");
  CHECK(hint("x1,5") == "write x1.5");
  CHECK(hint("0,125") == "write 0.125");
  CHECK(hint("12,5%") == "write 12.5%");
  CHECK(hint("0,5 per 2,5 days") == "write \"0.5 per 2.5 days\"");
  CHECK(hint("٠,٥") == "write 0.5");
  CHECK(hint("٠،٥") == "write 0.5");
  CHECK(hint("0.8,5") == "write a number with one point, and without a comma");
  // A thousand to some, one to others.
  CHECK(decimal_comma("1,000 per year")->message == "\"1,000 per year\" has a comma in a number");
  CHECK(hint("1,000 per year") ==
        "write \"1000 per year\", or \"1.000 per year\" where that is a fraction");
  CHECK(hint("1,234,567") == "write 1234567");
  for (const char* text : {"", "0.5", ",5", "5,", "a,5", "5, 6", "scenario,other", ","}) {
    CAPTURE(text);
    CHECK_FALSE(decimal_comma(text));
  }
}
