// Definitions ↔ rows, in one place a type. (Schedules and alerts: schedule_rows.cc.)
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/definitions.h"
#include "engine/store/connection.h"
#include "engine/store/record.h"
#include "engine/store/snapshot.h"

namespace signpost::store {

/// The number of a definition among its kind; the table of ids is one of kPublication, kSource,
/// kIndicator, kScenario, kSchedule, kAlert, kGrade.
std::optional<std::int64_t> number_of(Connection& connection, const Table& ids,
                                      std::string_view id);

/// What a definition is called among its kind: of a grade its text.
template <class T>
const std::string& id_of(const T& definition) {
  return definition.id;
}
inline std::string id_of(const GradeWorth& worth) { return to_string(worth.grade); }

/// A text of a column and of the later one that holds the Arabic of what is in both languages.
Bilingual bilingual_at(const Query& query, int column, int arabic);

/// All ids of a kind, in the order of first definition.
std::vector<std::string> ids_of(Connection& connection, const Table& ids);

/// All revisions of a kind, each definition's together and oldest first, in the order of first
/// definition.
std::vector<Revision<Publication>> publications_in(Connection& connection);
std::vector<Revision<Source>> sources_in(Connection& connection);
std::vector<Revision<Indicator>> indicators_in(Connection& connection);
std::vector<Revision<Scenario>> scenarios_in(Connection& connection);
std::vector<Revision<Schedule>> schedules_in(Connection& connection);
std::vector<Revision<Alert>> alerts_in(Connection& connection);
std::vector<Revision<GradeWorth>> grades_in(Connection& connection);

/// Where a definition stands in the store: its number, and the revision that a record will be.
struct RowKey {
  std::int64_t number = 1;
  int revision = 1;
};
/// The number of what is referred to; throws where it is not defined.
using NumberOf = std::function<std::int64_t(std::string_view id)>;

/// The record of a definition; it refers to the texts of the definition, which must outlive it.
Record record_of(const Publication& publication, RowKey place);
Record record_of(const Source& source, RowKey place);
Record record_of(const Indicator& indicator, RowKey place);
Record record_of(const Scenario& scenario, RowKey place, const NumberOf& publication,
                 const NumberOf& indicator);
Record record_of(const Schedule& schedule, RowKey place);
Record record_of(const Alert& alert, RowKey place, const NumberOf& scenario,
                 const NumberOf& indicator);
Record record_of(const GradeWorth& worth, RowKey place);

}  // namespace signpost::store
