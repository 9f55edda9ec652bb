#include "engine/model/saved.h"

namespace signpost {

std::string_view to_string(Missed missed) {
  switch (missed) {
    case Missed::kEach:
      return "each";
    case Missed::kLatest:
      return "latest";
    case Missed::kSkip:
      return "skip";
  }
  return {};
}

std::string_view to_string(Occasion occasion) {
  switch (occasion) {
    case Occasion::kAsked:
      return "asked";
    case Occasion::kSlot:
      return "slot";
    case Occasion::kChange:
      return "change";
    case Occasion::kModel:
      return "model";
  }
  return {};
}

}  // namespace signpost
