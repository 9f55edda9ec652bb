// The shared cases once more, through the program's commands: each case is written as a definition
// and as items, loaded, imported and explained, as an analyst would do it.
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

Instant day(double days) { return kOpened + std::chrono::seconds(std::llround(days * 86400.0)); }

std::string at(const json& days) { return to_rfc3339(day(days.get<double>())); }

/// A number as it was in the case, to the last bit.
std::string exact(double number) { return fmt::format("{:.17g}", number); }

std::string span(const json& span, const char* value_name) {
  std::string text = fmt::format("  from = {}\n", at(span[0]));
  if (!span[1].is_null()) text += fmt::format("  to = {}\n", at(span[1]));
  return text + fmt::format("  {} = {}\n  because = \"given\"\n", value_name,
                            exact(span[2].get<double>()));
}

std::string definition_of(const std::string& id, const json& indicator) {
  std::string text = fmt::format(
      "[[indicator]]\nid = \"{}\"\ntitle.en = \"{}\"\nobservable.en = \"what is given\"\n", id, id);
  if (indicator.value("once", false)) text += "once = true\n";
  if (indicator.contains("dispersion")) {
    text += fmt::format("dispersion = {}\n", exact(indicator["dispersion"].get<double>()));
  }
  if (indicator.contains("lag")) {
    text += fmt::format("lag = \"{} days\"\n", exact(indicator["lag"].get<double>()));
  }
  if (indicator.contains("of")) {
    text += fmt::format("of = \"{}\"\n", indicator["of"].get<std::string>());
  }
  if (indicator.contains("occasions")) {
    std::string dates;
    for (const json& days : indicator["occasions"]) dates += at(days) + ", ";
    text += fmt::format("occasions = {{ dates = [{}] }}\n", dates);
  }
  if (indicator.contains("coverage")) {
    text += "watched = \"totals\"\n";  // nothing outside the spans
    for (const json& each : indicator["coverage"]) {
      text += "  [[indicator.coverage]]\n" + span(each, "level");
    }
  } else {
    text += "  [[indicator.coverage]]\n  level = 1\n  because = \"given\"\n";
  }
  for (json each : indicator.value("season", json::array())) {
    if (each[1].is_null()) each[1] = 36'500;
    text += "  [[indicator.season]]\n" + span(each, "factor");
  }
  return text;
}

std::string expectation_of(const std::string& id, const json& indicator) {
  std::string text = fmt::format("  [[scenario.expects]]\n  indicator = \"{}\"\n", id);
  const bool happening = indicator.value("happening", false);
  const auto rate = [&](const char* name) {
    const double number = indicator[name];
    text += indicator.contains("occasions")
                ? fmt::format("  {} = \"{}% each time\"\n", name, exact(100 * number))
                : fmt::format("  {} = \"{} per day\"\n", name, exact(number));
  };
  if (happening) text += "  happening = true\n";
  rate("if_true");
  if (!happening) rate("if_false");
  return text + "  because = \"given\"\n";
}

std::string definitions_of(const json& from) {
  std::string text;
  bool happens = false;
  for (const auto& [id, indicator] : from["indicators"].items()) {
    text += definition_of(id, indicator);
    happens |= indicator.value("happening", false);
  }
  text += "[[scenario]]\nid = \"s\"\nrole = \"effect\"\ntitle.en = \"What is asked\"\n";
  if (happens) text += "asks = \"by-horizon\"\n";
  text += fmt::format("prior = {}\nprior_because = \"given\"\n", exact(from["prior"]));
  if (from.contains("base_rate")) text += fmt::format("base_rate = {}\n", exact(from["base_rate"]));
  text += from["persistence"].is_null()
              ? std::string("persistence = \"forever\"\n")
              : fmt::format("persistence = \"{} days\"\n", exact(from["persistence"]));
  text += fmt::format("opened = {}\n", to_rfc3339(kOpened));
  if (from.contains("horizon") && !from["horizon"].is_null()) {
    text += fmt::format("horizon = {}\n", at(from["horizon"]));
  }
  for (const auto& [id, indicator] : from["indicators"].items()) {
    text += expectation_of(id, indicator);
  }
  return text;
}

/// An item is there from its own time on, a total from the end of its span on.
double known_from(const json& item) { return item.value("until", item["t"].get<double>()); }

std::string items_of(const json& from) {
  std::string rows;
  for (std::size_t i = 0; i < from["evidence"].size(); ++i) {
    const json& item = from["evidence"][i];
    json row = {{"id", fmt::format("i{}", i)},
                {"text", "told"},
                {"occurred", at(item["t"])},
                {"available", to_rfc3339(day(known_from(item)))}};
    if (item.contains("indicator")) row["indicators"] = {item["indicator"]};
    if (item.contains("ratio")) row["bears"] = {{{"scenario", "s"}, {"ratio", item["ratio"]}}};
    if (item.contains("until")) {
      row["until"] = at(item["until"]);
      row["count"] = item["count"];
    }
    for (const char* key : {"event", "origin", "denies"}) {
      if (item.contains(key) && !item[key].is_null()) row[key] = item[key];
    }
    if (item.value("unjudged", false)) {
      row["grade"] = "F6";
    } else {
      row["credibility"] = item["credibility"];
    }
    rows += row.dump() + "\n";
  }
  return rows;
}

