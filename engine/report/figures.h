// Figures as reports print them: per cent, decibans, rates, sparklines, bars.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/language.h"
#include "engine/model/definitions.h"
#include "engine/model/quantities.h"
#include "engine/report/terminal.h"

namespace signpost::report {

using signpost::Digits;
using signpost::Language;

/// A title in a language; where there is none in it, in the other.
const std::string& in(Language language, const Bilingual& text);

/// `62 %`; `<1 %` and `>99 %` in the tails, where ICD 203 has no word either. Where the whole
/// number would belong to another word of probability than the probability itself, decimals are
/// shown, rounded towards its own word: 79.7 % is "likely" and must not be printed as 80 %.
std::string percent(Probability probability);

/// `62.4 %`, in the tails as many decimals as say something (`0.012 %`, `99.97 %`), and never
/// rounded into another word either.
std::string percent_exact(Probability probability);

/// Percentage points between two probabilities, rounded: `+7`, `−12`, `0`.
std::string points(Probability from, Probability to);
std::string points(std::int64_t whole);

/// A figure in hundredths of a deciban, in which accounts are printed: what is printed adds up to
/// the last decimal if and only if the hundredths do.
std::int64_t hundredths(LogOdds weight);
/// `+12.34`, `−0.07`, `0.00`.
std::string decibans(std::int64_t hundredths);
/// The same of a weight that stands alone.
std::string decibans(LogOdds weight);

/// `23 a month`, `4.1 a year`: the unit that leaves the figure at least 1, with two or more digits.
std::string rate(Rate per_day);

/// At least two significant digits, never an exponent: `23`, `4.1`, `0.037`.
std::string two_digits(double number);

/// A ratio of rates: `×3`, `÷2.5`; two significant digits, `×1` if even.
std::string ratio(double ratio);

/// The parts that are not empty, with `between` between them.
std::string joined(const std::vector<std::string>& parts, std::string_view between);

/// 1,234,567
std::string grouped(std::int64_t number);

/// One mark for each column, the newest at the right; each the last known value of its share of
/// `trend`. Eight heights of a block from 0 to 100 %, or in ASCII the tenths 0 to 9; a dot or a
/// space where there is no value yet.
std::string sparkline(std::span<const std::optional<Probability>> trend, std::size_t columns,
                      const Terminal& terminal);

/// A bar of at most `columns` that is full at 100 %, to an eighth of a column; `#` in ASCII.
std::string bar(Probability probability, std::size_t columns, const Terminal& terminal);

}  // namespace signpost::report
