#include "engine/intake/definitions_reader.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "engine/time/recurrence.h"
#include "tests/unit/intake/temporary_file.h"

using namespace signpost;
using signpost::intake::DefinitionsRead;
using signpost::intake::read_definitions;
using signpost::intake::read_definitions_text;

namespace {

DefinitionsRead read(const std::string& text, const Definitions& known = {}) {
  return read_definitions_text("a.toml", text, known);
}

Instant at(const char* text) { return parse_time(text)->first; }

bool says(const DefinitionsRead& read, std::string_view part) {
  for (const Diagnostic& diagnostic : read.diagnostics) {
    if (diagnostic.message.english().find(part) != std::string::npos) return true;
  }
  return false;
}

const std::string kWhole = R"(
[publication]
id = "jusoor-2022-01-28"
publisher = "Jusoor for Studies"
published = 2022-01-28
via = "a news site"
language = "ar"
title.ar = "دوافع"
title.en = "Motives"

[[source]]
id = "sohr"
title.en = "Syrian Observatory for Human Rights"
title.ar = "المرصد السوري لحقوق الإنسان"
aliases = ["SOHR", "المرصد السوري"]
origin = "sohr-network"
reliability = "B"
party = true
because = "Wide network."

[[indicator]]
id = "attacks"
title.en = "Attacks"
observable.en = "one attack"
usual_grade = "B3"
of = "violence"
lag = "7 days"
dispersion = 3
watched = "totals"
baseline = "18 per month"
baseline_because = "judgement"
  [[indicator.coverage]]
  from = 2022-11-20
  to = 2022-12-10
  level = 0.5
  because = "holidays"
  [[indicator.coverage]]
  from = 2022-12-01T10:00:00+03:00
  level = 0
  because = "nobody"
  [[indicator.season]]
  from = 2022-04-02
  to = 2022-05-02
  factor = 1.6
  within = 1.15
  because = "Ramadan"

[[indicator]]
id = "treaty"
title.ar = "معاهدة"
once = true

[[indicator]]
id = "violence"
title.en = "Violence"
dispersion = 3

[[indicator]]
id = "report"
title.en = "The monthly report"
occasions = { dates = [2022-02-05, "2022-03-05T10:00Z"] }

[[scenario]]
id = "operations"
role = "hypothesis"
title.en = "More operations"
forecast.ar = "زيادة"
forecast.en = "More"
wording.ar = "من المتوقع أن"
publisher_probability = 0.6
part_of = "both-countries"
implies = ["some-operations"]
prior = 0.45
prior_because = "judgement"
prior_within = 3
base_rate = 0.25
base_rate_because = "judgement"
lasts = "100 days"
opened = 2022-01-28
horizon = 2023-01-28
resolves.yes = "more"
resolves.no = "fewer"
resolves.open = "unknown"
  [[scenario.assumes]]
  ar = "أن"
  en = "That"
  broken_by = ["treaty"]
  [[scenario.expects]]
  indicator = "attacks"
  if_true = "x1.5"
  if_false = "x0.8"
  within = 1
  ratio_within = 1.4
  because = "judgement"
  [[scenario.expects]]
  indicator = "treaty"
  if_true = "80% within 365 days"
  if_false = "1 per 10 years"
  because = "judgement"
  [[scenario.expects]]
  indicator = "report"
  if_true = "70% each time"
  if_false = "40% each time"
  because = "judgement"

[[scenario]]
id = "some-operations"
title.en = "Some operations"
asks = "by-horizon"
prior = 0.6
prior_because = "judgement"
opened = 2022-01-28
horizon = 2023-01-28
  [[scenario.expects]]
  indicator = "treaty"
  happening = true
  if_true = "90% within 365 days"
  because = "judgement"
)";

}  // namespace

