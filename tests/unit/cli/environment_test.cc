#include "engine/cli/environment.h"

#include <doctest/doctest.h>

#include <sstream>

namespace signpost::cli {
namespace {

using Variables = std::map<std::string, std::string>;

/// Environment in which only these variables are set.
struct Around {
  std::istringstream in;
  std::ostringstream out;
  Environment environment;
  explicit Around(Variables variables, std::size_t columns = 0)
      : environment{.in = in,
                    .out = out,
                    .err = out,
                    .columns = columns,
                    .variables = std::move(variables),
                    .now = {}} {}
};

bool colored(std::map<std::string, std::string> variables, bool is_terminal,
             ColorChoice choice = ColorChoice::kAuto) {
  return wants_color(choice, is_terminal, Around(std::move(variables)).environment);
}

TEST_CASE("colour is for terminals that can show it") {
  CHECK(colored({{"TERM", "xterm"}}, true));
  CHECK(!colored({{"TERM", "xterm"}}, false));
  CHECK(!colored({{"TERM", "dumb"}}, true));
}

TEST_CASE("NO_COLOR takes colour away and CLICOLOR_FORCE brings it to a pipe") {
  CHECK(!colored({{"NO_COLOR", "1"}}, true));
  CHECK(colored({{"NO_COLOR", ""}}, true));
  CHECK(colored({{"CLICOLOR_FORCE", "1"}}, false));
  CHECK(!colored({{"CLICOLOR_FORCE", "0"}}, false));
  CHECK(!colored({{"CLICOLOR_FORCE", "1"}, {"NO_COLOR", "1"}}, true));
}

TEST_CASE("the option for colour wins over the environment") {
  CHECK(colored({{"NO_COLOR", "1"}, {"TERM", "dumb"}}, false, ColorChoice::kAlways));
  CHECK(!colored({{"CLICOLOR_FORCE", "1"}}, true, ColorChoice::kNever));
}

TEST_CASE("width is the option's, else COLUMNS, else the terminal's, else 80") {
  CHECK(width_to_use(100, true, Around(Variables{{"COLUMNS", "120"}}, 90).environment) == 100);
  CHECK(width_to_use(0, true, Around(Variables{{"COLUMNS", "120"}}, 90).environment) == 120);
  CHECK(width_to_use(0, true, Around(Variables{}, 90).environment) == 90);
  CHECK(width_to_use(0, false, Around(Variables{}, 90).environment) == 80);
  CHECK(width_to_use(0, true, Around(Variables{{"COLUMNS", "wide"}}).environment) == 80);
  CHECK(width_to_use(0, true, Around(Variables{}, 20).environment) == kLeastWidth);
  CHECK(width_to_use(0, true, Around(Variables{{"COLUMNS", "999999999"}}).environment) == 1000);
}

TEST_CASE("a terminal whose locale is not UTF-8 gets ASCII, and pipes never do") {
  CHECK(shows_unicode(true, Around(Variables{{"LANG", "en_GB.UTF-8"}}).environment));
  CHECK(shows_unicode(true, Around(Variables{{"LC_ALL", "C.utf8"}}).environment));
  CHECK(shows_unicode(true, Around(Variables{}).environment));
  CHECK(!shows_unicode(true, Around(Variables{{"LC_ALL", "C"}, {"LANG", "C.UTF-8"}}).environment));
  CHECK(!shows_unicode(true, Around(Variables{{"LC_CTYPE", "ar_SY.ISO-8859-6"}}).environment));
  CHECK(shows_unicode(false, Around(Variables{{"LC_ALL", "C"}}).environment));
}

}  // namespace
}  // namespace signpost::cli
