// The program started with standard streams closed, as by a careless service: it works as ever, and
// what it prints goes into none of the files that it opens.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "engine/store/store.h"
#include "tests/english.h"
#include "tests/program/desk_definitions.h"
#include "tests/program/process.h"

namespace {

using namespace signpost;  // NOLINT(google-build-using-namespace)
using signpost::testing::Outcome;
using signpost::testing::ScratchFolder;
namespace fs = std::filesystem;

const std::string kDefinitions = signpost::testing::kCampaign + signpost::testing::kDaily;
const std::vector<std::string> kClock{"--now", "2022-02-04T00:00Z"};

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// The program in a folder, with some of its standard streams closed ("<&- >&-").
Outcome run_closed(const fs::path& folder, const std::string& closed,
                   const std::vector<std::string>& arguments) {
  std::vector<std::string> all = kClock;
  all.insert(all.end(), arguments.begin(), arguments.end());
  return signpost::testing::run_by_shell("exec \"$@\" " + closed, folder, all);
}

TEST_CASE("what is printed to a closed stream goes nowhere, least of all into the store") {
  for (unsigned which = 0; which < 8; ++which) {
    std::string closed;
    if ((which & 1U) != 0) closed += "<&- ";
    if ((which & 2U) != 0) closed += ">&- ";
    if ((which & 4U) != 0) closed += "2>&- ";
    CAPTURE(closed);
    const ScratchFolder scratch(signpost::testing::memory_folder());
    const fs::path& folder = scratch.path();
    std::ofstream(folder / "definitions.toml") << kDefinitions;
    std::ofstream(folder / "rows.jsonl")
        << R"({"id": "row", "text": "an attack", "occurred": "2022-02-02", "indicators": ["attacks"]})"
        << '\n'
        << R"({"id": "bad", "text": "an attack", "occurred": "2022-02-02", "indicators": ["atacks"]})"
        << '\n';
    const auto require = [&](int code, const std::vector<std::string>& arguments) {
      CAPTURE(arguments.front());
      const Outcome outcome = run_closed(folder, closed, arguments);
      INFO(outcome.err);
      CHECK(outcome.exit_code == code);
      // What it says it says where somebody listens.
      if ((which & 2U) == 0 && code == 0) CHECK(!outcome.out.empty());
      if ((which & 4U) == 0) CHECK(outcome.err.find("Rehearsal") != std::string::npos);
      const auto store = store::Store::open(folder / "signpost.db", store::Store::Access::kRead);
      CHECK(english(store.verify(std::nullopt).problems) == std::vector<std::string>{});
      CHECK(content_of(folder / "signpost.db").starts_with("SQLite format 3"));
    };
    CHECK(run_closed(folder, closed, {"init"}).exit_code == 0);
    require(0, {"load", "definitions.toml"});
    require(0, {"record", "an attack", "--indicator", "attacks", "--occurred", "2022-02-01",
                "--grade", "B2", "--id", "one"});
    require(3, {"import", "rows.jsonl", "--keep-going"});  // says much on both
    require(0, {"status"});
    require(0, {"status", "--verbose"});
    require(0, {"export"});
    require(0, {"run"});
    require(0, {"health"});
    const auto snapshot =
        store::Store::open(folder / "signpost.db", store::Store::Access::kRead).snapshot();
    CHECK(snapshot->items().size() == 2);
    CHECK(snapshot->slots({}).size() == 3);
    for (const Slot& slot : snapshot->slots({})) {
      CHECK(slot.problem == "");
      CHECK(content_of(folder / slot.report).find("campaign") != std::string::npos);
    }
    // What a file gets that is asked for is the same as ever.
    const Outcome exported = run_closed(folder, "", {"export"});
    CHECK(run_closed(folder, closed, {"export", "--output", "out.jsonl"}).exit_code == 0);
    CHECK(content_of(folder / "out.jsonl") == exported.out);
  }
}

}  // namespace
