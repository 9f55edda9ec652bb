// What a change did to each scenario, as commands print it.
#pragma once

#include <span>
#include <string>

#include "engine/cli/command.h"
#include "engine/report/json_writer.h"
#include "engine/service/effects.h"

namespace signpost::cli {

using service::Effect;

/// A line for each: title, change, ICD 203 word.
report::Page effects_page(const Session& session, std::span<const Effect> effects);
/// The same as an answer of its own.
void print_effects(const Session& session, std::span<const Effect> effects);

/// That these scenarios, which the item touches too, are retired: no list shows what it does to
/// them. Nothing where there are none.
report::Page retired_page(const Session& session, std::span<const std::string> retired);

/// "scenarios": [{id, before, after}]
void write_effects(report::JsonWriter& json, std::span<const Effect> effects);

}  // namespace signpost::cli
