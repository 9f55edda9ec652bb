// Before there is any evidence: could these indicators tell at all, and how soon?
#pragma once

#include <cstdint>

#include "engine/belief/question.h"
#include "engine/model/dossier.h"

namespace signpost::belief {

struct SimulationChoices {
  int worlds = 1000;  // of each kind
  std::uint64_t seed = 1;
  Probability threshold{0.8};
};

/// Worlds in which the scenario is under way from `opened` to the horizon (a year where there is
/// none), and worlds in which it never is. In each the streams' reports, false ones among them as
/// far as a report at B2 may be false, come by rates, coverage and season, in bursts so that counts
/// over any stretch of time have variance φ times their mean (compound Poisson with logarithmic
/// sizes, which makes the counts negative binomial); a milestone is told once at most, what is seen
/// at set times at each of them or not, narrower kinds' events as such as far as they are covered
/// and else as the wider's; the happening comes in worlds under way only, and is told falsely as
/// often as its grade says for what is believed then; each is told at B2 as it happens. What was
/// `said` in the question is not heard, and no lag is waited for. P is looked at every day from the
/// opening on, in a span of over ten years 3,653 times. Streams that only totals or feeds cover
/// (coverage 0 wherever nothing is declared) must be given the coverage they are hoped to have by
/// the caller. Where a stream brings more than 50 bursts a day their number is taken to be normal.
/// Of a countable forecast only what stands beside the count is simulated, from P at the opening by
/// all that is known; nothing is counted in these worlds. No history: std::logic_error.
/// A burst's events fall on one instant. Deterministic: the same seed, the same worlds. Cost linear
/// in days, streams and bursts, of which at most 50 a stream and day are told one by
///       one; on all cores.
Simulation simulate(const Question& question, const SimulationChoices& choices);

}  // namespace signpost::belief
