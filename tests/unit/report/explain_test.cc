#include "engine/report/explain.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "tests/unit/report/world.h"

using namespace signpost;
using namespace signpost::report;
using nlohmann::json;

namespace {

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string printed(const Explanation& explanation, bool all = false, std::size_t width = 80) {
  return explain_text(explanation, {.all = all, .now = world::now()}, world::ascii(width));
}

/// The figure that ends at column `end` of a line (of ASCII), in hundredths.
std::optional<long> figure_ending_at(const std::string& line, std::size_t end) {
  if (line.size() < end || (line.size() > end && line[end] != ' ')) return std::nullopt;
  const std::size_t begin = line.rfind(' ', end - 1) + 1;
  const std::string figure = line.substr(begin, end - begin);
  if (figure.size() < 4 || figure[figure.size() - 3] != '.') return std::nullopt;
  if (figure.find_first_not_of("+-.0123456789") != std::string::npos) return std::nullopt;
  return std::lround(std::stod(figure) * 100.0);
}

struct SummedColumn {
  long sum = 0;       // of the lines above the rule
  long rounding = 0;  // of them, the line that says so
  long closing = 0;   // below it
  int lines = 0;

  /// Each line is off by half a hundredth at most: a line that is missing is no rounding.
  [[nodiscard]] bool is_honest() const {
    return sum == closing && 2 * std::labs(rounding) <= lines + 1;
  }
};

/// What a reader with a pencil gets from the column "today" of a printed statement.
SummedColumn add_up(const std::string& text, std::size_t width) {
  const std::size_t today_end = width - 12;
  SummedColumn column;
  bool below = false;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.find("--------") != std::string::npos) {
      below = true;
      continue;
    }
    const auto figure = figure_ending_at(line, today_end);
    if (!figure) continue;
    if (below) {
      column.closing = *figure;
      break;
    }
    column.sum += *figure;
    if (line.starts_with("Rounding")) {
      column.rounding = *figure;
    } else {
      ++column.lines;
    }
  }
  return column;
}

/// Without letters that take more or fewer columns than bytes, so that columns can be counted.
Explanation in_ascii() {
  Explanation told = world::explanation();
  for (auto& [id, line] : told.items) line.content.text = "what the item tells";
  for (auto& [id, indicator] : told.indicators) indicator.title.ar.clear();
  return told;
}

Explanation random_account() {
  Explanation told = in_ascii();
  Ledger& ledger = *told.standing.assessment.ledger;
  const auto weight = [] {
    return LogOdds::from_decibans(*rc::gen::inRange(-2'000'000, 2'000'000) / 77'777.0);
  };
  ledger.opening = weight();
  ledger.judgement = weight();
  LogOdds sum = ledger.opening + ledger.judgement;
  const LedgerEvent like = ledger.evidence.front();
  ledger.evidence.clear();
  const int events = *rc::gen::inRange(0, 40);
  for (int i = 0; i < events; ++i) {
    LedgerEvent event = like;
    event.today = weight();
    event.arrived = event.today + event.today;
    ledger.evidence.push_back(event);
    sum += event.today;
  }
  for (SilenceAccount& account : ledger.silence) {
    account.today = weight();
    sum += account.today;
  }
  ledger.closing = sum;
  ledger.not_counted.clear();
  return told;
}

}  // namespace

TEST_CASE("the printed column adds up to the printed closing balance, to the last decimal") {
  for (const bool all : {false, true}) {
    const std::string text = printed(in_ascii(), all);
    const SummedColumn column = add_up(text, 80);
    CHECK(column.lines >= 18);
    CHECK(column.is_honest());
  }
  CHECK(rc::check([] {
    const bool all = *rc::gen::arbitrary<bool>();
    const auto width = *rc::gen::inRange<std::size_t>(70, 141);
    const Explanation told = random_account();
    const SummedColumn column = add_up(printed(told, all, width), width);
    RC_ASSERT(column.is_honest());
    RC_ASSERT(column.closing ==
              std::lround(told.standing.assessment.ledger->closing.decibans() * 100.0));
  }));
}

TEST_CASE("rounding has a line of its own only where the rounded lines miss the balance") {
  Explanation told = world::explanation();
  CHECK(contains(printed(told), "Rounding of the lines above"));
  Ledger& ledger = *told.standing.assessment.ledger;
  ledger.evidence.clear();
  ledger.silence.clear();
  ledger.judgement = LogOdds::from_decibans(1.25);
  ledger.opening = LogOdds::from_decibans(2.5);
  ledger.closing = LogOdds::from_decibans(3.75);
  CHECK_FALSE(contains(printed(told), "Rounding"));
}

TEST_CASE("twelve events are shown, the rest as one sum, and all of them with --all") {
  const std::string first = printed(world::explanation());
  CHECK(contains(first, "2 weaker events, together (--all)"));
  CHECK(contains(first, "#67"));
  CHECK_FALSE(contains(first, "#68"));
  const std::string all = printed(world::explanation(), true);
  CHECK_FALSE(contains(all, "weaker event"));
  CHECK(contains(all, "#69"));
}

TEST_CASE("an event that matters more comes first, as belief ordered it") {
  const std::string text = printed(world::explanation());
  CHECK(text.find("54 attacks") < text.find("285 attacks"));
}

