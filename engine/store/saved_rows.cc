#include "engine/store/saved_rows.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "engine/store/item_rows.h"
#include "engine/store/ranges.h"
#include "engine/store/revision_rows.h"
#include "engine/store/words.h"
#include "engine/store/wrong_clock.h"

namespace signpost::store {
namespace {

/// Of assessments that were kept before they bore a model's number.
constexpr int kFirstModel = 1;

/// "3 17 204": the items of an event.
Value items_of(Record& record, const std::vector<ItemId>& items) {
  return said(record.made.emplace_back(fmt::format("{}", fmt::join(items, " "))));
}

std::vector<ItemId> items_at(const Query& query, int column) {
  std::vector<ItemId> items;
  const std::string_view text = query.text(column);
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at != end;) {
    const auto [next, failed] = std::from_chars(at, end, items.emplace_back());
    if (failed != std::errc()) break;
    at = next == end ? end : next + 1;
  }
  return items;
}

Value or_none(const std::string& id, const NumberOf& number_of_id) {
  return id.empty() ? Value() : number(number_of_id(id));
}

// What is out of range, where one is.
constexpr const char* kProbability = "store.number.probability";
constexpr const char* kWithout = "store.number.without";
constexpr const char* kCredibility = "store.number.credibility";
constexpr const char* kRate = "store.number.rate";

LogOdds log_odds_at(const Query& query, int column) { return LogOdds(query.real(column)); }

/// The rows under an assessment that keep its ledger.
void add_kept(Record& record, std::int64_t assessment, const KeptLedger& kept,
              const NumberOf& indicator) {
  std::int64_t position = 0;
  for (const KeptSums& one : kept.accounts) {
    record.parts.push_back(
        {&kAssessmentAccount,
         {number(assessment), number(++position), or_none(one.indicator, indicator),
          real(one.evidence.nats()), real(one.silence.nats())}});
  }
  position = 0;
  for (const KeptEntry& one : kept.entries) {
    record.parts.push_back({&kAssessmentEntry,
                            {number(assessment), number(++position), number(one.event),
                             or_none(one.indicator, indicator), real(one.arrived.nats()),
                             real(one.today.nats()), real(one.without.value())}});
  }
}

/// All but what stands in the row of the assessment.
void read_kept(Connection& connection, std::int64_t assessment, KeptLedger& kept) {
  Query accounts = connection.query(
      "SELECT indicator.id, c.evidence, c.silence FROM assessment_account c "
      "LEFT JOIN indicator ON indicator.number = c.indicator WHERE c.assessment = ? "
      "ORDER BY c.position",
      assessment);
  while (accounts.next()) {
    kept.accounts.push_back(
        {accounts.string(0), log_odds_at(accounts, 1), log_odds_at(accounts, 2)});
  }
  Query entries = connection.query(
      "SELECT e.event, indicator.id, e.arrived, e.today, e.without FROM assessment_entry e "
      "LEFT JOIN indicator ON indicator.number = e.indicator WHERE e.assessment = ? "
      "ORDER BY e.position",
      assessment);
  const RowAt row{connection, kAssessment, assessment};
  while (entries.next()) {
    kept.entries.push_back({entries.integer(0), entries.string(1), log_odds_at(entries, 2),
                            log_odds_at(entries, 3), probability_at(entries, 4, kWithout, row)});
  }
}

/// Of a ledger that was kept whole, as under model 1: all but its first numbers, which stand in the
/// row of the assessment.
void read_ledger(Connection& connection, std::int64_t assessment, Ledger& ledger) {
  Query events = connection.query(
      "SELECT e.event, indicator.id, e.occurred, e.occurred_as, e.until, e.published, e.counted, "
      "e.items, e.origins, e.credibility, e.ratio, e.arrived, e.today, e.without, e.position "
      "FROM assessment_event e LEFT JOIN indicator ON indicator.number = e.indicator "
      "WHERE e.assessment = ? ORDER BY e.position",
      assessment);
  const RowAt row{connection, kAssessment, assessment};
  while (events.next()) {
    LedgerEvent& one = ledger.evidence.emplace_back();
    one.event = events.string(0);
    one.indicator = events.string(1);
    if (one.indicator.empty()) one.kind = EventKind::kUnforeseen;
    one.occurred = events.instant(2);
    one.occurred_as = word_at<Precision>(
        events, 3, {connection, kAssessmentEvent, assessment, events.integer(14)});
    one.until = instant_or_none(events, 4);
    one.published = events.integer(5);
    one.counted = events.real(6);
    one.items = items_at(events, 7);
    one.origins = events.number(8);
    one.credibility = probability_at(events, 9, kCredibility, row);
    one.ratio = events.real(10);
    one.arrived = log_odds_at(events, 11);
    one.today = log_odds_at(events, 12);
    one.without = probability_at(events, 13, kWithout, row);
  }
  Query silence = connection.query(
      "SELECT indicator.id, s.today, s.watched_days FROM assessment_silence s "
      "JOIN indicator ON indicator.number = s.indicator WHERE s.assessment = ? "
      "ORDER BY s.position",
      assessment);
  while (silence.next()) {
    ledger.silence.push_back({silence.string(0), log_odds_at(silence, 1), Days(silence.real(2))});
  }
  Query not_counted = connection.query(
      "SELECT n.items, n.event, i.id, n.reason, u.id, n.would_be, n.occurred, n.until, "
      "n.published, n.origins, n.credibility, n.ratio, n.position FROM assessment_not_counted n "
      "LEFT JOIN indicator i ON i.number = n.indicator "
      "LEFT JOIN indicator u ON u.number = n.counted_under "
      "WHERE n.assessment = ? ORDER BY n.position",
      assessment);
  while (not_counted.next()) {
    NotCounted& one = ledger.not_counted.emplace_back();
    one.items = items_at(not_counted, 0);
    one.event = not_counted.string(1);
    one.indicator = not_counted.string(2);
    one.reason = word_at<NotCountedReason>(
        not_counted, 3, {connection, kAssessmentNotCounted, assessment, not_counted.integer(12)});
    one.counted_under = not_counted.string(4);
    one.would_be = log_odds_at(not_counted, 5);
    one.occurred = not_counted.instant(6);
    one.until = instant_or_none(not_counted, 7);
    one.published = not_counted.integer(8);
    one.origins = not_counted.number(9);
    one.credibility = probability_at(not_counted, 10, kCredibility, row);
    one.ratio = not_counted.real(11);
  }
  Query misfits = connection.query(
      "SELECT indicator.id, m.observed_per_day, m.if_true_per_day, m.if_false_per_day "
      "FROM assessment_misfit m JOIN indicator ON indicator.number = m.indicator "
      "WHERE m.assessment = ? ORDER BY m.position",
      assessment);
  while (misfits.next()) {
    ledger.misfits.push_back({misfits.string(0), false, rate_at(misfits, 1, kRate, row),
                              rate_at(misfits, 2, kRate, row), rate_at(misfits, 3, kRate, row)});
  }
  Query totals = connection.query(
      "SELECT total FROM assessment_disagreeing WHERE assessment = ? ORDER BY position",
      assessment);
  while (totals.next()) ledger.disagreeing_totals.push_back(totals.string(0));
}

}  // namespace

