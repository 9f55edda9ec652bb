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
    document.findings.error({}, "intake.utf-16", "intake.utf-16.hint");
    return true;
  }
  if (const auto bad = first_bad_utf8(text)) {
    document.findings.error(
        document.source.position_of(*bad),
        {"intake.not-utf-8",
         {{"byte", fmt::format("0x{:02X}", static_cast<unsigned char>(text[*bad]))}}},
        "intake.not-utf-8.hint");
    return true;
  }
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    document.findings.error(document.source.position_of(nul), "intake.nul");
    return true;
  }
  if (const auto deep = DepthGauge(text).too_deep()) {
    document.findings.error(document.source.position_of(*deep),
                            {"intake.too-deep", {{"limit", std::to_string(kMaxNesting)}}});
    return true;
  }
  return false;
}

// The library's messages are for programmers ("Error while parsing value: could not determine value
// type"). Those that analysts run into are said plainly, with a hint; any other is passed on
// without its opening.
struct PlainWords {
  std::string_view part;  // of the library's message
  const char* message;
  const char* hint = nullptr;
};
constexpr std::array<PlainWords, 17> kPlainWords = {{
    {"expected ']', saw", "intake.open-table"},
    {"expected '=', saw", "intake.no-equals-sign", "intake.no-equals-sign.hint"},
    {"expected value, saw", "intake.no-value"},
    {"unescaped control characters", "intake.open-line-of-text", "intake.open-line-of-text.hint"},
    {"parsing string: encountered end-of-file", "intake.open-text"},
    {"expected ':', saw", "intake.no-seconds", "intake.no-seconds.hint"},
    {"could not determine value type", "intake.not-a-value", "intake.not-a-value.hint"},
    {"expected digit, saw '%'", "intake.percent-sign", "intake.percent-sign.hint"},
    {"leading zeroes", "intake.leading-zero", "intake.leading-zero.hint"},
    {"not representable in 64 bits", "intake.number-too-large"},
    {"could not be interpreted as a value", "intake.number-too-large-or-small"},
    {"expected a comment or whitespace", "intake.after-the-value", "intake.after-the-value.hint"},
    {"parsing array: encountered end-of-file", "intake.open-list"},
    {"unknown escape sequence", "intake.unknown-escape", "intake.unknown-escape.hint"},
    {"expected 2-digit month", "intake.one-digit-date", "intake.one-digit-date.hint"},
    {"expected 2-digit day", "intake.one-digit-date", "intake.one-digit-date.hint"},
    {"expected keys, tables, whitespace or comments", "intake.no-key-here",
     "intake.no-key-here.hint"},
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
    findings.error(around_key(document.source, place), {"intake.already-there", {{"name", name}}},
                   list ? Phrase("intake.already-a-list.hint", {{"name", name}})
                        : "intake.already-there.hint");
    return;
  }
  if ((has("parsing date") || has("parsing time")) && has(" between ")) {
    const Position date = around(document.source, place, "0123456789-:.TZ+");
    // What the reader of times says of it is plainer, and the same for items.
    const Parsed<WrittenTime> parsed = parse_time(document.source.at(date));
    if (!parsed) {
      findings.error(date, parsed.problem().message, parsed.problem().hint);
      return;
    }
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
      findings.error(place, plain.message, plain.hint == nullptr ? Phrase() : plain.hint);
      return;
    }
  }
  std::string rest(description);
  constexpr std::string_view kOpening = "Error while parsing ";
  if (rest.starts_with(kOpening)) rest.erase(0, kOpening.size());
  findings.error(place, {"intake.not-toml", {{"says", Phrase::verbatim(std::move(rest))}}});
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
