// The lines of an export beside its items (export.cc says what each kind holds), and what they
// share.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "engine/report/json_writer.h"
#include "engine/store/snapshot.h"

namespace signpost::cli {

/// All revisions of all definitions.
void write_definitions(const store::Snapshot& snapshot, std::ostream& out);

/// What the desk's clock left: kept assessments with their ledgers, slots, the judgements of
/// alerts, notices and the tries to deliver them.
void write_clock(const store::Snapshot& snapshot, std::ostream& out);

/// Writes what was given and leaves out what was not, so that a line holds only what it says.
void given_text(report::JsonWriter& json, std::string_view name, const std::string& value);

/// A member that is null where the instant is kForever.
void end_of(report::JsonWriter& json, std::string_view name, Instant instant);

}  // namespace signpost::cli
