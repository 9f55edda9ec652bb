// Upgrades: a store that an older program made opens, still verifies, and loses nothing.
#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <map>
#include <set>
#include <thread>

#include "engine/base/sha256.h"
#include "engine/store/record.h"
#include "tests/english.h"
#include "tests/unit/store/old_store.h"
#include "tests/unit/store/world.h"

namespace signpost::store::testing {
namespace {

namespace fs = std::filesystem;
using Problems = std::vector<std::string>;

std::int64_t entries_of(int version) {
  return version < 3 ? 8 : version < 4 ? 13 : version < 5 ? 20 : version < 7 ? 21 : 15;
}

/// What older programs stored where a file did not say what a scenario asks.
Definitions as_held(Definitions all) {
  all.scenarios[0].asks = Asks::kState;
  return all;
}

/// The file that was loaded last into the store of version 3: it never said what is resolved there.
Definitions as_written() {
  Definitions all = with_every_margin(latest());
  all.schedules = definitions_with_clock().schedules;
  all.alerts = definitions_with_clock().alerts;
  all.scenarios[1].asks.reset();
  all.scenarios[1].base_rate.reset();
  return all;
}

std::string mode_of(const fs::path& file) {
  return fmt::format("{:o}", static_cast<unsigned>(fs::status(file).permissions()));
}

std::string version_of(const fs::path& file) { return first_cell(file, "PRAGMA user_version"); }

TEST_CASE("a schema file stays as stores were made with it") {
  CHECK(to_hex(sha256(schema_files()[0].text)) ==
        "79c2afc79597db2da772ded91d9682a628d693bec4c573ffa7c9f8ff74898871");
  CHECK(to_hex(sha256(schema_files()[1].text)) ==
        "09eb634ad561f59a9204fd4af7f20cbd82a52ff1169f34a5188b2801e253186e");
  CHECK(to_hex(sha256(schema_files()[2].text)) ==
        "0dcedd41c62572e288f18aed9d0eeab7e23f40856d4c82db6c3cc0c88a3aa8e1");
  CHECK(to_hex(sha256(schema_files()[3].text)) ==
        "4494b8eac383803d091917456ab6cdf1b5799e6a5947c428ca8b27fc6e606545");
  CHECK(to_hex(sha256(schema_files()[4].text)) ==
        "ad3b3f895bedfefd9252b82ff40faffcc190f30e8d66b4fa09699033f8a43faf");
  CHECK(to_hex(sha256(schema_files()[5].text)) ==
        "3cb5b3255a0e915c4a48732c068fdd7de9f9ebab0d5c8c5f96e4c6f94bb013d0");
  CHECK(to_hex(sha256(schema_files()[6].text)) ==
        "c98b0aca949a988f02227f09dba379ea3ea53ddd566456a53264432574840865");
  CHECK(to_hex(sha256(schema_files()[7].text)) ==
        "d32009aa99890e9b816c5d333002f4b6684a2c8cbb1dff0c56e6c7683b504b97");
}

TEST_CASE("an older store is upgraded when it is opened, and its chain holds as it was") {
  for (const int version : {1, 2, 3, 4, 5, 6, 7}) {
    for (const auto access : {Store::Access::kRead, Store::Access::kWrite}) {
      CAPTURE(version);
      const OldStore old(version);
      const Verification verified = old.open(access).verify(std::nullopt);
      CHECK(english(verified.problems) == Problems{});
      CHECK(verified.entries == entries_of(version));
      CHECK(to_hex(verified.head) == head_of(version));
      CHECK(english(old.open().verify_last(3).problems) == Problems{});
      CHECK(version_of(old.path) == std::to_string(schema_version()));
    }
  }
}

TEST_CASE("an upgraded store takes schedules, alerts and rounds") {
  for (const int version : {1, 2, 3}) {
    CAPTURE(version);
    const OldStore old(version);
    Store store = old.open(Store::Access::kWrite);
    CHECK(store.snapshot()->changes_after(0).size() == (version < 3 ? 3 : 4));
    store.load(definitions_with_all(), clock_at("2022-05-01"));
    Round round = round_of_monday("2022-05-02");
    CHECK(save(store, round, clock_at("2022-05-02T03:00Z")));
    const auto saved = store.snapshot()->assessments({}, true);
    CHECK(told(saved[saved.size() - 2]) == told(round.assessments[0]));
    const Verification verified = store.verify(*digest_from_hex(head_of(version)));
    CHECK(english(verified.problems) == Problems{});
    CHECK(verified.head_stood_at == entries_of(version));
  }
}

TEST_CASE("a text that did not say its language is in that of its letters, after the upgrade") {
  const OldStore old(5);
  const Definitions held = old.open().snapshot()->definitions(kForever);
  CHECK(held.publications[0].publisher == Bilingual("", "مكتب الرصد"));
  CHECK(held.sources[0].because == Bilingual("Counts by a method of its own.", ""));
  CHECK(held.indicators[0].baseline_because == Bilingual("", "وتيرة العام الماضي"));
  CHECK(held.scenarios[0].prior_because == Bilingual("Judgement.", ""));
  CHECK(held.scenarios[0].resolves_no == Bilingual("", "أقل من عشرة في الشهر"));
  CHECK(held.alerts[0].because == Bilingual("", "نداء"));
  // What said it in one language and says it in both now is a revision; what says the same is none.
  Store store = old.open(Store::Access::kWrite);
  CHECK(store.load(held, clock_at("2026-01-01")).unchanged == 6);
  Definitions both = held;
  both.scenarios[0].prior_because.ar = "تقدير";
  CHECK(store.load(both, clock_at("2026-01-02")).changes.size() == 1);
  CHECK(store.snapshot()->definitions(kForever).scenarios[0].prior_because ==
        Bilingual("Judgement.", "تقدير"));
  CHECK(english(store.verify(std::nullopt).problems) == Problems{});
}

TEST_CASE("a store from before counts holds what it held, and takes counts and grades") {
  const OldStore old(7);
  Store store = old.open(Store::Access::kWrite);
  const Definitions held = store.snapshot()->definitions(kForever);
  CHECK(held.grades.empty());
  CHECK(store.snapshot()->grades().empty());
  REQUIRE(held.scenarios.size() == 2);
  CHECK_FALSE(held.scenarios[0].criterion.has_value());
  CHECK(held.scenarios[0].prior == Probability(0.4));
  CHECK(store.snapshot()->resolutions({}).size() == 3);
  CHECK(store.snapshot()->forecasts({}).size() == 3);
  CHECK(store.snapshot()->verdicts().size() == 1);
  CHECK(store.load(held, clock_at("2026-07-04")).changes.empty());
  Definitions next = held;
  Scenario more;
  more.id = "more-shortages";
  more.asks = Asks::kCount;
  more.persistence = Days(std::numeric_limits<double>::infinity());
  more.opened = instant("2026-07-01");
  more.horizon = instant("2027-07-01");
  Criterion& criterion = more.criterion.emplace();
  criterion.indicators = {"shortages"};
  criterion.window = {instant("2026-07-01"), instant("2027-07-01")};
  criterion.factor = 1.25;
  criterion.history_from = instant("2024-01-01");
  next.scenarios.push_back(more);
  next.grades = {{Grade{'B', std::uint8_t{2}}, 6, false, "verdicts of a year"}};
  CHECK(store.load(next, clock_at("2026-07-04")).changes.size() == 2);
  CHECK(store.snapshot()->definitions(kForever).scenarios == next.scenarios);
  CHECK(store.snapshot()->definitions(kForever).grades == next.grades);
  const Verification verified = store.verify(*digest_from_hex(kHeadOfVersion7));
  CHECK(english(verified.problems) == Problems{});
  CHECK(verified.head_stood_at == entries_of(7));
}

TEST_CASE("an upgraded store holds what it held") {
  const OldStore old(1);
  const auto snapshot = old.open().snapshot();
  const Definitions first = snapshot->definitions(instant("2022-03-31"));
  CHECK(first.publications == definitions().publications);
  CHECK(first.sources == definitions().sources);
  CHECK(first.indicators == definitions().indicators);
  CHECK(first.scenarios == as_held(definitions()).scenarios);
  const Definitions last = snapshot->definitions(instant("2022-12-31"));
  CHECK(last.indicators == latest().indicators);
  CHECK(last.scenarios == as_held(latest()).scenarios);
  const auto items = snapshot->items();
  REQUIRE(items.size() == 4);
  CHECK(items[1].content.text == "one, amended");
  CHECK(items[2].content.bears == std::vector<Bearing>{{"plan", 3, "for"}});
  CHECK(items[3].redacted);
  CHECK(snapshot->item(2)->retracted_because == "wrong");
  REQUIRE(snapshot->covers("attacks").size() == 1);
  CHECK(snapshot->covers("attacks")[0].span.level == 0.5);
}

TEST_CASE("an upgraded store holds its definitions, and what was unsaid in them is unsaid") {
  const OldStore old(3);
  const auto snapshot = old.open().snapshot();
  const Definitions first = snapshot->definitions(instant("2022-03-05"));
  CHECK(first.indicators == definitions().indicators);
  CHECK(first.scenarios == as_held(definitions()).scenarios);
  CHECK_FALSE(first.scenarios[0].prior_within.has_value());
  CHECK_FALSE(first.scenarios[0].expects[0].within.has_value());
  CHECK_FALSE(first.scenarios[0].expects[0].ratio_within.has_value());
  CHECK_FALSE(first.indicators[0].seasons[0].within.has_value());
  const Definitions last = snapshot->definitions(instant("2022-12-31"));
  const Definitions said = with_every_margin(latest());
  CHECK(last.publications == said.publications);
  CHECK(last.sources == said.sources);
  CHECK(last.indicators == said.indicators);
  CHECK(last.scenarios == as_held(said).scenarios);
  CHECK(last.scenarios[0].prior_within == 3);
  CHECK_FALSE(last.scenarios[0].expects[1].within.has_value());
  CHECK(last.schedules == definitions_with_clock().schedules);
  CHECK(last.alerts == definitions_with_clock().alerts);
  CHECK(snapshot->scenario("growth")[1].recorded == instant("2022-03-06"));
}

TEST_CASE("an upgraded store holds its items") {
  const OldStore old(3);
  const auto snapshot = old.open().snapshot();
  const auto items = snapshot->items();
  REQUIRE(items.size() == 6);
  CHECK(items[0].known == KnownSpan{instant("2022-03-01"), instant("2022-03-02")});
  CHECK(items[1].content.text == "one, amended");
  CHECK(items[1].content.event == "raid");
  CHECK(items[1].content.denies.empty());
  CHECK(items[2].content.sightings ==
        std::vector<Sighting>{{"attacks", {}}, {"cells-raided", Grade{'C', std::uint8_t{3}}}});
  CHECK(items[2].content.credibility == Probability(0.75));
  CHECK(items[2].content.place == "Hasakah");
  CHECK(snapshot->item(2)->retracted_because == "wrong");
  CHECK(items[3].redacted);
  CHECK(items[3].content.text.empty());
  CHECK(items[3].content.event == "Ambush");
  CHECK(items[3].pseudonymous_at(instant("2022-12-31"))->origin == snapshot->pseudonym("sohr"));
  CHECK(items[4].content.total == Total{instant("2022-02-01"), 54});
  CHECK(items[4].content.occurred_as == Precision::kMonth);
  CHECK(items[4].content.available_given);
  CHECK(items[4].content.kept_sha256 == std::string(64, 'a'));
  CHECK(items[5].content.text == "five");
  CHECK(snapshot->items_that_deny(true).empty());
  CHECK(snapshot->items_of_indicator("attacks", true).size() == 6);
  CHECK(snapshot->covers("attacks").size() == 1);
}

TEST_CASE("an upgraded store holds what its clock left behind, ledgers whole") {
  const OldStore old(3);
  const auto snapshot = old.open().snapshot();
  const auto saved = snapshot->assessments({}, true);
  REQUIRE(saved.size() == 3);
  CHECK(told(*saved[0].assessment.ledger) == told(full_ledger()));
  CHECK(saved[0].interval->low == Probability(0.2));
  CHECK_FALSE(saved[1].assessment.ledger.has_value());
  CHECK(saved[1].assessment.state == ScenarioState::kPastHorizon);
  CHECK(told(*saved[2].assessment.ledger) == told([] {
          Ledger none;
          none.probability = Probability(0.5);
          return none;
        }()));
  for (const SavedAssessment& one : saved) {
    CHECK(one.assessment.model == 1);
    CHECK_FALSE(one.kept.has_value());
    CHECK_FALSE(one.assessment.at_horizon.has_value());
    CHECK_FALSE(one.assessment.came_true.has_value());
  }
  const auto slots = snapshot->slots({});
  REQUIRE(slots.size() == 2);
  CHECK(slots[0].skipped);
  CHECK(slots[1].report == "weekly/2022-03-07.html");
  Round round = round_of_monday("2022-03-07");
  round.evaluations[0].assessment = 2;
  round.evaluations[1].assessment = 1;
  CHECK(told(snapshot->evaluations("seen", false).at(0)) == told(round.evaluations[0]));
  CHECK(told(snapshot->evaluations("rising", false).at(0)) == told(round.evaluations[1]));
  const auto deliveries = snapshot->deliveries(false, {});
  REQUIRE(deliveries.size() == 1);
  CHECK(deliveries[0].notice.alert == "rising");
  CHECK(deliveries[0].notice.notifiers == std::vector<std::string>{"mail", "desk"});
  CHECK(deliveries[0].attempts.at(0).detail == "no route");
  CHECK(snapshot->last_change_answered() == 12);
  // And the slot that was done is done.
  Round again = round_of_monday("2022-03-07");
  Store store = old.open(Store::Access::kWrite);
  CHECK_THROWS_AS(save(store, again, clock_at("2022-05-01")), std::logic_error);
}

TEST_CASE("loading what was loaded before an upgrade is no revision") {
  const OldStore first(1);
  CHECK(first.open(Store::Access::kWrite).load(latest(), clock_at("2022-05-01")).changes.empty());
  const OldStore old(3);
  Store store = old.open(Store::Access::kWrite);
  CHECK(store.load(as_held(as_written()), clock_at("2022-05-01")).changes.empty());
  CHECK(store.load(as_written(), clock_at("2022-05-01")).changes.empty());
  CHECK(to_hex(store.verify(std::nullopt).head) == kHeadOfVersion3);
}

TEST_CASE("an upgraded store takes what only now can be said, and knows its old head") {
  const OldStore old(1);
  Store store = old.open(Store::Access::kWrite);
  const Definitions next = as_held(with_every_margin(latest()));
  const Loaded loaded = store.load(next, clock_at("2022-05-01"));
  REQUIRE(loaded.changes.size() == 2);
  CHECK(loaded.changes[0].id == "attacks");
  CHECK(loaded.changes[0].revision == 3);
  CHECK(loaded.changes[1].id == "growth");
  CHECK(loaded.changes[1].revision == 3);
  const auto snapshot = store.snapshot();
  CHECK(snapshot->definitions(instant("2022-12-31")).indicators == next.indicators);
  CHECK(snapshot->definitions(instant("2022-12-31")).scenarios == next.scenarios);
  CHECK(snapshot->definitions(instant("2022-04-30")).scenarios == as_held(latest()).scenarios);
  const Verification verified = store.verify(*digest_from_hex(kHeadOfVersion1));
  CHECK(english(verified.problems) == Problems{});
  CHECK(verified.head_stood_at == 8);
}

TEST_CASE("a margin that is said as it was once filled in is another than none") {
  const OldStore old(3);
  Store store = old.open(Store::Access::kWrite);
  Definitions next = as_written();
  next.scenarios[0].expects[1].within = 2.0;
  CHECK(store.load(next, clock_at("2022-05-01")).changes.size() == 1);
  CHECK(store.snapshot()->definitions(instant("2022-12-31")).scenarios[0].expects[1].within == 2.0);
  CHECK(english(store.verify(std::nullopt).problems) == Problems{});
  tamper(old.path, "UPDATE scenario_expectation SET within = NULL WHERE revision = 3");
  CHECK(store.verify(std::nullopt).problems.size() == 1);
}

TEST_CASE("of items of an older store that are one by today's rule the lowest number is it") {
  const OldStore old(4);
  Store store = old.open(Store::Access::kWrite);
  CHECK(first_cell(old.path,
                   "SELECT group_concat(item || version || ' ' || folded_id, ', ') FROM item_text "
                   "WHERE folded_id IS NOT NULL") == "11 m-17, 12 m-17, 31 ب-17");
  const auto items = store.snapshot()->items();
  const auto third = std::find_if(items.begin(), items.end(),
                                  [](const ItemVersion& version) { return version.item == 3; });
  REQUIRE(third != items.end());
  const auto sixth = std::find_if(items.begin(), items.end(),
                                  [](const ItemVersion& version) { return version.item == 6; });
  REQUIRE(sixth != items.end());
  CHECK(sixth->content.source != third->content.source);
  CHECK(sixth->content.id != third->content.id);
  Item again = sixth->content;
  again.text += ", and more";
  const Added added = store.record(again, clock_at("2025-05-01"));
  CHECK(added.fate == Fate::kAmended);
  CHECK(added.item == 3);
  CHECK(english(store.verify(std::nullopt).problems) == Problems{});
}

/// Of a table, the columns that were added later.
std::vector<std::string> later_columns(const Table& table) {
  std::vector<std::string> columns;
  std::string_view rest = table.columns;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(", "), rest.size());
    columns.emplace_back(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 2, rest.size()));
  }
  columns.erase(columns.begin(), columns.end() - table.later);
  return columns;
}

