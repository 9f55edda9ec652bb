// Memory that is refused at the calls of `record` and `import`: once, or from then on. The program
// says so and ends as it should; what it stored is whole, and what it did not store it does not
// report.
//
// There are tens of thousands of such calls. The ordinary run takes a sample of them, spread
// evenly, with the first ones; SIGNPOST_EVERY_REQUEST=1 in the environment takes them all (hours).
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/english.h"
#include "tests/faults/desk.h"

namespace {

using namespace signpost;  // NOLINT(google-build-using-namespace)
using signpost::testing::definitions_with;
using signpost::testing::FaultyDesk;
using signpost::testing::items_named;
using signpost::testing::Outcome;

constexpr int kRows = 15;
constexpr int kRefused = 4;
constexpr long kSample = 60;  // of each command, in each way

struct Deed {
  std::string name;
  std::vector<std::string> arguments;
  std::string reports;  // on stdout, once it is stored
  int items;
};

const std::vector<Deed> kDeeds{
    {"record",
     {"record", "an attack", "--indicator", "attacks", "--occurred", "2022-02-03", "--grade", "B2",
      "--id", "record-1"},
     "Recorded as item 1.",
     1},
    {"import", {"import", "rows.jsonl"}, "15 added", kRows},
};

TEST_CASE("memory that is refused at any call of record or import loses nothing, and is named") {
  const FaultyDesk desk;
  desk.write("definitions.toml", definitions_with(""));
  desk.write("rows.jsonl", signpost::testing::rows_named("import", kRows));
  desk.require({"init"});
  desk.require({"load", "definitions.toml"});
  const bool all =
      std::getenv("SIGNPOST_EVERY_REQUEST") != nullptr;  // NOLINT(concurrency-mt-unsafe)
  for (const Deed& deed : kDeeds) {
    const long calls = desk.calls_of(deed.arguments).memory;
    CHECK(calls > 1000);
    const long stride = all ? 1 : std::max(1L, calls / kSample);
    int stored = 0;
    int refused = 0;
    for (const bool on : {false, true}) {
      for (long call = 1 + (on ? stride / 2 : 0); call <= calls; call += stride) {
        CAPTURE(deed.name);
        CAPTURE(call);
        CAPTURE(on);
        const FaultyDesk trial(desk);  // NOLINT(performance-unnecessary-copy-initialization)
        const Outcome outcome =
            trial.run(deed.arguments, {{"MEMORY", fmt::format("{}{}", call, on ? " on" : "")}});
        INFO(outcome.out);
        INFO(outcome.err);
        const auto store = trial.open();
        CHECK(english(store.verify(std::nullopt).problems) == std::vector<std::string>{});
        const int found = items_named(*store.snapshot(), deed.name);
        CHECK((found == 0 || found == deed.items));
        const bool is_stored = found == deed.items;
        const bool is_reported = outcome.out.find(deed.reports) != std::string::npos;
        CHECK((is_stored || !is_reported));
        CHECK((outcome.exit_code == 0 || outcome.exit_code == kRefused));
        CHECK((outcome.exit_code != 0 || (is_stored && is_reported)));
        if (outcome.exit_code != 0) {
          CHECK(outcome.err.find("there is not enough memory") != std::string::npos);
          ++refused;
        }
        stored += is_stored ? 1 : 0;
      }
    }
    MESSAGE(deed.name << ": " << calls << " requests, every " << stride << "th refused; " << refused
                      << " times it could not go on, " << stored << " times it is stored");
    CHECK(refused > 0);
    CHECK(stored > 0);
  }
}

}  // namespace
