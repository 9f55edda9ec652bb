#include "engine/store/round.h"

#include <fmt/format.h>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "engine/store/definition_rows.h"
#include "engine/store/entry.h"
#include "engine/store/load.h"
#include "engine/store/saved_rows.h"

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
  void add(Slot& slot) {
    if (connection_
            .query("SELECT 1 FROM slot WHERE schedule = ? AND due = ?",
                   schedule_(slot.key.schedule), slot.key.due)
            .next()) {
      throw std::logic_error(fmt::format("the slot of {} at {} was done already", slot.key.schedule,
                                         to_rfc3339(slot.key.due)));
    }
    slot.recorded = entry_.recorded();
    entry_.add(record_of(slot, schedule_));
  }

  void answer() {
    if (connection_.query("SELECT 1 FROM answered WHERE change = ?", round_.change).next()) {
      throw std::logic_error(fmt::format("change {} was answered already", round_.change));
    }
    Record record;
    record.head = {&kAnswered, {number(round_.change)}};
    entry_.add(record);
  }

  void add_assessments() {
    const NumberOf scenario = numbers_of(connection_, kScenario, "the assessment");
    const NumberOf indicator = numbers_of(connection_, kIndicator, "the assessment");
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
  NumberOf schedule_ = numbers_of(connection_, kSchedule, "the round");
  NumberOf alert_ = numbers_of(connection_, kAlert, "the round");
};

}  // namespace

void store_round(Connection& connection, Round& round, const Clock& clock) {
  Storing(connection, round, clock).run();
}

std::vector<EvidenceChange> changes_after(Connection& connection, std::int64_t entry) {
  std::vector<EvidenceChange> changes;
  Query entries = connection.query(
      "SELECT entry, recorded FROM journal WHERE entry > ? "
      "AND kind IN ('record', 'import', 'amend', 'retract') ORDER BY entry",
      entry);
  while (entries.next()) changes.push_back({entries.integer(0), entries.instant(1), {}, {}});

  // What a version and the one before it, or those that were withdrawn, are told under.
  const auto touched = [&](std::string_view part, const Table& definition,
                           std::vector<std::string> EvidenceChange::*ids) {
    Query query = connection.query(
        fmt::format("SELECT touched.entry, d.id FROM "
                    "(SELECT DISTINCT v.entry AS entry, p.{1} AS number "
                    "FROM item_version v CROSS JOIN {0} p "
                    "ON p.item = v.item AND p.version BETWEEN v.version - 1 AND v.version "
                    "WHERE v.entry > ?1 AND NOT v.withheld "
                    "UNION SELECT r.entry, p.{1} FROM retraction r CROSS JOIN {0} p "
                    "ON p.item = r.item AND p.version <= r.version WHERE r.entry > ?1) touched "
                    "JOIN {1} d USING (number) ORDER BY touched.entry, d.number",
                    part, definition.name),
        entry);
    auto change = changes.begin();
    while (query.next()) {
      while (change != changes.end() && change->entry < query.integer(0)) ++change;
      if (change == changes.end()) return;
      if (change->entry == query.integer(0)) ((*change).*ids).push_back(query.string(1));
    }
  };
  touched("sighting", kIndicator, &EvidenceChange::indicators);
  touched("bearing", kScenario, &EvidenceChange::scenarios);
  return changes;
}

}  // namespace signpost::store
