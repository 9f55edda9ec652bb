// How a report speaks: every message, number, date and word of probability in one language.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/messages.h"
#include "engine/model/dossier.h"
#include "engine/report/figures.h"

namespace signpost::report {

/// Which digits an Arabic text is set in; English ones are always Latin.
enum class Digits : std::uint8_t { kLatin, kArabic };

/// Text from outside made safe and set apart from what stands around it: `printable` (base/text.h)
/// between U+2068 and U+2069. These two are the only bidi controls in what Speech returns; files
/// leave them out or turn them into <bdi>.
std::string quoted(std::string_view outside);

/// Messages are ICU MessageFormat patterns in glossary.tsv, `key TAB English TAB Arabic`, with
/// named arguments and plural forms. A key that is not there, or an argument that is missing, is a
/// bug: std::logic_error. In Arabic a number with a sign is a left-to-right unit between U+2068 and
/// U+2069. Cheap to make: a pattern is parsed when it is first said. Not for several threads at
/// once.
class Speech {
 public:
  explicit Speech(Language language, Digits digits = Digits::kLatin);
  ~Speech();
  Speech(Speech&&) noexcept;

  [[nodiscard]] Language language() const;
  [[nodiscard]] Digits digits() const;

  /// A name with a whole number (for plural forms) or a text that is ready to print.
  using Argument = Message::Argument;
  [[nodiscard]] std::string say(std::string_view key,
                                std::initializer_list<Argument> arguments = {}) const;
  /// All keys that begin with `prefix`, in the order of the file: for labels in templates.
  static std::vector<std::string> keys(std::string_view prefix);

  /// `62 %`, `62٪`, `<1 %`, «أقل من 1٪»; the numbers are those of figures.h, in every language.
  [[nodiscard]] std::string percent(Probability probability) const;
  [[nodiscard]] std::string percent_exact(Probability probability) const;
  /// `41–55 %`, in whole per cent; `<1 % to 5 %` where an end is in the tails.
  [[nodiscard]] std::string interval(const Interval& interval) const;
  /// `+7`, `−12`, `0`: percentage points, without their name.
  [[nodiscard]] std::string points(Probability from, Probability to) const;
  [[nodiscard]] std::string points(int whole) const;
  /// `+4.10`, without the unit.
  [[nodiscard]] std::string decibans(std::int64_t hundredths) const;
  [[nodiscard]] std::string decibans(LogOdds weight) const;
  /// `4.10`: how much, where a verb says which way.
  [[nodiscard]] std::string decibans_size(std::int64_t hundredths) const;
  /// `×3`, `÷2.5`.
  [[nodiscard]] std::string ratio(double ratio) const;
  /// `23 a month`.
  [[nodiscard]] std::string rate(Rate rate) const;
  /// `0.037`, at least two significant digits; `<0.001` below that.
  [[nodiscard]] std::string bits(double bits) const;
  [[nodiscard]] std::string number(std::int64_t number) const;  // 1,234
  /// `24 Jan 2022`, `≈ Jan 2022`; in Arabic both names of the month.
  [[nodiscard]] std::string day(Instant instant, Precision precision = Precision::kDay) const;
  /// A day, or a day and a time of day UTC where it is not the end of a day.
  [[nodiscard]] std::string moment(Instant instant) const;
  [[nodiscard]] std::string days(Instant from, Instant to) const;
  /// `11 days`, `4 months`: whole units, the largest of day, month and year that it holds three of.
  /// Finite.
  [[nodiscard]] std::string duration(Days days) const;

  /// The ICD 203 word; «مرجَّح». The number always stands beside it.
  [[nodiscard]] std::string word(Probability probability) const;
  /// `B2`, as one left-to-right unit; empty where there is none.
  [[nodiscard]] std::string grade(const Grade& grade) const;
  /// `usually reliable; probably true`; of a part of a grade its words alone.
  [[nodiscard]] std::string grade_words(const Grade& grade) const;
  /// A text in this language, quoted; where there is none, in the other one.
  [[nodiscard]] std::string text(const Bilingual& text) const;
  /// Names one after the other with commas and "and".
  [[nodiscard]] std::string list(std::span<const std::string> ready) const;

 private:
  struct State;
  [[nodiscard]] std::string percent_figure(std::string_view figure) const;
  std::unique_ptr<State> state_;
};

}  // namespace signpost::report
