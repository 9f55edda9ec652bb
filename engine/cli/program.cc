#include "engine/cli/program.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <exception>
#include <initializer_list>
#include <new>
#include <optional>
#include <ostream>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/glossary.h"
#include "engine/base/text.h"
#include "engine/base/trust.h"
#include "engine/base/wording.h"
#include "engine/cli/command.h"
#include "engine/cli/help.h"
#include "engine/intake/settings.h"
#include "engine/report/isolated_text.h"
#include "engine/report/page_text.h"
#include "engine/service/site.h"

namespace signpost::cli {
namespace {

using Add = Command (*)(Arguments, const report::Speech&);

/// The commands in the order of --help, under what they are good for.
const std::vector<std::pair<std::string, std::vector<Add>>> kGroups{
    {"help.group.begin", {add_help, add_init, add_check, add_load, add_test, add_retire}},
    {"help.group.evidence",
     {add_record, add_import, add_evidence, add_amend, add_retract, add_redact, add_duplicates,
      add_tie, add_untie, add_indicators, add_cover}},
    {"help.group.standing", {add_status, add_explain, add_history, add_report}},
    {"help.group.score",
     {add_resolve, add_unresolve, add_forecast, add_score, add_calibration, add_track_record,
      add_learn}},
    {"help.group.ahead", {add_watch_list, add_simulate, add_backtest}},
    {"help.group.clock", {add_assess, add_run, add_schedule, add_alert, add_timer, add_health}},
    {"help.group.store",
     {add_export, add_verify, add_backup, add_restore, add_mend_clock, add_completion}},
};

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
  std::string lang;
  std::string layout;
  bool json = false;
  bool verbose = false;
};

void add_global_options(CLI::App& app, GlobalOptions& options, const report::Speech& speech) {
  app.set_help_flag("-h,--help", speech.say("help.show"));
  app.set_version_flag("--version",
                       speech.say(Phrase("cli.version", {{"program", app.get_name()},
                                                         {"version", SIGNPOST_VERSION},
                                                         {"model", std::to_string(kModelNumber)}})),
                       speech.say("help.version"));
  app.add_option("--lang", options.lang, speech.say("help.lang"))->type_name("LANG");
  app.add_option("--store", options.store, speech.say("help.store"))->type_name("FILE");
  app.add_flag("--json", options.json, speech.say("help.json"));
  app.add_option("--now", options.now, speech.say("help.now"))->type_name("TIME");
  app.add_option("--color", options.color, speech.say("help.color"))->type_name("WHEN");
  app.add_option("--width", options.width, speech.say("help.width"))->type_name("N");
  app.add_option("--layout", options.layout, speech.say("help.layout"))->type_name("HOW");
  app.add_flag("--verbose", options.verbose, speech.say("help.verbose"));
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

std::string long_name(const CLI::Option& option) { return "--" + option.get_lnames().front(); }

/// As help and mistakes call it.
std::string shown_name(const CLI::Option& option) {
  return option.get_positional() ? option.get_type_name() : long_name(option);
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

/// How a command is called is shown by its help.
Phrase see(const CLI::App& command) {
  return {"cli.see", {{"command", full_name(command) + " --help"}}};
}

Phrase lists_all(const CLI::App& command) {
  return {"cli.lists-all", {{"command", full_name(command) + " --help"}}};
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
    const std::string& option = arguments[i];
    const std::string& next = arguments[i + 1];
    if (option == "--") return;
    if (!valued.contains(option)) continue;
    if (all.contains(next)) {
      throw Error(ErrorKind::kUsage, {"cli.option-for-value", {{"option", option}, {"next", next}}},
                  {"cli.option-for-value.hint",
                   {{"written", std::string(option).append("=").append(next)}}});
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
      throw Error(ErrorKind::kUsage, {"cli.is-empty", {{"name", option->get_type_name()}}},
                  see(command));
    }
    const std::string name = long_name(*option);
    if (clears && command.get_option_no_throw(name) == option) continue;
    throw Error(ErrorKind::kUsage, {"cli.empty-value", {{"option", name}}}, "cli.empty-value.hint");
  }
}

/// What CLI11 did not know where to put: mostly the cause of what it complains about, for it looks
/// at what is missing first.
std::optional<Error> left_over(const CLI::App& app) {
  const CLI::App& command = innermost(app);
  const std::string name = full_name(command);
  std::string first;
  for (const std::string& argument : app.remaining(true)) {
    if (argument == "--") continue;
    if (argument.empty()) {
      return Error(ErrorKind::kUsage, {"cli.empty-argument", {{"command", name}}},
                   {"cli.empty-argument.hint", {{"see", see(command)}}});
    }
    if (argument.starts_with("-") && argument.size() > 1) {
      const std::string written = argument.substr(0, argument.find('='));
      std::vector<std::string> known;
      for (const CLI::Option* option : options_in_reach(command)) {
        for (const std::string& word : option->get_lnames()) known.push_back("--" + word);
      }
      const auto meant = nearest(written, known);
      return Error(ErrorKind::kUsage, {"cli.no-option", {{"command", name}, {"option", written}}},
                   meant ? Phrase("base.did-you-mean", {{"name", *meant}}) : see(command));
    }
    if (first.empty()) first = argument;
  }
  if (first.empty()) return std::nullopt;
  const auto commands = command.get_subcommands([](const CLI::App*) { return true; });
  if (commands.empty()) {
    return Error(ErrorKind::kUsage, {"cli.left-over", {{"command", name}, {"text", first}}},
                 {"cli.left-over.hint", {{"see", see(command)}}});
  }
  std::vector<std::string> known;
  for (const CLI::App* sub : commands) {
    if (!sub->get_group().empty()) known.push_back(sub->get_name());
  }
  const auto meant = nearest(first, known);
  return Error(
      ErrorKind::kUsage, {"cli.no-command", {{"command", name}, {"text", first}}},
      meant ? Phrase("cli.did-you-mean", {{"command", name + " " + *meant}}) : lists_all(command));
}

/// What a command cannot do without.
Phrase missing(const CLI::App& command, const CLI::RequiredError& error) {
  const std::string name = full_name(command);
  std::vector<std::string> commands;
  for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
    commands.push_back(sub->get_name());
  }
  if (!commands.empty()) {
    return {"cli.needs-command", {{"command", name}, {"commands", Phrase::series(commands)}}};
  }
  for (const CLI::Option* option : command.get_options()) {
    if (!option->get_required() || option->count() > 0) continue;
    return {"cli.needs", {{"command", name}, {"what", shown_name(*option)}}};
  }
  return Phrase::verbatim(error.what());
}

/// What CLI11 says, in our words where it says it to people.
Phrase complaint(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = innermost(app);
  const std::string_view what = error.what();
  const auto split = [](std::string_view text, std::string_view between) {
    const std::size_t at = std::min(text.find(between), text.size());
    return std::pair(text.substr(0, at), text.substr(std::min(at + between.size(), text.size())));
  };
  if (const auto* required = dynamic_cast<const CLI::RequiredError*>(&error)) {
    return missing(command, *required);
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    for (const CLI::Option* option : options_in_reach(command)) {
      if (takes_value(*option) && option->count() > 1 && option->get_items_expected_max() == 1) {
        return {"cli.given-often",
                {{"option", long_name(*option)},
                 {"n", option->count()},
                 {"command", full_name(command)}}};
      }
    }
    return {"cli.no-value", {{"option", split(what, ":").first}}};
  }
  if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) {
    for (const CLI::Option* option : options_in_reach(command)) {
      if (option->get_items_expected_max() > 0 || option->count() == 0) continue;
      const std::string& given = option->results().front();
      if (given == "true") continue;  // without a value
      return {"cli.takes-no-value", {{"option", long_name(*option)}, {"value", given}}};
    }
  }
  if (dynamic_cast<const CLI::ValidationError*>(&error) != nullptr) {
    const auto [option, says] = split(what, ": ");
    const auto [text, words] = split(says, " not in ");
    return {"cli.option",
            {{"option", option},
             {"says", words.empty()  // else of Option::one_of; our checks speak the language
                          ? Phrase::verbatim(report::without_isolates(says))
                          : Phrase("cli.not-one-of", {{"text", text}, {"words", words}})}}};
  }
  if (dynamic_cast<const CLI::ExcludesError*>(&error) != nullptr) {
    const auto [option, other] = split(what, " excludes ");
    return {"cli.excludes", {{"option", option}, {"other", other}}};
  }
  return Phrase::verbatim(std::string(what));
}

