#include "engine/intake/rate.h"

#include <cmath>
#include <string>

#include "engine/base/numbers.h"
#include "engine/intake/source_text.h"
#include "engine/time/instant.h"

namespace signpost::intake {
namespace {

constexpr const char* kForms = "intake.not-a-rate.hint";
constexpr std::string_view kTimesSign = "×";
constexpr double kLeastPercentEachTime = 0.1;
constexpr double kMostPercentEachTime = 99.9;

Problem not_a_rate(std::string_view text) {
  if (auto comma = decimal_comma(text)) return *comma;
  return {{"intake.not-a-rate", {{"text", text}}}, kForms};
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
    return Problem{{"intake.rate-is-negative", {{"text", text}}}, kForms};
  }
  if (per_day < kLeastRate) {
    return Problem{{"intake.rate-is-zero", {{"text", text}}}, "intake.rate-is-zero.hint"};
  }
  if (per_day > kLargestRate) {
    return Problem{{"intake.rate-too-large", {{"text", text}, {"most", number_text(kLargestRate)}}},
                   kForms};
  }
  return WrittenRate{std::string(text), Rate(per_day), std::nullopt};
}

Parsed<WrittenRate> chance_within(std::string_view text, std::string_view chance,
                                  std::string_view span) {
  chance = trimmed(chance);
  if (!chance.ends_with('%')) {
    return Problem{{"intake.no-percent", {{"text", text}}}, to_write("\"80% within 180 days\"")};
  }
  const auto percent = parse_number(trimmed(chance.substr(0, chance.size() - 1)));
  const auto days = days_of(span);
  if (!percent || !days) return not_a_rate(text);
  if (*percent >= 100) {
    return Problem{{"intake.rate-of-certainty", {{"text", text}}}, "intake.rate-of-certainty.hint"};
  }
  return checked(text, -std::log1p(-*percent / 100) / *days);
}

Parsed<WrittenRate> chance_each_time(std::string_view text, std::string_view chance) {
  const Phrase hint = to_write("\"70% each time\"");
  chance = trimmed(chance);
  if (!chance.ends_with('%')) {
    return Problem{{"intake.no-percent", {{"text", text}}}, hint};
  }
  const auto percent = parse_number(trimmed(chance.substr(0, chance.size() - 1)));
  if (!percent) {
    const auto comma = decimal_comma(text);
    return comma ? *comma : Problem{{"intake.not-a-chance", {{"text", text}}}, hint};
  }
  if (!(*percent >= kLeastPercentEachTime && *percent <= kMostPercentEachTime)) {
    return Problem{{"intake.chance-outside", {{"text", text}}}, "intake.chance-outside.hint"};
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
    return Problem{{"intake.no-baseline", {{"text", text}}}, "intake.no-baseline.hint"};
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
    return Problem{{"intake.rate-without-time", {{"text", plain}}}, kForms};
  }
  return not_a_rate(plain);
}

}  // namespace signpost::intake
