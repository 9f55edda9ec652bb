// A report's texts, made safe for the format they go into. Whatever they hold, they stay text.
#pragma once

#include <string>
#include <string_view>

namespace signpost::report {

// In all of them controls and bidi controls become U+FFFD, but for U+2068 … U+2069, which set apart
// what comes from outside (speech.h); one that has no partner is closed at the end, or left out.

/// Between HTML tags: what is set apart stands in <bdi>.
std::string html_content(std::string_view text);

/// In an HTML attribute, <title> or SVG text, where no element can stand: the isolates stay.
std::string html_plain(std::string_view text);

/// Where texts are not parsed any more: in the strings of JSON that scripts show as text.
std::string plain_text(std::string_view text);

/// In Markdown (CommonMark with GitHub's tables and links): one line, in which no character
/// means anything, wherever it stands; without isolates.
std::string markdown_text(std::string_view text);

/// In JSON inside <script>: `<`, `>` and `&` as \u escapes. Takes JSON, in which these stand in
/// strings only.
std::string json_in_script(std::string_view json);

/// The address if it is http or https, with what could end a link per cent encoded; else empty.
std::string web_address(std::string_view url);

}  // namespace signpost::report
