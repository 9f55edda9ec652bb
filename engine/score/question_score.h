// How good each forecast of one question was, over the time in which it could have been known.
#pragma once

#include <optional>
#include <vector>

#include "engine/model/quantities.h"
#include "engine/score/course.h"
#include "engine/time/instant.h"

namespace signpost::score {

struct Forecaster {
  Course course;
  /// Others are measured against it. One that is no peer (a benchmark) is compared with the peers
  /// and influences nobody.
  bool is_peer = true;
};

/// A yes-or-no question and its forecasters. What counts is [counted_from, close): the close is the
/// horizon, or when it was settled if that is earlier. An entry before counting stands when counting
/// begins; entries at or after the close do not count.
struct Question {
  Instant counted_from;
  Instant close;
  /// Of the spot scores; where not given, the last second before the close. One at or after the
  /// close is that second too; an entry at this instant stands.
  std::optional<Instant> spot;
  std::vector<Forecaster> forecasters;
};

/// Of one forecaster on one question; see scoring_rules.h for units.
struct Score {
  std::optional<double> brier;      // means over the time in which it had a forecast; none where
  std::optional<double> log;        // it had none
  double coverage = 0;              // the share of the counted time in which it had one
  double baseline = 0;              // over the whole counted time, 0 where it had none
  double peer = 0;                  // likewise, and 0 where no other peer had one
  std::optional<Probability> spot;  // what stood at the spot
  double spot_baseline = 0;         // 0 where nothing stood
  double spot_peer = 0;
};

/// One a forecaster, in their order. Where nothing counts (close <= counted_from) all is none or 0.
/// Accuracy  steps to rounding; curves' means to 1e-10 (quadrature.h).
/// Cost      a few calls a curve, see quadrature.h.
std::vector<Score> scores(const Question& question, bool outcome);

/// What the scores are under either outcome: of a question that is not settled, as if it were now.
struct EitherWay {
  std::vector<Score> if_yes;
  std::vector<Score> if_no;
};
EitherWay scores_either_way(const Question& question);

}  // namespace signpost::score