/// What is wrong with a command line, and what was probably meant.
Error usage_error(const CLI::App& app, const CLI::ParseError& error) {
  if (std::optional<Error> unknown = left_over(app)) return *std::move(unknown);
  return {ErrorKind::kUsage, complaint(app, error), see(innermost(app))};
}

ColorChoice color_choice(const std::string& written) {
  if (written.empty() || written == "auto") return ColorChoice::kAuto;
  if (written == "always") return ColorChoice::kAlways;
  if (written == "never") return ColorChoice::kNever;
  throw Error(ErrorKind::kUsage, {"cli.not-a-color", {{"text", written}}});
}

std::size_t width_option(const std::string& written) {
  if (written.empty()) return 0;
  std::size_t width = 0;
  const char* end = written.data() + written.size();
  const auto result = std::from_chars(written.data(), end, width);
  if (result.ec != std::errc{} || result.ptr != end || width < kLeastWidth) {
    throw Error(ErrorKind::kUsage,
                {"cli.not-a-width", {{"least", std::to_string(kLeastWidth)}, {"text", written}}});
  }
  return width;
}

bool wants_lists(const std::string& layout) {
  if (layout.empty() || layout == "table") return false;
  if (layout == "list") return true;
  throw Error(ErrorKind::kUsage, {"cli.not-a-layout", {{"text", layout}}});
}