Record record_of(const SavedAssessment& saved, const NumberOf& scenario, const NumberOf& indicator,
                 const NumberOf& schedule) {
  const Assessment& one = saved.assessment;
  const KeptLedger* kept = saved.kept ? &*saved.kept : nullptr;
  Record record;
  record.head = {&kAssessment,
                 {number(saved.number),
                  number(scenario(one.scenario)),
                  number(one.revision),
                  at(one.moment.as_of),
                  at(one.moment.known_at),
                  flag(one.moment.as_known_then),
                  to_string(one.state),
                  real(one.probability),
                  real(one.log_odds.nats()),
                  saved.interval ? real(saved.interval->low) : Value(),
                  saved.interval ? real(saved.interval->high) : Value(),
                  to_string(saved.occasion),
                  or_none(saved.schedule, schedule),
                  Value(),  // the probability of a ledger kept whole
                  kept != nullptr ? real(kept->opening.nats()) : Value(),
                  kept != nullptr ? real(kept->judgement.nats()) : Value(),
                  kept != nullptr ? real(kept->closing.nats()) : Value(),
                  number(one.model),
                  real(one.at_horizon),
                  one.came_true ? at(one.came_true->occurred) : Value(),
                  one.came_true ? Value(to_string(one.came_true->occurred_as)) : Value(),
                  one.came_true ? items_of(record, one.came_true->items) : Value(),
                  kept != nullptr ? number(kept->events) : Value(),
                  kept != nullptr ? Value(blob(kept->digest)) : Value()}};
  if (kept != nullptr) add_kept(record, saved.number, *kept, indicator);
  return record;
}

Record record_of(const Slot& slot, const NumberOf& schedule) {
  Record record;
  record.head = {&kSlot,
                 {number(schedule(slot.key.schedule)), at(slot.key.due), flag(slot.skipped),
                  number(slot.assessments), said(slot.report), said(slot.problem)}};
  return record;
}

