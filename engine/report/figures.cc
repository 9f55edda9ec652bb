#include "engine/report/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/model/words.h"

namespace signpost::report {
namespace {

constexpr std::array<std::string_view, 8> kBlocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::array<std::string_view, 8> kEighths = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

struct Unit {
  double days;
  std::string_view name;
};
constexpr std::array<Unit, 3> kUnits = {
    {{1.0, "day"}, {kDaysPerMonth, "month"}, {kDaysPerYear, "year"}}};

bool same_word(double percent, Probability probability) {
  return percent >= 0.0 && percent <= 100.0 &&
         icd203_word(Probability(percent / 100.0)).key == icd203_word(probability).key;
}

/// Per cent with as few decimals as are asked for, or as many more (up to three) as it takes not to
/// be rounded over the edge of another word of probability.
std::string in_its_word(Probability probability, int decimals) {
  const double share = 100.0 * probability.value();
  for (;; ++decimals) {
    const double steps = std::pow(10.0, decimals);
    if (const double near = std::round(share * steps) / steps; same_word(near, probability)) {
      return fmt::format("{:.{}f} %", near, decimals);
    }
    // Words begin at their lower edge: only rounding up can leave one.
    if (decimals == 3) return fmt::format("{:.3f} %", std::floor(share * steps) / steps);
  }
}

std::string signed_number(std::string_view digits, std::int64_t number) {
  return std::string(number < 0 ? "−" : number > 0 ? "+" : "").append(digits);
}

}  // namespace

const std::string& in(Language language, const Bilingual& text) {
  return language == Language::kArabic && !text.ar.empty() ? text.ar : text.any();
}

std::string percent(Probability probability) {
  const double share = 100.0 * probability.value();
  if (share < 1.0) return "<1 %";
  if (share > 99.0) return ">99 %";
  return in_its_word(probability, 0);
}

std::string percent_exact(Probability probability) {
  const double share = 100.0 * probability.value();
  const double rest = 100.0 - share;
  const double smaller = std::min(share, rest);
  const int decimals = smaller >= 0.095 ? 1 : (smaller >= 0.0095 ? 2 : 3);
  std::string text = in_its_word(probability, decimals);
  if (text == "0.000 %") return "<0.001 %";
  if (text == "100.000 %") return ">99.999 %";
  return text;
}

std::string points(Probability from, Probability to) {
  return points(std::llround(100.0 * (to.value() - from.value())));
}

std::string points(std::int64_t whole) {
  return signed_number(std::to_string(std::abs(whole)), whole);
}

std::int64_t hundredths(LogOdds weight) { return std::llround(weight.decibans() * 100.0); }

std::string decibans(std::int64_t hundredths) {
  const std::int64_t size = std::abs(hundredths);
  return signed_number(fmt::format("{}.{:02}", size / 100, size % 100), hundredths);
}

std::string decibans(LogOdds weight) { return decibans(hundredths(weight)); }

std::string rate(Rate per_day) {
  const Unit* unit = &kUnits.back();
  for (const Unit& candidate : kUnits) {
    if (per_day.per_day() * candidate.days < 0.995) continue;
    // Analysts think in months; by the day only what comes many times a day.
    if (candidate.days == 1.0 && per_day.per_day() < 9.95) continue;
    unit = &candidate;
    break;
  }
  return fmt::format("{} a {}", two_digits(per_day.per_day() * unit->days), unit->name);
}

std::string two_digits(double number) {
  if (number >= 9.95 || number == 0) return fmt::format("{:.0f}", number);
  const int decimals = number >= 0.995 ? 1 : 1 - static_cast<int>(std::floor(std::log10(number)));
  std::string text = fmt::format("{:.{}f}", number, std::min(decimals, 12));
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

std::string ratio(double ratio) {
  const bool more = ratio >= 1.0;
  return (more ? "×" : "÷") + two_digits(more ? ratio : 1.0 / ratio);
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string text;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    if (!text.empty()) text += between;
    text += part;
  }
  return text;
}

std::string grouped(std::int64_t number) {
  std::string digits = fmt::format("{}", number);
  const std::size_t sign = number < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > sign + 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string sparkline(std::span<const std::optional<Probability>> trend, std::size_t columns,
                      const Terminal& terminal) {
  std::string line;
  for (std::size_t column = 0; column < columns; ++column) {
    const std::size_t begin = column * trend.size() / columns;
    const std::size_t end = std::max(begin + 1, (column + 1) * trend.size() / columns);
    std::optional<Probability> last;
    for (std::size_t at = begin; at < std::min(end, trend.size()); ++at) {
      if (trend[at]) last = trend[at];
    }
    if (!last) {
      line += terminal.unicode ? "·" : ".";
    } else if (terminal.unicode) {
      line += kBlocks.at(static_cast<std::size_t>(std::min(7.0, last->value() * 8.0)));
    } else {
      line += fmt::format("{:.0f}", std::min(9.0, std::floor(last->value() * 10.0)));
    }
  }
  return line;
}

std::string bar(Probability probability, std::size_t columns, const Terminal& terminal) {
  const double length = probability.value() * static_cast<double>(columns);
  std::string line;
  if (!terminal.unicode) {
    line.assign(static_cast<std::size_t>(std::llround(length)), '#');
    return line;
  }
  const auto eighths = static_cast<std::size_t>(std::llround(length * 8.0));
  for (std::size_t full = 0; full < eighths / 8; ++full) line += "█";
  line += kEighths.at(eighths % 8);
  return line;
}

}  // namespace signpost::report