Clock clock_of(const GlobalOptions& options, const Environment& environment) {
  if (!options.now.empty()) {
    return {.now = instant_of("--now", options.now), .rehearsed = true, .machine = environment.now};
  }
  return {.now = environment.now, .rehearsed = false, .ticking = environment.ticking};
}

/// `given`: by the option.
std::filesystem::path store_path(const std::string& given, const Environment& environment) {
  if (!given.empty()) return given;
  const std::string named = environment.variable("SIGNPOST_STORE");
  return named.empty() ? "signpost.db" : named;
}

std::filesystem::path config_home(const Environment& environment) {
  const std::string named = environment.variable("XDG_CONFIG_HOME");
  if (!named.empty()) return named;
  const std::string home = environment.variable("HOME");
  return home.empty() ? std::filesystem::path() : std::filesystem::path(home) / ".config";
}

std::optional<Language> language_named(std::string_view name) {
  if (name == "en") return Language::kEnglish;
  if (name == "ar") return Language::kArabic;
  return std::nullopt;
}

/// The value of an option before the line is parsed: the last one that stands before any of `ends`.
std::string value_of(std::string_view option, const std::vector<std::string>& arguments,
                     std::initializer_list<std::string_view> ends) {
  std::string value;
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    const std::string& argument = arguments[at];
    if (std::find(ends.begin(), ends.end(), argument) != ends.end()) break;
    if (argument == option && at + 1 < arguments.size()) value = arguments[++at];
    if (argument.starts_with(option) && argument.substr(option.size()).starts_with('=')) {
      value = argument.substr(option.size() + 1);
    }
  }
  return value;
}

int exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kNo:
    case ErrorKind::kRefused:
      return kNo;
    case ErrorKind::kUsage:
    case ErrorKind::kNotFound:
    case ErrorKind::kConflict:
      return kUsage;
    case ErrorKind::kInvalid:
      return kBadInput;
    case ErrorKind::kStore:
      return kStore;
  }
  return kBug;
}

/// For a page in `language`.
report::Terminal terminal_of(bool is_terminal, ColorChoice color, std::size_t width,
                             Language language, const Environment& environment) {
  report::Terminal terminal{.width = width_to_use(width, is_terminal, environment),
                            .is_terminal = is_terminal,
                            .color = wants_color(color, is_terminal, environment),
                            .unicode = shows_unicode(is_terminal, environment)};
  if (language == Language::kArabic && is_terminal && terminal.unicode) {
    terminal.margin = 1;
    terminal.width -= terminal.margin;
  }
  return terminal;
}

void show_mistake(std::ostream& err, const report::Terminal& terminal, const report::Speech& speech,
                  const Diagnostic& mistake) {
  err << render(mistake, speech.wording(), terminal.is_terminal && terminal.unicode);
}