TEST_CASE("where nothing could be said, nothing can be put in unseen") {
  const Table* const tables[] = {&kPublicationRevision, &kSourceRevision,  &kIndicatorRevision,
                                 &kIndicatorCoverage,   &kIndicatorSeason, &kScenarioRevision,
                                 &kExpectation,         &kItemVersion,     &kAlertRevision,
                                 &kAssessment};
  std::set<std::string> with_later;
  for (const RecordKind& kind : record_kinds()) {
    if (kind.table->later > 0) with_later.insert(kind.table->name);
    for (const Table* part : kind.parts) {
      if (part->later > 0) with_later.insert(part->name);
    }
  }
  CHECK(with_later.size() == std::size(tables));
  // Of each type what it takes, of numbers also those that were once filled in.
  const std::map<std::string, std::vector<const char*>> values = {{"INTEGER", {"1"}},
                                                                  {"REAL", {"2.0", "1.25", "1.5"}},
                                                                  {"TEXT", {"'C'"}},
                                                                  {"BLOB", {"zeroblob(32)"}}};
  for (const Table* table : tables) {
    const OldStore old(3);
    const Store store = old.open();
    const std::string key(table->columns, std::string_view(table->columns).find(','));
    for (const std::string& column : later_columns(*table)) {
      const std::string type = first_cell(
          old.path, fmt::format("SELECT type FROM pragma_table_info('{}') WHERE name = '{}'",
                                table->name, column));
      REQUIRE(values.contains(type));
      for (const char* value : values.at(type)) {
        CAPTURE(table->name);
        CAPTURE(column);
        CAPTURE(value);
        // In the first rows of the table nobody said anything there.
        const auto put = [&](const char* what) {
          tamper(old.path,
                 fmt::format("PRAGMA ignore_check_constraints = ON; UPDATE {} SET {} = {} "
                             "WHERE {} = 1 AND {} IS {}",
                             table->name, column, what, key, column,
                             std::string_view(what) == "NULL" ? value : "NULL"));
        };
        put(value);
        CHECK_FALSE(store.verify_last(99).ok);
        put("NULL");
        CHECK(store.verify_last(99).ok);
      }
    }
  }
}

