// Upgrades: a store that an older program made opens, still verifies, and loses nothing.
#include <doctest/doctest.h>

#include <limits>

#include "engine/base/sha256.h"
#include "engine/store/schema.h"
#include "tests/unit/store/world.h"

namespace signpost::store::testing {
namespace {

const std::string kOldHead = "f45dcb676e8ff11e9bcbc3725c2c76d1c672e911203c2c45a28498af2a41fe76";

/// The store of version_1.sql; or the same as a program of version 2 left it.
struct OldStore {
  explicit OldStore(int version = 1) : path(folder / "old.db") {
    Connection connection(path, Mode::kCreate);
    connection.run(schema_files()[0].text.data());
    connection.run(bytes_of(SIGNPOST_TESTS_DIR "/unit/store/version_1.sql").c_str());
    connection.run("PRAGMA application_id = 0x53474E50");
    for (int file = 1; file < version; ++file) {
      connection.run(schema_files()[static_cast<std::size_t>(file)].text.data());
    }
    connection.run(("PRAGMA user_version = " + std::to_string(version)).c_str());
  }
  [[nodiscard]] Store open(Store::Access access = Store::Access::kRead) const {
    return Store::open(path, access);
  }
  /// Upgraded first.
  [[nodiscard]] std::vector<std::string> problems_after(const std::string& sql) const {
    const Store store = open();
    tamper(path, sql);
    return store.verify(std::nullopt).problems;
  }
  Folder folder;
  std::filesystem::path path;
};

/// What the second load of that store said, as it is understood now.
Definitions latest() {
  Definitions all = definitions();
  all.scenarios[0].prior = Probability(0.5);
  all.indicators[0].seasons[0].factor = 1.7;
  return all;
}

Definitions with_every_margin() {
  Definitions all = latest();
  all.indicators[0].seasons[0].within = 1.1;
  all.scenarios[0].prior_within = 3;
  all.scenarios[0].expects[0].within = 1.15;
  all.scenarios[0].expects[1].ratio_within = 1;
  return all;
}

TEST_CASE("a schema file stays as stores were made with it") {
  CHECK(to_hex(sha256(schema_files()[0].text)) ==
        "79c2afc79597db2da772ded91d9682a628d693bec4c573ffa7c9f8ff74898871");
  CHECK(to_hex(sha256(schema_files()[1].text)) ==
        "09eb634ad561f59a9204fd4af7f20cbd82a52ff1169f34a5188b2801e253186e");
}

TEST_CASE("an older store is upgraded when it is opened, and its chain holds as it was") {
  for (const int version : {1, 2}) {
    for (const auto access : {Store::Access::kRead, Store::Access::kWrite}) {
      CAPTURE(version);
      const OldStore old(version);
      const Verification verified = old.open(access).verify(std::nullopt);
      CHECK(verified.problems == std::vector<std::string>{});
      CHECK(verified.entries == 8);
      CHECK(to_hex(verified.head) == kOldHead);
      CHECK(old.open().verify_last(3).problems == std::vector<std::string>{});
      CHECK(first_cell(old.path, "PRAGMA user_version") == std::to_string(schema_version()));
    }
  }
}

TEST_CASE("an upgraded store takes schedules, alerts and rounds") {
  for (const int version : {1, 2}) {
    CAPTURE(version);
    const OldStore old(version);
    Store store = old.open(Store::Access::kWrite);
    CHECK(store.snapshot()->schedules().empty());
    CHECK(store.snapshot()->changes_after(0).size() == 3);
    store.load(definitions_with_clock(), clock_at("2022-05-01"));
    Round round = round_of_monday("2022-05-02");
    CHECK(save(store, round, clock_at("2022-05-02T03:00Z")));
    const Verification verified = store.verify(digest_from_hex(kOldHead));
    CHECK(verified.problems == std::vector<std::string>{});
    CHECK(verified.head_stood_at == 8);
  }
}

TEST_CASE("an upgraded store holds what it held") {
  const OldStore old;
  const auto snapshot = old.open().snapshot();
  const Definitions first = snapshot->definitions(instant("2022-03-31"));
  CHECK(first.publications == definitions().publications);
  CHECK(first.sources == definitions().sources);
  CHECK(first.indicators == definitions().indicators);
  CHECK(first.scenarios == definitions().scenarios);
  const Definitions last = snapshot->definitions(instant("2022-12-31"));
  CHECK(last.indicators == latest().indicators);
  CHECK(last.scenarios == latest().scenarios);
  const auto items = snapshot->items();
  REQUIRE(items.size() == 4);
  CHECK(items[1].content.text == "one, amended");
  CHECK(items[2].content.bears == std::vector<Bearing>{{"plan", 3, "for"}});
  CHECK(items[3].redacted);
  CHECK(snapshot->item(2)->retracted_because == "wrong");
  REQUIRE(snapshot->covers("attacks").size() == 1);
  CHECK(snapshot->covers("attacks")[0].span.level == 0.5);
}

TEST_CASE("an upgraded store takes no revision of what only now can be said otherwise") {
  const OldStore old;
  Store store = old.open(Store::Access::kWrite);
  CHECK(store.load(latest(), clock_at("2022-05-01")).changes.empty());
  CHECK(to_hex(store.verify(std::nullopt).head) == kOldHead);
}

TEST_CASE("an upgraded store takes what only now can be said, and knows its old head") {
  const OldStore old;
  Store store = old.open(Store::Access::kWrite);
  const Loaded loaded = store.load(with_every_margin(), clock_at("2022-05-01"));
  REQUIRE(loaded.changes.size() == 2);
  CHECK(loaded.changes[0].id == "attacks");
  CHECK(loaded.changes[0].revision == 3);
  CHECK(loaded.changes[1].id == "growth");
  CHECK(loaded.changes[1].revision == 3);
  const auto snapshot = store.snapshot();
  CHECK(snapshot->definitions(instant("2022-12-31")).indicators == with_every_margin().indicators);
  CHECK(snapshot->definitions(instant("2022-12-31")).scenarios == with_every_margin().scenarios);
  CHECK(snapshot->definitions(instant("2022-04-30")).scenarios == latest().scenarios);
  const Verification verified = store.verify(digest_from_hex(kOldHead));
  CHECK(verified.problems == std::vector<std::string>{});
  CHECK(verified.head_stood_at == 8);
}

TEST_CASE("what the upgrade filled in cannot be changed unseen either") {
  const std::string scenario =
      "scenario_revision (scenario 1, revision 1) is not what entry 2 recorded: it, or what "
      "belongs to it in scenario, scenario_assumption, assumption_breaker, scenario_expectation, "
      "was changed, or rows there dropped or added.";
  const std::string of_first = " WHERE scenario = 1 AND revision = 1";
  for (const char* change :
       {"scenario_revision SET prior_within = 3", "scenario_expectation SET within = 3",
        "scenario_expectation SET ratio_within = 1"}) {
    CAPTURE(change);
    CHECK(OldStore().problems_after("UPDATE " + std::string(change) + of_first) ==
          std::vector<std::string>{scenario});
  }
  CHECK(OldStore().problems_after("UPDATE indicator_season SET within = 1 WHERE revision = 1") ==
        std::vector<std::string>{
            "indicator_revision (indicator 1, revision 1) is not what entry 2 recorded: it, or "
            "what belongs to it in indicator, indicator_coverage, indicator_season, was changed, "
            "or rows there dropped or added."});
}

TEST_CASE("a number that was said cannot be changed unseen, nor moved to where none was said") {
  for (const char* change :
       {"scenario_revision SET prior_within = 2", "scenario_revision SET prior_within = 4",
        "scenario_expectation SET within = 2 WHERE position = 1",
        "scenario_expectation SET within = 2, ratio_within = 1.15 WHERE position = 1",
        "scenario_expectation SET within = 1, ratio_within = 1.25 WHERE position = 2",
        "indicator_season SET within = 1.5"}) {
    CAPTURE(change);
    const OldStore old;
    old.open(Store::Access::kWrite).load(with_every_margin(), clock_at("2022-05-01"));
    const std::string last = " revision = 3";
    const bool has_where = std::string(change).find("WHERE") != std::string::npos;
    const auto problems = old.problems_after("UPDATE " + std::string(change) +
                                             (has_where ? " AND" : " WHERE") + last);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].find("revision 3) is not what entry 9 recorded") != std::string::npos);
  }
}

TEST_CASE("the store refuses a margin that no reader lets through") {
  for (const double margin : {0.5, 1001.0, std::numeric_limits<double>::quiet_NaN()}) {
    const World world;
    Definitions next = definitions();
    next.scenarios[0].expects[0].within = margin;
    CHECK(error_of([&] { world.open().load(next, clock_at("2022-05-01")); }) !=
          "nothing was thrown");
    CHECK(world.snapshot()->scenario("growth").size() == 1);
  }
}

}  // namespace
}  // namespace signpost::store::testing
