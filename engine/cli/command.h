// What every command is handed and gives back. A command never touches stdout, the environment or
// the system's clock itself, so tests run it in-process.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/model/assessment.h"
#include "engine/report/terminal.h"
#include "engine/service/site.h"

namespace signpost::cli {

/// Where a command runs.
struct Session : service::Site {
  std::istream& in;
  std::ostream& out;  // the answer
  std::ostream& err;  // everything else
  report::Terminal terminal = {};
  bool asks = false;  // stdin and stderr are a terminal: a command may ask
  bool json = false;
  report::Terminal err_terminal = {};  // how `err` is written to: questions, progress, mistakes
  std::string editor = {};             // $VISUAL, else $EDITOR; empty = none
  std::filesystem::path program = {};  // this program's own file
  bool verbose = false;                // what the program does is told on `err`
  mutable bool rehearsal = false;      // the store that was opened was made under --now

  /// Says on `err` what the program does, where --verbose asks for it. Made printable.
  void tell(std::string_view what) const;
  /// `signpost: warning: …` on `err`, made printable.
  void warn(std::string_view what) const;
};

/// A command: how it is called, and what it does. `run` returns the exit code: 0 done, 1 the answer
/// is no, 3 where some of the input was bad and the rest was done; everything else is thrown as
/// Error.
struct Command {
  CLI::App* app = nullptr;
  std::function<int(Session&)> run;
};

/// --as-of and --known-at, for commands where time matters.
struct MomentOptions {
  std::string as_of;
  std::string known_at;  // a time, "as-of" or empty (now)
};
void add_moment_options(CLI::App& app, MomentOptions& options);
/// What the options come to under the clock: a bare date is the end of its day, nothing is now.
/// Error{kUsage} where a time cannot be read.
Moment moment_of(const MomentOptions& options, const Clock& clock);
/// One option that holds a time, read as the end of what was written; Error{kUsage} names the
/// option.
Instant instant_of(std::string_view option, const std::string& text);

// One a file: cli/<name>.cc adds its subcommand with options, help and an example. The first line
// of a description says what the command is for and stands in the list of commands; the footer
// holds the example.
Command add_init(CLI::App& app);
Command add_check(CLI::App& app);
Command add_load(CLI::App& app);
Command add_test(CLI::App& app);
Command add_retire(CLI::App& app);
Command add_record(CLI::App& app);
Command add_import(CLI::App& app);
Command add_evidence(CLI::App& app);
Command add_amend(CLI::App& app);
Command add_retract(CLI::App& app);
Command add_redact(CLI::App& app);
Command add_duplicates(CLI::App& app);
Command add_tie(CLI::App& app);
Command add_untie(CLI::App& app);
Command add_cover(CLI::App& app);
Command add_indicators(CLI::App& app);
Command add_status(CLI::App& app);
Command add_explain(CLI::App& app);
Command add_history(CLI::App& app);
Command add_report(CLI::App& app);
Command add_assess(CLI::App& app);
Command add_run(CLI::App& app);
Command add_alert(CLI::App& app);
Command add_schedule(CLI::App& app);
Command add_timer(CLI::App& app);
Command add_health(CLI::App& app);
Command add_watch_list(CLI::App& app);
Command add_simulate(CLI::App& app);
Command add_backtest(CLI::App& app);
Command add_export(CLI::App& app);
Command add_verify(CLI::App& app);
Command add_backup(CLI::App& app);
Command add_restore(CLI::App& app);
Command add_mend_clock(CLI::App& app);
Command add_completion(CLI::App& app);

}  // namespace signpost::cli