/// Parses, makes the session, runs the command that was named. `mistakes` are in the settings: none
/// are left where the command shows them itself.
int dispatch(const std::vector<std::string>& arguments, const Environment& environment,
             const report::Speech& speech, report::Terminal& err_terminal,
             std::vector<Diagnostic>& mistakes) {
  report::Terminal terminal = terminal_of(environment.out_is_terminal, ColorChoice::kAuto, 0,
                                          speech.language(), environment);
  CLI::App app{speech.say("help.program"), "signpost"};
  app.require_subcommand(0, 1);
  std::vector<std::string> groups;
  groups.reserve(std::size(kGroups));
  for (const auto& [group, adders] : kGroups) groups.push_back(group);
  app.formatter(help_formatter(speech, terminal, std::move(groups)));
  GlobalOptions options;
  add_global_options(app, options, speech);
  std::vector<Command> commands;
  for (const auto& [group, adders] : kGroups) {
    for (const Add add : adders) {
      commands.push_back(add(Arguments(app), speech));
      CLI::App& command = *commands.back().arguments.app().group(group);
      // Options of every command are accepted after it, too.
      command.fallthrough();
      for (CLI::App* sub : command.get_subcommands([](CLI::App*) { return true; })) {
        sub->fallthrough();
      }
    }
  }

  if (arguments.empty()) {
    environment.out << report::page_text(orientation(speech), terminal);
    return kDone;
  }
  try {
    std::vector<std::string> backwards = with_empty_values(app, arguments);
    std::reverse(backwards.begin(), backwards.end());  // as CLI11 wants them
    app.parse(std::move(backwards));
  } catch (const CLI::CallForHelp&) {
    environment.out << innermost(app).help();
    return kDone;
  } catch (const CLI::CallForVersion& version) {
    environment.out << report::IsolatedText(terminal).clean(version.what()) << '\n';
    return kDone;
  } catch (const CLI::ParseError& error) {
    refuse_option_as_value(innermost(app), arguments);
    throw usage_error(app, error);
  }
  refuse_option_as_value(innermost(app), arguments);
  refuse_empty_value(innermost(app));

  const ColorChoice color = color_choice(options.color);
  const std::size_t width = width_option(options.width);
  err_terminal =
      terminal_of(environment.err_is_terminal, color, width, speech.language(), environment);
  terminal = options.json ? report::Terminal()
                          : terminal_of(environment.out_is_terminal, color, width,
                                        speech.language(), environment);
  terminal.list = err_terminal.list = wants_lists(options.layout);
  JsonAnswer answer(environment.out);
  const std::string visual = environment.variable("VISUAL");
  Session session{{.store = store_path(options.store, environment),
                   .clock = clock_of(options, environment),
                   .config_home = config_home(environment),
                   .settings = environment.variable("SIGNPOST_SETTINGS"),
                   .show_mistake =
                       [&](const Diagnostic& mistake) {
                         mistakes.clear();
                         show_mistake(environment.err, err_terminal, speech, mistake);
                       }},
                  environment.in,
                  options.json ? answer.out() : environment.out,
                  environment.err,
                  speech};
  session.terminal = terminal;
  session.err_terminal = err_terminal;
  session.asks = environment.in_is_terminal && environment.err_is_terminal;
  session.json = options.json;
  session.editor = visual.empty() ? environment.variable("EDITOR") : visual;
  session.program = environment.program;
  session.verbose = options.verbose;
  session.tell({session.clock.rehearsed ? "cli.told-place-rehearsed" : "cli.told-place",
                {{"store", session.store.string()}, {"moment", to_rfc3339(session.clock.now)}}});
  for (const Command& command : commands) {
    if (!command.arguments.parsed()) continue;
    try {
      const int code = command.run(session);
      answer.give(session.rehearsal);
      return code;
    } catch (...) {
      answer.give(session.rehearsal);  // what was done before it failed
      throw;
    }
  }
  throw Error(ErrorKind::kUsage, "cli.none-named", lists_all(app));
}

