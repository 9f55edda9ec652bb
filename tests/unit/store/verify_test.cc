// `verify`: finds whatever was done behind the store's back, and names it.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/store/connection.h"
#include "tests/english.h"
#include "tests/unit/store/old_store.h"
#include "tests/unit/store/world.h"

namespace signpost::store::testing {
namespace {

/// Entries: 1 init, 2 load, 3 import of three items, 4 amendment, 5 retraction, 6 redaction, 7
/// cover.
struct FullWorld : World {
  FullWorld() {
    Store store = open();
    const Clock clock = clock_at("2022-03-01");
    const auto import = store.import(clock);
    import->add(item("one", "A1", clock));
    Item second = item("two", "A2", clock);
    second.bears = {{"plan", 3, "for"}};
    second.sightings.push_back({"cells-raided", Grade{'C', 3}});
    import->add(second);
    import->add(item("three", "A3", clock));
    import->commit();
    Item amended = item("one, amended", "A1", clock);
    store.amend(1, amended, clock_at("2022-03-02"));
    store.retract(2, "wrong", clock_at("2022-03-03"));
    store.redact(3, "a witness", clock_at("2022-03-04"));
    store.cover("attacks", {kBeginning, kForever, 0.5, ""}, clock_at("2022-03-05"));
  }

