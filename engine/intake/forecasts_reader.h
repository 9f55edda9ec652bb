// What others forecast, from a table: CSV with the columns scenario, by, at, probability and,
// where wished, because; in any order and case. Error{kInvalid} where such a table has no rows.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/intake/row_mistakes.h"
#include "engine/model/outcome.h"

namespace signpost::intake {

/// Streams the rows: `accept` gets each forecast with its line, `reject` each mistake of each bad
/// row. An empty probability is a withdrawal; it is 0.4 or 40%. A bare date is its start. Decimal
/// commas and Arabic-Indic digits are understood. Whether there is such a scenario is the store's to
/// say. Error{kInvalid} where the file cannot be read at all.
void read_forecasts(const std::filesystem::path& file,
                    const std::function<void(Forecast&&, std::uint32_t line)>& accept,
                    const Reject& reject);

/// An instant for each scenario, from such a table with the columns scenario and at; a bare date is
/// its end, as of --spot.
std::map<std::string, Instant> read_spots(const std::filesystem::path& file, const Reject& reject);

/// Forecasts and what came of them, from a table with the columns probability and outcome (1 or 0,
/// yes or no, true or false).
std::vector<std::pair<Probability, bool>> read_pairs(const std::filesystem::path& file,
                                                     const Reject& reject);

}  // namespace signpost::intake
