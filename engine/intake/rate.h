// Rates as analysts write them: "26 per month", "x1.5", "80% within 180 days".
#pragma once

#include <optional>
#include <string_view>

#include "engine/base/error.h"
#include "engine/model/definitions.h"
#include "engine/model/quantities.h"

namespace signpost::intake {

/// Rates that are accepted, in events per day: nothing observable is impossible, and nothing comes
/// a billion times a day.
inline constexpr double kLeastRate = 1e-30;
inline constexpr double kLargestRate = 1e9;

/// Reads a rate in one of three forms:
///   N per day|week|month|year, N per 10 days     events in that time; "once per year" is 1 per
///   year P% within 180 days                            the chance of at least one: −ln(1−P)/180 a
///   day xN                                            N times the indicator's baseline
/// A month is 30.4375 days, a year 365.25. A problem says what is wrong and what to write; a rate
/// of 0 draws the advice of a small one, and xN without a baseline is one too.
Parsed<WrittenRate> parse_rate(std::string_view text, const std::optional<Rate>& baseline);

/// Whether a rate is written as a multiple of the baseline.
bool is_factor(std::string_view text);

}  // namespace signpost::intake
