// The shared cases of scores and of calibration: see "fields" at the head of their file.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/score/calibration.h"
#include "engine/score/question_score.h"
#include "engine/score/summary.h"

namespace {

using nlohmann::json;
using namespace signpost;         // NOLINT(google-build-using-namespace)
using namespace signpost::score;  // NOLINT(google-build-using-namespace)

const Instant kOpened{std::chrono::seconds(1'640'995'200)};  // 1 January 2022

Instant after(const json& seconds) { return kOpened + std::chrono::seconds(seconds); }

/// A few units in the fifteenth digit, or in the twelfth place of what is nearly nothing: a peer
/// score is a difference of terms up to 1,400.
bool near(double value, double expected) {
  return std::fabs(value - expected) <= 1e-12 * std::max(1.0, std::fabs(expected));
}

void check_near(const std::optional<double>& value, const json& expected) {
  REQUIRE(value.has_value() == !expected.is_null());
  if (value) CHECK_MESSAGE(near(*value, expected), *value, " for ", expected.get<double>());
}

const json& cases() {
  static const json kCases = [] {
    std::ifstream file(std::string(SIGNPOST_TESTS_DIR) + "/oracle/score_cases.json");
    REQUIRE(file);
    return json::parse(file);
  }();
  return kCases;
}

struct Case {
  std::vector<std::string> names;
  Question question;
  bool outcome = false;
};

Case read_case(const json& from) {
  Case out;
  out.outcome = from["outcome"].get<int>() == 1;
  out.question.counted_from = after(from.value("counted_from", from["opened"].get<std::int64_t>()));
  out.question.close = std::min(after(from["horizon"]), after(from["settled"]));
  if (from.contains("spot") && !from["spot"].is_null()) out.question.spot = after(from["spot"]);
  for (const auto& [name, entries] : from["forecasters"].items()) {
    out.names.push_back(name);
    Steps steps;
    for (const json& entry : entries) {
      std::optional<Probability> p;
      if (!entry[1].is_null()) p = Probability(entry[1]);
      steps.entries.push_back({after(entry[0]), p});
    }
    out.question.forecasters.push_back({steps, true});
  }
  return out;
}

void check_question(const json& from) {
  CAPTURE(from["name"].get<std::string>());
  const Case asked = read_case(from);
  const std::vector<Score> scored = scores(asked.question, asked.outcome);
  REQUIRE(scored.size() == asked.names.size());
  for (std::size_t i = 0; i < scored.size(); ++i) {
    CAPTURE(asked.names[i]);
    const json& expected = from["expected"][asked.names[i]];
    check_near(scored[i].brier, expected["brier"]);
    check_near(scored[i].log, expected["log"]);
    check_near(scored[i].coverage, expected["coverage"]);
    check_near(scored[i].baseline, expected["baseline"]);
    check_near(scored[i].peer, expected["peer"]);
    check_near(scored[i].spot_baseline, expected["spot_baseline"]);
    check_near(scored[i].spot_peer, expected["spot_peer"]);
  }
}

void check_group(const json& from) {
  std::map<std::string, std::map<std::string, Score>> by_forecaster;  // then by question
  for (const json& question : cases()["questions"]) {
    const auto& wanted = from["questions"];
    if (std::find(wanted.begin(), wanted.end(), question["name"]) == wanted.end()) continue;
    const Case asked = read_case(question);
    const std::vector<Score> scored = scores(asked.question, asked.outcome);
    for (std::size_t i = 0; i < scored.size(); ++i) {
      by_forecaster[asked.names[i]][question["name"]] = scored[i];
    }
  }
  CHECK(from["expected"].size() == by_forecaster.size());
  for (const auto& of_forecaster : from["expected"].items()) {
    const std::string& name = of_forecaster.key();
    const json& expected = of_forecaster.value();
    CAPTURE(name);
    std::vector<Score> all;
    for (const auto& [question, score] : by_forecaster[name]) all.push_back(score);
    const Means found = means(all);
    CHECK(found.n == expected["n"].get<std::size_t>());
    check_near(found.brier, expected["brier"]);
    check_near(found.log, expected["log"]);
    check_near(found.coverage, expected["coverage"]);
    check_near(found.baseline, expected["baseline"]);
    check_near(found.peer, expected["peer"]);
    check_near(found.spot_baseline, expected["spot_baseline"]);
    check_near(found.spot_peer, expected["spot_peer"]);
    for (const auto& of_reference : expected["skill"].items()) {
      const std::string& reference = of_reference.key();
      const json& skill = of_reference.value();
      CAPTURE(reference);
      std::vector<ScorePair> pairs;
      std::uint64_t cluster = 0;
      for (const auto& [question, score] : by_forecaster[name]) {
        const auto other = by_forecaster[reference].find(question);
        if (other == by_forecaster[reference].end()) continue;
        pairs.push_back({cluster++, score, other->second});
      }
      const Skills skills = score::skills(pairs);
      const auto value = [](const std::optional<Skill>& of) {
        return of ? std::optional(of->skill) : std::nullopt;
      };
      check_near(value(skills.brier), skill["brier"]);
      check_near(value(skills.log), skill["log"]);
    }
  }
}

}  // namespace

TEST_CASE("the shared questions are scored to their last digits") {
  CHECK(cases()["questions"].size() >= 40);
  for (const json& from : cases()["questions"]) check_question(from);
}

TEST_CASE("so are those that are counted from later on") {
  CHECK(cases()["counted_later"].size() >= 3);
  for (const json& from : cases()["counted_later"]) check_question(from);
}

TEST_CASE("the shared groups of questions have their means and skills") {
  CHECK(cases()["groups"].size() >= 8);
  for (const json& from : cases()["groups"]) check_group(from);
}

TEST_CASE("the shared calibration cases have their decomposition and their points") {
  CHECK(cases()["calibration"].size() >= 12);
  for (const json& from : cases()["calibration"]) {
    CAPTURE(from["name"].get<std::string>());
    std::vector<ForecastOutcome> pairs;
    for (const json& pair : from["pairs"]) {
      pairs.push_back({Probability(pair[0]), pair[1].get<int>() == 1});
    }
    const Calibration found = calibration(pairs);
    const json& expected = from["expected"];
    const auto close = [](double value, double of) { return std::fabs(value - of) <= 1e-13; };
    CHECK(close(found.score, expected["score"]));
    CHECK(close(found.miscalibration, expected["mcb"]));
    CHECK(close(found.discrimination, expected["dsc"]));
    CHECK(close(found.uncertainty, expected["unc"]));
    CHECK(found.n == expected["n"].get<std::size_t>());
    REQUIRE(found.points.size() == expected["points"].size());
    for (std::size_t i = 0; i < found.points.size(); ++i) {
      const json& point = expected["points"][i];
      CHECK(found.points[i].forecast.value() == point["forecast"].get<double>());
      CHECK(close(found.points[i].recalibrated.value(), point["recalibrated"]));
      CHECK(found.points[i].n == point["n"].get<std::size_t>());
    }
  }
}
