#include "engine/cli/program.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <new>
#include <ostream>
#include <set>
#include <sstream>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/help.h"

namespace signpost::cli {
namespace {

/// The program's version, and the model by which it reckons.
std::string version() {
  return fmt::format("signpost {}, model {}", SIGNPOST_VERSION, kModelNumber);
}

/// The commands in the order of --help, each under what it is good for.
struct Entry {
  Command (*add)(CLI::App&);
  const char* group;
};
constexpr std::array kEntries{
    Entry{add_init, "To begin"},
    Entry{add_check, "To begin"},
    Entry{add_load, "To begin"},
    Entry{add_test, "To begin"},
    Entry{add_retire, "To begin"},
    Entry{add_record, "Evidence"},
    Entry{add_import, "Evidence"},
    Entry{add_evidence, "Evidence"},
    Entry{add_amend, "Evidence"},
    Entry{add_retract, "Evidence"},
    Entry{add_redact, "Evidence"},
    Entry{add_duplicates, "Evidence"},
    Entry{add_tie, "Evidence"},
    Entry{add_untie, "Evidence"},
    Entry{add_indicators, "Evidence"},
    Entry{add_cover, "Evidence"},
    Entry{add_status, "Where things stand"},
    Entry{add_explain, "Where things stand"},
    Entry{add_history, "Where things stand"},
    Entry{add_report, "Where things stand"},
    Entry{add_watch_list, "Looking ahead"},
    Entry{add_simulate, "Looking ahead"},
    Entry{add_backtest, "Looking ahead"},
    Entry{add_assess, "The desk's clock"},
    Entry{add_run, "The desk's clock"},
    Entry{add_schedule, "The desk's clock"},
    Entry{add_alert, "The desk's clock"},
    Entry{add_timer, "The desk's clock"},
    Entry{add_health, "The desk's clock"},
    Entry{add_export, "The store"},
    Entry{add_verify, "The store"},
    Entry{add_backup, "The store"},
    Entry{add_restore, "The store"},
    Entry{add_mend_clock, "The store"},
    Entry{add_completion, "The store"},
};
const std::vector<std::string> kGroups{"To begin",      "Evidence",         "Where things stand",
                                       "Looking ahead", "The desk's clock", "The store"};

/// What a command answers in JSON, held until it is whole: an answer out of a rehearsal says so,
/// next to its format, and none of the commands need think of it.
class JsonAnswer {
 public:
  explicit JsonAnswer(std::ostream& out) : to_(out) {}
  [[nodiscard]] std::ostream& out() { return held_; }
  void give(bool rehearsal) {
    std::string text = held_.str();
    constexpr std::string_view kBegin = "{\n  \"format\": ";
    const std::size_t end_of_format = text.find('\n', kBegin.size());
    if (rehearsal && text.starts_with(kBegin) && text[end_of_format - 1] == ',') {
      text.insert(end_of_format + 1, "  \"rehearsal\": true,\n");
    }
    to_ << text << std::flush;
    held_.str({});
  }

