// Text from outside: is it UTF-8, how wide is it, is it safe to print, what was meant.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signpost {

/// Byte offset of the first byte that is not UTF-8; nothing if all is well.
std::optional<std::size_t> first_bad_utf8(std::string_view text);

/// Columns that the text takes on a terminal: by grapheme, wide East Asian 2, combining marks 0.
std::size_t display_width(std::string_view text);

/// Number of code points.
std::size_t code_points(std::string_view text);

/// The text made safe for a terminal: C0/C1 controls, ESC, line and paragraph separators and bidi
/// controls (U+202A–202E, U+2066–2069, U+200E/F, U+061C) are replaced by U+FFFD; tab and newline by
/// a space. What is left cannot move the cursor, recolour or reorder what stands around it.
std::string printable(std::string_view text);

/// Like `printable`, but newlines stay (for multi-line prose).
std::string printable_lines(std::string_view text);

/// At most `columns` wide, cut at a grapheme with an ellipsis where it was longer.
std::string cut_to_width(std::string_view text, std::size_t columns);

/// Cut or padded with spaces on the right to exactly `columns`.
std::string fit_to_width(std::string_view text, std::size_t columns);

/// Broken into lines of at most `columns`, at spaces (longer words are cut). Never empty.
std::vector<std::string> wrap(std::string_view text, std::size_t columns);

/// Folded for comparing names (of sources, origins, events, places, and ids at a source): Unicode's
/// forms of one letter, case, Arabic diacritics and tatweel, alef/ya/ta-marbuta forms, Arabic-Indic
/// digits, kinds of space and spaces around do not matter. Empty for blank text only.
std::string folded(std::string_view text);

/// With `by` in the place of each `what`, which is not empty; what was put in is not looked at
/// again.
std::string replaced(std::string text, std::string_view what, std::string_view by);

/// The words of a text, folded; what is neither letter nor digit stands between words.
std::vector<std::string> folded_words(std::string_view text);

/// The known name nearest to `written` (Damerau–Levenshtein, at most a third of its length), for
/// "did you mean".
std::optional<std::string> nearest(std::string_view written, const std::vector<std::string>& known);

/// Does the text contain right-to-left letters?
bool has_rtl(std::string_view text);

/// Is the first letter that has a direction a right-to-left one?
bool begins_rtl(std::string_view text);

}  // namespace signpost
