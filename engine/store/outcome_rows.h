// Resolutions, forecasts and verdicts: their rows, read and written.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/model/outcome.h"
#include "engine/store/connection.h"
#include "engine/store/record.h"

namespace signpost::store {

/// In the order of recording; of one scenario, or (empty) of all.
std::vector<Resolution> resolutions_in(Connection& connection, std::string_view scenario);
std::vector<Forecast> forecasts_in(Connection& connection, std::string_view scenario);
/// In the order of recording.
std::vector<ItemVerdict> verdicts_in(Connection& connection);

/// The record of what shall be stored; nothing where the last one of its scenario (of a forecast:
/// of its forecaster for that time; of its item) says the same. Error{kInvalid}: it names a scenario
/// or an item that is not there; a scenario is settled before it opened, later than `now`, or later
/// than that is said to have been known, or that is later than `now`; a forecaster has no name that
/// can stand in a list. Error{kConflict}: nothing stands that could be taken back.
/// kAny: nothing also where any earlier one says the same, as a file does that is imported again.
enum class Repeats : std::uint8_t { kLast, kAny };
std::optional<Record> record_of(Connection& connection, const Resolution& resolution, Instant now,
                                Repeats repeats);
std::optional<Record> record_of(Connection& connection, const Forecast& forecast, Instant now,
                                Repeats repeats);
std::optional<Record> record_of(Connection& connection, const ItemVerdict& verdict,
                                Repeats repeats);

/// The records that unseal what a forecaster has sealed of a scenario; none where nothing is.
/// Error{kInvalid}: there is no such scenario.
std::vector<Record> unsealing(Connection& connection, std::string_view scenario,
                              std::string_view by);

}  // namespace signpost::store
