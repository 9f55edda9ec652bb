#include "engine/base/wording.h"

#include <algorithm>
#include <map>
#include <optional>
#include <ostream>
#include <utility>

#include "engine/base/glossary.h"
#include "engine/base/text.h"

namespace signpost {
namespace {

bool is_latin(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

void close(std::string& text) {
  while (text.ends_with(' ')) text.pop_back();
  if (text.ends_with(kIsolate)) {
    text.resize(text.size() - kIsolate.size());
  } else {
    text += kEndIsolate;
  }
}

}  // namespace

std::string isolated(std::string_view text) {
  return std::string(kIsolate).append(text).append(kEndIsolate);
}

std::string quoted(std::string_view outside) { return isolated(printable(outside)); }

std::string without_isolates(std::string_view text) {
  std::string bare = replaced(std::string(text), kRtlIsolate, "");
  return replaced(replaced(std::move(bare), kIsolate, ""), kEndIsolate, "");
}

namespace {

std::string printable_isolated(std::string_view text, bool isolates) {
  std::string safe;
  bool open = false;   // an isolate
  bool typed = false;  // between backquotes: one isolate with all that is filled in there
  while (!text.empty()) {
    const std::size_t end =
        std::min({text.find(kIsolate), text.find(kEndIsolate),
                  isolates && (!open || typed) ? text.find('`') : text.size(), text.size()});
    std::string piece = printable(text.substr(0, end));
    if (safe.ends_with(kIsolate)) piece.erase(0, piece.find_first_not_of(' '));
    safe += piece;
    text.remove_prefix(end);
    if (text.starts_with('`')) {
      text.remove_prefix(1);
      typed = !typed;
      open = typed;
      safe.append(typed ? kIsolate : std::string_view()).append("`");
      if (!typed) safe += kEndIsolate;
      continue;
    }
    const bool opens = text.starts_with(kIsolate);
    text.remove_prefix(std::min(kIsolate.size(), text.size()));
    if (!isolates || typed || open == opens) continue;
    open = opens;
    if (open) {
      safe += kIsolate;
    } else {
      close(safe);
    }
  }
  if (open) close(safe);
  return safe;
}

/// A pattern in which each number with its per cent sign stands between isolates, but for what is
/// typed: between backquotes. After Arabic letters the sign would go before the number.
std::string with_percent_units(std::string_view pattern) {
  std::string text;
  bool typed = false;
  for (const char c : pattern) {
    if (c == '`') typed = !typed;
    std::size_t begin = text.size();
    if (c == '%' && !typed) {
      if (text.ends_with('}')) {  // a name alone: a choice is no number
        const std::size_t open = text.rfind('{');
        if (text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", open + 1) + 1 == begin) {
          begin = open;
        }
      } else {
        while (begin > 0 &&
               std::string_view("0123456789.#").find(text[begin - 1]) != std::string_view::npos) {
          --begin;
        }
      }
    }
    const bool unit = begin < text.size();
    text += c;
    if (unit) text.insert(begin, kIsolate).append(kEndIsolate);
  }
  return text;
}

}  // namespace

std::string printable_worded(std::string_view text, bool isolates) {
  return printable_isolated(text, isolates && has_rtl(text));
}

std::string printable_among_rtl(std::string_view text) { return printable_isolated(text, true); }

// --- a phrase -----------------------------------------------------------------------------------

struct Phrase::Content {
  std::string key;  // or the text itself
  bool verbatim = false;
  std::vector<Argument> arguments = {};
};

Phrase::Phrase(const char* key) : Phrase(std::string_view(key), std::vector<Argument>()) {}

Phrase::Phrase(std::string_view key, std::initializer_list<Argument> arguments)
    : Phrase(key, std::vector<Argument>(arguments)) {}

Phrase::Phrase(std::string_view key, std::vector<Argument> arguments)
    : content_(std::make_shared<const Content>(
          Content{.key = std::string(key), .arguments = std::move(arguments)})) {}

Phrase Phrase::verbatim(std::string text) {
  return text.empty() ? Phrase()
                      : Phrase(std::make_shared<const Content>(
                            Content{.key = std::move(text), .verbatim = true}));
}

namespace {

Phrase joined(const std::vector<Phrase>& phrases, const char* last) {
  Phrase list;
  for (std::size_t at = 0; at < phrases.size(); ++at) {
    list = at == 0 ? phrases[at]
                   : Phrase(at + 1 == phrases.size() ? last : "list.next",
                            {{"list", list}, {"next", phrases[at]}});
  }
  return list;
}

std::vector<Phrase> phrases_of(const std::vector<std::string>& outside) {
  std::vector<Phrase> phrases;
  phrases.reserve(outside.size());
  for (const std::string& text : outside) phrases.push_back({"list.one", {{"text", text}}});
  return phrases;
}

}  // namespace

Phrase Phrase::list(const std::vector<Phrase>& phrases) { return joined(phrases, "list.last"); }

Phrase Phrase::list(const std::vector<std::string>& outside) { return list(phrases_of(outside)); }

Phrase Phrase::series(const std::vector<Phrase>& phrases) {
  return joined(phrases, "list.last-of-series");
}

Phrase Phrase::series(const std::vector<std::string>& outside) {
  return series(phrases_of(outside));
}

std::string_view Phrase::key() const {
  return content_ == nullptr || content_->verbatim ? std::string_view() : content_->key;
}

std::ostream& operator<<(std::ostream& out, const Phrase& phrase) {
  return out << phrase.english();
}

// --- in a language ------------------------------------------------------------------------------

struct Wording::State {
  Language language;
  Digits digits;
  std::string locale;
  std::map<std::string_view, Message> messages;
  std::optional<NumberSigns> signs;
  bool isolates = true;

