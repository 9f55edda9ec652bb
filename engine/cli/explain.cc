// signpost explain: the account of why a scenario's probability is what it is.
#include "engine/report/explain.h"

#include <memory>
#include <ostream>

#include "engine/assess/explanation.h"
#include "engine/cli/command.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/reading.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

struct Options {
  std::string scenario;
  MomentOptions moment;
  std::string language;
  bool all = false;
};

int run(const Options& options, const Session& session) {
  const report::ExplainChoices choices{
      .titles = language_of(options.language), .all = options.all, .now = session.clock.now};
  const Moment moment = moment_of(options.moment, session.clock);
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  const Explanation explanation =
      assess::explanation(assess::Case(archive, options.scenario, moment));
  session.out << (session.json ? report::explain_json(explanation)
                               : report::explain_text(explanation, choices, session.terminal));
  return kDone;
}

}  // namespace

Command add_explain(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "explain",
      "Explain a probability as an account: opening balance, each event, each silence, closing "
      "balance\n"
      "Events come in the order of what they change; beside each stands the probability without "
      "it.");
  command->add_option("SCENARIO", options->scenario, "The scenario's id")
      ->type_name("SCENARIO")
      ->required();
  command->add_flag("--all", options->all, "Every event and every item, not only the first");
  add_moment_options(*command, options->moment);
  add_language_option(*command, options->language);
  command->footer(
      "Example\n"
      "  signpost explain effect-operations-syria --as-of 2022-06-30 --known-at as-of\n"
      "  why it stood where it did on 30 June 2022, with what was known that day");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