 private:
  std::ostream& to_;
  std::ostringstream held_;
};

struct GlobalOptions {
  std::string store;
  std::string now;
  std::string color;
  std::string width;
  bool json = false;
  bool verbose = false;
};

void add_global_options(CLI::App& app, GlobalOptions& options) {
  app.add_option("--store", options.store,
                 "The store to use; default $SIGNPOST_STORE, else ./signpost.db")
      ->type_name("FILE");
  app.add_flag("--json", options.json,
               "The answer as JSON, stable and versioned by its `format` key");
  app.add_option("--now", options.now,
                 "Set the program's clock for this call, for tests and rehearsals; what is stored "
                 "under it is marked")
      ->type_name("TIME");
  app.add_option("--color", options.color,
                 "auto, always or never; auto heeds NO_COLOR, CLICOLOR_FORCE and TERM=dumb")
      ->type_name("WHEN");
  app.add_option("--width", options.width,
                 "Columns to write at, 60 or more; default the terminal's, 80 where there is none")
      ->type_name("N");
  app.add_flag("--verbose", options.verbose, "Say on stderr what is being done");
}

/// The options that stand open to the user: the command's own and every command's.
std::vector<const CLI::Option*> options_in_reach(const CLI::App& app) {
  std::vector<const CLI::Option*> found;
  for (const CLI::App* at = &app; at != nullptr; at = at->get_parent()) {
    for (const CLI::Option* option : at->get_options()) found.push_back(option);
  }
  return found;
}

bool takes_value(const CLI::Option& option) {
  return !option.get_positional() && option.get_items_expected_max() > 0;
}

const CLI::App& innermost(const CLI::App& app) {
  const CLI::App* at = &app;
  while (!at->get_subcommands().empty()) at = at->get_subcommands().back();
  return *at;
}

std::string full_name(const CLI::App& app) {
  return app.get_parent() == nullptr ? app.get_name()
                                     : full_name(*app.get_parent()) + " " + app.get_name();
}

/// CLI11 takes `--note=` for an option still without a value and eats the next argument; the
/// empty value that was meant is handed to it as an argument of its own.
std::vector<std::string> with_empty_values(const CLI::App& app,
                                           const std::vector<std::string>& arguments) {
  std::set<std::string> valued;
  std::vector<const CLI::App*> open{&app};
  while (!open.empty()) {
    const CLI::App* at = open.back();
    open.pop_back();
    for (const CLI::Option* option : at->get_options()) {
      if (!takes_value(*option)) continue;
      for (const std::string& name : option->get_lnames()) valued.insert("--" + name + "=");
    }
    for (const CLI::App* sub : at->get_subcommands([](const CLI::App*) { return true; })) {
      open.push_back(sub);
    }
  }
  std::vector<std::string> whole;
  bool options = true;
  for (const std::string& argument : arguments) {
    if (argument == "--") options = false;
    if (options && valued.contains(argument)) {
      whole.push_back(argument.substr(0, argument.size() - 1));
      whole.emplace_back();
    } else {
      whole.push_back(argument);
    }
  }
  return whole;
}

/// `--because --yes` gives --because the value "--yes" in CLI11; hardly ever is that meant.
void refuse_option_as_value(const CLI::App& command, const std::vector<std::string>& arguments) {
  std::set<std::string> valued;
  std::set<std::string> all;
  for (const CLI::Option* option : options_in_reach(command)) {
    for (const std::string& name : option->get_lnames()) {
      all.insert("--" + name);
      if (takes_value(*option)) valued.insert("--" + name);
    }
  }
  for (std::size_t i = 0; i + 1 < arguments.size(); ++i) {
    if (arguments[i] == "--") return;
    if (!valued.contains(arguments[i])) continue;
    if (all.contains(arguments[i + 1])) {
      throw Error(
          ErrorKind::kUsage,
          fmt::format("{} wants a value, but {} follows it", arguments[i], arguments[i + 1]),
          fmt::format("where that is the value, write {}={}", arguments[i], arguments[i + 1]));
    }
    ++i;  // its value
  }
}

/// An empty value is a slip (an unset variable of a shell), but in `amend`, where it clears a
/// field.
void refuse_empty_value(const CLI::App& command) {
  const bool clears = command.get_name() == "amend";
  for (const CLI::Option* option : options_in_reach(command)) {
    if (option->count() == 0 || option->get_items_expected_max() == 0) continue;
    const std::vector<std::string>& values = option->results();
    if (std::find(values.begin(), values.end(), "") == values.end()) continue;
    if (option->get_positional()) {
      if (command.get_name() == "record") continue;  // which says that its text is empty
      throw Error(ErrorKind::kUsage, fmt::format("{} is empty", option->get_type_name()),
                  fmt::format("`{} --help` shows how it is called", full_name(command)));
    }
    const std::string name = "--" + option->get_lnames().front();
    if (clears && command.get_option_no_throw(name) == option) continue;
    throw Error(ErrorKind::kUsage, fmt::format("{} wants a value, and it is empty", name),
                "leave the option out where nothing is to be said; only `signpost amend` takes an "
                "empty value, to clear a field");
  }
}

/// What is wrong with a command line, and what was probably meant.
Error usage_error(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = innermost(app);
  const bool chose = &command != &app;
  const std::string name = full_name(command);
  const std::string see = fmt::format("`{} --help` shows how it is called", name);
  // CLI11 complains about what is missing before it complains about what it does not know; the
  // unknown is mostly the cause (a mistyped option).
  std::string left_over;
  for (const std::string& argument : app.remaining(true)) {
    if (argument == "--") continue;
    if (argument.empty()) {
      return {ErrorKind::kUsage, fmt::format("{} is given an empty argument", name),
              "a variable of the shell may not be set; " + see};
    }
    if (argument.starts_with("-") && argument.size() > 1) {
      const std::string written = argument.substr(0, argument.find('='));
      std::vector<std::string> known;
      for (const CLI::Option* option : options_in_reach(command)) {
        for (const std::string& word : option->get_lnames()) known.push_back("--" + word);
      }
      const auto meant = nearest(written, known);
      return {ErrorKind::kUsage, fmt::format("{} has no option {}", name, written),
              meant ? fmt::format("did you mean {}?", *meant) : see};
    }
    if (left_over.empty()) left_over = argument;
  }
  const auto commands = command.get_subcommands([](const CLI::App*) { return true; });
  if (!left_over.empty() && !commands.empty()) {
    std::vector<std::string> known;
    for (const CLI::App* sub : commands) {
      if (!sub->get_group().empty()) known.push_back(sub->get_name());
    }
    const auto meant = nearest(left_over, known);
    return {ErrorKind::kUsage, fmt::format("{} has no command \"{}\"", name, left_over),
            meant ? fmt::format("did you mean `{} {}`?", name, *meant)
                  : fmt::format("`{} --help` lists them all", name)};
  }
  if (!left_over.empty()) {
    return {ErrorKind::kUsage,
            fmt::format("{} does not know what to do with \"{}\"", name, left_over),
            "a text of several words goes between quotation marks; " + see};
  }
  if (const auto* required = dynamic_cast<const CLI::RequiredError*>(&error)) {
    if (!commands.empty()) {
      std::vector<std::string> names;
      names.reserve(commands.size());
      for (const CLI::App* sub : commands) names.push_back(sub->get_name());
      return {ErrorKind::kUsage,
              fmt::format("{} needs a command: {}", name, fmt::join(names, ", ")), see};
    }
    std::string missing = required->what();
    for (const CLI::Option* option : command.get_options()) {
      if (!option->get_required() || option->count() > 0) continue;
      missing =
          option->get_positional() ? option->get_type_name() : "--" + option->get_lnames().front();
      break;
    }
    return {ErrorKind::kUsage, fmt::format("{} needs {}", name, missing), see};
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    for (const CLI::Option* option : options_in_reach(command)) {
      if (takes_value(*option) && option->count() > 1 && option->get_items_expected_max() == 1) {
        return {
            ErrorKind::kUsage,
            fmt::format("--{} is given {} times, and {} takes it once",
                        option->get_lnames().front(), option->count(), chose ? name : "signpost"),
            see};
      }
    }
    const std::string_view what = error.what();
    return {ErrorKind::kUsage,
            fmt::format("{} wants a value, and nothing follows it", what.substr(0, what.find(':'))),
            see};
  }
  return {ErrorKind::kUsage, error.what(), see};
}

ColorChoice color_choice(const std::string& written) {
  if (written.empty() || written == "auto") return ColorChoice::kAuto;
  if (written == "always") return ColorChoice::kAlways;
  if (written == "never") return ColorChoice::kNever;
  throw Error(ErrorKind::kUsage,
              fmt::format("--color is auto, always or never, not \"{}\"", written));
}

std::size_t width_option(const std::string& written) {
  if (written.empty()) return 0;
  std::size_t width = 0;
  const char* end = written.data() + written.size();
  const auto result = std::from_chars(written.data(), end, width);
  if (result.ec != std::errc{} || result.ptr != end || width < kLeastWidth) {
    throw Error(ErrorKind::kUsage, fmt::format("--width is a number of columns from {}, not \"{}\"",
                                               kLeastWidth, written));
  }
  return width;
}

Clock clock_of(const GlobalOptions& options, const Environment& environment) {
  if (!options.now.empty()) {
    return {.now = instant_of("--now", options.now), .rehearsed = true, .machine = environment.now};
  }
  return {.now = environment.now, .rehearsed = false, .ticking = environment.ticking};
}

std::filesystem::path store_path(const GlobalOptions& options, const Environment& environment) {
  if (!options.store.empty()) return options.store;
  const std::string named = environment.variable("SIGNPOST_STORE");
  return named.empty() ? "signpost.db" : named;
}

std::filesystem::path config_home(const Environment& environment) {
  const std::string named = environment.variable("XDG_CONFIG_HOME");
  if (!named.empty()) return named;
  const std::string home = environment.variable("HOME");
  return home.empty() ? std::filesystem::path() : std::filesystem::path(home) / ".config";
}

int exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kNo:
      return kNo;
    case ErrorKind::kUsage:
      return kUsage;
    case ErrorKind::kBadInput:
      return kBadInput;
    case ErrorKind::kStore:
      return kStore;
  }
  return kBug;
}

