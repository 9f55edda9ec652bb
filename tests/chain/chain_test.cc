// The chain as engine/store/chain.md has it: a verifier that was made from that page alone comes to
// the same head as ours, and finds whatever ours finds.
#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "engine/store/record.h"
#include "tests/english.h"
#include "tests/program/process.h"
#include "tests/unit/store/old_store.h"
#include "tests/unit/store/world.h"

namespace signpost::store::testing {
namespace {

namespace fs = std::filesystem;
using signpost::testing::Outcome;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// What the other verifier says of each of these stores: a head, or "wrong: …".
std::vector<std::string> told_of(const std::vector<fs::path>& stores) {
  std::vector<std::string> command{SIGNPOST_PYTHON, SIGNPOST_TESTS_DIR "/chain/verify.py"};
  for (const fs::path& store : stores) command.push_back(store.string());
  const Outcome outcome =
      signpost::testing::run({.command = std::move(command),
                              .folder = "/",
                              .environment = signpost::testing::plain_environment(),
                              .input = {},
                              .terminal = false,
                              .kill_after = {}});
  INFO(outcome.err);
  REQUIRE(outcome.err.empty());
  std::vector<std::string> lines = lines_of(outcome.out);
  REQUIRE(lines.size() == stores.size());
  const bool any_wrong = std::any_of(lines.begin(), lines.end(),
                                     [](const auto& line) { return line.starts_with("wrong: "); });
  REQUIRE(outcome.exit_code == (any_wrong ? 1 : 0));
  return lines;
}

Verification verify(const fs::path& store) {
  return Store::open(store, Store::Access::kRead).verify(std::nullopt);
}

/// Both find the store whole, and come to one head.
void check_whole(const fs::path& store) {
  const Verification ours = verify(store);
  CHECK(english(ours.problems) == std::vector<std::string>{});
  CHECK(told_of({store}).front() == to_hex(ours.head));
}

TEST_CASE("two verifiers come to one head of a store in which every table has a row") {
  const World world;
  check_whole(world.path);
  fill(world);
  check_whole(world.path);
}

TEST_CASE("two verifiers come to one head of upgraded stores, before and after a redaction") {
  for (int version = 1; version <= 7; ++version) {
    CAPTURE(version);
    const OldStore old(version);
    Store store = old.open(Store::Access::kWrite);
    check_whole(old.path);
    const std::string key =
        first_cell(old.path,
                   "SELECT coalesce((SELECT event FROM assessment_event WHERE event IS NOT NULL), "
                   "'none')");
    CHECK((key != "none") == (version == 3));
    Item told = item("told of that event", "A-77", clock_at("2026-08-01"));
    told.sightings = {
        {first_cell(old.path, "SELECT id FROM indicator WHERE number = 1"), std::nullopt}};
    told.event = key;
    const ItemId added = store.record(told, clock_at("2026-08-01")).item;
    store.redact(added, "someone is at risk", clock_at("2026-08-02"));
    if (key != "none") {
      CHECK(first_cell(old.path,
                       "SELECT count(*) > 0 FROM redacted_record r JOIN assessment a "
                       "ON a.entry = of_entry AND a.row = of_row") == "1");
    }
    check_whole(old.path);
  }
}

TEST_CASE("two redactions of one record leave what it is since the second") {
  const World world;
  const Clock clock = clock_at("2022-03-01");
  Store store = world.open();
  Item first = item("first", "A1", clock);
  first.event = "raid";
  Item second = item("second", "A2", clock);
  second.event = "raid";
  second.denies = "";
  Item denial = item("not so", "A3", clock);
  denial.sightings.clear();
  denial.denies = "raid";
  Item other = item("other", "A4", clock);
  other.event = "strike";
  Item both = item("tells of a strike, and denies the other", "A5", clock);
  both.event = "strike";
  both.denies = "raid";
  for (const Item& one : {first, second, denial, other, both}) store.record(one, clock);
  store.redact(1, "", clock_at("2022-03-02"));
  check_whole(world.path);
  store.redact(4, "", clock_at("2022-03-03"));
  CHECK(first_cell(world.path,
                   "SELECT max(n) FROM (SELECT count(*) AS n FROM redacted_record "
                   "GROUP BY of_entry, of_row)") == "2");
  check_whole(world.path);
  store.redact(5, "", clock_at("2022-03-04"));
  check_whole(world.path);
}

/// A copy of a store that is changed behind its back: no trigger and no foreign key.
class Copy {
 public:
  Copy(const fs::path& of, fs::path to) : path_(std::move(to)) {
    fs::copy_file(of, path_, fs::copy_options::overwrite_existing);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }
  /// Runs the first of these that changes a row; false where none does, or the file refuses all.
  [[nodiscard]] bool run(const std::vector<std::string>& statements) const {
    SQLite::Database database(path_.string(), SQLite::OPEN_READWRITE, 10'000);
    sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    database.exec("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF");
    return std::any_of(statements.begin(), statements.end(), [&](const std::string& sql) {
      try {
        return database.exec(sql) > 0;
      } catch (const SQLite::Exception&) {  // a CHECK refuses this one
        return false;
      }
    });
  }

 private:
  fs::path path_;
};

struct Column {
  std::string name;
  std::string type;
  int key = 0;  // its place in the primary key
  bool required = false;
};

std::vector<Column> columns_of(const fs::path& store, const std::string& table) {
  SQLite::Database database(store.string(), SQLite::OPEN_READONLY);
  SQLite::Statement query(database,
                          "SELECT name, type, pk, \"notnull\" OR pk FROM pragma_table_info(?)");
  query.bind(1, table);
  std::vector<Column> columns;
  while (query.executeStep()) {
    columns.push_back({query.getColumn(0).getString(), query.getColumn(1).getString(),
                       query.getColumn(2).getInt(), query.getColumn(3).getInt() != 0});
  }
  return columns;
}

std::vector<std::string> tables_of(const fs::path& store) {
  SQLite::Database database(store.string(), SQLite::OPEN_READONLY);
  SQLite::Statement query(database,
                          "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
  std::vector<std::string> tables;
  while (query.executeStep()) tables.push_back(query.getColumn(0).getString());
  return tables;
}

/// Values that a column may be changed to, as SQL; the first that no CHECK refuses will do.
std::vector<std::string> other_values(const Column& column) {
  const std::string name = '"' + column.name + '"';
  if (column.type == "INTEGER") {
    return {name + " + 1", name + " - 1", "coalesce(" + name + ", 0) + 1"};
  }
  if (column.type == "REAL") {
    return {name + " * 1.0000000000000002", "coalesce(" + name + ", 0) + 0.5",
            "coalesce(" + name + ", 0) + 1.5", "0.125"};
  }
  if (column.type == "TEXT") {
    return {name + " || 'x'", "iif(" + name + " = 'B', 'C', 'B')",
            "iif(" + name + " = 'day', 'month', 'day')",
            "iif(" + name + " = 'none_seen', 'nothing_left', 'none_seen')", "'said'"};
  }
  return {"CAST(substr(" + name + ", 1, length(" + name + ") - 1) || char(1) AS BLOB)",
          "CAST(substr('0123456789abcdef0123456789abcdef', 1, length(" + name + ")) AS BLOB)",
          "zeroblob(32)", "zeroblob(16)"};
}

/// A change that is tried: in words, and as SQL, of which the first statement that the file takes
/// makes it.
struct SingleChange {
  std::string table;
  std::string words;
  std::vector<std::string> statements;
};

std::vector<SingleChange> single_changes(const fs::path& store, const std::string& table) {
  std::vector<SingleChange> changes;
  const std::vector<Column> columns = columns_of(store, table);
  std::string key;
  for (const Column& column : columns) {
    if (column.key > 0) key += (key.empty() ? "\"" : ", \"") + column.name + '"';
  }
  const auto one_row = [&](const std::string& condition, const std::string& order) {
    return fmt::format(" WHERE ({0}) = (SELECT {0} FROM {1} WHERE {2} ORDER BY {0} {3} LIMIT 1)",
                       key, table, condition, order);
  };
  for (const Column& column : columns) {
    const std::string name = '"' + column.name + '"';
    SingleChange value{table, "a value of " + column.name, {}};
    SingleChange said{table, "a value of " + column.name + " where there was none", {}};
    for (const std::string& other : other_values(column)) {
      for (const char* order : {"ASC", "DESC"}) {
        const std::string set = fmt::format("UPDATE {} SET {} = {}", table, name, other);
        value.statements.push_back(
            set + one_row(fmt::format("{0} IS NOT NULL AND {0} IS NOT {1}", name, other), order));
        said.statements.push_back(
            set + one_row(fmt::format("{} IS NULL AND {} IS NOT NULL", name, other), order));
      }
    }
    changes.push_back(std::move(value));
    if (column.required) continue;
    changes.push_back(std::move(said));
    changes.push_back({table,
                       "no value of " + column.name,
                       {fmt::format("UPDATE {} SET {} = NULL", table, name) +
                        one_row(name + " IS NOT NULL", "ASC")}});
  }
  changes.push_back(
      {table, "the first row gone", {"DELETE FROM " + table + one_row("true", "ASC")}});
  changes.push_back(
      {table, "the last row gone", {"DELETE FROM " + table + one_row("true", "DESC")}});
  SingleChange added{table, "a row more", {}};
  for (const Column& column : columns) {
    if (column.key == 0) continue;
    for (const std::string& other : other_values(column)) {
      std::string values;
      for (const Column& each : columns) {
        values += values.empty() ? "" : ", ";
        values += each.name == column.name ? other : '"' + each.name + '"';
      }
      added.statements.push_back(fmt::format("INSERT INTO {0} SELECT {1} FROM {0}", table, values) +
                                 one_row("true", "DESC"));
    }
  }
  changes.push_back(std::move(added));
  return changes;
}

/// Tries all, one by one, each on a copy of its own; how many there were of each table.
std::map<std::string, int> try_all(const fs::path& store, const std::vector<std::string>& tables) {
  constexpr std::size_t kAtOnce = 60;
  const Folder folder;
  std::map<std::string, int> tried;
  std::vector<SingleChange> made;
  std::vector<fs::path> copies;
  const auto compare = [&] {
    if (copies.empty()) return;
    auto other = std::async(std::launch::async, [&] { return told_of(copies); });
    std::vector<Verification> all_ours;
    all_ours.reserve(copies.size());
    for (const fs::path& copy : copies) all_ours.push_back(verify(copy));
    const std::vector<std::string> theirs = other.get();
    for (std::size_t i = 0; i < copies.size(); ++i) {
      const Verification& ours = all_ours[i];
      CAPTURE(made[i].table);
      CAPTURE(made[i].words);
      CAPTURE(theirs[i]);
      CHECK_FALSE(ours.ok);
      ++tried[made[i].table];
      if (made[i].words.find(" folded_id") != std::string::npos) continue;  // it is in no digest
      CHECK(theirs[i].starts_with("wrong: "));
      // By the digests, and not because the file is no longer one.
      CHECK_FALSE(theirs[i].starts_with("wrong: the file is damaged"));
      CHECK(std::any_of(ours.problems.begin(), ours.problems.end(), [](const Phrase& phrase) {
        const std::string one = phrase.english();
        return !one.starts_with("The file is damaged");
      }));
    }
    made.clear();
    copies.clear();
  };
  for (const std::string& table : tables) {
    for (SingleChange& change : single_changes(store, table)) {
      const Copy copy(store, folder / fmt::format("{}.db", copies.size()));
      if (!copy.run(change.statements)) continue;
      made.push_back(std::move(change));
      copies.push_back(copy.path());
      if (copies.size() == kAtOnce) compare();
    }
  }
  compare();
  return tried;
}

/// The file alone, without a log.
void settle(const fs::path& store) {
  REQUIRE(run_sql(store, "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE; VACUUM")
              .empty());
}

TEST_CASE("whatever is changed in any column of any table, both verifiers find it") {
  const World world;
  fill(world);
  settle(world.path);
  std::vector<std::string> tables = tables_of(world.path);
  std::erase_if(tables, [&](const std::string& table) {  // those of the next case
    return first_cell(world.path, "SELECT count(*) FROM " + table) == "0";
  });
  REQUIRE(tables.size() == 58);
  const auto tried = try_all(world.path, tables);
  CHECK(tried.size() == tables.size());
  int all = 0;
  for (const auto& one : tried) {
    const auto& table = one.first;
    const int changes = one.second;
    CAPTURE(table);
    CHECK(changes >= static_cast<int>(columns_of(world.path, table).size()));
    all += changes;
  }
  MESSAGE(all, " changes, all found by both");
}

TEST_CASE("whatever is changed in a ledger that was kept whole, both verifiers find it") {
  const OldStore old(3);
  static_cast<void>(old.open());
  settle(old.path);
  std::vector<std::string> tables;
  for (const char* part : {"event", "silence", "not_counted", "misfit", "disagreeing"}) {
    tables.push_back(std::string("assessment_") + part);
  }
  const auto tried = try_all(old.path, tables);
  CHECK(tried.size() == tables.size());
  for (const auto& one : tried) {
    const auto& table = one.first;
    const int changes = one.second;
    CAPTURE(table);
    CHECK(changes >= static_cast<int>(columns_of(old.path, table).size()));
  }
}

constexpr const char* kDefinitions = R"(
[publication]
id = "forecast"
publisher = "A think tank"
published = 2022-01-28
title.en = "What comes next"

[[source]]
id = "sohr"
title.en = "The Observatory"
aliases = ["SOHR", "المرصد"]
reliability = "B"

[[indicator]]
id = "attacks"
title.en = "Attacks"
observable.en = "an attack"
  [[indicator.season]]
  from = 2022-04-02
  to = 2022-05-02
  factor = 1.6
  because = "Ramadan"
  [[indicator.coverage]]
  from = 2022-06-01
  to = 2022-06-10
  level = 0.5
  because = "an outage"

[[scenario]]
id = "campaign"
role = "effect"
title.en = "A campaign"
prior = 0.3
prior_because = "judgement"
persistence = "180 days"
opened = 2022-01-28
horizon = 2024-01-28
  [[scenario.assumes]]
  en = "It stays as it is"
  broken_by = ["attacks"]
  [[scenario.expects]]
  indicator = "attacks"
  if_true = "20 per month"
  if_false = "6 per month"
  within = 3
  because = "judgement"

[[schedule]]
id = "daily"
every = "day at 05:30"
timezone = "Asia/Damascus"
start = 2022-02-01
scenarios = ["*"]
report = { format = "csv", output = "{date}.csv" }

[[alert]]
id = "attack"
scenario = "campaign"
when = "indicator attacks seen within 30 days"
because = "the desk looks at each"
)";

constexpr const char* kSettings = R"([[notifier]]
id = "log"
file = "alerts.jsonl"
)";

constexpr const char* kRows =
    "id;occurred;text;indicators;bears;grade;source;event\n"
    "R1;2022-02-03;a first attack;attacks;;B2;SOHR;raid\n"
    "R2;2022-02-04;a second attack;attacks;;B2;المرصد;\n"
    "R3;2022-02-05;bears on it;;campaign=3;C3;a person;raid\n";

TEST_CASE("two verifiers come to one head after every command that writes") {
  const signpost::testing::ScratchFolder scratch;
  const fs::path store = scratch.path() / "signpost.db";
  std::ofstream(scratch.path() / "definitions.toml") << kDefinitions;
  std::ofstream(scratch.path() / "signpost.toml") << kSettings;
  std::ofstream(scratch.path() / "rows.csv") << kRows;
  const auto command = [&](const std::string& now, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {SIGNPOST_PROGRAM, "--now", now});
    const Outcome outcome =
        signpost::testing::run({.command = arguments,
                                .folder = scratch.path(),
                                .environment = signpost::testing::plain_environment(),
                                .input = {},
                                .terminal = false,
                                .kill_after = {}});
    INFO(fmt::format("{}: {}{}", fmt::join(arguments, " "), outcome.out, outcome.err));
    CHECK(outcome.exit_code == 0);
    check_whole(store);
  };
  command("2022-02-01", {"init"});
  command("2022-02-01", {"load", "definitions.toml"});
  command("2022-02-06", {"import", "rows.csv", "--feed", "desk"});
  command("2022-02-07", {"record", "a witness tells of the raid", "--indicator", "attacks",
                         "--source", "SOHR", "--grade", "B2", "--event", "raid"});
  command("2022-02-07", {"record", "an attack, says the wire", "--indicator", "attacks", "--source",
                         "a wire", "--grade", "C3"});
  command("2022-02-08", {"amend", "2", "--text", "a second attack, at night"});
  command("2022-02-08", {"tie", "2", "5"});
  command("2022-02-08", {"untie", "5"});
  command("2022-02-09", {"run"});
  command("2022-02-09", {"assess"});
  command("2022-02-10", {"cover", "attacks", "--from", "2022-02-01", "--level", "0.5", "--because",
                         "the network was down"});
  command("2022-02-10", {"cover", "--withdraw", "1", "--because", "it was up"});
  command("2022-02-11", {"retract", "2", "--because", "of another place"});
  command("2022-02-11", {"redact", "1", "--because", "someone is at risk", "--yes"});
  command("2022-02-12", {"retire", "campaign", "--because", "a trial"});
  command("2022-02-12", {"retire", "campaign", "--undo", "--because", "it goes on"});
  command("2022-02-13", {"run"});
  command("2022-02-11", {"mend-clock", "--because", "two days ahead"});
  command("2022-02-14", {"run"});
  for (const char* table : {"redacted_event", "redacted_record", "cover_withdrawal", "retirement",
                            "clock_mend", "notice", "attempt_end", "slot", "assessment_entry"}) {
    CAPTURE(table);
    CHECK(first_cell(store, std::string("SELECT count(*) > 0 FROM ") + table) == "1");
  }
}

TEST_CASE("the other verifier takes no view for a table, no other version, and no other file") {
  const Folder folder;
  const World world;
  settle(world.path);
  const Copy view(world.path, folder / "view.db");
  CHECK(run_sql(view.path(),
                "ALTER TABLE seal RENAME TO seals; CREATE VIEW seal AS SELECT * FROM "
                "seals")
            .empty());
  const Copy older(world.path, folder / "older.db");
  CHECK(run_sql(older.path(), "PRAGMA user_version = 4").empty());
  std::ofstream(folder / "text.db") << "no database, though long enough to be taken for one.";
  CHECK(told_of({view.path(), older.path(), folder / "text.db", folder / "none.db"}) ==
        std::vector<std::string>{"wrong: there is no table seal", "wrong: its version is 4, not 8",
                                 "wrong: file is not a database",
                                 "wrong: unable to open database file"});
}

/// "a, b" → {"a", "b"}
std::vector<std::string> split(const std::string& text, const std::string& at) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find(at, begin), text.size());
    const std::size_t first = text.find_first_not_of(' ', begin);
    const std::size_t last = text.find_last_not_of(' ', end - 1);
    if (first < end)
      parts.push_back(text.substr(first, last - first + 1));
    else
      parts.emplace_back();
    begin = end + at.size();
  }
  return parts;
}