TEST_CASE("every key of a definitions file is read") {
  const DefinitionsRead r = read(kWhole);
  CHECK_FALSE(has_errors(r.diagnostics));
  const Definitions& d = r.definitions;

  REQUIRE(d.publications.size() == 1);
  CHECK(d.publications[0] == Publication{"jusoor-2022-01-28",
                                         "Jusoor for Studies",
                                         at("2022-01-28"),
                                         "a news site",
                                         "ar",
                                         {"Motives", "دوافع"}});
  REQUIRE(d.sources.size() == 1);
  CHECK(d.sources[0] ==
        Source{"sohr",
               {"Syrian Observatory for Human Rights", "المرصد السوري لحقوق الإنسان"},
               {"SOHR", "المرصد السوري"},
               "sohr-network",
               'B',
               true,
               "Wide network."});

  REQUIRE(d.indicators.size() == 4);
  const Indicator& attacks = d.indicators[0];
  CHECK(attacks.title.en == "Attacks");
  CHECK(attacks.observable.en == "one attack");
  CHECK_FALSE(attacks.once);
  CHECK(attacks.lag == Days(7));
  CHECK(attacks.dispersion == 3.0);
  CHECK(attacks.watched == Watched::kTotals);
  CHECK(attacks.baseline->per_month() == doctest::Approx(18).epsilon(1e-15));
  REQUIRE(attacks.coverage.size() == 2);
  CHECK(attacks.coverage[0] ==
        CoverageSpan{at("2022-11-20"), at("2022-12-10T23:59:59Z"), 0.5, "holidays"});
  CHECK(attacks.coverage[1] == CoverageSpan{at("2022-12-01T07:00:00Z"), kForever, 0.0, "nobody"});
  REQUIRE(attacks.seasons.size() == 1);
  CHECK(attacks.seasons[0] ==
        Season{at("2022-04-02"), at("2022-05-02T23:59:59Z"), 1.6, "Ramadan", 1.15});
  CHECK(attacks.usual_grade == Grade{'B', 3});
  CHECK(attacks.of == "violence");
  CHECK_FALSE(attacks.occasions);
  CHECK(d.indicators[1].once);
  CHECK(d.indicators[1].watched == Watched::kAlways);
  CHECK(d.indicators[1].dispersion == 1.0);
  CHECK_FALSE(d.indicators[1].usual_grade);
  CHECK(d.indicators[1].of.empty());
  REQUIRE(d.indicators[3].occasions);
  CHECK(d.indicators[3].occasions->dates ==
        std::vector<Instant>{at("2022-02-05T00:00:00Z"), at("2022-03-05T10:00:00Z")});

  REQUIRE(d.scenarios.size() == 2);
  const Scenario& s = d.scenarios[0];
  CHECK(s.publication == "jusoor-2022-01-28");
  CHECK(s.role == Role::kHypothesis);
  CHECK(s.forecast == Bilingual{"More", "زيادة"});
  CHECK(s.wording.ar == "من المتوقع أن");
  CHECK(s.publisher_probability == Probability(0.6));
  CHECK(s.part_of == "both-countries");
  CHECK(s.implies == std::vector<std::string>{"some-operations"});
  CHECK_FALSE(s.asks);
  CHECK(asks_of(s) == Asks::kState);
  CHECK(s.prior == Probability(0.45));
  CHECK(s.prior_within == 3.0);
  CHECK(s.base_rate == Probability(0.25));
  CHECK(s.lasts_text == "100 days");
  CHECK(s.persistence.count() == doctest::Approx(75.0).epsilon(1e-15));  // lasts · (1 − π)
  CHECK(s.opened == at("2022-01-28T00:00:00Z"));
  CHECK(s.horizon == at("2023-01-28T23:59:59Z"));
  CHECK(s.resolves_yes == "more");
  CHECK(s.resolves_no == "fewer");
  CHECK(s.resolves_open == "unknown");
  REQUIRE(s.assumes.size() == 1);
  CHECK(s.assumes[0] == Assumption{{"That", "أن"}, {"treaty"}});
  REQUIRE(s.expects.size() == 3);
  CHECK(s.expects[0].if_true.text == "x1.5");
  CHECK(s.expects[0].if_true.rate.per_month() == doctest::Approx(27).epsilon(1e-14));
  CHECK(s.expects[0].if_false.rate.per_month() == doctest::Approx(14.4).epsilon(1e-14));
  CHECK(s.expects[0].within == 1.0);
  CHECK(s.expects[0].ratio_within == 1.4);
  CHECK_FALSE(s.expects[1].within);
  CHECK_FALSE(s.expects[1].ratio_within);
  CHECK(s.expects[1].if_true.rate.per_day() ==
        doctest::Approx(-std::log(0.2) / 365).epsilon(1e-14));
  CHECK(s.expects[2].if_true == WrittenRate{"70% each time", Rate(), Probability(0.7)});
  CHECK(s.expects[2].if_false == WrittenRate{"40% each time", Rate(), Probability(0.4)});

  const Scenario& happening = d.scenarios[1];
  CHECK(happening.asks == Asks::kByHorizon);
  CHECK_FALSE(happening.prior_within);
  CHECK_FALSE(happening.base_rate);
  REQUIRE(happening.expects.size() == 1);
  CHECK(happening.expects[0].happening);
  CHECK(happening.expects[0].if_true.rate.per_day() ==
        doctest::Approx(-std::log(0.1) / 365).epsilon(1e-14));
  CHECK(happening.expects[0].if_false == WrittenRate{});
}

