// Every example of the documentation is run: what README.md and the pages of engine/ show in
// fences, held against what the built program says, and what stands at the foot of each --help. How
// a page names its files and commands: README.md here.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/program/process.h"

namespace {

namespace fs = std::filesystem;
using signpost::testing::Outcome;
using signpost::testing::ScratchFolder;

const fs::path kRoot = fs::path(SIGNPOST_TESTS_DIR).parent_path();
const fs::path kScenarios = kRoot / "scenarios";
constexpr std::string_view kFence = "```";
constexpr std::string_view kElided = "…";
constexpr std::string_view kAnything = "[…]";

using Lines = std::vector<std::string>;

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream all;
  all << in.rdbuf();
  return all.str();
}

Lines lines_of(const std::string& text) {
  Lines lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string joined(const Lines& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

/// All that is made under a clock that is set is a rehearsal, and each command says so in the
/// language that was asked for: pages say it once. What stands before and after the option's name
/// in both sentences, from the glossary.
std::vector<std::pair<std::string, std::string>> rehearsal_sentences() {
  constexpr std::string_view kKey = "store.rehearsal\t";
  constexpr std::string_view kOption = "{option}";
  std::vector<std::pair<std::string, std::string>> sentences;
  for (const std::string& line : lines_of(content_of(kRoot / "engine/glossary/report.tsv"))) {
    if (!line.starts_with(kKey)) continue;
    std::istringstream in(line.substr(kKey.size()));
    for (std::string sentence; std::getline(in, sentence, '\t');) {
      const std::size_t at = sentence.find(kOption);
      sentences.emplace_back(sentence.substr(0, at), sentence.substr(at + kOption.size()));
    }
  }
  return sentences;
}

/// With `[…]` in the place of a digest, which differs from run to run.
std::string without_digests(const std::string& line) {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr std::size_t kDigits = 64;
  std::string result;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t end = std::min(line.find_first_not_of(kHex, at), line.size());
    result += end - at == kDigits ? std::string(kAnything) : line.substr(at, end - at);
    if (end < line.size()) result += line[end];
    at = end + 1;
  }
  return result;
}

Lines without_rehearsal(Lines lines) {
  static const auto kSentences = rehearsal_sentences();
  std::erase_if(lines, [](const std::string& line) {
    return std::any_of(kSentences.begin(), kSentences.end(), [&](const auto& sentence) {
      return line.starts_with(sentence.first) && line.ends_with(sentence.second);
    });
  });
  return lines;
}

/// Is that the line, where `[…]` stands for anything?
bool line_fits(std::string_view expected, std::string_view said) {
  const std::size_t at = expected.find(kAnything);
  if (at == std::string_view::npos) return expected == said;
  const std::string_view rest = expected.substr(at + kAnything.size());
  if (!said.starts_with(expected.substr(0, at))) return false;
  for (std::size_t from = at; from <= said.size(); ++from) {
    if (line_fits(rest, said.substr(from))) return true;
  }
  return false;
}

/// Are these the lines, where a line `…` stands for any number of them?
bool lines_fit(const Lines& expected, std::size_t at, const Lines& said, std::size_t from) {
  if (at == expected.size()) return from == said.size();
  if (expected[at] == kElided) {
    for (std::size_t next = from; next <= said.size(); ++next) {
      if (lines_fit(expected, at + 1, said, next)) return true;
    }
    return false;
  }
  return from < said.size() && line_fits(expected[at], said[from]) &&
         lines_fit(expected, at + 1, said, from + 1);
}

/// What was said, with as many lines before and after the `…` as the page shows; where it has
/// several, the page must be mended by hand.
Lines elided_like(const Lines& expected, const Lines& said) {
  if (std::count(expected.begin(), expected.end(), kElided) > 1) return expected;
  const auto gap = std::find(expected.begin(), expected.end(), kElided);
  const auto before = std::distance(expected.begin(), gap);
  const auto after = std::distance(gap, expected.end()) - 1;
  const auto count = static_cast<std::ptrdiff_t>(said.size());
  if (gap == expected.end() || before + after >= count) return said;
  Lines kept(said.begin(), said.begin() + before);
  kept.emplace_back(kElided);
  kept.insert(kept.end(), said.end() - after, said.end());
  return kept;
}

/// The value of `<!-- name: value -->`; nothing of any other line.
std::optional<std::string> remark(const std::string& line, const std::string& name) {
  const std::string begin = "<!-- " + name + ": ";
  constexpr std::string_view kEnd = " -->";
  if (!line.starts_with(begin) || !line.ends_with(kEnd)) return std::nullopt;
  return line.substr(begin.size(), line.size() - begin.size() - kEnd.size());
}

/// A page that is played from top to bottom in a folder of its own, with the scenarios beside it.
class Document {
 public:
  explicit Document(const fs::path& file) : lines_(lines_of(content_of(file))) {
    fs::copy(kScenarios, here_.path() / "scenarios", fs::copy_options::recursive);
  }

  /// Returns what the page would have to be to hold.
  std::string play() {
    for (std::size_t at = 0; at < lines_.size();) {
      const std::string& line = lines_[at];
      if (line.starts_with(kFence)) {
        at = play_block(at);
        continue;
      }
      read_remark(line);
      as_it_is_.push_back(line);
      ++at;
    }
    return joined(as_it_is_);
  }

  [[nodiscard]] int examples() const { return examples_; }

 private:
  void read_remark(const std::string& line) {
    if (const auto command = remark(line, "run")) {
      CAPTURE(*command);
      if (keep_setting(*command)) return;
      const Outcome outcome = call(*command);
      CHECK_MESSAGE(outcome.exit_code == 0, outcome.out);
    } else if (const auto file = remark(line, "file")) {
      file_ = *file;
      adds_ = false;
    } else if (const auto longer = remark(line, "more")) {
      file_ = *longer;
      adds_ = true;
    } else if (const auto code = remark(line, "exit")) {
      exit_code_ = std::stoi(*code);
    } else if (remark(line, "not run")) {
      reads_only_ = true;
    }
  }

  /// The block that begins there; returns the line after it.
  std::size_t play_block(std::size_t begin) {
    const auto is_fence = [](const std::string& line) { return line == kFence; };
    const auto from = lines_.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto end = std::find_if(from + 1, lines_.end(), is_fence);
    REQUIRE_MESSAGE(end != lines_.end(), "a block that begins in line ", begin + 1, " never ends");
    const Lines block(from + 1, end);
    as_it_is_.push_back(*from);
    if (!file_.empty()) {
      std::ofstream out(here_.path() / file_, adds_ ? std::ios::app : std::ios::trunc);
      out << joined(block);
    }
    const bool session = !block.empty() && block.front().starts_with("$ ");
    CHECK_MESSAGE((session || !file_.empty() || reads_only_), "the block in line ", begin + 1,
                  " is neither a session nor a file, and does not say why it is not run");
    if (session && !reads_only_) {
      play_session(block);
    } else {
      as_it_is_.insert(as_it_is_.end(), block.begin(), block.end());
    }
    as_it_is_.emplace_back(kFence);
    file_.clear();
    reads_only_ = false;
    exit_code_ = 0;
    return static_cast<std::size_t>(std::distance(lines_.begin(), end)) + 1;
  }

  void play_session(const Lines& block) {
    const auto is_command = [](const std::string& line) { return line.starts_with("$ "); };
    for (auto at = block.begin(); at != block.end();) {
      std::string command = at->substr(2);
      as_it_is_.push_back(*at);
      while (command.ends_with('\\') && std::next(at) != block.end()) {
        command += "\n" + *++at;
        as_it_is_.push_back(*at);
      }
      const auto next = std::find_if(++at, block.end(), is_command);
      play_command(command, Lines(at, next), next == block.end() ? exit_code_ : 0);
      at = next;
    }
  }

  void play_command(const std::string& command, const Lines& expected, int exit_code) {
    CAPTURE(command);
    ++examples_;
    if (keep_setting(command)) return;
    const Outcome outcome = call(command);
    CHECK(outcome.exit_code == exit_code);
    Lines said = without_rehearsal(lines_of(outcome.out));
    for (std::string& line : said) line = without_digests(from_home(std::move(line)));
    const bool fits = lines_fit(expected, 0, said, 0);
    if (!fits) CHECK(joined(said) == joined(expected));
    const Lines& kept = fits ? expected : elided_like(expected, said);
    as_it_is_.insert(as_it_is_.end(), kept.begin(), kept.end());
  }

  /// `alias` and `export` stand for all that follows.
  bool keep_setting(const std::string& command) {
    if (!command.starts_with("alias ") && !command.starts_with("export ")) return false;
    settings_ += command + "\n";
    return true;
  }

  /// The folder is home, and called so.
  [[nodiscard]] std::string from_home(std::string line) const {
    const std::string home = here_.path().string();
    for (std::size_t at = line.find(home); at != std::string::npos; at = line.find(home)) {
      line.replace(at, home.size(), "~");
    }
    return line;
  }

  /// A command of the page, with all that it prints in one stream.
  Outcome call(const std::string& command) {
    auto environment = signpost::testing::plain_environment();
    environment["HOME"] = here_.path().string();
    return signpost::testing::run(
        {.command = {"/bin/sh", "-c", "exec 2>&1\n" + settings_ + command},
         .folder = here_.path(),
         .environment = environment,
         .input = "",
         .kill_after = std::nullopt});
  }

  const ScratchFolder here_;
  const Lines lines_;
  Lines as_it_is_;
  std::string settings_;  // lines of the shell before every command
  std::string file_;      // into which the next block goes
  bool adds_ = false;     // at its end
  bool reads_only_ = false;
  int exit_code_ = 0;  // of the last command of the next block
  int examples_ = 0;
};

/// README.md and every page beside the code.
std::vector<fs::path> documents() {
  std::vector<fs::path> files{kRoot / "README.md"};
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "engine")) {
    const bool vendored = entry.path().string().find("/vendor/") != std::string::npos;
    if (entry.path().extension() == ".md" && !vendored) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// Only this page, where the environment names one.
bool is_wanted(const std::string& name) {
  const char* only = std::getenv("SIGNPOST_PAGE");  // NOLINT(concurrency-mt-unsafe)
  return only == nullptr || name == only;
}

TEST_CASE("every example of the documentation is what the program says") {
  const char* mode = std::getenv("SIGNPOST_GOLDEN");  // NOLINT(concurrency-mt-unsafe)
  const bool write = mode != nullptr && std::string(mode) == "write";
  int examples = 0;
  for (const fs::path& file : documents()) {
    const std::string name = fs::relative(file, kRoot).string();
    if (!is_wanted(name)) continue;
    CAPTURE(name);
    Document document(file);
    const std::string as_it_is = document.play();
    examples += document.examples();
    if (!write || as_it_is == content_of(file)) continue;
    std::ofstream(file, std::ios::binary) << as_it_is;
    FAIL_CHECK(name << " was written: look at the difference, then run without SIGNPOST_GOLDEN");
  }
  CHECK(examples >= 100);
}

/// The formats of JSON that the code writes: "signpost.status/1".
std::set<std::string> json_formats() {
  static const std::regex kFormat(R"(signpost\.[a-z-]+/[0-9]+)");
  std::set<std::string> formats;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "engine")) {
    if (entry.path().extension() != ".cc") continue;
    const std::string code = content_of(entry.path());
    formats.insert(std::sregex_token_iterator(code.begin(), code.end(), kFormat),
                   std::sregex_token_iterator());
  }
  return formats;
}

