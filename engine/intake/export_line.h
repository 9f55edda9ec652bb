// A line of signpost's own export, which `import` reads back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace signpost::intake {

/// What an import takes from a line of an export: an item that stands, as the row that it was.
/// Everything else that an export holds (definitions, earlier versions, what was withdrawn or
/// blanked, coverage, the journal) is skipped.
struct ExportLine {
  bool to_import = false;
  std::string row;  // JSON with the names of an import row
  std::string feed;
  std::string kept_sha256;
  std::string id;  // for an item that had none: its store and number, so that twice adds nothing
};

/// Nothing where the line is not of an export: only those have a "kind", and have it first.
std::optional<ExportLine> read_export_line(std::string_view line);

}  // namespace signpost::intake
