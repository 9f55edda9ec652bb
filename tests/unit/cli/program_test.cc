#include <doctest/doctest.h>

#include "engine/base/text.h"
#include "tests/unit/cli/prompt.h"

namespace signpost::testing {
namespace {

/// The commands that a help lists, in the order in which it does.
std::vector<std::string> commands_in(const std::string& help) {
  std::vector<std::string> commands;
  std::string section;
  std::istringstream lines(help);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line[0] != ' ') section = line;
    const bool listed = !section.starts_with("Options") && section != "Arguments" &&
                        section != "Example" && line.size() > 2 && line.starts_with("  ") &&
                        line[2] != ' ';
    if (listed) commands.push_back(line.substr(2, line.find(' ', 2) - 2));
  }
  return commands;
}

const std::vector<std::string>& all_commands() {
  static const std::vector<std::string> kCommands = commands_in(Prompt()({"--help"}).out);
  REQUIRE(kCommands.size() >= 35);
  return kCommands;
}

/// Every help there is, of the program, of its commands and of theirs.
std::vector<std::vector<std::string>> all_helps() {
  std::vector<std::vector<std::string>> helps{{"--help"}, {}};
  for (const std::string& command : all_commands()) {
    helps.push_back({command, "--help"});
    for (const std::string& sub : commands_in(Prompt()({command, "--help"}).out)) {
      helps.push_back({command, sub, "--help"});
    }
  }
  REQUIRE(helps.size() >= 49);
  return helps;
}

TEST_CASE("signpost alone says what it is and how to begin") {
  const auto said = Prompt()({});
  CHECK(said.code == 0);
  CHECK(said.out.find("signpost init") != std::string::npos);
  CHECK(said.err.empty());
}

TEST_CASE("mistakes in Arabic leave a column free on a terminal, and only there") {
  Prompt prompt;
  const std::vector<std::string> arguments{"--lang", "ar", "explain", "nosuch"};
  CHECK(prompt(arguments).err.starts_with("signpost: خطأ: "));
  CHECK(prompt(arguments).err.find("\nإرشاد: ") != std::string::npos);
  prompt.asks = true;
  CHECK(prompt(arguments).err.starts_with(" signpost: \u2067خطأ: "));
  CHECK(prompt(arguments).err.find("\u2069\n \u2067إرشاد: ") != std::string::npos);
  CHECK(prompt({"explain", "nosuch"}).err.starts_with("signpost: error: "));
}

TEST_CASE("each command has a purpose and an example in its help and stands in the list") {
  const Prompt prompt;
  const std::string list = prompt({"--help"}).out;
  for (const std::string& command : all_commands()) {
    CAPTURE(command);
    CHECK(list.find("\n  " + command + " ") != std::string::npos);
    const auto help = prompt({command, "--help"});
    CHECK(help.code == 0);
    CHECK(help.out.find("Usage: signpost " + command) != std::string::npos);
    CHECK(help.out.find("\nExample\n  ") != std::string::npos);
    CHECK(prompt({"help", command}).out == help.out);
  }
}

TEST_CASE("no line of any help is wider than 80 columns, its examples included") {
  const Prompt prompt;
  for (const std::vector<std::string>& call : all_helps()) {
    std::istringstream help(prompt(call).out);
    for (std::string line; std::getline(help, line);) {
      CAPTURE(line);
      CHECK(display_width(line) <= 80);
    }
  }
}

TEST_CASE("a command that is mistyped draws the one that was meant") {
  const auto said = Prompt()({"stauts"});
  CHECK(said.code == 2);
  CHECK(said.out.empty());
  CHECK(said.err ==
        "signpost: error: signpost has no command \"stauts\"\n"
        "hint: did you mean `signpost status`?\n");
  CHECK(Prompt()({"frobnicate"}).err ==
        "signpost: error: signpost has no command \"frobnicate\"\n"
        "hint: `signpost --help` lists them all\n");
}

TEST_CASE(
    "an option that is mistyped draws the one that was meant, even where another is missing") {
  const auto said = Prompt()({"redact", "3", "--becuase", "names a witness"});
  CHECK(said.code == 2);
  CHECK(said.err ==
        "signpost: error: signpost redact has no option --becuase\n"
        "hint: did you mean --because?\n");
  CHECK(Prompt()({"status", "--jsno"}).err ==
        "signpost: error: signpost status has no option --jsno\n"
        "hint: did you mean --json?\n");
}

TEST_CASE("what is missing is named") {
  CHECK(Prompt()({"retract", "3"}).err ==
        "signpost: error: signpost retract needs --because\n"
        "hint: `signpost retract --help` shows how it is called\n");
  CHECK(Prompt()({"backup"}).err ==
        "signpost: error: signpost backup needs FILE\n"
        "hint: `signpost backup --help` shows how it is called\n");
  CHECK(Prompt()({"retract", "3", "--because"}).err ==
        "signpost: error: --because wants a value, and nothing follows it\n"
        "hint: `signpost retract --help` shows how it is called\n");
}

TEST_CASE("an option is not taken for another option's value") {
  const auto said = Prompt()({"redact", "3", "--because", "--yes"});
  CHECK(said.code == 2);
  CHECK(said.err ==
        "signpost: error: --because wants a value, but --yes follows it\n"
        "hint: where that is the value, write --because=--yes\n");
}

TEST_CASE("words beyond what a command takes are refused") {
  const auto said = Prompt()({"record", "a", "bomb", "--indicator", "attacks"});
  CHECK(said.code == 2);
  CHECK(
      said.err ==
      "signpost: error: signpost record does not know what to do with \"bomb\"\n"
      "hint: a text of several words goes between quotation marks; `signpost record --help` shows "
      "how it is called\n");
}

