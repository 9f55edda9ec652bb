#include "engine/store/round.h"

#include <fmt/format.h>

#include <cstddef>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/base/text.h"
#include "engine/store/definition_rows.h"
#include "engine/store/entry.h"
#include "engine/store/load.h"
#include "engine/store/saved_rows.h"
#include "engine/store/wrong_clock.h"

namespace signpost::store {
namespace {

std::string_view kind_of(Occasion occasion) {
  return occasion == Occasion::kAsked ? "assess" : to_string(occasion);
}

std::int64_t last(Connection& connection, const Table& numbered) {
  Query query =
      connection.query(fmt::format("SELECT coalesce(max({0}), 0) FROM {0}", numbered.name));
  query.next();
  return query.integer(0);
}

class Storing {
 public:
  Storing(Connection& connection, Round& round, const Clock& clock)
      : connection_(connection),
        round_(round),
        entry_(connection, kind_of(round.occasion), clock) {}

  void run() {
    if (round_.slot) {
      round_.slot->assessments = static_cast<int>(round_.assessments.size());
      add(*round_.slot);
    }
    for (const SlotKey& key : round_.skipped) {
      Slot left_out{.key = key, .recorded = {}, .skipped = true, .report = {}, .problem = {}};
      add(left_out);
    }
    if (round_.change != 0) answer();
    add_assessments();
    add_evaluations();
    add_notices();
    entry_.seal();
  }

 private:
  /// Once, but for what is void.
  void add(Slot& slot) {
    if (connection_
            .query(
                "SELECT 1 FROM slot WHERE schedule = ? AND due = ? AND " + not_void("slot", "due"),
                schedule_(slot.key.schedule), slot.key.due)
            .next()) {
      throw std::logic_error(fmt::format("the slot of {} at {} was done already", slot.key.schedule,
                                         to_rfc3339(slot.key.due)));
    }
    slot.recorded = entry_.recorded();
    entry_.add(record_of(slot, schedule_));
  }

  void answer() {
    if (round_.change <= last_change_answered(connection_)) {
      throw std::logic_error(fmt::format("change {} was answered already", round_.change));
    }
    Record record;
    record.head = {&kAnswered, {number(round_.change)}};
    entry_.add(record);
  }

  void add_assessments() {
    const NumberOf scenario = numbers_of(connection_, kScenario, "store.by-assessment");
    const NumberOf indicator = numbers_of(connection_, kIndicator, "store.by-assessment");
    std::int64_t number = last(connection_, kAssessment);
    for (SavedAssessment& saved : round_.assessments) {
      saved.number = ++number;
      saved.recorded = entry_.recorded();
      entry_.add(record_of(saved, scenario, indicator, schedule_));
    }
  }

  void add_evaluations() {
    for (AlertEvaluation& one : round_.evaluations) {
      one.assessment = round_.assessments.at(static_cast<std::size_t>(one.assessment)).number;
      const std::int64_t alert = alert_(one.alert);
      Query story = connection_.query(
          "SELECT coalesce(max(evaluation), 0) FROM alert_evaluation WHERE alert = ?", alert);
      story.next();
      entry_.add(record_of(one, alert, story.integer(0) + 1));
    }
  }

  void add_notices() {
    std::int64_t number = last(connection_, kNotice);
    for (Notice& notice : round_.notices) {
      notice.number = ++number;
      notice.recorded = entry_.recorded();
      entry_.add(record_of(notice, alert_));
    }
  }

