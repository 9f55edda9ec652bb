// Whole sessions with the built program, held against tests/golden/*.golden (README.md there).
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/program/process.h"

namespace {

using signpost::testing::Outcome;
using signpost::testing::ScratchFolder;

const std::filesystem::path kFolder = std::filesystem::path(SIGNPOST_TESTS_DIR) / "golden";

/// One command of a file with all that belongs to it.
struct Command {
  std::vector<std::string> before;  // comments and settings above it
  std::string line;                 // with its prompt
  std::vector<std::string> input;
  std::vector<std::string> expected;  // with their marks
};

struct Session {
  std::vector<Command> commands;
  std::vector<std::string> after;  // lines at the end
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream all;
  all << in.rdbuf();
  return all.str();
}

Session read_session(const std::filesystem::path& file) {
  Session session;
  std::vector<std::string> before;
  for (const std::string& line : lines_of(content_of(file))) {
    const char mark = line.empty() ? '#' : line.front();
    if (mark == '$' || mark == '%') {
      session.commands.push_back({.before = before, .line = line, .input = {}, .expected = {}});
      before.clear();
    } else if (mark == '<') {
      session.commands.back().input.push_back(line);
    } else if (mark == '>' || mark == '!' || mark == '=') {
      session.commands.back().expected.push_back(line);
    } else {
      before.push_back(line);
    }
  }
  session.after = before;
  return session;
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), with);
    at += with.size();
  }
  return text;
}

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::size_t kDigits = 64;

/// With `{DIGEST}` in place of each 64 hexadecimal digits that stand alone.
std::string without_digests(const std::string& text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_not_of(kHex, at), text.size());
    if (end - at == kDigits) {
      result += "{DIGEST}";
    } else {
      result.append(text, at, end - at);
    }
    if (end < text.size()) result += text[end];
    at = end + 1;
  }
  return result;
}

/// What differs from run to run, and what cannot be seen, by name.
std::string made_visible(std::string text, const std::filesystem::path& here) {
  text = replaced(text, here.string(), "{HERE}");
  text = without_digests(text);
  text = replaced(text, "\x1b", "{ESC}");
  text = replaced(text, "\r\n", "\n");  // as a terminal ends its lines
  text = replaced(text, "\r", "{CR}");
  text = replaced(text, "\u2067", "{RLI}");
  text = replaced(text, "\u2068", "{FSI}");
  return replaced(text, "\u2069", "{PDI}");
}

void append_marked(std::vector<std::string>& lines, char mark, const std::string& text) {
  for (const std::string& line : lines_of(text)) {
    lines.push_back(line.empty() ? std::string(1, mark) : std::string(1, mark) + ' ' + line);
  }
}

/// All that is made under a clock that is set is a rehearsal, and each command says so.
const std::string kRehearsal =
    "Rehearsal: this store was made under --now; nothing in it is meant.\n";
const std::string kRehearsalInArabic =
    "تمرين: أُنشئ هذا المخزن بالخيار --now؛ لا يُعتدّ بشيء مما فيه.\n";

