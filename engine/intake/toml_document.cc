#include "engine/intake/toml_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/file.h"
#include "engine/base/numbers.h"
#include "engine/base/text.h"
#include "engine/time/instant.h"

namespace signpost::intake {
namespace {

/// Walks TOML's outer shape, strings and comments skipped, far enough to measure its depth. It need
/// not be right about broken files: those the parser refuses, and it is only kept from recursing
/// deeper than kMaxNesting brackets times kMaxNesting parts of a key.
class DepthGauge {
 public:
  explicit DepthGauge(std::string_view text) : text_(text) {}

  /// Offset of the first bracket or dot that goes too deep.
  std::optional<std::size_t> too_deep() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"' || c == '\'') {
        skip_string(c);
        continue;
      }
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
        continue;
      }
      if (c == '[' || c == '{') {
        ++brackets_;
      } else if (c == ']' || c == '}') {
        brackets_ = std::max(brackets_ - 1, 0);
      } else if (c == '.') {
        ++dots_;
      }
      if (c == '\n' || c == '=' || c == ',' || c == '{') dots_ = 0;
      if (brackets_ > kMaxNesting || dots_ > kMaxNesting) return at_;
      ++at_;
    }
    return std::nullopt;
  }

 private:
  void skip_string(char quote) {
    const std::string three(3, quote);
    const bool multiline = text_.substr(at_, 3) == three;
    at_ += multiline ? 3 : 1;
    while (at_ < text_.size()) {
      if (text_[at_] == '\\' && quote == '"') {
        at_ += 2;
      } else if (multiline && text_.substr(at_, 3) == three) {
        at_ += 3;
        while (at_ < text_.size() && text_[at_] == quote) ++at_;  // quotes that end the text itself
        return;
      } else if (!multiline && (text_[at_] == quote || text_[at_] == '\n')) {
        ++at_;
        return;
      } else {
        ++at_;
      }
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int brackets_ = 0;
  int dots_ = 0;
};

bool refused_at_the_door(TomlDocument& document) {
  const std::string_view text = document.source.text();
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    document.findings.error({}, "the file is UTF-16, not UTF-8", "save it as UTF-8 in your editor");
    return true;
  }
  if (const auto bad = first_bad_utf8(text)) {
    document.findings.error(
        document.source.position_of(*bad),
        fmt::format("byte 0x{:02X} is not UTF-8",
                    static_cast<unsigned>(static_cast<unsigned char>(text[*bad]))),
        "save the file as UTF-8 in your editor");
    return true;
  }
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    document.findings.error(document.source.position_of(nul),
                            "there is a NUL byte here: this is not a text file");
    return true;
  }
  if (const auto deep = DepthGauge(text).too_deep()) {
    document.findings.error(document.source.position_of(*deep),
                            fmt::format("nested more than {} deep", kMaxNesting));
    return true;
  }
  return false;
}

// The library's messages are for programmers ("Error while parsing value: could not determine value
// type"). Those that analysts run into are said plainly, with a hint; any other is passed on
// without its opening.
struct PlainWords {
  std::string_view part;  // of the library's message
  std::string_view message;
  std::string_view hint;
};
constexpr std::array<PlainWords, 17> kPlainWords = {{
    {"expected ']', saw", "the [table] is not closed with \"]\"", ""},
    {"expected '=', saw", "there is no \"=\" after the key", "keys are written without spaces"},
    {"expected value, saw", "a value is missing after the \"=\"", ""},
    {"unescaped control characters", "the text is not closed with a quote on its line",
     "text over several lines goes between \"\"\" and \"\"\""},
    {"parsing string: encountered end-of-file", "the text is never closed with a quote", ""},
    {"expected ':', saw", "a time needs seconds here",
     "write 2022-01-24T19:30:00Z, or put it in quotes: \"2022-01-24T19:30Z\""},
    {"could not determine value type", "this is not a value",
     "text goes between straight double quotes; true and false, numbers and dates go without"},
    {"expected digit, saw '%'", "a number takes no percent sign", "write 17 % as 0.17"},
    {"leading zeroes", "a number does not begin with 0", "text goes between double quotes"},
    {"not representable in 64 bits", "the number is too large", ""},
    {"could not be interpreted as a value", "the number is too large or too small", ""},
    {"expected a comment or whitespace", "there is something after the value",
     "one key a line; a comment begins with #"},
    {"parsing array: encountered end-of-file", "the list is never closed with \"]\"", ""},
    {"unknown escape sequence", "a backslash begins an escape here, and there is none like this",
     "write \\\\ for a backslash, or put the text between single quotes"},
    {"expected 2-digit month", "a date takes two digits for month and day", "write 2022-01-05"},
    {"expected 2-digit day", "a date takes two digits for month and day", "write 2022-01-05"},
    {"expected keys, tables, whitespace or comments",
     "a key, a [table] or a # comment was expected",
     "keys are written in Latin letters, digits, - and _"},
}};

