// signpost simulate: could a scenario's indicators tell at all, and how soon?
#include <memory>
#include <ostream>

#include "engine/assess/in_force.h"
#include "engine/assess/watch_list.h"
#include "engine/cli/command.h"
#include "engine/cli/fields.h"
#include "engine/cli/help.h"
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
};

int run(const Options& options, const Session& session) {
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
  if (session.json) {
    session.out << report::simulation_json(simulated);
  } else {
    session.show(report::simulation_page(simulated, session.speech));
  }
  return kDone;
}

}  // namespace

Command add_simulate(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("simulate", speech.say("help.simulate"));
  command.add_option("SCENARIO", options->scenario, speech.say("help.scenario"))
      .type_name("SCENARIO")
      .required();
  command.add_option("--worlds", options->worlds, speech.say("help.simulate.worlds"))
      .type_name("N")
      .transform(whole_number(speech, 10, 100000));
  command.add_option("--seed", options->seed, speech.say("help.simulate.seed"))
      .type_name("N")
      .transform(whole_number(speech, 0));
  command.add_option("--threshold", options->threshold, speech.say("help.simulate.threshold"))
      .type_name("PERCENT")
      .transform(number_between(speech, 50.1, 99.0));
  command.footer(example(speech, "  signpost simulate effect-operations-syria"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