/// Runs a command and says what came of it, in the marks of the file.
std::vector<std::string> said(const Command& command, const std::string& now,
                              const std::filesystem::path& here, bool with_rehearsal) {
  std::string script = command.line.substr(2);
  // The clock of the file, for every call of signpost that sets none.
  if (!now.empty() && script.find("--now") == std::string::npos) {
    script = "signpost() { command signpost --now " + now + " \"$@\"; }\n" + script;
  }
  std::string input;
  for (const std::string& line : command.input)
    input += line.size() > 2 ? line.substr(2) + "\n" : "\n";
  const Outcome outcome =
      signpost::testing::run({.command = {"/bin/sh", "-c", script},
                              .folder = here,
                              .environment = signpost::testing::plain_environment(),
                              .input = input,
                              .terminal = command.line.front() == '%',
                              .kill_after = std::nullopt});
  std::vector<std::string> lines;
  const auto kept = [&](const std::string& text) {
    const std::string visible = made_visible(text, here);
    return with_rehearsal ? visible
                          : replaced(replaced(visible, kRehearsal, ""), kRehearsalInArabic, "");
  };
  append_marked(lines, '>', kept(outcome.out));
  append_marked(lines, '!', kept(outcome.err));
  if (outcome.exit_code != 0) lines.push_back("= " + std::to_string(outcome.exit_code));
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

void copy_fixtures(const std::filesystem::path& file, const std::filesystem::path& here) {
  const bool on_jusoors = file.stem().string().starts_with("screens_");
  const std::filesystem::path from =
      on_jusoors ? kFolder.parent_path().parent_path() / "scenarios" : kFolder / "fixtures";
  std::filesystem::copy(from, here, std::filesystem::copy_options::recursive);
}

/// Plays a file from top to bottom; returns what it would have to be to hold.
std::string play(const std::filesystem::path& file) {
  const ScratchFolder scratch;
  copy_fixtures(file, scratch.path());
  std::string now;
  bool with_rehearsal = false;
  std::string as_it_is;
  const Session session = read_session(file);
  REQUIRE_FALSE(session.commands.empty());
  for (const Command& command : session.commands) {
    for (const std::string& line : command.before) {
      if (line.starts_with("@ now ")) now = line.substr(6);
      if (line == "@ rehearsal") with_rehearsal = true;
    }
    const std::vector<std::string> lines = said(command, now, scratch.path(), with_rehearsal);
    as_it_is +=
        joined(command.before) + command.line + "\n" + joined(command.input) + joined(lines);
    CAPTURE(command.line);
    CHECK(joined(lines) == joined(command.expected));
  }
  return as_it_is + joined(session.after);
}

/// The words of a screen, and how many of them have Latin letters: without ids (one of which is
/// "weekly"), addresses, options
/// and what is typed, and the names of formats.
std::pair<int, int> words_and_latin(const std::string& text) {
  int words = 0;
  int latin = 0;
  std::istringstream in(text);
  for (std::string word; in >> word;) {
    const auto is_latin = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto arabic = std::count_if(word.begin(), word.end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xE0U) == 0xC0U;
    });
    const auto letters = std::count_if(word.begin(), word.end(), is_latin);
    const bool is_name =
        word.find_first_of("-_/.`:=@#{}<0123456789") != std::string::npos ||
        std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (arabic > 0) ++words;
    if (letters > 1 && arabic == 0 && !is_name && word != "weekly") {
      ++words;
      ++latin;
    }
  }
  return {words, latin};
}

TEST_CASE("of an Arabic screen at most one word in ten is Latin, ids and addresses aside") {
  const Session session = read_session(kFolder / "screens_arabic.golden");
  REQUIRE(session.commands.size() > 30);
  // What these show is for the most part what somebody wrote, in a language of theirs or a file's.
  const std::set<std::string_view> data = {
      "evidence show 1",           "verify", "schedule list", "schedule next 3",
      "--width 120 schedule list", "help"};
  for (const Command& command : session.commands) {
    CAPTURE(command.line);
    const std::size_t at = command.line.find("--lang ar ");
    if (at != std::string::npos && data.contains(command.line.substr(at + 10))) continue;
    const auto [words, latin] = words_and_latin(joined(command.expected));
    CHECK(10 * latin <= std::max(words, 10));
  }
}

std::vector<std::filesystem::path> golden_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".golden") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

TEST_CASE("every session at the prompt goes as it is written down") {
  const char* mode = std::getenv("SIGNPOST_GOLDEN");  // NOLINT(concurrency-mt-unsafe)
  const bool write = mode != nullptr && std::string(mode) == "write";
  const std::vector<std::filesystem::path> files = golden_files();
  REQUIRE(files.size() >= 10);
  for (const std::filesystem::path& file : files) {
    const std::string name = file.filename().string();
    CAPTURE(name);
    const std::string as_it_is = play(file);
    if (write) {
      std::ofstream(file, std::ios::binary) << as_it_is;
      FAIL_CHECK(name << " was written: look at the difference, then run without SIGNPOST_GOLDEN");
    }
  }
}

}  // namespace
