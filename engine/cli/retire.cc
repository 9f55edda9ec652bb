// signpost retire: a scenario that was loaded by mistake, or is given up.
#include <memory>
#include <ostream>

#include "engine/cli/command.h"
#include "engine/cli/fields.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/isolated_text.h"
#include "engine/report/json_writer.h"
#include "engine/report/speech.h"

namespace signpost::cli {
namespace {

struct Options {
  std::string scenario;
  std::string because;
  bool undo = false;
};

int run(const Options& options, const Session& session) {
  store::Store store = open_store(session, store::Store::Access::kWrite);
  store.retire(options.scenario, !options.undo, options.because, session.clock);
  if (session.json) {
    report::JsonWriter json;
    json.begin_object().member("format", "signpost.retire/1");
    json.member("scenario", options.scenario).member("retired", !options.undo);
    session.out << json.end_object().take();
    return kDone;
  }
  const report::Speech speech(report::Language::kEnglish);
  session.out << report::IsolatedText(session.terminal)
                     .paragraph(speech.say(options.undo ? "retire.undone" : "retire.done",
                                           {{"id", report::quoted(options.scenario)}}));
  return kDone;
}

}  // namespace

Command add_retire(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "retire",
      "Give a scenario up: it leaves every list, its slots and alerts skip it; its history stays\n"
      "For one that was loaded by mistake, or that nobody asks about any more. What is shown as "
      "known before that day still has it.");
  command->add_option("SCENARIO", options->scenario, "The scenario's id")
      ->type_name("SCENARIO")
      ->required();
  command->add_option("--because", options->because, "Why; it is kept")
      ->type_name("TEXT")
      ->check(says_something())
      ->required();
  command->add_flag("--undo", options->undo, "Take it up again");
  command->footer(
      "Example\n"
      "  signpost retire road-war --because \"loaded twice, under two ids\"");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
