#include "engine/service/daemon.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>

#include "engine/base/error.h"
#include "engine/base/stop.h"
#include "engine/base/text.h"
#include "engine/service/runner.h"
#include "engine/service/service_log.h"
#include "engine/service/wake.h"

namespace signpost::service {
namespace {

spdlog::level::level_enum level_of(Level level) {
  switch (level) {
    case Level::kDebug:
      return spdlog::level::debug;
    case Level::kInfo:
      return spdlog::level::info;
    case Level::kWarning:
      return spdlog::level::warn;
    case Level::kError:
      break;
  }
  return spdlog::level::err;
}

/// Until a store that is locked, or settings that are wrong, are looked at again; what is written
/// meanwhile wakes the service at once.
constexpr std::chrono::minutes kUntilFree(1);
constexpr std::chrono::minutes kUntilMended(10);

/// Nothing where it cannot be read now: the next visit says why.
std::optional<std::int64_t> head_of(const store::Store& store) {
  try {
    return store.snapshot()->head();
  } catch (const Error&) {
    return std::nullopt;
  }
}

/// What is told in the log, and on stderr too where the log is a file that nobody may be looking
/// at.
void tell_of(ServiceLog& log, const std::function<void(const Phrase&)>& warn, bool in_file,
             const Phrase& problem) {
  log->error(printable(problem.english()));
  if (in_file) warn(problem);
}

/// What is written to a file that has lost its name is lost with it.
void end_if_replaced(const store::Store& store, ServiceLog& log) {
  try {
    store.refuse_replaced();
  } catch (const Error& replaced) {
    log->error(printable(replaced.what()));
    throw;
  }
}

}  // namespace

void keep_clock(const Site& site, store::Store& store, Signals& signals,
                const DaemonChoices& choices, std::ostream& err,
                const std::function<void(const Phrase&)>& warn) {
  Waiter waiter(site.store, signals);
  ServiceLog log(choices.log, site, err, warn);
  const auto end = [&] { return signals.asked_to_end(); };
  const StopWhenAsked stop(end);
  Runner runner(site, store, choices.language, [&](const Phrase& what, const Phrase& hint) {
    log->warn(printable(hint.empty() ? what.english() : what.english() + "; " + hint.english()));
  });
  const Say say = [&](Level level, const Phrase& what) {
    if (level == Level::kError) {
      tell_of(log, warn, !choices.log.file.empty(), what);
    } else {
      log->log(level_of(level), printable(what.english()));
    }
  };
  log->info("signpost {} keeps the clock of {}", choices.version, printable(site.store.string()));
  std::set<std::string> told;  // what is wrong is told once, until it is mended
  for (;;) {
    std::optional<Instant> wake;
    std::optional<std::int64_t> seen;
    end_if_replaced(store, log);
    try {
      // Read before: what others write while we are at it is yet to be looked at.
      seen = store.snapshot()->head();
      Tally tally;
      runner.do_what_is_due(say, end, tally);
      runner.tell_people(say, end, tally);
      runner.leave(say, tally);
      told.clear();
      wake = runner.wake();
    } catch (const Stopped&) {
      break;  // nothing was kept of what was under way
    } catch (const Error& error) {
      end_if_replaced(store, log);  // then that is why
      // A store that is locked, settings that are wrong: what is due stays due.
      if (told.insert(error.what()).second) log->error(printable(error.what()));
      const bool settings = error.kind() == ErrorKind::kInvalid;
      wake = system_now() + (settings ? kUntilMended : kUntilFree);
    }
    if (wake) log->debug("sleeping until {}", to_rfc3339(*wake));
    Waiter::Woken woken = waiter.until(wake);
    // A checkpoint wakes us too, and changes nothing.
    while (woken == Waiter::Woken::kStoreWritten && !store.was_replaced() && seen &&
           head_of(store) == seen) {
      woken = waiter.until(wake);
    }
    if (woken == Waiter::Woken::kClockSet) log->warn("the clock was set");
    if (woken == Waiter::Woken::kHangup) {
      try {
        log.reopen();
        log->info("hung up: the log is opened anew");
      } catch (const Error& error) {  // it goes on in the one that is open
        warn(error.message());
      }
    }
    if (woken == Waiter::Woken::kEnd) break;
  }
  log->info("ended as asked");
}

}  // namespace signpost::service
