// Items from JSON Lines and CSV → model values, every bad row named by line and reason (DESIGN.md
// §5).
//
// Both formats have the same fields: id, occurred, until, count, indicators, bears, text, source,
// grade, credibility, origin, event, url, place, lang, available, by, note, share, denies. An item
// needs `occurred` and at least one of `indicators` and `bears`; everything else may be left out,
// the text too (a table of monthly counts has none). One that `denies` an event, by its key, has
// neither of the two, nor an event or a count of its own.
//
//   JSON Lines  one object a line. `indicators` is a list of ids or {"id", "grade"}, `bears` a list
//               of {"scenario", "ratio"}; numbers, true and false go without quotes. A number may
//               stand for the text of id, origin, event, denies, grade and for a year.
//   CSV         the first row that is not empty names the columns, in any order and case. Lists are
//               split on ';', `bears` is scenario=ratio, `share` yes/no, true/false or 1/0. Empty
//               cells are absent. Decimal commas and Arabic-Indic digits are understood. A header
//               with a mistake ends the file: no row can be trusted then.
//
// A line of Signpost's own export is read as the item that it holds (export_line.h).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/intake/outcome_line.h"
#include "engine/model/definitions.h"
#include "engine/model/evidence.h"
#include "engine/time/clock.h"

namespace signpost::intake {

/// What an item may refer to: the definitions as they stand, and the clock.
struct ItemContext {
  const Definitions& definitions;
  Clock clock;
  std::string feed = "signpost";
  Phrase future_hint = "intake.date.hint";  // for a time that is later than the clock
  bool in_toml = false;                     // hints show how a value is written there, not in JSON
  // Where the ids are listed: said of one that is like none of them.
  Phrase indicators_hint = {};
  Phrase scenarios_hint = {};
};

/// What an export of Signpost's has that matters there and is no item to read: redacted items,
/// declarations of coverage, and kept assessments; and that it comes out of a rehearsal.
struct LeftOut {
  bool rehearsal = false;
  std::int64_t redacted = 0;
  std::int64_t coverage = 0;
  std::int64_t assessments = 0;
};

/// Streams the rows of a file in constant memory: `accept` gets each good item with the line on
/// which its row begins, `reject` each mistake of each bad row. The format is told from the
/// content, not the name: a file whose first line that is not blank starts with `{` is JSON Lines,
/// else CSV with comma, semicolon or tab; UTF-8, or UTF-16 with a byte order mark. After a line or
/// a cell longer than a MiB nothing more is read, and the mistake says so. Error{kInvalid} where
/// the file cannot be read at all.
/// Lines of how it came out (outcome_line.h) go to `outcome`, or nowhere.
LeftOut read_items(const std::filesystem::path& file, const ItemContext& context,
                   const std::function<void(Item&&, std::uint32_t line)>& accept,
                   const std::function<void(Diagnostic&&)>& reject,
                   const std::function<void(OutcomeLine&&, std::uint32_t line)>& outcome = {});

/// One item from named fields as strings (`record`, `amend`): the same rules and messages as for a
/// CSV row. Where `base` is given its fields stand unless named (amend); a field named with an
/// empty text loses what it had. Diagnostics have no place.
struct FieldsRead {
  std::optional<Item> item;
  std::vector<Diagnostic> problems;
};
FieldsRead read_fields(const std::map<std::string, std::string>& fields, const ItemContext& context,
                       const Item* base);

/// What is wrong with fields to which others will be added: that one is missing is no mistake yet.
std::vector<Diagnostic> judge_fields(const std::map<std::string, std::string>& fields,
                                     const ItemContext& context);

}  // namespace signpost::intake
