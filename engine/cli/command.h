// What every command is handed and gives back. A command never touches stdout, the environment or
// the system's clock itself, so tests run it in-process.
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/cli/arguments.h"
#include "engine/model/assessment.h"
#include "engine/report/page.h"
#include "engine/report/speech.h"
#include "engine/report/terminal.h"
#include "engine/service/site.h"

namespace signpost::cli {

/// Where a command runs.
struct Session : service::Site {
  std::istream& in;
  std::ostream& out;             // the answer
  std::ostream& err;             // everything else
  const report::Speech& speech;  // in the language that was asked for
  report::Terminal terminal = {};
  bool asks = false;  // stdin and stderr are a terminal: a command may ask
  bool json = false;
  report::Terminal err_terminal = {};  // how `err` is written to: questions, progress, mistakes
  std::string editor = {};             // $VISUAL, else $EDITOR; empty = none
  std::filesystem::path program = {};  // this program's own file
  bool verbose = false;                // what the program does is told on `err`
  mutable bool rehearsal = false;      // the store that was opened was made under --now

  /// A message of the glossary, ready to print; what comes from outside must be quoted.
  [[nodiscard]] std::string say(
      std::string_view key, std::initializer_list<report::Speech::Argument> arguments = {}) const {
    return speech.say(key, arguments);
  }
  /// An answer in words, on `out`.
  void show(const report::Page& page) const;
  /// What is said beside it, on `err`.
  void show_beside(const report::Page& page) const;
  /// Says on `err` what the program does, where --verbose asks for it.
  void tell(const Phrase& what) const;
  /// `signpost: warning: …` on `err`, and the hint below it.
  void warn(const Phrase& what, const Phrase& hint = {}) const;
  /// A phrase as it begins a line on `err`: printable, a whole where it is Arabic, behind the margin.
  [[nodiscard]] std::string on_err(const Phrase& phrase) const;
};

/// `signpost: error: …`, or whatever the key `kind` says, and `hint: …` below it.
void print_remark(std::ostream& err, const report::Terminal& terminal, const report::Speech& speech,
                  std::string_view kind, report::Style style, const Phrase& what,
                  const Phrase& hint);

/// A command: how it is called, and what it does. `run` returns the exit code: 0 done, 1 the answer
/// is no, 3 where some of the input was bad and the rest was done; everything else is thrown as
/// Error.
struct Command {
  Arguments arguments;
  std::function<int(Session&)> run;
};

/// --as-of and --known-at, for commands where time matters.
struct MomentOptions {
  std::string as_of;
  std::string known_at;  // a time, "as-of" or empty (now)
};
void add_moment_options(Arguments arguments, MomentOptions& options, const report::Speech& speech);
/// What the options come to under the clock: a bare date is the end of its day, nothing is now.
/// Error{kUsage} where a time cannot be read.
Moment moment_of(const MomentOptions& options, const Clock& clock);
/// One option that holds a time, read as the end of what was written; Error{kUsage} names the
/// option.
Instant instant_of(std::string_view option, const std::string& text);
/// The same, for which what it means must still be said.
WrittenTime written_time(std::string_view option, const std::string& text);

// One a file: cli/<name>.cc adds its subcommand with options, help and an example. The first line
// of a description says what the command is for and stands in the list of commands; the footer
// holds the example.
Command add_init(Arguments program, const report::Speech& speech);
Command add_check(Arguments program, const report::Speech& speech);
Command add_load(Arguments program, const report::Speech& speech);
Command add_test(Arguments program, const report::Speech& speech);
Command add_retire(Arguments program, const report::Speech& speech);
Command add_record(Arguments program, const report::Speech& speech);
Command add_import(Arguments program, const report::Speech& speech);
Command add_evidence(Arguments program, const report::Speech& speech);
Command add_amend(Arguments program, const report::Speech& speech);
Command add_retract(Arguments program, const report::Speech& speech);
Command add_redact(Arguments program, const report::Speech& speech);
Command add_duplicates(Arguments program, const report::Speech& speech);
Command add_tie(Arguments program, const report::Speech& speech);
Command add_untie(Arguments program, const report::Speech& speech);
Command add_cover(Arguments program, const report::Speech& speech);
Command add_indicators(Arguments program, const report::Speech& speech);
Command add_status(Arguments program, const report::Speech& speech);
Command add_explain(Arguments program, const report::Speech& speech);
Command add_history(Arguments program, const report::Speech& speech);
Command add_report(Arguments program, const report::Speech& speech);
Command add_resolve(Arguments program, const report::Speech& speech);
Command add_unresolve(Arguments program, const report::Speech& speech);
Command add_forecast(Arguments program, const report::Speech& speech);
Command add_score(Arguments program, const report::Speech& speech);
Command add_calibration(Arguments program, const report::Speech& speech);
Command add_assess(Arguments program, const report::Speech& speech);
Command add_run(Arguments program, const report::Speech& speech);
Command add_alert(Arguments program, const report::Speech& speech);
Command add_schedule(Arguments program, const report::Speech& speech);
Command add_timer(Arguments program, const report::Speech& speech);
Command add_track_record(Arguments program, const report::Speech& speech);
Command add_health(Arguments program, const report::Speech& speech);
Command add_learn(Arguments program, const report::Speech& speech);
Command add_watch_list(Arguments program, const report::Speech& speech);
Command add_simulate(Arguments program, const report::Speech& speech);
Command add_backtest(Arguments program, const report::Speech& speech);
Command add_export(Arguments program, const report::Speech& speech);
Command add_verify(Arguments program, const report::Speech& speech);
Command add_backup(Arguments program, const report::Speech& speech);
Command add_restore(Arguments program, const report::Speech& speech);
Command add_mend_clock(Arguments program, const report::Speech& speech);
Command add_completion(Arguments program, const report::Speech& speech);
Command add_help(Arguments program, const report::Speech& speech);

}  // namespace signpost::cli
