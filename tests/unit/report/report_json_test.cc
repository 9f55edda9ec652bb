#include "engine/report/report_json.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "engine/base/text.h"
#include "engine/report/isolated_text.h"
#include "tests/unit/report/sample_report.h"

using namespace signpost;
using namespace signpost::report;
using nlohmann::json;

namespace {

std::set<std::string> keys_of(const json& object) {
  std::set<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.insert(key);
  return keys;
}

}  // namespace

TEST_CASE("report JSON says what it is, in which language and as of when") {
  const json told = json::parse(report_json(sample_report(Language::kArabic)));
  CHECK(told["format"] == "signpost.report/1");
  CHECK(told["language"] == "ar");
  CHECK(told["as_of"] == "2022-06-30T23:59:59Z");
  CHECK(told["known_at"] == "2022-07-15T23:59:59Z");
  CHECK(told["hindsight"] == true);
  CHECK(told["not_known_then"] == 3);
  CHECK(told["moved"].size() == 2);
  CHECK(told["due"].size() == 1);
  CHECK(json::parse(report_json(sample_report(Language::kEnglish)))["language"] == "en");
}

TEST_CASE("the keys of signpost.report/1 are these") {
  const json told = json::parse(report_json(sample_report(Language::kEnglish)));
  CHECK(keys_of(told) == std::set<std::string>{"format", "language", "as_of", "known_at",
                                               "hindsight", "not_known_then", "not_available",
                                               "model", "title", "reading", "since", "publications",
                                               "withheld", "moved", "due", "fared", "scenarios",
                                               "foot"});
  for (const json& scenario : told["scenarios"]) {
    CHECK(keys_of(scenario) == std::set<std::string>{"id",
                                                     "title",
                                                     "role",
                                                     "forecast",
                                                     "translation",
                                                     "publication",
                                                     "wording",
                                                     "state",
                                                     "retired",
                                                     "revision",
                                                     "opened",
                                                     "horizon",
                                                     "probability",
                                                     "log_odds_db",
                                                     "word",
                                                     "interval",
                                                     "cannot_tell",
                                                     "prior",
                                                     "prior_because",
                                                     "base_rate",
                                                     "confidence",
                                                     "fragility",
                                                     "linchpins",
                                                     "movement",
                                                     "ledger",
                                                     "not_counted",
                                                     "indicators",
                                                     "watch",
                                                     "assumptions",
                                                     "advice",
                                                     "covers",
                                                     "resolves",
                                                     "evidence_count",
                                                     "evidence",
                                                     "history",
                                                     "marks",
                                                     "believed",
                                                     "probability_at_horizon",
                                                     "at_horizon",
                                                     "came_true",
                                                     "resolution",
                                                     "happened",
                                                     "remarks"});
  }
  const json& full = told["scenarios"][0];
  CHECK(keys_of(full["confidence"]) ==
        std::set<std::string>{"level", "width", "origins", "without_strongest", "without_source"});
  CHECK(keys_of(full["linchpins"]["sources"]) ==
        std::set<std::string>{"names", "probability_without", "exact"});
  CHECK(keys_of(full["movement"]) == std::set<std::string>{"from", "before", "after",
                                                           "change_points", "change_db",
                                                           "word_changed", "paragraph", "parts"});
  CHECK(keys_of(full["movement"]["parts"][0]) ==
        std::set<std::string>{"kind", "label", "items", "points", "change_db"});
  CHECK(keys_of(full["marks"][0]) ==
        std::set<std::string>{"at", "label", "today_db", "probability", "revision"});
  CHECK(keys_of(full["believed"]) == std::set<std::string>{"at", "probability"});
  CHECK(keys_of(full["came_true"]) == std::set<std::string>{"occurred", "items"});
  CHECK(keys_of(full["ledger"][0]) ==
        std::set<std::string>{"kind", "event", "indicator", "label", "under", "when", "grade",
                              "source", "url", "note", "items", "credibility", "arrived_db",
                              "today_db", "probability_without"});
  CHECK(keys_of(full["watch"][0]) == std::set<std::string>{"indicator", "title", "bits",
                                                           "bits_if_covered", "if_seen",
                                                           "if_silent", "uncovered", "stale"});
  CHECK(keys_of(full["indicators"][0]) ==
        std::set<std::string>{"id", "title", "observable", "watched", "last_seen", "seen",
                              "if_true", "if_false", "ratio", "misfit", "counter", "uncovered",
                              "stale"});
}

