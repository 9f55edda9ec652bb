#include "engine/cli/environment.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <system_error>

namespace signpost::cli {
namespace {

constexpr std::array kVariables{"SIGNPOST_STORE", "SIGNPOST_SETTINGS",
                                "SIGNPOST_LANG",  "NO_COLOR",
                                "CLICOLOR_FORCE", "TERM",
                                "COLUMNS",        "VISUAL",
                                "EDITOR",         "LC_ALL",
                                "LC_CTYPE",       "LANG",
                                "HOME",           "XDG_CONFIG_HOME"};
constexpr std::size_t kWidthOfAPipe = 80;
constexpr std::size_t kGreatestWidth = 1000;

std::size_t columns_of(int descriptor) {
  winsize size{};
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): the system's own interface
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

std::size_t number_in(const std::string& text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? number : 0;
}

}  // namespace

std::string Environment::variable(const std::string& name) const {
  const auto found = variables.find(name);
  return found == variables.end() ? std::string() : found->second;
}

Environment environment_of_process(std::istream& in, std::ostream& out, std::ostream& err) {
  Environment found{.in = in,
                    .out = out,
                    .err = err,
                    .in_is_terminal = isatty(STDIN_FILENO) == 1,
                    .out_is_terminal = isatty(STDOUT_FILENO) == 1,
                    .err_is_terminal = isatty(STDERR_FILENO) == 1,
                    .columns = 0,
                    .variables = {},
                    .now = system_now(),
                    .ticking = true};
  std::error_code unknown;
  found.program = std::filesystem::read_symlink("/proc/self/exe", unknown);
  if (found.out_is_terminal) {
    found.columns = columns_of(STDOUT_FILENO);
  } else if (found.err_is_terminal) {
    found.columns = columns_of(STDERR_FILENO);
  }
  for (const char* name : kVariables) {
    // Read before any thread is started, and nothing here ever sets one.
    if (const char* value = std::getenv(name)) found.variables[name] = value;  // NOLINT
  }
  return found;
}

bool wants_color(ColorChoice choice, bool is_terminal, const Environment& environment) {
  if (choice != ColorChoice::kAuto) return choice == ColorChoice::kAlways;
  if (!environment.variable("NO_COLOR").empty()) return false;
  const std::string force = environment.variable("CLICOLOR_FORCE");
  if (!force.empty() && force != "0") return true;
  return is_terminal && environment.variable("TERM") != "dumb";
}

std::size_t width_to_use(std::size_t option, bool is_terminal, const Environment& environment) {
  std::size_t width = option;
  if (width == 0) width = number_in(environment.variable("COLUMNS"));
  if (width == 0 && is_terminal) width = environment.columns;
  if (width == 0) width = kWidthOfAPipe;
  return std::clamp(width, kLeastWidth, kGreatestWidth);
}

bool shows_unicode(bool is_terminal, const Environment& environment) {
  if (!is_terminal) return true;
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    std::string locale = environment.variable(name);
    if (locale.empty()) continue;
    for (char& letter : locale)
      letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    return locale.find("utf-8") != std::string::npos || locale.find("utf8") != std::string::npos;
  }
  return true;
}

}  // namespace signpost::cli
