// signpost run: does all that is due, and tells whom there is to tell.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <ostream>
#include <set>

#include "engine/cli/command.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/figures.h"
#include "engine/report/isolated_text.h"
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
  std::string language;
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

std::string counted(int count, std::string_view one, std::string_view many) {
  return report::counted(count, one, many);
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
    for (const std::string& problem : tally.problems) json.value(problem);
    session.out << json.end_array().end_object().take();
    return;
  }
  const report::IsolatedText ready(session.terminal);
  for (const std::string& line : tally.news) session.out << ready.paragraph(line);
  session.out << ready.paragraph(
      tally.slots + tally.skipped + tally.changes + tally.judged_again == 0
          ? std::string("Nothing was due.")
          : fmt::format("{} done{}, {} answered, {} kept.", counted(tally.slots, "slot", "slots"),
                        tally.skipped > 0 ? fmt::format(" and {} skipped", tally.skipped) : "",
                        counted(tally.changes, "change", "changes"),
                        counted(tally.assessments, "assessment", "assessments")));
  if (tally.delivered + tally.failed > 0) {
    session.out << ready.paragraph(fmt::format("{} delivered, {} failed.",
                                               counted(tally.delivered, "notice", "notices"),
                                               counted(tally.failed, "try", "tries")));
  }
  if (wake) session.out << fmt::format("Next: {}.\n", to_rfc3339(*wake));
}

report::Language language(const Options& options) {
  return options.language == "ar" ? report::Language::kArabic : report::Language::kEnglish;
}

int run_once(const Options& options, const Session& session) {
  store::Store store = open_store(session, store::Store::Access::kWrite);
  service::Runner runner(session, store, language(options),
                         [&](const std::string& what, const std::string& hint) {
                           session.warn(what);
                           if (!hint.empty()) session.err << "hint: " << hint << '\n';
                         });
  const service::Say say = [&](service::Level level, const std::string& what) {
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
    throw Error(error.kind(), error.message(),
                "what is said above is done and stays; the next `signpost run` does the rest");
  }
  print(session, tally, runner.wake());
  return tally.problems.empty() && tally.failed == 0 && !ended ? kDone : kNo;
}

int run_forever(const Options& options, const Session& session) {
  if (session.clock.rehearsed) {
    throw Error(ErrorKind::kUsage, "run --forever goes by the system's clock: it takes no --now");
  }
  service::Signals signals(service::Signals::Hangup::kReopens);  // from the first: none is lost
  // Held open: a store that is opened anew for each look would wake us by being opened.
  store::Store store = open_store(session, store::Store::Access::kWrite);
  service::keep_clock(session, store, signals,
                      {.language = language(options),
                       .log = log_settings(options, service::settings_of(session).log),
                       .version = SIGNPOST_VERSION},
                      session.err, [&](const std::string& what) { session.warn(what); });
  return kDone;
}

int run(const Options& options, const Session& session) {
  if (!options.language.empty() && options.language != "en" && options.language != "ar") {
    throw Error(ErrorKind::kUsage, fmt::format("--lang: not in \"{}\"", options.language),
                "write en or ar");
  }
  return options.forever ? run_forever(options, session) : run_once(options, session);
}

}  // namespace

Command add_run(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "run",
      "Do all that is due: assess by the schedules, judge alerts, tell people\n"
      "Missed slots are made up as of their own time, with what was known then, and each slot is "
      "done once however many programs run. Call it from cron or a systemd timer (`signpost timer` "
      "prints the lines), or let it wait for what is due with --forever. Exits with 1 where a "
      "notice could not be delivered or a report not be written.");
  command->add_flag("--forever", options->forever,
                    "Wait for what is due next, and for changes of the store; ends on SIGTERM");
  command->add_option("--lang", options->language, "Alerts in English (en, the default) or Arabic")
      ->type_name("LANG");
  command
      ->add_option(
          "--log", options->log_file,
          "With --forever: log into this file, rotated; default the settings', else stderr")
      ->type_name("FILE");
  command->add_option("--log-format", options->log_format, "text or json (a line of JSON each)")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("FORMAT");
  command->add_option("--log-level", options->log_level, "debug, info, warning or error")
      ->check(CLI::IsMember({"debug", "info", "warning", "error"}))
      ->type_name("LEVEL");
  command->footer(
      "Example\n"
      "  signpost run --now 2022-07-01T06:05Z");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
