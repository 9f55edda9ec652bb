// signpost retire: a scenario that was loaded by mistake, or is given up.
#include <memory>
#include <ostream>

#include "engine/cli/command.h"
#include "engine/cli/fields.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/json_writer.h"

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
  report::Page page(session.speech.language());
  page.paragraph(session.say(options.undo ? "retire.undone" : "retire.done",
                             {{"id", report::quoted(options.scenario)}}));
  session.show(page);
  return kDone;
}

}  // namespace

Command add_retire(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("retire", speech.say("help.retire"));
  command.add_option("SCENARIO", options->scenario, speech.say("help.scenario"))
      .type_name("SCENARIO")
      .required();
  command.add_option("--because", options->because, speech.say("help.because"))
      .type_name("TEXT")
      .check(says_something(speech))
      .required();
  command.add_flag("--undo", options->undo, speech.say("help.retire.undo"));
  command.footer(
      example(speech, "  signpost retire road-war --because \"loaded twice, under two ids\""));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
