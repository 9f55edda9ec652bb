// How a report speaks: every message, number, date and word of probability in one language.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/wording.h"
#include "engine/model/dossier.h"
#include "engine/report/figures.h"

namespace signpost::report {

using signpost::quoted;
using signpost::without_isolates;

/// Messages are the glossary's (engine/glossary/), worded by base/wording.h; here are the numbers,
/// dates and words that go into them. Cheap to make. Not for several threads at once.
class Speech {
 public:
  explicit Speech(Language language, Digits digits = Digits::kLatin) : wording_(language, digits) {}

  [[nodiscard]] Language language() const { return wording_.language(); }
  [[nodiscard]] Digits digits() const { return wording_.digits(); }
  [[nodiscard]] const Wording& wording() const { return wording_; }

  /// A name with a whole number (for plural forms) or a text that is ready to print.
  using Argument = Message::Argument;
  [[nodiscard]] std::string say(std::string_view key,
                                std::initializer_list<Argument> arguments = {}) const {
    return wording_.say(key, {arguments.begin(), arguments.size()});
  }
  template <std::same_as<Phrase> Same>  // what is no phrase yet is a key
  [[nodiscard]] std::string say(const Same& phrase) const {
    return wording_.say(phrase);
  }
  /// All keys that begin with `prefix`, in the order of the file: for labels in templates.
  static std::vector<std::string> keys(std::string_view prefix);

  /// `62 %`, `62٪`, `<1 %`, «أقل من 1٪»; the numbers are those of figures.h, in every language.
  [[nodiscard]] std::string percent(Probability probability) const;
  [[nodiscard]] std::string percent_exact(Probability probability) const;
  /// A figure that is ready, with the sign: `62 %`.
  [[nodiscard]] std::string percent_figure(std::string_view figure) const;
  /// The same as percent for a narrow column: in Arabic `<1%`.
  [[nodiscard]] std::string short_percent(Probability probability) const;
  /// `41–55 %`, in whole per cent; `<1 % to 5 %` where an end is in the tails.
  [[nodiscard]] std::string interval(const Interval& interval) const;
  /// The same for a narrow column: in Arabic `41–55%` as one left-to-right unit.
  [[nodiscard]] std::string short_interval(const Interval& interval) const;
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
  /// The same for a narrow column: in Arabic `<0.001` too.
  [[nodiscard]] std::string short_bits(double bits) const;
  [[nodiscard]] std::string number(std::int64_t number) const;  // 1,234
  [[nodiscard]] std::string figure(double figure, int decimals) const;
  /// `+4.1`, `−12.0`; no sign where it rounds to 0.
  [[nodiscard]] std::string signed_figure(double figure, int decimals) const;
  /// `24 Jan 2022`, `≈ Jan 2022`; in Arabic both names of the month.
  [[nodiscard]] std::string day(Instant instant, Precision precision = Precision::kDay) const;
  /// The same for a narrow column: `24 Jan 2022`, in Arabic `2022-01-24`.
  [[nodiscard]] std::string short_day(Instant instant, Precision precision = Precision::kDay) const;
  /// `03:00 UTC` of a time of day, as one unit.
  [[nodiscard]] std::string utc(std::string_view time) const;
  /// `#12`, as one unit.
  [[nodiscard]] std::string item(ItemId number) const;
  /// A day, or a day and a time of day UTC where it is not the end of a day.
  [[nodiscard]] std::string moment(Instant instant) const;
  /// The same for a narrow column: `30 Jun 2022 14:05 UTC`, in Arabic `2022-06-30 14:05 UTC`.
  [[nodiscard]] std::string short_moment(Instant instant) const;
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
  /// The same of prose, which is marked where it is in the other language; empty of none.
  [[nodiscard]] std::string prose(const Bilingual& text) const;
  /// Ready texts one after the other, with commas and "and"; `last` and `next` are the messages that
  /// add one to the list before it.
  [[nodiscard]] std::string list(std::span<const std::string> ready,
                                 std::string_view last = "list.last",
                                 std::string_view next = "list.next") const;
  /// What reads from left to right as one, and would not after Arabic letters, between isolates.
  /// Arabic digits read on in the direction of these.
  [[nodiscard]] std::string unit(std::string_view ready) const;

 private:
  [[nodiscard]] std::string localised(std::string_view figure) const {
    return wording_.localised(figure);
  }
  Wording wording_;
};

}  // namespace signpost::report
