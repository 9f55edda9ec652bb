// signpost completion: scripts for bash and zsh, made from the commands as they are.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/cli/command.h"
#include "engine/cli/help.h"
#include "engine/cli/manual.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/formats.h"
#include "engine/store/store.h"

// Both scripts are written from the tree of commands, so that they never lag behind it. What only
// the store knows, the ids of scenarios, indicators, schedules and alerts, the shell asks for when a
// tab is pressed:
// `signpost completion ids scenarios` prints one a line, and nothing where there is no store.
namespace signpost::cli {
namespace {

struct Options {
  std::string what;
  std::string kind;
};

/// What a word on the command line is, by the name that --help gives it.
enum class Filling { kText, kFile, kIds, kChoice };

struct Slot {
  Filling filling = Filling::kText;
  std::string choices = {};  // of kChoice, separated by spaces; of kIds which ids
};

std::string all_of(std::span<const std::string_view> words) {
  std::string all;
  for (const std::string_view word : words) all.append(all.empty() ? "" : " ").append(word);
  return all;
}

std::string names_of_pages() {
  std::vector<std::string_view> names;
  for (const Topic& topic : topics()) names.push_back(topic.name);
  return all_of(names);
}

Slot slot_of(const std::string& type) {
  if (type == "FILE" || type == "PATH" || type == "FOLDER") return {Filling::kFile, {}};
  if (type == "INDICATOR") return {Filling::kIds, "indicators"};
  if (type == "SCENARIO" || type == "SCENARIO=RATIO" || type == "SCENARIO=DATE") {
    return {Filling::kIds, "scenarios"};
  }
  if (type == "INDICATOR|SCENARIO|grades") return {Filling::kIds, "learnable"};
  if (type == "SCHEDULE") return {Filling::kIds, "schedules"};
  if (type == "ALERT") return {Filling::kIds, "alerts"};
  if (type == "WHEN") return {Filling::kChoice, "auto always never"};
  if (type == "SHELL") return {Filling::kChoice, "bash zsh"};
  if (type == "yes|no") return {Filling::kChoice, "yes no"};
  if (type == "STEP") return {Filling::kChoice, "day week month"};
  if (type == "LANG") return {Filling::kChoice, "en ar"};
  if (type == "HOW") return {Filling::kChoice, "table list"};
  if (type == "DIGITS") return {Filling::kChoice, "latn arab"};
  if (type == "PAGE|COMMAND") return {Filling::kChoice, names_of_pages()};
  return {};
}

Slot slot_of(const CLI::Option& option) {
  // Under --indicator an "ID" is an indicator's; elsewhere it is an item's, which nobody completes.
  if (option.check_lname("indicator")) return {Filling::kIds, "indicators"};
  if (option.check_lname("format")) return {Filling::kChoice, all_of(report::kFormats)};
  if (option.check_lname("log-format")) return {Filling::kChoice, "text json"};
  if (option.check_lname("log-level")) return {Filling::kChoice, "debug info warning error"};
  return slot_of(option.get_type_name());
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  std::vector<const CLI::App*> commands;
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!sub->get_group().empty()) commands.push_back(sub);
  }
  return commands;
}

std::vector<const CLI::Option*> options_of(const CLI::App& app) {
  std::vector<const CLI::Option*> options;
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_positional() && !option->get_group().empty()) options.push_back(option);
  }
  return options;
}

const CLI::Option* first_positional(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional() && !option->get_group().empty()) return option;
  }
  return nullptr;
}

std::string long_names(const CLI::App& app) {
  std::string names;
  for (const CLI::Option* option : options_of(app)) {
    for (const std::string& name : option->get_lnames()) {
      names += (names.empty() ? "--" : " --") + name;
    }
  }
  return names;
}