TEST_CASE("options of every command stand before it or after it") {
  Prompt prompt;
  CHECK(prompt({"--store", prompt.path("a.db"), "init"}).code == 0);
  CHECK(prompt({"init", "--store", prompt.path("b.db")}).code == 0);
  const auto before = prompt({"--store", prompt.path("a.db"), "--json", "verify"});
  const auto after = prompt({"verify", "--store", prompt.path("a.db"), "--json"});
  CHECK(before.code == 0);
  CHECK(before.out == after.out);
  CHECK(before.out.starts_with("{\n  \"format\": \"signpost.verify/1\""));
}

TEST_CASE("a value out of place is refused by name") {
  const Prompt prompt;
  CHECK(prompt({"--width", "40", "status"}).err ==
        "signpost: error: --width is a number of columns from 60, not \"40\"\n");
  CHECK(prompt({"--color", "blue", "status"}).err ==
        "signpost: error: --color is auto, always or never, not \"blue\"\n");
  CHECK(prompt({"--now", "yesterday", "status"}).code == 2);
  CHECK(prompt({"--json", "--json", "--store", "a", "--store", "b", "init"}).code == 2);
}

TEST_CASE("a language that there is not is refused in the language that the rest asks for") {
  Prompt prompt;
  CHECK(prompt({"status", "--lang", "xx"}).err ==
        "signpost: error: --lang: there is no language xx: en, ar\n");
  prompt.variables["SIGNPOST_LANG"] = "ar";
  const auto said = prompt({"status", "--lang", "xx"});
  CHECK(said.code == 2);
  CHECK(said.err == "signpost: خطأ: `--lang`: لا لغة بالرمز «xx»: اكتبوا `en` أو `ar`\n");
  prompt.variables["SIGNPOST_LANG"] = "fr";
  prompt.write("signpost.toml", "lang = \"ar\"\n");
  CHECK(prompt({"status"}).err ==
        "signpost: خطأ: `SIGNPOST_LANG`: لا لغة بالرمز «fr»: اكتبوا `en` أو `ar`\n");
}

TEST_CASE("a mistyped key of the settings is a warning to every command, and no failure") {
  Prompt prompt;
  prompt.open_desk();
  const std::string file = prompt.write("signpost.toml", "langg = \"ar\"\n");
  const std::string warning = file +
                              ":1:1: warning: unknown key \"langg\" in the file\n"
                              "    1 | langg = \"ar\"\n"
                              "      | ^^^^^\n"
                              "      = hint: did you mean \"lang\"?\n";
  for (const char* command : {"status", "indicators", "verify", "help"}) {
    const auto said = prompt({command});
    CHECK(said.code == 0);
    CHECK(said.err == warning);
  }
  const auto json = prompt({"status", "--json"});
  CHECK(json.out.starts_with("{"));
  CHECK(json.err == warning);
  prompt.variables["SIGNPOST_LANG"] = "en";  // then the settings are not asked
  CHECK(prompt({"status"}).err.empty());
}

TEST_CASE("check and load know the settings from a file of definitions") {
  Prompt prompt;
  prompt.open_desk();
  const std::string file = prompt.write("signpost.toml", "lang = \"en\"\n");
  for (const char* command : {"check", "load"}) {
    const auto said = prompt({command, file});
    CHECK(said.code == 3);
    CHECK(said.err == "signpost: error: " + file +
                          " holds the settings, and no definitions\n"
                          "hint: `signpost health` says whether the settings are right\n");
    CHECK(prompt({command, prompt.path(".")}).code == 0);
  }
}

TEST_CASE("why a file cannot be read is said in Arabic, too") {
  Prompt prompt;
  prompt.variables["SIGNPOST_LANG"] = "ar";
  prompt.open_desk();
  CHECK(prompt({"check", "/nowhere.toml"}).err ==
        "signpost: خطأ: تتعذّر قراءة /nowhere.toml: لا ملف ولا مجلد بهذا الاسم\n");
}

TEST_CASE("a missing store is an error of the store that names init") {
  const Prompt prompt;
  const auto said = prompt({"status"});
  CHECK(said.code == 4);
  CHECK(said.err.find("signpost init") != std::string::npos);
}

TEST_CASE("hostile words on the command line never reach the terminal raw") {
  const Prompt prompt;
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{"\x1b[2Jstatus"},
                                             {"status", "\x1b]0;x\x07"},
                                             {"status", "--\u202eevil"},
                                             {"--store", "no\x1b[31m.db", "status"},
                                             {"retract", "\u2066\x9b", "--because", "x"}}) {
    const auto said = prompt(arguments);
    CHECK(said.code != 0);
    for (const char* raw : {"\x1b", "\x07", "\u202e", "\u2066"}) {
      CHECK(said.err.find(raw) == std::string::npos);
      CHECK(said.out.find(raw) == std::string::npos);
    }
  }
}

TEST_CASE("verbose tells on stderr what is done, and quiet tells nothing") {
  Prompt prompt;
  prompt.open_desk();
  const auto quiet = prompt({"export"});
  CHECK(quiet.err.empty());
  const auto verbose = prompt({"export", "--verbose", "--output", prompt.path("all.jsonl")});
  CHECK(verbose.err.find("signpost: store ") != std::string::npos);
  CHECK(verbose.err.find("signpost: written to ") != std::string::npos);
  CHECK(verbose.out.empty());
}

}  // namespace
}  // namespace signpost::testing
