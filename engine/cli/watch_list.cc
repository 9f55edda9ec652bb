// signpost watch-list: which indicators may tell most in the days to come.
#include "engine/report/watch_list.h"

#include <memory>
#include <ostream>

#include "engine/assess/watch_list.h"
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
  bool all = false;
  bool retired = false;
};

int run(const Options& options, const Session& session) {
  const report::Speech speech(language_of(options.language));
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
  session.out << (session.json ? report::watch_list_json(list)
                               : report::watch_list_text(list, {.all = options.all}, speech,
                                                         session.terminal));
  return kDone;
}

}  // namespace

Command add_watch_list(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "watch-list",
      "Show what to watch for: of each scenario the indicators that may tell most in 30 days\n"
      "Ranked by expected information in bits; beside it what the probability becomes if the "
      "indicator is seen tomorrow, and if it stays silent. Marks those that nobody covers and "
      "those gone stale.");
  command->add_option("SCENARIO", options->scenarios, "Only these; default all")
      ->type_name("SCENARIO");
  command->add_flag("--all", options->all, "Every indicator, not only the first five of each");
  add_retired_option(*command, options->retired);
  add_moment_options(*command, options->moment);
  add_language_option(*command, options->language);
  command->footer(
      "Example\n"
      "  signpost watch-list effect-operations-syria \\\n"
      "      --as-of 2022-06-30 --known-at as-of");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
