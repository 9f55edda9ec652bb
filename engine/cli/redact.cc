// signpost redact: blank what could harm someone. What was scored stays, and the chain verifies.
#include <fmt/format.h>

#include <memory>
#include <optional>
#include <ostream>

#include "engine/cli/command.h"
#include "engine/cli/fields.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/prompt.h"
#include "engine/report/isolated_text.h"
#include "engine/report/json_writer.h"
#include "engine/report/line.h"
#include "engine/report/speech.h"

namespace signpost::cli {
namespace {

struct Options {
  std::string id;
  std::string because;
  bool yes = false;
};

int run(const Options& options, const Session& session) {
  store::Store store = open_store(session, store::Store::Access::kWrite);
  ItemId id = 0;
  Item item;
  std::optional<Instant> earlier;
  {
    const auto snapshot = store.snapshot();
    id = item_named(*snapshot, options.id);
    const auto history = snapshot->item(id);
    item = history->versions.back().content;
    earlier = history->redacted;
  }
  if (!options.yes && !earlier) {
    if (!session.asks) {
      throw Error(ErrorKind::kUsage, "a redaction cannot be undone: it needs --yes",
                  "on a terminal it asks instead");
    }
    session.err << item_line(session.err_terminal, fmt::format("Item {}", id), item)
                << report::paragraph(session.err_terminal,
                                     "Its text, source and address will be blanked in all its "
                                     "versions. This cannot be undone.");
    if (!confirm(session, "Type yes to go on:")) {
      throw Error(ErrorKind::kNo, "nothing is redacted");
    }
  }
  store.redact(id, options.because, session.clock);
  session.tell(fmt::format("item {} blanked", id));
  if (session.json) {
    report::JsonWriter json;
    json.begin_object().member("format", "signpost.redact/1").member("id", id).end_object();
    session.out << json.take();
    return kDone;
  }
  const report::Speech speech(report::Language::kEnglish);
  const report::IsolatedText ready(session.terminal);
  const std::string number = fmt::format("{}", id);
  session.out << ready.paragraph(
      earlier ? speech.say("redact.was", {{"item", number}, {"date", to_date(*earlier)}})
              : speech.say("redact.done", {{"item", number}}));
  session.out << ready.paragraph(speech.say("redact.copies"));
  return kDone;
}

}  // namespace

Command add_redact(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "redact",
      "Blank an item's text, source and address where someone is at risk\n"
      "What was scored stays, and `verify` still holds. It cannot be undone: on a terminal it asks "
      "first, elsewhere it needs --yes.");
  command->add_option("ID", options->id, "The item's number, or its id at its source")
      ->type_name("ID")
      ->required();
  command->add_option("--because", options->because, "Why; it is kept, so name nobody")
      ->type_name("TEXT")
      ->check(says_something())
      ->required();
  command->add_flag("--yes", options->yes, "Do it without asking");
  command->footer(
      "Example\n"
      "  signpost redact 12 --because \"names a witness\" --yes");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
