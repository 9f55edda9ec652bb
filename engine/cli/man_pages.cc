// The manual for man(1), set from the tree of commands, so that it never lags behind it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/cli/manual.h"

namespace signpost::cli {
namespace {

using report::man_escaped;

std::string bold(std::string_view words) { return "\\fB" + man_escaped(words) + "\\fR"; }
std::string italic(std::string_view words) { return "\\fI" + man_escaped(words) + "\\fR"; }

bool is_shown(const CLI::Option& option) { return !option.get_group().empty(); }

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* sub) { return !sub->get_group().empty(); });
}

/// The first line of a description, and the paragraphs below it.
std::pair<std::string, std::string> parts_of(const std::string& description) {
  const std::size_t end = description.find('\n');
  if (end == std::string::npos) return {description, {}};
  return {description.substr(0, end), description.substr(end + 1)};
}

std::string paragraphs(std::string_view text) {
  std::string set;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    set += ".PP\n" + man_escaped(line) + "\n";
  }
  return set;
}

std::string name_of(const CLI::Option& option) {
  const std::string more = option.get_items_expected_max() > 1 ? " ..." : "";
  if (option.get_positional()) return italic(option.get_type_name()) + more;
  std::string name;
  for (const std::string& letter : option.get_snames()) name += bold("-" + letter) + ", ";
  for (const std::string& word : option.get_lnames()) name += bold("--" + word) + ", ";
  name.resize(name.size() - 2);
  if (option.get_items_expected_max() > 0) name += " " + italic(option.get_type_name()) + more;
  return name;
}

std::string synopsis(const CLI::App& app, const std::string& name) {
  std::string line = bold(name);
  if (app.get_parent() == nullptr) line += " [" + italic("OPTIONS") + "]";
  if (!commands_of(app).empty()) {
    line += app.get_parent() == nullptr ? " " + italic("COMMAND") + " ..."
                                        : " [" + italic("COMMAND") + "]";
  }
  for (const CLI::Option* option : app.get_options()) {
    if (!is_shown(*option) || !(option->get_positional() || option->get_required())) continue;
    line += option->get_required() ? " " + name_of(*option) : " [" + name_of(*option) + "]";
  }
  if (app.get_parent() != nullptr) line += " [" + italic("OPTIONS") + "]";
  return line + "\n";
}

/// `.SH` or `.SS`, where there is something under it.
std::string section(std::string_view macro, const std::string& head, const std::string& under) {
  return under.empty() ? under : fmt::format("{} {}\n{}", macro, man_escaped(head), under);
}

std::string options_text(const CLI::App& app, bool positional) {
  std::string text;
  for (const CLI::Option* option : app.get_options()) {
    if (!is_shown(*option) || option->get_positional() != positional) continue;
    text += ".TP\n" + name_of(*option) + "\n" + man_escaped(option->get_description()) + "\n";
  }
  return text;
}

/// The lines of a footer below its head: what is typed, and what that does.
std::string examples(const std::string& footer) {
  std::string_view lines = footer;
  lines.remove_prefix(std::min(lines.find('\n'), lines.size()));
  std::string text;
  while (!lines.empty()) {
    lines.remove_prefix(1);
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(line.size());
    text += man_escaped(line) + "\n";
  }
  return text.empty() ? text : ".EX\n" + text + ".EE\n";
}

class Writer {
 public:
  Writer(const CLI::App& program, const report::Speech& speech)
      : program_(program), speech_(speech) {}

  std::vector<ManPage> write() {
    std::vector<ManPage> pages{{"signpost.1", whole()}};
    for (const CLI::App* command : commands_of(program_)) {
      pages.push_back({fmt::format("signpost-{}.1", command->get_name()), of(*command)});
    }
    for (const Topic& topic : topics()) {
      pages.push_back({fmt::format("signpost-{}.7", topic.name), of(topic)});
    }
    return pages;
  }

 private:
  [[nodiscard]] std::string head(const std::string& name, int part,
                                 const std::string& is_for) const {
    // Neither hyphens nor spaces are put into what is typed.
    return fmt::format(".TH {} {} \"\" \"signpost {}\"\n.nh\n.ad l\n{}", man_escaped(name), part,
                       SIGNPOST_VERSION,
                       section(".SH", speech_.say("man.name"),
                               man_escaped(name) + " \\- " + man_escaped(is_for) + "\n"));
  }

  [[nodiscard]] std::string sh(std::string_view key, const std::string& under) const {
    return section(".SH", speech_.say(key), under);
  }

  /// The program: its commands by their groups, its options, and the page on the command line.
  [[nodiscard]] std::string whole() const {
    std::string list;
    std::string group;
    for (const CLI::App* command : commands_of(program_)) {
      if (command->get_group() != std::exchange(group, command->get_group())) {
        list += ".SS " + man_escaped(speech_.say(group)) + "\n";
      }
      list += fmt::format(".TP\n{}(1)\n{}\n", bold("signpost-" + command->get_name()),
                          man_escaped(parts_of(command->get_description()).first));
    }
    std::string text = head("signpost", 1, speech_.say("man.is-for")) +
                       sh("man.synopsis", synopsis(program_, "signpost")) +
                       sh("man.description", paragraphs(program_.get_description())) +
                       sh("man.commands", list) +
                       sh("man.options", options_text(program_, /*positional=*/false));
    if (const Topic* topic = topic_named("command-line")) {
      const report::Prose prose = topic->in(speech_.language());
      text += section(".SH", report::title_of(prose), report::man_of(prose));
    }
    std::string pages;
    for (const Topic& topic : topics()) {
      pages += (pages.empty() ? "" : ",\n") + bold(fmt::format("signpost-{}", topic.name)) + "(7)";
    }
    return text + sh("man.see-also", pages + "\n");
  }

  [[nodiscard]] std::string of(const CLI::App& command) const {
    const std::string name = "signpost " + command.get_name();
    const auto [is_for, more] = parts_of(command.get_description());
    std::string usage = synopsis(command, name);
    std::string below;
    for (const CLI::App* sub : commands_of(command)) {
      const std::string full = name + " " + sub->get_name();
      usage += ".br\n" + synopsis(*sub, full);
      below +=
          section(".SS", full,
                  paragraphs(sub->get_description()) + options_text(*sub, /*positional=*/true) +
                      options_text(*sub, /*positional=*/false) + examples(sub->get_footer()));
    }
    return head("signpost-" + command.get_name(), 1, is_for) + sh("man.synopsis", usage) +
           sh("man.description", paragraphs(more)) +
           sh("man.arguments", options_text(command, /*positional=*/true)) +
           sh("man.options", options_text(command, /*positional=*/false)) +
           sh("man.commands", below) + sh("man.examples", examples(command.get_footer())) +
           sh("man.see-also", bold("signpost") + "(1)\n");
  }

  [[nodiscard]] std::string of(const Topic& topic) const {
    const report::Prose prose = topic.in(speech_.language());
    return head(fmt::format("signpost-{}", topic.name), 7, report::title_of(prose)) +
           sh("man.description", report::man_of(prose)) +
           sh("man.see-also", bold("signpost") + "(1)\n");
  }

  const CLI::App& program_;
  const report::Speech& speech_;
};

}  // namespace

std::vector<ManPage> man_pages(Arguments program, const report::Speech& speech) {
  return Writer(program.app(), speech).write();
}

}  // namespace signpost::cli