report::Terminal terminal_of(bool is_terminal, ColorChoice color, std::size_t width,
                             const Environment& environment) {
  return {.width = width_to_use(width, is_terminal, environment),
          .is_terminal = is_terminal,
          .color = wants_color(color, is_terminal, environment),
          .unicode = shows_unicode(is_terminal, environment)};
}

/// Parses, makes the session, runs the command that was named.
int dispatch(std::vector<std::string> arguments, const Environment& environment,
             report::Terminal& err_terminal) {
  CLI::App app{
      "Signpost keeps analysts' forecasts honest: scenarios with observable indicators, "
      "graded evidence, and a probability that explains itself.",
      "signpost"};
  app.set_help_flag("-h,--help", "Show this help");
  app.set_version_flag("--version", version(), "Show the version, and the number of the model");
  app.require_subcommand(0, 1);
  app.formatter(std::make_shared<HelpFormatter>(
      width_to_use(0, environment.out_is_terminal, environment), kGroups));
  GlobalOptions options;
  add_global_options(app, options);
  std::vector<Command> commands;
  for (const Entry& entry : kEntries) {
    commands.push_back(entry.add(app));
    commands.back().app->group(entry.group);
    // Options of every command are accepted after it, too.
    commands.back().app->fallthrough();
    for (CLI::App* sub : commands.back().app->get_subcommands([](CLI::App*) { return true; })) {
      sub->fallthrough();
    }
  }

  if (arguments.empty()) {
    environment.out << orientation();
    return kDone;
  }
  if (arguments.front() == "help") {
    arguments.erase(arguments.begin());
    arguments.emplace_back("--help");
  }
  try {
    std::vector<std::string> backwards = with_empty_values(app, arguments);
    std::reverse(backwards.begin(), backwards.end());  // as CLI11 wants them
    app.parse(std::move(backwards));
  } catch (const CLI::CallForHelp&) {
    environment.out << innermost(app).help();
    return kDone;
  } catch (const CLI::CallForVersion& version) {
    environment.out << version.what() << '\n';
    return kDone;
  } catch (const CLI::ParseError& error) {
    refuse_option_as_value(innermost(app), arguments);
    throw usage_error(app, error);
  }
  refuse_option_as_value(innermost(app), arguments);
  refuse_empty_value(innermost(app));

  const ColorChoice color = color_choice(options.color);
  const std::size_t width = width_option(options.width);
  err_terminal = terminal_of(environment.err_is_terminal, color, width, environment);
  report::Terminal terminal = terminal_of(environment.out_is_terminal, color, width, environment);
  if (options.json) {
    terminal.color = terminal.is_terminal = false;
    terminal.unicode = true;
  }
  JsonAnswer answer(environment.out);
  const std::string visual = environment.variable("VISUAL");
  Session session{{.store = store_path(options, environment),
                   .clock = clock_of(options, environment),
                   .config_home = config_home(environment),
                   .settings = environment.variable("SIGNPOST_SETTINGS"),
                   .mistakes = &environment.err},
                  environment.in,
                  options.json ? answer.out() : environment.out,
                  environment.err};
  session.terminal = terminal;
  session.err_terminal = err_terminal;
  session.asks = environment.in_is_terminal && environment.err_is_terminal;
  session.json = options.json;
  session.editor = visual.empty() ? environment.variable("EDITOR") : visual;
  session.program = environment.program;
  session.verbose = options.verbose;
  session.tell(fmt::format("store {}, clock {}{}", session.store.string(),
                           to_rfc3339(session.clock.now),
                           session.clock.rehearsed ? " (set by --now)" : ""));
  for (const Command& command : commands) {
    if (!command.app->parsed()) continue;
    try {
      const int code = command.run(session);
      answer.give(session.rehearsal);
      return code;
    } catch (...) {
      answer.give(session.rehearsal);  // what was done before it failed
      throw;
    }
  }
  throw Error(ErrorKind::kUsage, "no command is named", "`signpost --help` lists them all");
}

