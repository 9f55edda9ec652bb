#include "engine/report/history.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "tests/unit/report/world.h"

using namespace signpost;
using namespace signpost::report;
using nlohmann::json;

namespace {

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("history JSON has its points oldest first, and says that each is as known then") {
  const json told = json::parse(history_json(world::history()));
  CHECK(told["format"] == "signpost.history/1");
  CHECK(told["scenario"] == "more-operations-syria");
  CHECK(told["known_at"] == "as-of");
  REQUIRE(told["points"].size() == 13);
  CHECK(told["points"][0]["as_of"] == "2022-01-28T00:00:00Z");
  CHECK(told["points"][0]["probability"] == 0.45);
}

TEST_CASE("history CSV has a heading and 17 digits") {
  const std::string csv = history_csv(world::history());
  const std::string first =
      "as_of,probability,log_odds_db\n2022-01-28T00:00:00Z,0.45000000000000001,";
  REQUIRE(csv.starts_with(first));
  // The same number to the last digit, wherever it was computed: logarithms may differ in one bit.
  const double exact = world::history().points.front().log_odds.decibans();
  CHECK(std::strtod(csv.c_str() + first.size(), nullptr) == doctest::Approx(exact).epsilon(1e-15));
}

TEST_CASE("history says how it was known, and hindsight with the items not known then") {
  const auto printed = [](const History& history) {
    return history_text(history, {.now = world::now()}, world::pipe(100));
  };
  History history = world::history();
  CHECK(contains(printed(history), "Each line with what was known then."));
  history.known_at = world::now();
  history.hindsight = true;
  history.not_known_then = 3;
  CHECK(contains(printed(history),
                 "As of 20 Apr 2022, with what is known today; 3 items were not known then."));
}

TEST_CASE("an end of day is told from the day's beginning") {
  const std::string text = history_text(world::history(), {.now = world::now()}, world::pipe(80));
  CHECK(contains(text, "15 Apr 2022  "));
  CHECK(contains(text, "20 Apr 2022, end  "));
}

TEST_CASE("a history without points says so") {
  History history = world::history();
  history.points.clear();
  CHECK(contains(history_text(history, {.now = world::now()}, world::pipe(80)), "No dates"));
}
