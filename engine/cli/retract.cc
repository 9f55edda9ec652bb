// signpost retract: withdraw an item. It stays in the history and counts nothing from now on.
#include <memory>
#include <ostream>

#include "engine/assess/touched.h"
#include "engine/cli/answering.h"
#include "engine/cli/command.h"
#include "engine/cli/effects.h"
#include "engine/cli/fields.h"
#include "engine/cli/help.h"
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
  const std::string number = std::to_string(id);
  session.tell({"tell.item-withdrawn", {{"item", number}}});
  const std::vector<Effect> effects = service::effects_since(before, store, session.clock);
  if (session.json) {
    report::JsonWriter json;
    json.begin_object().member("format", "signpost.retract/1").member("id", id);
    write_effects(json, effects);
    session.out << json.end_object().take();
    answer_changes(session, store);
    return kDone;
  }
  report::Page page(session.speech.language());
  page.paragraph(with_text(session.speech, session.say("retract.done", {{"item", number}}), item),
                 report::Style::kPlain, 0, 1);
  page.paragraph(session.say("retract.stays"));
  page.add(effects_page(session, effects));
  session.show(page);
  answer_changes(session, store);
  return kDone;
}

}  // namespace

Command add_retract(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("retract", speech.say("help.retract"));
  command.add_option("ID", options->id, speech.say("help.item")).type_name("ID").required();
  command.add_option("--because", options->because, speech.say("help.because"))
      .type_name("TEXT")
      .check(says_something(speech))
      .required();
  command.footer(
      example(speech, "  signpost retract 12 --because \"the source withdrew the report\""));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
