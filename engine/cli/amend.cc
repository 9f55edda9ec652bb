// signpost amend: a new version of an item, with some of its fields replaced.
#include <memory>
#include <ostream>
#include <set>

#include "engine/assess/archive.h"
#include "engine/assess/touched.h"
#include "engine/cli/answering.h"
#include "engine/cli/command.h"
#include "engine/cli/effects.h"
#include "engine/cli/fields.h"
#include "engine/cli/help.h"
#include "engine/cli/not_counted.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/intake/items_reader.h"

namespace signpost::cli {
namespace {

struct Options {
  std::string id;
  std::optional<std::string> text;
  ItemOptions item;
  bool restore = false;
};

/// The scenarios that the item moved and those that it moves now.
std::vector<std::string> touched(assess::Archive& archive, const Item& before, const Item& after) {
  std::vector<std::string> scenarios = assess::touched_by(archive, before);
  const std::set<std::string> had(scenarios.begin(), scenarios.end());
  for (std::string& scenario : assess::touched_by(archive, after)) {
    if (!had.contains(scenario)) scenarios.push_back(std::move(scenario));
  }
  return scenarios;
}

enum class Fate : std::uint8_t { kUnchanged, kAmended, kRestored };

std::string_view key_of(Fate fate) {
  switch (fate) {
    case Fate::kAmended:
      return "amend.amended";
    case Fate::kRestored:
      return "amend.restored";
    case Fate::kUnchanged:
      break;
  }
  return "record.unchanged";
}

void print(const Session& session, ItemId id, Fate fate, const std::vector<Effect>& effects,
           const std::vector<CountsNothing>& not_counted, const std::vector<std::string>& retired) {
  if (session.json) {
    report::JsonWriter json;
    json.begin_object().member("format", "signpost.amend/1").member("id", id);
    json.member("changed", fate != Fate::kUnchanged);
    json.member("restored", fate == Fate::kRestored);
    write_effects(json, effects);
    write_not_counted(json, not_counted);
    session.out << json.end_object().take();
    return;
  }
  report::Page page(session.speech.language());
  page.paragraph(session.say(key_of(fate), {{"item", std::to_string(id)}}));
  page.add(effects_page(session, effects));
  page.add(retired_page(session, retired));
  page.add(not_counted_page(session, not_counted));
  session.show(page);
}

int run(const Options& options, const Session& session) {
  warn_of_old_names(session, options.item);
  std::map<std::string, std::string> fields = fields_of(options.item);
  if (options.text) fields["text"] = *options.text;
  if (fields.empty() && options.item.keep.empty() && !options.restore) {
    throw Error(ErrorKind::kUsage, "amend.needs-field", "amend.needs-field.hint");
  }
  store::Store store = open_store(session, store::Store::Access::kWrite);
  ItemId id = 0;
  Item before;
  std::optional<store::ItemHistory> history;
  Definitions definitions;
  {
    const auto snapshot = store.snapshot();
    id = item_named(*snapshot, options.id);
    history = snapshot->item(id);
    before = history->versions.back().content;
    definitions = snapshot->definitions(kForever);
  }
  intake::FieldsRead read =
      intake::read_fields(fields, typed_context(definitions, session.clock, before.feed), &before);
  if (!report_problems(session, read.problems) || !read.item) return kBadInput;
  Item after = std::move(*read.item);
  warn_of_date(session, definitions, after, &before);
  if (!options.item.keep.empty()) after.kept_sha256 = digest_of_kept(options.item.keep);
  const bool retracted = history->retracted.has_value();
  if (after == before && !retracted && !options.restore) {
    print(session, id, Fate::kUnchanged, {}, {}, {});
    return kDone;
  }
  const Item stored = store.with_stored_keys(after);
  std::vector<std::string> scenarios;
  std::vector<std::string> retired;
  {
    const auto snapshot = store.snapshot();
    assess::Archive archive(*snapshot);
    scenarios = touched(archive, before, stored);
    retired = assess::retired_touched_by(archive, stored);
  }
  const service::Before then =
      scenarios.empty() ? service::Before{} : service::before_change(store, scenarios);
  store.amend(id, after, session.clock, options.restore);
  session.tell({"tell.item-amended", {{"item", std::to_string(id)}}});
  print(session, id, options.restore ? Fate::kRestored : Fate::kAmended,
        service::effects_since(then, store, session.clock),
        where_it_counts_nothing(store, session, id, scenarios), retired);
  answer_changes(session, store);
  return kDone;
}

}  // namespace

Command add_amend(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("amend", speech.say("help.amend"));
  command.add_option("ID", options->id, speech.say("help.item")).type_name("ID").required();
  command.add_option("--text", options->text, speech.say("help.item.text")).type_name("TEXT");
  add_item_options(command, options->item, speech);
  command.add_flag("--restore", options->restore, speech.say("help.amend.restore"));
  command.footer(example(speech, "  signpost amend 12 --grade B1 --event prison-break-2022"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