Record record_of(const AlertEvaluation& evaluation, std::int64_t alert, std::int64_t place) {
  const AlertReading& reading = evaluation.reading;
  Record record;
  record.head = {&kAlertEvaluation,
                 {number(alert),
                  number(place),
                  number(evaluation.revision),
                  number(evaluation.assessment),
                  at(reading.as_of),
                  flag(reading.on_change),
                  real(reading.probability),
                  said(reading.word),
                  real(reading.extreme),
                  at(reading.last),
                  real(reading.unfaded),
                  reading.watched ? real(reading.watched->count()) : Value(),
                  real(reading.without_origins),
                  flag(evaluation.holds),
                  to_string(evaluation.state),
                  to_string(evaluation.reason),
                  number(evaluation.in_a_row),
                  at(evaluation.raised),
                  real(evaluation.raised_from),
                  said(evaluation.word_at_rest)}};
  return record;
}

Record record_of(const Notice& notice, const NumberOf& alert) {
  Record record;
  record.head = {&kNotice,
                 {number(notice.number), or_none(notice.alert, alert), flag(notice.raised),
                  at(notice.as_of), said(notice.text)}};
  std::int64_t position = 0;
  for (const std::string& notifier : notice.notifiers) {
    record.parts.push_back(
        {&kNoticeTo, {number(notice.number), number(++position), std::string_view(notifier)}});
  }
  return record;
}

std::vector<SavedAssessment> assessments_in(Connection& connection, const AssessmentFilter& filter,
                                            bool with_ledger) {
  std::string sql =
      "SELECT a.assessment, scenario.id, a.revision, a.as_of, a.known_at, a.as_known_then, "
      "a.state, a.probability, a.log_odds, a.interval_low, a.interval_high, a.occasion, "
      "schedule.id, a.ledger_probability, a.opening, a.judgement, a.closing, entry_time.recorded, "
      "a.model, a.at_horizon, a.came_true, a.came_true_as, a.came_true_items, a.ledger_events, "
      "a.ledger_digest "
      "FROM assessment a JOIN scenario ON scenario.number = a.scenario "
      "LEFT JOIN schedule ON schedule.number = a.schedule JOIN entry_time USING (entry) WHERE " +
      not_void("a", "as_of");
  std::vector<Value> wanted;
  const auto want = [&](std::string_view condition, Value value) {
    sql += fmt::format(" AND {} ?", condition);
    wanted.push_back(value);
  };
  if (filter.number) want("a.assessment =", number(*filter.number));
  if (!filter.scenario.empty()) want("scenario.id =", std::string_view(filter.scenario));
  if (filter.from) want("a.as_of >=", at(*filter.from));
  if (filter.to) want("a.as_of <=", at(*filter.to));
  Query query = connection.query(sql + " ORDER BY a.assessment");
  int parameter = 0;
  for (const Value& value : wanted) bind(query, ++parameter, value);

  std::vector<SavedAssessment> found;
  while (query.next()) {
    SavedAssessment& saved = found.emplace_back();
    saved.number = query.integer(0);
    Assessment& one = saved.assessment;
    one.scenario = query.string(1);
    one.revision = query.number(2);
    one.moment = {query.instant(3), query.instant(4), query.flag(5)};
    const RowAt row{connection, kAssessment, saved.number};
    one.state = word_at<ScenarioState>(query, 6, row);
    one.probability = probability_at(query, 7, kProbability, row);
    one.log_odds = log_odds_at(query, 8);
    if (!query.is_null(9)) {
      saved.interval = Interval{probability_at(query, 9, kProbability, row),
                                probability_at(query, 10, kProbability, row)};
    }
    saved.occasion = word_at<Occasion>(query, 11, row);
    saved.schedule = query.string(12);
    if (with_ledger && !query.is_null(13)) {
      Ledger& ledger = one.ledger.emplace();
      ledger.probability = probability_at(query, 13, kProbability, row);
      ledger.opening = log_odds_at(query, 14);
      ledger.judgement = log_odds_at(query, 15);
      ledger.closing = log_odds_at(query, 16);
      read_ledger(connection, saved.number, ledger);
    }
    saved.recorded = query.instant(17);
    one.model = query.is_null(18) ? kFirstModel : query.number(18);
    one.at_horizon = probability_or_none(query, 19, kProbability, row);
    if (!query.is_null(20)) {
      one.came_true =
          CameTrue{query.instant(20), word_at<Precision>(query, 21, row), items_at(query, 22)};
    }
    if (with_ledger && !query.is_null(24)) {
      KeptLedger& kept = saved.kept.emplace();
      kept.opening = log_odds_at(query, 14);
      kept.judgement = log_odds_at(query, 15);
      kept.closing = log_odds_at(query, 16);
      kept.events = query.integer(23);
      kept.digest = query.digest(24);
      read_kept(connection, saved.number, kept);
    }
  }
  return found;
}