TEST_CASE("a number that was said cannot be changed unseen, nor moved to where none was said") {
  for (const char* change :
       {"scenario_revision SET prior_within = 2", "scenario_revision SET prior_within = 4",
        "scenario_revision SET prior_within = NULL",
        "scenario_expectation SET within = 2 WHERE position = 1",
        "scenario_expectation SET within = NULL WHERE position = 1",
        "scenario_expectation SET within = NULL, ratio_within = 1.15 WHERE position = 1",
        "scenario_expectation SET within = 1, ratio_within = NULL WHERE position = 2",
        "indicator_season SET within = 1.5", "indicator_season SET within = NULL"}) {
    CAPTURE(change);
    const bool has_where = std::string(change).find("WHERE") != std::string::npos;
    const auto problems = OldStore(3).problems_after(
        "UPDATE " + std::string(change) + (has_where ? " AND" : " WHERE") + " revision = 2");
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].find("revision 2) is not what entry 8 recorded") != std::string::npos);
  }
}

TEST_CASE("a ledger that was kept whole cannot be changed unseen") {
  // NOLINTBEGIN(bugprone-suspicious-missing-comma): a statement runs over three lines
  for (const char* change :
       {"UPDATE assessment_event SET today = 2e-300 WHERE position = 1",
        "UPDATE assessment_event SET items = '3 17' WHERE position = 1",
        "DELETE FROM assessment_event WHERE position = 2",
        "INSERT INTO assessment_event SELECT 2, position, event, indicator, occurred, occurred_as, "
        "until, published, counted, items, origins, credibility, ratio, arrived, today, without "
        "FROM assessment_event",
        "UPDATE assessment_silence SET watched_days = 34 WHERE position = 1",
        "UPDATE assessment_not_counted SET reason = 'none_seen' WHERE position = 1",
        "UPDATE assessment_misfit SET observed_per_day = 1",
        "UPDATE assessment_disagreeing SET total = '#18' WHERE position = 2",
        "UPDATE assessment SET ledger_probability = 0.31 WHERE assessment = 1",
        "INSERT INTO assessment_account VALUES (1, 1, 1, 0.1, 0.2)",
        "INSERT INTO assessment_entry VALUES (1, 1, 1, 1, 0.1, 0.2, 0.3)"}) {
    // NOLINTEND(bugprone-suspicious-missing-comma)
    CAPTURE(change);
    const auto problems = OldStore(3).problems_after(change);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].starts_with("assessment (assessment "));
  }
}