namespace {

std::string scenario(const std::string& lines) {
  return "[[scenario]]\nid = \"s\"\ntitle.en = \"S\"\nprior = 0.4\nprior_because = \"j\"\n"
         "opened = 2022-01-28\n" +
         lines;
}

}  // namespace

TEST_CASE("what a scenario asks follows from its persistence, and the other way round") {
  const auto one = [](const std::string& lines) {
    const DefinitionsRead r = read(scenario(lines));
    CHECK_FALSE(has_errors(r.diagnostics));
    return r.definitions.scenarios.at(0);
  };
  CHECK(asks_of(one("persistence = \"forever\"")) == Asks::kFact);
  CHECK_FALSE(one("persistence = \"forever\"").asks);
  CHECK(std::isinf(one("persistence = \"forever\"").persistence.count()));
  CHECK(asks_of(one("persistence = \"180 days\"")) == Asks::kState);
  CHECK_FALSE(one("persistence = \"180 days\"").asks);
  CHECK(one("persistence = \"180 days\"").persistence == Days(180));
  CHECK(one("asks = \"state\"\npersistence = \"forever\"").asks == Asks::kState);
  CHECK(std::isinf(one("asks = \"fact\"").persistence.count()));
  const Scenario by = one("asks = \"by-horizon\"\nhorizon = 2023-01-28");
  CHECK(by.asks == Asks::kByHorizon);
  CHECK(std::isinf(by.persistence.count()));
}

TEST_CASE("the base rate is the prior where none is given") {
  const DefinitionsRead r = read(scenario("lasts = \"100 days\""));
  CHECK_FALSE(r.definitions.scenarios.at(0).base_rate);
  CHECK(base_rate_of(r.definitions.scenarios.at(0)) == Probability(0.4));
  CHECK(r.definitions.scenarios.at(0).persistence.count() == doctest::Approx(60.0).epsilon(1e-15));
}

TEST_CASE(
    "a number is right within a factor from 1 to 1000, and within the usual one unless said") {
  const auto prior_within = [](const std::string& line) {
    return read(scenario("lasts = \"1 year\"\n" + line)).definitions.scenarios.at(0).prior_within;
  };
  CHECK_FALSE(prior_within(""));
  CHECK(prior_within("prior_within = 1") == 1.0);
  CHECK(prior_within("prior_within = 1000.0") == 1000.0);
  for (const char* wrong : {"0.999", "1000.1", "0", "-2", "nan", "inf", "-inf", "\"2\"", "true"}) {
    CAPTURE(wrong);
    CHECK(has_errors(
        read(scenario("lasts = \"1 year\"\nprior_within = " + std::string(wrong))).diagnostics));
  }
}

