// A small invented desk for the tests of reports: scenarios in every role and state, with Arabic,
// long titles, and a source that means harm.
#pragma once

#include <string_view>

#include "engine/model/standing.h"
#include "engine/report/evidence.h"
#include "engine/report/explain.h"
#include "engine/report/history.h"
#include "engine/report/indicators.h"
#include "engine/report/status.h"
#include "engine/report/terminal.h"

namespace signpost::report::world {

/// The start of a day, or the second that is written out.
Instant at(std::string_view written);
/// The end of that day.
Instant end_of(std::string_view day);

/// Everything that a terminal could be tricked with, and Arabic.
extern const std::string_view kHostile;

Item item(std::string_view text, std::string_view occurred);
ItemLine line(ItemId id, const Item& content, std::string_view grade);

/// 30 June 2022, as known then.
Standings standings();
/// The same with what was known later.
Standings in_hindsight();
/// A ledger whose lines add up, with 14 events, a total of totals, silence, and all that is left
/// out.
Explanation explanation();
History history();
Board board();
EvidenceList evidence();
ItemStory story();

/// The clock in all of them: 22 November 2026, 12:00 UTC.
Instant now();

Terminal pipe(std::size_t width);
Terminal coloured(std::size_t width);
Terminal ascii(std::size_t width);

}  // namespace signpost::report::world

namespace signpost::report {

/// The pages as a terminal shows them.
std::string status_text(const Standings& standings, StatusChoices choices, const Terminal& terminal,
                        Language language = Language::kEnglish);
std::string explain_text(const Explanation& explanation, const ExplainChoices& choices,
                         const Terminal& terminal, Language language = Language::kEnglish);
std::string history_text(const History& history, HistoryChoices choices, const Terminal& terminal,
                         Language language = Language::kEnglish);
std::string indicators_text(const Board& board, BoardChoices choices, const Terminal& terminal,
                            Language language = Language::kEnglish);
std::string evidence_text(const EvidenceList& list, const EvidenceChoices& choices,
                          const Terminal& terminal, Language language = Language::kEnglish);
std::string item_text(const ItemStory& story, const EvidenceChoices& choices,
                      const Terminal& terminal, Language language = Language::kEnglish);

}  // namespace signpost::report
