// Waiting for the next thing to do, without polling: until an instant on the system's clock, until
// the store is written to or the settings beside it are, until somebody ends the program.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "engine/base/descriptor.h"
#include "engine/service/signals.h"
#include "engine/time/instant.h"

namespace signpost::service {

/// Linux: timerfd, inotify.
class Waiter {
 public:
  Waiter(const std::filesystem::path& store, Signals& signals);

  enum class Woken : std::uint8_t { kTime, kStoreWritten, kSettings, kClockSet, kHangup, kEnd };
  /// Nothing: for as long as it takes.
  Woken until(std::optional<Instant> instant);

 private:
  Signals& signals_;
  Descriptor timer_;
  Descriptor notify_;
  std::filesystem::path name_;  // of the store's file
};

}  // namespace signpost::service
