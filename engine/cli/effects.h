// What a change did to each scenario, as commands print it.
#pragma once

#include <span>
#include <string>

#include "engine/cli/command.h"
#include "engine/report/json_writer.h"
#include "engine/service/effects.h"

namespace signpost::cli {

using service::Effect;

/// "41 % → 48 %", with decimals where it takes them to see a difference; "no change at 41 %".
std::string change_in_words(const Effect& effect, const report::Terminal& terminal);

/// A line for each: title, change, ICD 203 word.
void print_effects(const Session& session, std::span<const Effect> effects);

/// That these scenarios, which the item touches too, are retired: no list shows what it does to
/// them. Nothing where there are none.
void print_retired(const Session& session, std::span<const std::string> retired);

/// "scenarios": [{id, before, after}]
void write_effects(report::JsonWriter& json, std::span<const Effect> effects);

}  // namespace signpost::cli