  Connection& connection_;
  Round& round_;
  Entry entry_;
  NumberOf schedule_ = numbers_of(connection_, kSchedule, "store.by-round");
  NumberOf alert_ = numbers_of(connection_, kAlert, "store.by-round");
};

/// Numbers of indicators, or scenarios, by the entry that touched them.
using Touched = std::map<std::int64_t, std::set<std::int64_t>>;

/// What a version and the one before it, or those that were withdrawn, are told under.
void add_told_under(Connection& connection, std::int64_t after, const Table& part,
                    const Table& definition, Touched& touched) {
  Query query = connection.query(
      fmt::format("SELECT v.entry, p.{1} FROM item_version v CROSS JOIN {0} p "
                  "ON p.item = v.item AND p.version BETWEEN v.version - 1 AND v.version "
                  "WHERE v.entry > ?1 AND NOT v.withheld "
                  "UNION SELECT r.entry, p.{1} FROM retraction r CROSS JOIN {0} p "
                  "ON p.item = r.item AND p.version <= r.version WHERE r.entry > ?1",
                  part.name, definition.name),
      after);
  while (query.next()) touched[query.integer(0)].insert(query.integer(1));
}

/// What a denial touches: all that items with the key that it denies stand under. Keys are compared
/// folded, which SQL cannot, so where there is a denial all keys are gone through.
void add_denied(Connection& connection, std::int64_t after, Touched& indicators,
                Touched& scenarios) {
  std::unordered_map<std::string, std::set<std::int64_t>> denied;  // folded key → entries
  Query denials = connection.query(
      "SELECT v.entry, p.denies FROM item_version p INDEXED BY item_that_denies "
      "CROSS JOIN item_version v ON v.item = p.item "
      "AND p.version BETWEEN v.version - 1 AND v.version "
      "WHERE p.denies IS NOT NULL AND v.entry > ?1 AND NOT v.withheld "
      "UNION SELECT r.entry, p.denies FROM item_version p INDEXED BY item_that_denies "
      "CROSS JOIN retraction r ON r.item = p.item AND p.version <= r.version "
      "WHERE p.denies IS NOT NULL AND r.entry > ?1",
      after);
  while (denials.next()) denied[folded(denials.text(1))].insert(denials.integer(0));
  if (denied.empty()) return;

  const auto add = [&](const char* sql, std::int64_t item, std::int64_t version,
                       const std::set<std::int64_t>& entries, Touched& touched) {
    Query query = connection.query(sql, item, version);
    while (query.next()) {
      for (const std::int64_t entry : entries) touched[entry].insert(query.integer(0));
    }
  };
  Query told = connection.query(
      "SELECT item, version, event FROM item_version WHERE event IS NOT NULL AND NOT withheld");
  std::unordered_map<std::string, const std::set<std::int64_t>*> known;  // as written; null: no
  while (told.next()) {
    auto [key, fresh] = known.try_emplace(told.string(2), nullptr);
    if (fresh) {
      const auto found = denied.find(folded(key->first));
      if (found != denied.end()) key->second = &found->second;
    }
    if (key->second == nullptr) continue;
    add("SELECT indicator FROM sighting WHERE item = ? AND version = ?", told.integer(0),
        told.integer(1), *key->second, indicators);
    add("SELECT scenario FROM bearing WHERE item = ? AND version = ?", told.integer(0),
        told.integer(1), *key->second, scenarios);
  }
}

std::vector<std::string> ids_of(Connection& connection, const Table& definition,
                                const std::set<std::int64_t>& numbers) {
  std::vector<std::string> ids;
  for (const std::int64_t number : numbers) {
    Query query = connection.query(
        fmt::format("SELECT id FROM {} WHERE number = ?", definition.name), number);
    if (query.next()) ids.push_back(query.string(0));
  }
  return ids;
}

}  // namespace

std::int64_t last_change_answered(Connection& connection) {
  // An answer that is dated by a clock that was ahead is none.
  Query last = connection.query(
      "SELECT coalesce(max(change), 0) FROM answered WHERE NOT EXISTS (SELECT 1 FROM clock_mend m "
      "JOIN journal j USING (entry) JOIN journal c ON c.entry = answered.change "
      "WHERE m.entry > answered.entry AND j.recorded < c.recorded)");
  last.next();
  return last.integer(0);
}

void store_round(Connection& connection, Round& round, const Clock& clock) {
  Storing(connection, round, clock).run();
}

std::vector<EvidenceChange> changes_after(Connection& connection, std::int64_t entry) {
  Touched indicators;
  Touched scenarios;
  add_told_under(connection, entry, kSighting, kIndicator, indicators);
  add_told_under(connection, entry, kBearing, kScenario, scenarios);
  add_denied(connection, entry, indicators, scenarios);
  Query settled = connection.query("SELECT entry, scenario FROM resolution WHERE entry > ?", entry);
  while (settled.next()) scenarios[settled.integer(0)].insert(settled.integer(1));
  std::vector<EvidenceChange> changes;
  Query entries = connection.query(
      "SELECT entry, entry_time.recorded FROM journal JOIN entry_time USING (entry) "
      "WHERE entry > ? AND kind IN ('record', 'import', 'amend', 'retract', 'tie', 'untie', "
      "'resolve', 'unresolve') ORDER BY entry",
      entry);
  while (entries.next()) {
    EvidenceChange& change = changes.emplace_back();
    change.entry = entries.integer(0);
    change.recorded = entries.instant(1);
    change.indicators = ids_of(connection, kIndicator, indicators[change.entry]);
    change.scenarios = ids_of(connection, kScenario, scenarios[change.entry]);
  }
  return changes;
}

}  // namespace signpost::store
