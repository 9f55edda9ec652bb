#include "engine/base/messages.h"

#include <doctest/doctest.h>

#include <regex>
#include <stdexcept>
#include <vector>

using namespace signpost;  // NOLINT(google-build-using-namespace)

namespace {

using Names = std::vector<std::string>;

std::string say(std::string_view pattern, const std::vector<Message::Argument>& arguments,
                const std::string& locale = "en") {
  return Message(pattern, locale).say(arguments);
}

}  // namespace

TEST_CASE("a message fills in its arguments by name") {
  CHECK(say("{b} and {a}", {{"a", "A"}, {"b", "«ب»"}}) == "«ب» and A");
  CHECK(say("{n} of {n}", {{"n", 1234}}) == "1,234 of 1,234");
  CHECK(say("nothing to fill in", {}) == "nothing to fill in");
  CHECK(say("{a}", {{"a", "{b} 'as it is'"}}) == "{b} 'as it is'");
}

TEST_CASE("quotes and braces are written as ICU has them, with arguments or without") {
  CHECK(say("it isn't '{'x'}'", {}) == "it isn't {x}");
  CHECK(say("it isn't {a}", {{"a", "so"}}) == "it isn't so");
}

TEST_CASE("plural forms follow the language") {
  const char* const pattern =
      "{n, plural, zero {بلا أيام} one {يوم} two {يومان} few {# أيام} many {# يوماً} other {# يوم}}";
  const auto days = [&](std::int64_t n) { return say(pattern, {{"n", n}}, "ar@numbers=latn"); };
  CHECK(days(0) == "بلا أيام");
  CHECK(days(1) == "يوم");
  CHECK(days(2) == "يومان");
  CHECK(days(3) == "3 أيام");
  CHECK(days(11) == "11 يوماً");
  CHECK(days(100) == "100 يوم");
  CHECK(days(103) == "103 أيام");
  CHECK(days(1234) == "1,234 يوماً");
  CHECK(say(pattern, {{"n", 1234}}, "ar@numbers=arab") == "١٬٢٣٤ يوماً");
}

TEST_CASE("the marks of direction that ICU puts beside signs are left out, isolates stay") {
  CHECK(say("{n}", {{"n", -5}}, "ar@numbers=latn") == "-5");
  CHECK(say("{a}", {{"a", "\u2068x\u2069"}}) == "\u2068x\u2069");
}

TEST_CASE("a pattern that does not parse, or lacks an argument, is a bug") {
  CHECK_THROWS_AS(Message("{n", "en"), std::logic_error);
  CHECK_THROWS_AS(Message("{n, plural, one {x}}", "en"), std::logic_error);
  CHECK_THROWS_AS(say("{a} {b}", {{"a", "x"}}), std::logic_error);
  CHECK_THROWS_AS(say("{n, plural, other {#}}", {{"n", "three"}}), std::logic_error);
  CHECK_THROWS_AS(parts_of("{n"), std::logic_error);
}

TEST_CASE("a pattern tells what it asks for, choices inside choices too") {
  const PatternParts parts = parts_of(
      "{title}: {n, plural, =0 {none} one {one of {kind, select, a {x} other {y}}} other {# of "
      "{m}}}");
  CHECK(parts.arguments == Names{"kind", "m", "n", "title"});
  REQUIRE(parts.choices.size() == 2);
  CHECK(parts.choices[0].argument == "n");
  CHECK(parts.choices[0].plural);
  CHECK(parts.choices[0].cases == Names{"=0", "one", "other"});
  CHECK(parts.choices[1].argument == "kind");
  CHECK_FALSE(parts.choices[1].plural);
  CHECK(parts.choices[1].cases == Names{"a", "other"});
}

TEST_CASE("what a pattern says by itself is told without its syntax") {
  const std::string prose =
      parts_of("a {x}b{n, plural, one {c # d} other {e {y, select, z {f} other {it's '{'}}}}g")
          .prose;
  CHECK(std::regex_replace(prose, std::regex(" +"), " ") == "a b c d e f it's { g ");
  CHECK(parts_of("{a}").prose.find('a') == std::string::npos);
}

TEST_CASE("Arabic has six plural forms, English two") {
  CHECK(plural_categories("ar") == Names{"few", "many", "one", "other", "two", "zero"});
  CHECK(plural_categories("en") == Names{"one", "other"});
}

TEST_CASE("the signs of numbers are those of the digits asked for, bare") {
  const NumberSigns arabic = number_signs("ar@numbers=arab");
  CHECK(arabic.digits[0] == "٠");
  CHECK(arabic.digits[9] == "٩");
  CHECK(arabic.decimal == "٫");
  CHECK(arabic.group == "٬");
  const NumberSigns latin = number_signs("ar@numbers=latn");
  CHECK(latin.digits[7] == "7");
  CHECK(latin.decimal == ".");
  CHECK(latin.group == ",");
}
