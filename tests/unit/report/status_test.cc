#include "engine/report/status.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/unit/report/world.h"

using namespace signpost;
using namespace signpost::report;
using nlohmann::json;

namespace {

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string printed(const Standings& standings, std::size_t width = 100) {
  return status_text(standings, {.now = world::now()}, world::pipe(width));
}

Standings only(std::size_t which) {
  Standings all = world::standings();
  all.scenarios = {all.scenarios[which]};
  return all;
}

}  // namespace

TEST_CASE("scenarios stand in groups by role, whatever order they come in") {
  Standings standings = world::standings();
  std::reverse(standings.scenarios.begin(), standings.scenarios.end());
  const std::string text = printed(standings);
  const auto at = [&](const char* heading) { return text.find(std::string("\n") + heading); };
  CHECK(at("Motives") < at("Effects"));
  CHECK(at("Effects") < at("Conclusions"));
  CHECK(at("Conclusions") < at("Hypotheses"));
  CHECK(at("Hypotheses") != std::string::npos);
}

TEST_CASE("a role without scenarios has no heading") {
  CHECK_FALSE(contains(printed(only(0)), "Effects"));
}

TEST_CASE("the parts of one forecast stand together under what their titles share") {
  const std::string text = printed(world::standings());
  const auto heading = text.find("More, and larger, ISIS operations in …\n");
  REQUIRE(heading != std::string::npos);
  const auto syria = text.find("├ Syria");
  const auto iraq = text.find("└ Iraq");
  CHECK(heading < syria);
  CHECK(syria < iraq);
  CHECK(iraq < text.find("The SDF uses the attack"));  // which was declared between them
}

TEST_CASE("parts whose titles share no beginning stand under their common id") {
  CHECK(contains(printed(world::standings()),
                 "  trust-in-the-sdf, in 2 parts\n  ├ The SDF's own members"));
}

TEST_CASE("a scenario that is its forecast's only part has no line above it") {
  const std::string text = printed(only(2));
  CHECK(contains(text, "  More, and larger, ISIS operations in Syria "));
  CHECK_FALSE(contains(text, "…\n"));
}

TEST_CASE("rates that do not fit and assumptions in doubt are marked and told") {
  const std::string text = printed(world::standings(), 140);
  CHECK(contains(text, "! ISIS attacks in north-east Syria (RIC's count): seen 54 a month; 27 a "));
  CHECK(contains(text,
                 "? Assumption in doubt since 11 Apr 2022: The leadership feels that it must "
                 "reassure its members\n"));
  const std::string calm = printed(only(0));
  CHECK_FALSE(contains(calm, "!"));
  CHECK_FALSE(contains(calm, "?"));
}

TEST_CASE("an assumption that several scenarios share is told once") {
  Standings standings = world::standings();
  standings.scenarios[0].in_doubt = standings.scenarios[1].in_doubt;
  const std::string text = printed(standings, 140);
  const auto first = text.find("? Assumption in doubt since 11 Apr 2022, in 2 scenarios: ");
  REQUIRE(first != std::string::npos);
  CHECK(text.find("Assumption in doubt", first + 5) == std::string::npos);
}

TEST_CASE("a scenario that is not open shows when it opens and no change") {
  const std::string text = printed(only(9));
  CHECK(contains(text, "opens 15 Jul 2022"));
  CHECK(contains(text, "○ Not yet open"));
  CHECK_FALSE(contains(text, "new"));
}

TEST_CASE("a scenario opened less than thirty days ago is new") {
  Standings standings = only(0);
  standings.scenarios[0].month_before.reset();
  CHECK(contains(printed(standings), "very likely          new"));
}

TEST_CASE("a redacted text is not shown as the latest") {
  Standings standings = only(3);
  standings.scenarios[0].latest->redacted = true;
  const std::string text = printed(standings, 120);
  CHECK(contains(text, "(redacted)"));
  CHECK_FALSE(contains(text, "Washington"));
}

