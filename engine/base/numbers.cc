#include "engine/base/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

#include "engine/base/text.h"

namespace signpost {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Digits with commas between them, as they stand in a text.
struct CommaNumber {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t commas = 0;
};

/// The next from `at` on; empty at the end of the text where there is none.
CommaNumber next_comma_number(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    CommaNumber found{at, at, 0};
    while (found.end < text.size()) {
      const bool comma = text[found.end] == ',' && found.end > found.begin &&
                         found.end + 1 < text.size() && is_digit(text[found.end + 1]);
      if (!comma && !is_digit(text[found.end])) break;
      found.commas += comma ? 1 : 0;
      ++found.end;
    }
    if (found.commas > 0) return found;
    at = found.end + 1;
  }
  return {text.size(), text.size(), 0};
}

/// "1,000": a thousand to some, one to others. Nobody parts thousands in "0,125".
bool may_part_thousands(std::string_view number) {
  const std::size_t comma = number.find(',');
  return number.front() != '0' && comma <= 3 && number.size() == comma + 4;
}

std::string in_quotes_if_words(const std::string& text) {
  return text.find(' ') == std::string::npos ? text : '"' + text + '"';
}

}  // namespace

std::string western_digits(std::string_view text) {
  std::string western;
  western.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    if (lead == 0xD9U && next >= 0xA0U && next <= 0xA9U) {
      western += static_cast<char>('0' + (next - 0xA0U));
      ++i;
    } else if (lead == 0xDBU && next >= 0xB0U && next <= 0xB9U) {
      western += static_cast<char>('0' + (next - 0xB0U));
      ++i;
    } else if (lead == 0xD9U && next == 0xABU) {
      western += '.';
      ++i;
    } else {
      western += text[i];
    }
  }
  return western;
}

std::optional<double> parse_number(std::string_view text) {
  std::string western;
  if (!text.empty() && text.find_first_of("\xD9\xDB") != std::string_view::npos) {
    western = western_digits(text);
    text = western;
  }
  if (text.starts_with('+')) text.remove_prefix(1);
  // from_chars would also take "inf", "nan" and a second sign after the plus.
  if (text.empty() || text.find_first_not_of("0123456789.eE+-") != std::string_view::npos) {
    return std::nullopt;
  }
  double number = 0;
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (trouble != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) {
    return std::nullopt;
  }
  return number;
}

std::optional<Problem> decimal_comma(std::string_view written) {
  const std::string text = replaced(western_digits(written), "،", ",");
  std::string points;
  std::string plain;
  bool thousands = false;  // in some number
  bool decimals = true;    // in every number
  std::size_t done = 0;
  for (CommaNumber next = next_comma_number(text, 0); next.commas > 0;
       next = next_comma_number(text, next.end)) {
    const std::string_view number =
        std::string_view(text).substr(next.begin, next.end - next.begin);
    if (next.begin > 0 && text[next.begin - 1] == '.') {
      return Problem{{"base.point-and-comma", {{"text", written}}}, "base.point-and-comma.hint"};
    }
    thousands = thousands || next.commas > 1 || may_part_thousands(number);
    decimals = decimals && next.commas == 1;
    const std::string before = text.substr(done, next.begin - done);
    points += before;
    plain += before;
    for (const char c : number) {
      points += c == ',' ? '.' : c;
      if (c != ',') plain += c;
    }
    done = next.end;
  }
  if (done == 0) return std::nullopt;
  points += text.substr(done);
  plain += text.substr(done);
  const std::string fraction = in_quotes_if_words(points);
  if (!thousands) {
    return Problem{{"base.decimal-comma", {{"text", written}}},
                   {"base.write", {{"text", fraction}}}};
  }
  const std::string whole = in_quotes_if_words(plain);
  return Problem{
      {"base.comma-in-number", {{"text", written}}},
      decimals ? Phrase("base.write-whole-or-fraction", {{"whole", whole}, {"fraction", fraction}})
               : Phrase("base.write", {{"text", whole}})};
}

std::string number_text(double number) { return fmt::format("{}", number); }

std::optional<double> parse_share(std::string_view text, bool comma_is_point) {
  constexpr std::string_view kArabicPercent = "٪";
  const bool arabic = text.ends_with(kArabicPercent);
  const bool percent = arabic || text.ends_with('%');
  if (percent) text.remove_suffix(arabic ? kArabicPercent.size() : 1);
  while (percent && text.ends_with(' ')) text.remove_suffix(1);
  std::string number(text);
  if (comma_is_point) std::replace(number.begin(), number.end(), ',', '.');
  const std::optional<double> value = parse_number(number);
  const double share = value.value_or(-1.0) / (percent ? 100.0 : 1.0);
  return share >= 0.0 && share <= 1.0 ? std::optional(share) : std::nullopt;
}

}  // namespace signpost