TEST_CASE("times are TOML dates, instants with an offset or quoted text") {
  const auto opened = [](const std::string& written) {
    const DefinitionsRead r =
        read("[[scenario]]\nid = \"s\"\nprior = 0.4\nlasts = \"1 year\"\nopened = " + written);
    CHECK_FALSE(has_errors(r.diagnostics));
    return r.definitions.scenarios.at(0).opened;
  };
  CHECK(opened("2022-01-28") == at("2022-01-28T00:00:00Z"));
  CHECK(opened("\"2022-01-28\"") == at("2022-01-28T00:00:00Z"));
  CHECK(opened("\"2022-01\"") == at("2022-01-01T00:00:00Z"));
  CHECK(opened("\"2022\"") == at("2022-01-01T00:00:00Z"));
  CHECK(opened("2022-01-28T10:30:15Z") == at("2022-01-28T10:30:15Z"));
  CHECK(opened("2022-01-28T10:30:15.75-02:30") == at("2022-01-28T13:00:15Z"));
  CHECK(opened("\"2022-01-28T10:30+03:00\"") == at("2022-01-28T07:30:00Z"));
}

TEST_CASE("a scenario may use an indicator of another file, or of the store") {
  const TemporaryFile indicators(
      "[[indicator]]\nid = \"a\"\ntitle.en = \"A\"\nbaseline = \"2 per day\"\n");
  const TemporaryFile scenarios(
      scenario("lasts = \"1 year\"\n[[scenario.expects]]\nindicator = \"a\"\nif_true = \"x2\"\n"
               "if_false = \"x1\"\nbecause = \"j\"\n"));
  const std::vector<std::filesystem::path> both = {scenarios.path(), indicators.path()};
  const DefinitionsRead together = read_definitions(both, {});
  CHECK_FALSE(has_errors(together.diagnostics));
  CHECK(together.definitions.scenarios.at(0).expects.at(0).if_true.rate == Rate(4.0));

  const std::vector<std::filesystem::path> one = {scenarios.path()};
  CHECK(has_errors(read_definitions(one, {}).diagnostics));
  Definitions known;
  known.indicators.push_back({});
  known.indicators[0].id = "a";
  known.indicators[0].baseline = Rate(3.0);
  const DefinitionsRead with_store = read_definitions(one, known);
  CHECK_FALSE(has_errors(with_store.diagnostics));
  CHECK(with_store.definitions.scenarios.at(0).expects.at(0).if_true.rate == Rate(6.0));

  // What the files say of an indicator goes before what the store has.
  const DefinitionsRead redefined = read_definitions(both, known);
  CHECK(redefined.definitions.scenarios.at(0).expects.at(0).if_true.rate == Rate(4.0));
}

TEST_CASE("a stored scenario follows a baseline that changes without it") {
  const std::string indicator = "[[indicator]]\nid = \"a\"\ntitle.en = \"A\"\n";
  const std::string expects =
      "lasts = \"1 year\"\n[[scenario.expects]]\nindicator = \"a\"\nif_true = \"x2\"\n"
      "if_false = \"1 per year\"\nbecause = \"j\"\n";
  const Definitions stored =
      read(indicator + "baseline = \"2 per day\"\n" + scenario(expects)).definitions;
  CHECK(read(indicator + "baseline = \"2 per day\"\n", stored).definitions.scenarios.empty());

  const DefinitionsRead changed = read(indicator + "baseline = \"5 per day\"\n", stored);
  CHECK_FALSE(has_errors(changed.diagnostics));
  REQUIRE(changed.definitions.scenarios.size() == 1);
  Scenario expected = stored.scenarios.at(0);
  expected.expects[0].if_true.rate = Rate(10.0);
  CHECK(changed.definitions.scenarios[0] == expected);

  CHECK(says(read(indicator, stored), "the stored scenario \"s\" expects multiples of it"));
  CHECK(says(read(indicator + "baseline = \"9e8 per day\"\n", stored),
             "the rate of the stored scenario \"s\" is wrong"));
}

TEST_CASE("a name of a source that the store has is refused for another") {
  Definitions known;
  known.sources.push_back({});
  known.sources[0].id = "sohr";
  known.sources[0].aliases = {"المرصد السوري"};
  CHECK(says(read("[[source]]\nid = \"other\"\naliases = [\"المرصد السوري\"]\n", known),
             "also names the source \"sohr\""));
  CHECK(read("[[source]]\nid = \"sohr\"\naliases = [\"المرصد السوري\"]\n", known)
            .diagnostics.empty());
}

