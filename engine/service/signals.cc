#include "engine/service/signals.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "engine/base/error.h"
#include "engine/base/system_reason.h"

namespace signpost::service {
namespace {

bool is_ignored(int signal) {
  struct sigaction now {};
  return sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

sigset_t signals_noticed(Signals::Hangup hangup) {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
    // Blocked, it would come in all the same.
    if (hangup == Signals::Hangup::kEnds && is_ignored(signal)) continue;
    sigaddset(&signals, signal);
  }
  return signals;
}

/// Blocks them and opens where they are read.
int opened(Signals::Hangup hangup) {
  const sigset_t signals = signals_noticed(hangup);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  const int descriptor = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
  if (descriptor >= 0) return descriptor;
  const int reason = errno;
  sigprocmask(SIG_UNBLOCK, &signals, nullptr);
  throw Error(ErrorKind::kStore,
              {"service.cannot-wait-for-signals", {{"why", reason_in_words(reason)}}});
}

}  // namespace

Signals::Signals(Hangup hangup) : meaning_(hangup), incoming_(opened(hangup)) {}

Signals::~Signals() {
  notice();  // once unblocked it would end the program after all
  const sigset_t signals = signals_noticed(meaning_);
  sigprocmask(SIG_UNBLOCK, &signals, nullptr);
}

void Signals::notice() {
  signalfd_siginfo signal{};
  while (read(incoming_.number(), &signal, sizeof signal) == sizeof signal) {
    const bool reopens = signal.ssi_signo == SIGHUP && meaning_ == Hangup::kReopens;
    (reopens ? hangup_ : end_) = true;
  }
}

bool Signals::asked_to_end() {
  notice();
  return end_;
}

bool Signals::hung_up() {
  notice();
  return hangup_.exchange(false);
}

}  // namespace signpost::service
