#include "engine/base/text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <new>

namespace signpost {
namespace {

constexpr UChar32 kReplacement = 0xFFFD;

/// The code point at `at`, which moves behind it; negative where the bytes are not UTF-8.
UChar32 next_code_point(const char* text, std::int32_t& at, std::int32_t length) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // inside ICU's macro
  UChar32 c = 0;
  U8_NEXT(text, at, length, c);
  return c;
#pragma GCC diagnostic pop
}

/// Calls `visit(code_point, begin, end)` for each code point; what is not UTF-8 comes as U+FFFD.
/// Stops where visit returns false.
template <class Visit>
void each_code_point(std::string_view text, Visit visit) {
  const auto length = static_cast<std::int32_t>(text.size());
  std::int32_t at = 0;
  while (at < length) {
    const std::int32_t begin = at;
    const UChar32 c = next_code_point(text.data(), at, length);
    if (!visit(c < 0 ? kReplacement : c, static_cast<std::size_t>(begin),
               static_cast<std::size_t>(at))) {
      return;
    }
  }
}

void append(std::string& text, UChar32 c) {
  std::uint8_t bytes[U8_MAX_LENGTH];
  std::int32_t length = 0;
  U8_APPEND_UNSAFE(bytes, length, c);
  text.append(bytes, bytes + length);
}

/// Can it move the cursor, recolour, break the line or reorder what stands around it?
bool is_hostile(UChar32 c) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return true;        // C0, DEL, C1
  if (c == 0x2028 || c == 0x2029) return true;                 // line and paragraph separators
  if (c == 0x200E || c == 0x200F || c == 0x061C) return true;  // marks of direction
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

std::size_t width_of(UChar32 c) {
  if (c >= 0x20 && c < 0x7F) return 1;
  switch (u_charType(c)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
      return c == 0xAD ? 1 : 0;  // a soft hyphen is shown
    case U_CONTROL_CHAR:
      return 0;
    default:
      break;
  }
  const auto east_asian = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return east_asian == U_EA_WIDE || east_asian == U_EA_FULLWIDTH ? 2 : 1;
}

std::string replace_hostile(std::string_view text, bool keep_newlines) {
  std::string safe;
  safe.reserve(text.size());
  each_code_point(text, [&](UChar32 c, std::size_t begin, std::size_t end) {
    if (c == '\n' && keep_newlines) {
      safe += '\n';
    } else if (c == '\t' || c == '\n') {
      safe += ' ';
    } else if (is_hostile(c) || c == kReplacement) {
      append(safe, kReplacement);
    } else {
      safe.append(text, begin, end - begin);
    }
    return true;
  });
  return safe;
}

std::vector<UChar32> points_of(std::string_view text) {
  std::vector<UChar32> points;
  each_code_point(text, [&](UChar32 c, std::size_t, std::size_t) {
    points.push_back(c);
    return true;
  });
  return points;
}

/// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours.
std::size_t edit_distance(const std::vector<UChar32>& a, const std::vector<UChar32>& b) {
  std::vector<std::size_t> two_back;
  std::vector<std::size_t> back(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    two_back = std::move(back);
    back = std::move(row);
    row.assign(b.size() + 1, i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({back[j] + 1, row[j - 1] + 1, back[j - 1] + cost});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], two_back[j - 2] + 1);
      }
    }
  }
  return row[b.size()];
}

/// One letter for the forms that Arabic writers use for each other; 0 for what is only decoration.
UChar32 fold_arabic(UChar32 c) {
  if ((c >= 0x064B && c <= 0x065F) || c == 0x0670 || c == 0x0640) return 0;  // diacritics, tatweel
  if (c >= 0x06D6 && c <= 0x06ED && u_charType(c) == U_NON_SPACING_MARK) return 0;
  switch (c) {
    case 0x0622:
    case 0x0623:
    case 0x0625:
    case 0x0671:
      return 0x0627;  // alef with madda, hamza, wasla
    case 0x0649:
    case 0x06CC:
      return 0x064A;  // alef maksura and Farsi yeh as ya
    case 0x06A9:
      return 0x0643;  // keheh as kaf
    case 0x0629:
      return 0x0647;  // ta marbuta as ha
    default:
      break;
  }
  if (c >= 0x0660 && c <= 0x0669) return '0' + (c - 0x0660);
  if (c >= 0x06F0 && c <= 0x06F9) return '0' + (c - 0x06F0);
  return c;
}

}  // namespace

std::optional<std::size_t> first_bad_utf8(std::string_view text) {
  // ICU's indices are 32 bits wide; a longer text is taken in parts cut between code points.
  constexpr std::size_t kPart = std::size_t{1} << 30U;
  std::size_t start = 0;
  while (start < text.size()) {
    std::size_t size = std::min(kPart, text.size() - start);
    if (start + size < text.size()) {
      while (size > 0 && (static_cast<unsigned char>(text[start + size]) & 0xC0U) == 0x80U) --size;
      if (size == 0) return start;
    }
    const auto length = static_cast<std::int32_t>(size);
    std::int32_t at = 0;
    while (at < length) {
      const std::int32_t begin = at;
      if (next_code_point(text.data() + start, at, length) < 0)
        return start + static_cast<std::size_t>(begin);
    }
    start += size;
  }
  return std::nullopt;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  each_code_point(text, [&](UChar32 c, std::size_t, std::size_t) {
    width += width_of(c);
    return true;
  });
  return width;
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
  }));
}