TEST_CASE("an indicator that a broken file may define is not called unknown") {
  const TemporaryFile broken("[[indicator]]\nid = \"attacks\"\ntitle.en = \"A\n");
  const TemporaryFile good(
      scenario("lasts = \"1 year\"\n[[scenario.expects]]\nindicator = \"attacks\"\n"
               "if_true = \"2 per year\"\nif_false = \"1 per year\"\nbecause = \"j\"\n"
               "[[scenario.expects]]\nindicator = \"nowhere\"\n"
               "if_true = \"2 per year\"\nif_false = \"1 per year\"\nbecause = \"j\"\n"));
  const std::vector<std::filesystem::path> files = {broken.path(), good.path()};
  const DefinitionsRead r = read_definitions(files, {});
  CHECK(says(r, "not closed with a quote"));
  CHECK(says(r, "there is no indicator \"nowhere\""));
  CHECK_FALSE(says(r, "there is no indicator \"attacks\""));
}

TEST_CASE("a publication may stand in several files that agree on it") {
  const std::string publication = "[publication]\nid = \"p\"\nlanguage = \"ar\"\n";
  const TemporaryFile one(publication + scenario("lasts = \"1 year\"\n"));
  const TemporaryFile two(publication);
  const std::vector<std::filesystem::path> files = {one.path(), two.path()};
  const DefinitionsRead r = read_definitions(files, {});
  CHECK_FALSE(has_errors(r.diagnostics));
  CHECK(r.definitions.publications.size() == 1);
  CHECK(r.definitions.scenarios.at(0).publication == "p");
}

TEST_CASE("a file that is named twice is read once") {
  const TemporaryFile file("[[indicator]]\nid = \"a\"\ntitle.en = \"A\"\n");
  const std::filesystem::path other = file.path().parent_path() / "." / file.path().filename();
  const std::vector<std::filesystem::path> files = {file.path(), other};
  const DefinitionsRead r = read_definitions(files, {});
  CHECK(r.diagnostics.empty());
  CHECK(r.definitions.indicators.size() == 1);
}

TEST_CASE("a file may define publications and nothing else, or nothing at all") {
  const DefinitionsRead r = read("[[publication]]\nid = \"a\"\n[[publication]]\nid = \"b\"\n");
  CHECK(r.diagnostics.empty());
  CHECK(r.definitions.publications.size() == 2);
  CHECK(read("").diagnostics.empty());
  CHECK(read("# only a comment").diagnostics.empty());
}

TEST_CASE("brackets and dots in text and comments are not nesting") {
  const std::string deep(50, '[');
  const std::string dots(50, '.');
  const DefinitionsRead r =
      read("# " + deep + dots + "\n[publication]\nid = \"p\"\nvia = \"" + deep + dots +
           "\\\"[\"\npublisher = '" + deep + "'\ntitle.en = \"\"\"\n" + deep + "\n\"\"" + deep +
           "\"\"\"\ntitle.ar = '''" + deep + "\n" + dots + "'''\n");
  CHECK(r.diagnostics.empty());
}

TEST_CASE("nesting that would exhaust the stack is refused at the door") {
  CHECK(says(read("a = " + std::string(2'000'000, '[')), "nested more than 16 deep"));
  std::string dotted = "a";
  for (int i = 0; i < 1'000'000; ++i) dotted += ".a";
  CHECK(says(read(dotted + " = 1"), "nested more than 16 deep"));
  CHECK(says(read("[" + dotted + "]"), "nested more than 16 deep"));
  std::string inner;
  for (int i = 0; i < 1'000'000; ++i) inner += "{a=";
  CHECK(says(read("a = " + inner), "nested more than 16 deep"));
}

TEST_CASE("a table that opens with a new line is a mistake and not a crash") {
  CHECK(has_errors(read("\n[\n]").diagnostics));
}

