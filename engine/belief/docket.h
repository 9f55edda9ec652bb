// What is before the court: of all that was heard of a scenario, what counts, when, and how closely
// each indicator was watched meanwhile. Out of it the filter needs only jumps and drains.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "engine/belief/events.h"
#include "engine/belief/question.h"
#include "engine/belief/totals.h"
#include "engine/belief/weight.h"

namespace signpost::belief {

inline constexpr double kSecondsPerDay = 86400.0;

/// The odds are multiplied by `factor` at `at`, seconds since the scenario opened.
struct Jump {
  double at = 0;
  double factor = 1;
  int stream = kUnforeseen;
  std::int32_t event = 0;  // in Docket::counted; of a lone item ~(its place in Hearing::items)

  [[nodiscard]] bool is_lone() const { return event < 0; }
  [[nodiscard]] std::uint32_t lone_item() const { return static_cast<std::uint32_t>(~event); }
};

/// From `at` on, seconds since the scenario opened, the stream's silence moves the log-odds by
/// −drain a day: c·(a−b)/φ. (A drain, like a jump, is told relative to the state "not under way";
/// with K states there would be K − 1 of each.)
struct Change {
  double at = 0;
  int stream = 0;
  double drain = 0;
};

/// An event that counts, other than a lone item. A total's jumps are several, with one factor.
struct Counted {
  Event event;
  double log_factor = 0;  // of one jump
  std::int64_t jumps = 1;
};

/// How closely a stream was watched while its silence counted.
struct Watching {
  double watched = 0;   // ∫c without seasons, in days
  double exposure = 0;  // ∫c with them
};

/// What a stream's events say of how closely it is watched. Seconds since the scenario opened.
struct Listening {
  double latest = -std::numeric_limits<double>::infinity();  // counted event, or end of a total
  double milestone = std::numeric_limits<double>::infinity();
  double hears_after = 1;      // the share of its level at which it listens on after that
  std::vector<Watch> watches;  // of totals, in the order of time
};

/// What does not count.
struct SetAside {
  int stream = kUnforeseen;
  Key key = kOwn;
  NotCountedReason reason = NotCountedReason::kBeforeOpening;
  int counted_under = kUnforeseen;
  bool disagrees = false;  // a total whose days others cover, and not with its number
  Range items;
  std::optional<Event> watches;  // kNoneSeen, kNothingLeft: it counts nothing and yet watches
};

struct Docket {
  double end = 0;  // when the clock stops, seconds since the scenario opened; < 0: not open yet
  std::vector<Jump> jumps;      // in the order (instant, stream, event key, factor)
  std::vector<Change> changes;  // in the order (instant, stream); all streams start with no drain
  std::vector<Counted> counted;
  std::vector<Scale> scales;         // one a stream
  std::vector<Watching> watching;    // one a stream
  std::vector<Listening> listening;  // one a stream
  std::vector<SetAside> aside;

  /// ln of a jump's factor.
  [[nodiscard]] double log_factor(const Jump& jump, const Hearing& hearing) const {
    return jump.is_lone() ? scales[static_cast<std::size_t>(jump.stream)].log_factor(
                                credibility(jump, hearing))
                          : counted[static_cast<std::size_t>(jump.event)].log_factor;
  }
  [[nodiscard]] double credibility(const Jump& jump, const Hearing& hearing) const {
    return jump.is_lone() ? hearing.items[jump.lone_item()]->credibility
                          : counted[static_cast<std::size_t>(jump.event)].event.credibility;
  }
};

/// Draws up the docket (DESIGN.md §2). In this order: events out of the scenario's time are
/// dropped, judged per indicator; an event that stands in several places keeps the one where its
/// items alone make the largest |ln factor|; totals share out what is left to count and the days
/// they watch; each stream's coverage, seasons, watching totals and milestone make its drain, as
/// far as its silence counts under lag. May reorder and extend `hearing.items`.
Docket draw_up(const Question& question, const Moment& moment, Hearing& hearing);

/// The same without drains: `changes` and `watching` stay empty.
Docket draw_up_events(const Question& question, const Moment& moment, Hearing& hearing);

/// Appends stream j's changes within [from, until), whole seconds since the scenario opened, where
/// all its silence counts, and sums how closely it was watched.
void list_drains(const Question& question, int j, const Listening& listening, double from,
                 double until, std::vector<Change>& changes, Watching& watching);

}  // namespace signpost::belief
