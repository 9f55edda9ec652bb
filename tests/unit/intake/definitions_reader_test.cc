#include "engine/intake/definitions_reader.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

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
    if (diagnostic.message.find(part) != std::string::npos) return true;
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

[[scenario]]
id = "operations"
role = "hypothesis"
title.en = "More operations"
forecast.ar = "زيادة"
forecast.en = "More"
wording.ar = "من المتوقع أن"
publisher_probability = 0.6
part_of = "both-countries"
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

  REQUIRE(d.indicators.size() == 2);
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
  CHECK(d.indicators[1].once);
  CHECK(d.indicators[1].watched == Watched::kAlways);
  CHECK(d.indicators[1].dispersion == 1.0);

  REQUIRE(d.scenarios.size() == 1);
  const Scenario& s = d.scenarios[0];
  CHECK(s.publication == "jusoor-2022-01-28");
  CHECK(s.role == Role::kHypothesis);
  CHECK(s.forecast == Bilingual{"More", "زيادة"});
  CHECK(s.wording.ar == "من المتوقع أن");
  CHECK(s.publisher_probability == Probability(0.6));
  CHECK(s.part_of == "both-countries");
  CHECK(s.asks == Asks::kState);
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
  REQUIRE(s.expects.size() == 2);
  CHECK(s.expects[0].if_true.text == "x1.5");
  CHECK(s.expects[0].if_true.rate.per_month() == doctest::Approx(27).epsilon(1e-14));
  CHECK(s.expects[0].if_false.rate.per_month() == doctest::Approx(14.4).epsilon(1e-14));
  CHECK(s.expects[0].within == 1.0);
  CHECK(s.expects[0].ratio_within == 1.4);
  CHECK(s.expects[1].within == Expectation().within);
  CHECK(s.expects[1].ratio_within == Expectation().ratio_within);
  CHECK(s.expects[1].if_true.rate.per_day() ==
        doctest::Approx(-std::log(0.2) / 365).epsilon(1e-14));
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
  CHECK(one("persistence = \"forever\"").asks == Asks::kFact);
  CHECK(std::isinf(one("persistence = \"forever\"").persistence.count()));
  CHECK(one("persistence = \"180 days\"").asks == Asks::kState);
  CHECK(one("persistence = \"180 days\"").persistence == Days(180));
  CHECK(one("asks = \"state\"\npersistence = \"forever\"").asks == Asks::kState);
  CHECK(std::isinf(one("asks = \"fact\"").persistence.count()));
  const Scenario by = one("asks = \"by-horizon\"\nhorizon = 2023-01-28");
  CHECK(by.asks == Asks::kByHorizon);
  CHECK(std::isinf(by.persistence.count()));
}

TEST_CASE("the base rate is the prior where none is given") {
  const DefinitionsRead r = read(scenario("lasts = \"100 days\""));
  CHECK(r.definitions.scenarios.at(0).base_rate == Probability(0.4));
  CHECK(r.definitions.scenarios.at(0).persistence.count() == doctest::Approx(60.0).epsilon(1e-15));
}

TEST_CASE(
    "a number is right within a factor from 1 to 1000, and within the usual one unless said") {
  const auto prior_within = [](const std::string& line) {
    return read(scenario("lasts = \"1 year\"\n" + line)).definitions.scenarios.at(0).prior_within;
  };
  CHECK(prior_within("") == Scenario().prior_within);
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
