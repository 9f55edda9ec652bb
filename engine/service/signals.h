// The signals by which somebody asks for the end of the program, noticed in place of obeyed.
#pragma once

#include <atomic>
#include <cstdint>

#include "engine/base/descriptor.h"

namespace signpost::service {

/// From its construction on SIGTERM, SIGINT and SIGHUP are not delivered but noticed here, so that
/// nothing that is being done is cut short; from its end on they are obeyed again, and those that
/// were noticed are done with. Linux: signalfd.
class Signals {
 public:
  enum class Hangup : std::uint8_t {
    kReopens,  // as a service takes it: files are to be opened anew
    kEnds,     // as everything else does
  };
  /// Where it does not begin with them, a signal that the program was started to ignore (nohup)
  /// stays ignored.
  explicit Signals(Hangup hangup);
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  ~Signals();

  /// Has somebody asked for the end? Does not wait; may be asked by several threads.
  bool asked_to_end();
  /// Has somebody hung up since this was last asked? Does not wait.
  bool hung_up();
  /// Readable where one has come that is not noticed yet.
  [[nodiscard]] int descriptor() const { return incoming_.number(); }

 private:
  /// Takes the signals that came in.
  void notice();

  Hangup meaning_;
  std::atomic<bool> end_ = false;
  std::atomic<bool> hangup_ = false;
  Descriptor incoming_;
};

}  // namespace signpost::service