TEST_CASE("a dispersion left at 1 is doubted by the rates that scenarios expect") {
  const std::string raids = "[[indicator]]\nid = \"raids\"\ntitle.en = \"R\"\n";
  const auto expecting = [&](const std::string& rate) {
    return read(raids + scenario("lasts = \"1 year\"\n[[scenario.expects]]\nindicator = \"raids\"\n"
                                 "if_true = \"" +
                                 rate + "\"\nif_false = \"1 per year\"\nbecause = \"j\"\n"));
  };
  CHECK(says(expecting("5 per month"), "dispersion 1"));
  CHECK_FALSE(says(expecting("4 per month"), "dispersion 1"));
}

namespace {

const std::string kStream = "title.en = \"T\"\ndispersion = 3\n";

/// A scenario `s` that expects each of the indicators, at the rates that follow.
std::string expecting(const std::vector<std::pair<std::string, std::string>>& expects,
                      const std::string& lines = "lasts = \"1 year\"\n") {
  std::string text = scenario(lines);
  for (const auto& [indicator, rates] : expects) {
    text.append("[[scenario.expects]]\nindicator = \"").append(indicator);
    text.append("\"\nbecause = \"j\"\n").append(rates);
  }
  return text;
}

std::string rates(const std::string& if_true, const std::string& if_false) {
  return "if_true = \"" + if_true + "\"\nif_false = \"" + if_false + "\"\n";
}

std::string indicator(const std::string& id, const std::string& lines = kStream) {
  return "[[indicator]]\nid = \"" + id + "\"\n" + lines;
}

}  // namespace

TEST_CASE("set times by a rule keep its words, and days mean midnight where its clock hangs") {
  const DefinitionsRead r = read(
      indicator("report",
                "title.en = \"R\"\noccasions = { every = \"month on the 5th at 10:00\", timezone = "
                "\"Asia/Damascus\", from = 2022-01-01, until = 2022-12-31 }\n"));
  CHECK(r.diagnostics.empty());
  const Occasions& o = *r.definitions.indicators.at(0).occasions;
  CHECK(o.dates.empty());
  CHECK(o.every == "month on the 5th at 10:00");
  CHECK(o.rule == *parse_every(o.every));
  CHECK(o.timezone == "Asia/Damascus");
  CHECK(o.from == at("2021-12-31T22:00:00Z"));
  CHECK(o.until == at("2022-12-31T20:59:59Z"));
}

TEST_CASE("a wider kind must be expected more often than its direct parts together") {
  const std::string wide = indicator("wide");
  const std::string middle = indicator("middle", kStream + "of = \"wide\"\n");
  const std::string narrow = indicator("narrow", kStream + "of = \"middle\"\n");
  const auto with = [&](const std::vector<std::pair<std::string, std::string>>& expects) {
    return read(wide + middle + narrow + expecting(expects));
  };
  const auto wide_rates = rates("18 per month", "10 per month");
  // A part of a part is taken off its own wider kind alone.
  CHECK_FALSE(has_errors(with({{"wide", wide_rates},
                               {"middle", rates("17 per month", "9 per month")},
                               {"narrow", rates("16 per month", "8 per month")}})
                             .diagnostics));
  // Where the kind between is not expected, the next above it is the nearest.
  const DefinitionsRead skipped =
      with({{"wide", wide_rates}, {"narrow", rates("19 per month", "8 per month")}});
  CHECK(says(skipped, "if_true of \"wide\" leaves nothing beside its narrower kinds"));
  CHECK_FALSE(says(skipped, "if_false of \"wide\""));
  CHECK(says(with({{"wide", wide_rates}, {"middle", rates("18 per month", "10 per month")}}),
             "if_false of \"wide\" leaves nothing"));
  CHECK_FALSE(has_errors(with({{"narrow", rates("19 per month", "8 per month")}}).diagnostics));
}

