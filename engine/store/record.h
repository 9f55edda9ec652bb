// What a row holds, as SQLite will store it, and its digest.
//
// A record is what the journal counts: one revision of a definition, one version of an item, a
// retraction, a redaction, a declaration of coverage, an assessment, a slot, a judgement of an
// alert, a notice. It is a row of its table and the rows under it (a scenario's expectations, an
// assessment's ledger). Its digest is SHA-256 over, each field with its length and kind,
//
//   entry, row,
//   the table's name and the row's values,
//   of a definition: the name of its table of ids, and its number and id,
//   for each row under it: its table's name and its values,
//   of an item: the digest of its private part (see item_rows.h)
//
// with the values in the order of the columns below, as they are stored: so a digest can be
// recomputed from the file alone, and nothing of a row is left out of it.
//
// A column that a later schema file adds comes last, and is NULL in the rows that stand: nobody
// said anything there. Where it is NULL, a digest has nothing of it; where it holds a value, any
// value, the column's place and the value, which nothing else of a record looks like. So the
// digests of older stores hold as they are, and no value can be changed, put in or taken out behind
// them: two rows that differ never have the same fields. What is not said is NULL in such a column
// and never a default's value: a default may change, what was said may not. (0002_within.sql had
// filled its columns with the defaults of then, of which the digests had nothing; 0004_model_2.sql
// made these NULL, and left what was said otherwise, which they had in this very form.)
#pragma once

#include <array>
#include <cstdint>
#include <list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/sha256.h"
#include "engine/model/bilingual.h"
#include "engine/model/quantities.h"
#include "engine/store/connection.h"

