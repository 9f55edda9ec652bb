// What must be said beside a figure, so that it is not read for more than it is: ready to print.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/standing.h"
#include "engine/report/speech.h"

namespace signpost::report {

/// Where it will stand at its horizon, of a state that is open and has one ahead: "at the horizon,
/// 28 January 2023: 21 %"; else empty.
std::string at_horizon(const Standing& standing, const Speech& speech, bool narrow = false);

/// Such words where they stand alone: a capital first and a full stop last.
std::string as_sentence(std::string_view words);

/// Who says that what it asks about has happened: ready to print.
std::vector<std::string> tellers(const Standing::Happened& happened, const Speech& speech);

/// "came true on 26 November 2026, as ECB reports (A1)"; below that certainty that it is said to
/// have, and how far that is believed. `sources` are ready to print.
std::string happened_in_words(const Standing::Happened& happened,
                              std::span<const std::string> sources, const Speech& speech);

/// How it came out: "it came true".
std::string outcome_in_words(Outcome outcome, const Speech& speech);
/// "settled on 28 January 2023: it came true".
std::string settled_in_words(const Resolution& resolution, const Speech& speech);
/// For a narrow column: "came true, 28 Jan 2023".
std::string settled_in_short(const Resolution& resolution, const Speech& speech);

/// What is typed to settle what has come true, with its day and its items.
std::string how_to_resolve(const Standing& standing, const Speech& speech);

/// All else: that it stands above what it implies, that its numbers were revised after the opening,
/// that it was defined later than it is shown for. A sentence each.
std::vector<std::string> remarks(const Standing& standing, const Speech& speech);

/// That there are none; where so many are left out, being retired, that.
std::string no_scenarios_in_words(int retired, const Speech& speech);
/// How the retired are seen, and taken up again: `action` is what shows them.
std::string how_to_see_retired(int retired, std::string_view action, const Speech& speech);

/// The line that no report of a past date may lack: as of when, as known when, and in hindsight how
/// many items were not known then. A sentence.
std::string reading_in_words(const Moment& moment, bool hindsight, int not_known_then, Instant now,
                             const Speech& speech);

/// The parts that are not empty, with a dot between them.
std::string dotted(const std::vector<std::string>& parts);

/// `#12 #13`; where there are many, the first and how many more.
std::string item_numbers_in_words(std::span<const ItemId> items, const Speech& speech);

/// "Rehearsal: this store was made under --now; nothing in it is meant."
std::string rehearsal_in_words(const Speech& speech);

/// "#3 attacks: 0.5, 20 November – 10 December 2022, because the network was cut"; the indicator is
/// ready to print.
std::string coverage_in_words(const CoverDeclaration& cover, std::string_view indicator,
                              const Speech& speech);

/// "17 items were recorded later and do not say when they could be known"; empty of none.
std::string not_available_in_words(int items, const Speech& speech);
}  // namespace signpost::report