TEST_CASE("the page on JSON names every format") {
  const std::set<std::string> formats = json_formats();
  REQUIRE(formats.size() >= 40);
  for (const char* name : {"json.md", "json.ar.md"}) {
    const std::string page = content_of(kRoot / "engine/report" / name);
    for (const std::string& format : formats) {
      CHECK_MESSAGE(page.find('`' + format + '`') != std::string::npos, name << ": " << format);
    }
  }
}

/// The headings, tables and fences of a page, a letter a line: what both languages must agree in.
std::string shape_of(const fs::path& page) {
  std::string shape;
  bool inside = false;
  for (const std::string& line : lines_of(content_of(page))) {
    const bool fence = line.starts_with(kFence);
    if (fence) inside = !inside;
    if (fence && inside) shape += '`';
    if (inside) {
      if (line.starts_with("$ ")) shape += '$';
    } else if (line.starts_with('#') || line.starts_with('|')) {
      shape += line.front();
    }
  }
  return shape;
}

TEST_CASE("a page says in both languages the same") {
  int pages = 0;
  for (const fs::path& file : documents()) {
    const std::string name = file.filename().string();
    if (name == "README.md" || name.ends_with(".ar.md")) continue;
    const fs::path arabic = fs::path(file).replace_extension(".ar.md");
    CAPTURE(name);
    CHECK(shape_of(file) == shape_of(arabic));
    ++pages;
  }
  CHECK(pages >= 10);
}

