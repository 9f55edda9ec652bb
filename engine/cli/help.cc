#include "engine/cli/help.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>
#include <sstream>
#include <utility>

#include "engine/base/text.h"
#include "engine/report/page_text.h"

namespace signpost::cli {
namespace {

constexpr std::size_t kWidestName = 26;
constexpr std::size_t kIndent = 2;
constexpr std::size_t kGap = 2;
constexpr const char* kNoGroup = "Subcommands";  // the group, in CLI11, of what is put into none

using Row = std::pair<std::string, std::string>;

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

/// A paragraph a line; an indented line stands as it is.
void purpose(report::Page& page, const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) {
      page.gap();
    } else if (line.front() == ' ') {
      page.typed(line);
    } else {
      page.paragraph(line);
    }
  }
}

/// Names, and beside them what they mean; below a name that is too long.
void list(report::Page& page, std::string title, const std::vector<Row>& rows) {
  if (rows.empty()) return;
  std::size_t widest = 1;
  for (const auto& [name, meaning] : rows) {
    const std::size_t width = display_width(name);
    if (width <= kWidestName) widest = std::max(widest, width);
  }
  page.gap();
  page.paragraph(std::move(title));
  report::Table& table = page.table({{.width = kIndent}, {.width = widest}, {.gap = kGap}});
  for (const auto& [name, meaning] : rows) {
    const std::size_t line = display_width(name) <= widest ? 0 : 1;
    table.row()
        .cell({.column = 1, .words = {{name}}, .span = line == 0 ? 1 : report::kToTheEnd})
        .cell({.column = 2, .words = {{meaning}}, .line = line, .lines = report::kAllLines});
  }
}

std::string name_of(const CLI::Option& option) {
  if (option.get_positional()) {
    return option.get_type_name() + (option.get_items_expected_max() > 1 ? "…" : "");
  }
  std::string name;
  for (const std::string& letter : option.get_snames()) name += "-" + letter + ", ";
  for (const std::string& word : option.get_lnames()) name += "--" + word + ", ";
  name.resize(name.size() - 2);
  if (option.get_items_expected_max() > 0) name += " " + option.get_type_name();
  if (option.get_items_expected_max() > 1) name += " …";
  return name;
}

bool is_shown(const CLI::Option& option) { return !option.get_group().empty(); }

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* sub) { return !sub->get_group().empty(); });
}

/// One line, or two where a command must be given much.
void usage(report::Page& page, const CLI::App& app, const report::Speech& speech) {
  std::string text = app.get_name();
  for (const CLI::App* up = app.get_parent(); up != nullptr; up = up->get_parent()) {
    text.insert(0, up->get_name() + " ");
  }
  const bool has_commands = !commands_of(app).empty();
  if (has_commands) text += app.get_parent() == nullptr ? " [OPTIONS] COMMAND …" : " [COMMAND]";
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_positional() || !is_shown(*option)) continue;
    const std::string positional = name_of(*option);
    text += option->get_required() ? " " + positional : " [" + positional + "]";
  }
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_positional() && option->get_required()) text += " " + name_of(*option);
  }
  if (!has_commands) text += " [OPTIONS]";
  const std::string head = speech.say("help.usage");
  page.gap();
  page.table({{.width = display_width(head)}, {.gap = 1}})
      .row()
      .cell(0, head)
      .cell({.column = 1, .words = {{std::move(text)}}, .lines = report::kAllLines});
}

class HelpFormatter : public CLI::FormatterBase {
 public:
  HelpFormatter(const report::Speech& speech, const report::Terminal& terminal,
                std::vector<std::string> groups)
      : speech_(speech), terminal_(terminal), groups_(std::move(groups)) {}
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override;

 private:
  const report::Speech& speech_;
  report::Terminal terminal_;
  std::vector<std::string> groups_;
};

std::string HelpFormatter::make_help(const CLI::App* app, std::string /*name*/,
                                     CLI::AppFormatMode /*mode*/) const {
  report::Page page(speech_.language());
  purpose(page, app->get_description());
  usage(page, *app, speech_);

  const bool is_program = app->get_parent() == nullptr;
  for (const std::string& group : is_program ? groups_ : std::vector<std::string>{kNoGroup}) {
    std::vector<Row> rows;
    for (const CLI::App* sub : app->get_subcommands([](const CLI::App*) { return true; })) {
      if (sub->get_group() == group) {
        rows.emplace_back(sub->get_name(), first_line(sub->get_description()));
      }
    }
    list(page, speech_.say(is_program ? std::string_view(group) : "help.commands"), rows);
  }

  std::vector<Row> arguments;
  std::vector<Row> options;
  for (const CLI::Option* option : app->get_options()) {
    if (!is_shown(*option)) continue;
    (option->get_positional() ? arguments : options)
        .emplace_back(name_of(*option), option->get_description());
  }
  list(page, speech_.say("help.arguments"), arguments);
  list(page, speech_.say(is_program ? "help.options-of-all" : "help.options"), options);
  if (!is_program) {
    page.gap();
    page.paragraph(speech_.say("help.see-options-of-all"));
  }
  if (!app->get_footer().empty()) {
    page.gap();
    page.typed(app->get_footer());
  }
  return report::page_text(page, terminal_);
}

}  // namespace

std::shared_ptr<CLI::FormatterBase> help_formatter(const report::Speech& speech,
                                                   const report::Terminal& terminal,
                                                   std::vector<std::string> groups) {
  return std::make_shared<HelpFormatter>(speech, terminal, std::move(groups));
}

std::optional<std::string> help_of(Arguments program, const std::vector<std::string>& words) {
  const CLI::App* at = &program.app();
  for (const std::string& word : words) {
    const std::vector<const CLI::App*> commands = commands_of(*at);
    const auto found = std::find_if(commands.begin(), commands.end(), [&](const CLI::App* command) {
      return command->get_name() == word;
    });
    if (found == commands.end()) return std::nullopt;
    at = *found;
  }
  return at->help();
}

std::vector<std::string> names_of_commands(Arguments program) {
  std::vector<std::string> names;
  for (const CLI::App* command : commands_of(program.app())) {
    names.push_back(command->get_name());
    for (const CLI::App* sub : commands_of(*command)) {
      names.push_back(command->get_name() + " " + sub->get_name());
    }
  }
  return names;
}

std::string example(const report::Speech& speech, std::string_view typed, std::string_view key) {
  std::string text = speech.say("help.example").append("\n").append(typed);
  if (!key.empty()) text.append("\n  ").append(speech.say(key));
  return text;
}

report::Page orientation(const report::Speech& speech) {
  report::Page page(speech.language());
  page.paragraph(speech.say("help.orientation"));
  page.gap();
  report::Table& first_steps = page.table({{.width = kIndent}, {.width = 31}, {.gap = 4}});
  for (const auto& [typed, key] : {Row("signpost init", "help.orientation.init"),
                                   Row("signpost load my-forecasts.toml", "help.orientation.load"),
                                   Row("signpost status", "help.orientation.status")}) {
    first_steps.row().cell(1, typed).cell(2, speech.say(key));
  }
  page.gap();
  page.paragraph(speech.say("help.orientation.more"));
  return page;
}

}  // namespace signpost::cli