int run_one(const std::vector<std::string>& arguments, const Environment& environment,
            Language& language) {
  // A line that cannot be read may yet say that no colour is wanted.
  const bool plain = value_of("--color", arguments, {}) == "never";
  const auto err_terminal_in = [&](Language its) {
    return terminal_of(environment.err_is_terminal,
                       plain ? ColorChoice::kNever : ColorChoice::kAuto, 0, its, environment);
  };
  report::Terminal err_terminal = err_terminal_in(language);
  try {
    LanguageWanted wanted = language_wanted(arguments, environment);
    language = wanted.language;
    err_terminal = err_terminal_in(language);
    if (wanted.refused) throw Error(*wanted.refused);
    const report::Speech speech(language);
    const int code = dispatch(arguments, environment, speech, err_terminal, wanted.mistakes);
    for (Diagnostic& mistake : wanted.mistakes) {
      mistake.severity = Diagnostic::Severity::kWarning;  // the answer is given
      show_mistake(environment.err, err_terminal, speech, mistake);
    }
    return code;
  } catch (const Error& error) {
    print_error(environment.err, err_terminal, report::Speech(language), error.message(),
                error.hint());
    return exit_code(error.kind());
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    print_error(environment.err, err_terminal, report::Speech(language),
                {"cli.bug", {{"what", error.what()}}}, "cli.bug.hint");
    return kBug;
  }
}

/// The settings are read only where they are the caller's own, and what holds nothing is passed by.
LanguageWanted language_of_settings(const std::filesystem::path& file) {
  std::error_code unknown;
  if (!std::filesystem::is_regular_file(file, unknown) || distrust(file)) return {};
  try {
    intake::SettingsRead read = intake::read_settings(file);
    return {read.language.value_or(Language::kEnglish), std::move(read.diagnostics)};
  } catch (const Error&) {
    return {};  // it cannot be read: whoever needs more of it says so
  }
}

/// A text of the glossary, found without memory.
std::string_view plain_text(std::string_view key, Language language) {
  for (const Embedded& file : glossary_files()) {
    for (std::string_view rest = file.text; !rest.empty();) {
      std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      if (!line.starts_with(key) || !line.substr(key.size()).starts_with('\t')) continue;
      line.remove_prefix(key.size() + 1);
      const std::size_t tab = line.find('\t');
      return language == Language::kArabic ? line.substr(tab + 1) : line.substr(0, tab);
    }
  }
  return key;
}

}  // namespace

LanguageWanted language_wanted(const std::vector<std::string>& arguments,
                               const Environment& environment) {
  // In `record` and `amend` --lang is an older name of --text-lang: it stands before them.
  const std::string option = value_of("--lang", arguments, {"--", "record", "amend"});
  std::optional<Error> refused;
  for (const auto& [from, name] :
       {std::pair("--lang", option), {"SIGNPOST_LANG", environment.variable("SIGNPOST_LANG")}}) {
    if (name.empty()) continue;
    if (const auto language = language_named(name)) return {*language, {}, std::move(refused)};
    if (refused) continue;  // the first that is wrong is the one that was to decide
    refused = Error(
        ErrorKind::kUsage,
        {"cli.option", {{"option", from}, {"says", Phrase("cli.no-language", {{"name", name}})}}});
  }
  LanguageWanted wanted = language_of_settings(service::settings_file(
      {.store = store_path(value_of("--store", arguments, {"--"}), environment),
       .clock = {},
       .config_home = config_home(environment),
       .settings = environment.variable("SIGNPOST_SETTINGS")}));
  wanted.refused = std::move(refused);
  return wanted;
}

int out_of_memory(std::ostream& err, Language language) {
  err << "signpost: " << plain_text("says.error", language) << ' '
      << plain_text("cli.no-memory", language) << '\n'
      << plain_text("says.hint", language) << ' ' << plain_text("cli.no-memory.hint", language)
      << '\n';
  return kStore;
}

void print_error(std::ostream& err, const report::Terminal& terminal, const report::Speech& speech,
                 const Phrase& message, const Phrase& hint) {
  print_remark(err, terminal, speech, "says.error", report::Style::kBad, message, hint);
}

int run(const std::vector<std::string>& arguments, const Environment& environment) {
  Language language = Language::kEnglish;
  try {
    return run_one(arguments, environment, language);
  } catch (const std::bad_alloc&) {
    return out_of_memory(environment.err, language);
  }
}

}  // namespace signpost::cli