  const Message& message(std::string_view key) {
    const auto known = messages.find(key);
    if (known != messages.end()) return known->second;
    const GlossaryEntry& line = glossary_entry(key);
    const std::string_view pattern = language == Language::kArabic ? line.arabic : line.english;
    const std::string text = replaced(with_digits(pattern), "\\n", "\n");
    return messages.emplace(line.key, Message(text, locale)).first->second;
  }

  /// The digits and per-cent signs of a pattern's own prose in those that were asked for; `=0` of a plural form stays.
  std::string with_digits(std::string_view pattern) {
    if (digits == Digits::kLatin) {
      const bool units = language == Language::kArabic && isolates;
      return units ? with_percent_units(pattern) : std::string(pattern);
    }
    std::string text;
    bool typed = false;  // between backquotes stands what is typed
    for (const char c : pattern) {
      if (c == '`') typed = !typed;
      const bool is_name = !text.empty() && (text.back() == '-' || is_latin(text.back()));
      const bool is_prose =
          c >= '0' && c <= '9' && !text.ends_with('=') && !typed && !is_name;  // UTF-8, F6
      text += is_prose             ? localised(std::string_view(&c, 1))
              : c == '%' && !typed ? "٪"
                                   : std::string(1, c);
    }
    return text;
  }

  std::string localised(std::string_view figure) {
    if (language == Language::kEnglish || figure.empty()) return std::string(figure);
    if (!signs) signs = number_signs(locale);
    std::string text;
    for (const char c : figure) {
      if (c >= '0' && c <= '9') {
        text += signs->digits.at(static_cast<std::size_t>(c - '0'));
      } else if (c == '.') {
        text += signs->decimal;
      } else if (c == '%' && digits == Digits::kArabic) {
        text += "٪";
      } else if (c == ',') {
        text += signs->group;
      } else {
        text += c;
      }
    }
    return figure.front() >= '0' && figure.front() <= '9' ? text : isolated(text);
  }
};

std::string Phrase::in(Language language) const {
  Wording wording(language);
  wording.state_->isolates = false;
  return wording.worded(*this, false);
}

Wording::Wording(Language language, Digits digits)
    : state_(std::make_unique<State>(State{language, digits, "en", {}, {}})) {
  if (language == Language::kArabic) {
    state_->locale = digits == Digits::kArabic ? "ar@numbers=arab" : "ar@numbers=latn";
  }
}

Wording::~Wording() = default;
Wording::Wording(Wording&&) noexcept = default;

Language Wording::language() const { return state_->language; }
Digits Wording::digits() const { return state_->digits; }

std::string Wording::say(std::string_view key, std::span<const Message::Argument> arguments) const {
  return state_->message(key).say(arguments);
}

std::string Wording::say(const Phrase& phrase) const { return worded(phrase, true); }

std::string Wording::localised(std::string_view figure) const { return state_->localised(figure); }

std::string Wording::worded(const Phrase& phrase, bool quotes) const {
  if (phrase.empty()) return {};
  const Phrase::Content& content = *phrase.content_;
  if (content.verbatim) return quotes ? quoted(content.key) : content.key;
  std::vector<Message::Argument> arguments;
  arguments.reserve(content.arguments.size());
  for (const auto& [name, value] : content.arguments) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      arguments.push_back({name, *number});
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      arguments.push_back({name, quotes ? quoted(*text) : *text});
    } else {
      arguments.push_back({name, worded(std::get<Phrase>(value), quotes)});
    }
  }
  return state_->message(content.key).say(arguments);
}

}  // namespace signpost
