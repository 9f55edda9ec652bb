// signpost backtest: what alerts would have done, replayed over what the store holds.
#include "engine/assess/backtest.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <utility>

#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/definitions_files.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/reading.h"
#include "engine/report/backtest.h"
#include "engine/service/alert_news.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  std::string from;
  std::string to;
  std::string every;
  std::vector<std::string> alerts;
  std::vector<std::string> outcomes;
  std::string known_at;
};

std::optional<assess::Step> step_of(const std::string& every) {
  if (every.empty()) return std::nullopt;
  if (every == "day") return assess::Step::kDay;
  if (every == "week") return assess::Step::kWeek;
  if (every == "month") return assess::Step::kMonth;
  throw Error(ErrorKind::kUsage, {"cli.no-step", {{"text", every}}}, "cli.no-step.hint");
}

template <class T>
const T* find(const std::vector<T>& all, std::string_view id) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const T& one) { return one.id == id; });
  return found == all.end() ? nullptr : &*found;
}

template <class T>
Phrase did_you_mean(std::string_view id, const std::vector<T>& all) {
  std::vector<std::string> ids;
  ids.reserve(all.size());
  for (const T& one : all) ids.push_back(one.id);
  const auto close = nearest(id, ids);
  return close ? Phrase("store.did-you-mean", {{"id", *close}}) : Phrase();
}

/// Alerts and schedules as the files have them: theirs alone of the alerts, of the schedules theirs
/// in place of the store's.
void take_from_files(const Options& options, const Session& session, Definitions& definitions) {
  const DefinitionsFiles files = read_definitions_files(session, options.files);
  refuse_mistakes(session, files, "backtest.nothing-replayed");
  const Definitions& read = files.read.definitions;
  for (const Alert& alert : read.alerts) {
    if (find(definitions.scenarios, alert.scenario) != nullptr) continue;
    throw Error(ErrorKind::kInvalid,
                {"backtest.scenario-unknown", {{"alert", alert.id}, {"scenario", alert.scenario}}},
                "backtest.scenario-unknown.hint");
  }
  const auto differs = [&](const auto& of_file, const auto& of_store) {
    const auto* stored = find(of_store, of_file.id);
    return stored != nullptr && *stored != of_file;
  };
  for (const Scenario& scenario : read.scenarios) {
    if (!differs(scenario, definitions.scenarios)) continue;
    session.warn({"backtest.scenario-differs", {{"scenario", scenario.id}}});
  }
  for (const Indicator& indicator : read.indicators) {
    if (!differs(indicator, definitions.indicators)) continue;
    session.warn({"backtest.indicator-differs", {{"indicator", indicator.id}}});
  }
  if (!read.alerts.empty()) definitions.alerts = read.alerts;
  std::erase_if(definitions.schedules, [&](const Schedule& schedule) {
    return find(read.schedules, schedule.id) != nullptr;
  });
  definitions.schedules.insert(definitions.schedules.end(), read.schedules.begin(),
                               read.schedules.end());
}

void keep_named(const std::vector<std::string>& named, std::vector<Alert>& alerts) {
  for (const std::string& id : named) {
    if (find(alerts, id) != nullptr) continue;
    throw Error(ErrorKind::kUsage, {"backtest.no-alert", {{"alert", id}}},
                did_you_mean(id, alerts));
  }
  std::erase_if(alerts, [&](const Alert& alert) {
    return !named.empty() && std::find(named.begin(), named.end(), alert.id) == named.end();
  });
}