namespace signpost::store {

/// A value as stored. Texts and bytes are not owned.
using Value = std::variant<std::monostate, std::int64_t, double, std::string_view, Blob>;

/// NULL for what nobody said.
inline Value said(std::string_view text) { return text.empty() ? Value() : Value(text); }
/// What is in one language stands in one column, whichever it is; the Arabic of what is in both in a
/// later one.
inline Value in_either(const Bilingual& text) { return said(text.any()); }
inline Value also_in_arabic(const Bilingual& text) {
  return text.has_both() ? Value(std::string_view(text.ar)) : Value();
}
inline Value flag(bool set) { return std::int64_t{set ? 1 : 0}; }
/// Of a later column: NULL where it is not so, as in the rows that stood before it was there.
inline Value set_flag(bool set) { return set ? Value(std::int64_t{1}) : Value(); }
inline Value at(Instant instant) { return seconds(instant); }
inline Value at(std::optional<Instant> instant) { return instant ? at(*instant) : Value(); }
inline Value number(std::int64_t value) { return value; }
/// SQLite keeps no negative zero; neither may a digest.
inline Value real(double value) { return value + 0.0; }
inline Value real(std::optional<double> value) { return value ? real(*value) : Value(); }
inline Value real(std::optional<Probability> probability) {
  return probability ? real(probability->value()) : Value();
}

/// A table whose rows are hashed, with the columns that are, in that order. `keys` is how many
/// of the first columns a row under a record shares with it; `later` is how many of the last ones
/// later schema files have added.
struct Table {
  const char* name;
  const char* columns;  // "item, version, …"
  int keys;
  int later = 0;
};

inline constexpr Table kStore{"store", "one, id, secret", 1};
inline constexpr Table kPublication{"publication", "number, id", 1};
inline constexpr Table kPublicationRevision{
    "publication_revision",
    "publication, revision, publisher, published, via, language, title_en, title_ar, publisher_ar",
    2, 1};
inline constexpr Table kSource{"source", "number, id", 1};
inline constexpr Table kSourceRevision{
    "source_revision",
    "source, revision, title_en, title_ar, origin, reliability, party, because, because_ar", 2, 1};
inline constexpr Table kSourceAlias{"source_alias", "source, revision, position, alias", 2};
inline constexpr Table kIndicator{"indicator", "number, id", 1};
inline constexpr Table kIndicatorRevision{
    "indicator_revision",
    "indicator, revision, title_en, title_ar, observable_en, observable_ar, once, lag_days, "
    "dispersion, watched, baseline_per_day, baseline_because, usual_reliability, usual_digit, of, "
    "occasions_every, occasions_rule, occasions_timezone, occasions_from, occasions_until, "
    "baseline_because_ar",
    2, 9};
inline constexpr Table kIndicatorCoverage{
    "indicator_coverage",
    R"(indicator, revision, position, "from", "to", level, because, because_ar)", 2, 1};
inline constexpr Table kIndicatorSeason{
    "indicator_season",
    R"(indicator, revision, position, "from", "to", factor, because, within, because_ar)", 2, 2};
inline constexpr Table kIndicatorOccasion{"indicator_occasion",
                                          "indicator, revision, position, date", 2};
inline constexpr Table kScenario{"scenario", "number, id", 1};
inline constexpr Table kScenarioRevision{
    "scenario_revision",
    "scenario, revision, publication, role, title_en, title_ar, forecast_en, forecast_ar, "
    "wording_en, wording_ar, publisher_probability, part_of, asks, prior, prior_because, "
    "base_rate, base_rate_because, lasts, persistence_days, opened, horizon, resolves_yes, "
    "resolves_no, resolves_open, prior_within, prior_because_ar, base_rate_because_ar, "
    "resolves_yes_ar, resolves_no_ar, resolves_open_ar",
    2, 6};
inline constexpr Table kAssumption{"scenario_assumption", "scenario, revision, assumption, en, ar",
                                   2};
inline constexpr Table kBreaker{"assumption_breaker",
                                "scenario, revision, assumption, position, indicator", 2};
inline constexpr Table kExpectation{
    "scenario_expectation",
    "scenario, revision, position, indicator, if_true, if_true_per_day, if_false, "
    "if_false_per_day, because, within, ratio_within, happening, if_true_each, if_false_each, "
    "because_ar",
    2, 6};
inline constexpr Table kCriterion{
    "scenario_criterion",
    R"(scenario, revision, "from", "to", at_least, factor, against_from, against_to, history_from, )"
    "drift, dispersion",
    2};
inline constexpr Table kCriterionIndicator{"scenario_criterion_indicator",
                                           "scenario, revision, position, indicator", 2};
inline constexpr Table kImplied{"scenario_implied", "scenario, revision, position, implied", 2};
inline constexpr Table kGrade{"grade", "number, id", 1};
inline constexpr Table kGradeRevision{
    "grade_revision",
    "grade, revision, reliability, digit, odds, as_credibility, because, because_ar", 2};
inline constexpr Table kItemVersion{
    "item_version",
    "item, version, occurred, occurred_as, until, count, available, available_given, reliability, "
    "digit, credibility, event, share, sightings, bearings, by_hand, withheld, feed, lang, "
    "kept_sha256, denies",
    2, 1};
inline constexpr Table kSighting{
    "sighting", "item, version, position, indicator, graded, reliability, digit", 2};
inline constexpr Table kBearing{"bearing", "item, version, position, scenario, ratio, word", 2};
inline constexpr Table kRetraction{"retraction", "item, version, because", 2};
inline constexpr Table kRedaction{"redaction", "item, because", 1};
inline constexpr Table kRedactedVersion{"redacted_version", "item, version, private_digest", 1};
inline constexpr Table kRedactedSource{
    "redacted_source", "item, version, known_from, registered, reliability, origin", 1};
inline constexpr Table kRedactedId{"redacted_id", "item, disguise", 1};
inline constexpr Table kRedactedEvent{"redacted_event", "item, blind", 1};
inline constexpr Table kRedactedRecord{"redacted_record", "of_entry, of_row, item, stands", 3};
inline constexpr Table kClockMend{"clock_mend", "because", 0};
inline constexpr Table kRetirement{"retirement", "scenario, change, retired, because", 2};
inline constexpr Table kResolution{
    "resolution", R"(scenario, change, outcome, "on", available, because, because_ar)", 2};
inline constexpr Table kResolutionItem{"resolution_item", "scenario, change, position, item", 2};
inline constexpr Table kForecast{
    "forecast", R"(forecast, scenario, by, "at", probability, sealed, because, because_ar)", 1};
inline constexpr Table kUnsealing{"unsealing", "forecast", 1};
inline constexpr Table kVerdict{"verdict", "item, change, verdict, because, because_ar", 2};
inline constexpr Table kCoverWithdrawal{"cover_withdrawal", "cover_entry, cover_row, because", 2};
inline constexpr Table kCover{"cover", R"(indicator, "from", "to", level, because)", 0};

inline constexpr Table kSchedule{"schedule", "number, id", 1};
inline constexpr Table kScheduleRevision{
    "schedule_revision",
    "schedule, revision, title_en, title_ar, every, rule, timezone, start, until, missed, reports, "
    "report_format, report_language, report_output",
    2};
inline constexpr Table kScheduleScenario{"schedule_scenario",
                                         "schedule, revision, position, scenario", 2};
inline constexpr Table kAlert{"alert", "number, id", 1};
inline constexpr Table kAlertRevision{
    "alert_revision",
    "alert, revision, title_en, title_ar, scenario, condition, kind, level, within_days, "
    "indicator, in_a_row, clear, hold_days, origins, because, at_horizon, because_ar",
    2, 2};
inline constexpr Table kAssessment{
    "assessment",
    "assessment, scenario, revision, as_of, known_at, as_known_then, state, probability, log_odds, "
    "interval_low, interval_high, occasion, schedule, ledger_probability, opening, judgement, "
    "closing, model, at_horizon, came_true, came_true_as, came_true_items, ledger_events, "
    "ledger_digest",
    1, 7};
inline constexpr Table kAssessmentAccount{"assessment_account",
                                          "assessment, position, indicator, evidence, silence", 1};
inline constexpr Table kAssessmentEntry{
    "assessment_entry", "assessment, position, event, indicator, arrived, today, without", 1};
// Of model 1, and no longer written to.
inline constexpr Table kAssessmentEvent{
    "assessment_event",
    "assessment, position, event, indicator, occurred, occurred_as, until, published, counted, "
    "items, origins, credibility, ratio, arrived, today, without",
    1};
inline constexpr Table kAssessmentSilence{
    "assessment_silence", "assessment, position, indicator, today, watched_days", 1};
inline constexpr Table kAssessmentNotCounted{
    "assessment_not_counted",
    "assessment, position, items, event, indicator, reason, counted_under, would_be, occurred, "
    "until, published, origins, credibility, ratio",
    1};
inline constexpr Table kAssessmentMisfit{
    "assessment_misfit",
    "assessment, position, indicator, observed_per_day, if_true_per_day, if_false_per_day", 1};
inline constexpr Table kAssessmentDisagreeing{"assessment_disagreeing",
                                              "assessment, position, total", 1};
inline constexpr Table kSlot{"slot", "schedule, due, skipped, assessments, report, problem", 2};
inline constexpr Table kAnswered{"answered", "change", 1};
inline constexpr Table kAlertEvaluation{
    "alert_evaluation",
    "alert, evaluation, revision, assessment, as_of, on_change, probability, word, extreme, last, "
    "unfaded, watched_days, without_origins, holds, state, reason, in_a_row, raised, raised_from, "
    "word_at_rest",
    2};
inline constexpr Table kNotice{"notice", "notice, alert, raised, as_of, text", 1};
inline constexpr Table kNoticeTo{"notice_to", "notice, position, notifier", 1};
inline constexpr Table kAttempt{"attempt", "notice, notifier, number, begun", 3};
inline constexpr Table kAttemptEnd{"attempt_end",
                                   "notice, notifier, number, ended, delivered, detail", 3};

/// A record's own table, the table of ids that its first column points to (or null), and the tables
/// of the rows under it, in the order in which they are hashed.
struct RecordKind {
  const Table* table;
  const Table* identity;
  std::span<const Table* const> parts;
};
/// All kinds; nothing of a store is in no record but `journal`, `seal` and the private part of
/// items.
std::span<const RecordKind> record_kinds();

struct Row {
  const Table* table;
  std::vector<Value> values;
};

struct Record {
  Row head;
  std::optional<Row> identity;  // of a definition: its number and id
  bool new_identity = false;    // that row is still to be stored
  std::vector<Row> parts;
  std::optional<Digest> hidden;  // of an item: the digest of its private part
  std::list<std::string> made;   // texts of its rows that stand nowhere else
};

/// Adds a row or a value to a hasher, as the digest above wants it.
void add(FieldHasher& hasher, const Row& row);
void add(FieldHasher& hasher, const Value& value);

Digest digest_of(const Record& record, std::int64_t entry, std::int64_t row);

/// The value of a column of the row at which a query stands; valid until its next step.
Value value_of(const Query& query, int column);

/// Binds a value to a parameter.
void bind(Query& query, int parameter, const Value& value);

/// INSERTs a row; `extra` follow the columns of the table by name.
struct Extra {
  const char* column;
  Value value;
};
void insert(Connection& connection, const Row& row, std::span<const Extra> extra = {});

}  // namespace signpost::store