std::string command_names(const CLI::App& app) {
  std::string names;
  for (const CLI::App* command : commands_of(app)) {
    names += (names.empty() ? "" : " ") + command->get_name();
  }
  return names;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

// ---------------------------------------------------------------------------------------- bash

/// The bash that fills one slot.
std::string bash_filling(const Slot& slot) {
  switch (slot.filling) {
    case Filling::kFile:
      return "_signpost_files";
    case Filling::kIds:
      return fmt::format("_signpost_ids {}", slot.choices);
    case Filling::kChoice:
      return fmt::format("_signpost_words \"{}\"", slot.choices);
    case Filling::kText:
      break;
  }
  return ":";
}

/// What follows an option: `command` is that on the line, or any.
std::string bash_values(const CLI::App& app, std::string_view command) {
  std::string cases;
  for (const CLI::Option* option : options_of(app)) {
    if (option->get_items_expected_max() == 0) continue;
    for (const std::string& name : option->get_lnames()) {
      cases += fmt::format("    {}:--{}) {}; return ;;\n", command, name,
                           bash_filling(slot_of(*option)));
    }
  }
  return cases;
}

/// What may stand where no option is typed.
std::string bash_words(const CLI::App& command, const CLI::App& root) {
  const CLI::Option* positional = first_positional(command);
  if (command.get_name() == "help") {
    return fmt::format("_signpost_words \"{} {}\"", names_of_pages(), command_names(root));
  }
  const std::vector<const CLI::App*> subs = commands_of(command);
  if (subs.empty()) return positional == nullptr ? ":" : bash_filling(slot_of(*positional));
  std::string cases = fmt::format("'') _signpost_words \"{}\" ;;", command_names(command));
  for (const CLI::App* sub : subs) {
    if (const CLI::Option* own = first_positional(*sub)) {
      cases += fmt::format(" {}) {} ;;", sub->get_name(), bash_filling(slot_of(*own)));
    }
  }
  return fmt::format("case $sub in {} esac", cases);
}

std::string bash_script(const CLI::App& root) {
  std::string script =
      "# Completion of signpost for bash. Put it to use with\n"
      "#   source <(signpost completion bash)\n"
      "_signpost_words() {\n"
      "  mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$cur\")\n"
      "}\n"
      "_signpost_files() {\n"
      "  compopt -o filenames 2>/dev/null\n"
      "  mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
      "}\n"
      "_signpost_ids() {\n"
      "  local store=()\n"
      "  [[ -n $store_file ]] && store=(--store \"$store_file\")\n"
      "  _signpost_words \"$(\"${COMP_WORDS[0]}\" \"${store[@]}\" completion ids \"$1\" "
      "2>/dev/null)\"\n"
      "}\n"
      "_signpost() {\n"
      "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
      "  local command= sub= word= store_file= i\n"
      "  COMPREPLY=()\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    word=${COMP_WORDS[i]}\n"
      "    case $word in\n"
      "      --store) store_file=${COMP_WORDS[i+1]}; ((i++)) ;;\n";
  std::string valued;
  for (const CLI::Option* option : options_of(root)) {
    if (option->get_items_expected_max() == 0 || option->check_lname("store")) continue;
    for (const std::string& name : option->get_lnames()) {
      valued += (valued.empty() ? "--" : "|--") + name;
    }
  }
  script += fmt::format("      {}) ((i++)) ;;\n", valued);
  script +=
      "      -*) ;;\n"
      "      *) if [[ -z $command ]]; then command=$word; elif [[ -z $sub ]]; then sub=$word; fi "
      ";;\n"
      "    esac\n"
      "  done\n"
      "  case $command:$prev in\n";
  for (const CLI::App* command : commands_of(root)) {
    script += bash_values(*command, command->get_name());
    for (const CLI::App* sub : commands_of(*command)) {
      script += bash_values(*sub, command->get_name());
    }
  }
  script += bash_values(root, "*");
  script += "  esac\n  case $command in\n";
  script += fmt::format(
      "    '') if [[ $cur == -* ]]; then _signpost_words \"{}\"; else _signpost_words \"{}\"; fi "
      ";;\n",
      long_names(root), command_names(root));
  for (const CLI::App* command : commands_of(root)) {
    std::string names = long_names(*command);
    for (const CLI::App* sub : commands_of(*command)) names += " " + long_names(*sub);
    script +=
        fmt::format("    {}) if [[ $cur == -* ]]; then _signpost_words \"{} {}\"; else {}; fi ;;\n",
                    command->get_name(), names, long_names(root), bash_words(*command, root));
  }
  return script +
         "  esac\n"
         "}\n"
         "complete -F _signpost signpost\n";
}

// ----------------------------------------------------------------------------------------- zsh

/// Between single quotes in a specification of _arguments: quotes, brackets and colons mean
/// something there.
std::string zsh_quoted(std::string_view text) {
  std::string quoted;
  for (const char c : text) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      if (c == '[' || c == ']' || c == ':' || c == '\\') quoted += '\\';
      quoted += c;
    }
  }
  return quoted;
}

std::string zsh_action(const Slot& slot) {
  switch (slot.filling) {
    case Filling::kFile:
      return "_files";
    case Filling::kIds:
      return fmt::format("_signpost_ids {}", slot.choices);
    case Filling::kChoice:
      return fmt::format("({})", slot.choices);
    case Filling::kText:
      break;
  }
  return " ";
}

std::string zsh_options(const CLI::App& app, std::string_view indent) {
  std::string lines;
  for (const CLI::Option* option : options_of(app)) {
    for (const std::string& name : option->get_lnames()) {
      std::string spec = fmt::format("--{}[{}]", name, zsh_quoted(option->get_description()));
      if (option->get_items_expected_max() > 0) {
        spec += fmt::format(":{}:{}", zsh_quoted(option->get_type_name()),
                            zsh_action(slot_of(*option)));
      }
      const bool repeats = option->get_items_expected_max() > 1;
      lines += fmt::format("{}'{}{}' \\\n", indent, repeats ? "*" : "", spec);
    }
  }
  return lines;
}

