#include "engine/cli/help.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"

namespace signpost::cli {
namespace {

constexpr std::size_t kWidestName = 26;
constexpr std::size_t kIndent = 2;
constexpr std::size_t kGap = 2;
constexpr std::string_view kUsage = "Usage: ";

using Row = std::pair<std::string, std::string>;

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

/// Two columns: names at the left, what they mean wrapped at the right.
std::string table(const std::string& title, const std::vector<Row>& rows, std::size_t width) {
  if (rows.empty()) return {};
  std::size_t left = 0;
  for (const Row& row : rows) {
    const std::size_t name = display_width(row.first);
    if (name <= kWidestName) left = std::max(left, name);
  }
  const std::size_t right = width - kIndent - left - kGap;
  std::string text = "\n" + title + "\n";
  for (const auto& [name, meaning] : rows) {
    text += std::string(kIndent, ' ');
    const bool fits = display_width(name) <= left;
    text += fits ? fit_to_width(name, left) + std::string(kGap, ' ') : name + "\n";
    bool first = fits;
    for (const std::string& line : wrap(meaning, right)) {
      if (!first) text += std::string(kIndent + left + kGap, ' ');
      text += line + "\n";
      first = false;
    }
  }
  return text;
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

/// One line, or two where a command must be given much.
std::string usage(const CLI::App& app, const std::string& name, std::size_t width) {
  std::string text = name;
  const bool has_commands =
      !app.get_subcommands([](const CLI::App* sub) { return !sub->get_group().empty(); }).empty();
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
  std::string lines;
  for (const std::string& line : wrap(text, width - kUsage.size())) {
    lines += (lines.empty() ? std::string(kUsage) : std::string(kUsage.size(), ' ')) + line + "\n";
  }
  return lines;
}

}  // namespace

std::string HelpFormatter::make_help(const CLI::App* app, std::string /*name*/,
                                     CLI::AppFormatMode /*mode*/) const {
  std::string text;
  // A paragraph a line of the description; an indented line stands as it is.
  for (std::size_t at = 0; at < app->get_description().size();) {
    const std::string& all = app->get_description();
    const std::size_t end = std::min(all.find('\n', at), all.size());
    const std::string paragraph = all.substr(at, end - at);
    if (paragraph.starts_with(' ')) {
      text += paragraph + "\n";
    } else {
      for (const std::string& line : wrap(paragraph, width_)) text += line + "\n";
    }
    at = end + 1;
  }
  std::string whole = app->get_name();
  for (const CLI::App* up = app->get_parent(); up != nullptr; up = up->get_parent()) {
    whole.insert(0, up->get_name() + " ");
  }
  text += "\n" + usage(*app, whole, width_);

  std::vector<std::string> groups =
      app->get_parent() == nullptr ? groups_ : std::vector<std::string>{"Commands", "Subcommands"};
  for (const std::string& group : groups) {
    std::vector<Row> rows;
    for (const CLI::App* sub : app->get_subcommands([](const CLI::App*) { return true; })) {
      if (sub->get_group() == group) {
        rows.emplace_back(sub->get_name(), first_line(sub->get_description()));
      }
    }
    text += table(group == "Subcommands" ? "Commands" : group, rows, width_);
  }

  std::vector<Row> arguments;
  std::vector<Row> options;
  for (const CLI::Option* option : app->get_options()) {
    if (!is_shown(*option)) continue;
    (option->get_positional() ? arguments : options)
        .emplace_back(name_of(*option), option->get_description());
  }
  text += table("Arguments", arguments, width_);
  text +=
      table(app->get_parent() == nullptr ? "Options of every command" : "Options", options, width_);
  if (app->get_parent() != nullptr) {
    text += "\nOptions of every command (--store, --json, --now …): signpost --help\n";
  }
  if (!app->get_footer().empty()) text += "\n" + app->get_footer() + "\n";
  return text;
}

std::string orientation() {
  return "Signpost keeps analysts' forecasts honest: what a report forecasts becomes\n"
         "scenarios with observable indicators, what happens afterwards is recorded as\n"
         "graded evidence, and each scenario's probability follows from it, with an\n"
         "account that explains every step.\n"
         "\n"
         "  signpost init                      make a store here (signpost.db)\n"
         "  signpost load my-forecasts.toml    define scenarios, indicators and sources\n"
         "  signpost status                    see where every scenario stands\n"
         "\n"
         "`signpost --help` lists all commands, `signpost COMMAND --help` shows one with\n"
         "an example.\n";
}

}  // namespace signpost::cli
