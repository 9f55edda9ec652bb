// Schedules and alerts ↔ rows: definitions like the others.
#include <utility>

#include "engine/store/definition_rows.h"
#include "engine/store/revision_rows.h"
#include "engine/store/words.h"

namespace signpost::store {
std::vector<Revision<Schedule>> schedules_in(Connection& connection) {
  std::vector<Read<Schedule>> read;
  Query query = connection.query(
      "SELECT r.schedule, r.revision, entry_time.recorded, schedule.id, r.title_en, r.title_ar, "
      "r.every, r.rule, r.timezone, r.start, r.until, r.missed, r.reports, r.report_format, "
      "r.report_language, r.report_output "
      "FROM schedule_revision r JOIN schedule ON schedule.number = r.schedule "
      "JOIN entry_time USING (entry) ORDER BY 1, 2");
  while (query.next()) {
    Schedule schedule;
    schedule.id = query.string(3);
    schedule.title = {query.string(4), query.string(5)};
    schedule.every = query.string(6);
    schedule.rule = query.string(7);
    schedule.timezone = query.string(8);
    schedule.start = query.instant(9);
    schedule.until = instant_or_none(query, 10);
    schedule.missed = word_at<Missed>(
        query, 11, {connection, kScheduleRevision, query.integer(0), query.integer(1)});
    if (query.flag(12)) {
      schedule.report = ScheduledReport{query.string(13), query.string(14), query.string(15)};
    }
    read.push_back(revision_at(query, std::move(schedule)));
  }
  Query scenarios = connection.query(
      "SELECT schedule, revision, scenario FROM schedule_scenario "
      "ORDER BY schedule, revision, position");
  Parents parents(read);
  while (scenarios.next()) {
    if (Schedule* schedule = parents.of(scenarios)) {
      schedule->scenarios.push_back(scenarios.string(2));
    }
  }
  return when_they_stand(std::move(read));
}

Record record_of(const Schedule& schedule, RowKey place) {
  static const ScheduledReport kNone;
  const ScheduledReport& report = schedule.report ? *schedule.report : kNone;
  const Value number_value = number(place.number);
  const Value revision = number(place.revision);
  Record record;
  record.head = {
      &kScheduleRevision,
      {number_value, revision, said(schedule.title.en), said(schedule.title.ar),
       said(schedule.every), said(schedule.rule), said(schedule.timezone), at(schedule.start),
       at(schedule.until), to_string(schedule.missed), flag(schedule.report.has_value()),
       said(report.format), said(report.language), said(report.output)}};
  record.identity = identity(kSchedule, place, schedule.id);
  record.new_identity = place.revision == 1;
  std::int64_t position = 0;
  for (const std::string& id : schedule.scenarios) {
    record.parts.push_back(
        {&kScheduleScenario, {number_value, revision, number(++position), std::string_view(id)}});
  }
  return record;
}

std::vector<Revision<Alert>> alerts_in(Connection& connection) {
  std::vector<Read<Alert>> read;
  Query query = connection.query(
      "SELECT r.alert, r.revision, entry_time.recorded, alert.id, r.title_en, r.title_ar, "
      "scenario.id, r.condition, r.kind, r.level, r.within_days, indicator.id, r.in_a_row, "
      "r.clear, r.hold_days, r.origins, r.because, r.at_horizon, r.because_ar "
      "FROM alert_revision r JOIN alert ON alert.number = r.alert "
      "JOIN scenario ON scenario.number = r.scenario "
      "LEFT JOIN indicator ON indicator.number = r.indicator "
      "JOIN entry_time USING (entry) ORDER BY 1, 2");
  while (query.next()) {
    Alert alert;
    alert.id = query.string(3);
    alert.title = {query.string(4), query.string(5)};
    alert.scenario = query.string(6);
    alert.when = query.string(7);
    const RowAt row{connection, kAlertRevision, query.integer(0), query.integer(1)};
    alert.condition = {word_at<Condition::Kind>(query, 8, row), query.flag(17), query.real(9),
                       Days(query.real(10)), query.string(11)};
    alert.in_a_row = query.number(12);
    if (!query.is_null(13)) alert.clear = query.real(13);
    alert.hold = Days(query.real(14));
    alert.origins = query.number(15);
    alert.because = bilingual_at(query, 16, 18);
    read.push_back(revision_at(query, std::move(alert)));
  }
  return when_they_stand(std::move(read));
}

Record record_of(const Alert& alert, RowKey place, const NumberOf& scenario,
                 const NumberOf& indicator) {
  const Condition& condition = alert.condition;
  Record record;
  record.head = {&kAlertRevision,
                 {number(place.number), number(place.revision), said(alert.title.en),
                  said(alert.title.ar), number(scenario(alert.scenario)), said(alert.when),
                  to_string(condition.kind), real(condition.level), real(condition.within.count()),
                  condition.indicator.empty() ? Value() : number(indicator(condition.indicator)),
                  number(alert.in_a_row), alert.clear ? real(*alert.clear) : Value(),
                  real(alert.hold.count()), number(alert.origins), in_either(alert.because),
                  set_flag(condition.at_horizon), also_in_arabic(alert.because)}};
  record.identity = identity(kAlert, place, alert.id);
  record.new_identity = place.revision == 1;
  return record;
}

}  // namespace signpost::store
