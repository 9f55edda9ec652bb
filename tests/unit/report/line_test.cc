#include "engine/report/line.h"

#include <doctest/doctest.h>

#include "tests/unit/report/world.h"

using namespace signpost::report;

TEST_CASE("a line puts words at columns and leaves no spaces at its end") {
  CHECK(Line(world::pipe(60)).say("a").to(4).say("b").right("c", 10).to(40).take() ==
        "a   b    c\n");
}

TEST_CASE("two texts never touch, even where the first reaches the second's column") {
  CHECK(Line(world::pipe(60)).say("abcdef").to(3).say("g").take() == "abcdef g\n");
  CHECK(Line(world::pipe(60)).to(4).to(4).say("g").take() == "    g\n");
}

TEST_CASE("what does not fit is cut with an ellipsis, in ASCII with dots") {
  const std::string wide(100, 'x');
  CHECK(Line(world::pipe(60)).say(wide).take() == std::string(59, 'x') + "…\n");
  CHECK(Line(world::ascii(60)).say(wide).take() == std::string(57, 'x') + "...\n");
  CHECK(Line(world::pipe(60)).quote(wide, Style::kPlain, 5).take() == "xxxx…\n");
}

TEST_CASE("quoted Arabic is isolated on a terminal and nowhere else, and takes no more room") {
  Line on_terminal(world::coloured(60));
  on_terminal.quote("هجوم", Style::kDim);
  CHECK(on_terminal.width() == 4);
  CHECK(on_terminal.take() == "\x1b[2m\u2068هجوم\u2069\x1b[0m\n");
  CHECK(Line(world::pipe(60)).quote("هجوم", Style::kDim).take() == "هجوم\n");
}

TEST_CASE("a line broken in two loses no word and joins no letters") {
  CHECK(break_line("one  two three", 8) == std::pair<std::string, std::string>("one two", "three"));
  CHECK(break_line("one", 8) == std::pair<std::string, std::string>("one", ""));
  CHECK(break_line("abcdefghij kl", 8) == std::pair<std::string, std::string>("abcdefgh", "ij kl"));
  CHECK(break_line("", 8) == std::pair<std::string, std::string>("", ""));
}

TEST_CASE("a quoted paragraph is cut at its last line and only there") {
  const Terminal terminal = world::pipe(60);
  const std::string words = "word word word word word word word word word word word word word word";
  CHECK(quoted_paragraph(terminal, words, 2, 1) ==
        "  word word word word word word word word word word word wo…\n");
  CHECK(quoted_paragraph(terminal, words, 2, 5) ==
        "  word word word word word word word word word word word\n  word word word\n");
}
