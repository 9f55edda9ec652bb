// signpost run: does all that is due, and tells whom there is to tell.
#include <fmt/format.h>
#include <spdlog/common.h>

#include <algorithm>
#include <memory>
#include <ostream>
#include <set>

#include "engine/assess/delivery.h"
#include "engine/assess/due_work.h"
#include "engine/assess/notifier.h"
#include "engine/base/stop.h"
#include "engine/base/text.h"
#include "engine/cli/ahead.h"
#include "engine/cli/command.h"
#include "engine/cli/hands.h"
#include "engine/cli/heartbeat.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/service_log.h"
#include "engine/cli/signals.h"
#include "engine/cli/wake.h"
#include "engine/report/figures.h"
#include "engine/report/isolated_text.h"
#include "engine/report/json_writer.h"
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

/// What was due longer ago than that is spoken of before it is made up: it takes its time.
constexpr std::chrono::hours kLongAgo{31 * 24};

/// What one visit did.
struct Tally {
  int slots = 0;
  int skipped = 0;
  int changes = 0;
  int assessments = 0;
  int judged_again = 0;  // alerts, under a new model
  int delivered = 0;
  int failed = 0;
  std::vector<std::string> problems;
  std::vector<std::string> news;  // what was raised and cleared, ready
};

using Say = std::function<void(spdlog::level::level_enum, const std::string&)>;

class Runner {
 public:
  /// `announce` tells what is to be known before a visit begins, and what to do about it (or
  /// nothing).
  Runner(const Session& session, store::Store& store, const std::string& language,
         std::function<void(const std::string& what, const std::string& hint)> announce)
      : session_(session),
        store_(store),
        announce_(std::move(announce)),
        language_(language == "ar" ? report::Language::kArabic : report::Language::kEnglish) {}

  /// Does all that is due by the clock, and adds up in `tally` what was done, also where it fails
  /// on the way. `end` is asked between two things.
  void do_what_is_due(const Say& say, const std::function<bool()>& end, Tally& tally) {
    const Clock clock = session_.clock.after_waiting();
    tell_ahead(clock);
    settings_ = settings_of(session_);
    assess::DueWork due(store_, clock, hands_of(session_, settings_));
    if (const auto oldest = due.oldest_due(); oldest && clock.now - *oldest > kLongAgo) {
      const report::Speech speech(report::Language::kEnglish);
      announce_(speech.say("run.makes-up", {{"n", static_cast<std::int64_t>(due.slots_due())},
                                            {"day", speech.day(*oldest)}}),
                {});
    }
    while (!end()) {
      const std::optional<Round> round = due.next();
      if (!round) break;
      tell(*round, clock, tally, say);
    }
  }

  /// Tells people what waits for them, and adds up. `end` is asked between two notices and a few
  /// times a second while one is handed over.
  void tell_people(const Say& say, const std::function<bool()>& end, Tally& tally) {
    const Clock clock = session_.clock.after_waiting();
    const Door door = door_of(session_);
    const auto hand_over = [&](const Notifier& notifier, const std::string& text) {
      return assess::tell(notifier, text, door, end);
    };
    for (const assess::Try& tried :
         assess::deliver(store_, settings_.notifiers, clock, hand_over, end)) {
      const std::string what = fmt::format("{} {} as of {}: {}", tried.notice.alert,
                                           tried.notice.raised ? "raised" : "cleared",
                                           to_string(tried.notice.as_of), tried.notifier);
      if (tried.told.delivered) {
        ++tally.delivered;
        say(spdlog::level::info, fmt::format("told: {}", what));
      } else {
        ++tally.failed;
        say(spdlog::level::err,
            fmt::format("not told, try {}: {}: {}", tried.number, what, tried.told.detail));
      }
    }
  }

  /// Says by the heartbeat that somebody came by, and when there will be something to do again.
  void leave(const Say& say, Tally& tally) {
    const Clock clock = session_.clock.after_waiting();
    wake_ = next_wake(clock.now);
    // Under --now nobody came by, but in a rehearsal.
    if (clock.rehearsed && !store_.is_rehearsal()) return;
    try {
      beat(door_of(session_),
           settings_.heartbeat.empty() ? heartbeat_of(session_.store) : settings_.heartbeat,
           clock.now, wake_);
      heart_fails_ = false;
    } catch (const Error& error) {
      tally.problems.push_back("the heartbeat: " + error.message());
      // Each visit fails alike: said once, and again when it has worked between.
      if (!std::exchange(heart_fails_, true)) say(spdlog::level::err, tally.problems.back());
    }
  }