TEST_CASE("JSON holds the very numbers, and they print back to what the other formats show") {
  const Report report = sample_report(Language::kEnglish);
  const json told = json::parse(report_json(report));
  const auto same = [](const json& number, const Figure& figure) {
    CHECK(number.get<double>() == figure.value);
    CHECK(percent(Probability(number.get<double>())) == figure.text);
  };
  for (std::size_t at = 0; at < report.scenarios.size(); ++at) {
    const ScenarioReport& expected = report.scenarios[at];
    const json& scenario = told["scenarios"][at];
    same(scenario["probability"], expected.probability);
    same(scenario["interval"]["low"], expected.low);
    same(scenario["interval"]["high"], expected.high);
    same(scenario["prior"], expected.prior);
    CHECK(scenario["log_odds_db"].get<double>() == expected.log_odds.value);
    for (std::size_t row = 0; row < expected.ledger.size(); ++row) {
      const json& line = scenario["ledger"][row];
      CHECK(line["today_db"].get<double>() == expected.ledger[row].today.value);
      if (expected.ledger[row].without) {
        same(line["probability_without"], *expected.ledger[row].without);
      }
    }
    for (std::size_t row = 0; row < expected.watch.size(); ++row) {
      same(scenario["watch"][row]["if_seen"], expected.watch[row].if_seen);
      same(scenario["watch"][row]["if_silent"], expected.watch[row].if_silent);
      CHECK(scenario["watch"][row]["bits"].get<double>() == expected.watch[row].bits.value);
    }
    REQUIRE(scenario["history"].size() == expected.chart.points.size());
    for (std::size_t point = 0; point < expected.chart.points.size(); ++point) {
      CHECK(scenario["history"][point]["probability"].get<double>() ==
            expected.chart.points[point].probability.value());
    }
  }
}

TEST_CASE("in JSON the account and the movement add up") {
  const json told = json::parse(report_json(sample_report(Language::kEnglish)));
  REQUIRE(told["scenarios"].size() == 3);
  for (const json& scenario : told["scenarios"]) {
    double sum = 0;
    for (const json& line : scenario["ledger"]) {
      if (line["kind"] != "rounding" && line["kind"] != "closing") {
        sum += line["today_db"].get<double>();
      }
    }
    CHECK(sum == doctest::Approx(scenario["ledger"].back()["today_db"].get<double>()));
    CHECK(scenario["ledger"].back()["kind"] == "closing");
    if (scenario["movement"].is_null()) continue;
    double moved = 0;
    for (const json& part : scenario["movement"]["parts"]) moved += part["change_db"].get<double>();
    CHECK(moved == doctest::Approx(scenario["movement"]["change_db"].get<double>()));
  }
}

TEST_CASE("in JSON what is absent is null and a list without entries is empty") {
  const json told = json::parse(report_json(sample_report(Language::kEnglish)));
  const json& bare = told["scenarios"][2];
  CHECK(bare["state"] == "open");
  for (const char* absent : {"movement", "horizon", "fragility", "translation", "cannot_tell"}) {
    CHECK_MESSAGE(bare[absent].is_null(), absent);
  }
  CHECK(bare["linchpins"] == json{{"events", nullptr}, {"sources", nullptr}});
  CHECK(bare["resolves"] == json{{"yes", nullptr}, {"no", nullptr}, {"open", nullptr}});
  CHECK(bare["watch"] == json::array());
  const json& full = told["scenarios"][0];
  CHECK(full["linchpins"]["sources"]["exact"] == false);
  CHECK(full["linchpins"]["sources"]["names"] == json{"SOHR"});
  CHECK(full["word"] == json{{"scale", "icd203"}, {"key", "unlikely"}});
  CHECK(full["ledger"][3]["event"].is_null());
  CHECK(told["scenarios"][1]["state"] == "past_horizon");
}

TEST_CASE("JSON gives hostile texts back whole, without isolates, and never raw") {
  Report report = hostile_report();
  const std::string printed = report_json(report);
  CHECK(printable_lines(printed) == printed);
  const json told = json::parse(printed);
  const auto same = [](const json& text, const std::string& expected) {
    if (!first_bad_utf8(expected)) CHECK(text == without_isolates(expected));
  };
  same(told["title"], report.title);
  for (std::size_t at = 0; at < report.scenarios.size(); ++at) {
    const ScenarioReport& expected = report.scenarios[at];
    same(told["scenarios"][at]["title"], expected.title);
    same(told["scenarios"][at]["evidence"], expected.evidence);
    for (std::size_t row = 0; row < expected.ledger.size(); ++row) {
      same(told["scenarios"][at]["ledger"][row]["label"], expected.ledger[row].label);
    }
  }
}
