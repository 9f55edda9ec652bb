// signpost check: every mistake of definitions, and every doubt about their design.
#include <fmt/format.h>

#include <cmath>
#include <map>
#include <memory>
#include <ostream>
#include <utility>

#include "engine/assess/archive.h"
#include "engine/belief/simulation.h"
#include "engine/cli/command.h"
#include "engine/cli/definitions_files.h"
#include "engine/cli/program.h"
#include "engine/report/json_writer.h"

namespace signpost::cli {
namespace {

constexpr double kThreshold = 0.8;
constexpr double kTellsOften = 0.5;  // a share of worlds below which indicators hardly tell
constexpr double kCriesWolfOften = 0.2;

struct Options {
  std::vector<std::string> paths;
  bool power = false;
};

/// Warns of each scenario whose indicators could not tell by its horizon, as simulated worlds show.
void doubt_power(DefinitionsFiles& all) {
  std::map<std::string, const Indicator*> indicators;
  for (const Indicator& indicator : all.known.indicators) indicators[indicator.id] = &indicator;
  for (const Indicator& indicator : all.read.definitions.indicators) {
    indicators[indicator.id] = &indicator;
  }
  const auto find = [&](const std::string& id) {
    const auto found = indicators.find(id);
    return found == indicators.end() ? nullptr : found->second;
  };
  for (const Scenario& scenario : all.read.definitions.scenarios) {
    const auto place = all.read.scenarios_at.find(scenario.id);
    if (place == all.read.scenarios_at.end()) continue;
    const std::vector<const Expectation*> expectations = assess::in_order(scenario.expects);
    std::vector<const Indicator*> listened_to;
    listened_to.reserve(expectations.size());
    for (const Expectation* expectation : expectations) {
      listened_to.push_back(indicators.at(expectation->indicator));
    }
    const Simulation simulated =
        belief::simulate(assess::hoped_for(scenario, expectations, listened_to, find),
                         {.threshold = Probability(kThreshold)});
    const auto warn = [&](const std::string& message, const char* hint) {
      Diagnostic warning = place->second;
      warning.message = fmt::format("\"{}\": {}", scenario.id, message);
      warning.hint = hint;
      add_warning(all, std::move(warning));
    };
    const auto in_worlds = [](double share) { return std::lround(100 * share); };
    // What opens beyond a threshold need not pass it.
    const bool opens_above = scenario.prior.value() > kThreshold;
    const bool opens_below = scenario.prior.value() < 1 - kThreshold;
    if (!opens_above && simulated.confirmed.share < kTellsOften) {
      warn(fmt::format("if it were under way, its probability would pass 80 % by its horizon in "
                       "{} of 100 simulated worlds: its indicators hardly tell",
                       in_worlds(simulated.confirmed.share)),
           "add indicators whose rates lie further apart, or watch more of them");
    }
    if (!opens_below && simulated.refuted.share < kTellsOften) {
      warn(fmt::format("if it were not, its probability would fall below 20 % by its horizon in "
                       "{} of 100 simulated worlds: its indicators hardly tell",
                       in_worlds(simulated.refuted.share)),
           "add indicators that would be seen more often if it were not under way");
    }
    if (!opens_above && simulated.cried_wolf.share > kCriesWolfOften) {
      warn(fmt::format("it cries wolf: not under way, its probability would pass 80 % at some time "
                       "in {} of 100 simulated worlds",
                       in_worlds(simulated.cried_wolf.share)),
           "lower the prior, or give bursty indicators their dispersion");
    }
  }
}

void print_json(const Session& session, const DefinitionsFiles& read) {
  report::JsonWriter json;
  json.begin_object()
      .member("format", "signpost.check/1")
      .member("ok", read.errors == 0)
      .member("errors", read.errors)
      .member("warnings", read.warnings)
      .member("files", read.files);
  json.key("diagnostics").begin_array();
  for (const Diagnostic& diagnostic : read.read.diagnostics) {
    const bool error = diagnostic.severity == Diagnostic::Severity::kError;
    json.begin_object()
        .member("severity", error ? "error" : "warning")
        .member("file", diagnostic.file)
        .member("line", diagnostic.line)
        .member("column", diagnostic.column)
        .member("message", diagnostic.message)
        .member("hint", diagnostic.hint)
        .end_object();
  }
  session.out << json.end_array().end_object().take();
}

int run(const Options& options, const Session& session) {
  DefinitionsFiles read = read_definitions_files(session, options.paths);
  for (const Scenario& scenario : read.read.definitions.scenarios) {
    if (auto doubt = doubt_of_time(read, scenario, session.clock.now)) {
      add_warning(read, std::move(*doubt));
    }
  }
  if (options.power && read.errors == 0) doubt_power(read);
  if (session.json) {
    print_json(session, read);
  } else {
    for (const Diagnostic& diagnostic : read.read.diagnostics) session.out << render(diagnostic);
    session.out << summary(read) << '\n';
  }
  return read.errors == 0 ? kDone : kNo;
}

}  // namespace

Command add_check(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "check",
      "Check definitions: every mistake with its place, and warnings about weak design\n"
      "What the store defines already is known, where there is a store. Exits with 1 where there "
      "are "
      "errors; warnings alone exit with 0.");
  command->add_option("PATH", options->paths, "TOML files, or folders that hold them")
      ->type_name("PATH")
      ->required();
  command->add_flag("--power", options->power,
                    "Simulate each scenario too, and warn where its indicators cannot tell by its "
                    "horizon");
  command->footer(
      "Example\n"
      "  signpost check --power scenarios/");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
