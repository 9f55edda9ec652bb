// What belief is asked: one scenario, what it listens to, and what was said. Numbers only; names
// are interned by the caller so that keys compare as the names do.
//
//   Question ─ gather (events.h) ─► events ─ place, spread totals (timeline.h) ─► jumps and drains
//            ─ filter (filter.h) ─► probability ─ accounts (ledger.h) ─► Account
//
// Of a countable forecast what is counted goes a way of its own (counted_events.h, count.h), and
// the rest adds to what it makes (counted_belief.h).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/model/assessment.h"
#include "engine/model/evidence.h"
#include "engine/model/quantities.h"

namespace signpost::belief {

/// An interned origin or event key. Smaller key = smaller blind name (a hash keyed by the store's
/// secret), so that the order of sums depends neither on the order of entry nor on a redaction.
using Key = std::int32_t;
inline constexpr Key kOwn = -1;  // no key: the item is its own origin, its own event

inline constexpr int kUnforeseen = -1;  // in place of a stream's index: it bears directly

/// A step function of time: `value` from `from` on, until the next step. Before the first step the
/// first step's value holds (so a single step is a constant).
struct Step {
  Instant from;
  double value;

  friend bool operator==(const Step&, const Step&) = default;
};
using Steps = std::vector<Step>;  // sorted by `from`, never empty

/// One item of evidence as it is observed under one indicator, or directly of the scenario.
struct Observation {
  ItemId item = 0;
  Instant occurred;
  std::optional<Total> total;
  double credibility = 0;  // q in [0, 1]; not used where it cannot be judged
  bool judged = true;
  Key origin = kOwn;
  Key event = kOwn;
  double ratio = 1;   // for what bears on the scenario directly, else unused
  Key source = kOwn;  // who says it; kOwn where nobody is named
};

/// One item that says that an event did not happen, wherever it stands.
struct Denial {
  ItemId item = 0;
  Instant occurred;
  double credibility = 0;
  bool judged = true;
  Key origin = kOwn;
  Key event = 0;  // never kOwn
  Key source = kOwn;
};

inline constexpr int kNoWider = -1;

/// One expectation and what is observed of its indicator.
struct Stream {
  Rate if_true;
  Rate if_false;  // 0 of a happening
  double dispersion = 1;
  Days lag{0};
  bool once = false;
  bool happening = false;  // a `once` stream that is what the scenario asks about
  int of = kNoWider;       // the nearest stream of a wider kind, whose events its own are too
  /// The set times at which alone it can be seen, ascending; then each is a yes or a no, told with
  /// the probabilities below, and the rates are not used. They reach to the horizon, or beyond any
  /// date that may be asked.
  std::vector<Instant> occasions;
  Probability seen_if_true;
  Probability seen_if_false;
  Steps coverage;  // 0..1, without totals
  Steps season;    // factor, all seasons multiplied
  std::vector<Observation> said;

  [[nodiscard]] bool at_set_times() const { return !occasions.empty(); }
  /// Whether a total but for "none seen" means nothing here.
  [[nodiscard]] bool takes_count() const { return !once && !at_set_times(); }
};

/// An indicator whose events are counted.
struct CountedStream {
  Stream stream;  // its rates are not used; `of` is a place in CountedQuestion::streams
  /// By the criterion; else only a narrower kind of one that is, whose events are the wider's too.
  bool named = true;
  /// Whether its coverage is declared for the time to come; not of one that only its totals or its
  /// feed cover, which will be covered as it was lately.
  bool covered_ahead = true;
};

/// What a countable forecast asks: whether so many or more are counted in a window.
struct CountedQuestion {
  struct TimeSpan {
    Instant from;
    Instant to;
  };
  std::vector<CountedStream> streams;  // in the order of the indicators' ids
  Instant from;                        // the window, [from, to]; from < to
  Instant to;
  double at_least = 0;               // R, where no factor is given
  std::optional<double> factor;      // else R is so many times what was counted in `against`
  std::optional<TimeSpan> against;   // [from, to); not given: as long as the window, just before it
  Instant history_from;              // counts from here on teach the level; before the window
  std::optional<double> drift;       // > 0; not given: learnt
  std::optional<double> dispersion;  // not given: the largest of the named indicators'
};

struct Question {
  Probability prior;
  Probability base_rate;
  Days persistence{0};  // infinity = forever
  Instant opened;
  std::optional<Instant> horizon;
  std::vector<Stream> streams;       // in the order of the indicators' ids (ties are broken by it)
  std::vector<Observation> bearing;  // unforeseen: `ratio` each
  std::vector<Denial> denials;
  /// Of a countable forecast, which has no prior, base rate or persistence of its own: these are
  /// not used. Its other streams are told of a fixed fact. None of them is a happening.
  std::optional<CountedQuestion> count;
};

/// When something said is known: from `from` on, and before `until`; kForever is never reached.
struct Known {
  Instant from = kBeginning;
  Instant until = kForever;
};

/// Everything that was ever said, in all its versions, and when each of them is known.
struct Chronicle {
  Question question;
  std::vector<std::vector<Known>> of_streams;       // as question.streams[j].said
  std::vector<Known> of_bearing;                    // as question.bearing
  std::vector<Known> of_denials;                    // as question.denials
  std::vector<std::vector<Known>> of_counted = {};  // as question.count->streams[j].stream.said
};

}  // namespace signpost::belief
