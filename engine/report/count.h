// What is said of countable forecasts: how far the count has come, what is foretold of it, and the
// chart of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/dossier.h"
#include "engine/model/standing.h"
#include "engine/report/json_writer.h"
#include "engine/report/page.h"
#include "engine/report/report.h"
#include "engine/report/speech.h"

namespace signpost::report {

/// A count: whole as it is, else with one decimal.
std::string counted(double count, const Speech& speech);

/// "214 of 360"
std::string count_in_short(const CountStanding& count, const Speech& speech);

/// Where the count stands and, where there is a history, what is foretold of it and from what; what
/// little history or a season does to the answer. A sentence each.
std::vector<std::string> count_in_words(const Assessment& assessment,
                                        const std::optional<CountForecast>& forecast,
                                        const Speech& speech);

/// What the coming month must bring.
std::string pace_in_words(const CountPace& pace, const Speech& speech);

/// Of a period: "31 counted; 26 foretold, 14 to 41".
std::string period_in_words(const LedgerPeriod& period, const Speech& speech);

/// The judged siblings of a countable forecast, worded.
std::vector<BesideText> beside_in_words(const std::vector<JudgedBeside>& beside,
                                        const Speech& speech);

/// A row a month: the day, by the count, as judged, and that at its horizon where it has one ahead.
void add_beside_table(Page& page, const BesideText& beside, std::size_t indent,
                      const Speech& speech);

/// "count": null of a scenario that does not count; else {from, to, at_least, counted, decided,
/// no_history} and, where they are there, what its months brought, what is foretold, and what its
/// judged siblings said.
void count_member(JsonWriter& json, const Assessment& assessment,
                  const std::optional<CountForecast>& forecast = std::nullopt,
                  const std::vector<JudgedBeside>& beside = {});

/// The count so far as a line, what is foretold of it as a fan (half and nine tenths of the chance),
/// and the threshold across, as inline SVG like those of chart.h. `summary` says in words what it
/// shows; `anchor` makes its ids unique in the page.
std::string count_svg(const CountStanding& standing, const CountForecast& forecast,
                      const Speech& speech, std::string_view title, std::string_view summary,
                      std::string_view anchor);

}  // namespace signpost::report
