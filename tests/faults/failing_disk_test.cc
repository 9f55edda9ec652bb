// A disk that is full, or breaks, at each call of `record` and `import` in turn: once, or from then
// on. Nothing is lost that was reported, nothing is reported that is not stored, and the message
// names the cause.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cerrno>
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
constexpr int kFullDisk = 4;

/// An alert, so that what is recorded is judged in the same visit, in an entry of its own.
constexpr const char* kAlert = R"(
[[alert]]
id = "attack"
scenario = "campaign"
when = "indicator attacks seen within 10000 days"
because = "the desk looks at each"
)";

/// What is done, and what is then there.
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

void set_up(const FaultyDesk& desk) {
  desk.write("definitions.toml", definitions_with(kAlert));
  desk.write("rows.jsonl", signpost::testing::rows_named("import", kRows));
  desk.require({"init"});
  desk.require({"load", "definitions.toml"});
}

TEST_CASE("a disk that fails at any call of record or import loses nothing, and is named") {
  const FaultyDesk desk;
  set_up(desk);
  for (const Deed& deed : kDeeds) {
    const long calls = desk.calls_of(deed.arguments).disk;
    CHECK(calls > 20);
    int stored = 0;
    int failed = 0;
    // A full disk stays full; a bad sector is met once.
    for (const int reason : {ENOSPC, EIO}) {
      const bool on = reason == ENOSPC;
      for (long call = 1; call <= calls; ++call) {
        CAPTURE(deed.name);
        CAPTURE(call);
        CAPTURE(reason);
        CAPTURE(on);
        const FaultyDesk trial(desk);  // NOLINT(performance-unnecessary-copy-initialization)
        const Outcome outcome = trial.run(
            deed.arguments, {{"DISK", fmt::format("{} {}{}", call, reason, on ? " on" : "")}});
        INFO(outcome.out);
        INFO(outcome.err);
        const auto store = trial.open();
        CHECK(english(store.verify(std::nullopt).problems) == std::vector<std::string>{});
        const int found = items_named(*store.snapshot(), deed.name);
        CHECK((found == 0 || found == deed.items));
        const bool is_stored = found == deed.items;
        const bool is_reported = outcome.out.find(deed.reports) != std::string::npos;
        // Where it is stored and what follows fails, both are said.
        CHECK(is_reported == is_stored);
        CHECK((outcome.exit_code == 0 || outcome.exit_code == kFullDisk));
        CHECK((is_stored || outcome.exit_code != 0));
        if (outcome.exit_code != 0) {
          const bool full = outcome.err.find("the disk is full") != std::string::npos;
          CHECK(full == (reason == ENOSPC));
          const bool says_both =
              outcome.err.find("what was told is stored, but alerts are not judged: ") !=
              std::string::npos;
          CHECK(says_both == is_stored);
        }
        // What was not judged is judged by the next run.
        if (is_stored && outcome.exit_code != 0 && call % 8 == 0) {
          const Outcome next = trial.run({"run"});
          INFO(next.err);
          CHECK(next.exit_code == 0);
          CHECK(trial.open().snapshot()->deliveries(false, "attack").size() == 1);
        }
        stored += is_stored ? 1 : 0;
        failed += outcome.exit_code != 0 ? 1 : 0;
      }
    }
    MESSAGE(deed.name << ": " << calls << " calls, failed each in two ways; " << failed
                      << " times it could not go on, " << stored << " times it is stored");
    CHECK(failed > calls / 2);
    CHECK(stored > 0);
  }
}

}  // namespace
