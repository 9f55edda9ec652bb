// Rates as analysts write them: "26 per month", "x1.5", "80% within 180 days", "70% each time".
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

/// Reads a rate in one of these forms:
///   N per day|week|month|year, N per 10 days   events in that time; "once per year" is 1 per year
///   P% within 180 days                         the chance of at least one: −ln(1−P)/180 a day
///   xN                                         N times the indicator's baseline
///   never                                      once in a thousand years
///   P% each time                               at set times: the chance at each, 0.1 % to 99.9 %;
///                                              then `each_time` holds it and `rate` is 0
/// A month is 30.4375 days, a year 365.25. A problem says what is wrong and what to write; a rate
/// of 0 draws the advice of a small one, and xN without a baseline is one too.
Parsed<WrittenRate> parse_rate(std::string_view text, const std::optional<Rate>& baseline);

/// Whether a rate is written as a multiple of the baseline.
bool is_factor(std::string_view text);
/// Of which: 1.5 of "x1.5"; nothing where it is no factor, or no number.
std::optional<double> factor_in(std::string_view text);

}  // namespace signpost::intake