TEST_CASE("the store refuses a margin that no reader lets through") {
  for (const double margin : {0.5, 1001.0}) {
    const World world;
    Definitions next = definitions();
    next.scenarios[0].expects[0].within = margin;
    CHECK(error_of([&] { world.open().load(next, clock_at("2022-05-01")); }) !=
          "nothing was thrown");
    CHECK(world.snapshot()->scenario("growth").size() == 1);
  }
}

TEST_CASE("an older store is copied beside itself before it is upgraded") {
  for (const int version : {1, 2, 3, 4, 5, 6, 7}) {
    for (const auto access : {Store::Access::kRead, Store::Access::kWrite}) {
      CAPTURE(version);
      const OldStore old(version);
      fs::permissions(old.path, fs::perms(0640));
      const Store store = old.open(access);
      REQUIRE(store.copy_before_upgrade() == old.copy());
      CHECK(version_of(old.copy()) == std::to_string(version));
      CHECK(mode_of(old.copy()) == "640");
      // It can be opened like the store, and is whole.
      const Store copy = Store::open(old.copy(), Store::Access::kRead);
      CHECK(english(copy.verify(std::nullopt).problems) == Problems{});
      CHECK(to_hex(copy.verify(std::nullopt).head) == head_of(version));
      // Nothing else was left beside it.
      std::set<std::string> files;
      for (const auto& file : fs::directory_iterator(old.folder.path())) {
        const std::string name = file.path().filename();
        if (!name.ends_with("-wal") && !name.ends_with("-shm")) files.insert(name);
      }
      CHECK(files == std::set<std::string>{"old.db", "old.db.before-upgrade-1",
                                           "old.db.before-upgrade-1.before-upgrade-1"});
    }
  }
}

