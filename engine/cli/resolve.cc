// signpost resolve and unresolve: how a scenario came out.
#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "engine/assess/archive.h"
#include "engine/assess/case.h"
#include "engine/cli/answering.h"
#include "engine/cli/command.h"
#include "engine/cli/fields.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/json_parts.h"
#include "engine/report/remarks.h"

namespace signpost::cli {
namespace {

struct Options {
  std::string scenario;
  std::string outcome;
  std::string on;
  std::string because;
  std::vector<std::string> items;
  std::string available;
};

Resolution resolution_of(const Options& options, const store::Snapshot& snapshot, Instant now) {
  Resolution resolution;
  resolution.scenario = options.scenario;
  resolution.because = Bilingual(options.because);
  if (options.outcome.empty()) return resolution;  // taken back
  resolution.outcome = named<Outcome>(options.outcome);
  const WrittenTime on = written_time("--on", options.on);
  // A day that is not over yet is meant up to now.
  resolution.on = on.first <= now ? std::min(meant_as_end(on), now) : meant_as_end(on);
  if (!options.available.empty()) {
    resolution.available = meant_as_available(written_time("--available", options.available), now);
  }
  for (const std::string& item : options.items) {
    resolution.items.push_back(item_named(snapshot, item));
  }
  return resolution;
}

void show(const store::Snapshot& snapshot, const Options& options,
          const std::optional<Resolution>& was, bool changed, const Session& session) {
  const Instant now = session.clock.now;
  assess::Archive archive(snapshot);
  const assess::Case settled(archive, options.scenario, {.as_of = now, .known_at = now});
  const std::optional<Resolution>& is = settled.resolution();
  const Assessment stands = settled.glance();
  if (session.json) {
    report::JsonWriter json;
    json.begin_object().member("format", "signpost.resolve/1").member("scenario", options.scenario);
    json.member("changed", changed).member("probability", stands.probability);
    json.member("probability_at_horizon", stands.at_horizon);
    report::resolution_member(json, "resolution", is);
    report::resolution_member(json, "before", was);
    session.out << json.end_object().take();
    return;
  }
  const report::Speech& speech = session.speech;
  report::Page page(speech.language());
  const std::string title = speech.text(settled.scenario().title);
  const std::string figure = speech.percent(stands.probability);
  if (!is) {
    page.paragraph(session.say("resolve.taken-back", {{"title", title}, {"probability", figure}}));
  } else {
    page.paragraph(session.say(changed ? "resolve.done" : "resolve.unchanged",
                               {{"title", title},
                                {"settled", report::settled_in_words(*is, speech)},
                                {"probability", figure}}));
    if (!is->is_scored()) page.paragraph(session.say("settled.not-scored"));
  }
  if (was && changed) {
    page.paragraph(
        session.say("resolve.before", {{"settled", report::settled_in_words(*was, speech)}}));
  }
  session.show(page);
}

int run(const Options& options, const Session& session) {
  store::Store store = open_store(session, store::Store::Access::kWrite);
  const Instant now = session.clock.now;
  const auto before = store.snapshot();
  assess::Archive archive_before(*before);
  (void)archive_before.scenario(options.scenario);  // refuses an unknown one with a hint
  const std::optional<Resolution> was = archive_before.resolution(options.scenario, now);
  const bool changed = store.resolve(resolution_of(options, *before, now), session.clock);

  {
    const auto snapshot = store.snapshot();
    show(*snapshot, options, was, changed, session);
  }
  answer_changes(session, store);
  return kDone;
}

void add_shared(Arguments command, Options& options, const report::Speech& speech) {
  command.add_option("SCENARIO", options.scenario, speech.say("help.scenario"))
      .type_name("SCENARIO")
      .required();
}

void add_because(Arguments command, Options& options, const report::Speech& speech) {
  command.add_option("--because", options.because, speech.say("help.because"))
      .type_name("TEXT")
      .check(says_something(speech))
      .required();
}

}  // namespace

Command add_resolve(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("resolve", speech.say("help.resolve"));
  add_shared(command, *options, speech);
  command.add_option("OUTCOME", options->outcome, speech.say("help.resolve.outcome"))
      .type_name("yes|no|open|void")
      .one_of({"yes", "no", "open", "void"})
      .required();
  command.add_option("--on", options->on, speech.say("help.resolve.on"))
      .type_name("TIME")
      .required();
  add_because(command, *options, speech);
  command.add_option("--item", options->items, speech.say("help.resolve.item")).type_name("ID");
  command.add_option("--available", options->available, speech.say("help.resolve.available"))
      .type_name("TIME");
  command.footer(example(speech,
                         "  signpost resolve conclusion-new-phase-iraq no --on 2023-01-28 \\\n"
                         "      --because \"attacks fell by half from 2021 to 2022\""));
  return {command, [options](Session& session) { return run(*options, session); }};
}

Command add_unresolve(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("unresolve", speech.say("help.unresolve"));
  add_shared(command, *options, speech);
  add_because(command, *options, speech);
  command.footer(example(speech,
                         "  signpost unresolve conclusion-new-phase-iraq \\\n"
                         "      --because \"the count was of another year\""));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
