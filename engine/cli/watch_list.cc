// signpost watch-list: which indicators may tell most in the days to come.
#include "engine/report/watch_list.h"

#include <memory>
#include <ostream>

#include "engine/assess/watch_list.h"
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
  bool all = false;
  bool retired = false;
};

int run(const Options& options, const Session& session) {
  const Moment moment = moment_of(options.moment, session.clock);
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  warn_of_retired(
      session, *snapshot,
      options.retired && options.scenarios.empty() ? snapshot->scenario_ids() : options.scenarios,
      moment.known_at);
  assess::Archive archive(*snapshot);
  const WatchList list =
      assess::watch_list(archive, scenarios_to_show(options.scenarios, options.retired, *snapshot),
                         moment, session.clock.now);
  if (session.json) {
    session.out << report::watch_list_json(list);
  } else {
    session.show(report::watch_list_page(list, {.all = options.all}, session.speech));
  }
  return kDone;
}

}  // namespace

Command add_watch_list(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("watch-list", speech.say("help.watch-list"));
  command.add_option("SCENARIO", options->scenarios, speech.say("help.status.scenario"))
      .type_name("SCENARIO");
  command.add_flag("--all", options->all, speech.say("help.watch-list.all"));
  add_retired_option(command, options->retired, speech);
  add_moment_options(command, options->moment, speech);
  command.footer(example(speech,
                         "  signpost watch-list effect-operations-syria \\\n"
                         "      --as-of 2022-06-30 --known-at as-of"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
