// signpost assess: an assessment that is kept; the list of those kept; two of them compared.
#include <fmt/format.h>

#include <charconv>
#include <memory>
#include <ostream>
#include <set>

#include "engine/assess/archive.h"
#include "engine/assess/comparison.h"
#include "engine/assess/in_force.h"
#include "engine/assess/saved.h"
#include "engine/cli/command.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/reading.h"
#include "engine/report/assessments.h"
#include "engine/report/figures.h"
#include "engine/report/isolated_text.h"
#include "engine/report/remarks.h"
#include "engine/service/alert_news.h"
#include "engine/service/due_work.h"
#include "engine/service/site.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

struct Options {
  std::vector<std::string> scenarios;
  std::string language;
  MomentOptions moment;
  // assess list
  std::string from;
  std::string to;
  // assess diff
  std::string first;
  std::string second;
};

std::vector<report::KeptLine> with_titles(const store::Snapshot& snapshot,
                                          std::vector<SavedAssessment> kept) {
  assess::Archive archive(snapshot);
  std::vector<report::KeptLine> lines;
  for (SavedAssessment& one : kept) {
    const Bilingual& title = archive.scenario_at(one.assessment.scenario, kForever).title;
    lines.push_back({std::move(one), title});
  }
  return lines;
}

int run(const Options& options, const Session& session) {
  const report::Speech speech(language_of(options.language));
  Session now = session;
  now.clock = session.clock.after_waiting();
  const Moment moment = moment_of(options.moment, now.clock);
  store::Store store = open_store(session, store::Store::Access::kWrite);
  {
    const auto snapshot = store.snapshot();
    assess::Archive archive(*snapshot);
    for (const std::string& scenario : options.scenarios)
      (void)archive.scenario_at(scenario, kForever);
    warn_of_retired(session, *snapshot, options.scenarios, moment.known_at);
  }
  service::DueWork due(store, now, now.clock, service::settings_of(session).notifiers);
  // What is due comes first, so that alerts are judged in the order of time.
  std::vector<std::string> news;
  const auto hear = [&](const Round& round) {
    for (std::string& line : service::alert_news(round, store, speech.language())) {
      news.push_back(std::move(line));
    }
  };
  int made_up = 0;
  while (const std::optional<Round> round = due.next()) {
    hear(*round);
    ++made_up;
  }
  if (made_up > 0) {
    session.warn(fmt::format("{} due, and done first",
                             report::counted(made_up, "thing was", "things were")));
  }
  const Round round = due.asked(options.scenarios, moment);
  hear(round);
  const std::vector<report::KeptLine> kept = with_titles(*store.snapshot(), round.assessments);
  if (session.json) {
    session.out << report::kept_json(kept);
    return kDone;
  }
  const report::IsolatedText ready(session.terminal);
  if (kept.empty()) {
    session.out << ready.paragraph(report::no_scenarios_in_words(
        assess::retired_count(*store.snapshot(), moment.known_at), speech));
  } else {
    session.out << report::kept_text(kept, speech, session.terminal);
  }
  for (const std::string& line : news)
    session.out << ready.paragraph(line, 0, report::Style::kBold);
  return kDone;
}

int list(const Options& options, const Session& session) {
  const report::Speech speech(language_of(options.language));
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  store::AssessmentFilter filter;
  if (!options.from.empty()) filter.from = start_of("--from", options.from);
  if (!options.to.empty()) filter.to = instant_of("--to", options.to);
  std::vector<SavedAssessment> kept;
  if (options.scenarios.empty()) {
    kept = snapshot->assessments(filter, session.json);
  } else {
    assess::Archive archive(*snapshot);
    const std::set<std::string> once(options.scenarios.begin(), options.scenarios.end());
    for (const std::string& scenario : once) {
      (void)archive.scenario_at(scenario, kForever);  // refuses an unknown one with a hint
      filter.scenario = scenario;
      for (SavedAssessment& one : snapshot->assessments(filter, session.json)) {
        kept.push_back(std::move(one));
      }
    }
  }
  const std::vector<report::KeptLine> lines = with_titles(*snapshot, std::move(kept));
  session.out << (session.json ? report::kept_json(lines)
                               : report::kept_text(lines, speech, session.terminal));
  return kDone;
}

