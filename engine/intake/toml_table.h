// Typed reading of one TOML table: each key's rule is one call, each mistake is noted and reading
// goes on.
#pragma once

#include <toml++/toml.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/enum_words.h"
#include "engine/intake/source_text.h"
#include "engine/model/definitions.h"

namespace signpost::intake {

enum class Need : bool { kOptional, kRequired };

/// A time of a list, and where it stands.
struct PlacedTime {
  WrittenTime time;
  Position place;
};

/// One table of a definitions file, read key by key:
///
///     Table table(…, "[[source]]", findings);
///     source.id = table.id("id");
///     source.party = table.flag("party");
///     table.refuse_other_keys();
///
/// A key that is absent gives nothing (or the default); one that is wrong draws an error at its
/// place and gives nothing too. What was asked for is remembered, so that refuse_other_keys knows
/// every key that the table may hold. The table points into its document and must not outlive it.
class Table {
 public:
  /// `name` as it is called in messages: `typed("[[source]]")`.
  Table(const toml::table& content, Position header, Phrase name, Findings& findings)
      : content_(&content), header_(header), name_(std::move(name)), findings_(&findings) {}

  /// Lower-case letters, digits and '-', at most 100 of them.
  std::string id(std::string_view key, Need need = Need::kRequired);
  /// One line of text, at most 500 characters.
  std::string line(std::string_view key);
  /// The same, and nothing where it is absent or wrong.
  std::optional<std::string> some_line(std::string_view key, Need need);
  /// Text, at most 20,000 characters.
  std::string prose(std::string_view key);
  /// A sub-table with `en`, `ar` or both.
  Bilingual bilingual(std::string_view key);
  /// Text as it stands, in the language of its letters, or a sub-table as bilingual.
  Bilingual either(std::string_view key, bool one_line = false);
  /// A list of single lines.
  std::vector<std::string> lines(std::string_view key);
  bool flag(std::string_view key, bool otherwise);
  /// A finite number for which `allowed` holds; `range` says which those are: "[0, 1]".
  std::optional<double> number(std::string_view key, bool (*allowed)(double),
                               std::string_view range, Phrase hint = {});
  /// A whole number in [least, most].
  std::optional<int> whole(std::string_view key, int least, int most, Phrase hint = {});
  /// A list of two finite numbers. `hint` says how it is written.
  std::optional<std::pair<double, double>> range(std::string_view key, Phrase hint);
  /// Strictly between 0 and 1.
  std::optional<Probability> probability(std::string_view key, Need need = Need::kOptional);
  /// A time, for which what it means must still be said.
  std::optional<WrittenTime> time(std::string_view key, Need need = Need::kOptional);
  /// A list of times, those that are good. `hint` says how it is written.
  std::vector<PlacedTime> times(std::string_view key, const Phrase& hint);
  /// A time that is a beginning (a bare date: 00:00), or an end (23:59:59).
  std::optional<Instant> start(std::string_view key, Need need = Need::kOptional);
  std::optional<Instant> end(std::string_view key, Need need = Need::kOptional);
  /// "7 days". `hint` in place of the usual one.
  std::optional<Days> duration(std::string_view key, Phrase hint = {});
  /// "180 days", or infinity for "forever".
  std::optional<Days> duration_or_forever(std::string_view key);
  /// A rate's text, to be read once the indicator's baseline is known.
  std::optional<std::string> rate_text(std::string_view key, Need need);
  /// One of the words.
  template <class Value>
  std::optional<Value> choice(std::string_view key,
                              const std::vector<std::pair<std::string, Value>>& words);
  template <HasWords Enum>
  std::optional<Enum> choice(std::string_view key);
  /// The tables of `[[key]]`, each with the name `[[…]]` for messages.
  std::vector<Table> tables(std::string_view key, std::string_view name);
  /// The table of `key.…` or `[key]`.
  std::optional<Table> table(std::string_view key, std::string_view name, Phrase hint = {});

