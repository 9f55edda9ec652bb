// History: the probability of one scenario over time, as a table with bars, JSON or CSV.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/standing.h"
#include "engine/report/page.h"
#include "engine/report/speech.h"

namespace signpost::report {

/// A scenario's points, oldest first, with what a reader must know of how they were made.
struct History {
  Scenario scenario;
  std::vector<HistoryPoint> points;
  std::optional<Instant> known_at;  // nothing: each point with what was known then
  bool hindsight = false;           // of the last point
  int not_known_then = 0;
  int not_available = 0;    // at one of its dates at least
  int without_history = 0;  // dates left out: a countable forecast had no history yet
  bool rehearsal = false;   // of a store that was made under --now
};

struct HistoryChoices {
  Instant now;             // the clock
  std::size_t width = 80;  // the page is laid out for
};

/// A line a point: date, probability, word, bar.
Page history_page(const History& history, const HistoryChoices& choices, const Speech& speech);

/// signpost.history/1 (DESIGN.md §5), with `known_at` (an instant or "as-of") and each point's
/// `log_odds_db` besides.
std::string history_json(const History& history);

/// `as_of,probability,log_odds_db` and a line a point; instants as RFC 3339, numbers with 17
/// digits. Of a rehearsal a last column says so.
std::string history_csv(const History& history);

}  // namespace signpost::report