  /// The problems after tampering; "" between them.
  [[nodiscard]] std::vector<std::string> after(const std::string& sql) const {
    tamper(path, sql);
    const Verification verified = verify();
    CHECK(verified.ok == verified.problems.empty());
    return english(verified.problems);
  }
};

using Problems = std::vector<std::string>;

TEST_CASE("a store that nobody touched is whole, and its head is the last chain") {
  const FullWorld world;
  const Verification verified = world.verify();
  CHECK(english(verified.problems) == Problems{});
  CHECK(verified.ok);
  CHECK(verified.entries == 7);
  CHECK(verified.head == world.snapshot()->journal().back().chain);
  CHECK(verified.rehearsed.empty());
  CHECK_FALSE(verified.head_stood_at.has_value());
}

TEST_CASE("the head is the same however often it is asked for, and another after each change") {
  const FullWorld world;
  const Digest head = world.verify().head;
  CHECK(world.verify().head == head);
  world.open().retract(1, "", clock_at("2022-04-01"));
  CHECK(world.verify().head != head);
}

TEST_CASE("a changed row is found and named") {
  const std::string item_parts = "sighting, bearing, item_text";
  const auto changed = [](const std::string& name, int entry, const std::string& parts) {
    return Problems{name + " is not what entry " + std::to_string(entry) + " recorded: it" +
                    (parts.empty() ? "" : ", or what belongs to it in " + parts + ",") +
                    " was changed, or rows there dropped or added."};
  };
  CHECK(FullWorld().after("UPDATE item_version SET digit = 1 WHERE item = 1 AND version = 1") ==
        changed("item_version (item 1, version 1)", 3, item_parts));
  CHECK(
      FullWorld().after("UPDATE item_version SET source = 'BBC' WHERE item = 1 AND version = 2") ==
      changed("item_version (item 1, version 2)", 4, item_parts));
  CHECK(FullWorld().after("UPDATE item_text SET text = 'two!' WHERE item = 2") ==
        changed("item_version (item 2, version 1)", 3, item_parts));
  CHECK(FullWorld().after("UPDATE sighting SET indicator = 2 WHERE item = 1 AND version = 1") ==
        changed("item_version (item 1, version 1)", 3, item_parts));
  CHECK(FullWorld().after("UPDATE bearing SET ratio = 3.0000000000000004") ==
        changed("item_version (item 2, version 1)", 3, item_parts));
  CHECK(FullWorld().after("UPDATE scenario_revision SET prior = 0.46 WHERE scenario = 1") ==
        changed("scenario_revision (scenario 1, revision 1)", 2,
                "scenario, scenario_assumption, assumption_breaker, scenario_expectation, "
                "scenario_implied, scenario_criterion, scenario_criterion_indicator"));
  CHECK(FullWorld().after("UPDATE scenario_expectation SET if_true_per_day = 1 "
                          "WHERE position = 2") ==
        changed("scenario_revision (scenario 1, revision 1)", 2,
                "scenario, scenario_assumption, assumption_breaker, scenario_expectation, "
                "scenario_implied, scenario_criterion, scenario_criterion_indicator"));
  CHECK(FullWorld().after("UPDATE indicator SET id = 'attack' WHERE number = 1") ==
        changed("indicator_revision (indicator 1, revision 1)", 2,
                "indicator, indicator_coverage, indicator_season, indicator_occasion"));
  CHECK(FullWorld().after("UPDATE source_alias SET alias = 'Sohr' WHERE position = 1") ==
        changed("source_revision (source 1, revision 1)", 2, "source, source_alias"));
  CHECK(FullWorld().after("UPDATE publication_revision SET published = published + 1") ==
        changed("publication_revision (publication 1, revision 1)", 2, "publication"));
  CHECK(FullWorld().after("UPDATE retraction SET because = 'right'") ==
        changed("retraction (item 2, version 1)", 5, ""));
  CHECK(FullWorld().after("UPDATE redacted_source SET reliability = 'A'") ==
        changed("redaction (item 3)", 6,
                "redacted_version, redacted_source, redacted_id, redacted_event"));
  CHECK(FullWorld().after("UPDATE cover SET level = 1") ==
        changed("cover (entry 7, row 1)", 7, ""));
  CHECK(FullWorld().after("UPDATE store SET secret = zeroblob(32)") ==
        changed("store (one 1)", 1, ""));
}

TEST_CASE("a change that also rewrites the digest of its row breaks the seal of its entry") {
  CHECK(FullWorld().after("UPDATE cover SET digest = zeroblob(32)") ==
        Problems{"cover (entry 7, row 1) is not what entry 7 recorded: it was changed, or rows "
                 "there dropped or added.",
                 "seal (entry 7): the digests of its rows are not those that were sealed."});
}

TEST_CASE("a changed journal breaks the chain") {
  const auto broken = [](int entry) {
    return "journal (entry " + std::to_string(entry) +
           "): the chain breaks here: the entry, or the chain before it, was changed.";
  };
  CHECK(FullWorld().after("UPDATE journal SET recorded = recorded - 1 WHERE entry = 4") ==
        Problems{broken(4)});
  CHECK(FullWorld().after("UPDATE journal SET rehearsed = 1 WHERE entry = 2") ==
        Problems{broken(2)});
  CHECK(FullWorld().after("UPDATE journal SET kind = 'record' WHERE entry = 3") ==
        Problems{broken(3)});
  CHECK(FullWorld().after("UPDATE seal SET chain = zeroblob(32) WHERE entry = 3") ==
        Problems{broken(3), broken(4)});
  CHECK(FullWorld().after("UPDATE seal SET rows_digest = zeroblob(32) WHERE entry = 3") ==
        Problems{"seal (entry 3): the digests of its rows are not those that were sealed.",
                 broken(3)});
}

TEST_CASE("a dropped row is found") {
  CHECK(
      FullWorld().after("DELETE FROM sighting WHERE item = 1; DELETE FROM item_text WHERE item = 1 "
                        "AND version = 2; DELETE FROM sighting WHERE item = 1 AND version = 2; "
                        "DELETE FROM item_version WHERE item = 1 AND version = 2") ==
      Problems{"item_version (item 1, version 1) is not what entry 3 recorded: it, or what belongs "
               "to it in sighting, bearing, item_text, was changed, or rows there dropped or "
               "added.",
               "Row 1 of entry 4 was dropped: no table has it."});
  CHECK(FullWorld().after("DELETE FROM cover") ==
        Problems{"Row 1 of entry 7 was dropped: no table has it."});
  CHECK(
      FullWorld().after("DELETE FROM bearing") ==
      Problems{"item_version (item 2, version 1) is not what entry 3 recorded: it, or what belongs "
               "to it in sighting, bearing, item_text, was changed, or rows there dropped or "
               "added."});
  CHECK(FullWorld().after("DELETE FROM item_text WHERE item = 1 AND version = 1") ==
        Problems{"item_text (item 1, version 1) is missing."});
  CHECK(FullWorld().after("DELETE FROM seal WHERE entry = 7") ==
        Problems{"seal (entry 7) is missing: the entry was never completed, or its seal dropped."});
}

TEST_CASE("a dropped entry is found, in the middle of the journal") {
  const Problems problems = FullWorld().after(
      "DELETE FROM retraction; DELETE FROM seal WHERE entry = 5; "
      "DELETE FROM journal WHERE entry = 5");
  CHECK(problems == Problems{"journal (entry 5) is missing.",
                             "journal (entry 6): the chain breaks here: the entry, or the chain "
                             "before it, was changed."});
}

TEST_CASE("an added row is found") {
  CHECK(
      FullWorld().after("INSERT INTO cover SELECT entry, 2, indicator, \"from\", \"to\", level, "
                        "because, digest FROM cover") ==
      Problems{"cover (entry 7, row 2) is not what entry 7 recorded: it was changed, or rows there "
               "dropped or added.",
               "cover (entry 7, row 2) was added: entry 7 has only 1 row."});
  CHECK(FullWorld().after("INSERT INTO retraction SELECT 1, 1, because, entry, row, digest "
                          "FROM retraction") ==
        Problems{"retraction (item 1, version 1) is not what entry 5 recorded: it was changed, or "
                 "rows there dropped or added.",
                 "retraction (item 2, version 1) was added: row 1 of entry 5 is another."});
  CHECK(
      FullWorld().after("INSERT INTO cover SELECT 8, 1, indicator, \"from\", \"to\", level, "
                        "because, digest FROM cover") ==
      Problems{"cover has 1 reference to rows of journal that are not there.",
               "cover (entry 8, row 1) is not what entry 8 recorded: it was changed, or rows there "
               "dropped or added.",
               "cover (entry 8, row 1) was added: it names entry 8, which is not in the journal."});
  CHECK(FullWorld().after("INSERT INTO sighting VALUES (77, 1, 1, 1, 0, NULL, NULL)") ==
        Problems{"sighting (item 77, version 1, position 1) was added: there is no such row in "
                 "item_version.",
                 "sighting has 1 reference to rows of item_version that are not there."});
  CHECK(FullWorld().after("INSERT INTO indicator VALUES (9, 'ninth')") ==
        Problems{"indicator (number 9, id ninth) was added: no revision defines it."});
}

TEST_CASE("rows that changed places are found") {
  const Problems problems =
      FullWorld().after("UPDATE item_version SET row = 4 - row WHERE entry = 3 AND row IN (1, 3)");
  REQUIRE(problems.size() == 3);
  CHECK(problems[0].starts_with("item_version (item 1, version 1) is not what entry 3 recorded"));
  CHECK(problems[1].starts_with("item_version (item 3, version 1) is not what entry 3 recorded"));
  CHECK(problems[2] == "seal (entry 3): the digests of its rows are not those that were sealed.");
}

TEST_CASE("entries that changed places are found") {
  const Problems problems = FullWorld().after(
      "UPDATE journal SET kind = iif(entry = 4, 'retract', 'amend') WHERE entry IN (4, 5)");
  REQUIRE(problems.size() == 2);
  CHECK(problems[0].starts_with("journal (entry 4): the chain breaks here"));
  CHECK(problems[1].starts_with("journal (entry 5): the chain breaks here"));
}

TEST_CASE("a blanking behind the store's back, and a redaction that did not blank, are found") {
  CHECK(FullWorld().after(
            "UPDATE item_text SET text = NULL, id = NULL, folded_id = NULL, salt = NULL "
            "WHERE item = 2") ==
        Problems{"item_text (item 2, version 1) was blanked without a redaction."});
  CHECK(FullWorld().after("UPDATE item_text SET text = 'here again' WHERE item = 3") ==
        Problems{"item_version (item 3, version 1) is redacted, but not all of its private part is "
                 "blank."});
}

TEST_CASE("triggers, views, tables and indexes otherwise than the schema made them are found") {
  const auto problem = [](const std::string& sql) {
    const FullWorld world;
    CHECK(run_sql(world.path, sql).empty());
    return english(world.verify().problems);
  };
  CHECK(problem("DROP TRIGGER cover_no_delete") ==
        Problems{"The trigger cover_no_delete is missing."});
  CHECK(problem("DROP VIEW coverage; CREATE VIEW coverage AS SELECT 1 AS level") ==
        Problems{"The view coverage is not as the schema made it."});
  CHECK(problem("DROP INDEX bearing_on") == Problems{"The index bearing_on is missing."});
  CHECK(problem("CREATE TABLE extra (x)") == Problems{"The table extra is not of the schema."});
  CHECK(problem("CREATE TRIGGER t AFTER INSERT ON cover BEGIN SELECT 1; END") ==
        Problems{"The trigger t is not of the schema."});
  CHECK(problem("ALTER TABLE cover ADD COLUMN x TEXT") ==
        Problems{"The table cover is not as the schema made it."});
}

/// The problems after sqlite_schema itself was written to.
Problems after_forging(const std::string& sql) {
  const FullWorld world;
  CHECK(run_sql(world.path, "PRAGMA writable_schema = ON; " + sql).empty());
  return english(world.verify().problems);
}

/// Of these, those that speak of the schema.
Problems of_the_schema(Problems problems) {
  std::erase_if(problems, [](const std::string& problem) {
    return problem.starts_with("The file is damaged") || problem.starts_with("The check of");
  });
  return problems;
}

TEST_CASE("nothing hides behind a name that is SQLite's own") {
  const auto forged = [](const std::string& type, const std::string& name, const std::string& table,
                         const std::string& page, const std::string& sql) {
    return "INSERT INTO sqlite_schema VALUES ('" + type + "', '" + name + "', '" + table + "', " +
           page + ", " + (sql.empty() ? "NULL" : "'" + sql + "'") + ")";
  };
  CHECK(after_forging(forged("trigger", "sqlite_x", "item_version", "0",
                             "CREATE TRIGGER sqlite_x AFTER INSERT ON item_version BEGIN "
                             "SELECT 1; END")) ==
        Problems{"The trigger sqlite_x is not of the schema."});
  CHECK(after_forging(forged("view", "sqlite_x", "sqlite_x", "0",
                             "CREATE VIEW sqlite_x AS SELECT secret FROM store")) ==
        Problems{"The view sqlite_x is not of the schema."});
  // A table and an index that SQLite itself made, and that were renamed afterwards.
  CHECK(after_forging("CREATE TABLE hidden (secret TEXT); UPDATE sqlite_schema SET "
                      "name = 'sqlite_x', tbl_name = 'sqlite_x', sql = 'CREATE TABLE sqlite_x "
                      "(secret TEXT)' WHERE name = 'hidden'") ==
        Problems{"The table sqlite_x is not of the schema."});
  CHECK(after_forging("CREATE INDEX hidden ON cover (level); UPDATE sqlite_schema SET name = "
                      "'sqlite_autoindex_x', sql = 'CREATE INDEX sqlite_autoindex_x ON cover "
                      "(level)' WHERE name = 'hidden'") ==
        Problems{"The index sqlite_autoindex_x is not of the schema."});
  CHECK(after_forging("CREATE TABLE counted (x INTEGER PRIMARY KEY AUTOINCREMENT); DROP TABLE "
                      "counted") == Problems{"The table sqlite_sequence is not of the schema."});
  // Of statistics there is one form.
  CHECK(after_forging("CREATE TABLE hidden (tbl, idx, stat, secret); UPDATE sqlite_schema SET "
                      "name = 'sqlite_stat1', tbl_name = 'sqlite_stat1', sql = 'CREATE TABLE "
                      "sqlite_stat1(tbl,idx,stat,secret)' WHERE name = 'hidden'") ==
        Problems{"The table sqlite_stat1 is not of the schema."});
  CHECK(after_forging(forged("view", "sqlite_stat1", "sqlite_stat1", "0",
                             "CREATE VIEW sqlite_stat1 AS SELECT 1 AS tbl, 2 AS idx, 3 AS stat")) ==
        Problems{"The view sqlite_stat1 is not of the schema."});
}

TEST_CASE("an automatic index is one only where the schema has it") {
  // SQLite passes over an index without SQL that no table wants.
  const Problems added = of_the_schema(after_forging(
      "INSERT INTO sqlite_schema SELECT 'index', 'sqlite_autoindex_cover_1', 'cover', rootpage, "
      "NULL FROM sqlite_schema WHERE name = 'cover'"));
  CHECK(added == Problems{"The index sqlite_autoindex_cover_1 has the same page of the file as the "
                          "table cover.",
                          "The index sqlite_autoindex_cover_1 is not of the schema."});
  const Problems moved =
      of_the_schema(after_forging("UPDATE sqlite_schema SET tbl_name = 'source' WHERE name = "
                                  "'sqlite_autoindex_publication_1'"));
  CHECK(std::find(moved.begin(), moved.end(),
                  "The index sqlite_autoindex_publication_1 is not as the schema made it.") !=
        moved.end());
}

TEST_CASE("an object is on a page of its own, and a schema that SQLite cannot read is refused") {
  CHECK(of_the_schema(after_forging(
            "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = "
            "'retirement') WHERE name = 'cover_withdrawal'")) ==
        Problems{"The table retirement has the same page of the file as the table "
                 "cover_withdrawal."});
  for (const char* sql : {"UPDATE sqlite_schema SET type = 'view' WHERE name = 'cover_no_delete'",
                          "UPDATE sqlite_schema SET tbl_name = 'seal' WHERE name = 'coverage'",
                          "UPDATE sqlite_schema SET rootpage = 7 WHERE name = 'coverage'",
                          "INSERT INTO sqlite_schema SELECT * FROM sqlite_schema "
                          "WHERE name = 'cover'"}) {
    CAPTURE(sql);
    const FullWorld world;
    CHECK(run_sql(world.path, std::string("PRAGMA writable_schema = ON; ") + sql).empty());
    std::string said = error_of([&] {
      const Problems problems = english(world.verify().problems);
      CHECK_FALSE(problems.empty());
      throw Error(ErrorKind::kStore,
                  Phrase::verbatim(problems.empty() ? "whole" : problems.front()));
    });
    const bool refused = said.find("is damaged: malformed database schema") != std::string::npos;
    CHECK((refused || said.find("coverage is not as the schema made it") != std::string::npos));
  }
  // A name that would move a terminal is made safe.
  CHECK(after_forging("CREATE TABLE \"a\x1b[2Jb\" (x)") ==
        Problems{"The table a" + printable("\x1b") + "[2Jb is not of the schema."});
}

TEST_CASE("statistics as ANALYZE makes them are no problem") {
  const FullWorld world;
  REQUIRE(run_sql(world.path, "ANALYZE").empty());
  REQUIRE(first_cell(world.path, "SELECT count(*) > 0 FROM sqlite_stat1") == "1");
  CHECK(english(world.verify().problems) == Problems{});
}

TEST_CASE("a header that says otherwise is refused, and the store left as it was") {
  const auto refused = [](const std::string& pragma) {
    const FullWorld world;
    REQUIRE(run_sql(world.path, "PRAGMA " + pragma).empty());
    const std::string held =
        first_cell(world.path, "SELECT group_concat(sql) FROM sqlite_schema") +
        first_cell(world.path, "SELECT hex(chain) FROM seal ORDER BY entry DESC");
    std::string message = error_of([&] { static_cast<void>(world.open()); });
    CHECK(error_of([&] { static_cast<void>(world.verify()); }) == message);
    CHECK(first_cell(world.path, "SELECT group_concat(sql) FROM sqlite_schema") +
              first_cell(world.path, "SELECT hex(chain) FROM seal ORDER BY entry DESC") ==
          held);
    int files = 0;
    for ([[maybe_unused]] const auto& file :
         std::filesystem::directory_iterator(world.folder.path())) {
      ++files;
    }
    CHECK(files == 1);  // no copy of an upgrade that did not come about
    const std::string path = "\"" + world.path.string() + "\"";
    for (std::size_t at = message.find(path); at != std::string::npos; at = message.find(path)) {
      message.replace(at, path.size(), "STORE");
    }
    return message;
  };
  CHECK(refused("application_id = 7") ==
        "STORE is not a Signpost store but an SQLite file of another program | name the store "
        "with --store FILE or SIGNPOST_STORE");
  CHECK(refused("user_version = 9") ==
        "STORE was written by a newer Signpost (store version 9; this one knows up to 8) | use the "
        "newer program");
  for (const char* version : {"0", "-1"}) {
    CHECK(refused(std::string("user_version = ") + version) ==
          "STORE is not a whole store | `signpost restore FILE` puts a copy that `signpost backup` "
          "made "
          "in its place");
  }
  const std::pair<const char*, const char*> kOlder[] = {{"1", "duplicate column name: within"},
                                                        {"2", "table schedule already exists"},
                                                        {"3", "no such trigger: store_no_late_row"},
                                                        {"4", "duplicate column name: folded_id"}};
  for (const auto& [version, why] : kOlder) {
    CHECK(refused(std::string("user_version = ") + version) ==
          fmt::format(
              "STORE says that it is a store of version {}, and is none: {}; nothing was "
              "changed | it was changed behind Signpost's back: `signpost restore FILE` puts a "
              "backup in its place",
              version, why));
  }
}

TEST_CASE("a file with broken pages is reported, not thrown") {
  const FullWorld world;
  CHECK(run_sql(world.path, "PRAGMA wal_checkpoint(TRUNCATE)").empty());
  {
    std::FILE* file = std::fopen(world.path.c_str(), "r+b");
    REQUIRE(file != nullptr);
    const auto root = std::stol(
        first_cell(world.path, "SELECT rootpage FROM sqlite_schema WHERE name = 'item_text'"));
    std::fseek(file, (root - 1) * 4096, SEEK_SET);
    const std::string noise(4096, '\x5a');
    std::fwrite(noise.data(), 1, noise.size(), file);
    std::fclose(file);
  }
  const Verification verified = world.verify();
  CHECK_FALSE(verified.ok);
  REQUIRE_FALSE(verified.problems.empty());
  CHECK(std::any_of(verified.problems.begin(), verified.problems.end(), [](const Phrase& phrase) {
    const std::string problem = phrase.english();
    return problem.starts_with("The file is damaged: ");
  }));
}

TEST_CASE("a head that was noted earlier is found in the chain, and where it stood") {
  const FullWorld world;
  const auto journal = world.snapshot()->journal();
  const Store store = Store::open(world.path, Store::Access::kRead);
  REQUIRE(journal.size() > 5);
  for (const JournalEntry& entry : journal) {
    const Verification verified = store.verify(entry.chain);
    CHECK(verified.ok);
    CHECK(verified.head_stood_at == entry.entry);
  }
}

TEST_CASE("a tail that was cut off cleanly is found with the head noted before, and only so") {
  const FullWorld world;
  const Digest head = world.verify().head;
  CHECK(world.after("DELETE FROM cover; DELETE FROM seal WHERE entry = 7; "
                    "DELETE FROM journal WHERE entry = 7") == Problems{});
  const Verification verified = Store::open(world.path, Store::Access::kRead).verify(head);
  CHECK_FALSE(verified.ok);
  CHECK(english(verified.problems) ==
        Problems{"The head " + to_hex(head) +
                 " is not in the chain: entries were cut off or rewritten "
                 "since it was noted."});
}

TEST_CASE("numbers that were never let in are told where they are read, and name their row") {
  const auto said = [](const std::string& change) {
    const FullWorld world;
    tamper(world.path, "PRAGMA ignore_check_constraints = ON; UPDATE " + change);
    const std::string begin =
        in_quotes(world.path) + " holds what this program does not understand: ";
    std::string what;
    for (const auto& read : std::vector<std::function<void(const Snapshot&)>>{
             [](const Snapshot& snapshot) { static_cast<void>(snapshot.scenario("growth")); },
             [](const Snapshot& snapshot) { static_cast<void>(snapshot.indicator("attacks")); },
             [](const Snapshot& snapshot) { static_cast<void>(snapshot.items()); },
             [](const Snapshot& snapshot) { static_cast<void>(snapshot.covers("attacks")); }}) {
      const std::string error = error_of([&] { read(*world.snapshot()); });
      if (error == "nothing was thrown") continue;
      CHECK(what.empty());
      REQUIRE(error.starts_with(begin));
      what = error.substr(begin.size(), error.find(" | ") - begin.size());
    }
    CHECK_FALSE(world.verify().ok);
    return what;
  };
  CHECK(said("scenario_revision SET prior = 1 WHERE scenario = 1") ==
        "the prior out of range in scenario_revision (scenario 1, revision 1)");
  CHECK(said("scenario_revision SET base_rate = 1e300 WHERE scenario = 1") ==
        "the base rate out of range in scenario_revision (scenario 1, revision 1)");
  CHECK(said("scenario_revision SET persistence_days = -1 WHERE scenario = 1") ==
        "the persistence out of range in scenario_revision (scenario 1, revision 1)");
  CHECK(said("scenario_expectation SET if_true_per_day = 1e308 WHERE scenario = 1") ==
        "a rate out of range in scenario_revision (scenario 1, revision 1)");
  CHECK(said("indicator_revision SET dispersion = 0.5 WHERE indicator = 1") ==
        "the dispersion out of range in indicator_revision (indicator 1, revision 1)");
  CHECK(said("indicator_revision SET lag_days = 1e300 WHERE indicator = 1") ==
        "the lag out of range in indicator_revision (indicator 1, revision 1)");
  CHECK(said("indicator_season SET factor = 9e999 WHERE indicator = 1") ==
        "the factor of a season out of range in indicator_revision (indicator 1, revision 1)");
  CHECK(said("indicator_revision SET baseline_per_day = -1 WHERE indicator = 1") ==
        "the baseline out of range in indicator_revision (indicator 1, revision 1)");
  CHECK(said("item_version SET credibility = 2 WHERE item = 1 AND version = 1") ==
        "the credibility out of range in item_version (item 1, version 1)");
  CHECK(said("bearing SET ratio = 1e300") ==
        "a ratio out of range in item_version (item 2, version 1)");
  CHECK(said("cover SET level = -0.1") ==
        "a level of coverage out of range in cover (entry 7, row 1)");
}

TEST_CASE("numbers of what is kept are judged, too") {
  for (const auto& one :
       {std::pair("assessment SET probability = 1.5", "a probability out of range in assessment ("),
        {"assessment SET interval_low = -0.1, interval_high = 0.9",
         "a probability out of range in assessment ("},
        {"assessment_entry SET without = 2",
         "a probability without an event out of range in assessment ("},
        {"alert_evaluation SET probability = -1",
         "a probability out of range in alert_evaluation (alert "}}) {
    const auto& change = one.first;
    const auto& what = one.second;
    CAPTURE(change);
    const ClockWorld world;
    {
      Store store = world.open();
      Round monday = round_of_monday("2022-03-07");
      REQUIRE(save(store, monday, clock_at("2022-03-07T03:00Z")));
    }
    tamper(world.path, std::string("PRAGMA ignore_check_constraints = ON; UPDATE ") + change);
    const std::string error = error_of([&] {
      const auto snapshot = world.snapshot();
      static_cast<void>(snapshot->assessments({}, true));
      for (const char* alert : {"rising", "seen"}) {
        static_cast<void>(snapshot->evaluations(alert, false));
      }
    });
    CHECK_MESSAGE(error.find(what) != std::string::npos, error);
  }
}

TEST_CASE("numbers in a ledger that was kept whole are judged, too") {
  for (const auto& one : {std::pair("assessment_event SET credibility = 1.5", "a credibility"),
                          {"assessment_event SET without = -1", "a probability without an event"},
                          {"assessment_not_counted SET credibility = -1", "a credibility"},
                          {"assessment_misfit SET observed_per_day = -1", "a rate"}}) {
    const auto& change = one.first;
    const auto& what = one.second;
    CAPTURE(change);
    const OldStore old(3);
    static_cast<void>(old.open());
    tamper(old.path, std::string("PRAGMA ignore_check_constraints = ON; UPDATE ") + change);
    const std::string error =
        error_of([&] { static_cast<void>(old.open().snapshot()->assessments({}, true)); });
    CHECK(error.find(std::string(what) + " out of range in assessment (assessment ") !=
          std::string::npos);
  }
}

}  // namespace
}  // namespace signpost::store::testing