  /// When there will be something to do again, if nobody changes anything.
  [[nodiscard]] std::optional<Instant> wake() const { return wake_; }

 private:
  /// What lies ahead of the clock keeps from being done what would be due by then: said once, until
  /// it changes.
  void tell_ahead(const Clock& clock) {
    const store::AheadOfClock ahead = ahead_of_clock(clock, *store_.snapshot());
    const std::string words = ahead.any() ? ahead_in_words(ahead) : std::string();
    if (std::exchange(told_ahead_, words) == words || words.empty()) return;
    announce_(words, hint_for_ahead(session_));
  }

  void tell(const Round& round, const Clock& clock, Tally& tally, const Say& say) {
    tally.assessments += static_cast<int>(round.assessments.size());
    tally.skipped += static_cast<int>(round.skipped.size());
    for (const SlotKey& key : round.skipped) {
      say(spdlog::level::debug,
          fmt::format("slot {} of {}: skipped", to_string(key.due), key.schedule));
    }
    if (round.occasion == Occasion::kModel) {
      tally.judged_again += static_cast<int>(round.evaluations.size());
    }
    if (round.occasion == Occasion::kChange) {
      ++tally.changes;
      say(spdlog::level::info,
          fmt::format("change of entry {}: {} assessed", round.change, round.assessments.size()));
    }
    if (round.slot) {
      const Slot& slot = *round.slot;
      ++tally.slots;
      const auto late = clock.now - slot.key.due;
      std::vector<std::string> reports;
      if (!slot.report.empty()) {
        std::vector<std::string> scenarios;
        for (const SavedAssessment& one : round.assessments) {
          scenarios.push_back(one.assessment.scenario);
        }
        reports = reports_of(slot.report, scenarios);
      }
      say(spdlog::level::info,
          fmt::format("slot {} of {}: {} assessed{}{}", to_string(slot.key.due), slot.key.schedule,
                      round.assessments.size(),
                      late > kPunctual ? fmt::format(", made up {} days late",
                                                     report::two_digits(Days(late).count()))
                                       : "",
                      reports.empty() ? ""
                                      : (reports.size() == 1 ? ", report " : ", reports ") +
                                            report::joined(reports, ", ")));
      if (!slot.problem.empty()) {
        tally.problems.push_back(fmt::format("the report of {} for {} is not written: {}",
                                             slot.key.schedule, to_string(slot.key.due),
                                             slot.problem));
        say(spdlog::level::err, tally.problems.back());
      }
    }
    for (std::string& line : alert_news(round, store_, language_)) {
      say(spdlog::level::warn, report::without_isolates(line));
      tally.news.push_back(std::move(line));
    }
  }

  std::optional<Instant> next_wake(Instant now) const {
    const auto snapshot = store_.snapshot();
    std::optional<Instant> wake =
        assess::Timetable(snapshot->schedules(), snapshot->slots({})).wake(now);
    for (const assess::Waiting& waiting :
         assess::outbox(snapshot->deliveries(true, {}), settings_.notifiers)) {
      if (waiting.due && (!wake || *waiting.due < *wake)) wake = *waiting.due;
    }
    return wake;
  }

  const Session& session_;
  store::Store& store_;
  std::function<void(const std::string&, const std::string&)> announce_;
  report::Language language_;
  intake::Settings settings_;
  std::optional<Instant> wake_;
  bool heart_fails_ = false;
  std::string told_ahead_;
};

std::string counted(int count, std::string_view one, std::string_view many) {
  return report::counted(count, one, many);
}

