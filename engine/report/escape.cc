#include "engine/report/escape.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/text.h"
#include "engine/base/wording.h"

namespace signpost::report {
namespace {

/// All controls are below U+0020, DEL, or begin with one of these bytes.
bool may_hold_controls(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte >= 0xF0 || byte == 0x7F || byte == 0xC2 || byte == 0xD8 ||
           byte == 0xE2 || byte == 0xEF;
  });
}

/// Appends the text with `escape(out, piece)` for what stands between isolates, and `open` and
/// `close` for those.
template <class Escape>
std::string between_isolates(std::string_view text, std::string_view open, std::string_view close,
                             Escape escape) {
  std::string out;
  out.reserve(text.size() + text.size() / 4);
  int depth = 0;
  while (!text.empty()) {
    const std::size_t at = std::min(text.find(kIsolate), text.find(kEndIsolate));
    const std::string_view piece = text.substr(0, at);
    escape(out, may_hold_controls(piece) ? printable_lines(piece) : std::string(piece));
    if (at == std::string_view::npos) break;
    if (text.substr(at).starts_with(kIsolate)) {
      out += open;
      ++depth;
    } else if (depth > 0) {
      out += close;
      --depth;
    }
    text.remove_prefix(at + kIsolate.size());
  }
  for (; depth > 0; --depth) out += close;
  return out;
}

void append_html(std::string& out, std::string_view piece) {
  for (const char c : piece) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
}

void append_markdown(std::string& out, std::string_view piece) {
  for (std::size_t at = 0; at < piece.size(); ++at) {
    const char c = piece[at];
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '\n':
      case ' ':  // four at the start of a line would be code, two at its end a break
        if (!out.empty() && out.back() != ' ') out += ' ';
        break;
      case ':':  // https://… would become a link
        out += piece.substr(at + 1).starts_with("//") ? "\\:" : ":";
        break;
      case '.':  // www.… too
        out += at > 0 && (piece[at - 1] == 'w' || piece[at - 1] == 'W') ? "\\." : ".";
        break;
      default:
        if (std::string_view("\\`*_[]|~$^#@{}").find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
  }
}

/// A list, a heading's underline, a rule or a table's, if it stood at the start of a line.
std::string not_a_block(std::string text) {
  const std::size_t mark = std::min(text.find_first_not_of("0123456789"), text.size());
  if (mark == text.size()) return text;
  const bool block = mark > 0 ? text[mark] == '.' || text[mark] == ')'
                              : std::string_view("-+=:").find(text[mark]) != std::string_view::npos;
  const char next = mark + 1 < text.size() ? text[mark + 1] : ' ';
  if (block && (next == ' ' || next == '-' || next == ':' || next == text[mark])) {
    text.insert(mark, "\\");
  }
  return text;
}

}  // namespace

std::string html_content(std::string_view text) {
  std::string html = between_isolates(text, "<bdi>", "</bdi>", append_html);
  // Word processors do not know <bdi>: a signed number needs a mark to keep its sign before it.
  for (const std::string_view sign : {"<bdi>\u2212", "<bdi>+"}) {
    for (std::size_t at = html.find(sign); at != std::string::npos; at = html.find(sign, at + 1)) {
      html.insert(at + std::string_view("<bdi>").size(), "&lrm;");
    }
  }
  return html;
}

std::string html_plain(std::string_view text) {
  return between_isolates(text, kIsolate, kEndIsolate, append_html);
}

std::string plain_text(std::string_view text) {
  return between_isolates(text, kIsolate, kEndIsolate,
                          [](std::string& out, std::string_view piece) { out += piece; });
}

std::string markdown_text(std::string_view text) {
  return not_a_block(between_isolates(text, "", "", append_markdown));
}

std::string json_in_script(std::string_view json) {
  std::string safe = replaced(std::string(json), "<", "\\u003c");
  return replaced(replaced(std::move(safe), ">", "\\u003e"), "&", "\\u0026");
}

std::string web_address(std::string_view url) {
  if (!url.starts_with("https://") && !url.starts_with("http://")) return {};
  constexpr std::string_view kPlain = "-._~:/?#@!$&*+,;=%";
  std::string safe;
  for (const char c : url) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || kPlain.find(c) != std::string_view::npos) {
      safe += c;
    } else {
      safe += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return safe;
}

}  // namespace signpost::report