TEST_CASE("what is still in the log of an older store is in its copy") {
  const OldStore old(3);
  run_sql(old.path, "PRAGMA journal_mode = WAL");
  // A program that holds the store open keeps the log from going into the file.
  SQLite::Database holding(old.path.string(), SQLite::OPEN_READWRITE);
  holding.exec(
      "BEGIN; INSERT INTO journal VALUES (14, 1646697601, 0, 'retract'); INSERT INTO retraction "
      "VALUES (4, 1, 'late', 14, 1, zeroblob(32)); COMMIT");
  REQUIRE(fs::file_size(old.path.string() + "-wal") > 0);
  static_cast<void>(old.open());
  CHECK(first_cell(old.copy(), "SELECT because FROM retraction WHERE item = 4") == "late");
  CHECK(first_cell(old.path, "SELECT because FROM retraction WHERE item = 4") == "late");
}

TEST_CASE("a copy takes no other file's place, and a current store is not copied") {
  const OldStore old(3);
  for (const int taken : {1, 2}) {
    CHECK(run_sql(old.path, fmt::format("VACUUM INTO '{}'", old.copy(taken).string())).empty());
  }
  const std::string before = bytes_of(old.copy(1));
  CHECK(old.open().copy_before_upgrade() == old.copy(3));
  CHECK(bytes_of(old.copy(1)) == before);
  CHECK(old.open().copy_before_upgrade() == std::nullopt);
  CHECK_FALSE(fs::exists(old.copy(4)));
  CHECK(World().open().copy_before_upgrade() == std::nullopt);
}

