// signpost assess: an assessment that is kept; the list of those kept; two of them compared.
#include <algorithm>
#include <charconv>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <utility>

#include "engine/assess/archive.h"
#include "engine/assess/comparison.h"
#include "engine/assess/in_force.h"
#include "engine/assess/saved.h"
#include "engine/cli/command.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/reading.h"
#include "engine/report/assessments.h"
#include "engine/report/remarks.h"
#include "engine/service/alert_news.h"
#include "engine/service/due_work.h"
#include "engine/service/site.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

struct Options {
  std::vector<std::string> scenarios;
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

/// Of all scenarios, those that have no probability yet are not kept: they are named.
void warn_of_no_history(const Session& session, const store::Snapshot& snapshot,
                        const Moment& moment, const std::vector<report::KeptLine>& kept) {
  std::vector<std::string> left_out = snapshot.active_scenario_ids(moment.known_at);
  std::erase_if(left_out, [&](const std::string& id) {
    return std::any_of(kept.begin(), kept.end(), [&](const report::KeptLine& line) {
      return line.kept.assessment.scenario == id;
    });
  });
  if (left_out.empty()) return;
  session.warn({"kept.no-history", {{"scenarios", session.speech.list(left_out)}}});
}

int run(const Options& options, const Session& session) {
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
    for (std::string& line : service::alert_news(round, store, session.speech.language())) {
      news.push_back(std::move(line));
    }
  };
  int made_up = 0;
  while (const std::optional<Round> round = due.next()) {
    hear(*round);
    ++made_up;
  }
  if (made_up > 0) session.warn({"kept.done-first", {{"n", made_up}}});
  const Round round = due.asked(options.scenarios, moment);
  hear(round);
  const std::vector<report::KeptLine> kept = with_titles(*store.snapshot(), round.assessments);
  if (options.scenarios.empty()) warn_of_no_history(session, *store.snapshot(), moment, kept);
  if (session.json) {
    session.out << report::kept_json(kept);
    return kDone;
  }
  report::Page page(session.speech.language());
  if (kept.empty()) {
    page.paragraph(report::no_scenarios_in_words(
        assess::retired_count(*store.snapshot(), moment.known_at), session.speech));
  } else {
    page.add(report::kept_page(kept, session.speech));
  }
  for (std::string& line : news) page.paragraph(std::move(line), report::Style::kBold);
  session.show(page);
  return kDone;
}

int list(const Options& options, const Session& session) {
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
  if (session.json) {
    session.out << report::kept_json(lines);
  } else {
    session.show(report::kept_page(lines, session.speech));
  }
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
    throw Error(ErrorKind::kUsage, {"kept.no-such", {{"written", written}}}, "kept.no-such.hint");
  }
  return std::move(found.front());
}

int diff(const Options& options, const Session& session) {
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  const SavedAssessment before = kept_as(*snapshot, options.first);
  const SavedAssessment after = kept_as(*snapshot, options.second);
  if (before.assessment.scenario != after.assessment.scenario) {
    throw Error(ErrorKind::kUsage,
                {"kept.two-scenarios",
                 {{"before", before.assessment.scenario}, {"after", after.assessment.scenario}}},
                "kept.two-scenarios.hint");
  }
  assess::Archive archive(*snapshot);
  const Bilingual& title = archive.scenario_at(before.assessment.scenario, kForever).title;
  report::KeptChange change{
      {before, title}, {after, title}, assess::between(archive, before, after), {}};
  for (const Movement::Part& part : change.movement.parts) {
    const std::string& id = part.event ? part.event->indicator : part.indicator;
    if (const Indicator* indicator = archive.indicator_at(id, kForever)) {
      change.indicators.emplace(id, indicator->title);
    }
  }
  for (const SavedAssessment* kept : {&before, &after}) {
    if (kept->assessment.model == kModelNumber &&
        !assess::is_as_kept(
            *kept, assess::Case(archive, kept->assessment.scenario, kept->assessment.moment))) {
      session.warn({"kept.not-as-kept", {{"number", "#" + std::to_string(kept->number)}}});
    }
  }
  if (session.json) {
    session.out << report::kept_change_json(change);
  } else {
    session.show(report::kept_change_page(change, session.speech));
  }
  return kDone;
}

}  // namespace

Command add_assess(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("assess", speech.say("help.assess"));
  command.add_option("SCENARIO", options->scenarios, speech.say("help.status.scenario"))
      .type_name("SCENARIO");
  add_moment_options(command, options->moment, speech);
  command.footer(
      example(speech, "  signpost assess list effect-operations-syria --from 2022-06-01"));

  const Arguments listed = command.add_subcommand("list", speech.say("help.assess.list"));
  listed.add_option("SCENARIO", options->scenarios, speech.say("help.assess.list.scenario"))
      .type_name("SCENARIO");
  listed.add_option("--from", options->from, speech.say("help.assess.list.from")).type_name("TIME");
  listed.add_option("--to", options->to, speech.say("help.assess.list.to")).type_name("TIME");
  listed.footer(example(speech, "  signpost assess list effect-operations-syria --from 2022-06-01",
                        "help.assess.list.example"));

  const Arguments compared = command.add_subcommand("diff", speech.say("help.assess.diff"));
  compared.add_option("A", options->first, speech.say("help.assess.diff.first"))
      .type_name("A")
      .required();
  compared.add_option("B", options->second, speech.say("help.assess.diff.second"))
      .type_name("B")
      .required();
  compared.footer(example(speech, "  signpost assess\n  signpost assess diff 1 15",
                          "help.assess.diff.example"));
  return {command, [options, listed, compared](Session& session) {
            if (listed.parsed()) return list(*options, session);
            if (compared.parsed()) return diff(*options, session);
            return run(*options, session);
          }};
}

}  // namespace signpost::cli
