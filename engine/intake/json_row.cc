// nlohmann's SAX parser tells what it read, not where. But its events come in the order of the
// text, and every token but the comma and the colon makes one: so a cursor that is moved over one
// token at each event knows the place of all of them.
#include "engine/intake/json_row.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/numbers.h"

namespace signpost::intake {
namespace {

constexpr std::size_t kDeepest = 4;  // {"bears": [{"scenario": …}]} needs 3

/// Walks over the tokens of a line.
class Cursor {
 public:
  Cursor(std::string_view line, std::uint32_t number) : line_(line), number_(number) {}

  /// The next token, with its place.
  std::string_view take() {
    at_ = std::min(line_.find_first_not_of(" \t\r\n,:", at_), line_.size());
    begin_ = at_;
    if (at_ == line_.size()) return {};
    const char first = line_[at_];
    if (first == '"') {
      do {
        at_ = std::min(line_.find('"', at_ + 1), line_.size());
      } while (at_ < line_.size() && is_escaped(at_));
      at_ = std::min(at_ + 1, line_.size());
    } else if (first == '{' || first == '}' || first == '[' || first == ']') {
      ++at_;
    } else {
      at_ = std::min(line_.find_first_of(" \t\r\n,:]}", at_), line_.size());
    }
    return line_.substr(begin_, at_ - begin_);
  }

  /// Of the token taken last.
  [[nodiscard]] Stretch place() const {
    return {number_, static_cast<std::uint32_t>(begin_), static_cast<std::uint32_t>(at_ - begin_)};
  }

 private:
  /// Whether an odd number of backslashes stands before.
  [[nodiscard]] bool is_escaped(std::size_t at) const {
    std::size_t before = at;
    while (before > begin_ && line_[before - 1] == '\\') --before;
    return (at - before) % 2 == 1;
  }

  std::string_view line_;
  std::uint32_t number_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;
};

/// What the parser calls. Values go into the row; a value under a key that is not known is walked
/// over.
class RowBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  RowBuilder(std::string_view line, std::uint32_t number, Row& row, const Complain& complain)
      : cursor_(line, number), line_(line), number_(number), row_(row), complain_(complain) {}

  [[nodiscard]] bool good() const { return good_; }

  bool null() override { return add(Written::Kind::kAbsent); }
  bool boolean(bool) override { return add(Written::Kind::kFlag); }
  bool number_integer(number_integer_t) override { return add(Written::Kind::kNumber); }
  bool number_unsigned(number_unsigned_t) override { return add(Written::Kind::kNumber); }
  bool number_float(number_float_t, const string_t&) override {
    return add(Written::Kind::kNumber);
  }
  bool string(string_t& value) override { return add(Written::Kind::kText, &value); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Written::Kind::kObject); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(Written::Kind::kList); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    cursor_.take();
    const Stretch place = cursor_.place();
    if (open_.size() > 1) {
      Written& object = *open_.back();
      if (std::find(object.keys.begin(), object.keys.end(), name) != object.keys.end()) {
        twice(place, name);
      }
      object.keys.push_back(name);
      object.key_places.push_back(place);
      return true;
    }
    const std::optional<Field> field = field_named(name, false);
    if (!field) {
      complain(place, {"intake.row.unknown-key", {{"key", name}}},
               did_you_mean(name, field_names(),
                            {"intake.unknown-field.hint",
                             {{"fields", listed(field_names(), kFieldCount)}}}));
      row_.incomplete = true;
      passed_over_ = {};
      field_ = &passed_over_;
      return true;
    }
    field_ = &row_[*field];
    bool& seen = seen_.at(static_cast<std::size_t>(*field));
    if (seen) twice(place, name);
    seen = true;
    *field_ = {};
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::json::exception& trouble) override {
    const std::size_t at = position > 0 ? position - 1 : 0;
    const Stretch place = {number_, static_cast<std::uint32_t>(std::min(at, line_.size())), 1};
    const std::string_view what = trouble.what();
    // JSON ends the number at the comma, and wants a key after it.
    const std::size_t end = std::min(line_.find_first_not_of("0123456789", at), line_.size());
    const std::size_t before = line_.substr(0, at).find_last_not_of("0123456789.,eE+-");
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    const std::string_view number = line_.substr(begin, end - begin);
    if (const auto comma = begin < at && at < end ? decimal_comma(number) : std::nullopt) {
      complain(
          {number_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(number.size())},
          comma->message, comma->hint);
    } else if (what.find("out_of_range") != std::string_view::npos) {
      complain(place, "intake.number-too-large");
    } else if (what.find("end of input") != std::string_view::npos) {
      complain(place, "intake.json.open", "intake.json.open.hint");
    } else if (what.find("control character") != std::string_view::npos) {
      complain(place, "intake.json.control-character", "intake.json.control-character.hint");
    } else {
      complain(place, "intake.json.broken", "intake.json.broken.hint");
    }
    return false;
  }

 private:
  void complain(Stretch place, Phrase message, Phrase hint = {}) {
    good_ = false;
    complain_(place, std::move(message), std::move(hint));
  }

  void twice(Stretch place, const std::string& name) {
    complain(place, {"intake.json.key-twice", {{"key", name}}});
  }

  /// The place in the tree for the next value.
  Written* next_slot() {
    if (open_.size() <= 1) return field_;
    open_.back()->members.emplace_back();
    return &open_.back()->members.back();
  }

  bool add(Written::Kind kind, std::string* text = nullptr) {
    const std::string_view token = cursor_.take();
    const Stretch place = cursor_.place();
    if (open_.empty()) return not_an_object(place);
    Written& slot = *next_slot();
    slot.kind = kind;
    slot.place = place;
    if (text != nullptr) {
      slot.text = std::move(*text);
    } else if (kind != Written::Kind::kAbsent) {
      slot.text = token;
    }
    return true;
  }

  bool open(Written::Kind kind) {
    cursor_.take();
    const Stretch place = cursor_.place();
    if (open_.empty()) {
      if (kind != Written::Kind::kObject) return not_an_object(place);
      row_.place = place;
      open_.push_back(&passed_over_);  // stands for the row itself
      return true;
    }
    if (open_.size() >= kDeepest) {
      complain(place, "intake.json.too-deep");
      return false;
    }
    // Pointers into a list's members stay good while they are open: a list grows only after the
    // member that was open has been closed.
    Written& slot = *next_slot();
    slot.kind = kind;
    slot.place = place;
    open_.push_back(&slot);
    return true;
  }

  bool close() {
    cursor_.take();
    open_.pop_back();
    return true;
  }

  bool not_an_object(Stretch place) {
    complain(place, "intake.json.no-object", "intake.json.no-object.hint");
    return false;
  }

  Cursor cursor_;
  std::string_view line_;
  std::uint32_t number_;
  Row& row_;
  const Complain& complain_;
  Written passed_over_;
  Written* field_ = &passed_over_;
  std::vector<Written*> open_;
  std::array<bool, kFieldCount> seen_{};
  bool good_ = true;
};

}  // namespace

JsonOutcome read_json_row(std::string_view line, std::uint32_t number, Row& row,
                          const Complain& complain) {
  row.clear();
  RowBuilder builder(line, number, row, complain);
  const bool read = nlohmann::json::sax_parse(line.begin(), line.end(), &builder);
  if (!read) return JsonOutcome::kBroken;
  return builder.good() ? JsonOutcome::kRead : JsonOutcome::kMistaken;
}

}  // namespace signpost::intake
