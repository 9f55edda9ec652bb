#include "engine/cli/editor.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <sstream>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/file.h"
#include "engine/base/system_reason.h"

namespace signpost::cli {
namespace {

constexpr std::string_view kSuffix = ".txt";
constexpr const char* kBlank = " \t\n";

constexpr std::size_t kMaxTextBytes = std::size_t{1} << 20U;
constexpr int kNotStarted = 127;

/// A file of our own that nobody else can read: evidence may name people.
std::filesystem::path temporary_file(std::string_view content) {
  std::string path =
      (std::filesystem::temp_directory_path() / "signpost-XXXXXX").string().append(kSuffix);
  const int descriptor = mkstemps(path.data(), static_cast<int>(kSuffix.size()));
  const bool written = descriptor >= 0 && write(descriptor, content.data(), content.size()) ==
                                              static_cast<ssize_t>(content.size());
  const int reason = errno;
  if (descriptor >= 0) close(descriptor);
  if (!written) {
    throw Error(ErrorKind::kInvalid,
                {"base.cannot-write", {{"file", path}, {"why", reason_in_words(reason)}}});
  }
  return path;
}

/// Runs a program on the terminal and waits. While it runs an interrupt is meant for it, not for
/// us.
int run_and_wait(const std::vector<std::string>& words) {
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));  // NOLINT
  argv.push_back(nullptr);
  const pid_t child = fork();
  if (child < 0) return -1;
  if (child == 0) {
    std::signal(SIGPIPE, SIG_DFL);
    execvp(argv[0], argv.data());
    _exit(kNotStarted);
  }
  const auto interrupted = std::signal(SIGINT, SIG_IGN);
  int status = 0;
  pid_t waited = 0;
  do {
    waited = waitpid(child, &status, 0);
  } while (waited < 0 && errno == EINTR);
  std::signal(SIGINT, interrupted);
  return waited == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string without_comments(const std::string& written) {
  std::istringstream lines(written);
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (!line.starts_with('#')) text += line + "\n";
  }
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

}  // namespace

Draft write_in_editor(const std::string& editor, std::string_view beginning) {
  Draft draft{.text = {}, .file = temporary_file(beginning)};
  std::istringstream command(editor);
  std::vector<std::string> words;
  for (std::string word; command >> word;) words.push_back(word);
  words.push_back(draft.file.string());
  const int code = run_and_wait(words);
  if (code == kNotStarted || code != 0) {
    throw Error(ErrorKind::kUsage,
                {code == kNotStarted ? "cli.editor-not-started" : "cli.editor-ended-badly",
                 {{"editor", words.front()}, {"file", draft.file.string()}}},
                "cli.editor.hint");
  }
  draft.text = without_comments(read_file(draft.file, kMaxTextBytes));
  return draft;
}

}  // namespace signpost::cli
