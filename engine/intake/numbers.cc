#include "engine/intake/numbers.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <system_error>

namespace signpost::intake {
namespace {

/// ASCII in place of Arabic-Indic digits (U+0660–0669), extended ones (U+06F0–06F9) and U+066B.
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

}  // namespace

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

std::string number_text(double number) { return fmt::format("{}", number); }

}  // namespace signpost::intake