/// The rows of a page's tables that hold no word of either language: names of tables and columns.
Lines named_rows(const fs::path& page) {
  Lines rows;
  for (std::string line : lines_of(content_of(page))) {
    std::erase(line, '`');
    const bool arabic = line.find("\u0627") != std::string::npos;  // an alef is in any word here
    if (line.starts_with("| ") && line.find('_') != std::string::npos && !arabic) {
      rows.push_back(line);
    }
  }
  return rows;
}

TEST_CASE("the page on the chain lists the same tables in both languages") {
  const Lines english = named_rows(kRoot / "engine/store/chain.md");
  CHECK(english.size() >= 30);
  CHECK(joined(english) == joined(named_rows(kRoot / "engine/store/chain.ar.md")));
}

// ------------------------------------------------------------------------------ the feet of --help

/// What the examples of --help speak of besides the scenarios: a definition, a file with alerts to
/// try, a backup, a folder of systemd's.
const std::string kDefinitions = R"([[indicator]]
id = "prison-attacks"
title.en = "An attack on a prison"
observable.en = "By two reports."

[[scenario]]
id = "road-war"
role = "effect"
title.en = "War on the roads"
forecast.en = "Attacks on the roads go on for the year."
prior = 0.3
prior_because = "Judgement."
base_rate = 0.2
base_rate_because = "Judgement."
lasts = "6 months"
opened = 2026-02-01
horizon = 2026-12-31
resolves.yes = "Ten attacks in a month."
resolves.no = "Fewer."
  [[scenario.expects]]
  indicator = "prison-attacks"
  if_true = "2 per month"
  if_false = "1 per month"
  because = "Judgement."
)";