int run_one(const std::vector<std::string>& arguments, const Environment& environment) {
  // A line that cannot be read may yet say that no colour is wanted.
  const bool plain =
      std::find(arguments.begin(), arguments.end(), "--color=never") != arguments.end() ||
      std::adjacent_find(arguments.begin(), arguments.end(),
                         [](const std::string& option, const std::string& value) {
                           return option == "--color" && value == "never";
                         }) != arguments.end();
  report::Terminal err_terminal =
      terminal_of(environment.err_is_terminal, plain ? ColorChoice::kNever : ColorChoice::kAuto, 0,
                  environment);
  try {
    return dispatch(arguments, environment, err_terminal);
  } catch (const Error& error) {
    print_error(environment.err, err_terminal, error.message(), error.hint());
    return exit_code(error.kind());
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    print_error(
        environment.err, err_terminal, std::string("a fault in signpost itself: ") + error.what(),
        "the store is as it was before the command, or as it was after; please report this");
    return kBug;
  }
}

}  // namespace

int out_of_memory(std::ostream& err) {
  err << "signpost: error: there is not enough memory\n"
         "hint: the store is as it was before the command, or as it was after; free some memory, "
         "look, and do it again\n";
  return kStore;
}

void print_error(std::ostream& err, const report::Terminal& terminal, const std::string& message,
                 const std::string& hint) {
  err << "signpost: " << terminal.styled(report::Style::kBad, "error:") << ' ' << printable(message)
      << '\n';
  if (!hint.empty()) err << "hint: " << printable(hint) << '\n';
}

int run(const std::vector<std::string>& arguments, const Environment& environment) {
  try {
    return run_one(arguments, environment);
  } catch (const std::bad_alloc&) {
    return out_of_memory(environment.err);
  }
}

}  // namespace signpost::cli
