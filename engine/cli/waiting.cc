#include "engine/cli/waiting.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <string>

#include "engine/base/error.h"

namespace signpost::cli {
namespace {

sigset_t signals_noticed() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  return signals;
}

/// After a write of another program, so long for it to finish what it does.
constexpr int kSettleMilliseconds = 200;

}  // namespace

Patience::Patience(const std::filesystem::path& store) : name_(store.filename()) {
  const sigset_t signals = signals_noticed();
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  signals_ = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
  timer_ = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  notify_ = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  const std::filesystem::path folder = std::filesystem::absolute(store).parent_path();
  // Other programs' writes reach the write-ahead log first, beside the store.
  if (signals_ < 0 || timer_ < 0 || notify_ < 0 ||
      inotify_add_watch(notify_, folder.c_str(),
                        IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE) < 0) {
    throw Error(ErrorKind::kStore,
                fmt::format("cannot wait for changes of {}: {}", store.string(),
                            std::strerror(errno)),  // NOLINT(concurrency-mt-unsafe): one thread
                "run `signpost run` by cron or a systemd timer instead");
  }
}

Patience::~Patience() {
  // What was noticed is taken: once unblocked it would end the program after all.
  signalfd_siginfo noticed{};
  while (read(signals_, &noticed, sizeof noticed) > 0) {
  }
  for (const int descriptor : {signals_, timer_, notify_}) close(descriptor);
  const sigset_t signals = signals_noticed();
  sigprocmask(SIG_UNBLOCK, &signals, nullptr);
}

void Patience::notice() {
  signalfd_siginfo signal{};
  while (read(signals_, &signal, sizeof signal) == sizeof signal) {
    (signal.ssi_signo == SIGHUP ? hangup_ : end_) = true;
  }
}

bool Patience::asked_to_end() {
  notice();
  return end_;
}

bool Patience::hung_up() {
  notice();
  return hangup_.exchange(false);
}

Patience::Woken Patience::until(std::optional<Instant> instant) {
  itimerspec when{};
  if (instant) {
    // A time that is past fires at once; 0 would disarm it.
    when.it_value.tv_sec = std::max<std::time_t>(1, instant->time_since_epoch().count());
  } else {
    when.it_value.tv_sec = kForever.time_since_epoch().count();
  }
  timerfd_settime(timer_, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, nullptr);
  for (;;) {
    if (asked_to_end()) return Woken::kEnd;
    if (hung_up()) return Woken::kHangup;
    std::array<pollfd, 3> watched{
        {{signals_, POLLIN, 0}, {timer_, POLLIN, 0}, {notify_, POLLIN, 0}}};
    if (poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) return Woken::kEnd;
    if (watched[0].revents != 0) continue;
    if (watched[1].revents != 0) {
      std::uint64_t times = 0;
      if (read(timer_, &times, sizeof times) < 0 && errno == ECANCELED) return Woken::kClockSet;
      return Woken::kTime;
    }
    if (watched[2].revents == 0) continue;
    alignas(inotify_event) std::array<char, 65536> events;
    bool store = false;
    bool settings = false;
    for (ssize_t size = read(notify_, events.data(), events.size()); size > 0;
         size = read(notify_, events.data(), events.size())) {
      for (ssize_t at = 0; at < size;) {
        inotify_event event{};
        std::memcpy(&event, events.data() + at, sizeof event);
        const char* name = events.data() + at + sizeof event;
        const std::string_view file(name, event.len == 0 ? 0 : strnlen(name, event.len));
        store |= file == name_.string() || file == name_.string() + "-wal";
        settings |= file == "signpost.toml";
        at += static_cast<ssize_t>(sizeof event + event.len);
      }
    }
    if (!store && !settings) continue;
    poll(nullptr, 0, kSettleMilliseconds);
    return settings ? Woken::kSettings : Woken::kStoreWritten;
  }
}

}  // namespace signpost::cli
