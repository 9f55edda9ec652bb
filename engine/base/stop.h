// Long work that somebody may want to end: it asks between its parts, and gives up by throwing.
//
// Who waits for the end of the program (the service, which does not let a signal cut short what it
// stores) says how to ask; where nobody does, nothing is asked and a signal ends the program at
// once, as usual.
#pragma once

#include <exception>
#include <functional>

namespace signpost {

/// Somebody asked for the end. Nothing was kept of what was under way.
class Stopped : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override { return "ended as asked"; }
};

/// While it lives, `asked` says whether to give up; it is called from many threads. One at a time.
class StopWhenAsked {
 public:
  explicit StopWhenAsked(std::function<bool()> asked);
  StopWhenAsked(const StopWhenAsked&) = delete;
  StopWhenAsked& operator=(const StopWhenAsked&) = delete;
  ~StopWhenAsked();
};

/// Throws Stopped where somebody has asked. Costs a microsecond at most.
void give_up_if_asked();

}  // namespace signpost