/// What is written in these ASCII characters around a place, or just before it.
Position around(const SourceText& source, Position place, std::string_view characters) {
  const std::string_view line = source.line(place.line);
  // What stands before them need not be ASCII.
  std::size_t at = 0;
  for (std::uint32_t column = 1; at < line.size() && column < place.column; ++column) {
    ++at;
    while (at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U) ++at;
  }
  std::size_t begin = at;
  while (begin > 0 && characters.find(line[begin - 1]) != std::string_view::npos) --begin;
  const std::size_t end = std::min(line.find_first_not_of(characters, begin), line.size());
  return position_in_line(line, place.line, begin, end - begin);
}

/// A name given twice is reported by the library where its value begins, or at the table's bracket;
/// what the reader looks for is the name.
Position around_key(const SourceText& source, Position place) {
  const std::string_view line = source.line(place.line);
  const std::size_t begin = line.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return place;
  std::size_t end = line.find('=', begin);
  if (line[begin] == '[')
    end = line.rfind(']') == std::string_view::npos ? end : line.rfind(']') + 1;
  end = std::min(end, line.size());
  return position_in_line(line, place.line, begin, trimmed(line.substr(begin, end - begin)).size());
}

void report_syntax(TomlDocument& document, std::string_view description, Position place) {
  Findings& findings = document.findings;
  const auto has = [&](std::string_view part) {
    return description.find(part) != std::string_view::npos;
  };
  if (has("cannot redefine existing")) {
    const std::size_t open = description.find('\'');
    const std::size_t close = description.find('\'', open + 1);
    const std::string name(description.substr(open + 1, close - open - 1));
    const bool list = has("existing array");
    findings.error(around_key(document.source, place), fmt::format("\"{}\" is already there", name),
                   list ? fmt::format("another entry of the list begins with [[{}]]", name)
                        : "a name stands once in its table");
    return;
  }
  if ((has("parsing date") || has("parsing time")) && has(" between ")) {
    const Position date = around(document.source, place, "0123456789-:.TZ+");
    // What the reader of times says of it is plainer, and the same for items.
    const Parsed<WrittenTime> parsed = parse_time(document.source.at(date));
    findings.error(date, parsed ? std::string(description) : parsed.problem().message,
                   parsed ? std::string() : parsed.problem().hint);
    return;
  }
  // TOML ends the number at the comma, and wants the end of the line there, or another key or
  // entry.
  if (has("expected a comment or whitespace") || has("expected '=', saw") ||
      has("leading zeroes")) {
    Position number = around(document.source, place, "0123456789.,+-");
    if (document.source.at(number).ends_with(',')) --number.width;  // that one parts two keys
    if (const auto comma = decimal_comma(document.source.at(number))) {
      findings.error(number, comma->message, comma->hint);
      return;
    }
  }
  for (const PlainWords& plain : kPlainWords) {
    if (has(plain.part)) {
      findings.error(place, std::string(plain.message), std::string(plain.hint));
      return;
    }
  }
  std::string rest(description);
  constexpr std::string_view kOpening = "Error while parsing ";
  if (rest.starts_with(kOpening)) rest.erase(0, kOpening.size());
  findings.error(place, "this is not TOML: " + rest);
}

}  // namespace

std::unique_ptr<TomlDocument> parse_toml(std::string name, std::string content) {
  auto document = std::make_unique<TomlDocument>(std::move(name), std::move(content));
  if (refused_at_the_door(*document)) return document;
  try {
    document->root = toml::parse(document->source.text(), std::string_view());
    document->parsed = true;
  } catch (const toml::parse_error& trouble) {
    const toml::source_position at = trouble.source().begin;
    report_syntax(*document, trouble.description(), {at.line, at.column, 1});
  }
  return document;
}

std::unique_ptr<TomlDocument> read_toml(const std::filesystem::path& file) {
  return parse_toml(file.string(), read_file(file, kMaxDefinitionsBytes));
}

}  // namespace signpost::intake
