// The indicators' board: what is watched, when it was last seen, and what it moves.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "engine/model/standing.h"
#include "engine/report/page.h"
#include "engine/report/speech.h"

namespace signpost::report {

/// The board at one moment.
struct Board {
  Moment moment;
  bool hindsight = false;
  int not_known_then = 0;
  int not_available = 0;
  std::optional<Instant> since;  // only what was seen since
  std::vector<IndicatorLine> lines;
};

struct BoardChoices {
  Instant now;             // the clock
  std::size_t width = 80;  // of the page: titles stand beside ids where there is room
};

/// Of each indicator its id, last sighting, items in 30 days and in all, and whether it is watched;
/// below, its title and the scenarios that it moves, the strongest first.
Page indicators_page(const Board& board, const BoardChoices& choices, const Speech& speech);

/// signpost.indicators/1: {"format","as_of","known_at","since","indicators":[{"id","title","once",
/// "watched","level_now","last_seen","items_30d","items","moves":[{"scenario","ratio"}]}]}
std::string indicators_json(const Board& board);

}  // namespace signpost::report
