// A line of signpost's own export, which `import` reads back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signpost::intake {

/// What an import takes from a line of an export: an item that stands, as the row that it was.
/// Everything else that an export holds is skipped. Some of that counts where it comes from, and is
/// lost here: an item that stands there but was blanked, and coverage declared by command. Kept
/// assessments are what that desk said at the time, and stay its own. The rest is loaded from files
/// (definitions), counts no more (earlier versions, what was withdrawn), or is of that store alone
/// (the journal, slots, judgements of alerts, notices).
struct ExportLine {
  enum class Kind : std::uint8_t { kItem, kRedacted, kCoverage, kAssessment, kOther };
  Kind kind = Kind::kOther;
  bool rehearsal = false;  // the first line, of a store that was made under --now
  // Of an item:
  std::string row;  // JSON with the names of an import row
  std::string feed;
  std::string kept_sha256;
  std::string id;  // for an item that had none: its store and number, so that twice adds nothing
};

/// Nothing where the line is not of an export: only those have a "kind", and have it first.
std::optional<ExportLine> read_export_line(std::string_view line);

}  // namespace signpost::intake
