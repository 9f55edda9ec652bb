#include "engine/intake/outcome_line.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/intake/source_text.h"

using namespace signpost;  // NOLINT(google-build-using-namespace)
using intake::is_outcome_line;
using intake::OutcomeLine;

namespace {

struct Read {
  std::optional<OutcomeLine> line;
  std::vector<std::string> said;
  std::vector<std::string> at;  // what stands where it is said
};

Read read(const std::string& text) {
  Read result;
  result.line = intake::read_outcome_line(
      text, 7, parse_time("2022-06-30T12:00:00Z")->first,
      [&](intake::Stretch place, const Phrase& message, const Phrase&) {
        CHECK(place.line == 7);
        result.said.push_back(message.english());
        const bool whole = place.first_byte == intake::Stretch::kWholeLine;
        result.at.push_back(whole ? std::string() : text.substr(place.first_byte, place.bytes));
      });
  return result;
}

}  // namespace

TEST_CASE("a line of outcomes is known by its beginning") {
  CHECK(is_outcome_line(R"({"kind": "resolution", "scenario": "war"})"));
  CHECK(is_outcome_line(R"({"kind":"forecast"})"));
  CHECK(is_outcome_line(R"(  { "kind" : "verdict" })"));
  CHECK_FALSE(is_outcome_line(R"({"kind": "item"})"));
  CHECK_FALSE(is_outcome_line(R"({"kind": "forecaster"})"));
  CHECK_FALSE(is_outcome_line(R"({"kind": 1})"));
  CHECK_FALSE(is_outcome_line(R"({"text": "resolution"})"));
  CHECK_FALSE(is_outcome_line(""));
}

TEST_CASE("keys that are not known are told where they stand, each of them") {
  const Read wrong =
      read(R"({"kind": "forecast", "scenario": "a \"by\": b", "by": "ICG", "at": "2022-06-01",)"
           R"( "probabilty" : 0.4, "because": {"en": "x", "fr": "y"}, "on": 1})");
  CHECK_FALSE(wrong.line.has_value());
  CHECK(wrong.said == std::vector<std::string>{"unknown key \"on\"", "unknown key \"probabilty\"",
                                               "unknown key \"fr\""});
  CHECK(wrong.at == std::vector<std::string>{"\"on\"", "\"probabilty\"", "\"fr\""});
  const Read good =
      read(R"({"kind": "forecast", "scenario": "war", "by": "ICG", "at": "2022-06-01",)"
           R"( "probability": 0.4, "sealed": true, "recorded": "2022-06-02T00:00:00Z"})");
  CHECK(good.said.empty());
  REQUIRE(good.line.has_value());
  CHECK(good.line->exported);
  CHECK(std::get<Forecast>(good.line->told).sealed);
}

TEST_CASE("a line of outcomes that breaks off is told where it does") {
  const Read wrong = read(R"({"kind": "forecast", "scenario": "war", "probability": 0,4})");
  CHECK_FALSE(wrong.line.has_value());
  CHECK(wrong.at == std::vector<std::string>{"0,4"});
}
