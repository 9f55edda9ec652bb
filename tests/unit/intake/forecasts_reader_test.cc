#include "engine/intake/forecasts_reader.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/unit/intake/temporary_file.h"

using namespace signpost;  // NOLINT(google-build-using-namespace)

namespace {

/// What is read of a table of forecasts, a forecast or a mistake a line.
std::string read(std::string_view content) {
  const TemporaryFile file(content);
  std::string told;
  intake::read_forecasts(
      file.path(),
      [&](Forecast&& one, std::uint32_t line) {
        const std::string share =
            one.probability ? std::to_string(one.probability->value()).substr(0, 4) : "none";
        told += std::to_string(line) + ' ' + one.by + ' ' + share + '\n';
      },
      [&](Diagnostic&& mistake) { told += mistake.message.english() + '\n'; });
  return told;
}

std::string refusal(std::string_view content) {
  try {
    return read(content);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kInvalid);
    const std::string said = error.message().english();
    return said.substr(0, said.find(" in "));
  }
}

}  // namespace

TEST_CASE("a table of forecasts is separated as one of items is") {
  CHECK(read("scenario,by,at,probability\nwar,ICG,2022-06-01,0.4\n") == "2 ICG 0.40\n");
  CHECK(read("\n\nBy;At;Scenario;Probability\nICG;2022-06-01;war;0,4\n") == "4 ICG 0.40\n");
  CHECK(read("scenario\tby\tat\tprobability\nwar\tICG\t2022-06-01\t\n") == "2 ICG none\n");
  CHECK(read("sep=;\nscenario;by;at;probability\nwar;ICG;2022-06-01;40%\n") == "3 ICG 0.40\n");
  CHECK(read("sep=|\nscenario|by|at|probability\nwar|a, b;c|2022-06-01|40%\n") ==
        "3 a, b;c 0.40\n");
}

TEST_CASE("a table of forecasts without rows is refused") {
  for (const char* empty : {"", "\n \n", "scenario,by,at,probability\n", "sep=,\n",
                            "scenario,by,at,probability\n,,,\n"}) {
    CAPTURE(empty);
    CHECK(refusal(empty) == "there is no row");
  }
  CHECK(refusal("scenario,by\n") == "the column `at` is missing\n");
  const TemporaryFile file("scenario,at\n");
  CHECK_THROWS_AS(intake::read_spots(file.path(), [](Diagnostic&&) {}), Error);
  const TemporaryFile pairs("probability,outcome\n");
  CHECK_THROWS_AS(intake::read_pairs(pairs.path(), [](Diagnostic&&) {}), Error);
}
