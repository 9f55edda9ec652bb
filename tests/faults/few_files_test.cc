// The program where it may have few files open at a time: what it cannot do it refuses with the
// true cause, and nothing that it reported is lost.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
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

constexpr int kMost = 16;  // with so many everything works
constexpr int kNotStarted = 127;
constexpr int kNo = 1;
constexpr int kStore = 4;

const std::string kDefinitions = signpost::testing::kCampaign + signpost::testing::kDaily;
const std::vector<std::string> kClock{"--now", "2022-02-04T00:00Z"};

Outcome run_with(int files, const fs::path& folder, const std::vector<std::string>& arguments) {
  std::vector<std::string> all = kClock;
  all.insert(all.end(), arguments.begin(), arguments.end());
  return signpost::testing::run_by_shell(fmt::format("ulimit -n {}; exec \"$@\"", files), folder,
                                         all);
}

std::size_t items_in(const fs::path& folder) {
  return store::Store::open(folder / "signpost.db", store::Store::Access::kRead)
      .snapshot()
      ->items()
      .size();
}

TEST_CASE("where no more files may be opened that is what is said, and the exit code is 4") {
  const std::vector<std::vector<std::string>> calls{
      {"status"},
      {"verify"},
      {"record", "an attack", "--indicator", "attacks", "--occurred", "2022-02-01", "--again"},
      {"import", "rows.jsonl"},
      {"load", "definitions.toml"},
      {"check", "definitions.toml"},
      {"explain", "campaign"},
      {"report", "--format", "html", "--output", "report.html"},
      {"run"},
      {"schedule", "next"},
      {"backup", "copy.db"},
  };
  int refused = 0;
  for (const std::vector<std::string>& arguments : calls) {
    CAPTURE(arguments.front());
    const ScratchFolder scratch(signpost::testing::memory_folder());
    const fs::path& folder = scratch.path();
    std::ofstream(folder / "definitions.toml") << kDefinitions;
    std::ofstream(folder / "rows.jsonl")
        << R"({"text": "an attack", "occurred": "2022-02-02", "indicators": ["attacks"]})" << '\n';
    REQUIRE(run_with(kMost, folder, {"init"}).exit_code == 0);
    REQUIRE(run_with(kMost, folder, {"load", "definitions.toml"}).exit_code == 0);
    bool worked = false;
    for (int files = 3; files <= kMost; ++files) {
      CAPTURE(files);
      const std::size_t before = items_in(folder);
      const Outcome outcome = run_with(files, folder, arguments);
      if (outcome.exit_code == kNotStarted) continue;  // its libraries could not be opened
      INFO(outcome.out);
      INFO(outcome.err);
      worked = outcome.exit_code == 0;
      if (!worked) {
        ++refused;
        // A slot whose report could not be written, or a visit whose heartbeat could not, is done
        // all the same, and said.
        const bool done_in_part = outcome.out.find("Next: ") != std::string::npos;
        CHECK(outcome.exit_code == (done_in_part ? kNo : kStore));
        const bool true_cause = outcome.err.find("may open no more files") != std::string::npos ||
                                outcome.err.find("Too many open files") != std::string::npos;
        CHECK(true_cause);
        CHECK((done_in_part || outcome.err.find("ulimit -n") != std::string::npos));
      }
      // Where it is stored and what follows fails, both are said.
      const bool reported = outcome.out.find("ecorded as item") != std::string::npos ||
                            outcome.out.find("1 added") != std::string::npos ||
                            outcome.err.find("what was told is stored, but") != std::string::npos;
      CHECK(items_in(folder) == before + (reported ? 1 : 0));
      fs::remove(folder / "copy.db");
    }
    CHECK(worked);
    const auto store = store::Store::open(folder / "signpost.db", store::Store::Access::kRead);
    CHECK(english(store.verify(std::nullopt).problems) == std::vector<std::string>{});
  }
  MESSAGE(refused, " times it could not go on, and said why");
  CHECK(refused > 12);
}

}  // namespace
