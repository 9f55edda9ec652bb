#include "engine/model/alert.h"

namespace signpost {

std::string_view to_string(Condition::Kind kind) {
  switch (kind) {
    case Condition::Kind::kAtLeast:
      return "at_least";
    case Condition::Kind::kAtMost:
      return "at_most";
    case Condition::Kind::kRises:
      return "rises";
    case Condition::Kind::kFalls:
      return "falls";
    case Condition::Kind::kWordChanges:
      return "word_changes";
    case Condition::Kind::kSeen:
      return "seen";
    case Condition::Kind::kNoEvidence:
      return "no_evidence";
  }
  return {};
}

std::string_view to_string(AlertState state) {
  switch (state) {
    case AlertState::kInactive:
      return "inactive";
    case AlertState::kPending:
      return "pending";
    case AlertState::kRaised:
      return "raised";
    case AlertState::kCleared:
      return "cleared";
  }
  return {};
}

std::string_view to_string(AlertReason reason) {
  switch (reason) {
    case AlertReason::kQuiet:
      return "quiet";
    case AlertReason::kNotOften:
      return "not_often";
    case AlertReason::kOnChange:
      return "on_change";
    case AlertReason::kTooFewOrigins:
      return "too_few_origins";
    case AlertReason::kRaised:
      return "raised";
    case AlertReason::kHolds:
      return "holds";
    case AlertReason::kNotBeyond:
      return "not_beyond";
    case AlertReason::kHeld:
      return "held";
    case AlertReason::kOnlyFaded:
      return "only_faded";
    case AlertReason::kUnwatched:
      return "unwatched";
    case AlertReason::kCleared:
      return "cleared";
    case AlertReason::kModel:
      return "model";
  }
  return {};
}

}  // namespace signpost
