#include "engine/base/stop.h"

#include <stdexcept>
#include <utility>

namespace signpost {
namespace {

std::function<bool()>& asked_by() {
  static std::function<bool()> asked;
  return asked;
}

}  // namespace

StopWhenAsked::StopWhenAsked(std::function<bool()> asked) {
  if (asked_by()) throw std::logic_error("two who may ask for the end");
  asked_by() = std::move(asked);
}

StopWhenAsked::~StopWhenAsked() { asked_by() = nullptr; }

void give_up_if_asked() {
  if (asked_by() && asked_by()()) throw Stopped();
}

}  // namespace signpost