std::string columns_on_the_page(const Table& table) {
  std::vector<std::string> columns = split(table.columns, ",");
  const std::size_t first_later = columns.size() - static_cast<std::size_t>(table.later);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::erase(columns[i], '"');
    if (i >= first_later) columns[i] = '[' + columns[i] + ']';
  }
  return fmt::format("{}", fmt::join(columns, ", "));
}

TEST_CASE("the page lists tables and columns as they are hashed") {
  std::map<std::string, std::string> written;  // by the table, the rest of its line
  for (const std::string& line :
       lines_of(bytes_of(SIGNPOST_TESTS_DIR "/../engine/store/chain.md"))) {
    if (!line.starts_with("| ") || line.starts_with("| record |") || line.starts_with("| part |") ||
        line.find('(') != std::string::npos || line.starts_with("| field |") ||
        line.starts_with("| NULL"))
      continue;
    const std::size_t end = line.find(" | ");
    REQUIRE(end != std::string::npos);
    written[line.substr(2, end - 2)] = line.substr(end + 3);
  }
  std::size_t lines = 0;
  for (const RecordKind& kind : record_kinds()) {
    std::vector<std::string> parts;
    for (const Table* part : kind.parts) {
      parts.push_back(fmt::format("{} {}", part->name, part->keys));
      CHECK(written[part->name] == columns_on_the_page(*part) + " |");
      ++lines;
    }
    const std::string ids = kind.identity != nullptr ? fmt::format("{} ", kind.identity->name) : "";
    const std::string under = parts.empty() ? "" : fmt::format("{} ", fmt::join(parts, ", "));
    CHECK(written[kind.table->name] ==
          fmt::format("{} | {}| {}|", columns_on_the_page(*kind.table), ids, under));
    ++lines;
  }
  CHECK(written.size() == lines);
}

}  // namespace
}  // namespace signpost::store::testing
