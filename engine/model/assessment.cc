#include "engine/model/assessment.h"

#include <string_view>

namespace signpost {

LogOdds LedgerCount::brought() const {
  LogOdds sum;
  for (const LedgerPeriod& period : periods) sum += period.brought;
  return sum;
}

std::string_view in_prose(NotCountedReason reason) {
  switch (reason) {
    case NotCountedReason::kCannotBeJudged:
      return "cannot be judged";
    case NotCountedReason::kBeforeOpening:
      return "before the opening";
    case NotCountedReason::kAfterHorizon:
      return "after the horizon";
    case NotCountedReason::kAfterResolution:
      return "after it was settled";
    case NotCountedReason::kCountedElsewhere:
      return "counted elsewhere";
    case NotCountedReason::kNothingLeft:
      return "nothing left to count";
    case NotCountedReason::kNoneSeen:
      return "none seen: it only watches";
    case NotCountedReason::kHadHappened:
      return "had already happened";
    case NotCountedReason::kNarrowerKind:
      return "counted as the narrower kind";
    case NotCountedReason::kTakenBack:
      return "taken back by those who told it";
    case NotCountedReason::kDeniesNothing:
      return "denies what nobody told";
    case NotCountedReason::kNoOccasion:
      return "before the first set time";
  }
  return {};
}

}  // namespace signpost
