// The glossary: every sentence of the program in both languages, engine/glossary/*.tsv.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/base/embedded.h"

namespace signpost {

/// A line of a file: `key TAB English TAB Arabic`. The texts are patterns (base/messages.h), in
/// which `\n` stands for a new line.
struct GlossaryEntry {
  std::string_view key;
  std::string_view english;
  std::string_view arabic;
};

/// All of them in the order of the files. A line that has not three fields, or none in one of them,
/// and a key that is there twice are bugs: std::logic_error.
const std::vector<GlossaryEntry>& glossary();

/// The entry of a key; one that is not there is a bug, too.
const GlossaryEntry& glossary_entry(std::string_view key);

/// The files themselves, as embedded at build.
std::span<const Embedded> glossary_files();

}  // namespace signpost
