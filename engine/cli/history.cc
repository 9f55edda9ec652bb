// signpost history: the probability of a scenario over time.
#include "engine/report/history.h"

#include <fmt/format.h>

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
  std::string language;
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
    throw Error(ErrorKind::kUsage, fmt::format("--every: \"{}\" is no step", every),
                "write day, week or month");
  };
  std::vector<Instant> instants;
  for (int step = 0; at(step) < to; ++step) instants.push_back(at(step));
  if (from <= to) instants.push_back(to);
  return instants;
}

int run(const Options& options, const Session& session) {
  const report::HistoryChoices choices{.titles = language_of(options.language),
                                       .now = session.clock.now};
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
                fmt::format("from {} to {} there are no dates", to_string(from), to_string(to)),
                options.from.empty() ? fmt::format("it opens on {}", to_date(scenario.opened))
                                     : "--from must not be later than --to");
  }
  if (!moment.as_known_then) history.known_at = moment.known_at;
  const std::vector<Instant> dates = steps(from, to, options.every);
  const assess::KnownAt known_at{history.known_at};
  history.points = assess::history(archive, scenario.id, dates, known_at);
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
    session.out << report::history_text(history, choices, session.terminal);
  }
  return kDone;
}

}  // namespace

Command add_history(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "history",
      "Show the probability of a scenario over time, as a table with bars\n"
      "With --known-at as-of each line holds what was believed on that day, with what was known "
      "then.");
  command->add_option("SCENARIO", options->scenario, "The scenario's id")
      ->type_name("SCENARIO")
      ->required();
  command->add_option("--from", options->from, "The first day; default the day it opened")
      ->type_name("TIME");
  command
      ->add_option("--to", options->to,
                   "The last day; default the moment assessed, or its horizon if that is past")
      ->type_name("TIME");
  command->add_option("--every", options->every, "day, week (the default) or month")
      ->type_name("STEP");
  add_moment_options(*command, options->moment);
  add_language_option(*command, options->language);
  command->add_flag("--csv", options->csv, "As CSV, for a spreadsheet");
  command->footer(
      "Example\n"
      "  signpost history effect-operations-syria --every month --known-at as-of\n"
      "  month by month, each with what was known then");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
