// What a round leaves behind ↔ rows: assessments with what is kept of their ledgers, slots,
// judgements of alerts, notices and the tries to deliver them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/model/saved.h"
#include "engine/store/connection.h"
#include "engine/store/definition_rows.h"
#include "engine/store/record.h"
#include "engine/store/snapshot.h"

namespace signpost::store {

// Records; they refer to the texts of what they are made of, which must outlive them.

/// Of its ledger only `kept` is stored.
Record record_of(const SavedAssessment& saved, const NumberOf& scenario, const NumberOf& indicator,
                 const NumberOf& schedule);
Record record_of(const Slot& slot, const NumberOf& schedule);
/// `place` is the judgement's in the alert's story, from 1.
Record record_of(const AlertEvaluation& evaluation, std::int64_t alert, std::int64_t place);
Record record_of(const Notice& notice, const NumberOf& alert);

// As Snapshot says.

std::vector<SavedAssessment> assessments_in(Connection& connection, const AssessmentFilter& filter,
                                            bool with_ledger);
std::vector<Slot> slots_in(Connection& connection, std::string_view schedule);
std::vector<AlertEvaluation> evaluations_in(Connection& connection, std::string_view alert,
                                            bool last_only);
std::vector<Delivery> deliveries_in(Connection& connection, bool undelivered_only,
                                    std::string_view alert);

}  // namespace signpost::store