void print(const Session& session, const Tally& tally, std::optional<Instant> wake) {
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

int run_once(const Options& options, const Session& session) {
  store::Store store = open_store(session, store::Store::Access::kWrite);
  Runner runner(session, store, options.language,
                [&](const std::string& what, const std::string& hint) {
                  session.warn(what);
                  if (!hint.empty()) session.err << "hint: " << hint << '\n';
                });
  const Say say = [&](spdlog::level::level_enum level, const std::string& what) {
    if (level < spdlog::level::warn) session.tell(what);
    if (level > spdlog::level::warn) session.warn(what);
  };
  Tally tally;
  bool ended = false;
  try {
    runner.do_what_is_due(
        say, [] { return false; }, tally);
    // What a notifier left running would outlive a program that a signal ends at once.
    Signals signals(Signals::Hangup::kEnds);
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

/// Until a store that is locked, or settings that are wrong, are looked at again; what is written
/// meanwhile wakes the service at once.
constexpr std::chrono::minutes kUntilFree(1);
constexpr std::chrono::minutes kUntilMended(10);

/// Nothing where it cannot be read now: the next visit says why.
std::optional<std::int64_t> head_of(const store::Store& store) {
  try {
    return store.snapshot()->head();
  } catch (const Error&) {
    return std::nullopt;
  }
}

/// What is told in the log, and on stderr too where the log is a file that nobody may be looking
/// at.
void tell_of(ServiceLog& log, const Session& session, bool in_file, const std::string& problem) {
  log->error(printable(problem));
  if (in_file) session.warn(problem);
}

/// What is written to a file that has lost its name is lost with it.
void end_if_replaced(const store::Store& store, ServiceLog& log) {
  try {
    store.refuse_replaced();
  } catch (const Error& replaced) {
    log->error(printable(replaced.message()));
    throw;
  }
}

int run_forever(const Options& options, const Session& session) {
  if (session.clock.rehearsed) {
    throw Error(ErrorKind::kUsage, "run --forever goes by the system's clock: it takes no --now");
  }
  Signals signals(Signals::Hangup::kReopens);  // from the first: none that comes is lost
  // Held open: a store that is opened anew for each look would wake us by being opened.
  store::Store store = open_store(session, store::Store::Access::kWrite);
  Waiter waiter(session.store, signals);
  const intake::LogSettings choices = log_settings(options, settings_of(session).log);
  ServiceLog log(choices, session);
  const auto end = [&] { return signals.asked_to_end(); };
  const StopWhenAsked stop(end);
  Runner runner(session, store, options.language,
                [&](const std::string& what, const std::string& hint) {
                  log->warn(printable(hint.empty() ? what : what + "; " + hint));
                });
  const Say say = [&](spdlog::level::level_enum level, const std::string& what) {
    if (level >= spdlog::level::err) {
      tell_of(log, session, !choices.file.empty(), what);
    } else {
      log->log(level, printable(what));
    }
  };
  log->info("signpost {} keeps the clock of {}", SIGNPOST_VERSION,
            printable(session.store.string()));
  std::set<std::string> told;  // what is wrong is told once, until it is mended
  for (;;) {
    std::optional<Instant> wake;
    std::optional<std::int64_t> seen;
    end_if_replaced(store, log);
    try {
      // Read before: what others write while we are at it is yet to be looked at.
      seen = store.snapshot()->head();
      Tally tally;
      runner.do_what_is_due(say, end, tally);
      runner.tell_people(say, end, tally);
      runner.leave(say, tally);
      told.clear();
      wake = runner.wake();
    } catch (const Stopped&) {
      break;  // nothing was kept of what was under way
    } catch (const Error& error) {
      end_if_replaced(store, log);  // then that is why
      // A store that is locked, settings that are wrong: what is due stays due.
      if (told.insert(error.message()).second) log->error(printable(error.message()));
      const bool settings = error.kind() == ErrorKind::kBadInput;
      wake = system_now() + (settings ? kUntilMended : kUntilFree);
    }
    if (wake) log->debug("sleeping until {}", to_rfc3339(*wake));
    Waiter::Woken woken = waiter.until(wake);
    // A checkpoint wakes us too, and changes nothing.
    while (woken == Waiter::Woken::kStoreWritten && !store.was_replaced() && seen &&
           head_of(store) == seen) {
      woken = waiter.until(wake);
    }
    if (woken == Waiter::Woken::kClockSet) log->warn("the clock was set");
    if (woken == Waiter::Woken::kHangup) {
      try {
        log.reopen();
        log->info("hung up: the log is opened anew");
      } catch (const Error& error) {  // it goes on in the one that is open
        session.warn(printable(error.message()));
      }
    }
    if (woken == Waiter::Woken::kEnd) break;
  }
  log->info("ended as asked");
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
