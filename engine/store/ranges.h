// Numbers in the store, judged where they are read: no definition and no item is let in with others
// than these, so a row that holds one was changed, or its page is damaged. What would come of it in
// the model is anything: not a number, books that do not balance, work without end.
#pragma once

#include <optional>

#include "engine/model/definitions.h"
#include "engine/model/evidence.h"
#include "engine/store/words.h"

namespace signpost::store {

/// What a column of the row at which a query stands holds. Error{kStore} that names the row and
/// what is out of range (`what`, a key): no other door leads from a number in the store to these
/// types.
Probability probability_at(const Query& query, int column, const char* what, const RowAt& row);
std::optional<Probability> probability_or_none(const Query& query, int column, const char* what,
                                               const RowAt& row);
Rate rate_at(const Query& query, int column, const char* what, const RowAt& row);

/// The same of what was read.
void require_in_range(const Scenario& scenario, const RowAt& row);
void require_in_range(const Indicator& indicator, const RowAt& row);
void require_in_range(const GradeWorth& worth, const RowAt& row);
void require_in_range(const Item& item, const RowAt& row);
void require_in_range(const CoverDeclaration& cover, const RowAt& row);

}  // namespace signpost::store
