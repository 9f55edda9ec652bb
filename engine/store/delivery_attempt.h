// Tries to hand a notice to a notifier: claimed before, ended after.
#pragma once

#include "engine/model/alert.h"
#include "engine/store/connection.h"
#include "engine/time/clock.h"

namespace signpost::store {

/// As Store::begin_attempt and end_attempt, inside the caller's WriteTransaction.
bool begin_attempt(Connection& connection, const Attempt& attempt, const Clock& clock);
void end_attempt(Connection& connection, const Attempt& attempt, const Clock& clock);

}  // namespace signpost::store
