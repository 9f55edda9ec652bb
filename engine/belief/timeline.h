// The timeline of a scenario: of all evidence, what counts, when, and how closely each indicator
// was watched meanwhile. Out of it the filter needs only jumps and drains.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "engine/belief/events.h"
#include "engine/belief/levels.h"
#include "engine/belief/likelihood_ratio.h"
#include "engine/belief/question.h"
#include "engine/model/quantities.h"

namespace signpost::belief {

/// The odds are multiplied by `factor` at `at`, seconds since the scenario opened.
struct Jump {
  double at = 0;
  double factor = 1;
  int stream = kUnforeseen;
  std::int32_t event = 0;  // in Timeline::counted; of a lone item ~(its place in Gathered::items)

  [[nodiscard]] bool is_lone() const { return event < 0; }
  [[nodiscard]] std::uint32_t lone_item() const { return static_cast<std::uint32_t>(~event); }
};

/// An event that counts, other than a lone item. A total's jumps are several, with one factor.
struct Counted {
  Event event;
  double log_factor = 0;  // of one jump
  std::int64_t jumps = 1;
  double counted = 1;           // what of a total was left to count, within the scenario's time
  double rest = 1;              // of its factor, what a narrower kind or a happening has not
  std::optional<double> ratio;  // of its rates, net of narrower kinds
  std::vector<ToldAs> told_as;  // of a wider kind's event
  bool disagrees = false;       // a total in which more lies than it holds
  /// At a set time: ln of the factor of not seeing it. It stands in the event's stead where that is
  /// struck out.
  double log_unseen = 0;
  double coverage = 0;  // there
  bool unseen = false;  // that is all there is: it was not seen, and is no event
};

/// What a scenario asks about has happened, with credibility s: P = s + (1 − s)·R, where R is what
/// all else makes.
struct Happening {
  Event event;
  double at = 0;  // seconds since the scenario opened
  double s = 0;   // at most kSurest

  static constexpr double kSurest = 1 - 1e-6;

  /// P from R, both as log-odds.
  [[nodiscard]] LogOdds add_to(LogOdds rest) const;
};

/// What does not count.
struct SetAside {
  int stream = kUnforeseen;
  Key key = kOwn;
  NotCountedReason reason = NotCountedReason::kBeforeOpening;
  int counted_under = kUnforeseen;
  bool disagrees = false;  // a total in which more lies than it holds, or with no day left
  Range items;
  std::optional<Event> lists;  // kNoneSeen, kNothingLeft, kNarrowerKind: an event of its own
};

struct Timeline {
  double end = 0;  // when the clock stops, seconds since the scenario opened; < 0: not open yet
  std::vector<Jump> jumps;  // in the order (instant, stream, event key, factor)
  std::vector<DrainChange>
      changes;  // in the order (instant, stream); all streams start with no drain
  std::vector<Counted> counted;
  std::optional<Happening> happening;
  std::vector<EventWeight> weights;  // of lone items, one a stream
  std::vector<Watching> watching;    // one a stream
  std::vector<Listening> listening;  // one a stream
  std::vector<SetAside> aside;

  /// ln of a jump's factor.
  [[nodiscard]] double log_factor(const Jump& jump, const Gathered& gathered) const {
    return jump.is_lone() ? weights[static_cast<std::size_t>(jump.stream)].log_factor(
                                gathered.items[jump.lone_item()]->credibility)
                          : counted[static_cast<std::size_t>(jump.event)].log_factor;
  }
  /// Whether a jump is a set time at which nothing was seen.
  [[nodiscard]] bool is_unseen(const Jump& jump) const {
    return !jump.is_lone() && counted[static_cast<std::size_t>(jump.event)].unseen;
  }
  /// P of a scenario with a happening, from what all else makes.
  [[nodiscard]] LogOdds with_happening(LogOdds rest) const {
    return happening ? happening->add_to(rest) : rest;
  }
};

/// Draws up the timeline (DESIGN.md §2). In this order: each event gets its place (allocation.h);
/// from the narrowest kind to the widest, totals share out what is left to count (totals.h) and
/// watch; milestones deafen; so each stream has its level at every instant (levels.h), which makes
/// its drain, the share of a wider kind's events that is told as narrower, and the silence of set
/// times at which nothing was seen. May reorder and extend `gathered.items`.
Timeline build_timeline(const Question& question, const Kinds& kinds, const Moment& moment,
                        Gathered& gathered);

/// For what is judged again and again: the events only, `changes` and `watching` stay empty.
/// The claims of an event are weighed as at the moment; what then counts and watches is listed to a
/// later date.
Timeline build_event_timeline(const Question& question, const Kinds& kinds, const Moment& moment,
                              Instant until, Gathered& gathered);

}  // namespace signpost::belief
