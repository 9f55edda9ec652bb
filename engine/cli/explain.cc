// signpost explain: the account of why a scenario's probability is what it is.
#include "engine/report/explain.h"

#include <memory>
#include <ostream>

#include "engine/assess/explanation.h"
#include "engine/cli/command.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/reading.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

struct Options {
  std::string scenario;
  MomentOptions moment;
  bool all = false;
};

int run(const Options& options, const Session& session) {
  const Moment moment = moment_of(options.moment, session.clock);
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  const Explanation explanation =
      assess::explanation(assess::Case(archive, options.scenario, moment));
  if (session.json) {
    session.out << report::explain_json(explanation);
  } else {
    session.show(report::explain_page(explanation, {.all = options.all, .now = session.clock.now},
                                      session.speech));
  }
  return kDone;
}

}  // namespace

Command add_explain(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("explain", speech.say("help.explain"));
  command.add_option("SCENARIO", options->scenario, speech.say("help.scenario"))
      .type_name("SCENARIO")
      .required();
  command.add_flag("--all", options->all, speech.say("help.explain.all"));
  add_moment_options(command, options->moment, speech);
  command.footer(example(
      speech, "  signpost explain effect-operations-syria --as-of 2022-06-30 --known-at as-of",
      "help.explain.example"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
