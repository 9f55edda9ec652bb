// Numbers as people write them in texts and cells.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace signpost::intake {

/// The whole text as a finite number: digits, a sign, a point, an exponent. Digits may be
/// Arabic-Indic (٠-٩, ۰-۹) with ٫ for the point. Nothing else is taken for a number.
std::optional<double> parse_number(std::string_view text);

/// A number as short as it can be written and still read back: 0.17, 1e-09.
std::string number_text(double number);

}  // namespace signpost::intake
