#include "engine/score/scorecard.h"

#include <algorithm>

namespace signpost::score {

std::string ForecasterName::key() const {
  switch (kind) {
    case ForecasterKind::kProgram:
      return "signpost";
    case ForecasterKind::kEven:
      return "even";
    case ForecasterKind::kBaseRate:
      return "base-rate";
    case ForecasterKind::kPrior:
      return "prior";
    case ForecasterKind::kPublisher:
      return "publisher";
    case ForecasterKind::kJudged:
      return "judged";
    case ForecasterKind::kNamed:
      break;
  }
  return name;
}

const Score* ScenarioScore::of(const ForecasterName& by) const {
  const auto found = std::find_if(forecasters.begin(), forecasters.end(),
                                  [&](const ForecasterScore& one) { return one.by == by; });
  return found == forecasters.end() ? nullptr : &found->score;
}

}  // namespace signpost::score
