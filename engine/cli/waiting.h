// Waiting for the next thing to do, without polling: until an instant on the system's clock, until
// the store is written to or the settings beside it are, until somebody ends the program.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <optional>

#include "engine/time/instant.h"

namespace signpost::cli {

/// From its construction on SIGTERM, SIGINT and SIGHUP are not delivered but noticed here; so
/// nothing that is being done is cut short. SIGHUP asks for files to be opened anew, and never for
/// the end. Linux: signalfd, timerfd, inotify.
class Patience {
 public:
  explicit Patience(const std::filesystem::path& store);
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;
  ~Patience();

  enum class Woken : std::uint8_t { kTime, kStoreWritten, kSettings, kClockSet, kHangup, kEnd };
  /// Nothing: for as long as it takes.
  Woken until(std::optional<Instant> instant);
  /// Has somebody asked for the end? Does not wait; may be asked by several threads.
  bool asked_to_end();
  /// Has somebody hung up since this was last asked? Does not wait.
  bool hung_up();

 private:
  /// Takes the signals that came in.
  void notice();

  std::atomic<bool> end_ = false;
  std::atomic<bool> hangup_ = false;
  int signals_;
  int timer_;
  int notify_;
  std::filesystem::path name_;  // of the store's file
};

}  // namespace signpost::cli
