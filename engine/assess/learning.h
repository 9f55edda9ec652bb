// What the archive's history teaches: rates, delays, base rates, grades, as known at an instant.
//
//   items, definitions ─ Archive::count_of ─ belief/counted_events.h ─> what each day counted
//                                                                          │
//   learn/rate.h, season.h, delays.h, base_rate.h, grades.h <──────────────┘
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/assess/archive.h"
#include "engine/learn/lessons.h"

namespace signpost::assess {

/// Older history than this is left aside: rates from before it say little of today's, and each month
/// costs some milliseconds.
inline constexpr Days kLongestHistory{365 * 30};

/// A window of which fewer days than this were watched does not say that its criterion was not met.
inline constexpr double kWatchedWell = 0.9;

/// What was counted of indicators together, day by day until known_at, at face value: events of
/// credibility 0.5 or more after corroboration and denials, each once, narrower kinds' with the
/// wider's, totals within totals (belief/counted_events.h). An exposure is in days of full coverage,
/// seasons multiplied and late reports taken off, as for silence. It begins with the day of the
/// first item or declared coverage, no earlier than `history_from`, and no cells are there where
/// nothing was told.
learn::CountSeries counted_by_day(Archive& archive, const std::vector<std::string>& indicators,
                                  Instant known_at, std::optional<Instant> history_from = {});

/// Of an indicator, as it was defined then. Error{kNotFound} with a did-you-mean where there is none.
/// tried  whether its intervals are tried on the past (learn/rate.h), which takes most of the time
learn::IndicatorLesson learn_indicator(Archive& archive, const std::string& id, Instant known_at,
                                       learn::Tried tried = learn::Tried::kYes);

/// Of a scenario, as it was defined then. Past windows are judged by its own criterion, or by that of
/// a countable sibling: `judged_by`, or the one of the same `part_of` or publication that counts most
/// of the indicators that it expects, at least one; ties: the first by its id.
/// A window met a criterion where so many were counted; it did not where they were not and nine days
/// in ten were watched; else it is not judged. The last one ends as many days before known_at as
/// reports take. A stretch of 30 days, or of a shorter window, was under way where the window that
/// ends with it met the criterion.
/// Where the criterion asks for a factor, rates given the answer are multiples of what each window was
/// compared with, at the level of what the latest days would be compared with: a window's exposure is
/// multiplied by the first over the second. Where either is 0 the window teaches no rate.
/// Error{kNotFound} with a did-you-mean where there is none; Error{kUsage} where `judged_by` cannot be
/// counted.
learn::ScenarioLesson learn_scenario(Archive& archive, std::string_view id, Instant known_at,
                                     const std::optional<std::string>& judged_by = {});

/// Of the verdicts that stood then. What is learnt starts from the default table, as the desk's own
/// may have been learnt from the same verdicts.
learn::GradeLesson learn_grades(Archive& archive, Instant known_at);

}  // namespace signpost::assess
