// Numbers as people write them in texts, cells and options: the one place where they are read.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace signpost {

/// The whole text as a finite number: digits, a sign, a point, an exponent. Digits may be
/// Arabic-Indic (٠-٩, ۰-۹) with ٫ for the point. Nothing else is taken for a number.
std::optional<double> parse_number(std::string_view text);

/// ASCII in place of Arabic-Indic digits (U+0660–0669), extended ones (U+06F0–06F9) and their point
/// (U+066B).
std::string western_digits(std::string_view text);

/// What is wrong with a text that was not understood, where a comma stands between two digits of it
/// ("0,5", "x1,5", "0,5 per day"): much of the world writes a decimal point so, and the hint has
/// the text with points. Where the comma may part thousands ("1,000"), it has both. Nothing where
/// there is no such comma.
///
/// A comma is not read as a point: it also parts the numbers of a list, and thousands. Only a cell
/// of a table may have one, where a spreadsheet wrote it and no list can be meant.
std::optional<Problem> decimal_comma(std::string_view text);

/// A share of one as people write it: 0.4 or 40%, also with ٪; nothing where it is none, or not
/// from 0 to 1. `comma_is_point` in a cell of a table.
std::optional<double> parse_share(std::string_view text, bool comma_is_point = false);

/// A number as short as it can be written and still read back: 0.17, 1e-09.
std::string number_text(double number);

}  // namespace signpost
