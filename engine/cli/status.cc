// signpost status: where every scenario stands. Computes, and saves nothing.
#include "engine/report/status.h"

#include <memory>
#include <ostream>

#include "engine/assess/standing.h"
#include "engine/cli/command.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/reading.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

struct Options {
  std::vector<std::string> scenarios;
  MomentOptions moment;
  std::string language;
  bool ids = false;
  bool retired = false;
};

int run(const Options& options, const Session& session) {
  const report::StatusChoices choices{
      .titles = language_of(options.language), .ids = options.ids, .now = session.clock.now};
  const Moment moment = moment_of(options.moment, session.clock);
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  const Standings standings = assess::standings(
      archive, scenarios_to_show(options.scenarios, options.retired, *snapshot), moment);
  session.out << (session.json ? report::status_json(standings)
                               : report::status_text(standings, choices, session.terminal));
  return kDone;
}

}  // namespace

Command add_status(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "status",
      "Show where every scenario stands: probability, change, the last year, the latest evidence\n"
      "It is computed from the evidence each time, and nothing is saved.");
  command->add_option("SCENARIO", options->scenarios, "Only these; default all")
      ->type_name("SCENARIO");
  add_moment_options(*command, options->moment);
  add_language_option(*command, options->language);
  command->add_flag("--ids", options->ids, "Show the scenarios' ids, as commands take them");
  add_retired_option(*command, options->retired);
  command->footer(
      "Example\n"
      "  signpost status --as-of 2022-06-30 --known-at as-of\n"
      "  where everything stood on 30 June 2022, with what was known that day");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
