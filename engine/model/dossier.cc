#include "engine/model/dossier.h"

#include <algorithm>

namespace signpost {

Confidence confidence(const Grounds& grounds) {
  const double moved = std::max(grounds.without_strongest, grounds.without_source);
  if (grounds.width > 0.6 || grounds.origins < 2 || moved > 0.25) return Confidence::kLow;
  if (grounds.width <= 0.3 && grounds.origins >= 3 && moved <= 0.1) {
    return Confidence::kHigh;
  }
  return Confidence::kModerate;
}

std::string_view to_string(Confidence confidence) {
  switch (confidence) {
    case Confidence::kLow:
      return "low";
    case Confidence::kModerate:
      return "moderate";
    case Confidence::kHigh:
      return "high";
  }
  return "low";
}

std::string_view to_string(Movement::Kind kind) {
  switch (kind) {
    case Movement::Kind::kModel:
      return "model";
    case Movement::Kind::kBackdated:
      return "backdated";
    case Movement::Kind::kDefinitions:
      return "definitions";
    case Movement::Kind::kCoverage:
      return "coverage";
    case Movement::Kind::kDenied:
      return "denied";
    case Movement::Kind::kNew:
      return "new";
    case Movement::Kind::kRetracted:
      return "retracted";
    case Movement::Kind::kNotCounted:
      return "not_counted";
    case Movement::Kind::kAmended:
      return "amended";
    case Movement::Kind::kSilence:
      return "silence";
    case Movement::Kind::kFading:
      return "fading";
  }
  return "fading";
}

}  // namespace signpost
