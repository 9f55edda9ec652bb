#include "engine/service/wake.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>

#include "engine/base/error.h"
#include "engine/base/system_reason.h"

namespace signpost::service {
namespace {

/// After a write of another program, so long for it to finish what it does.
constexpr int kSettleMilliseconds = 200;

}  // namespace

Waiter::Waiter(const std::filesystem::path& store, Signals& signals)
    : signals_(signals),
      timer_(timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK)),
      notify_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)),
      name_(store.filename()) {
  const std::filesystem::path folder = std::filesystem::absolute(store).parent_path();
  // Other programs' writes reach the write-ahead log first, beside the store.
  if (timer_.number() < 0 || notify_.number() < 0 ||
      inotify_add_watch(notify_.number(), folder.c_str(),
                        IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE) < 0) {
    const Phrase why = reason_in_words(errno);
    throw Error(ErrorKind::kStore,
                {"service.cannot-wait-for-changes", {{"store", store.string()}, {"why", why}}},
                {"service.cannot-wait-for-changes.hint", {{"do", Phrase("action.run")}}});
  }
}

Waiter::Woken Waiter::until(std::optional<Instant> instant) {
  itimerspec when{};
  if (instant) {
    // A time that is past fires at once; 0 would disarm it.
    when.it_value.tv_sec = std::max<std::time_t>(1, instant->time_since_epoch().count());
  } else {
    when.it_value.tv_sec = kForever.time_since_epoch().count();
  }
  timerfd_settime(timer_.number(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, nullptr);
  for (;;) {
    if (signals_.asked_to_end()) return Woken::kEnd;
    if (signals_.hung_up()) return Woken::kHangup;
    std::array<pollfd, 3> watched{{{signals_.descriptor(), POLLIN, 0},
                                   {timer_.number(), POLLIN, 0},
                                   {notify_.number(), POLLIN, 0}}};
    if (poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) return Woken::kEnd;
    if (watched[0].revents != 0) continue;
    if (watched[1].revents != 0) {
      std::uint64_t times = 0;
      if (read(timer_.number(), &times, sizeof times) < 0 && errno == ECANCELED)
        return Woken::kClockSet;
      return Woken::kTime;
    }
    if (watched[2].revents == 0) continue;
    alignas(inotify_event) std::array<char, 65536> events;
    bool store = false;
    bool settings = false;
    for (ssize_t size = read(notify_.number(), events.data(), events.size()); size > 0;
         size = read(notify_.number(), events.data(), events.size())) {
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

}  // namespace signpost::service