TEST_CASE("programs that open an older store at once upgrade it once") {
  const OldStore old(3);
  std::vector<int> copies(4, 0);
  {
    std::vector<std::jthread> programs;
    programs.reserve(copies.size());
    for (int& copied : copies) {
      programs.emplace_back([&] {
        const Store store = old.open();
        copied = store.copy_before_upgrade() ? 1 : 0;
        if (store.snapshot()->items().size() != 6) copied = 100;
      });
    }
  }
  CHECK(std::count(copies.begin(), copies.end(), 1) == 1);
  CHECK(std::count(copies.begin(), copies.end(), 0) == 3);
  CHECK_FALSE(fs::exists(old.copy(2)));
  CHECK(english(old.open().verify(std::nullopt).problems) == Problems{});
}

TEST_CASE("a store whose references do not hold is not upgraded, and left as it was") {
  const OldStore old(3);
  tamper(old.path, "DELETE FROM schedule WHERE number = 2");
  const std::string rows = first_cell(old.path, "SELECT count(*) FROM schedule_revision");
  CHECK(error_of([&] { static_cast<void>(old.open()); }) ==
        "\"" + old.path.string() +
            "\" cannot be upgraded: schedule_revision has 1 reference to rows of schedule that are "
            "not there | it was changed behind Signpost's back: `signpost restore FILE` puts a "
            "backup in its place");
  CHECK(version_of(old.path) == "3");
  CHECK(first_cell(old.path, "SELECT count(*) FROM schedule_revision") == rows);
  CHECK_FALSE(fs::exists(old.copy()));
}

