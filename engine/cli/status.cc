// signpost status: where every scenario stands. Computes, and saves nothing.
#include "engine/report/status.h"

#include <memory>
#include <ostream>

#include "engine/assess/standing.h"
#include "engine/cli/command.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/reading.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

struct Options {
  std::vector<std::string> scenarios;
  MomentOptions moment;
  bool ids = false;
  bool retired = false;
};

int run(const Options& options, const Session& session) {
  const Moment moment = moment_of(options.moment, session.clock);
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  const Standings standings = assess::standings(
      archive, scenarios_to_show(options.scenarios, options.retired, *snapshot), moment);
  if (session.json) {
    session.out << report::status_json(standings);
  } else {
    session.show(report::status_page(standings,
                                     {.ids = options.ids,
                                      .now = session.clock.now,
                                      .width = session.terminal.width,
                                      .unicode = session.terminal.unicode},
                                     session.speech));
  }
  return kDone;
}

}  // namespace

Command add_status(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("status", speech.say("help.status"));
  command.add_option("SCENARIO", options->scenarios, speech.say("help.status.scenario"))
      .type_name("SCENARIO");
  add_moment_options(command, options->moment, speech);
  command.add_flag("--ids", options->ids, speech.say("help.status.ids"));
  add_retired_option(command, options->retired, speech);
  command.footer(example(speech, "  signpost status --as-of 2022-06-30 --known-at as-of",
                         "help.status.example"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
