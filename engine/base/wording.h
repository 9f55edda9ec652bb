// Words the glossary's messages in one language.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/language.h"
#include "engine/base/messages.h"
#include "engine/base/phrase.h"

namespace signpost {

/// An isolate: what stands between these keeps its own direction, whatever stands around it.
inline constexpr std::string_view kIsolate = "\u2068";
inline constexpr std::string_view kEndIsolate = "\u2069";
std::string isolated(std::string_view text);
/// Opens one that is right-to-left, whatever it begins with. It is never in what is worded: a page
/// of Arabic puts it around what stands alone in a line of a terminal, and it ends as others do.
inline constexpr std::string_view kRtlIsolate = "\u2067";

/// Text from outside made safe and set apart from what stands around it: `printable` (base/text.h)
/// between U+2068 and U+2069. These two are the only bidi controls in what is worded; files leave
/// them out or turn them into <bdi>.
std::string quoted(std::string_view outside);

/// The text without U+2067, U+2068 and U+2069, for what is not a terminal.
std::string without_isolates(std::string_view text);

/// What Wording returned made ready for a place: printable, and with isolates only where they do
/// something, which is where the text holds right-to-left letters and `isolates` are wanted at all.
/// They are never nested, never empty, and hold no spaces at their ends. U+2067 comes from outside
/// here, and is made visible as every other control is.
std::string printable_worded(std::string_view text, bool isolates);
/// The same of words that stand among right-to-left ones: with isolates, whatever they hold.
std::string printable_among_rtl(std::string_view text);

/// A key that is not in the glossary, or an argument that is missing, is a bug: std::logic_error.
/// Cheap to make: a pattern is parsed when it is first said. Not for several threads at once.
class Wording {
 public:
  explicit Wording(Language language, Digits digits = Digits::kLatin);
  ~Wording();
  Wording(Wording&&) noexcept;

  [[nodiscard]] Language language() const;
  [[nodiscard]] Digits digits() const;

  /// Texts among the arguments are filled in as they are: ready to print. A number with the per
  /// cent sign is a left-to-right unit among Arabic letters, as `localised` has it.
  [[nodiscard]] std::string say(std::string_view key,
                                std::span<const Message::Argument> arguments) const;
  /// Texts among the arguments are from outside: quoted. Empty of an empty phrase.
  [[nodiscard]] std::string say(const Phrase& phrase) const;
  /// The digits and signs of an English figure in those of the language; one that begins with a
  /// sign becomes a left-to-right unit between U+2068 and U+2069.
  [[nodiscard]] std::string localised(std::string_view figure) const;

 private:
  friend class Phrase;
  struct State;
  [[nodiscard]] std::string worded(const Phrase& phrase, bool quotes) const;
  std::unique_ptr<State> state_;
};

}  // namespace signpost
