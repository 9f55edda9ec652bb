#include "engine/intake/source_text.h"

#include <doctest/doctest.h>

using signpost::intake::did_you_mean;
using signpost::intake::Findings;
using signpost::intake::is_one_line;
using signpost::intake::is_plain_text;
using signpost::intake::listed;
using signpost::intake::Position;
using signpost::intake::SourceText;

using signpost::Phrase;

TEST_CASE("lines are counted from 1, without their ends, and columns in code points") {
  const SourceText text("a",
                        "\xEF\xBB\xBF"
                        "x = 1\r\nt = \"دو\" y\n\nlast");
  CHECK(text.line(0).empty());
  CHECK(text.line(1) == "x = 1");
  CHECK(text.line(2) == "t = \"دو\" y");
  CHECK(text.line(3).empty());
  CHECK(text.line(4) == "last");
  CHECK(text.line(5).empty());
  CHECK(text.at({2, 5, 4}) == "\"دو\"");
  const Position place = text.position_of(text.text().find(" y") + 1);
  CHECK(place.line == 2);
  CHECK(place.column == 10);
}

TEST_CASE("findings come out by line and column") {
  const SourceText text("a.toml", "one\ntwo\n");
  Findings findings(text);
  findings.warning({2, 1, 3}, Phrase::verbatim("second"));
  findings.error({1, 2, 1}, Phrase::verbatim("first"), Phrase::verbatim("hint"));
  const auto sorted = findings.sorted();
  REQUIRE(sorted.size() == 2);
  CHECK(sorted[0].message == "first");
  CHECK(sorted[0].hint == "hint");
  CHECK(sorted[0].source_line == "one");
  CHECK(sorted[0].file == "a.toml");
  CHECK(sorted[1].message == "second");
  CHECK(findings.has_errors());
}

TEST_CASE("a name of two letters is not guessed at") {
  CHECK(did_you_mean("fr", {"en", "ar"}, Phrase::verbatim("takes en, ar")) == "takes en, ar");
  CHECK(did_you_mean("sorce", {"source", "scenario"}) == "did you mean \"source\"?");
  CHECK(did_you_mean("entirely", {"source"}, Phrase::verbatim("other")) == "other");
}

TEST_CASE("a list of names is cut where it is long") {
  CHECK(listed({"a", "b"}) == "a, b");
  CHECK(listed({"a", "b", "c"}, 2) == "a, b, …");
}

TEST_CASE("control characters are told from text") {
  CHECK(is_one_line("سجن الصناعة"));
  for (const char* text : {"a\nb", "a\tb", "\x1B[31m", "a\x7F", "a\xC2\x85", "a\xE2\x80\xA8"}) {
    CHECK_FALSE(is_one_line(text));
  }
  CHECK(is_plain_text("a\nb\tc"));
  CHECK_FALSE(is_plain_text("\x1B[31m"));
}
