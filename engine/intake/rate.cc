#include "engine/intake/rate.h"

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "engine/base/numbers.h"
#include "engine/intake/source_text.h"
#include "engine/time/instant.h"

namespace signpost::intake {
namespace {

constexpr std::string_view kForms =
    "write \"26 per month\", \"1 per 10 days\", \"80% within 180 days\" or \"x1.5\" of the "
    "baseline";
constexpr std::string_view kTimesSign = "×";
constexpr double kLeastPercentEachTime = 0.1;
constexpr double kMostPercentEachTime = 99.9;

Problem not_a_rate(std::string_view text) {
  if (auto comma = decimal_comma(text)) return *comma;
  return {fmt::format("\"{}\" is not a rate", text), std::string(kForms)};
}

/// A length of time after "per" or "within": "month", "10 days", "a year".
std::optional<double> days_of(std::string_view text) {
  std::string written(trimmed(text));
  if (written.starts_with("a ")) written.erase(0, 2);
  const bool counted = !written.empty() &&
                       (written.front() == '.' || written.front() == '+' ||
                        written.front() == '-' || parse_number(written.substr(0, 1)).has_value());
  const Parsed<Days> span = parse_duration(counted ? written : "1 " + written);
  if (!span || !std::isfinite(span->count()) || span->count() <= 0) return std::nullopt;
  return span->count();
}

Parsed<WrittenRate> checked(std::string_view text, double per_day) {
  if (std::isnan(per_day)) return not_a_rate(text);
  if (per_day < 0) {
    return Problem{fmt::format("the rate \"{}\" is negative", text), std::string(kForms)};
  }
  if (per_day < kLeastRate) {
    return Problem{fmt::format("the rate \"{}\" is 0", text), std::string(kNoRateIsZero)};
  }
  if (per_day > kLargestRate) {
    return Problem{fmt::format("the rate \"{}\" is too large: over {} a day", text, kLargestRate),
                   std::string(kForms)};
  }
  return WrittenRate{std::string(text), Rate(per_day), std::nullopt};
}

Parsed<WrittenRate> chance_within(std::string_view text, std::string_view chance,
                                  std::string_view span) {
  chance = trimmed(chance);
  if (!chance.ends_with('%')) {
    return Problem{fmt::format("\"{}\" does not say how many percent", text),
                   "write \"80% within 180 days\""};
  }
  const auto percent = parse_number(trimmed(chance.substr(0, chance.size() - 1)));
  const auto days = days_of(span);
  if (!percent || !days) return not_a_rate(text);
  if (*percent >= 100) {
    return Problem{fmt::format("\"{}\": no finite rate makes this certain", text),
                   "write less than 100 %, such as \"99% within 180 days\""};
  }
  return checked(text, -std::log1p(-*percent / 100) / *days);
}

Parsed<WrittenRate> chance_each_time(std::string_view text, std::string_view chance) {
  const std::string hint = "write \"70% each time\"";
  chance = trimmed(chance);
  if (!chance.ends_with('%')) {
    return Problem{fmt::format("\"{}\" does not say how many percent", text), hint};
  }
  const auto percent = parse_number(trimmed(chance.substr(0, chance.size() - 1)));
  if (!percent) {
    const auto comma = decimal_comma(text);
    return comma ? *comma : Problem{fmt::format("\"{}\" is not a chance", text), hint};
  }
  if (!(*percent >= kLeastPercentEachTime && *percent <= kMostPercentEachTime)) {
    return Problem{fmt::format("\"{}\" is outside 0.1 % to 99.9 %", text),
                   "nothing observable is certain or impossible: write \"99.9% each time\" or "
                   "\"0.1% each time\""};
  }
  return WrittenRate{std::string(text), Rate(), Probability(*percent / 100)};
}

Parsed<WrittenRate> events_per(std::string_view text, std::string_view events,
                               std::string_view span) {
  events = trimmed(events);
  const auto number = events == "once" ? std::optional(1.0) : parse_number(events);
  const auto days = days_of(span);
  if (!number || !days) return not_a_rate(text);
  return checked(text, *number / *days);
}

Parsed<WrittenRate> times_baseline(std::string_view text, std::string_view factor,
                                   const std::optional<Rate>& baseline) {
  const auto number = parse_number(trimmed(factor));
  if (!number) return not_a_rate(text);
  if (!baseline) {
    return Problem{fmt::format("\"{}\" multiplies a baseline, and the indicator has none", text),
                   "give the indicator a baseline, or write the rate out: \"26 per month\""};
  }
  return checked(text, *number * baseline->per_day());
}

}  // namespace

std::optional<double> factor_in(std::string_view text) {
  const std::string_view plain = trimmed(text);
  if (!is_factor(plain)) return std::nullopt;
  return parse_number(trimmed(plain.substr(plain.starts_with(kTimesSign) ? kTimesSign.size() : 1)));
}

bool is_factor(std::string_view text) {
  const std::string_view plain = trimmed(text);
  return plain.starts_with('x') || plain.starts_with('X') || plain.starts_with(kTimesSign);
}

Parsed<WrittenRate> parse_rate(std::string_view text, const std::optional<Rate>& baseline) {
  const std::string_view plain = trimmed(text);
  if (is_factor(plain)) {
    const std::size_t sign = plain.starts_with(kTimesSign) ? kTimesSign.size() : 1;
    return times_baseline(plain, plain.substr(sign), baseline);
  }
  if (plain == "never") {
    return WrittenRate{std::string(plain), Rate(kNeverPerDay), std::nullopt};
  }
  constexpr std::string_view kEachTime = " each time";
  if (plain.ends_with(kEachTime)) {
    return chance_each_time(plain, plain.substr(0, plain.size() - kEachTime.size()));
  }
  constexpr std::string_view kWithin = " within ";
  if (const std::size_t at = plain.find(kWithin); at != std::string_view::npos) {
    return chance_within(plain, plain.substr(0, at), plain.substr(at + kWithin.size()));
  }
  constexpr std::string_view kPer = " per ";
  if (const std::size_t at = plain.find(kPer); at != std::string_view::npos) {
    return events_per(plain, plain.substr(0, at), plain.substr(at + kPer.size()));
  }
  if (parse_number(plain)) {
    return Problem{fmt::format("\"{}\" does not say in what time", plain), std::string(kForms)};
  }
  return not_a_rate(plain);
}

}  // namespace signpost::intake
