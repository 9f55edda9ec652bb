#include "engine/intake/grade_reader.h"

#include <doctest/doctest.h>

#include <string>

#include "engine/intake/definitions_reader.h"

using namespace signpost;
using signpost::intake::DefinitionsRead;
using signpost::intake::read_definitions_text;

namespace {

DefinitionsRead read(const std::string& text) { return read_definitions_text("a.toml", text, {}); }

}  // namespace

TEST_CASE("a desk's own table is read: letters, digits and both, as odds or as a credibility") {
  const DefinitionsRead all = read(R"(
[[grade]]
letter = "B"
odds = 5
because = "verdicts of two years"
[[grade]]
digit = 2
odds = 2
because.en = "as many"
because.ar = "مثلها"
[[grade]]
letter = "B"
digit = 2
credibility = 0.86
because = "judgement"
)");
  CHECK(all.diagnostics.empty());
  const std::vector<GradeWorth> expected = {
      {Grade{'B', {}}, 5, false, {"verdicts of two years", ""}},
      {Grade{{}, std::uint8_t{2}}, 2, false, {"as many", "مثلها"}},
      {Grade{'B', std::uint8_t{2}}, 0.86 / (1 - 0.86), true, {"judgement", ""}}};
  CHECK(all.definitions.grades == expected);
  const GradeTable table = table_of(all.definitions.grades);
  CHECK(credibility(Grade{'B', std::uint8_t{2}}, table)->value() == doctest::Approx(0.86));
  CHECK(credibility(Grade{'B', std::uint8_t{3}}, table)->value() == doctest::Approx(5.0 / 6));
}

TEST_CASE("half of a grade that could not be read is no other grade") {
  const DefinitionsRead all = read(
      "[[grade]]\nletter = \"B\"\ndigit = 7\nodds = 3\n"
      "[[grade]]\nletter = \"B\"\nodds = 3\nbecause = \"judgement\"\n");
  REQUIRE(all.diagnostics.size() == 1);  // neither a second one of B, nor one without a reason
  CHECK(all.diagnostics[0].message.english() == "digit 7 is outside [1, 5]");
}