SavedAssessment kept_as(const store::Snapshot& snapshot, std::string_view written) {
  std::string_view digits = written;
  if (digits.starts_with('#')) digits.remove_prefix(1);
  std::int64_t number = 0;
  const char* end = digits.data() + digits.size();
  const auto result = std::from_chars(digits.data(), end, number);
  std::vector<SavedAssessment> found;
  if (result.ec == std::errc{} && result.ptr == end) {
    store::AssessmentFilter filter;
    filter.number = number;
    found = snapshot.assessments(filter, true);
  }
  if (found.empty()) {
    throw Error(ErrorKind::kUsage, fmt::format("no assessment \"{}\" is kept", written),
                "`signpost assess list` shows their numbers");
  }
  return std::move(found.front());
}

int diff(const Options& options, const Session& session) {
  const report::Speech speech(language_of(options.language));
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  const SavedAssessment before = kept_as(*snapshot, options.first);
  const SavedAssessment after = kept_as(*snapshot, options.second);
  if (before.assessment.scenario != after.assessment.scenario) {
    throw Error(ErrorKind::kUsage,
                fmt::format("they are of two scenarios: {} and {}", before.assessment.scenario,
                            after.assessment.scenario),
                "compare two of one scenario: `signpost assess list SCENARIO` shows them");
  }
  assess::Archive archive(*snapshot);
  const Bilingual& title = archive.scenario_at(before.assessment.scenario, kForever).title;
  const report::KeptChange change{
      {before, title}, {after, title}, assess::between(archive, before, after)};
  for (const SavedAssessment* kept : {&before, &after}) {
    if (kept->assessment.model == kModelNumber &&
        !assess::is_as_kept(
            *kept, assess::Case(archive, kept->assessment.scenario, kept->assessment.moment))) {
      session.warn(
          fmt::format("#{} cannot be reckoned again as it was kept: evidence came in since "
                      "that says it was known before",
                      kept->number));
    }
  }
  session.out << (session.json ? report::kept_change_json(change)
                               : report::kept_change_text(change, speech, session.terminal));
  return kDone;
}

}  // namespace

Command add_assess(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "assess",
      "Assess scenarios now and keep the result, with its account\n"
      "Kept assessments are never changed. What schedules are due for is done first; alerts are "
      "judged where it is now, as known now.");
  command->add_option("SCENARIO", options->scenarios, "Only these; default all")
      ->type_name("SCENARIO");
  add_language_option(*command, options->language);
  add_moment_options(*command, options->moment);
  CLI::App* listed = command->add_subcommand("list", "List the assessments that are kept");
  listed->add_option("SCENARIO", options->scenarios, "Only of these; default of all")
      ->type_name("SCENARIO");
  listed->add_option("--from", options->from, "As of then or later")->type_name("TIME");
  listed->add_option("--to", options->to, "As of then or earlier")->type_name("TIME");
  add_language_option(*listed, options->language);
  CLI::App* compared =
      command->add_subcommand("diff", "Compare two of one scenario: what moved, and by how much");
  compared->add_option("A", options->first, "The number of the earlier one")
      ->type_name("A")
      ->required();
  compared->add_option("B", options->second, "The number of the later one")
      ->type_name("B")
      ->required();
  add_language_option(*compared, options->language);
  command->footer(
      "Example\n"
      "  signpost assess list effect-operations-syria --from 2022-06-01");
  return {command, [options, listed, compared](Session& session) {
            if (listed->parsed()) return list(*options, session);
            if (compared->parsed()) return diff(*options, session);
            return run(*options, session);
          }};
}

}  // namespace signpost::cli
