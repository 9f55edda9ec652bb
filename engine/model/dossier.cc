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

}  // namespace signpost