/// Up to when things are known: as the case has it, or, where a total that goes on past that counts
/// so far, later (which only lag would notice).
std::optional<Instant> known_at(const json& from) {
  const double asked = from.value("known_at", from["at"].get<double>());
  double latest = asked;
  bool lags = false;
  for (const json& item : from["evidence"]) {
    if (item["t"].get<double>() <= from["at"].get<double>()) {
      latest = std::max(latest, known_from(item));
    }
  }
  for (const json& indicator : from["indicators"]) lags |= indicator.value("lag", 0.0) > 0;
  if (latest > asked && lags) return std::nullopt;
  return day(latest);
}

std::string name_of(const json& from, const json& event) {
  if (event["indicator"].is_null()) {
    return event["event"].is_null() ? fmt::format("bears/#{}", event["items"][0].get<int>() - 1)
                                    : "bears/" + event["event"].get<std::string>();
  }
  const std::string id = event["indicator"];
  const json& indicator = from["indicators"][id];
  const bool none_seen = event["published"] == 0;
  if (!none_seen && indicator.contains("occasions")) {
    for (std::size_t k = 0; k < indicator["occasions"].size(); ++k) {
      if (at(indicator["occasions"][k]) == event["occurred"].get<std::string>()) {
        return fmt::format("{}/occasion {}", id, k);
      }
    }
  }
  if (!none_seen && indicator.value("once", false)) return id + "/once";
  if (none_seen || event["event"].is_null()) {
    return fmt::format("{}/#{}", id, event["items"][0].get<int>() - 1);
  }
  return id + "/" + event["event"].get<std::string>();
}

bool near_relative(double value, double expected, double tolerance) {
  return std::fabs(value - expected) <= tolerance * std::fabs(expected);
}

/// Returns false where the commands cannot ask it.
bool check_case(const json& from) {
  CAPTURE(from["name"].get<std::string>());
  const std::optional<Instant> known = known_at(from);
  if (!known) return false;
  Prompt prompt;
  prompt.now = day(20'000);  // long after all cases
  REQUIRE(prompt({"init"}).code == 0);
  const auto loaded = prompt({"load", prompt.write("d.toml", definitions_of(from))});
  REQUIRE_MESSAGE(loaded.code == 0, loaded.err);
  if (!from["evidence"].empty()) {
    const auto imported = prompt({"import", prompt.write("e.jsonl", items_of(from))});
    REQUIRE_MESSAGE(imported.code == 0, imported.err);
  }
  const auto explained = prompt(
      {"explain", "s", "--as-of", at(from["at"]), "--known-at", to_rfc3339(*known), "--json"});
  REQUIRE_MESSAGE(explained.code == 0, explained.err);
  const json said = json::parse(explained.out);
  const json& expected = from["expected"];
  CHECK(near_relative(said["probability"], expected["probability"], 1e-10));
  if (!said["probability_at_horizon"].is_null()) {
    CHECK(near_relative(said["probability_at_horizon"], expected["probability_at_horizon"], 1e-10));
  }
  for (const char* name : {"opening_db", "judgement_db", "closing_db"}) {
    CAPTURE(name);
    CHECK(std::fabs(said[name].get<double>() - expected[name].get<double>()) <= 1e-8);
  }
  std::map<std::string, json> events;
  for (const json& event : said["evidence"]) events.emplace(name_of(from, event), event);
  for (const json& event : expected["evidence"]) {
    const std::string name =
        (event["indicator"].is_null() ? "bears" : event["indicator"].get<std::string>()) + "/" +
        event["event"].get<std::string>();
    CAPTURE(name);
    REQUIRE(events.contains(name));
    const json& entry = events[name];
    for (const char* weight : {"arrived_db", "today_db"}) {
      CHECK(std::fabs(entry[weight].get<double>() - event[weight].get<double>()) <= 1e-8);
    }
    CHECK(near_relative(entry["probability_without"], event["probability_without"], 1e-10));
  }
  for (const json& silence : said["silence"]) {
    const std::string id = silence["indicator"];
    CAPTURE(id);
    CHECK(std::fabs(silence["today_db"].get<double>() - expected["silence"][id].get<double>()) <=
          1e-8);
  }
  return true;
}

}  // namespace

TEST_CASE("the shared cases come out of the commands too") {
  std::ifstream file(std::string(SIGNPOST_TESTS_DIR) + "/oracle/filter_cases.json");
  REQUIRE(file);
  const json content = json::parse(file);
  int asked = 0;
  for (const json& from : content["cases"]) asked += check_case(from) ? 1 : 0;
  CHECK(asked >= 85);
}

}  // namespace signpost::testing
