// signpost run: does all that is due, and tells whom there is to tell.
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "engine/cli/command.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/json_writer.h"
#include "engine/service/daemon.h"
#include "engine/service/runner.h"
#include "engine/service/signals.h"
#include "engine/service/site.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

struct Options {
  bool forever = false;
  std::string log_file;
  std::string log_format;
  std::string log_level;
};

/// The settings' log, or stderr. The options win.
intake::LogSettings log_settings(const Options& options, intake::LogSettings settings) {
  if (!options.log_file.empty()) settings.file = options.log_file;
  if (!options.log_level.empty()) settings.level = options.log_level;
  if (!options.log_format.empty()) settings.json = options.log_format == "json";
  return settings;
}

/// What a visit did, in a sentence.
std::string done_in_words(const service::Tally& tally, const report::Speech& speech) {
  if (tally.slots + tally.skipped + tally.changes + tally.judged_again == 0) {
    return speech.say("run.nothing-due");
  }
  return speech.say(tally.skipped > 0 ? "run.done-and-skipped" : "run.done",
                    {{"slots", tally.slots},
                     {"skipped", tally.skipped},
                     {"changes", tally.changes},
                     {"assessments", tally.assessments}});
}

void print(const Session& session, const service::Tally& tally, std::optional<Instant> wake) {
  if (session.json) {
    report::JsonWriter json;
    json.begin_object()
        .member("format", "signpost.run/1")
        .member("slots", tally.slots)
        .member("skipped", tally.skipped)
        .member("changes", tally.changes)
        .member("assessments", tally.assessments)
        .member("delivered", tally.delivered)
        .member("failed", tally.failed)
        .member("next", wake);
    json.key("alerts").begin_array();
    for (const std::string& line : tally.news) json.value(report::without_isolates(line));
    json.end_array().key("problems").begin_array();
    for (const Phrase& problem : tally.problems) json.value(problem);
    session.out << json.end_array().end_object().take();
    return;
  }
  report::Page page(session.speech.language());
  for (const std::string& line : tally.news) page.paragraph(line);
  page.paragraph(done_in_words(tally, session.speech));
  if (tally.delivered + tally.failed > 0) {
    page.paragraph(
        session.say("run.told", {{"delivered", tally.delivered}, {"failed", tally.failed}}));
  }
  if (wake)
    page.paragraph(session.say("run.next", {{"moment", report::quoted(to_rfc3339(*wake))}}));
  session.show(page);
}

int run_once(const Session& session) {
  store::Store store = open_store(session, store::Store::Access::kWrite);
  service::Runner runner(session, store,
                         session.json ? Language::kEnglish : session.speech.language(),
                         [&](const Phrase& what, const Phrase& hint) { session.warn(what, hint); });
  const service::Say say = [&](service::Level level, const Phrase& what) {
    if (level < service::Level::kWarning) session.tell(what);
    if (level > service::Level::kWarning) session.warn(what);
  };
  service::Tally tally;
  bool ended = false;
  try {
    runner.do_what_is_due(
        say, [] { return false; }, tally);
    // What a notifier left running would outlive a program that a signal ends at once.
    service::Signals signals(service::Signals::Hangup::kEnds);
    runner.tell_people(
        say, [&] { return signals.asked_to_end(); }, tally);
    runner.leave(say, tally);
    ended = signals.asked_to_end();
  } catch (const Error& error) {
    if (tally.slots + tally.skipped + tally.changes == 0) throw;
    print(session, tally, std::nullopt);
    throw Error(error.kind(), error.message(), "run.stopped.hint");
  }
  print(session, tally, runner.wake());
  return tally.problems.empty() && tally.failed == 0 && !ended ? kDone : kNo;
}

int run_forever(const Options& options, const Session& session) {
  if (session.clock.rehearsed) {
    throw Error(ErrorKind::kUsage, "run.forever-now");
  }
  service::Signals signals(service::Signals::Hangup::kReopens);  // from the first: none is lost
  // Held open: a store that is opened anew for each look would wake us by being opened.
  store::Store store = open_store(session, store::Store::Access::kWrite);
  service::keep_clock(session, store, signals,
                      {.language = session.speech.language(),
                       .log = log_settings(options, service::settings_of(session).log),
                       .version = SIGNPOST_VERSION},
                      session.err, [&](const Phrase& what) { session.warn(what); });
  return kDone;
}

}  // namespace

Command add_run(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("run", speech.say("help.run"));
  command.add_flag("--forever", options->forever, speech.say("help.run.forever"));
  command.add_option("--log", options->log_file, speech.say("help.run.log")).type_name("FILE");
  command.add_option("--log-format", options->log_format, speech.say("help.run.log-format"))
      .one_of({"text", "json"})
      .type_name("FORMAT");
  command.add_option("--log-level", options->log_level, speech.say("help.run.log-level"))
      .one_of({"debug", "info", "warning", "error"})
      .type_name("LEVEL");
  command.footer(example(speech, "  signpost run --now 2022-07-01T06:05Z"));
  return {command, [options](Session& session) {
            return options->forever ? run_forever(*options, session) : run_once(session);
          }};
}

}  // namespace signpost::cli
