// A clock that is ahead, behind, or leaps.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <ctime>

#include "tests/faults/faults.h"

namespace signpost::faults {
namespace {

bool counts = false;
std::atomic<long> calls{0};
Order order;
const volatile std::int64_t* shared = nullptr;

long ahead_at(long call) {
  if (shared != nullptr) return *shared;
  const auto [ahead, leap, from, to] = order.numbers;
  return ahead + (call >= from && (to == 0 || call < to) ? leap : 0);
}

int read_clock(clockid_t id, timespec* time) {
  const int result = static_cast<int>(syscall(SYS_clock_gettime, id, time));
  if (!counts || result != 0 || (id != CLOCK_REALTIME && id != CLOCK_REALTIME_COARSE)) {
    return result;
  }
  time->tv_sec += ahead_at(++calls);
  return result;
}

}  // namespace

void begin_clock() {
  order = order_in("SIGNPOST_FAULTS_CLOCK");
  if (const char* file = std::getenv("SIGNPOST_FAULTS_CLOCK_FILE")) {
    const long open = syscall(SYS_openat, AT_FDCWD, file, O_RDONLY);
    void* mapped = mmap(nullptr, sizeof *shared, PROT_READ, MAP_SHARED, static_cast<int>(open), 0);
    if (mapped == MAP_FAILED) abort();
    shared = static_cast<const volatile std::int64_t*>(mapped);
    syscall(SYS_close, open);
  }
  counts = true;
}

long calls_of_clock() { return calls; }

}  // namespace signpost::faults

using signpost::faults::read_clock;

extern "C" {

int clock_gettime(clockid_t id, timespec* time) noexcept { return read_clock(id, time); }

int gettimeofday(timeval* time, void* /*zone*/) noexcept {
  timespec exact{};
  const int result = read_clock(CLOCK_REALTIME, &exact);
  time->tv_sec = exact.tv_sec;
  time->tv_usec = exact.tv_nsec / 1000;
  return result;
}

time_t time(time_t* at) noexcept {
  timespec exact{};
  read_clock(CLOCK_REALTIME, &exact);
  if (at != nullptr) *at = exact.tv_sec;
  return exact.tv_sec;
}

/// A timer that is set by the wrong clock goes off by the wrong clock.
int timerfd_settime(int timer, int flags, const itimerspec* when, itimerspec* before) noexcept {
  itimerspec real = *when;
  if ((flags & TFD_TIMER_ABSTIME) != 0 && real.it_value.tv_sec > 0) {
    const long past = real.it_value.tv_sec - signpost::faults::ahead_at(signpost::faults::calls);
    real.it_value.tv_sec = past > 1 ? past : 1;
  }
  return static_cast<int>(syscall(SYS_timerfd_settime, timer, flags, &real, before));
}
}
