// What a command says of alerts after it changed the evidence.
#pragma once

#include "engine/cli/command.h"
#include "engine/store/store.h"

namespace signpost::cli {

/// Answers the changes of the evidence that this command made: alerts on what they touch are judged
/// at once, and what was raised or cleared is told on `out` (`err` with --json). Where slots are
/// due, alerts wait for `signpost run`, which does all in the order of time; that is said on `err`.
/// Settings that are wrong are told as a warning: what was recorded stays recorded.
void answer_changes(const Session& session, store::Store& store);

}  // namespace signpost::cli
