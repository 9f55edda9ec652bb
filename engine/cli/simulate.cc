// signpost simulate: could a scenario's indicators tell at all, and how soon?
#include <memory>
#include <ostream>

#include "engine/assess/in_force.h"
#include "engine/assess/watch_list.h"
#include "engine/cli/command.h"
#include "engine/cli/fields.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/reading.h"
#include "engine/report/simulation.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

struct Options {
  std::string scenario;
  int worlds = 1000;
  std::uint64_t seed = 1;
  double threshold = 80;
  std::string language;
};

int run(const Options& options, const Session& session) {
  const report::Speech speech(language_of(options.language));
  const Instant now = session.clock.now;
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  report::SimulatedScenario simulated;
  assess::Archive archive(*snapshot);
  simulated.simulation =
      assess::simulate(archive, options.scenario, now,
                       {options.worlds, options.seed, Probability(options.threshold / 100)});
  simulated.scenario = archive.scenario_at(options.scenario, now);
  warn_of_retired(session, *snapshot, {&options.scenario, 1}, now);
  session.out << (session.json ? report::simulation_json(simulated)
                               : report::simulation_text(simulated, speech, session.terminal));
  return kDone;
}

}  // namespace

Command add_simulate(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "simulate",
      "Simulate a scenario before there is evidence: how soon could its indicators tell?\n"
      "In worlds where it is under way, and in worlds where it is not: how long until the "
      "probability passes the threshold, how often it never does, how often it cries wolf.");
  command->add_option("SCENARIO", options->scenario, "The scenario's id")
      ->type_name("SCENARIO")
      ->required();
  command
      ->add_option("--worlds", options->worlds,
                   "How many of each kind, from 10 to 100000; default 1000")
      ->type_name("N")
      ->transform(whole_number(10, 100000));
  command->add_option("--seed", options->seed, "The same seed, the same worlds; default 1")
      ->type_name("N")
      ->transform(whole_number(0));
  command->add_option("--threshold", options->threshold, "In per cent, from 50.1 to 99; default 80")
      ->type_name("PERCENT")
      ->transform(number_between(50.1, 99.0));
  add_language_option(*command, options->language);
  command->footer(
      "Example\n"
      "  signpost simulate effect-operations-syria");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
