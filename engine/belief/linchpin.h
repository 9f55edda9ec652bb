// What a judgement hinges on: the smallest set of events, or of sources, without which the word of
// probability would be another.
//
// Of a countable forecast only what stands beside its count is struck out or silenced: the count
// stays as it is. Once it has decided, nothing changes the word. No history: std::logic_error.
#pragma once

#include <optional>
#include <vector>

#include "engine/belief/account.h"
#include "engine/belief/question.h"

namespace signpost::belief {

struct Linchpin {
  std::vector<std::size_t> events;  // places in Account::events, ascending
  std::vector<Key> sources;         // Observation::source, ascending
  LogOdds without;
  bool exact = true;
};

/// Exact for sets of up to 3 among the 30 most influential events; where none does it, the events
/// of the direction that takes fewer are struck out in the order of their influence until the word
/// changes (`exact` false, but for a fixed fact, where no smaller set does it). Of several smallest
/// sets the one that moves the log-odds furthest, then the first by place. An event is struck out
/// as in `EventEntry::closing_without`: all else stays, the exposure too. Nothing where no set of
/// events changes the word. `account` is that of the same question and moment.
std::optional<Linchpin> event_linchpin(const Question& question, const Moment& moment,
                                       const Account& account);

/// Likewise for sources: without a source nothing that it said is heard, so events that others tell
/// of too stay, less credible; what its totals watched is not watched. Items that name no source
/// are nobody's. Exact for up to 3 among the 30 whose own removal moves the log-odds most.
std::optional<Linchpin> source_linchpin(const Question& question, const Moment& moment);

/// The one source whose removal moves P furthest, whether or not the word changes; nothing where no
/// named source moves it.
std::optional<Linchpin> weightiest_source(const Question& question, const Moment& moment);

}  // namespace signpost::belief
