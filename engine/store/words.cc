#include "engine/store/words.h"

#include <fmt/format.h>

#include <cstddef>
#include <iterator>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/model/alert.h"
#include "engine/model/definitions.h"
#include "engine/model/saved.h"
#include "engine/model/schedule.h"

namespace signpost::store {
namespace {

using Kind = Condition::Kind;

constexpr Role kRoles[] = {Role::kMotive, Role::kEffect, Role::kConclusion, Role::kHypothesis};
constexpr Asks kAsks[] = {Asks::kState, Asks::kByHorizon, Asks::kFact};
constexpr Watched kWatched[] = {Watched::kAlways, Watched::kTotals, Watched::kFeed};
constexpr Missed kMissed[] = {Missed::kEach, Missed::kLatest, Missed::kSkip};
constexpr Kind kKinds[] = {Kind::kAtLeast,     Kind::kAtMost, Kind::kRises,     Kind::kFalls,
                           Kind::kWordChanges, Kind::kSeen,   Kind::kNoEvidence};
constexpr Precision kPrecisions[] = {Precision::kSecond, Precision::kDay, Precision::kMonth,
                                     Precision::kYear};
constexpr ScenarioState kStates[] = {ScenarioState::kOpen, ScenarioState::kNotYetOpen,
                                     ScenarioState::kPastHorizon, ScenarioState::kResolved};
constexpr Occasion kOccasions[] = {Occasion::kAsked, Occasion::kSlot, Occasion::kChange,
                                   Occasion::kModel};
/// Those of model 1, whose ledgers alone were kept whole.
constexpr NotCountedReason kNotCountedReasons[] = {
    NotCountedReason::kCannotBeJudged, NotCountedReason::kBeforeOpening,
    NotCountedReason::kAfterHorizon,   NotCountedReason::kCountedElsewhere,
    NotCountedReason::kNothingLeft,    NotCountedReason::kNoneSeen};
constexpr AlertState kAlertStates[] = {AlertState::kInactive, AlertState::kPending,
                                       AlertState::kRaised, AlertState::kCleared};
constexpr AlertReason kAlertReasons[] = {
    AlertReason::kQuiet,         AlertReason::kNotOften, AlertReason::kOnChange,
    AlertReason::kTooFewOrigins, AlertReason::kRaised,   AlertReason::kHolds,
    AlertReason::kNotBeyond,     AlertReason::kHeld,     AlertReason::kOnlyFaded,
    AlertReason::kUnwatched,     AlertReason::kCleared,  AlertReason::kModel};

// As it is stored.
template <class Enum>
std::string_view text_of(Enum one) {
  return to_string(one);
}

std::string_view text_of(NotCountedReason reason) {
  switch (reason) {
    case NotCountedReason::kCannotBeJudged:
      return "cannot_be_judged";
    case NotCountedReason::kBeforeOpening:
      return "before_opening";
    case NotCountedReason::kAfterHorizon:
      return "after_horizon";
    case NotCountedReason::kCountedElsewhere:
      return "counted_elsewhere";
    case NotCountedReason::kNothingLeft:
      return "nothing_left";
    case NotCountedReason::kNoneSeen:
      return "none_seen";
    default:
      return {};
  }
}

/// "scenario_revision (scenario 3, revision 2)"
std::string name_of(const RowAt& row) {
  // A record without a key of its own is known by its entry and row.
  const std::string_view columns = row.table.keys == 0 ? "entry, row" : row.table.columns;
  const std::size_t comma = columns.find(',');
  std::string name = fmt::format("{} ({} {}", row.table.name, columns.substr(0, comma), row.first);
  if (row.second) {
    const std::size_t next = columns.find(',', comma + 1);
    name += fmt::format(", {} {}", columns.substr(comma + 2, next - comma - 2), *row.second);
  }
  return name + ")";
}

template <class Enum, std::size_t kCount>
Enum judged(const Query& query, int column, const RowAt& row, const Enum (&all)[kCount]) {
  const std::string_view word = query.text(column);
  for (const Enum one : all) {
    if (text_of(one) == word) return one;
  }
  throw_not_understood(row, fmt::format("the {} \"{}\"", query.name(column), printable(word)));
}

}  // namespace

template <>
Role word_at(const Query& query, int column, const RowAt& row) {
  return judged(query, column, row, kRoles);
}
template <>
Asks word_at(const Query& query, int column, const RowAt& row) {
  return judged(query, column, row, kAsks);
}
template <>
Watched word_at(const Query& query, int column, const RowAt& row) {
  return judged(query, column, row, kWatched);
}
template <>
Missed word_at(const Query& query, int column, const RowAt& row) {
  return judged(query, column, row, kMissed);
}
template <>
Kind word_at(const Query& query, int column, const RowAt& row) {
  return judged(query, column, row, kKinds);
}
template <>
Precision word_at(const Query& query, int column, const RowAt& row) {
  return judged(query, column, row, kPrecisions);
}
template <>
ScenarioState word_at(const Query& query, int column, const RowAt& row) {
  return judged(query, column, row, kStates);
}
template <>
Occasion word_at(const Query& query, int column, const RowAt& row) {
  return judged(query, column, row, kOccasions);
}
template <>
NotCountedReason word_at(const Query& query, int column, const RowAt& row) {
  return judged(query, column, row, kNotCountedReasons);
}
template <>
AlertState word_at(const Query& query, int column, const RowAt& row) {
  return judged(query, column, row, kAlertStates);
}
template <>
AlertReason word_at(const Query& query, int column, const RowAt& row) {
  return judged(query, column, row, kAlertReasons);
}

void throw_not_understood(const RowAt& row, std::string_view what) {
  throw Error(ErrorKind::kStore,
              fmt::format("{} holds what this program does not understand: {} in {}",
                          in_quotes(row.connection.path()), what, name_of(row)),
              "a newer Signpost may have written it: use that one; `signpost verify` says whether "
              "it was changed since");
}

}  // namespace signpost::store