  /// An error for each key that was not asked for, and is not one of `others` either.
  void refuse_other_keys(const std::vector<std::string>& others = {});

  [[nodiscard]] bool has(std::string_view key) const { return content_->contains(key); }
  [[nodiscard]] bool is_text(std::string_view key) const;
  [[nodiscard]] bool is_empty_list(std::string_view key) const;
  /// The text of a key; empty where it has none.
  [[nodiscard]] std::string text_of(std::string_view key) const;
  /// Where the value of a key stands; where there is none, the table's header.
  [[nodiscard]] Position place(std::string_view key) const;
  /// The same for a key of a sub-table: `title.en`.
  [[nodiscard]] Position place(std::string_view key, std::string_view sub_key) const;
  /// Where a text stands in a list; the list where it does not.
  [[nodiscard]] Position position_of_entry(std::string_view key, std::string_view text) const;
  /// Where a value or a key of it stands, at any depth; where that is unknown, its header.
  [[nodiscard]] Position place(const toml::source_region& source) const;
  [[nodiscard]] const toml::table& content() const { return *content_; }
  [[nodiscard]] Position header() const { return header_; }
  /// The value as written, for messages.
  [[nodiscard]] std::string written(std::string_view key) const;
  /// `file:line` of the header, for messages that stand elsewhere.
  [[nodiscard]] std::string address() const;
  [[nodiscard]] Findings& findings() const { return *findings_; }
  [[nodiscard]] const Phrase& name() const { return name_; }

  void error(std::string_view key, Phrase message, Phrase hint = {}) const;
  void warning(std::string_view key, Phrase message, Phrase hint = {}) const;
  /// An error: what is wrong with the key's value, the key before it.
  void wrong(std::string_view key, const Problem& problem) const;
  /// An error: the time of one key is not after that of another.
  void not_after(std::string_view key, std::string_view other) const;
  /// Warns of a date that can hardly be meant (date_doubts.h).
  void doubt(std::string_view key, Instant instant);

 private:
  const toml::node* asked(std::string_view key, Need need);
  /// A time, `called` so in messages; `hint` says how it is written.
  std::optional<WrittenTime> time_in(const toml::node& node, const Phrase& called,
                                     const Phrase& hint);
  void wrong_kind(std::string_view key, const toml::node& node, const char* wanted,
                  Phrase hint = {}) const;
  /// The same of a number, which may be text for its decimal comma.
  void not_a_number(std::string_view key, const toml::node& node, Phrase hint) const;
  /// An error: the value is not in `range`, "[0, 1]".
  void outside(std::string_view key, std::string_view range, Phrase hint) const;
  std::optional<std::string> text(std::string_view key, Need need, std::size_t limit,
                                  bool one_line);
  std::optional<std::string> word(std::string_view key, const std::vector<std::string>& words);

  const toml::table* content_;
  Position header_;
  Phrase name_;
  Findings* findings_;
  std::vector<std::string> known_;
};

template <class Value>
std::optional<Value> Table::choice(std::string_view key,
                                   const std::vector<std::pair<std::string, Value>>& words) {
  std::vector<std::string> names;
  names.reserve(words.size());
  for (const auto& [name, value] : words) names.push_back(name);
  const std::optional<std::string> written = word(key, names);
  for (const auto& [name, value] : words) {
    if (written == name) return value;
  }
  return std::nullopt;
}

template <HasWords Enum>
std::optional<Enum> Table::choice(std::string_view key) {
  std::vector<std::string> names;
  for (const auto& one : words_of(Enum{})) names.emplace_back(one.word);
  const std::optional<std::string> written = word(key, names);
  return written ? named<Enum>(*written) : std::nullopt;
}

/// The id grammar, for references in other formats: nothing, or what is wrong.
std::optional<Problem> check_id(std::string_view id);

}  // namespace signpost::intake
