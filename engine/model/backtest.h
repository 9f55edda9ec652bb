// What an alert would have done, had it been judged over a stretch of the past.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/model/alert.h"

namespace signpost {

/// A stretch of time for which it would have been raised.
struct Spell {
  Instant raised;
  std::optional<Instant> cleared;  // nothing: raised to the end

  friend bool operator==(const Spell&, const Spell&) = default;
};

struct Backtest {
  Alert alert;
  std::size_t dates = 0;               // at which it was judged
  Instant first;                       // of these, where there are any
  Instant last;                        // or the settlement that ended it, if that is later
  std::vector<AlertEvaluation> story;  // the first, those that changed its state, the last
  std::vector<Spell> spells;
  std::optional<Instant> settled;  // since when its scenario is, at the end
  double share_raised = 0;         // of the time from `first` to `last`
  /// Where it never was raised: the judgement at which its condition came nearest to holding or, of
  /// a condition without a scale, at which it held most often in a row. Nothing: it never held.
  std::optional<AlertEvaluation> nearest;
  std::optional<Instant> outcome;
  /// Of the outcome, the spell that it falls in, or else the first one after it; negative: after.
  std::optional<Days> ahead;
};

}  // namespace signpost
