// The shared cases of scores once more, through the program's commands: each question is loaded when
// it opens (or when counting begins), its forecasts come from a table, and it is resolved.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/time/instant.h"
#include "tests/unit/cli/prompt.h"

namespace signpost::testing {
namespace {

using nlohmann::json;

const Instant kOpened{std::chrono::seconds(1'640'995'200)};  // 1 January 2022

Instant at(std::int64_t seconds) { return kOpened + std::chrono::seconds(seconds); }

const json& cases() {
  static const json all = [] {
    std::ifstream file(SIGNPOST_TESTS_DIR "/oracle/score_cases.json");
    return json::parse(file);
  }();
  return all;
}

std::string definition_of(const json& question) {
  return fmt::format(
      "[[scenario]]\nid = \"{}\"\nrole = \"effect\"\ntitle.en = \"Question\"\nprior = 0.3\n"
      "persistence = \"forever\"\nopened = {}\nhorizon = {}\nresolves.yes = \"it came out\"\n",
      question["name"].get<std::string>(), to_rfc3339(kOpened),
      to_rfc3339(at(question["horizon"].get<std::int64_t>())));
}

std::string rows_of(const json& question) {
  std::string rows;
  for (const auto& [name, entries] : question["forecasters"].items()) {
    for (const json& entry : entries) {
      rows += fmt::format("{},{},{},{}\n", question["name"].get<std::string>(), name,
                          to_rfc3339(at(entry[0].get<std::int64_t>())),
                          entry[1].is_null() ? "" : fmt::format("{:.17g}", entry[1].get<double>()));
    }
  }
  return rows;
}

/// A rehearsal in which each of the questions was loaded when its counting begins, and all are
/// settled.
struct Rehearsal {
  explicit Rehearsal(std::vector<json> questions) {
    const auto counted_from = [](const json& question) {
      return question.value("counted_from", std::int64_t{0});
    };
    std::stable_sort(questions.begin(), questions.end(), [&](const json& a, const json& b) {
      return counted_from(a) < counted_from(b);
    });
    const auto done = [&](const std::vector<std::string>& words) {
      const auto said = prompt(words);
      REQUIRE_MESSAGE(said.code == 0, said.err);
    };
    prompt.now = kOpened;
    done({"init"});
    std::string rows = "scenario,by,at,probability\n";
    std::int64_t last = 0;
    for (const json& question : questions) {
      prompt.now = at(counted_from(question));
      done({"load", prompt.write("d.toml", definition_of(question))});
      rows += rows_of(question);
      last = std::max(
          {last, question["settled"].get<std::int64_t>(), question["horizon"].get<std::int64_t>()});
    }
    prompt.now = at(last + 86'400);
    done({"forecast", "--file", prompt.write("forecasts.csv", rows)});
    for (const json& question : questions) {
      done({"resolve", question["name"], question["outcome"] == 1 ? "yes" : "no", "--on",
            to_rfc3339(at(question["settled"].get<std::int64_t>())), "--because", "given"});
    }
  }
  [[nodiscard]] json score(std::vector<std::string> words) const {
    words.insert(words.begin(), {"score", "--json"});
    const auto said = prompt(words);
    REQUIRE_MESSAGE(said.code == 0, said.err);
    return json::parse(said.out);
  }
  Prompt prompt;
};

constexpr double kTolerance = 1e-12;

void check_figure(const json& found, const json& expected, const std::string& name) {
  CAPTURE(name);
  if (expected.is_null()) {
    CHECK(found.is_null());
    return;
  }
  REQUIRE(found.is_number());
  const double value = expected.get<double>();
  CHECK(std::fabs(found.get<double>() - value) <= kTolerance * std::max(1.0, std::fabs(value)));
}

void check_scores(const json& card, const std::vector<json>& questions) {
  std::map<std::string, json> scenarios;
  for (const json& one : card["scenarios"]) scenarios.emplace(one["scenario"], one);
  for (const json& question : questions) {
    const std::string name = question["name"];
    CAPTURE(name);
    REQUIRE(scenarios.contains(name));
    std::map<std::string, json> found;
    for (const json& one : scenarios[name]["forecasters"]) found.emplace(one["by"], one);
    for (const auto& one : question["expected"].items()) {
      const std::string& by = one.key();
      const json& expected = one.value();
      CAPTURE(by);
      REQUIRE(found.contains(by));
      for (const char* figure :
           {"brier", "log", "coverage", "baseline", "peer", "spot_baseline", "spot_peer"}) {
        check_figure(found[by][figure], expected[figure], figure);
      }
    }
  }
}

/// A table of the instants of the spot scores.
std::string spots_of(const Prompt& prompt, const std::vector<json>& questions) {
  std::string rows = "scenario,at\n";
  for (const json& question : questions) {
    const std::int64_t close =
        std::min(question["horizon"].get<std::int64_t>(), question["settled"].get<std::int64_t>());
    rows += fmt::format("{},{}\n", question["name"].get<std::string>(),
                        to_rfc3339(at(question.value("spot", close - 1))));
  }
  return prompt.write("spots.csv", rows);
}

TEST_CASE("the shared questions are scored by the commands as they were by hand") {
  const std::vector<json> questions = cases()["questions"].get<std::vector<json>>();
  const Rehearsal rehearsal(questions);
  const std::string spots = spots_of(rehearsal.prompt, questions);
  check_scores(rehearsal.score({"--spot", spots}), questions);
  for (const json& group : cases()["groups"]) {
    std::vector<std::string> words{"--spot", spots};
    for (const json& name : group["questions"]) words.push_back(name);
    const json card = rehearsal.score(words);
    std::map<std::string, json> found;
    for (const json& one : card["summary"]["forecasters"]) found.emplace(one["by"], one);
    for (const auto& one : group["expected"].items()) {
      const std::string& by = one.key();
      const json& expected = one.value();
      CAPTURE(by);
      REQUIRE(found.contains(by));
      CHECK(found[by]["n"] == expected["n"]);
      for (const char* figure :
           {"brier", "log", "coverage", "baseline", "peer", "spot_baseline", "spot_peer"}) {
        check_figure(found[by][figure], expected[figure], figure);
      }
      for (const auto& against : expected["skill"].items()) {
        const std::string& reference = against.key();
        const json& skill = against.value();
        if (reference == by) continue;
        CAPTURE(reference);
        REQUIRE(found[by]["skill"].contains(reference));
        check_figure(found[by]["skill"][reference]["brier"], skill["brier"], "skill, brier");
        check_figure(found[by]["skill"][reference]["log"], skill["log"], "skill, log");
      }
    }
  }
}

TEST_CASE("the shared questions that were loaded late are counted from then on") {
  const std::vector<json> questions = cases()["counted_later"].get<std::vector<json>>();
  const Rehearsal rehearsal(questions);
  check_scores(rehearsal.score({"--spot", spots_of(rehearsal.prompt, questions)}), questions);
}

}  // namespace
}  // namespace signpost::testing
