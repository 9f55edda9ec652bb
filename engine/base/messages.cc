#include "engine/base/messages.h"

#include <unicode/dcfmtsym.h>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>
#include <unicode/plurrule.h>

#include <algorithm>
#include <new>
#include <set>
#include <stdexcept>

namespace signpost {
namespace {

icu::UnicodeString from_utf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

std::string to_utf8(const icu::UnicodeString& text) {
  std::string utf8;
  return text.toUTF8String(utf8);
}

std::string without_marks(const icu::UnicodeString& text) {
  icu::UnicodeString bare;
  for (std::int32_t at = 0; at < text.length(); ++at) {
    const char16_t c = text[at];
    if (c != 0x200E && c != 0x200F && c != 0x061C) bare.append(c);
  }
  return to_utf8(bare);
}

void require(UErrorCode status, std::string_view what) {
  if (U_SUCCESS(status)) return;
  if (status == U_MEMORY_ALLOCATION_ERROR) throw std::bad_alloc();
  throw std::logic_error(std::string(u_errorName(status)).append(": ").append(what));
}

std::vector<std::string> sorted(icu::StringEnumeration& names) {
  std::vector<std::string> all;
  UErrorCode status = U_ZERO_ERROR;
  while (const icu::UnicodeString* name = names.snext(status)) all.push_back(to_utf8(*name));
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace

struct Message::Format {
  icu::MessageFormat format;
  std::vector<std::string> names;

  static std::unique_ptr<Format> of(std::string_view pattern, const std::string& locale) {
    UErrorCode status = U_ZERO_ERROR;
    icu::MessageFormat format(from_utf8(pattern), icu::Locale(locale.c_str()), status);
    require(status, pattern);
    const std::unique_ptr<icu::StringEnumeration> names(format.getFormatNames(status));
    require(status, pattern);
    return std::make_unique<Format>(Format{format, sorted(*names)});
  }
};

Message::Message(std::string_view pattern, const std::string& locale)
    : pattern_(pattern), locale_(locale) {
  if (!read_plain(pattern)) format_ = Format::of(pattern_, locale_);
}

/// Whether the pattern is prose and `{names}`, and nothing that only ICU understands.
bool Message::read_plain(std::string_view pattern) {
  if (pattern.find('\'') != std::string_view::npos) return false;
  while (true) {
    const std::size_t open = pattern.find('{');
    Piece& piece = pieces_.emplace_back();
    piece.prose = pattern.substr(0, open);
    if (piece.prose.find('}') != std::string::npos) break;
    if (open == std::string_view::npos) return true;
    pattern.remove_prefix(open + 1);
    const std::size_t close = pattern.find_first_not_of("abcdefghijklmnopqrstuvwxyz_");
    if (close == 0 || close == std::string_view::npos || pattern[close] != '}') break;
    piece.name = pattern.substr(0, close);
    pattern.remove_prefix(close + 1);
  }
  pieces_.clear();
  return false;
}

Message::~Message() = default;
Message::Message(Message&&) noexcept = default;

std::string Message::say(std::span<const Argument> arguments) const {
  const auto find = [&](std::string_view name) -> const Argument& {
    const auto found = std::find_if(arguments.begin(), arguments.end(),
                                    [&](const Argument& each) { return each.name == name; });
    if (found == arguments.end()) {
      throw std::logic_error("the message lacks its argument " + std::string(name));
    }
    return *found;
  };
  const bool all_texts = std::all_of(arguments.begin(), arguments.end(), [](const Argument& each) {
    return std::holds_alternative<std::string>(each.value);
  });
  if (!pieces_.empty() && all_texts) {
    std::string text;
    for (const Piece& piece : pieces_) {
      text += piece.prose;
      if (!piece.name.empty()) text += std::get<std::string>(find(piece.name).value);
    }
    return text;
  }
  if (!format_) format_ = Format::of(pattern_, locale_);
  std::vector<icu::UnicodeString> names;
  std::vector<icu::Formattable> values;
  for (const Argument& argument : arguments) {
    names.push_back(from_utf8(argument.name));
    if (const auto* number = std::get_if<std::int64_t>(&argument.value)) {
      values.emplace_back(*number);
    } else {
      values.emplace_back(from_utf8(std::get<std::string>(argument.value)));
    }
  }
  for (const std::string& name : format_->names) (void)find(name);
  icu::UnicodeString text;
  UErrorCode status = U_ZERO_ERROR;
  format_->format.format(names.data(), values.data(), static_cast<std::int32_t>(names.size()), text,
                         status);
  require(status, "a message's arguments");
  return without_marks(text);
}

PatternParts parts_of(std::string_view pattern) {
  const icu::UnicodeString source = from_utf8(pattern);
  UErrorCode status = U_ZERO_ERROR;
  const icu::MessagePattern parsed(source, nullptr, status);
  require(status, pattern);
  PatternParts parts;
  std::set<std::string> arguments;
  std::vector<std::size_t> open;  // the choices that hold the part, from the outermost, as places
  std::int32_t said = 0;          // where the prose goes on
  const auto say_until = [&](std::int32_t end) {
    parts.prose += to_utf8(source.tempSubStringBetween(said, end)) + ' ';
  };
  for (std::int32_t at = 0; at < parsed.countParts(); ++at) {
    const icu::MessagePattern::Part& part = parsed.getPart(at);
    const std::string text = to_utf8(parsed.getSubstring(part));
    const UMessagePatternArgType type = part.getArgType();
    const bool plural = UMSGPAT_ARG_TYPE_HAS_PLURAL_STYLE(type);
    const bool choice =
        plural || type == UMSGPAT_ARG_TYPE_CHOICE || type == UMSGPAT_ARG_TYPE_SELECT;
    switch (part.getType()) {
      case UMSGPAT_PART_TYPE_ARG_START:
        say_until(part.getIndex());
        if (!choice) break;
        open.push_back(parts.choices.size());
        parts.choices.push_back({to_utf8(parsed.getSubstring(parsed.getPart(at + 1))), plural, {}});
        break;
      case UMSGPAT_PART_TYPE_ARG_NAME:
        arguments.insert(text);
        break;
      case UMSGPAT_PART_TYPE_ARG_SELECTOR:
        parts.choices[open.back()].cases.push_back(text);
        break;
      case UMSGPAT_PART_TYPE_ARG_LIMIT:
        if (choice) open.pop_back();
        said = part.getLimit();
        break;
      case UMSGPAT_PART_TYPE_MSG_START:
        said = part.getLimit();
        break;
      case UMSGPAT_PART_TYPE_MSG_LIMIT:
      case UMSGPAT_PART_TYPE_SKIP_SYNTAX:
      case UMSGPAT_PART_TYPE_REPLACE_NUMBER:
        say_until(part.getIndex());
        said = part.getLimit();
        break;
      default:
        break;
    }
  }
  for (PatternParts::Choice& found : parts.choices) {
    std::sort(found.cases.begin(), found.cases.end());
  }
  parts.arguments.assign(arguments.begin(), arguments.end());
  return parts;
}

std::vector<std::string> plural_categories(const std::string& locale) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::PluralRules> rules(
      icu::PluralRules::forLocale(icu::Locale(locale.c_str()), status));
  require(status, locale);
  const std::unique_ptr<icu::StringEnumeration> keywords(rules->getKeywords(status));
  require(status, locale);
  return sorted(*keywords);
}

NumberSigns number_signs(const std::string& locale) {
  using Symbols = icu::DecimalFormatSymbols;
  UErrorCode status = U_ZERO_ERROR;
  const Symbols symbols(icu::Locale(locale.c_str()), status);
  require(status, locale);
  NumberSigns signs;
  for (std::size_t digit = 0; digit < signs.digits.size(); ++digit) {
    signs.digits[digit] = to_utf8(symbols.getConstDigitSymbol(static_cast<std::int32_t>(digit)));
  }
  signs.decimal = without_marks(symbols.getConstSymbol(Symbols::kDecimalSeparatorSymbol));
  signs.group = without_marks(symbols.getConstSymbol(Symbols::kGroupingSeparatorSymbol));
  return signs;
}

}  // namespace signpost
