#include "engine/intake/json_row.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using signpost::intake::Complain;
using signpost::intake::Field;
using signpost::intake::JsonOutcome;
using signpost::intake::read_json_row;
using signpost::intake::Row;
using signpost::intake::Stretch;
using signpost::intake::Written;

using signpost::Phrase;

namespace {

struct Read {
  Row row;
  JsonOutcome outcome;
  std::vector<std::string> said;
};

Read read(std::string_view line) {
  Read result;
  const Complain complain = [&](Stretch place, const Phrase& message, const Phrase&) {
    result.said.push_back(std::to_string(place.place(line).column) + ": " + message.english());
  };
  result.outcome = read_json_row(line, 7, result.row, complain);
  return result;
}

}  // namespace

TEST_CASE("every value is read with its place") {
  const std::string_view line =
      R"( {"text" : "سجن \"x\"", "count":12.50 ,"share":false,"note":null,"indicators":["a",{"id":"b"}]} )";
  const Read r = read(line);
  REQUIRE(r.outcome == JsonOutcome::kRead);
  CHECK(r.row.place.place(line).column == 2);
  const Written& text = r.row[Field::kText];
  CHECK(text.kind == Written::Kind::kText);
  CHECK(text.text == "سجن \"x\"");
  CHECK(text.place.line == 7);
  CHECK(text.place.place(line).column == 12);
  CHECK(text.place.place(line).width == 11);
  const Written& count = r.row[Field::kCount];
  CHECK(count.kind == Written::Kind::kNumber);
  CHECK(count.text == "12.50");
  CHECK(count.place.place(line).column == 33);
  CHECK(count.place.place(line).width == 5);
  CHECK(r.row[Field::kShare].text == "false");
  CHECK(r.row[Field::kNote].is_absent());
  const Written& list = r.row[Field::kIndicators];
  REQUIRE(list.members.size() == 2);
  CHECK(list.members[0].text == "a");
  CHECK(list.members[1].kind == Written::Kind::kObject);
  CHECK(list.members[1].keys == std::vector<std::string>{"id"});
  CHECK(list.members[1].members.at(0).text == "b");
}

TEST_CASE("numbers keep the digits in which they are written") {
  CHECK(read(R"({"id": 12345678901234567890123})").row[Field::kId].text ==
        "12345678901234567890123");
}

TEST_CASE("a wrong key leaves the rest of the row to be judged") {
  const Read r = read(R"({"txet": [{"deep": 1}], "text": "x", "text": "y"})");
  CHECK(r.outcome == JsonOutcome::kMistaken);
  CHECK(r.said ==
        std::vector<std::string>{"2: unknown key \"txet\"", "38: the key \"text\" is given twice"});
  CHECK(r.row.incomplete);
  CHECK(r.row[Field::kText].text == "y");
}

TEST_CASE("a row is cleared before the next is read") {
  Row row;
  const Complain complain = [](Stretch, const Phrase&, const Phrase&) { FAIL("no mistake"); };
  read_json_row(R"({"text": "x", "indicators": ["a"]})", 1, row, complain);
  read_json_row(R"({"note": "y"})", 2, row, complain);
  CHECK(row[Field::kText].is_absent());
  CHECK(row[Field::kIndicators].is_absent());
  CHECK(row[Field::kIndicators].members.empty());
}

TEST_CASE("what is no JSON object is broken") {
  for (const char* line : {"{", "[]", "5", "{} {}", "{\"a\"}", "{\"text\": \"\x01\"}", "{'a': 1}",
                           "{\"indicators\": [[[[1]]]]}", "{\"text\": \"\\ud800\"}"}) {
    CAPTURE(line);
    const Read r = read(line);
    CHECK(r.outcome == JsonOutcome::kBroken);
    CHECK_FALSE(r.said.empty());
  }
}

TEST_CASE("brackets nested half a million deep are refused, not followed") {
  CHECK(read("{\"indicators\": " + std::string(500'000, '[')).outcome == JsonOutcome::kBroken);
}
