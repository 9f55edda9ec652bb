// signpost history: the probability of a scenario over time.
#include "engine/report/history.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <ostream>

#include "engine/assess/archive.h"
#include "engine/assess/case.h"
#include "engine/assess/history.h"
#include "engine/assess/in_force.h"
#include "engine/assess/standing.h"
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
  std::string from;
  std::string to;
  std::string every = "week";
  MomentOptions moment;
  bool csv = false;
};

/// A month on, on the same day of the month or its last day.
Instant months_after(Instant from, int months) {
  using namespace std::chrono;
  const sys_days day = floor<days>(from);
  const year_month_day date(day);
  const year_month month = date.year() / date.month() + std::chrono::months(months);
  const year_month_day_last last(month.year(), month_day_last(month.month()));
  return sys_days(month / std::min(date.day(), last.day())) + (from - day);
}

/// From `from` in steps, and `to` at the end whether or not a step falls on it.
std::vector<Instant> steps(Instant from, Instant to, const std::string& every) {
  const auto at = [&](int step) -> Instant {
    if (every == "day") return from + std::chrono::days(step);
    if (every == "week") return from + std::chrono::days(7 * step);
    if (every == "month") return months_after(from, step);
    throw Error(ErrorKind::kUsage, {"cli.no-step", {{"text", every}}}, "cli.no-step.hint");
  };
  std::vector<Instant> instants;
  for (int step = 0; at(step) < to; ++step) instants.push_back(at(step));
  if (from <= to) instants.push_back(to);
  return instants;
}

int run(const Options& options, const Session& session) {
  const Moment moment = moment_of(options.moment, session.clock);
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);

  report::History history;
  history.rehearsal = session.rehearsal;
  (void)archive.scenario(options.scenario);  // refuses an unknown one with a hint
  history.scenario =
      assess::standing_at(snapshot->scenario(options.scenario), moment.known_at).content;
  warn_of_retired(session, *snapshot, {&options.scenario, 1}, moment.known_at);
  const Scenario& scenario = history.scenario;
  Instant to = moment.as_of;
  if (!options.to.empty()) {
    to = instant_of("--to", options.to);
  } else if (scenario.horizon) {
    to = std::min(to, *scenario.horizon);
  }
  const Instant from = options.from.empty() ? scenario.opened : start_of("--from", options.from);
  if (from > to) {
    throw Error(ErrorKind::kUsage,
                {"cli.no-dates", {{"from", to_string(from)}, {"to", to_string(to)}}},
                options.from.empty() ? Phrase("history.opens", {{"day", to_date(scenario.opened)}})
                                     : Phrase("cli.no-dates.hint"));
  }
  if (!moment.as_known_then) history.known_at = moment.known_at;
  const std::vector<Instant> dates = steps(from, to, options.every);
  const assess::KnownAt known_at{history.known_at};
  history.points = assess::history(archive, scenario.id, dates, known_at);
  history.without_history = static_cast<int>(dates.size() - history.points.size());
  history.not_available = assess::not_available(archive, scenario.id, dates, known_at);
  if (history.known_at && *history.known_at > to) {
    const std::array<std::string, 1> only{scenario.id};
    const Standings last =
        assess::standings(archive, only, {.as_of = to, .known_at = moment.known_at});
    history.hindsight = last.hindsight;
    history.not_known_then = last.not_known_then;
  }
  if (session.json) {
    session.out << report::history_json(history);
  } else if (options.csv) {
    session.out << report::history_csv(history);
  } else {
    session.show(report::history_page(
        history, {.now = session.clock.now, .width = session.terminal.width}, session.speech));
  }
  return kDone;
}

}  // namespace

Command add_history(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("history", speech.say("help.history"));
  command.add_option("SCENARIO", options->scenario, speech.say("help.scenario"))
      .type_name("SCENARIO")
      .required();
  command.add_option("--from", options->from, speech.say("help.history.from")).type_name("TIME");
  command.add_option("--to", options->to, speech.say("help.history.to")).type_name("TIME");
  command.add_option("--every", options->every, speech.say("help.history.every")).type_name("STEP");
  add_moment_options(command, options->moment, speech);
  command.add_flag("--csv", options->csv, speech.say("help.history.csv"));
  command.footer(
      example(speech, "  signpost history effect-operations-syria --every month --known-at as-of",
              "help.history.example"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
