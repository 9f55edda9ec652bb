#include "engine/report/json_writer.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "engine/base/text.h"
#include "tests/unit/report/world.h"

using namespace signpost;
using namespace signpost::report;

namespace {

std::string compact_of(const auto& value) {
  JsonWriter json(true);
  json.begin_array().value(value).end_array();
  return json.take();
}

}  // namespace

TEST_CASE("JSON keeps the order in which it was written and is indented by two spaces") {
  JsonWriter json;
  json.begin_object().member("z", 1).member("a", "x");
  json.key("list").begin_array().value(true).null().end_array();
  json.key("empty").begin_object().end_object().end_object();
  CHECK(json.take() ==
        "{\n  \"z\": 1,\n  \"a\": \"x\",\n  \"list\": [\n    true,\n    null\n  ],\n"
        "  \"empty\": {}\n}\n");
}

TEST_CASE("compact JSON stands on one line") {
  JsonWriter json(true);
  json.begin_object().member("a", 1).key("b").begin_array().value(1).value(2).end_array();
  json.end_object();
  CHECK(json.take() == "{\"a\": 1, \"b\": [1, 2]}\n");
}

TEST_CASE("doubles have 17 digits and come back to the last bit") {
  CHECK(compact_of(0.45) == "[0.45000000000000001]\n");
  CHECK(compact_of(Probability(1.0 / 3)) == "[0.33333333333333331]\n");
  CHECK(rc::check([](double number) {
    if (std::isfinite(number)) RC_ASSERT(nlohmann::json::parse(compact_of(number))[0] == number);
  }));
  for (const double number : {5e-324, 1e300, -2.2250738585072014e-308, 0.1}) {
    CHECK(nlohmann::json::parse(compact_of(number))[0] == number);
  }
}

TEST_CASE("what is no number in JSON is null") {
  CHECK(compact_of(std::numeric_limits<double>::quiet_NaN()) == "[null]\n");
  CHECK(compact_of(std::numeric_limits<double>::infinity()) == "[null]\n");
  CHECK(compact_of(std::optional<int>()) == "[null]\n");
}

TEST_CASE("instants are RFC 3339 in UTC and item numbers stay whole") {
  CHECK(compact_of(world::at("2022-06-30")) == "[\"2022-06-30T00:00:00Z\"]\n");
  CHECK(compact_of(std::int64_t{9007199254740993}) == "[9007199254740993]\n");
}

TEST_CASE("outside text comes back whole, and raw controls never stand in the JSON") {
  const std::string text(world::kHostile);
  const std::string json = compact_of(text);
  CHECK(nlohmann::json::parse(json)[0] == text);
  CHECK(printable(json.substr(0, json.size() - 1)) == json.substr(0, json.size() - 1));
  CHECK(compact_of("\x1b[2J\x7f\u202E\u061C\u0085\"\\") ==
        "[\"\\u001b[2J\\u007f\\u202e\\u061c\\u0085\\\"\\\\\"]\n");
}

TEST_CASE("Arabic stays readable in JSON and bytes that are no UTF-8 become U+FFFD") {
  CHECK(compact_of("هجوم") == "[\"هجوم\"]\n");
  CHECK(compact_of("a\xFF"
                   "b\xC3") == "[\"a\uFFFDb\uFFFD\"]\n");
}
