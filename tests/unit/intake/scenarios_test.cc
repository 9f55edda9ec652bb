// The scenarios that come with the program are read without an error.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/base/file.h"
#include "engine/intake/definitions_reader.h"
#include "engine/intake/items_reader.h"

using namespace signpost;

TEST_CASE("the definitions and the evidence that come with the program have no mistake") {
  const std::filesystem::path folder = SIGNPOST_SCENARIOS_DIR;
  const intake::DefinitionsRead definitions = intake::read_definitions(
      expand_paths({folder.string(), (folder / "counted").string()}, ".toml"), {});
  for (const Diagnostic& diagnostic : definitions.diagnostics) {
    CHECK_MESSAGE(diagnostic.severity == Diagnostic::Severity::kWarning, render(diagnostic));
  }
  CHECK(definitions.definitions.scenarios.size() >= 10);
  const auto counted = std::count_if(
      definitions.definitions.scenarios.begin(), definitions.definitions.scenarios.end(),
      [](const Scenario& scenario) { return scenario.criterion.has_value(); });
  CHECK(counted == 2);
  const Clock clock{parse_time("2026-12-31T00:00:00Z")->first};
  int items = 0;
  for (const std::filesystem::path& file :
       expand_paths({folder.string(), (folder / "counted").string()}, ".jsonl")) {
    intake::read_items(
        file, {definitions.definitions, clock}, [&](Item&&, std::uint32_t) { ++items; },
        [](Diagnostic&& diagnostic) { FAIL_CHECK(render(diagnostic)); });
  }
  CHECK(items >= 50);
}