TEST_CASE("a stored scenario must be able to go on with an indicator that is defined anew") {
  const std::string wide = indicator("wide");
  const std::string narrow = indicator("narrow");
  const Definitions stored = read(wide + narrow +
                                  expecting({{"wide", rates("18 per month", "10 per month")},
                                             {"narrow", rates("20 per month", "9 per month")}}))
                                 .definitions;
  CHECK(says(read(indicator("narrow", kStream + "of = \"wide\"\n"), stored),
             "if_true of \"wide\" leaves nothing beside its narrower kinds in the stored scenario "
             "\"s\""));
  CHECK(says(
      read(indicator("narrow", "title.en = \"N\"\noccasions = { dates = [2022-05-05] }\n"), stored),
      "\"narrow\" is seen at set times, and the stored scenario \"s\" expects rates of it"));
  CHECK_FALSE(has_errors(read(narrow, stored).diagnostics));

  const Definitions by =
      read(indicator("treaty", "title.en = \"T\"\nonce = true\n") +
           expecting({{"treaty", "happening = true\nif_true = \"90% within 365 days\"\n"}},
                     "asks = \"by-horizon\"\nhorizon = 2023-01-28\n"))
          .definitions;
  CHECK(says(read(indicator("treaty"), by),
             "\"treaty\" does not happen once, and is the happening of the stored scenario \"s\""));
}

TEST_CASE("a stored kind of an indicator that becomes a milestone is named") {
  const Definitions stored =
      read(indicator("wide") + indicator("narrow", kStream + "of = \"wide\"\n")).definitions;
  const DefinitionsRead r = read(indicator("wide", "title.en = \"W\"\nonce = true\n"), stored);
  CHECK(says(r,
             "of ties streams, and \"wide\" happens once: the stored indicator \"narrow\" is of "
             "its kind"));
}

TEST_CASE("what implies another may stand in the store, and a circle through it is told") {
  Definitions known;
  known.scenarios.resize(1);
  known.scenarios[0].id = "whole";
  known.scenarios[0].prior = Probability(0.5);
  const DefinitionsRead r = read(scenario("lasts = \"1 year\"\nimplies = [\"whole\"]\n"), known);
  CHECK_FALSE(has_errors(r.diagnostics));
  CHECK_FALSE(says(r, "its prior"));
  known.scenarios[0].prior = Probability(0.3);
  CHECK(says(read(scenario("lasts = \"1 year\"\nimplies = [\"whole\"]\n"), known),
             "\"s\" can hold only where \"whole\" does, and its prior 0.4 is above 0.3"));
  known.scenarios[0].implies = {"s"};
  CHECK(says(read(scenario("lasts = \"1 year\"\nimplies = [\"whole\"]\n"), known),
             "implies goes in a circle: \"s\", \"whole\", \"s\""));
}

TEST_CASE("a spell lasts an hour at the least, by its persistence too") {
  CHECK_FALSE(has_errors(read(scenario("persistence = \"1 hour\"\n")).diagnostics));
  CHECK_FALSE(has_errors(read(scenario("lasts = \"2 hours\"\n")).diagnostics));
  CHECK(has_errors(read(scenario("persistence = \"59 hours\"\nlasts = \"1 day\"\n")).diagnostics));
  CHECK(says(read(scenario("persistence = \"0.99 hours\"\n")), "is under an hour"));
  CHECK(says(read(scenario("lasts = \"1.5 hours\"\n")), "comes to a persistence under an hour"));
  CHECK(says(read(scenario("lasts = \"1e-12 days\"\n")), "is under an hour"));
}

TEST_CASE("kinds look nested by the words of their ids, unless they are tied or turned round") {
  const auto doubted = [](const std::string& narrower, const std::string& wider,
                          const std::string& of = "", const std::string& more = kStream) {
    return says(read(indicator(wider) + indicator(narrower, more + of) +
                     expecting({{wider, rates("9 per month", "6 per month")},
                                {narrower, rates("70% within 300 days", "20% within 300 days")}})),
                "looks like a kind of");
  };
  CHECK(doubted("complex-isis-attacks-syria", "isis-attacks-syria"));
  CHECK(doubted("isis-attacks-ne-syria", "isis-attacks-syria"));
  CHECK(doubted("prison-attacks", "attacks"));
  CHECK_FALSE(doubted("attacks-denied", "attacks"));
  CHECK_FALSE(doubted("attacks-on-isis", "isis-attacks"));
  CHECK_FALSE(doubted("no-attacks", "attacks"));
  CHECK_FALSE(doubted("sdf-operations-end", "sdf-operations"));
  CHECK_FALSE(doubted("prison-attacks", "prison-escapes"));
  CHECK_FALSE(doubted("prison-attacks", "attacks", "of = \"attacks\"\n"));
  CHECK_FALSE(doubted("prison-attacks", "attacks", "", "title.en = \"T\"\nonce = true\n"));
}