std::string printable(std::string_view text) { return replace_hostile(text, false); }

std::string printable_lines(std::string_view text) { return replace_hostile(text, true); }

std::string cut_to_width(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  if (columns == 0) return {};
  std::size_t width = 0;
  std::size_t kept = 0;
  each_code_point(text, [&](UChar32 c, std::size_t, std::size_t end) {
    width += width_of(c);
    if (width > columns - 1) return false;  // one column is the ellipsis
    kept = end;
    return true;
  });
  std::string_view head = text.substr(0, kept);
  while (!head.empty() && head.back() == ' ') head.remove_suffix(1);
  return std::string(head) + "…";
}

std::string fit_to_width(std::string_view text, std::size_t columns) {
  std::string fitted = cut_to_width(text, columns);
  fitted.append(columns - std::min(columns, display_width(fitted)), ' ');
  return fitted;
}

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
  columns = std::max<std::size_t>(columns, 2);  // a wide letter must fit
  std::vector<std::string> lines;
  std::string line;
  std::size_t line_width = 0;
  const auto end_line = [&] {
    lines.push_back(line);
    line.clear();
    line_width = 0;
  };
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t begin = text.find_first_not_of(' ', at);
    if (begin == std::string_view::npos) break;
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    const std::size_t width = display_width(word);
    if (line_width > 0 && line_width + 1 + width > columns) end_line();
    if (width > columns) {  // no line holds it: letter by letter
      each_code_point(word, [&](UChar32 c, std::size_t from, std::size_t to) {
        if (line_width + width_of(c) > columns) end_line();
        line.append(word, from, to - from);
        line_width += width_of(c);
        return true;
      });
    } else {
      if (line_width > 0) {
        line += ' ';
        ++line_width;
      }
      line += word;
      line_width += width;
    }
    at = end;
  }
  if (!line.empty() || lines.empty()) lines.push_back(line);
  return lines;
}

std::string folded(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  icu::UnicodeString source = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  if (U_SUCCESS(status)) {
    const icu::UnicodeString normal = casefold->normalize(source, status);
    if (U_SUCCESS(status)) source = normal;
  }
  // What is folded otherwise would be another name.
  if (status == U_MEMORY_ALLOCATION_ERROR || source.isBogus()) throw std::bad_alloc();
  std::string plain;
  std::string left_out;
  bool space_before = false;
  for (std::int32_t at = 0; at < source.length(); at = source.moveIndex32(at, 1)) {
    const UChar32 c = fold_arabic(source.char32At(at));
    if (c == 0) {
      append(left_out, source.char32At(at));
      continue;
    }
    if (u_isUWhiteSpace(c)) {
      space_before = !plain.empty();
      continue;
    }
    if (space_before) plain += ' ';
    space_before = false;
    append(plain, c);
  }
  return plain.empty() ? left_out : plain;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

std::vector<std::string> folded_words(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  each_code_point(folded(text), [&](UChar32 c, std::size_t, std::size_t) {
    const bool is_part = u_isalnum(c) != 0 || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
    if (is_part) {
      if (!inside) words.emplace_back();
      append(words.back(), c);
    }
    inside = is_part;
    return true;
  });
  return words;
}

std::optional<std::string> nearest(std::string_view written,
                                   const std::vector<std::string>& known) {
  const std::vector<UChar32> target = points_of(folded(written));
  const std::size_t allowed = std::max<std::size_t>(1, target.size() / 3);
  std::optional<std::string> best;
  std::size_t best_distance = allowed + 1;
  for (const std::string& name : known) {
    const std::vector<UChar32> candidate = points_of(folded(name));
    const std::size_t longer = std::max(candidate.size(), target.size());
    const std::size_t shorter = std::min(candidate.size(), target.size());
    if (longer - shorter >= best_distance) continue;
    const std::size_t distance = edit_distance(target, candidate);
    if (distance < best_distance) {
      best = name;
      best_distance = distance;
    }
  }
  return best;
}

bool has_rtl(std::string_view text) {
  bool found = false;
  each_code_point(text, [&](UChar32 c, std::size_t, std::size_t) {
    const UCharDirection direction = u_charDirection(c);
    found = direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
    return !found;
  });
  return found;
}

bool begins_rtl(std::string_view text) {
  bool rtl = false;
  each_code_point(text, [&](UChar32 c, std::size_t, std::size_t) {
    const UCharDirection direction = u_charDirection(c);
    rtl = direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
    return !rtl && direction != U_LEFT_TO_RIGHT;
  });
  return rtl;
}

}  // namespace signpost
