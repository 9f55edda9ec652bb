#include "engine/service/notifier.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/base/descriptor.h"
#include "engine/base/error.h"
#include "engine/base/system_reason.h"

namespace signpost::service {
namespace {

using Deadline = std::chrono::steady_clock::time_point;

constexpr std::size_t kKept = 2000;  // bytes of what it prints
constexpr std::chrono::milliseconds kBetweenLooks{200};
constexpr std::chrono::seconds kToFinish{3};  // for one under way when the end is asked for
constexpr std::chrono::seconds kToEnd{1};     // for one that was asked to end

struct Pipe {
  Descriptor read, write;
};

Pipe make_pipe() {
  std::array<int, 2> ends{-1, -1};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return {Descriptor(), Descriptor()};
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

/// In the child, between fork and exec: only what is safe there. Says on `failed` why it could not.
[[noreturn]] void become(char* const* command, int in, int out, int failed) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGTERM);  // NOLINT(cppcoreguidelines-pro-type-vararg)
  // An ignored SIGPIPE and a blocked SIGTERM would outlive the exec.
  std::signal(SIGPIPE, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  dup2(in, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  // Files that libraries opened (a log) are none of its business.
  close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
  execvp(command[0], command);
  const int error = errno;
  (void)!write(failed, &error, sizeof error);
  _exit(127);
}

/// The command and what we hold of it.
class Child {
 public:
  Child(pid_t process, Descriptor in, Descriptor out)
      : process_(process),
        ended_(static_cast<int>(syscall(SYS_pidfd_open, process, 0))),
        in_(std::move(in)),
        out_(std::move(out)) {
    fcntl(in_.number(), F_SETFL, O_NONBLOCK);
    fcntl(out_.number(), F_SETFL, O_NONBLOCK);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  enum class Waited : std::uint8_t { kEnded, kTooLong, kAskedToEnd };

  /// Hands over the text and reads along until it has ended, or until the deadline, which is near
  /// once `end` says so.
  Waited wait_until(Deadline deadline, std::string_view text, const std::function<bool()>& end) {
    bool asked = false;
    for (;;) {
      if (!asked && end()) {
        asked = true;
        deadline = std::min(deadline, std::chrono::steady_clock::now() + kToFinish);
      }
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
      if (left.count() <= 0) return asked ? Waited::kAskedToEnd : Waited::kTooLong;
      if (text.empty()) in_.close();
      std::array<pollfd, 3> watched{
          {{ended_.number(), POLLIN, 0}, {in_.number(), POLLOUT, 0}, {out_.number(), POLLIN, 0}}};
      const auto wait = std::min<std::chrono::milliseconds>(left, kBetweenLooks);
      if (poll(watched.data(), watched.size(), static_cast<int>(wait.count())) < 0) {
        if (errno == EINTR) continue;
        return Waited::kTooLong;
      }
      if (watched[1].revents != 0) {
        const ssize_t written = write(in_.number(), text.data(), text.size());
        if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
        // It may not care for all of its input.
        if (written < 0 && errno != EAGAIN) text = {};
      }
      if (watched[2].revents != 0 && !read_some()) out_.close();
      if (watched[0].revents != 0) {
        // What it left running may print for ever.
        while (said_.size() < kKept && read_some()) {
        }
        return Waited::kEnded;
      }
    }
  }

  void kill_group() const { kill(-process_, SIGKILL); }
  /// Asks first, and kills what has not ended in time.
  void end_group() {
    kill(-process_, SIGTERM);
    wait_until(std::chrono::steady_clock::now() + kToEnd, {}, [] { return false; });
    kill_group();
  }

  int status() const {
    int status = 0;
    while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
  }

  [[nodiscard]] const std::string& said() const { return said_; }

 private:
  /// False where nothing more is there now.
  bool read_some() {
    std::array<char, 65536> bytes;
    const ssize_t count = read(out_.number(), bytes.data(), bytes.size());
    if (count <= 0) return false;
    said_.append(bytes.data(), std::min(static_cast<std::size_t>(count), kKept - said_.size()));
    return true;
  }

  pid_t process_;
  Descriptor ended_;  // readable once it has
  Descriptor in_;
  Descriptor out_;
  std::string said_;
};

Told run(const Notifier& notifier, const std::string& text, const std::function<bool()>& end) {
  const Deadline deadline = std::chrono::steady_clock::now() + notifier.timeout;
  std::vector<std::string> command = notifier.command;
  std::vector<char*> words;
  words.reserve(command.size() + 1);
  for (std::string& word : command) words.push_back(word.data());
  words.push_back(nullptr);
  Pipe in = make_pipe();
  Pipe out = make_pipe();
  Pipe failed = make_pipe();
  if (failed.write.number() < 0)
    return {false, {"notifier.no-pipe", {{"why", reason_in_words(errno)}}}};
  const pid_t process = fork();
  if (process < 0) return {false, {"notifier.no-process", {{"why", reason_in_words(errno)}}}};
  if (process == 0) {
    become(words.data(), in.read.number(), out.write.number(), failed.write.number());
  }
  setpgid(process, process);  // whichever of the two comes first
  in.read.close();
  out.write.close();
  failed.write.close();
  int error = 0;
  const bool started = read(failed.read.number(), &error, sizeof error) != sizeof error;
  Child child(process, std::move(in.write), std::move(out.read));
  if (!started) {
    (void)child.status();
    return {false,
            {"notifier.not-started",
             {{"command", notifier.command.front()}, {"why", reason_in_words(error)}}}};
  }
  const Child::Waited waited = child.wait_until(deadline, text, end);
  if (waited == Child::Waited::kTooLong) child.kill_group();
  if (waited == Child::Waited::kAskedToEnd) child.end_group();
  const int status = child.status();
  const auto failure = [&](Phrase how) -> Told {
    if (child.said().empty()) return {false, std::move(how)};
    return {false, {"notifier.said", {{"how", std::move(how)}, {"text", child.said()}}}};
  };
  if (waited == Child::Waited::kAskedToEnd) return failure("notifier.ended");
  if (waited == Child::Waited::kTooLong) {
    return failure({"notifier.too-long", {{"seconds", std::to_string(notifier.timeout.count())}}});
  }
  if (WIFSIGNALED(status)) {
    return failure({"notifier.killed", {{"signal", std::to_string(WTERMSIG(status))}}});
  }
  if (WEXITSTATUS(status) != 0) {
    return failure({"notifier.exited", {{"status", std::to_string(WEXITSTATUS(status))}}});
  }
  return {true, Phrase::verbatim(child.said())};
}

Told append(const Notifier& notifier, const std::string& text, const Door& door) {
  try {
    // In one write, so that lines of several programs do not mix.
    door.append(notifier.file, text + '\n');
  } catch (const Error& refused) {
    return {false, refused.message()};
  }
  return {true, {}};
}

}  // namespace

Told tell(const Notifier& notifier, const std::string& text, const Door& door,
          const std::function<bool()>& end) {
  return notifier.command.empty() ? append(notifier, text, door) : run(notifier, text, end);
}

}  // namespace signpost::service
