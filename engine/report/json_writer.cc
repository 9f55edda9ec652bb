#include "engine/report/json_writer.h"

#include <fmt/format.h>

#include <cassert>
#include <cmath>
#include <utility>

#include "engine/base/text.h"

namespace signpost::report {
namespace {

/// How many bytes at `at` are one code point that a terminal may act on, though JSON lets it stand:
/// C1 controls, DEL, line separators, bidi controls. 0 where there is none. They are written as
/// \uXXXX, so that nothing is lost and nothing is obeyed.
std::size_t hostile_bytes(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t offset) {
    return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0U;
  };
  if (byte(0) == 0x7F) return 1;
  if (byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) < 0xA0) return 2;
  if (byte(0) == 0xD8 && byte(1) == 0x9C) return 2;  // U+061C
  if (byte(0) != 0xE2) return 0;
  if (byte(1) == 0x80 && (byte(2) == 0x8E || byte(2) == 0x8F)) return 3;  // U+200E, U+200F
  if (byte(1) == 0x80 && byte(2) >= 0xA8 && byte(2) <= 0xAE) return 3;    // U+2028 to U+202E
  if (byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9) return 3;    // U+2066 to U+2069
  return 0;
}

unsigned code_point(std::string_view bytes) {
  const auto low = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]) & 0x3FU; };
  if (bytes.size() == 1) return static_cast<unsigned char>(bytes[0]);
  if (bytes.size() == 2) return (static_cast<unsigned char>(bytes[0]) & 0x1FU) << 6U | low(1);
  return (static_cast<unsigned char>(bytes[0]) & 0x0FU) << 12U | low(1) << 6U | low(2);
}

void append_escaped(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (const std::size_t hostile = hostile_bytes(text, at); hostile > 0) {
      out += fmt::format("\\u{:04x}", code_point(text.substr(at, hostile)));
      at += hostile;
      continue;
    }
    ++at;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
        } else {
          out += c;
        }
    }
  }
}

}  // namespace

void JsonWriter::line_break() {
  if (compact_) return;
  text_ += '\n';
  text_.append(2 * has_members_.size(), ' ');
}

void JsonWriter::separate() {
  if (std::exchange(after_key_, false) || has_members_.empty()) return;
  if (has_members_.back()) text_ += compact_ ? ", " : ",";
  has_members_.back() = true;
  line_break();
}

JsonWriter& JsonWriter::begin(char bracket) {
  separate();
  text_ += bracket;
  has_members_.push_back(false);
  return *this;
}

JsonWriter& JsonWriter::end(char bracket) {
  assert(!has_members_.empty() && !after_key_);
  const bool had_members = has_members_.back();
  has_members_.pop_back();
  if (had_members) line_break();
  text_ += bracket;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  value(name);
  text_ += ": ";
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  separate();
  text_ += '"';
  while (const auto bad = first_bad_utf8(text)) {
    append_escaped(text_, text.substr(0, *bad));
    text_ += "\uFFFD";
    text.remove_prefix(*bad + 1);
  }
  append_escaped(text_, text);
  text_ += '"';
  return *this;
}

JsonWriter& JsonWriter::value(double number) {
  if (!std::isfinite(number)) return null();
  separate();
  text_ += fmt::format("{:.17g}", number);
  return *this;
}

JsonWriter& JsonWriter::value(bool truth) {
  separate();
  text_ += truth ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t number) {
  separate();
  text_ += fmt::format("{}", number);
  return *this;
}

JsonWriter& JsonWriter::null() {
  separate();
  text_ += "null";
  return *this;
}

std::string JsonWriter::take() {
  assert(has_members_.empty() && !after_key_);
  text_ += '\n';
  return std::exchange(text_, {});
}

}  // namespace signpost::report
