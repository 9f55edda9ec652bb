// Sentences are the glossary's, in both languages: no folder of the engine holds one of its own.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path kEngine = fs::path(SIGNPOST_TESTS_DIR) / ".." / "engine";

/// Files whose literals of several words are no sentences for a reader, and what they are.
const std::set<std::string> kNoSentences = {
    "base/stop.h",              // never shown: the way out of work that is to end
    "cli/alike.cc",             // what is typed
    "cli/completion.cc",        // scripts for shells
    "cli/help.cc",              // what is typed
    "cli/program.cc",           // what CLI11 says, to say it otherwise
    "cli/timer.cc",             // units for systemd, a crontab
    "intake/condition.cc",      // the grammar of conditions
    "intake/rate.cc",           // the grammar of rates
    "intake/json_row.cc",       // what nlohmann-json says, to tell its mistakes apart
    "intake/toml_document.cc",  // what toml++ says, likewise
    "store/database.cc",        // what SQLite says, likewise
    "model/assessment.cc",      // the reasons of JSON, which stand since its first format
};

/// A literal of the source, and what stands before it in its statement.
struct Literal {
  std::string text;
  std::string before;
};

/// Without comments and raw strings, whose places are left blank.
std::string bare(const std::string& source) {
  std::string text = source;
  const auto blank = [&](std::size_t from, std::size_t to) {
    for (std::size_t at = from; at < std::min(to, text.size()); ++at) {
      if (text[at] != '\n') text[at] = ' ';
    }
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.compare(at, 2, "//") == 0) {
      blank(at, text.find('\n', at));
    } else if (text.compare(at, 3, "R\"(") == 0) {
      blank(at, text.find(")\"", at) + 2);
    } else if (text[at] == '"') {
      while (++at < text.size() && text[at] != '"') at += text[at] == '\\' ? 1 : 0;
    } else if (text[at] == '\'') {
      at += text[at + 1] == '\\' ? 3 : 2;
    }
  }
  return text;
}

std::vector<Literal> literals(const fs::path& file) {
  std::ifstream in(file);
  std::ostringstream all;
  all << in.rdbuf();
  const std::string text = bare(all.str());
  std::vector<Literal> found;
  std::size_t statement = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == ';' || text[at] == '{' || text[at] == '}') statement = at;
    if (text[at] == '\'') at += text[at + 1] == '\\' ? 3 : 2;
    if (text[at] != '"') continue;
    const std::size_t begin = at + 1;
    while (++at < text.size() && text[at] != '"') at += text[at] == '\\' ? 1 : 0;
    found.push_back({text.substr(begin, at - begin), text.substr(statement, begin - statement)});
  }
  return found;
}

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

/// Two words of small letters, one after the other.
bool has_words(std::string_view text) {
  for (std::size_t at = text.find(' '); at != std::string_view::npos; at = text.find(' ', at + 1)) {
    if (at < 2 || at + 2 >= text.size()) continue;
    if (is_lower(text[at - 2]) && is_lower(text[at - 1]) && is_lower(text[at + 1]) &&
        is_lower(text[at + 2])) {
      return true;
    }
  }
  return false;
}

bool is_sql(std::string_view text) {
  constexpr std::array kWords = {"SELECT", "FROM", "WHERE",  "INSERT", "UPDATE", "DELETE", "PRAGMA",
                                 "ORDER",  "JOIN", "CREATE", "DROP",   "VALUES", "ALTER",  "INTO"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](const char* word) { return text.find(word) != std::string_view::npos; });
}

/// A bug's message, the log's, a definition's own notation, or what is typed, in an example of a
/// help.
bool is_of_the_trade(const Literal& literal) {
  constexpr std::array kBefore = {"logic_error", "system_error", "log->",     "log_->",  "logger",
                                  "example(",    "named_like",   "bad_alloc", "demand(", "kToml"};
  return literal.text.find("signpost ") != std::string::npos ||
         literal.text.find("\\\"") != std::string::npos ||
         std::any_of(kBefore.begin(), kBefore.end(), [&](const char* word) {
           return literal.before.find(word) != std::string::npos;
         });
}

}  // namespace

TEST_CASE("no sentence stands in the code: they are the glossary's, in both languages") {
  std::size_t files = 0;
  std::size_t looked_at = 0;
  std::vector<std::string> sentences;
  for (const auto& entry : fs::recursive_directory_iterator(kEngine)) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".cc" && extension != ".h") continue;
    const std::string name = fs::relative(entry.path(), kEngine).string();
    ++files;
    if (kNoSentences.contains(name)) continue;
    for (const Literal& literal : literals(entry.path())) {
      ++looked_at;
      if (!has_words(literal.text) || is_sql(literal.text) || is_of_the_trade(literal)) continue;
      sentences.push_back(name + ": " + literal.text);
    }
  }
  CHECK(files > 200);
  CHECK(looked_at > 3000);
  for (const std::string& sentence : sentences) FAIL_CHECK(sentence);
}
