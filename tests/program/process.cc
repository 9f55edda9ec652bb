#include "tests/program/process.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace signpost::testing {
namespace {

constexpr auto kLongest = std::chrono::minutes(1);
constexpr int kNotStarted = 127;

struct Pipe {
  int read = -1;
  int write = -1;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  return {.read = ends[0], .write = ends[1]};
}

void close_end(int& descriptor) {
  if (descriptor >= 0) close(descriptor);
  descriptor = -1;
}

/// As the system wants its lists of words: pointers, the last one null.
std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

[[noreturn]] void become(const Run& run) {
  std::vector<std::string> variables;
  variables.reserve(run.environment.size());
  for (const auto& [name, value] : run.environment) {
    variables.push_back(std::string(name).append("=").append(value));
  }
  std::vector<std::string> words = run.command;
  const std::vector<char*> environment = pointers_to(variables);
  const std::vector<char*> argv = pointers_to(words);
  if (chdir(run.folder.c_str()) == 0) execve(argv[0], argv.data(), environment.data());
  _exit(kNotStarted);
}

/// Reads what there is; false at the end. A pseudo-terminal whose other end is closed says EIO.
bool take(int descriptor, std::string& to) {
  std::array<char, 65536> bytes{};
  const ssize_t count = read(descriptor, bytes.data(), bytes.size());
  if (count > 0) to.append(bytes.data(), static_cast<std::size_t>(count));
  return count > 0 || (count < 0 && errno == EINTR);
}

/// A terminal hands a line over where the program asks for it; all at once it would be echoed
/// before the questions, so a line is typed once the last question stands there.
class Typist {
 public:
  explicit Typist(std::string input) : input_(std::move(input)) {}
  void answer(int terminal, const std::string& shown) {
    const bool asked = shown.ends_with(": ") || shown.ends_with("? ") || shown.ends_with("] ");
    if (!asked || shown.size() == answered_) return;
    answered_ = shown.size();
    const std::size_t end = input_.find('\n', at_);
    const std::string line =
        end == std::string::npos ? std::string("\x04") : input_.substr(at_, end + 1 - at_);
    at_ = end == std::string::npos ? input_.size() : end + 1;
    if (write(terminal, line.data(), line.size()) < 0) throw std::runtime_error("cannot type");
  }

 private:
  std::string input_;
  std::size_t at_ = 0;
  std::size_t answered_ = 0;
};

int exit_code_of(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

Outcome run_on_terminal(const Run& run) {
  winsize size{};
  size.ws_row = 40;
  size.ws_col = 80;
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, &size);
  if (child < 0) throw std::runtime_error("no pseudo-terminal");
  if (child == 0) become(run);
  Outcome outcome;
  Typist typist(run.input);
  while (take(terminal, outcome.out)) typist.answer(terminal, outcome.out);
  outcome.exit_code = exit_code_of(child);
  close(terminal);
  return outcome;
}

Outcome run_on_pipes(const Run& run) {
  Pipe in = make_pipe();
  Pipe out = make_pipe();
  Pipe err = make_pipe();
  const auto started = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("no process");
  if (child == 0) {
    dup2(in.read, STDIN_FILENO);
    dup2(out.write, STDOUT_FILENO);
    dup2(err.write, STDERR_FILENO);
    become(run);
  }
  close_end(in.read);
  close_end(out.write);
  close_end(err.write);
  // Inputs here are small enough for the pipe to take them whole.
  const bool wrote =
      write(in.write, run.input.data(), run.input.size()) == static_cast<ssize_t>(run.input.size());
  close_end(in.write);
  Outcome outcome;
  bool killed = false;
  while (wrote && (out.read >= 0 || err.read >= 0)) {
    const auto now = std::chrono::steady_clock::now();
    if (run.kill_after && !killed && now - started >= *run.kill_after) {
      kill(child, SIGKILL);
      killed = true;
    }
    if (now - started > kLongest) {
      kill(child, SIGKILL);
      throw std::runtime_error("a program ran for more than a minute");
    }
    std::array<pollfd, 2> ends{pollfd{out.read, POLLIN, 0}, pollfd{err.read, POLLIN, 0}};
    timespec wait{.tv_sec = 0, .tv_nsec = 100'000'000};
    if (run.kill_after && !killed) {
      const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(
          *run.kill_after - (std::chrono::steady_clock::now() - started));
      wait.tv_nsec = std::clamp<long>(left.count(), 0, 100'000'000);
    }
    ppoll(ends.data(), ends.size(), &wait, nullptr);
    if (ends[0].revents != 0 && !take(out.read, outcome.out)) close_end(out.read);
    if (ends[1].revents != 0 && !take(err.read, outcome.err)) close_end(err.read);
  }
  close_end(out.read);
  close_end(err.read);
  outcome.exit_code = exit_code_of(child);
  if (!wrote) throw std::runtime_error("the input was not taken");
  return outcome;
}

}  // namespace

Outcome run(const Run& run) {
  // A program that does not read its input must not end the test.
  std::signal(SIGPIPE, SIG_IGN);
  return run.terminal ? run_on_terminal(run) : run_on_pipes(run);
}

Outcome run_by_shell(const std::string& line, const std::filesystem::path& folder,
                     const std::vector<std::string>& arguments) {
  std::vector<std::string> command{"/bin/sh", "-c", line, "sh", SIGNPOST_PROGRAM};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return run({.command = std::move(command),
              .folder = folder,
              .environment = plain_environment(),
              .input = "",
              .terminal = false,
              .kill_after = {}});
}

std::map<std::string, std::string> plain_environment() {
  const std::filesystem::path program = SIGNPOST_PROGRAM;
  std::map<std::string, std::string> environment{
      {"LC_ALL", "C.UTF-8"},
      {"TZ", "UTC"},
      {"TERM", "xterm"},
      {"PATH", program.parent_path().string() + ":/usr/bin:/bin"},
  };
  // Under the sanitizers the program obeys the same options as the test.
  for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "TMPDIR"}) {
    if (const char* value = std::getenv(name)) environment[name] = value;  // NOLINT
  }
  return environment;
}

std::filesystem::path memory_folder() {
  const char* const shared = "/dev/shm";
  return access(shared, W_OK | X_OK) == 0 ? std::filesystem::path(shared)
                                          : std::filesystem::temp_directory_path();
}

ScratchFolder::ScratchFolder(const std::filesystem::path& in) {
  std::string name = (in / "signpost-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder");
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;  // a folder that stays behind fails no test
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace signpost::testing
