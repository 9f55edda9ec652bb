// signpost amend: a new version of an item, with some of its fields replaced.
#include <fmt/format.h>

#include <memory>
#include <ostream>
#include <set>

#include "engine/assess/archive.h"
#include "engine/assess/touched.h"
#include "engine/cli/answering.h"
#include "engine/cli/command.h"
#include "engine/cli/effects.h"
#include "engine/cli/fields.h"
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

std::string in_words(Fate fate, ItemId id) {
  switch (fate) {
    case Fate::kAmended:
      return fmt::format("Item {} is amended; its earlier versions stay.\n", id);
    case Fate::kRestored:
      return fmt::format("Item {} stands again; that it was retracted stays in its history.\n", id);
    case Fate::kUnchanged:
      break;
  }
  return fmt::format("Item {} says this already: nothing is changed.\n", id);
}

void print(const Session& session, ItemId id, Fate fate, const std::vector<Effect>& effects,
           const std::vector<Idle>& idle, const std::vector<std::string>& retired) {
  if (session.json) {
    report::JsonWriter json;
    json.begin_object().member("format", "signpost.amend/1").member("id", id);
    json.member("changed", fate != Fate::kUnchanged);
    json.member("restored", fate == Fate::kRestored);
    write_effects(json, effects);
    write_idle(json, idle);
    session.out << json.end_object().take();
    return;
  }
  session.out << in_words(fate, id);
  print_effects(session, effects);
  print_retired(session, retired);
  print_idle(session, idle);
}

int run(const Options& options, const Session& session) {
  std::map<std::string, std::string> fields = fields_of(options.item);
  if (options.text) fields["text"] = *options.text;
  if (fields.empty() && options.item.keep.empty() && !options.restore) {
    throw Error(ErrorKind::kUsage, "amend needs a field to replace",
                "`signpost amend --help` lists them; an empty value (--note=) clears a field");
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
  const intake::ItemContext context{
      .definitions = definitions, .clock = session.clock, .feed = before.feed};
  intake::FieldsRead read = intake::read_fields(fields, context, &before);
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
  session.tell(fmt::format("item {} has a new version", id));
  print(session, id, options.restore ? Fate::kRestored : Fate::kAmended,
        service::effects_since(then, store, session.clock),
        where_it_counts_nothing(store, session, id, scenarios), retired);
  answer_changes(session, store);
  return kDone;
}

}  // namespace

Command add_amend(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "amend",
      "Replace fields of an item; the history stays\n"
      "Fields that are not named stand as they are; an empty value (--note=) clears one. One that "
      "was retracted is amended only with --restore.");
  command->add_option("ID", options->id, "The item's number, or its id at its source")
      ->type_name("ID")
      ->required();
  command->add_option("--text", options->text, "What happened, in words")->type_name("TEXT");
  add_item_options(*command, options->item);
  command->add_flag("--restore", options->restore,
                    "An item that was retracted stands again, with the fields as they are given");
  command->footer(
      "Example\n"
      "  signpost amend 12 --grade B1 --event prison-break-2022");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