TEST_CASE("the latest of a total is dated by its end") {
  Standings standings = only(2);
  standings.scenarios[0].latest->content.occurred = world::at("2022-04-01");
  standings.scenarios[0].latest->content.total = Total{world::end_of("2022-04-30"), 54};
  CHECK(contains(printed(standings), "12 items, 30 Apr 2022"));
  CHECK(json::parse(status_json(standings))["scenarios"][0]["last_evidence"] ==
        "2022-04-30T23:59:59Z");
}

TEST_CASE("a total that goes on beyond the moment is dated by the moment") {
  Standings standings = only(2);
  standings.scenarios[0].latest->content.occurred = world::at("2022-01-01");
  standings.scenarios[0].latest->content.total = Total{world::end_of("2022-12-31"), 285};
  CHECK(contains(printed(standings), "12 items, 30 Jun 2022"));
}

TEST_CASE("an empty store says what to do") {
  Standings standings;
  standings.moment = {world::now(), world::now()};
  CHECK(contains(printed(standings), "signpost load"));
  CHECK(json::parse(status_json(standings))["scenarios"].empty());
}

TEST_CASE("colour is only added: without it the text is the same") {
  Terminal coloured = world::pipe(80);
  coloured.color = true;
  const std::string with = status_text(world::standings(), {.now = world::now()}, coloured);
  CHECK(contains(with, "\x1b[1m"));
}

TEST_CASE("status JSON has every field of its format with its type") {
  const json status = json::parse(status_json(world::standings()));
  CHECK(status["format"] == "signpost.status/1");
  CHECK(status["as_of"] == "2022-06-30T23:59:59Z");
  CHECK(status["known_at"] == "2022-06-30T23:59:59Z");
  REQUIRE(status["scenarios"].size() == 10);
  const json& syria = status["scenarios"][2];
  CHECK(syria["id"] == "more-operations-syria");
  CHECK(syria["role"] == "effect");
  CHECK(syria["title"]["en"] == "More, and larger, ISIS operations in Syria");
  CHECK(syria["title"]["ar"] == "زيادة نشاط التنظيم في سوريا");
  CHECK(syria["publication"] == "jusoor-2022-01-28");
  CHECK(syria["state"] == "open");
  CHECK(syria["opened"] == "2022-01-28T00:00:00Z");
  CHECK(syria["horizon"] == "2023-01-28T23:59:59Z");
  CHECK(syria["prior"] == 0.45);
  CHECK(syria["probability"] == 0.482);
  CHECK(syria["log_odds_db"] == Probability(0.482).log_odds().decibans());
  CHECK(syria["word"] == json({{"scale", "icd203"}, {"key", "roughly-even-chance"}}));
  CHECK(syria["change"]["7d"].get<double>() == doctest::Approx(-0.068));
  CHECK(syria["change"]["30d"].is_number_float());
  CHECK(syria["misfit"] == 1);
  CHECK(syria["evidence_count"] == 12);
  CHECK(syria["last_evidence"] == "2022-04-30T00:00:00Z");
  CHECK(syria["revision"] == 1);
}

TEST_CASE("what is absent is null in status JSON") {
  Standings standings = only(9);
  standings.scenarios[0].scenario.horizon.reset();
  standings.scenarios[0].scenario.publication.clear();
  const json scenario = json::parse(status_json(standings))["scenarios"][0];
  CHECK(scenario["change"]["7d"].is_null());
  CHECK(scenario["change"]["30d"].is_null());
  CHECK(scenario["horizon"].is_null());
  CHECK(scenario["publication"].is_null());
  CHECK(scenario["last_evidence"].is_null());
  CHECK(scenario["state"] == "not_yet_open");
}

TEST_CASE("hindsight is said in JSON too") {
  const json status = json::parse(status_json(world::in_hindsight()));
  CHECK(status["hindsight"] == true);
  CHECK(status["not_known_then"] == 14);
}
