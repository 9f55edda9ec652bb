// signpost check: every mistake of definitions, and every doubt about their design.
#include <cmath>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include "engine/assess/archive.h"
#include "engine/assess/disagreement.h"
#include "engine/belief/simulation.h"
#include "engine/cli/command.h"
#include "engine/cli/definitions_files.h"
#include "engine/cli/diagnostics.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/figures.h"
#include "engine/report/json_writer.h"

namespace signpost::cli {
namespace {

constexpr double kThreshold = 0.8;
constexpr double kTellsOften = 0.5;  // a share of worlds below which indicators hardly tell
constexpr double kCriesWolfOften = 0.2;

struct Options {
  std::vector<std::string> paths;
  bool power = false;
  bool against_history = false;
};

/// Warns of each scenario whose indicators could not tell by its horizon, as simulated worlds show.
void doubt_power(DefinitionsFiles& all) {
  std::map<std::string, const Indicator*> indicators;
  for (const Indicator& indicator : all.known.indicators) indicators[indicator.id] = &indicator;
  for (const Indicator& indicator : all.read.definitions.indicators) {
    indicators[indicator.id] = &indicator;
  }
  std::vector<GradeWorth> grades = all.known.grades;  // of two the later stands
  grades.insert(grades.end(), all.read.definitions.grades.begin(),
                all.read.definitions.grades.end());
  const GradeTable table = table_of(grades);
  const auto find = [&](const std::string& id) {
    const auto found = indicators.find(id);
    return found == indicators.end() ? nullptr : found->second;
  };
  for (const Scenario& scenario : all.read.definitions.scenarios) {
    const auto place = all.read.scenarios_at.find(scenario.id);
    if (place == all.read.scenarios_at.end()) continue;
    if (scenario.criterion) continue;  // its level is learnt: there are no rates to draw from
    const std::vector<const Expectation*> expectations = assess::in_order(scenario.expects);
    std::vector<const Indicator*> listened_to;
    listened_to.reserve(expectations.size());
    for (const Expectation* expectation : expectations) {
      listened_to.push_back(indicators.at(expectation->indicator));
    }
    const Simulation simulated =
        belief::simulate(assess::hoped_for(scenario, expectations, listened_to, find, table),
                         {.threshold = Probability(kThreshold)});
    const auto warn = [&](std::string_view key, double share, const char* hint) {
      Diagnostic warning = place->second;
      warning.message = {key, {{"scenario", scenario.id}, {"n", std::lround(100 * share)}}};
      warning.hint = hint;
      add_warning(all, std::move(warning));
    };
    // What opens beyond a threshold need not pass it.
    const bool opens_above = scenario.prior.value() > kThreshold;
    const bool opens_below = scenario.prior.value() < 1 - kThreshold;
    if (!opens_above && simulated.confirmed.share < kTellsOften) {
      warn("check.hardly-confirmed", simulated.confirmed.share, "check.hardly-confirmed.hint");
    }
    if (!opens_below && simulated.refuted.share < kTellsOften) {
      warn("check.hardly-refuted", simulated.refuted.share, "check.hardly-refuted.hint");
    }
    if (!opens_above && simulated.cried_wolf.share > kCriesWolfOften) {
      warn("check.cries-wolf", simulated.cried_wolf.share, "check.cries-wolf.hint");
    }
  }
}

/// "0.75": a number of a message.
std::string figure(double number) { return report::two_digits(number); }

void doubt(DefinitionsFiles& all, Diagnostic place, std::string_view key, const std::string& id,
           const assess::Disagreement& found) {
  const bool is_rate = found.of == assess::Disagreement::Of::kBaseline ||
                       found.of == assess::Disagreement::Of::kRates;
  const double unit = is_rate ? kDaysPerMonth : 1;
  place.message = {key,
                   {{"indicator", id},
                    {"declared", figure(unit * found.declared)},
                    {"low", figure(unit * found.low)},
                    {"high", figure(unit * found.high)}}};
  place.hint = {"check.history.hint", {{"indicator", id}}};
  add_warning(all, std::move(place));
}

/// Warns of each number that disagrees with what the store has seen.
void doubt_by_history(const Session& session, DefinitionsFiles& all) {
  using Of = assess::Disagreement::Of;
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  const Instant now = session.clock.now;
  for (const Indicator& indicator : all.read.definitions.indicators) {
    const auto place = all.read.indicators_at.find(indicator.id);
    if (place == all.read.indicators_at.end()) continue;
    const intake::IndicatorPlaces& at = place->second;
    for (const assess::Disagreement& found : assess::disagreements(archive, indicator, now)) {
      switch (found.of) {
        case Of::kBaseline:
          doubt(all, at.baseline, "check.history.baseline", indicator.id, found);
          break;
        case Of::kDispersion:
          doubt(all, at.dispersion, "check.history.dispersion", indicator.id, found);
          break;
        case Of::kLag:
          doubt(all, at.lag, "check.history.lag", indicator.id, found);
          break;
        case Of::kSeason:
          doubt(all, at.season, "check.history.season", indicator.id, found);
          break;
        case Of::kRates:
          break;  // of expectations
      }
    }
  }
  for (const Scenario& scenario : all.read.definitions.scenarios) {
    for (const Expectation& expectation : scenario.expects) {
      const auto place = all.read.expectations_at.find({scenario.id, expectation.indicator});
      if (place == all.read.expectations_at.end()) continue;
      for (const assess::Disagreement& found : assess::disagreements(archive, expectation, now)) {
        doubt(all, place->second, "check.history.rates", expectation.indicator, found);
      }
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
  if (options.against_history && read.errors == 0) doubt_by_history(session, read);
  if (session.json) {
    print_json(session, read);
  } else {
    for (const Diagnostic& diagnostic : read.read.diagnostics) {
      session.out << rendered(diagnostic, session, session.terminal);
    }
    report::Page page(session.speech.language());
    page.paragraph(session.speech.say(summary(read)));
    session.show(page);
  }
  return read.errors == 0 ? kDone : kNo;
}

}  // namespace

Command add_check(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("check", speech.say("help.check"));
  command.add_option("PATH", options->paths, speech.say("help.definitions-files"))
      .type_name("PATH")
      .required();
  command.add_flag("--power", options->power, speech.say("help.check.power"));
  command.add_flag("--against-history", options->against_history,
                   speech.say("help.check.against-history"));
  command.footer(example(speech, "  signpost check --power scenarios/"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