TEST_CASE("coverage is doubted where it holds all the time and outweighs the usual grade") {
  const auto doubted = [](const std::string& lines, const std::string& coverage) {
    return says(read(indicator("a", kStream + lines + "  [[indicator.coverage]]\n" + coverage +
                                        "  because = \"j\"\n")),
                "is more than its reports are worth");
  };
  CHECK(doubted("", "  level = 1\n"));
  CHECK_FALSE(doubted("", "  level = 0.95\n"));  // B2 is 0.903
  CHECK_FALSE(doubted("usual_grade = \"A1\"\n", "  level = 1\n"));
  CHECK(doubted("usual_grade = \"C3\"\n", "  level = 0.66\n"));
  CHECK_FALSE(doubted("usual_grade = \"C3\"\n", "  level = 0.65\n"));
  CHECK_FALSE(doubted("", "  level = 1\n  from = 2022-01-01\n"));
  CHECK_FALSE(doubted("", "  level = 1.5\n"));  // an error already
}

TEST_CASE("rates that only rise from the baseline are doubted where nothing speaks of a fall") {
  const std::string based = kStream + "baseline = \"18 per month\"\nbaseline_because = \"j\"\n";
  const auto doubted = [&](const std::string& of_a,
                           const std::string& of_b = rates("3 per month", "1 per month")) {
    return says(
        read(indicator("a", based) + indicator("b") + expecting({{"a", of_a}, {"b", of_b}})),
        "may also fall");
  };
  CHECK(doubted(rates("x1.5", "x1")));
  CHECK(doubted(rates("x1.5", "x1") + "within = 2\n"));
  CHECK_FALSE(doubted(rates("x1.5", "x1") + "within = 4\n"));
  CHECK_FALSE(doubted(rates("x1.5", "x0.8")));
  CHECK_FALSE(doubted(rates("x0.5", "x1")));
  CHECK_FALSE(doubted(rates("27 per month", "18 per month")));
  CHECK_FALSE(doubted(rates("x1.5", "x1"), rates("1 per month", "3 per month")));
}

TEST_CASE("a by-horizon scenario with its happening draws no doubt of it, nor does it lean on it") {
  const DefinitionsRead r =
      read(indicator("treaty",
                     "title.en = \"T\"\nonce = true\nobservable.en = \"as the ministry tells\"\n") +
           indicator("talks") + indicator("raids") +
           expecting({{"treaty", "happening = true\nif_true = \"90% within 365 days\"\n"},
                      {"talks", rates("3 per month", "2 per month")},
                      {"raids", rates("2 per month", "3 per month")}},
                     "asks = \"by-horizon\"\nhorizon = 2023-01-28\n"));
  CHECK(r.diagnostics.empty());
}

TEST_CASE("chances at set times are alike only if both seeing and not seeing say nothing") {
  const auto doubted = [](const std::string& if_true, const std::string& if_false) {
    return says(read(indicator("report",
                               "title.en = \"R\"\noccasions = { every = \"month on the 5th at "
                               "10:00\", timezone = \"UTC\", from = 2022-01-01 }\n") +
                     expecting({{"report", rates(if_true, if_false)}})),
                "within 10 % of each other");
  };
  CHECK(doubted("51% each time", "50% each time"));
  CHECK_FALSE(doubted("99% each time", "95% each time"));
  CHECK_FALSE(doubted("70% each time", "40% each time"));
}

TEST_CASE("a stored alert on the horizon needs the scenario to keep one") {
  Definitions known;
  known.alerts.resize(1);
  known.alerts[0].id = "stored";
  known.alerts[0].scenario = "s";
  known.alerts[0].condition.at_horizon = true;
  const auto refused = [&](const std::string& lines) {
    return says(read(scenario("lasts = \"1 year\"\n" + lines), known),
                "watches where \"s\" stands at its horizon, and it has none any more");
  };
  CHECK(refused(""));
  CHECK_FALSE(refused("horizon = 2023-01-28\n"));
}
