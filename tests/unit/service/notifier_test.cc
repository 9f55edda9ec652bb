// Handing a text to a command or a file, whatever the command does.
#include "engine/service/notifier.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

#include "engine/base/file.h"
#include "tests/unit/store/world.h"

using namespace signpost;  // NOLINT(google-build-using-namespace)
using service::tell;
using service::Told;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

const std::string kText = R"({"alert":"prison","title":"هجوم $HOME; rm -rf / `id`"})";

Notifier command(std::vector<std::string> words, seconds timeout = seconds(10)) {
  // As the program does: a command that does not read must not end us.
  std::signal(SIGPIPE, SIG_IGN);
  Notifier notifier;
  notifier.id = "command";
  notifier.command = std::move(words);
  notifier.timeout = timeout;
  return notifier;
}
Notifier shell(const std::string& script, seconds timeout = seconds(10)) {
  return command({"/bin/sh", "-c", script}, timeout);
}

std::string content(const std::filesystem::path& file) { return read_file(file, 1U << 30U); }

/// How long `work` took.
template <class Work>
milliseconds time_of(const Work& work) {
  const auto begun = steady_clock::now();
  work();
  return std::chrono::duration_cast<milliseconds>(steady_clock::now() - begun);
}

/// Is there such a process, and is it more than a dead one that nobody has buried?
bool is_running(const std::string& process) {
  std::ifstream file("/proc/" + process + "/stat");
  std::string number, name, state;
  return static_cast<bool>(file >> number >> name >> state) && state != "Z";
}

bool ends_soon(const std::string& process) {
  for (int i = 0; i < 100 && is_running(process); ++i) {
    std::this_thread::sleep_for(milliseconds(10));
  }
  return !is_running(process);
}

std::size_t open_descriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

}  // namespace

TEST_CASE("a command gets the text on its stdin and nothing of it among its arguments") {
  const store::testing::Folder folder;
  const std::string file = folder / "got";
  const Told told = tell(command({"/bin/sh", "-c", "cat > \"$0\"; echo $#", file}), kText);
  CHECK(told.delivered);
  CHECK(told.detail == "0\n");
  CHECK(content(file) == kText);
}

TEST_CASE("no shell looks at the arguments of a command") {
  const Told told =
      tell(command({"printf", "%s|", "$HOME", "a; exit 3", "`id`", "*", "", "a b"}), kText);
  CHECK(told.delivered);
  CHECK(told.detail == "$HOME|a; exit 3|`id`|*||a b|");
}

TEST_CASE("a command that exits with anything but 0 has failed, and its words are kept") {
  const Told told = tell(shell("cat > /dev/null; echo no route; echo to host >&2; exit 75"), kText);
  CHECK_FALSE(told.delivered);
  CHECK(told.detail == "it exited with 75; it said: no route\nto host\n");
  const Told killed = tell(shell("kill -SEGV $$"), kText);
  CHECK_FALSE(killed.delivered);
  CHECK(killed.detail == "it was killed by signal 11");
}

TEST_CASE("a program that is not there, or none, is said to be so") {
  const Told missing = tell(command({"/nonexistent/mail", "-s"}), kText);
  CHECK_FALSE(missing.delivered);
  CHECK(missing.detail == "/nonexistent/mail could not be started: No such file or directory");
  const Told folder = tell(command({"/tmp"}), kText);
  CHECK(folder.detail == "/tmp could not be started: Permission denied");
}

TEST_CASE("a command that hangs is killed at its timeout, with all that it started") {
  const store::testing::Folder folder;
  const std::string file = folder / "processes";
  Told told;
  const milliseconds taken = time_of([&] {
    told = tell(command({"/bin/sh", "-c",
                         "sleep 600 & echo $! > \"$0\"; (trap '' TERM; sleep 601) & echo $! >> "
                         "\"$0\"; echo $$ >> \"$0\"; echo waiting; wait",
                         file},
                        seconds(1)),
                kText);
  });
  CHECK_FALSE(told.delivered);
  CHECK(told.detail == "it was ended after 1 s; it said: waiting\n");
  CHECK(taken >= seconds(1));
  CHECK(taken < seconds(5));
  std::istringstream processes(content(file));
  int gone = 0;
  for (std::string process; processes >> process; ++gone) CHECK(ends_soon(process));
  CHECK(gone == 3);
}

