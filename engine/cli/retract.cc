// signpost retract: withdraw an item. It stays in the history and counts nothing from now on.
#include <fmt/format.h>

#include <memory>
#include <ostream>

#include "engine/assess/touched.h"
#include "engine/cli/answering.h"
#include "engine/cli/command.h"
#include "engine/cli/effects.h"
#include "engine/cli/fields.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"

namespace signpost::cli {
namespace {

struct Options {
  std::string id;
  std::string because;
};

int run(const Options& options, const Session& session) {
  store::Store store = open_store(session, store::Store::Access::kWrite);
  ItemId id = 0;
  Item item;
  std::vector<std::string> scenarios;
  {
    const auto snapshot = store.snapshot();
    id = item_named(*snapshot, options.id);
    item = snapshot->item(id)->versions.back().content;
    assess::Archive archive(*snapshot);
    scenarios = assess::touched_by(archive, item);
  }
  const service::Before before =
      scenarios.empty() ? service::Before{} : service::before_change(store, scenarios);
  store.retract(id, options.because, session.clock);
  session.tell(fmt::format("item {} withdrawn", id));
  const std::vector<Effect> effects = service::effects_since(before, store, session.clock);
  if (session.json) {
    report::JsonWriter json;
    json.begin_object().member("format", "signpost.retract/1").member("id", id);
    write_effects(json, effects);
    session.out << json.end_object().take();
    answer_changes(session, store);
    return kDone;
  }
  session.out << item_line(session.terminal, fmt::format("Item {} is withdrawn", id), item)
              << "What was believed before stays as it was.\n";
  print_effects(session, effects);
  answer_changes(session, store);
  return kDone;
}

}  // namespace

Command add_retract(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "retract", "Withdraw an item: it counts nothing from now on, and its history stays");
  command->add_option("ID", options->id, "The item's number, or its id at its source")
      ->type_name("ID")
      ->required();
  command->add_option("--because", options->because, "Why; it is kept")
      ->type_name("TEXT")
      ->check(says_something())
      ->required();
  command->footer(
      "Example\n"
      "  signpost retract 12 --because \"the source withdrew the report\"");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