/// What follows the name of a command below a command.
std::string zsh_of_subs(const std::vector<const CLI::App*>& subs) {
  std::string cases;
  for (const CLI::App* sub : subs) {
    const CLI::Option* positional = first_positional(*sub);
    if (positional == nullptr || slot_of(*positional).filling == Filling::kText) continue;
    const std::string action = zsh_action(slot_of(*positional));
    cases += fmt::format(" ({}) {} ;;", sub->get_name(), action);
  }
  return cases.empty() ? " " : fmt::format("{{case $words[2] in{} esac}}", cases);
}

std::string zsh_script(const CLI::App& root) {
  std::string script =
      "#compdef signpost\n"
      "# Completion of signpost for zsh. Put it to use with\n"
      "#   source <(signpost completion zsh)\n"
      "_signpost_ids() {\n"
      "  local -a ids store\n"
      "  [[ -n ${opt_args[--store]} ]] && store=(--store ${opt_args[--store]})\n"
      "  ids=(${(f)\"$(_call_program ids signpost $store completion ids ${@[-1]} 2>/dev/null)\"})\n"
      "  compadd \"${@[1,-2]}\" -a ids\n"
      "}\n"
      "_signpost_commands() {\n"
      "  local -a commands\n"
      "  commands=(\n";
  for (const CLI::App* command : commands_of(root)) {
    script += fmt::format("    '{}:{}'\n", command->get_name(),
                          zsh_quoted(first_line(command->get_description())));
  }
  script +=
      "  )\n"
      "  _describe command commands\n"
      "}\n"
      "_signpost() {\n"
      "  local context state line\n"
      "  typeset -A opt_args\n"
      "  local -a global\n"
      "  global=( \\\n" +
      zsh_options(root, "    ") +
      "  )\n"
      "  _arguments -C $global '1:command:_signpost_commands' '*::argument:->argument'\n"
      "  [[ $state == argument ]] || return\n"
      "  case $words[1] in\n";
  for (const CLI::App* command : commands_of(root)) {
    script += fmt::format("    {})\n      _arguments $global \\\n", command->get_name());
    script += zsh_options(*command, "        ");
    const std::vector<const CLI::App*> subs = commands_of(*command);
    for (const CLI::App* sub : subs) script += zsh_options(*sub, "        ");
    if (command->get_name() == "help") {
      script += fmt::format("        '1:page:({} {})' ;;\n", names_of_pages(), command_names(root));
    } else if (!subs.empty()) {
      script += fmt::format("        '1:command:({})' '*:argument:{}' ;;\n",
                            command_names(*command), zsh_of_subs(subs));
    } else if (const CLI::Option* positional = first_positional(*command)) {
      script += fmt::format("        '*:{}:{}' ;;\n", zsh_quoted(positional->get_type_name()),
                            zsh_action(slot_of(*positional)));
    } else {
      script += "        '*: : ' ;;\n";
    }
  }
  return script +
         "  esac\n"
         "}\n"
         "if [[ $funcstack[1] == _signpost ]]; then _signpost \"$@\"; else compdef _signpost "
         "signpost; "
         "fi\n";
}

template <class T>
void print_ids_of(const std::vector<store::Revision<T>>& revisions, std::ostream& out) {
  for (const store::Revision<T>& revision : revisions) {
    if (revision.revision == 1) out << revision.content.id << '\n';
  }
}

/// False where there is no such kind.
bool print_ids(const std::string& kind, const Session& session) {
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  const auto print_all = [&](const std::vector<std::string>& ids) {
    for (const std::string& id : ids) session.out << id << '\n';
  };
  if (kind == "scenarios") {
    print_all(snapshot->scenario_ids());
  } else if (kind == "indicators") {
    print_all(snapshot->indicator_ids());
  } else if (kind == "learnable") {
    print_all(snapshot->indicator_ids());
    print_all(snapshot->scenario_ids());
    session.out << "grades\n";
  } else if (kind == "schedules") {
    print_ids_of(snapshot->schedules(), session.out);
  } else if (kind == "alerts") {
    print_ids_of(snapshot->alerts(), session.out);
  } else {
    return false;
  }
  return true;
}

int run(const Options& options, const CLI::App& root, const Session& session) {
  if (options.what == "bash") {
    session.out << bash_script(root);
  } else if (options.what == "zsh") {
    session.out << zsh_script(root);
  } else if (options.what != "ids" || !print_ids(options.kind, session)) {
    throw Error(ErrorKind::kUsage, {"completion.not-a-shell", {{"shell", options.what}}});
  }
  return kDone;
}

}  // namespace

Command add_completion(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("completion", speech.say("help.completion"));
  command.add_option("SHELL", options->what, speech.say("help.completion.shell"))
      .type_name("SHELL")
      .required();
  // The scripts' own: `completion ids scenarios`, and so for indicators, schedules, alerts and
  // what `learn` takes.
  command.add_option("KIND", options->kind).type_name("KIND").hidden();
  command.footer(example(speech, "  source <(signpost completion bash)"));
  return {command,
          [options, program](Session& session) { return run(*options, program.app(), session); }};
}

}  // namespace signpost::cli
