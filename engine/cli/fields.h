// The fields of an item as options, shared by record and amend; and how an item is named.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/cli/arguments.h"
#include "engine/cli/command.h"
#include "engine/intake/items_reader.h"
#include "engine/model/evidence.h"
#include "engine/store/store.h"

namespace signpost::cli {

/// What was given on the command line, as written; read by intake::read_fields, so that `record`
/// and a row of a file obey the same rules.
struct ItemOptions {
  std::vector<std::string> indicators = {};
  std::vector<std::string> bears = {};            // SCENARIO=RATIO
  std::map<std::string, std::string> named = {};  // all other fields, by their name in the formats
  std::string keep = {};                          // a file whose SHA-256 is kept with the item
  bool as_lang = false;                           // --text-lang was given by its older name, --lang
};
void add_item_options(Arguments arguments, ItemOptions& options, const report::Speech& speech);
/// Warns of an option that was given by its older name.
void warn_of_old_names(const Session& session, const ItemOptions& options);

/// All fields given, by name; lists joined as a CSV cell has them.
std::map<std::string, std::string> fields_of(const ItemOptions& options);

/// What fields are judged by that are typed at the prompt.
intake::ItemContext typed_context(const Definitions& definitions, const Clock& clock,
                                  const std::string& feed);

/// The SHA-256 of a file kept elsewhere, in hex. Error{kInvalid} where it cannot be read.
std::string digest_of_kept(const std::string& file);

/// Prints what is wrong with fields (errors and warnings); true if it can go on.
bool report_problems(const Session& session, const std::vector<Diagnostic>& problems);

/// Warns of a date that can hardly be meant. Of an amendment `before` is what it replaces: what was
/// doubted of that was said then.
void warn_of_date(const Session& session, const Definitions& definitions, const Item& item,
                  const Item* before = nullptr);

/// The item that the user means: by its number ("12" or "#12") or by its id at its source.
/// Error{kUsage} where there is none.
ItemId item_named(const store::Snapshot& snapshot, std::string_view name);

/// Error{kUsage} where no indicator has that id.
void require_indicator(const store::Snapshot& snapshot, const std::string& id);

/// For an option that must say something, such as a reason: blanks are refused.
ValueCheck says_something(const report::Speech& speech);
/// For an option that takes a whole number; it is handed on in western digits. To be given to
/// `transform`.
ValueCheck whole_number(const report::Speech& speech, std::int64_t least,
                        std::int64_t most = std::numeric_limits<std::int64_t>::max());
/// The same of any number.
ValueCheck number_between(const report::Speech& speech, double least, double most);

/// What is said of an item with its text: `Item 12 is withdrawn: Attack on the prison …`. `words`
/// are ready to print.
std::string with_text(const report::Speech& speech, std::string words, const Item& item);

}  // namespace signpost::cli
