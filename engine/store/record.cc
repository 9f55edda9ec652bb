#include "engine/store/record.h"

#include <fmt/format.h>

namespace signpost::store {
namespace {

constexpr const Table* kSourceParts[] = {&kSourceAlias};
constexpr const Table* kIndicatorParts[] = {&kIndicatorCoverage, &kIndicatorSeason,
                                            &kIndicatorOccasion};
constexpr const Table* kScenarioParts[] = {&kAssumption, &kBreaker,   &kExpectation,
                                           &kImplied,    &kCriterion, &kCriterionIndicator};
constexpr const Table* kItemParts[] = {&kSighting, &kBearing};
constexpr const Table* kRedactionParts[] = {&kRedactedVersion, &kRedactedSource, &kRedactedId,
                                            &kRedactedEvent};
constexpr const Table* kScheduleParts[] = {&kScheduleScenario};
constexpr const Table* kAssessmentParts[] = {
    &kAssessmentEvent,       &kAssessmentSilence, &kAssessmentNotCounted, &kAssessmentMisfit,
    &kAssessmentDisagreeing, &kAssessmentAccount, &kAssessmentEntry};
constexpr const Table* kResolutionParts[] = {&kResolutionItem};
constexpr const Table* kNoticeParts[] = {&kNoticeTo};

constexpr RecordKind kKinds[] = {
    {&kStore, nullptr, {}},
    {&kPublicationRevision, &kPublication, {}},
    {&kSourceRevision, &kSource, kSourceParts},
    {&kIndicatorRevision, &kIndicator, kIndicatorParts},
    {&kScenarioRevision, &kScenario, kScenarioParts},
    {&kGradeRevision, &kGrade, {}},
    {&kItemVersion, nullptr, kItemParts},
    {&kRetraction, nullptr, {}},
    {&kRedaction, nullptr, kRedactionParts},
    {&kRedactedRecord, nullptr, {}},
    {&kCover, nullptr, {}},
    {&kCoverWithdrawal, nullptr, {}},
    {&kRetirement, nullptr, {}},
    {&kResolution, nullptr, kResolutionParts},
    {&kForecast, nullptr, {}},
    {&kUnsealing, nullptr, {}},
    {&kVerdict, nullptr, {}},
    {&kClockMend, nullptr, {}},
    {&kScheduleRevision, &kSchedule, kScheduleParts},
    {&kAlertRevision, &kAlert, {}},
    {&kAssessment, nullptr, kAssessmentParts},
    {&kSlot, nullptr, {}},
    {&kAnswered, nullptr, {}},
    {&kAlertEvaluation, nullptr, {}},
    {&kNotice, nullptr, kNoticeParts},
    {&kAttempt, nullptr, {}},
    {&kAttemptEnd, nullptr, {}},
};

}  // namespace

std::span<const RecordKind> record_kinds() { return kKinds; }

void add(FieldHasher& hasher, const Row& row) {
  hasher.add(std::string_view(row.table->name));
  const std::size_t first_later = row.values.size() - static_cast<std::size_t>(row.table->later);
  for (std::size_t column = 0; column < row.values.size(); ++column) {
    const Value& value = row.values[column];
    if (column >= first_later) {
      if (std::holds_alternative<std::monostate>(value)) continue;
      hasher.add(static_cast<std::int64_t>(column));
    }
    add(hasher, value);
  }
}

void add(FieldHasher& hasher, const Value& value) {
  struct Adder {
    FieldHasher& hasher;
    void operator()(std::monostate) const { hasher.add_absent(); }
    void operator()(std::int64_t number) const { hasher.add(number); }
    void operator()(double number) const { hasher.add(number); }
    void operator()(std::string_view text) const { hasher.add(text); }
    void operator()(Blob blob) const { hasher.add(blob.bytes); }
  };
  std::visit(Adder{hasher}, value);
}

Digest digest_of(const Record& record, std::int64_t entry, std::int64_t row) {
  FieldHasher hasher;
  hasher.add(entry).add(row);
  add(hasher, record.head);
  if (record.identity) add(hasher, *record.identity);
  for (const Row& part : record.parts) add(hasher, part);
  if (record.hidden) hasher.add(*record.hidden);
  return hasher.finish();
}

Value value_of(const Query& query, int column) {
  switch (query.type(column)) {
    case CellType::kInteger:
      return query.integer(column);
    case CellType::kReal:
      return query.real(column);
    case CellType::kText:
      return query.text(column);
    case CellType::kBytes:
      return Blob{query.bytes(column)};
    default:
      return {};
  }
}

void bind(Query& query, int parameter, const Value& value) {
  struct Binder {
    Query& query;
    int parameter;
    void operator()(std::monostate) const { query.bind_null(parameter); }
    void operator()(std::int64_t number) const { query.bind(parameter, number); }
    void operator()(double number) const { query.bind(parameter, number); }
    void operator()(std::string_view text) const { query.bind(parameter, text); }
    void operator()(Blob blob) const { query.bind(parameter, blob); }
  };
  std::visit(Binder{query, parameter}, value);
}

void insert(Connection& connection, const Row& row, std::span<const Extra> extra) {
  std::string sql = fmt::format("INSERT INTO {} ({}", row.table->name, row.table->columns);
  for (const Extra& more : extra) sql += fmt::format(", {}", more.column);
  sql += ") VALUES (?";
  for (std::size_t more = 1; more < row.values.size() + extra.size(); ++more) sql += ", ?";
  sql += ')';
  Query query = connection.query(sql);
  int parameter = 0;
  for (const Value& value : row.values) bind(query, ++parameter, value);
  for (const Extra& more : extra) bind(query, ++parameter, more.value);
  query.run();
}

}  // namespace signpost::store