std::vector<Slot> slots_in(Connection& connection, std::string_view schedule) {
  std::vector<Slot> slots;
  Query query = connection.query(
      "SELECT schedule.id, slot.due, entry_time.recorded, slot.skipped, slot.assessments, "
      "slot.report, slot.problem FROM slot JOIN schedule ON schedule.number = slot.schedule "
      "JOIN entry_time USING (entry) WHERE (?1 = '' OR schedule.id = ?1) AND " +
          not_void("slot", "due") + " ORDER BY slot.due, slot.schedule",
      schedule);
  while (query.next()) {
    slots.push_back({{query.string(0), query.instant(1)},
                     query.instant(2),
                     query.flag(3),
                     query.number(4),
                     query.string(5),
                     query.string(6)});
  }
  return slots;
}

std::vector<AlertEvaluation> evaluations_in(Connection& connection, std::string_view alert,
                                            bool last_only) {
  std::vector<AlertEvaluation> story;
  const auto known = number_of(connection, kAlert, alert);
  if (!known) return story;
  Query query = connection.query(
      fmt::format(
          "SELECT revision, assessment, as_of, on_change, probability, word, extreme, last, "
          "unfaded, watched_days, without_origins, holds, state, reason, in_a_row, raised, "
          "raised_from, word_at_rest, evaluation FROM alert_evaluation WHERE alert = ? AND {} "
          "ORDER BY evaluation {}",
          not_void("alert_evaluation", "as_of"), last_only ? "DESC LIMIT 1" : "ASC"),
      *known);
  while (query.next()) {
    AlertEvaluation& one = story.emplace_back();
    const RowAt row{connection, kAlertEvaluation, *known, query.integer(18)};
    one.alert = alert;
    one.revision = query.number(0);
    one.assessment = query.integer(1);
    AlertReading& reading = one.reading;
    reading.as_of = query.instant(2);
    reading.on_change = query.flag(3);
    reading.probability = probability_at(query, 4, kProbability, row);
    reading.word = query.string(5);
    reading.extreme = probability_or_none(query, 6, kProbability, row);
    reading.last = instant_or_none(query, 7);
    reading.unfaded = probability_or_none(query, 8, kProbability, row);
    if (!query.is_null(9)) reading.watched = Days(query.real(9));
    reading.without_origins = probability_or_none(query, 10, kProbability, row);
    one.holds = query.flag(11);
    one.state = word_at<AlertState>(query, 12, row);
    one.reason = word_at<AlertReason>(query, 13, row);
    one.in_a_row = query.number(14);
    one.raised = instant_or_none(query, 15);
    one.raised_from = probability_or_none(query, 16, kProbability, row);
    one.word_at_rest = query.string(17);
  }
  return story;
}

std::vector<Delivery> deliveries_in(Connection& connection, bool undelivered_only,
                                    std::string_view alert) {
  std::vector<Delivery> deliveries;
  Query notices = connection.query(
      "SELECT n.notice, alert.id, n.raised, n.as_of, entry_time.recorded, n.text "
      "FROM notice n LEFT JOIN alert ON alert.number = n.alert JOIN entry_time USING (entry) "
      "WHERE (?1 = '' OR alert.id = ?1) AND (NOT ?2 OR EXISTS (SELECT 1 FROM notice_to t "
      "WHERE t.notice = n.notice AND NOT EXISTS (SELECT 1 FROM attempt_end e "
      "WHERE e.notice = t.notice AND e.notifier = t.notifier AND e.delivered)) AND " +
          not_void("n", "as_of") + ") ORDER BY n.notice",
      alert, undelivered_only);
  while (notices.next()) {
    Delivery& delivery = deliveries.emplace_back();
    Notice& notice = delivery.notice;
    notice.number = notices.integer(0);
    notice.alert = notices.string(1);
    notice.raised = notices.flag(2);
    notice.as_of = notices.instant(3);
    notice.recorded = notices.instant(4);
    notice.text = notices.string(5);
    Query whom = connection.query(
        "SELECT notifier FROM notice_to WHERE notice = ? ORDER BY position", notice.number);
    while (whom.next()) notice.notifiers.push_back(whom.string(0));
    Query attempts = connection.query(
        "SELECT a.notifier, a.number, a.begun, e.ended, e.delivered, e.detail FROM attempt a "
        "LEFT JOIN attempt_end e USING (notice, notifier, number) WHERE a.notice = ? "
        "ORDER BY a.notifier, a.number",
        notice.number);
    while (attempts.next()) {
      delivery.attempts.push_back({notice.number, attempts.string(0), attempts.number(1),
                                   attempts.instant(2), instant_or_none(attempts, 3),
                                   attempts.flag(4), attempts.string(5)});
    }
  }
  return deliveries;
}

}  // namespace signpost::store
