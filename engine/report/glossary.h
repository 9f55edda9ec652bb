// The glossary: every message that a report prints, in both languages (glossary.tsv).
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/base/embedded.h"

namespace signpost::report {

/// A line of the file. The texts are patterns (base/messages.h).
struct GlossaryEntry {
  std::string_view key;
  std::string_view english;
  std::string_view arabic;
};

/// All of them in the order of the file. A line that has not three fields, or none in one of them,
/// is a bug: std::logic_error.
const std::vector<GlossaryEntry>& glossary();

/// glossary.tsv itself, as embedded at build.
std::span<const Embedded> glossary_files();

}  // namespace signpost::report