TEST_CASE("a command that prints without end is contained in memory and in time") {
  rusage before{};
  getrusage(RUSAGE_SELF, &before);
  Told told;
  const milliseconds taken = time_of([&] {
    told = tell(command({"head", "-c", "1G", "/dev/zero"}, seconds(60)), kText);
  });
  MESSAGE("1 GB was read in " << taken.count() << " ms");
  CHECK(told.delivered);
  CHECK(told.detail.english().size() == 2000);
  rusage after{};
  getrusage(RUSAGE_SELF, &after);
  CHECK(after.ru_maxrss - before.ru_maxrss < 16'000);  // kB

  CHECK_FALSE(tell(shell("exec cat /dev/zero", seconds(1)), kText).delivered);
}

TEST_CASE("a command that ends is done, whatever it left behind goes on printing") {
  Told told;
  const milliseconds taken =
      time_of([&] { told = tell(shell("yes & yes & echo done; exit 0", seconds(5)), kText); });
  CHECK(told.delivered);
  CHECK(told.detail.english().size() <= 2000);
  CHECK(taken < seconds(4));
  const milliseconds silent =
      time_of([&] { told = tell(shell("sleep 5 & echo done", seconds(5)), kText); });
  CHECK(told.delivered);
  CHECK(told.detail == "done\n");
  CHECK(silent < seconds(4));
}

TEST_CASE("a command need not read its input, all of it or any") {
  const std::string long_text(1'000'000, 'x');
  for (const char* script : {"exec 0<&-; sleep 0.2; echo read", "head -c 10 > /dev/null; echo read",
                             "echo read", "exec 0<&- 1>&- 2>&-; sleep 0.1"}) {
    CAPTURE(script);
    const Told told = tell(shell(script), long_text);
    CHECK(told.delivered);
    CHECK((told.detail == "read\n" || told.detail.empty()));
  }
}

TEST_CASE("a text of a megabyte arrives whole, though the command answers while it reads") {
  const store::testing::Folder folder;
  const std::string file = folder / "got";
  std::string text;
  for (int i = 0; text.size() < 1'000'000; ++i) text += std::to_string(i) + " هجوم ";
  const Told told = tell(command({"/bin/sh", "-c", "tee \"$0\"", file}), text);
  CHECK(told.delivered);
  CHECK(told.detail == text.substr(0, 2000));
  CHECK(content(file) == text);
}

TEST_CASE("a command inherits nothing but its own input and output") {
  const std::size_t before = open_descriptors();
  const int blocked = SIGTERM;
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, blocked);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const Told masks = tell(command({"grep", "-E", "Sig(Blk|Ign)", "/proc/self/status"}), kText);
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  CHECK(masks.delivered);
  CHECK(masks.detail == "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
  CHECK(tell(shell("ls /proc/$$/fd"), kText).detail == "0\n1\n2\n");
  for (int i = 0; i < 20; ++i) {
    (void)tell(shell("cat"), kText);
    (void)tell(command({"/nonexistent"}), kText);
  }
  CHECK(open_descriptors() == before);
}

TEST_CASE("a file gets a line for each text, after what is there") {
  const store::testing::Folder folder;
  Notifier notifier;
  notifier.file = folder / "alerts.jsonl";
  std::ofstream(notifier.file) << "earlier\n";
  CHECK(tell(notifier, kText).delivered);
  CHECK(tell(notifier, "{}").delivered);
  CHECK(content(notifier.file) == "earlier\n" + kText + "\n{}\n");
}

TEST_CASE("lines that two programs append at once do not mix") {
  const store::testing::Folder folder;
  Notifier notifier;
  notifier.file = folder / "alerts.jsonl";
  constexpr int kEach = 200;
  const auto append = [&](char who) {
    bool all = true;
    for (int i = 0; i < kEach; ++i) {
      all &= tell(notifier, std::string(static_cast<std::size_t>(3000 + 37 * i), who)).delivered;
    }
    return all;
  };
  const pid_t other = fork();
  if (other == 0) _exit(append('b') ? 0 : 1);
  CHECK(append('a'));
  int status = -1;
  REQUIRE(waitpid(other, &status, 0) == other);
  CHECK(status == 0);
  std::istringstream file(content(notifier.file));
  int lines = 0;
  for (std::string line; std::getline(file, line); ++lines) {
    CHECK(line.find_first_not_of(line[0]) == std::string::npos);
    CHECK(line.size() >= 3000);
  }
  CHECK(lines == 2 * kEach);
}

TEST_CASE("a file that cannot be written is a failure that says why") {
  const store::testing::Folder folder;
  Notifier notifier;
  notifier.file = folder / "missing/alerts.jsonl";
  Told told = tell(notifier, kText);
  CHECK_FALSE(told.delivered);
  CHECK(told.detail == "cannot write " + notifier.file.string() + ": No such file or directory");
  notifier.file = folder.path();
  told = tell(notifier, kText);
  CHECK_FALSE(told.delivered);
  CHECK(told.detail == "cannot write " + folder.path().string() + ": Is a directory");
  notifier.file = "/dev/full";
  told = tell(notifier, kText);
  CHECK_FALSE(told.delivered);
  CHECK(told.detail == "cannot write /dev/full: No space left on device");
}
