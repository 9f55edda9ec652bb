#include "engine/base/text.h"

#include <doctest/doctest.h>

using namespace std::string_literals;
using signpost::display_width;

TEST_CASE("width counts columns, not bytes or code points") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("سجن") == 3);
  CHECK(display_width("مُرَجَّحٌ") == 4);  // four letters, five marks
  CHECK(display_width("日本") == 4);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("a\u200Bb") == 2);
}

TEST_CASE("the first byte that is not UTF-8 is found") {
  CHECK(!signpost::first_bad_utf8("سجن"));
  CHECK(signpost::first_bad_utf8("ab\xFF") == 2);
  CHECK(signpost::first_bad_utf8("a\xD8") == 1);          // cut short
  CHECK(signpost::first_bad_utf8("\xC0\xAF"s) == 0);      // overlong
  CHECK(signpost::first_bad_utf8("\xED\xA0\x80"s) == 0);  // a surrogate
}

TEST_CASE("nothing that moves, colours or reorders is left in printable text") {
  CHECK(signpost::printable("a\x1b[31mb") == "a\uFFFD[31mb");
  CHECK(signpost::printable("a\u202Eb\u2066c\u200Fd") == "a\uFFFDb\uFFFDc\uFFFDd");
  CHECK(signpost::printable("a\nb\tc\rd") == "a b c\uFFFDd");
  CHECK(signpost::printable("a\u009Bb\u2028c") == "a\uFFFDb\uFFFDc");
  CHECK(signpost::printable("a\xFFz") == "a\uFFFDz");
  CHECK(signpost::printable("سجن الصناعة") == "سجن الصناعة");
  CHECK(signpost::printable_lines("a\nb") == "a\nb");
}

TEST_CASE("cutting keeps marks with their letter and shows that something was cut") {
  CHECK(signpost::cut_to_width("abcdef", 4) == "abc…");
  CHECK(signpost::cut_to_width("abcd", 4) == "abcd");
  CHECK(signpost::cut_to_width("ab cdef", 4) == "ab…");
  CHECK(signpost::cut_to_width("e\u0301e\u0301e\u0301", 2) == "e\u0301…");
  CHECK(signpost::cut_to_width("日本語", 4) == "日…");
  CHECK(signpost::fit_to_width("日本語", 4) == "日… ");
  CHECK(signpost::fit_to_width("ab", 4) == "ab  ");
}

TEST_CASE("wrapping never exceeds the width, even for long words") {
  CHECK(signpost::wrap("one two three", 7) == std::vector<std::string>{"one two", "three"});
  CHECK(signpost::wrap("abcdefgh ij", 3) == std::vector<std::string>{"abc", "def", "gh", "ij"});
  CHECK(signpost::wrap("", 5) == std::vector<std::string>{""});
}

TEST_CASE("folding makes the spellings of one name equal") {
  CHECK(signpost::folded("SOHR") == signpost::folded(" sohr "));
  CHECK(signpost::folded("المرصد السّوري") == signpost::folded("المرصد السوري"));
  CHECK(signpost::folded("إدارة") == signpost::folded("اداره"));
  CHECK(signpost::folded("٢٠٢٢") == "2022");
  CHECK(signpost::folded("a  b\u00A0c") == "a b c");
}

TEST_CASE("the nearest name is offered, a far one is not") {
  const std::vector<std::string> known{"isis-attacks-ne-syria", "mass-return", "prior"};
  CHECK(signpost::nearest("isis-atacks-ne-syria", known) == "isis-attacks-ne-syria");
  CHECK(signpost::nearest("piror", known) == "prior");  // one swap
  CHECK(!signpost::nearest("houses", known));
}

TEST_CASE("right-to-left letters are noticed") {
  CHECK(signpost::has_rtl("abc سجن"));
  CHECK(!signpost::has_rtl("abc 123"));
}