std::map<std::string, Instant> outcomes_of(const Options& options, const Session& session,
                                           const Definitions& definitions) {
  std::map<std::string, Instant> outcomes;
  for (const std::string& text : options.outcomes) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
      throw Error(ErrorKind::kUsage, {"backtest.outcome-undated", {{"text", text}}},
                  "backtest.outcome-undated.hint");
    }
    const std::string scenario = text.substr(0, equals);
    if (find(definitions.scenarios, scenario) == nullptr) {
      throw Error(ErrorKind::kUsage, {"backtest.outcome-of-unknown", {{"scenario", scenario}}},
                  did_you_mean(scenario, definitions.scenarios));
    }
    const WrittenTime date = written_time("--outcome", text.substr(equals + 1));
    if (meant_as_start(date) > session.clock.now) {
      throw Error(ErrorKind::kUsage,
                  {"backtest.outcome-later", {{"date", text.substr(equals + 1)}}});
    }
    outcomes[scenario] = meant_as_occurred(date, session.clock.now);
    const bool watched =
        std::any_of(definitions.alerts.begin(), definitions.alerts.end(),
                    [&](const Alert& alert) { return alert.scenario == scenario; });
    if (!watched) session.warn({"backtest.no-alert-of", {{"scenario", scenario}}});
  }
  return outcomes;
}

int run(const Options& options, const Session& session) {
  const std::optional<assess::Step> step = step_of(options.every);
  assess::KnownAt known_at;
  if (!options.known_at.empty() && options.known_at != "as-of") {
    known_at.instant = instant_of("--known-at", options.known_at);
  }
  const Instant now = session.clock.now;
  const Instant earliest = options.from.empty() ? kBeginning : start_of("--from", options.from);
  const Instant latest = options.to.empty() ? now : std::min(instant_of("--to", options.to), now);
  if (earliest > latest) {
    throw Error(ErrorKind::kUsage,
                {"cli.no-dates", {{"from", to_string(earliest)}, {"to", to_string(latest)}}},
                "backtest.no-such-dates.hint");
  }

  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  Definitions definitions = snapshot->definitions(kForever);
  if (!options.files.empty()) take_from_files(options, session, definitions);
  keep_named(options.alerts, definitions.alerts);
  const auto outcomes = outcomes_of(options, session, definitions);
  std::map<std::string, const Scenario*> scenarios;
  for (const Scenario& scenario : definitions.scenarios) scenarios[scenario.id] = &scenario;
  assess::Archive archive(*snapshot);
  const assess::Rota rota(definitions.schedules, earliest, latest);

  std::vector<report::BacktestLine> lines;
  for (const Alert& alert : definitions.alerts) {
    const Scenario& scenario = *scenarios.at(alert.scenario);
    const Instant from = options.from.empty() ? scenario.opened : earliest;
    const Instant to =
        options.to.empty() ? std::min(latest, scenario.horizon.value_or(latest)) : latest;
    assess::Rehearsal rehearsal{alert, {}, {}, to};
    const auto slots = step ? std::nullopt : rota.dates(scenario, from, to);
    rehearsal.dates =
        slots ? *slots : assess::regular_dates(step.value_or(assess::Step::kDay), from, to);
    const auto outcome = outcomes.find(scenario.id);
    if (outcome != outcomes.end()) rehearsal.outcome = outcome->second;
    lines.push_back(
        {service::names_of(archive, alert), assess::backtest(archive, rehearsal, known_at)});
  }
  if (session.json) {
    session.out << report::backtest_json(lines, known_at.instant);
  } else {
    session.show(report::backtest_page(lines, known_at.instant, session.speech));
  }
  return kDone;
}

}  // namespace

Command add_backtest(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("backtest", speech.say("help.backtest"));
  command.add_option("FILE", options->files, speech.say("help.backtest.file")).type_name("FILE");
  command.add_option("--from", options->from, speech.say("help.backtest.from")).type_name("TIME");
  command.add_option("--to", options->to, speech.say("help.backtest.to")).type_name("TIME");
  command.add_option("--every", options->every, speech.say("help.backtest.every"))
      .type_name("STEP");
  command.add_option("--alert", options->alerts, speech.say("help.backtest.alert"))
      .type_name("ALERT")
      .one_at_a_time();
  command.add_option("--outcome", options->outcomes, speech.say("help.backtest.outcome"))
      .type_name("SCENARIO=DATE")
      .one_at_a_time();
  command.add_option("--known-at", options->known_at, speech.say("help.backtest.known-at"))
      .type_name("TIME");
  command.footer(example(
      speech, "  signpost backtest trial.toml --outcome effect-operations-syria=2022-06-30"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
