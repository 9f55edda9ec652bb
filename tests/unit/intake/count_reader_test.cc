#include "engine/intake/count_reader.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "engine/intake/definitions_reader.h"

using namespace signpost;
using signpost::intake::DefinitionsRead;
using signpost::intake::read_definitions_text;

namespace {

const std::string kIndicators = R"(
[[indicator]]
id = "attacks"
title.en = "Attacks"
dispersion = 3
[[indicator]]
id = "raids"
title.en = "Raids"
dispersion = 3
)";

DefinitionsRead read(const std::string& text, const Definitions& known = {}) {
  return read_definitions_text("a.toml", text, known);
}

/// A countable forecast with these lines in its table, and these in its criterion.
std::string forecast(const std::string& lines, const std::string& criterion) {
  return "[[scenario]]\nid = \"more\"\ntitle.en = \"More\"\nasks = \"count\"\n"
         "opened = 2022-01-28\n" +
         lines + "[scenario.criterion]\nindicators = [\"attacks\"]\n" + criterion;
}

Instant at(const char* text) { return parse_time(text)->first; }

std::string said(const DefinitionsRead& read) {
  std::string all;
  for (const Diagnostic& one : read.diagnostics) all += one.message.english() + "\n";
  return all;
}

const Criterion& criterion_of(const DefinitionsRead& read) {
  REQUIRE(read.definitions.scenarios.size() == 1);
  REQUIRE(read.definitions.scenarios[0].criterion);
  return *read.definitions.scenarios[0].criterion;
}

}  // namespace

TEST_CASE("a countable forecast is read whole, and is a fact without a prior") {
  const DefinitionsRead all = read(kIndicators + R"(
[[scenario]]
id = "more"
title.en = "More"
asks = "count"
publisher_probability = 0.6
opened = 2022-01-28
horizon = 2023-01-28
  [scenario.criterion]
  indicators = ["attacks", "raids"]
  from = 2022-02-01
  to = "2022-12-31T12:00Z"
  factor = 1.25
  against = { from = 2020-02-01, to = 2020-12-31 }
  history_from = "2019"
  drift = 0.2
  dispersion = 1.5
)");
  CHECK(said(all).empty());
  const Criterion expected{
      .indicators = {"attacks", "raids"},
      .window = {at("2022-02-01"), at("2022-12-31T12:00Z")},
      .at_least = {},
      .factor = 1.25,
      .against = Criterion::Window{at("2020-02-01"), at("2020-12-31T23:59:59Z")},
      .history_from = at("2019-01-01"),
      .drift = 0.2,
      .dispersion = 1.5};
  CHECK(criterion_of(all) == expected);
  const Scenario& scenario = all.definitions.scenarios[0];
  CHECK(scenario.asks == Asks::kCount);
  CHECK(scenario.prior == Probability());
  CHECK_FALSE(scenario.base_rate);
  CHECK(std::isinf(scenario.persistence.count()));
  CHECK(scenario.publisher_probability == Probability(0.6));
}

TEST_CASE("the window is from the opening to the horizon, where nothing else is said") {
  const DefinitionsRead all = read(kIndicators + forecast("horizon = 2023-01-28\n",
                                                          "at_least = 360\n"
                                                          "history_from = 2019-01-01\n"));
  CHECK(said(all).empty());
  CHECK(criterion_of(all).window ==
        Criterion::Window{at("2022-01-28"), at("2023-01-28T23:59:59Z")});
  CHECK(criterion_of(all).at_least == 360);
  CHECK_FALSE(criterion_of(all).factor);
  CHECK_FALSE(criterion_of(all).drift);
  CHECK_FALSE(criterion_of(all).dispersion);
}

TEST_CASE("the end of the window is the horizon, where there is none") {
  const DefinitionsRead all = read(
      kIndicators + forecast("", "to = 2023-01-28\nat_least = 360\nhistory_from = 2019-01-01\n"));
  CHECK(said(all).empty());
  CHECK(all.definitions.scenarios[0].horizon == at("2023-01-28T23:59:59Z"));
}

TEST_CASE("one date may end what is compared with and begin the window") {
  const std::string horizon = "horizon = 2023-01-28\n";
  const DefinitionsRead touching =
      read(kIndicators + forecast(horizon,
                                  "factor = 1.25\nhistory_from = 2019-01-01\n"
                                  "against = { from = 2021-01-28, to = 2022-01-28 }\n"));
  CHECK(said(touching).empty());
  CHECK(criterion_of(touching).against == Criterion::Window{at("2021-01-28"), at("2022-01-28")});
  // A moment inside the window is no mistake about days.
  const DefinitionsRead inside =
      read(kIndicators + forecast(horizon,
                                  "factor = 1.25\nhistory_from = 2019-01-01\n"
                                  "against = { from = 2021-01-28, to = 2022-01-28T10:00:00Z }"
                                  "\n"));
  CHECK(said(inside) ==
        "to 2022-01-28T10:00:00Z is after opened 2022-01-28, where the window begins\n");
}

TEST_CASE("a factor needs as much history as the window is long, to the second") {
  const auto with = [](const char* history) {
    return said(read(kIndicators + forecast("",
                                            "from = 2022-01-28\nto = \"2022-02-27T00:00Z\"\n"
                                            "factor = 2\nhistory_from = " +
                                                std::string(history) + "\n")));
  };
  CHECK(with("2021-12-29T00:00:00Z").find("leaves less") == std::string::npos);
  CHECK(with("2021-12-29T00:00:01Z").find("leaves less") != std::string::npos);
}

TEST_CASE("an indicator that a stored forecast counts must stay one that can be counted") {
  const Definitions known = [] {
    const DefinitionsRead all =
        read(kIndicators + forecast("horizon = 2023-01-28\n",
                                    "at_least = 360\nhistory_from = 2019-01-01\n"
                                    "[[scenario.expects]]\nindicator = \"raids\"\n"
                                    "if_true = \"2 per month\"\nif_false = \"1 per month\"\n"
                                    "because = \"judgement\"\n"));
    REQUIRE(said(all).empty());
    return all.definitions;
  }();
  const std::string attacks = "[[indicator]]\nid = \"attacks\"\ntitle.en = \"Attacks\"\n";
  CHECK(said(read(attacks + "dispersion = 2\n", known)).empty());
  CHECK(said(read(attacks + "once = true\n", known)) ==
        "\"attacks\" happens once, and the stored scenario \"more\" counts it\n");
  const std::string raids =
      "[[indicator]]\nid = \"raids\"\ntitle.en = \"Raids\"\nof = \"attacks\"\n";
  CHECK(said(read(raids, known)) ==
        "\"raids\" and \"attacks\", which \"more\" counts, are of one kind in the stored scenario "
        "\"more\"\n");
}

TEST_CASE("what a file with broken syntax may define can be counted") {
  const Definitions known;
  const DefinitionsRead all = read(
      forecast("horizon = 2023-01-28\n", "at_least = 360\nhistory_from = 2019-01-01\n"), known);
  CHECK(said(all) == "there is no indicator \"attacks\"\n");
}
