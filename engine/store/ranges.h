// Numbers in the store, judged where they are read: no definition and no item is let in with others
// than these, so a row that holds one was changed, or its page is damaged. What would come of it in
// the model is anything: not a number, books that do not balance, work without end.
#pragma once

#include <string_view>

#include "engine/model/definitions.h"
#include "engine/model/evidence.h"
#include "engine/store/words.h"

namespace signpost::store {

/// Error{kStore} that names the row and what is out of range: of a column before it is taken for a
/// probability, where it is set; and of what was read.
void require_probability(const Query& query, int column, std::string_view what, const RowAt& row);
void require_in_range(const Scenario& scenario, const RowAt& row);
void require_in_range(const Indicator& indicator, const RowAt& row);
void require_in_range(const Item& item, const RowAt& row);
void require_in_range(const CoverDeclaration& cover, const RowAt& row);

}  // namespace signpost::store
