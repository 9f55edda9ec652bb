#include "engine/intake/numbers.h"

#include <doctest/doctest.h>

using signpost::intake::number_text;
using signpost::intake::parse_number;

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
