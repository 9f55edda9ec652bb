// What is worth watching: how much each indicator may still tell, before it has told it.
#pragma once

#include <vector>

#include "engine/belief/question.h"

namespace signpost::belief {

/// B2, at which what may come is taken to be told.
inline constexpr double kCredibilityOfB2 = 28.0 / 31.0;  // odds 4 · 7/3

/// Of one stream, from the moment on and nothing else watched.
struct Outlook {
  double bits = 0;             // mutual information, see below
  double bits_if_covered = 0;  // the same with coverage 1
  double expected = 0;         // events in the window, as covered
  LogOdds if_seen;             // tomorrow, or at the next set time, at B2, as if recorded then
  LogOdds if_silent;           // at the window's end, watched as covered, nothing seen
  double level = 1;            // coverage at the moment
};

/// The outlook of each stream over the `window` after as_of, cut at the horizon (before opening: of
/// the prior, from as_of on).
///   bits  the mutual information between the state at the window's end and the number N of the
///         stream's events until then. (state, N) is a Markov-modulated Poisson process: starts and
///         stops as the scenario's, events at c·season·a/φ under way and c·season·b/φ not (a stream
///         φ times burstier than Poisson tells as much as one with every φ-th event). N of a
///         milestone is 0 or 1 (its `expected` is the chance of 1); after it was seen with
///         credibility q, it listens on at 1 − q. At set times N grows by 1 with chance c·p.
///         Covered is what is declared, without totals. Never negative. Accuracy 1e-10; above 2,000
///         expected events the stream is thinned, which makes it a lower bound.
/// Of a countable forecast it is that of what stands beside the count, which stays as it is: nothing
/// more is told by any stream once it has decided. Its own outlook is count_outlook (count.h). No
/// history: std::logic_error.
/// Method  uniformization: Fischer & Meier-Hellstern, The MMPP cookbook (1993), §3.
std::vector<Outlook> outlooks(const Question& question, const Moment& moment, Days window);

}  // namespace signpost::belief
