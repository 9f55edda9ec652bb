#include "engine/report/line.h"

#include <doctest/doctest.h>

#include "tests/unit/report/world.h"

using namespace signpost::report;

TEST_CASE("a line puts words at columns and leaves no spaces at its end") {
  CHECK(Line(world::pipe(60)).say("a").to(4).say("b").to(40).take() == "a   b\n");
}

TEST_CASE("two texts never touch, even where the first reaches the second's column") {
  CHECK(Line(world::pipe(60)).say("abcdef").to(3).say("g").take() == "abcdef g\n");
  CHECK(Line(world::pipe(60)).to(4).to(4).say("g").take() == "    g\n");
}

TEST_CASE("a line broken in two loses no word and joins no letters") {
  CHECK(break_line("one  two three", 8) == std::pair<std::string, std::string>("one two", "three"));
  CHECK(break_line("one", 8) == std::pair<std::string, std::string>("one", ""));
  CHECK(break_line("abcdefghij kl", 8) == std::pair<std::string, std::string>("abcdefgh", "ij kl"));
  CHECK(break_line("", 8) == std::pair<std::string, std::string>("", ""));
}
