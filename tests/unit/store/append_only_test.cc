// The triggers: every forbidden statement fails for whoever tries it through another connection.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <iterator>

#include "tests/unit/store/old_store.h"
#include "tests/unit/store/world.h"

namespace signpost::store::testing {
namespace {

const std::vector<std::string>& tables() {
  static const std::vector<std::string> all = {"journal",
                                               "seal",
                                               "store",
                                               "publication",
                                               "publication_revision",
                                               "source",
                                               "source_revision",
                                               "source_alias",
                                               "indicator",
                                               "indicator_revision",
                                               "indicator_coverage",
                                               "indicator_season",
                                               "indicator_occasion",
                                               "scenario",
                                               "scenario_revision",
                                               "scenario_assumption",
                                               "assumption_breaker",
                                               "scenario_expectation",
                                               "scenario_implied",
                                               "scenario_criterion",
                                               "scenario_criterion_indicator",
                                               "grade",
                                               "grade_revision",
                                               "item_version",
                                               "item_text",
                                               "sighting",
                                               "bearing",
                                               "retraction",
                                               "redaction",
                                               "redacted_version",
                                               "redacted_source",
                                               "redacted_id",
                                               "redacted_event",
                                               "redacted_record",
                                               "cover",
                                               "cover_withdrawal",
                                               "clock_mend",
                                               "retirement",
                                               "resolution",
                                               "resolution_item",
                                               "forecast",
                                               "unsealing",
                                               "verdict",
                                               "schedule",
                                               "schedule_revision",
                                               "schedule_scenario",
                                               "alert",
                                               "alert_revision",
                                               "assessment",
                                               "assessment_account",
                                               "assessment_entry",
                                               "slot",
                                               "answered",
                                               "alert_evaluation",
                                               "notice",
                                               "notice_to",
                                               "attempt",
                                               "attempt_end"};
  return all;
}

/// Of model 1: in an older store they may have rows.
constexpr const char* kLedgersKeptWhole[] = {"assessment_event", "assessment_silence",
                                             "assessment_not_counted", "assessment_misfit",
                                             "assessment_disagreeing"};

TEST_CASE("the list of tables is whole and each has a row") {
  const World world;
  fill(world);
  CHECK(first_cell(world.path, "SELECT count(*) FROM sqlite_schema WHERE type = 'table'") ==
        std::to_string(tables().size() + std::size(kLedgersKeptWhole)));
  for (const std::string& table : tables()) {
    CAPTURE(table);
    CHECK(first_cell(world.path, "SELECT count(*) > 0 FROM " + table) == "1");
  }
}

TEST_CASE("no row of any table can be deleted") {
  const World world;
  fill(world);
  for (const std::string& table : tables()) {
    CHECK(run_sql(world.path, "DELETE FROM " + table) ==
          table + " is append-only: rows are never deleted");
  }
  CHECK(world.verify().ok);
}

TEST_CASE("no row of any table can be changed") {
  const World world;
  fill(world);
  for (const std::string& table : tables()) {
    const std::string column =
        first_cell(world.path, "SELECT name FROM pragma_table_info('" + table + "') LIMIT 1");
    const std::string refused =
        run_sql(world.path, fmt::format("UPDATE {0} SET {1} = {1} + 1", table, column));
    CAPTURE(refused);
    CHECK(refused.starts_with(table + " is append-only: rows are never changed"));
  }
  CHECK(world.verify().ok);
}

TEST_CASE("no row of any table can be replaced, not even where replacing fires no delete trigger") {
  const World world;
  fill(world);
  for (const std::string& table : tables()) {
    // Records are given an entry that is not sealed: they are refused for that otherwise.
    const bool record = table != "journal" && table != "seal" &&
                        first_cell(world.path, "SELECT count(*) FROM pragma_table_info('" + table +
                                                   "') WHERE name = 'entry'") == "1";
    const bool keyed_by_entry =
        table == "cover" || table == "slot" || table == "answered" || table == "clock_mend";
    const std::string refused = run_sql(
        world.path,
        fmt::format("PRAGMA recursive_triggers = OFF; CREATE TEMP TABLE copy AS SELECT * FROM {0}; "
                    "{1}INSERT OR REPLACE INTO {0} SELECT * FROM copy",
                    table, record && !keyed_by_entry ? "UPDATE copy SET entry = 99; " : ""));
    CAPTURE(refused);
    if (keyed_by_entry) {
      CHECK(refused == table + " takes no row for an entry that is sealed");
    } else {
      CHECK(refused == table + " is append-only: rows are never replaced");
    }
  }
  CHECK(world.verify().ok);
}

TEST_CASE("an id cannot be taken over by another number") {
  const World world;
  fill(world);
  for (const char* table :
       {"publication", "source", "grade", "indicator", "scenario", "schedule", "alert"}) {
    CHECK(run_sql(world.path,
                  fmt::format("PRAGMA recursive_triggers = OFF; INSERT OR REPLACE INTO {0} "
                              "SELECT number + 100, id FROM {0}",
                              table)) ==
          fmt::format("{} is append-only: rows are never replaced", table));
  }
}

TEST_CASE("an entry that is sealed takes no further row") {
  const World world;
  fill(world);
  CHECK(run_sql(world.path,
                "INSERT INTO cover SELECT entry, row + 1, indicator, \"from\", \"to\", level, "
                "because, digest FROM cover") == "cover takes no row for an entry that is sealed");
  CHECK(run_sql(world.path,
                "INSERT INTO retraction SELECT 1, 1, because, entry, 2, digest FROM retraction") ==
        "retraction takes no row for an entry that is sealed");
  CHECK(run_sql(world.path,
                "INSERT INTO indicator_revision (indicator, revision, once, lag_days, dispersion, "
                "watched, entry, row, digest) SELECT indicator, revision + 1, once, lag_days, "
                "dispersion, watched, entry, row + 100, digest FROM indicator_revision") ==
        "indicator_revision takes no row for an entry that is sealed");
}

TEST_CASE("what keeps ledgers of model 1 whole is left as it is") {
  const OldStore old(3);
  static_cast<void>(old.open());
  for (const std::string table : kLedgersKeptWhole) {
    CAPTURE(table);
    CHECK(first_cell(old.path, "SELECT count(*) > 0 FROM " + table) == "1");
    CHECK(run_sql(old.path, "DELETE FROM " + table) ==
          table + " is append-only: rows are never deleted");
    CHECK(run_sql(old.path, "UPDATE " + table + " SET position = position + 1")
              .starts_with(table + " is append-only: rows are never changed"));
    CHECK(run_sql(old.path, fmt::format("INSERT OR REPLACE INTO {0} SELECT * FROM {0}", table)) ==
          table + " takes no more rows: it holds the ledgers of model 1");
  }
  CHECK(old.open().verify(std::nullopt).ok);
}

TEST_CASE("a slot can be done again under another entry, and not twice under one") {
  const World world;
  fill(world);
  const std::string again =
      "INSERT INTO journal VALUES (99, 0, 0, 'slot'); "
      "INSERT INTO slot SELECT schedule, due, skipped, assessments, report, problem, 99, row, "
      "digest FROM slot; ";
  CHECK(run_sql(world.path, "BEGIN; " + again + "ROLLBACK").empty());
  CHECK(run_sql(world.path, "BEGIN; " + again + again.substr(again.find("INSERT INTO slot")) +
                                "ROLLBACK") == "slot is append-only: rows are never replaced");
}

TEST_CASE("an item cannot be blanked without a redaction of the entry that is open") {
  const World world;
  fill(world);
  const std::string refused_text =
      "item_text is append-only: rows are never changed but by a redaction";
  const std::string blank =
      "UPDATE item_text SET id = NULL, folded_id = NULL, text = NULL, url = NULL, place = NULL, "
      "note = NULL, by = NULL, salt = NULL WHERE item = ";
  CHECK(run_sql(world.path, blank + "1") == refused_text);
  CHECK(run_sql(world.path, blank + "3") == refused_text);  // its redaction is sealed
  CHECK(
      run_sql(world.path, "UPDATE item_version SET source = NULL, origin = NULL WHERE item = 1") ==
      "item_version is append-only: rows are never changed but by a redaction");
  CHECK(world.verify().ok);
}

TEST_CASE("a redaction cannot change what is not private, nor write anything but blanks") {
  const World world;
  fill(world);
  const std::string open_redaction =
      "INSERT INTO journal VALUES (99, 0, 0, 'redact'); "
      "INSERT INTO redaction VALUES (1, 'x', 99, 1, zeroblob(32)); ";
  CHECK(run_sql(world.path, "BEGIN; " + open_redaction +
                                "UPDATE item_version SET source = NULL, origin = NULL, digit = 1 "
                                "WHERE item = 1; COMMIT") ==
        "item_version is append-only: rows are never changed but by a redaction");
  CHECK(run_sql(world.path, "BEGIN; " + open_redaction +
                                "UPDATE item_version SET source = 'another', origin = NULL "
                                "WHERE item = 1; COMMIT") ==
        "item_version is append-only: rows are never changed but by a redaction");
  CHECK(run_sql(world.path, "BEGIN; " + open_redaction +
                                "UPDATE item_text SET text = 'another' WHERE item = 1; COMMIT") ==
        "item_text is append-only: rows are never changed but by a redaction");
  CHECK(run_sql(world.path,
                "BEGIN; " + open_redaction +
                    "UPDATE item_text SET id = NULL, folded_id = NULL, text = NULL, "
                    "url = NULL, place = NULL, note = NULL, by = NULL, salt = NULL, item = 9 "
                    "WHERE item = 1; COMMIT") ==
        "item_text is append-only: rows are never changed but by a redaction");
  CHECK(world.verify().ok);
}

TEST_CASE("the views are there to be read by people") {
  const World world;
  fill(world);
  CHECK(first_cell(world.path, "SELECT group_concat(state || redacted, ' ') FROM evidence") ==
        "stands retracted standsredacted");
  CHECK(first_cell(world.path, "SELECT occurred FROM evidence WHERE item = 1") == "2022-02-10");
  CHECK(first_cell(world.path,
                   "SELECT indicators || '; ' || bears || '; ' || grade FROM evidence "
                   "WHERE item = 1") == "attacks; plan for; B2");
  CHECK(first_cell(world.path,
                   "SELECT recorded || ' ' || kind || ' ' || rows FROM "
                   "journal_readable WHERE entry = 2") == "2022-02-01T00:00:00Z load 7");
  CHECK(first_cell(world.path,
                   "SELECT publication || ' ' || opened || ' ' || horizon FROM "
                   "scenarios WHERE id = 'growth'") ==
        "forecast-2022 2022-01-28T00:00:00Z 2023-01-28T23:59:59Z");
  CHECK(first_cell(world.path, "SELECT ratio FROM expectations WHERE indicator = 'attacks'") ==
        "1.5");
  CHECK(first_cell(world.path, "SELECT ratio FROM expectations WHERE indicator = 'releases'") ==
        "3.5");
  CHECK(first_cell(world.path, "SELECT occasions FROM indicators WHERE id = 'releases'") ==
        "2022-05-05 · 2022-06-05");
  CHECK(first_cell(world.path,
                   "SELECT usual_grade || ' ' || of FROM indicators WHERE id = 'raids'") ==
        "C3 all-raids");
  CHECK(first_cell(world.path, "SELECT implies FROM scenarios WHERE id = 'demands'") ==
        "wider · plan");
  CHECK(first_cell(world.path, "SELECT items FROM indicators WHERE id = 'attacks'") == "3");
  CHECK(first_cell(world.path, "SELECT aliases FROM sources WHERE id = 'sohr'") ==
        "SOHR · المرصد السوري");
  CHECK(first_cell(world.path, "SELECT level FROM coverage") == "0.5");
  CHECK(first_cell(world.path,
                   "SELECT start || ' ' || scenarios FROM schedules "
                   "WHERE id = 'weekly'") == "2022-02-01T00:00:00Z forecast-2022 · plan · *");
  CHECK(first_cell(world.path,
                   "SELECT scenario || ' ' || kind || ' ' || indicator FROM alerts "
                   "WHERE id = 'seen'") == "plan seen cells-raided");
  CHECK(first_cell(world.path,
                   "SELECT scenario || ' ' || as_of || ' ' || schedule || ' ' || "
                   "events FROM assessments WHERE assessment = 1") ==
        "growth 2022-03-07T03:00:00Z weekly 54");
  CHECK(first_cell(world.path,
                   "SELECT model || ' ' || at_horizon || ' ' || came_true FROM assessments "
                   "WHERE assessment = 1") == "2 0.21 2022-03-01T00:00:00Z");
  CHECK(first_cell(world.path,
                   "SELECT group_concat(account || coalesce(' ' || indicator, '') || ' ' || db, "
                   "'; ') FROM ledger_accounts WHERE assessment = 1") ==
        "opening -4.78; judgement 1.45; evidence -0.43; evidence attacks 0.0; evidence "
        "cells-raided 0.0; silence attacks 2.17; silence cells-raided -0.04; closing 3.04");
  CHECK(first_cell(world.path,
                   "SELECT item || ' ' || indicator || ' ' || arrived_db || ' ' || "
                   "probability_without FROM ledger_entries WHERE position = 1") ==
        "3 attacks 9.55 0.25");
  CHECK(first_cell(world.path, "SELECT group_concat(due || ' ' || state) FROM slots") ==
        "2022-02-28T03:00:00Z skipped,2022-03-07T03:00:00Z done");
  CHECK(first_cell(world.path,
                   "SELECT state || ' ' || reason || ' ' || raised FROM alert_story "
                   "WHERE alert = 'rising'") == "raised raised 2022-03-07T03:00:00Z");
  CHECK(first_cell(world.path,
                   "SELECT group_concat(notifier || ' ' || state || ' ' || attempts "
                   "|| coalesce(' ' || detail, ''), '; ') FROM notices") ==
        "mail waiting 1 no route; desk waiting 0");
}

}  // namespace
}  // namespace signpost::store::testing