TEST_CASE("an upgraded store checks references as any") {
  const OldStore old(3);
  Store store = old.open(Store::Access::kWrite);
  Round round;
  AlertEvaluation one;
  one.alert = "seen";
  one.revision = 7;  // which the alert never had
  SavedAssessment saved;
  saved.assessment.scenario = "plan";
  round.assessments = {saved};
  round.evaluations = {one};
  CHECK(error_of([&] {
          save(store, round, clock_at("2022-05-01"));
        }).find("FOREIGN KEY constraint failed") != std::string::npos);
}

TEST_CASE("an upgraded store and a new one have the same schema") {
  const OldStore old(1);
  static_cast<void>(old.open());
  const World world;
  const std::string schema =
      "SELECT group_concat(type || name || coalesce(sql, ''), char(10)) FROM (SELECT * FROM "
      "sqlite_schema ORDER BY type, name)";
  CHECK(first_cell(old.path, schema) == first_cell(world.path, schema));
}

TEST_CASE("no table that takes rows has a closed list of words") {
  const World world;
  CHECK(first_cell(world.path,
                   "SELECT group_concat(name) FROM sqlite_schema WHERE type = 'table' "
                   "AND sql LIKE '% IN (''%'") == "assessment_event,assessment_not_counted");
}

}  // namespace
}  // namespace signpost::store::testing
