// Words are judged where they are read: one that this program does not know is never another.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/english.h"
#include "tests/unit/store/old_store.h"
#include "tests/unit/store/world.h"

namespace signpost::store::testing {
namespace {

/// All that a reader of the store may ask for.
void read_all(const Store& store) {
  const auto snapshot = store.snapshot();
  static_cast<void>(snapshot->definitions(instant("2022-12-31")));
  static_cast<void>(snapshot->items());
  static_cast<void>(snapshot->assessments({}, true));
  static_cast<void>(snapshot->evaluations("rising", false));
}

struct Word {
  const char* table;
  const char* column;
  const char* key;   // of the row that is changed
  const char* name;  // of that row, in the message
};

TEST_CASE("an unknown word is an error that names table, row and word") {
  // The store of version 3 has a row for each, and the words of the tables that take rows no more.
  for (const Word& word : std::vector<Word>{
           {"indicator_revision", "watched", "indicator = 2", "indicator 2, revision 1"},
           {"scenario_revision", "role", "scenario = 1 AND revision = 2", "scenario 1, revision 2"},
           {"scenario_revision", "asks", "scenario = 2", "scenario 2, revision 1"},
           {"item_version", "occurred_as", "item = 1 AND version = 2", "item 1, version 2"},
           {"schedule_revision", "missed", "schedule = 2", "schedule 2, revision 1"},
           {"alert_revision", "kind", "alert = 1", "alert 1, revision 1"},
           {"assessment", "state", "assessment = 2", "assessment 2"},
           {"assessment", "occasion", "assessment = 3", "assessment 3"},
           {"assessment_event", "occurred_as", "position = 2", "assessment 1, position 2"},
           {"assessment_not_counted", "reason", "position = 5", "assessment 1, position 5"},
           {"alert_evaluation", "state", "alert = 1", "alert 1, evaluation 1"},
           {"alert_evaluation", "reason", "alert = 1", "alert 1, evaluation 1"}}) {
    CAPTURE(word.table);
    CAPTURE(word.column);
    const OldStore old(3);
    const Store store = old.open();
    tamper(old.path, fmt::format("PRAGMA ignore_check_constraints = ON; UPDATE {} SET {} = "
                                 "'brand-new' WHERE {}",
                                 word.table, word.column, word.key));
    CHECK(error_of([&] { read_all(store); }) ==
          fmt::format("\"{}\" holds what this program does not understand: the {} \"brand-new\" in "
                      "{} ({}) | a newer Signpost may have written it: use that one; `signpost "
                      "verify` says whether it was changed since",
                      old.path.string(), word.column, word.table, word.name));
  }
}

TEST_CASE("a word that came true is judged too, and a prior that is not there is an error") {
  const ClockWorld world;
  {
    Store store = world.open();
    Round round = round_of_monday("2022-03-07");
    REQUIRE(save(store, round, clock_at("2022-03-07T03:00Z")));
    read_all(store);
  }
  const std::string holds =
      "\"" + world.path.string() + "\" holds what this program does not understand: ";
  tamper(world.path, "UPDATE assessment SET came_true_as = 'noon' WHERE assessment = 1");
  CHECK(error_of([&] {
          read_all(world.open());
        }).starts_with(holds + "the came_true_as \"noon\" in assessment (assessment 1) |"));
  tamper(world.path, "UPDATE scenario_revision SET prior = NULL WHERE scenario = 2");
  CHECK(error_of([&] {
          read_all(world.open());
        }).starts_with(holds + "no prior in scenario_revision (scenario 2, revision 1) |"));
}

TEST_CASE("a word that is not known keeps nobody from verifying the store") {
  const World world;
  tamper(world.path, "UPDATE scenario_revision SET role = 'omen' WHERE scenario = 1");
  const Verification verified = world.verify();
  REQUIRE(verified.problems.size() == 1);
  CHECK(verified.problems[0].english().starts_with(
      "scenario_revision (scenario 1, revision 1) is not what"));
}

TEST_CASE("a word that would move a terminal is made safe in the message") {
  const World world;
  tamper(world.path, "UPDATE scenario_revision SET role = char(27) || '[2J' WHERE scenario = 1");
  CHECK(error_of([&] { read_all(world.open()); }).find('\x1b') == std::string::npos);
}

}  // namespace
}  // namespace signpost::store::testing
