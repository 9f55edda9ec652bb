#include "engine/report/indicators.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/unit/report/world.h"

using namespace signpost;
using namespace signpost::report;
using nlohmann::json;

namespace {

std::string printed(const Board& board) {
  return indicators_text(board, {.now = world::now()}, world::pipe(120));
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the board tells watched from not watched and from totals only") {
  const std::string text = printed(world::board());
  CHECK(contains(text, "watched\n"));
  CHECK(contains(text, "not watched\n"));
  CHECK(contains(text, "by totals\n"));
  CHECK(contains(text, "70 % seen\n"));
}

TEST_CASE("what an indicator moves stands with the strongest first") {
  CHECK(contains(printed(world::board()),
                 "moves new-phase ×3, motive-rebuild-ranks ÷2.5, more-operations-syria ×1.5"));
}

TEST_CASE("an id is never cut, however narrow the board") {
  const Board board = world::board();
  const std::string text =
      indicators_text(board, {.now = world::now(), .width = 60}, world::pipe(60));
  for (const IndicatorLine& line : board.lines) {
    CHECK(contains(text, "\n" + line.indicator.id));
  }
}

TEST_CASE("the board says since when it counts") {
  Board board = world::board();
  board.since = world::at("2022-06-01");
  CHECK(contains(printed(board), "Only what was seen since 1 Jun 2022 00:00 UTC."));
  board.lines.clear();
  CHECK(contains(printed(board), "None."));
}

TEST_CASE("indicators JSON has every field of its format") {
  const json board = json::parse(indicators_json(world::board()));
  CHECK(board["format"] == "signpost.indicators/1");
  CHECK(board["since"].is_null());
  const json& first = board["indicators"][0];
  CHECK(first["id"] == "isis-attacks-ne-syria");
  CHECK(first["watched"] == "totals");
  CHECK(first["level_now"] == 0);
  CHECK(first["last_seen"] == "2022-06-24T10:00:00Z");
  CHECK(first["items_30d"] == 12);
  CHECK(first["items"] == 1285);
  CHECK(first["moves"][0]["scenario"] == "more-operations-syria");
  CHECK(first["moves"][0]["ratio"] == 1.5);
  CHECK(board["indicators"][1]["last_seen"].is_null());
}
