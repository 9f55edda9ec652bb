// [scenario.criterion]: what a countable forecast counts, and how much is enough.
//
//   [[scenario]]
//   asks = "count"                # and no prior, base_rate, lasts or persistence
//     [scenario.criterion]
//     indicators = ["attacks"]    # counted together, with the narrower kinds that are `of` them
//     from = 2022-01-28           # default: opened
//     to = 2023-01-28             # default: the horizon; where there is none, it is the horizon
//     at_least = 360              # or: factor = 1.25, so many times what was counted in
//     against = { from = 2021-01-28, to = 2022-01-28 }  # default: as long, just before
//     history_from = 2019-01-01   # counts from here on teach the level
//     drift = 0.2                 # sd of the log-level's monthly step; default: learnt
//     dispersion = 1.5            # within a month; default: the largest of the indicators'
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/intake/references.h"
#include "engine/intake/toml_table.h"
#include "engine/model/definitions.h"

namespace signpost::intake {

/// Whether a scenario is read as a countable forecast: it asks for a count, or it has a criterion
/// and does not say anything else that can be understood.
bool is_count(const Table& scenario);

/// Keys of a scenario that a countable forecast does not take: they say where belief starts and how
/// it fades, and a count learns the one from history and is a fact.
const std::vector<std::string>& not_of_a_count();

/// Reads what only a countable forecast has into `scenario`, whose `opened` and horizon were read
/// already, and takes the horizon from it where there is none. Refuses what it does not take.
/// `opened`: nothing where that is wrong. Gives the criterion's table, where there is one.
std::optional<Table> read_count(Scenario& scenario, Table& table, std::optional<Instant> opened);
/// Another scenario has no criterion.
void refuse_criterion(Table& scenario);

/// What would count twice: an event of two kinds that a criterion names, or of one that an
/// expectation is about as well.
struct CountedTwice {
  std::string counted;                       // the indicator that the criterion names
  std::string other;                         // the one within it, or that it is within, or itself
  std::optional<std::size_t> expectation{};  // its place among the scenario's; else a named one
  Phrase message;
  const char* hint;
};
std::vector<CountedTwice> counted_twice(const Scenario& scenario,
                                        const Index<Indicator>& indicators);

/// Judges what a criterion names; `criterion` is the table that it was read from.
void judge_count(const Scenario& scenario, const Table& criterion, const References& references);

}  // namespace signpost::intake
