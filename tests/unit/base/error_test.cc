#include "engine/base/error.h"

#include <doctest/doctest.h>

using signpost::Diagnostic;
using signpost::render;

TEST_CASE("a diagnostic shows file, place, line, caret and hint") {
  Diagnostic diagnostic;
  diagnostic.file = "jusoor.toml";
  diagnostic.line = 41;
  diagnostic.column = 9;
  diagnostic.width = 3;
  diagnostic.message = signpost::Phrase::verbatim("prior 1.7 is outside (0, 1)");
  diagnostic.hint = signpost::Phrase::verbatim("write 17 % as 0.17");
  diagnostic.source_line = "prior = 1.7";
  CHECK(render(diagnostic) ==
        "jusoor.toml:41:9: error: prior 1.7 is outside (0, 1)\n"
        "   41 | prior = 1.7\n"
        "      |         ^^^\n"
        "      = hint: write 17 % as 0.17\n");
}

TEST_CASE("the caret stands right under Arabic, whose marks take no column") {
  Diagnostic diagnostic;
  diagnostic.file = "a.toml";
  diagnostic.line = 2;
  diagnostic.column = 17;  // code points: 5 of them are marks
  diagnostic.width = 4;
  diagnostic.message = signpost::Phrase::verbatim("m");
  diagnostic.source_line = "t = \"مُرَجَّحٌ\" x = 1";
  const std::string text = render(diagnostic);
  // Up to column 17 stand 16 code points, of which 5 are marks: 11 columns.
  CHECK(text.find("      | " + std::string(11, ' ') + "^^^^\n") != std::string::npos);
}

TEST_CASE("a long line is cut around the mistake") {
  Diagnostic diagnostic;
  diagnostic.file = "a.toml";
  diagnostic.line = 1;
  diagnostic.column = 301;
  diagnostic.width = 2;
  diagnostic.message = signpost::Phrase::verbatim("m");
  diagnostic.source_line = std::string(300, 'a') + "XY" + std::string(300, 'b');
  const std::string text = render(diagnostic);
  const std::size_t line_at = text.find(" | ") + 3;
  const std::size_t caret_at = text.find("^^") - (text.rfind(" | ", text.find("^^")) + 3);
  CHECK(text.substr(line_at).find("XY") - 2 == caret_at);  // the ellipsis is 3 bytes, 1 column
  CHECK(text.find("…") != std::string::npos);
}

TEST_CASE("hostile text in a diagnostic is made visible") {
  Diagnostic diagnostic;
  diagnostic.file = "a\x1b[31m.toml";
  diagnostic.line = 1;
  diagnostic.column = 1;
  diagnostic.message = signpost::Phrase::verbatim("bad \xE2\x80\xAE");
  diagnostic.source_line = "\x1b]0;x\x07";
  const std::string text = render(diagnostic);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find('\x07') == std::string::npos);
  CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
}

TEST_CASE("a place without a column shows no caret") {
  Diagnostic diagnostic;
  diagnostic.severity = Diagnostic::Severity::kWarning;
  diagnostic.file = "a.csv";
  diagnostic.line = 7;
  diagnostic.message = signpost::Phrase::verbatim("m");
  diagnostic.source_line = "x";
  CHECK(render(diagnostic) == "a.csv:7: warning: m\n");
}