TEST_CASE("a total says how much of it counts, and where the rest is") {
  Explanation told = world::explanation();
  CHECK(contains(printed(told, false, 120),
                 "118.4 of 285 events, the rest out of time or counted elsewhere"));
  LedgerEvent& year = told.standing.assessment.ledger->evidence[1];
  year.occurred = world::at("2022-02-01");
  year.until = world::end_of("2022-06-30");
  year.counted = 118;
  CHECK(contains(printed(told, false, 120), "118 of 285 events, the rest counted elsewhere"));
  CHECK(contains(printed(world::explanation(), false, 120), "B2 0.90, 54 events, x1.5"));
}

TEST_CASE("what cannot be judged says what it would be worth at C3") {
  CHECK(contains(printed(world::explanation()), "would be worth +3.21 dB at C3"));
}

TEST_CASE("each reason for not counting is told once, with its items") {
  const std::string text = printed(world::explanation());
  CHECK(contains(text, "6 from before the opening"));
  CHECK(contains(text, "and 2 more (--all)"));
  CHECK_FALSE(contains(text, "#75"));
  CHECK(contains(printed(world::explanation(), true), "#76"));
  CHECK(contains(text, "(under isis-complex-attack)"));
}

TEST_CASE("nobody looked is never told as silence") {
  const std::string text = printed(world::explanation());
  CHECK(contains(text, "Not watched, so their silence says nothing: ISIS's leadership proclaims"));
}

TEST_CASE("items not known then are marked in hindsight only") {
  Explanation told = world::explanation();
  told.items.at(40).known_then = false;
  CHECK_FALSE(contains(printed(told), "not known then"));
  told.hindsight = true;
  told.not_known_then = 1;
  told.standing.assessment.moment.known_at = world::now();
  CHECK(contains(printed(told), "with what is known today; 1 item was not known then"));
  CHECK(contains(printed(told), "x1.5, not known then"));
  told.items.at(5).known_then = false;
  CHECK(contains(printed(told, false, 120), "x1.5, 1 of 5 not known then"));
}

TEST_CASE("assumptions say what broke them or what would") {
  const std::string text = printed(world::explanation());
  CHECK(contains(text, "in doubt since 11 Feb 2022: Complex attack"));
  CHECK(contains(text, "would be broken by: Reports of ISIS losing heart"));
}

TEST_CASE("a redacted item shows no text") {
  const std::string text = printed(world::explanation());
  CHECK(contains(text, "10 May 2022   (redacted)"));
}

TEST_CASE("explain JSON has every field of its format with its type") {
  const json told = json::parse(explain_json(world::explanation()));
  CHECK(told["format"] == "signpost.explain/1");
  CHECK(told["scenario"] == "more-operations-syria");
  CHECK(told["as_of"] == "2022-06-30T23:59:59Z");
  CHECK(told["known_at"] == "2022-06-30T23:59:59Z");
  CHECK(told["probability"].is_number_float());
  CHECK(told["opening_db"].get<double>() == doctest::Approx(-4.7712125472));
  CHECK(told["judgement_db"].get<double>() == doctest::Approx(1.2345));
  REQUIRE(told["evidence"].size() == 14);
  const json& april = told["evidence"][0];
  CHECK(april["event"] == "ric-april");
  CHECK(april["indicator"] == "isis-attacks-ne-syria");
  CHECK(april["occurred"] == "2022-04-01T00:00:00Z");
  CHECK(april["items"] == json::array({40}));
  CHECK(april["origins"] == 1);
  CHECK(april["credibility"] == 0.903);
  CHECK(april["ratio"] == 1.5);
  CHECK(april["arrived_db"].get<double>() == doctest::Approx(7.126));
  CHECK(april["today_db"].get<double>() == doctest::Approx(5.334));
  CHECK(april["probability_without"] == 0.212);
  const json& unforeseen = told["evidence"][3];
  CHECK(unforeseen["event"].is_null());
  CHECK(unforeseen["indicator"].is_null());
  CHECK(unforeseen["ratio"].get<double>() == doctest::Approx(1.0 / 3));
  REQUIRE(told["silence"].size() == 5);
  CHECK(told["silence"][0]["indicator"] == "isis-attacks-ne-syria");
  CHECK(told["silence"][0]["today_db"].get<double>() == doctest::Approx(-6.4321));
  REQUIRE(told["not_counted"].size() == 8);
  CHECK(told["not_counted"][0]["items"] == json::array({70}));
  CHECK(told["not_counted"][0]["reason"] == "cannot be judged");
  CHECK(told["not_counted"][0]["would_be_db"].get<double>() == doctest::Approx(3.214));
  REQUIRE(told["misfit"].size() == 1);
  CHECK(told["misfit"][0]["indicator"] == "isis-attacks-ne-syria");
  CHECK(told["misfit"][0]["observed"].get<double>() == doctest::Approx(54 / 30.4375));
  CHECK(told["misfit"][0]["if_true"].is_number());
  CHECK(told["misfit"][0]["if_false"].is_number());
  CHECK(told["closing_db"].is_number_float());
}

TEST_CASE("the JSON account adds up as the ledger does") {
  const json told = json::parse(explain_json(world::explanation()));
  double sum = told["opening_db"].get<double>() + told["judgement_db"].get<double>();
  for (const json& event : told["evidence"]) sum += event["today_db"].get<double>();
  for (const json& account : told["silence"]) sum += account["today_db"].get<double>();
  CHECK(sum == doctest::Approx(told["closing_db"].get<double>()).epsilon(1e-12));
}