const std::string kPrelude =
    "signpost() { command signpost --now 2026-02-01T09:00Z \"$@\"; }\nexec 2>&1\n";

Outcome call_in(const fs::path& folder, const std::string& line) {
  auto environment = signpost::testing::plain_environment();
  environment["HOME"] = folder.string();
  const bool sets_clock = line.find("--now") != std::string::npos;
  return signpost::testing::run(
      {.command = {"/bin/bash", "-c", (sets_clock ? "exec 2>&1\n" : kPrelude) + line},
       .folder = folder,
       .environment = environment,
       .input = "",
       .kill_after = std::nullopt});
}

void prepare(const fs::path& folder) {
  fs::copy(kScenarios, folder / "scenarios", fs::copy_options::recursive);
  fs::copy(kScenarios / "jusoor-watch.toml", folder / "trial.toml");
  fs::create_directories(folder / ".config/systemd/user");
  std::ofstream(folder / "more.toml") << kDefinitions;
  const Outcome outcome = call_in(folder,
                                  "signpost init && signpost load scenarios more.toml &&"
                                  " signpost import scenarios/*.jsonl &&"
                                  " signpost backup desk-2022-06-30.db");
  REQUIRE_MESSAGE(outcome.exit_code == 0, outcome.out);
}

/// The names that stand in the lists of commands of a --help.
Lines commands_in(const Lines& help) {
  Lines names;
  for (const std::string& line : help) {
    if (line.starts_with("Arguments") || line.starts_with("Options")) break;
    const bool is_name = line.starts_with("  ") && line.size() > 2 && line[2] >= 'a' &&
                         line[2] <= 'z' && line.find("  ", 3) != std::string::npos;
    if (is_name) names.push_back(line.substr(2, line.find(' ', 2) - 2));
  }
  return names;
}

/// The commands at the foot of a --help, each in one line.
Lines examples_in(const Lines& help) {
  Lines examples;
  bool inside = false;
  bool goes_on = false;
  for (const std::string& line : help) {
    if (goes_on) {
      examples.back() += "\n" + line;
    } else if (inside && (line.starts_with("  signpost ") || line.starts_with("  source "))) {
      examples.push_back(line.substr(2));
    } else {
      inside = inside || line == "Example" || line == "Examples";
      continue;
    }
    goes_on = line.ends_with('\\');
  }
  return examples;
}

Lines help_of(const fs::path& folder, const std::string& command) {
  const Outcome outcome = call_in(folder, "signpost " + command + " --help");
  REQUIRE_MESSAGE(outcome.exit_code == 0, command);
  return lines_of(outcome.out);
}

/// Examples that Jusoor's store answers with no, and what it says.
struct Refusal {
  std::string_view command;
  int exit_code;
  std::string_view says;
};
constexpr Refusal kRefusals[] = {
    {"signpost untie 9", 2, "item 9 had its key of itself"},  // 4 was tied to it just before
    {"signpost health", 1, "overdue"},
    {"signpost mend-clock", 1, "there is nothing to mend"},
    {"signpost alert test", 1, "no notifier is configured"},
};

TEST_CASE("the examples of every --help run on Jusoor's store") {
  const ScratchFolder scratch;
  const fs::path& here = scratch.path();
  prepare(here);
  Lines commands;
  for (const std::string& command : commands_in(help_of(here, ""))) {
    commands.push_back(command);
    for (const std::string& sub : commands_in(help_of(here, command))) {
      commands.push_back(std::string(command).append(" ").append(sub));
    }
  }
  REQUIRE(commands.size() >= 40);
  for (const std::string& command : commands) {
    const Lines examples = examples_in(help_of(here, command));
    CHECK_MESSAGE(!examples.empty(), "signpost " << command << " --help has no example");
    for (const std::string& example : examples) {
      const Outcome outcome = call_in(here, example);
      const auto* const refusal =
          std::find_if(std::begin(kRefusals), std::end(kRefusals),
                       [&](const Refusal& each) { return example.starts_with(each.command); });
      CAPTURE(example);
      CAPTURE(outcome.out);
      if (refusal == std::end(kRefusals)) {
        CHECK(outcome.exit_code == 0);
      } else {
        CHECK(outcome.exit_code == refusal->exit_code);
        CHECK(outcome.out.find(refusal->says) != std::string::npos);
      }
    }
  }
}

}  // namespace
