#include "engine/intake/item_rules.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "engine/base/numbers.h"
#include "engine/base/text.h"

namespace signpost::intake {
namespace {

using Kind = Written::Kind;

constexpr double kLargestCount = 1e5;     // belief lays out the parts of a total one by one
constexpr std::size_t kMaxText = 50'000;  // characters of `text` and `note`
constexpr std::size_t kMaxUrl = 4'000;
constexpr std::size_t kMaxName = 500;  // of all other texts

Phrase kind_name(Kind kind) {
  switch (kind) {
    case Kind::kAbsent:
      return "intake.nothing";
    case Kind::kCell:
    case Kind::kText:
      return "intake.text";
    case Kind::kNumber:
      return "intake.a-number";
    case Kind::kFlag:
      return "intake.true-or-false";
    case Kind::kList:
      return "intake.a-list";
    case Kind::kObject:
      return "intake.row.an-object";
  }
  return "intake.nothing";
}

Phrase not_of_kind(const Phrase& what, const Written& value, const char* wanted) {
  return {"intake.wrong-kind",
          {{"what", what}, {"kind", kind_name(value.kind)}, {"wanted", Phrase(wanted)}}};
}

bool is_words(const Written& value) {
  return value.kind == Kind::kCell || value.kind == Kind::kText;
}

/// Marks that are seen by nobody and make two keys differ: bidi controls and zero-width characters.
bool has_invisible_mark(std::string_view text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const auto first = static_cast<unsigned char>(text[i]);
    const auto second = static_cast<unsigned char>(text[i + 1]);
    if (first == 0xD8U && second == 0x9CU) return true;  // U+061C
    if (i + 2 >= text.size()) break;
    const auto third = static_cast<unsigned char>(text[i + 2]);
    if (first == 0xE2U && second == 0x80U && (third == 0x8BU || third == 0x8EU || third == 0x8FU)) {
      return true;  // U+200B, U+200E, U+200F
    }
    if (first == 0xE2U && second == 0x80U && third >= 0xAAU && third <= 0xAEU) return true;
    if (first == 0xE2U && second == 0x81U && third >= 0xA6U && third <= 0xA9U) return true;
    if (first == 0xEFU && second == 0xBBU && third == 0xBFU) return true;  // U+FEFF
  }
  return false;
}

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

/// The parts between semicolons, without spaces around them; empty ones are left out.
std::vector<std::string_view> parts_of(std::string_view cell) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= cell.size();) {
    const std::size_t end = std::min(cell.find(';', begin), cell.size());
    const std::string_view part = trimmed(cell.substr(begin, end - begin));
    if (!part.empty()) parts.push_back(part);
    begin = end + 1;
  }
  return parts;
}

/// What a day, month or year that was written comes to as a written time again.
WrittenTime rewritten(Instant occurred, Precision precision) {
  const std::string day = to_date(occurred);
  const std::size_t digits = precision == Precision::kYear    ? 4
                             : precision == Precision::kMonth ? 7
                                                              : day.size();
  return *parse_time(std::string_view(day).substr(0, digits));
}

}  // namespace

/// Judges one row. Each field's rule is a function; a mistake is complained of and judging goes on,
/// so that all mistakes of a row are told at once.
class RowJudge {
 public:
  RowJudge(const ItemRules& rules, Row& row, const Complain& complain, const Item* base)
      : rules_(rules), row_(row), complain_(complain), base_(base), now_(rules.context_.clock.now) {
    if (base != nullptr) item_ = *base;
    if (base == nullptr) item_.feed = rules.context_.feed;
  }

  std::optional<Item> judge() {
    key_text(Field::kId, item_.id);
    texts();
    line(Field::kSource, item_.source, kMaxName);
    key_text(Field::kOrigin, item_.origin);
    key_text(Field::kEvent, item_.event);
    named_subject_ = names_subject(row_[Field::kDenies]);
    key_text(Field::kDenies, item_.denies);
    line(Field::kUrl, item_.url, kMaxUrl);
    line(Field::kPlace, item_.place, kMaxName);
    lang();
    line(Field::kBy, item_.by, kMaxName);
    prose(Field::kNote, item_.note);
    share();
    grade();
    credibility();
    sightings();
    bears();
    some_subject();
    nothing_but_denial();
    times();
    if (!good_) return std::nullopt;
    return std::move(item_);
  }

 private:
  // ---------------------------------------------------------------------------------- complaints

  [[nodiscard]] static const std::string& name(Field field) {
    return field_names()[static_cast<std::size_t>(field)];
  }

  void complain(Stretch place, Phrase message, Phrase hint = {}) {
    good_ = false;
    complain_(place, std::move(message), std::move(hint));
  }
  void complain(Field field, Phrase message, Phrase hint = {}) {
    complain(row_[field].place, std::move(message), std::move(hint));
  }
  /// A message that names the field and no more.
  void complain_of(Field field, const char* message, Phrase hint = {}) {
    complain(field, {message, {{"key", name(field)}}}, std::move(hint));
  }
  /// One that also says what was written there.
  void wrong_text(Field field, const char* message, std::string_view text, Phrase hint = {}) {
    complain(field, {message, {{"key", name(field)}, {"text", text}}}, std::move(hint));
  }
  void wrong_kind(Field field, const char* wanted, Phrase hint) {
    complain(field, not_of_kind(typed(name(field)), row_[field], wanted), std::move(hint));
  }
  void wrong(Field field, const Problem& problem) {
    complain(field, {"intake.at", {{"what", typed(name(field))}, {"says", problem.message}}},
             problem.hint);
  }

  /// Whether a field is named: then what it says replaces what `base` has. A field that is named
  /// without a value takes the value away.
  [[nodiscard]] bool is_named(Field field) const { return !row_[field].is_absent(); }

  // --------------------------------------------------------------------------------------- texts

  /// The words of a field; nothing if it is not named or not text. Numbers that identify (an id, a
  /// year) may go without quotes.
  std::optional<std::string> words(Field field, bool number_too, const char* wanted = "intake.text",
                                   const char* hint = "intake.text.hint") {
    Written& value = row_[field];
    if (!is_named(field)) return std::nullopt;
    if (is_words(value) || (number_too && value.kind == Kind::kNumber)) {
      return std::move(value.text);
    }
    wrong_kind(field, wanted, hint);
    return std::nullopt;
  }

  bool fits(Field field, std::string_view text, std::size_t limit) {
    // No code point is shorter than a byte, so most texts need no counting.
    if (text.size() <= limit || code_points(text) <= limit) return true;
    complain(field, {"intake.too-long", {{"key", name(field)}, {"limit", std::to_string(limit)}}});
    return false;
  }

  void prose(Field field, std::string& into) {
    auto text = words(field, false);
    if (!text || !fits(field, *text, kMaxText)) return;
    if (text->find('\0') != std::string::npos) {
      complain_of(field, "intake.row.nul");
      return;
    }
    into = std::move(*text);
  }

  bool one_line(Field field, std::string& text, std::size_t limit) {
    if (!fits(field, text, limit)) return false;
    if (!is_one_line(text)) {
      complain_of(field, "intake.not-one-line");
      return false;
    }
    if (const std::string_view inner = trimmed(text); inner.size() < text.size()) {
      text = std::string(inner);
    }
    return true;
  }

  void line(Field field, std::string& into, std::size_t limit) {
    auto text = words(field, false);
    if (text && one_line(field, *text, limit)) into = std::move(*text);
  }

  /// Texts that are compared: what is invisible in them must not make them differ.
  void key_text(Field field, std::string& into) {
    auto text = words(field, true);
    if (!text || !one_line(field, *text, kMaxName)) return;
    if (has_invisible_mark(*text)) {
      complain_of(field, "intake.row.invisible", "intake.row.invisible.hint");
      return;
    }
    into = std::move(*text);
  }

  /// The text, or the text in both languages; a new one leaves no translation of the old one.
  void texts() {
    const bool in_two = !row_[Field::kTextEn].is_absent() || !row_[Field::kTextAr].is_absent();
    if (row_[Field::kText].is_absent() && !in_two) return;
    item_.translation.clear();
    prose(Field::kText, item_.text);
    if (!in_two) return;
    if (!row_[Field::kText].is_absent()) {
      complain(Field::kText, "intake.row.text-twice", "intake.row.text-twice.hint");
      return;
    }
    Bilingual both;
    prose(Field::kTextEn, both.en);
    prose(Field::kTextAr, both.ar);
    item_.text = both.any();
    if (both.has_both()) item_.translation = both.ar;
  }

  void lang() {
    auto text = words(Field::kLang, false);
    if (!text || !one_line(Field::kLang, *text, kMaxName)) return;
    const bool tag = text->size() <= 35 && std::all_of(text->begin(), text->end(), [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') || c == '-';
                     });
    if (!tag) {
      wrong_text(Field::kLang, "intake.row.no-language", *text, "intake.row.no-language.hint");
      return;
    }
    item_.lang = std::move(*text);
  }

  void share() {
    const Written& value = row_[Field::kShare];
    if (!is_named(Field::kShare)) return;
    const std::string word = in_lower_case(trimmed(value.text));
    const bool is_cell = value.kind == Kind::kCell;
    if (value.kind != Kind::kFlag && !is_cell) {
      wrong_kind(Field::kShare, "intake.true-or-false", "intake.true-or-false.hint");
    } else if (word.empty() || word == "true" || (is_cell && (word == "yes" || word == "1"))) {
      item_.share = true;
    } else if (word == "false" || (is_cell && (word == "no" || word == "0"))) {
      item_.share = false;
    } else {
      wrong_text(Field::kShare, "intake.row.neither-yes-nor-no", value.text,
                 "intake.row.neither-yes-nor-no.hint");
    }
  }

  // -------------------------------------------------------------------------------------- grades

  std::optional<Grade> read_grade(const Written& value) {
    if (!is_words(value) && value.kind != Kind::kNumber) {
      complain(value.place, not_of_kind(typed("grade"), value, "intake.text"), to_write("\"B2\""));
      return std::nullopt;
    }
    const std::string_view text = trimmed(value.text);
    // Nearly all grades are written so; the other ways need the text folded.
    if (text.size() == 2 && text[0] >= 'A' && text[0] <= 'F' && text[1] >= '1' && text[1] <= '6') {
      return Grade{text[0], static_cast<std::uint8_t>(text[1] - '0')};
    }
    const Parsed<Grade> grade = parse_grade(text);
    if (!grade) {
      complain(value.place, grade.problem().message, grade.problem().hint);
      return std::nullopt;
    }
    return *grade;
  }

  void grade() {
    const Written& value = row_[Field::kGrade];
    if (!is_named(Field::kGrade)) return;
    if (is_words(value) && trimmed(value.text).empty()) {
      item_.grade = {};
    } else if (const auto grade = read_grade(value)) {
      item_.grade = *grade;
    }
  }

  /// A number of a row. The cells of a table may have a decimal comma, as spreadsheets set to most
  /// languages write it; elsewhere it is named.
  std::optional<double> number(Field field) {
    const Written& value = row_[field];
    const bool is_text = value.kind == Kind::kText && field != Field::kCount;
    if (const auto comma = is_text ? decimal_comma(value.text) : std::nullopt) {
      wrong(field, {comma->message, {"intake.unquoted", {{"hint", comma->hint}}}});
      return std::nullopt;
    }
    if (value.kind != Kind::kNumber && value.kind != Kind::kCell) {
      wrong_kind(field, "intake.a-number", "intake.true-or-false.hint");
      return std::nullopt;
    }
    std::string text(trimmed(value.text));
    const bool takes_comma = value.in_table && std::count(text.begin(), text.end(), ',') == 1 &&
                             text.find('.') == std::string::npos;
    // "1,000" and "1.000" are a thousand to some and one to others; 54.0 is what a spreadsheet
    // makes of 54.
    if (const std::size_t mark = text.find_first_of(",.");
        field == Field::kCount && mark != std::string::npos && text.size() == mark + 4) {
      wrong_text(
          field, "intake.row.separator", value.text,
          {"intake.row.separator.hint", {{"count", text.substr(0, mark) + text.substr(mark + 1)}}});
      return std::nullopt;
    }
    if (takes_comma) text[text.find(',')] = '.';
    const auto number = parse_number(text);
    const auto comma = number ? std::nullopt : decimal_comma(text);
    if (comma && field == Field::kCount) {
      wrong_text(field, "intake.row.not-whole", value.text);
    } else if (comma) {
      wrong(field, *comma);
    } else if (!number) {
      wrong_text(field, "intake.row.not-a-number", value.text);
    }
    return number;
  }

  void credibility() {
    if (!is_named(Field::kCredibility)) return;
    const Written& value = row_[Field::kCredibility];
    if (value.kind == Kind::kCell && trimmed(value.text).empty()) {
      item_.credibility.reset();
      return;
    }
    const bool percent = value.kind == Kind::kCell && trimmed(value.text).ends_with('%');
    const auto credibility = percent ? std::nullopt : number(Field::kCredibility);
    if (percent || (credibility && !(*credibility >= 0 && *credibility <= 1))) {
      wrong_text(Field::kCredibility, "intake.row.no-credibility", value.text,
                 "intake.row.no-credibility.hint");
    } else if (credibility) {
      item_.credibility = Probability(*credibility);
    }
  }

  // ------------------------------------------------------------------- what it is evidence of

  void add_sighting(Stretch place, std::string_view id, std::optional<Grade> grade) {
    const auto& known = rules_.indicators_;
    if (known.find(id) == known.end()) {
      complain(place, {"intake.no-indicator", {{"id", id}}},
               did_you_mean(id, rules_.indicator_ids_, rules_.context_.indicators_hint));
      return;
    }
    for (const Sighting& other : item_.sightings) {
      if (other.indicator == id) {
        complain(place, {"intake.row.indicator-twice", {{"id", id}}});
        return;
      }
    }
    item_.sightings.push_back({std::string(id), grade});
  }

  void sighting_with_grade(const Written& entry) {
    std::string_view id;
    std::optional<Grade> grade;
    bool has_id = false;
    bool good = true;
    for (std::size_t i = 0; i < entry.members.size(); ++i) {
      const Written& member = entry.members[i];
      if (entry.keys[i] == "id" && member.kind == Kind::kText) {
        id = member.text;
        has_id = true;
      } else if (entry.keys[i] == "grade") {
        if (member.is_absent()) continue;
        grade = read_grade(member);
        good = good && grade.has_value();
      } else if (entry.keys[i] != "id") {
        complain(entry.key_places[i], {"intake.row.unknown-key", {{"key", entry.keys[i]}}},
                 did_you_mean(entry.keys[i], {"id", "grade"}, "intake.row.indicators.hint"));
        good = false;
      }
    }
    if (!has_id) {
      complain(entry.place, "intake.row.no-id",
               to_write('{' + member("id", "\"…\"") + ", " + member("grade", "\"B2\"") + '}'));
    } else if (good) {
      add_sighting(entry.place, id, grade);
    }
  }

  /// Whether there is anything in `indicators` or `bears`, right or wrong.
  [[nodiscard]] static bool names_subject(const Written& value) {
    if (value.kind == Kind::kCell) return !parts_of(value.text).empty();
    if (value.kind == Kind::kText) return !trimmed(value.text).empty();
    return !value.is_absent() && !(value.kind == Kind::kList && value.members.empty());
  }

  void sightings() {
    const Written& value = row_[Field::kIndicators];
    if (is_named(Field::kIndicators)) item_.sightings.clear();
    named_subject_ = named_subject_ || names_subject(value);
    if (value.kind == Kind::kCell) {
      for (const std::string_view id : parts_of(value.text)) add_sighting(value.place, id, {});
    } else if (value.kind == Kind::kText) {
      if (!names_subject(value)) return;
      add_sighting(value.place, value.text, {});  // one id need not be put in a list
    } else if (value.kind == Kind::kList) {
      for (const Written& entry : value.members) {
        if (entry.kind == Kind::kText) {
          add_sighting(entry.place, entry.text, {});
        } else if (entry.kind == Kind::kObject) {
          sighting_with_grade(entry);
        } else {
          complain(entry.place, not_of_kind({"intake.an-entry", {{"key", "indicators"}}}, entry,
                                            "intake.row.an-id"));
        }
      }
    } else if (is_named(Field::kIndicators)) {
      wrong_kind(Field::kIndicators, "intake.row.a-list-of-ids", to_write(R"(["…"])"));
    }
  }

  void add_bearing(Stretch place, std::string_view scenario, Stretch ratio_place,
                   std::string_view ratio) {
    const bool known = rules_.scenarios_.count(scenario) > 0;
    if (!known) {
      complain(place, {"intake.no-scenario", {{"id", scenario}}},
               did_you_mean(scenario, rules_.scenario_ids_, rules_.context_.scenarios_hint));
    }
    const Parsed<Bearing> bearing = parse_bearing(scenario, ratio);
    if (!bearing) {
      complain(ratio_place, bearing.problem().message, bearing.problem().hint);
      return;
    }
    for (const Bearing& other : item_.bears) {
      if (other.scenario == scenario) {
        complain(place, {"intake.row.scenario-twice", {{"id", scenario}}});
        return;
      }
    }
    if (known) item_.bears.push_back(*bearing);
  }

  /// A member of an object as it is written.
  [[nodiscard]] std::string member(const std::string& key, const std::string& value) const {
    return rules_.context_.in_toml ? key + " = " + value : '"' + key + "\": " + value;
  }
  [[nodiscard]] std::string bearing_example() const {
    return '{' + member("scenario", "\"…\"") + ", " + member("ratio", "3") + '}';
  }

  void incomplete_bearing(const Written& entry) {
    complain(entry.place, "intake.row.incomplete-bearing", to_write(bearing_example()));
  }

  void bearing_object(const Written& entry) {
    const Written* scenario = nullptr;
    const Written* ratio = nullptr;
    bool good = true;
    for (std::size_t i = 0; i < entry.members.size(); ++i) {
      const Written& member = entry.members[i];
      if (entry.keys[i] == "scenario") {
        scenario = &member;
      } else if (entry.keys[i] == "ratio") {
        ratio = &member;
      } else {
        complain(entry.key_places[i], {"intake.row.unknown-key", {{"key", entry.keys[i]}}},
                 did_you_mean(entry.keys[i], {"scenario", "ratio"}, "intake.row.bears.hint"));
        good = false;
      }
    }
    const bool complete = scenario != nullptr && scenario->kind == Kind::kText &&
                          ratio != nullptr &&
                          (ratio->kind == Kind::kText || ratio->kind == Kind::kNumber);
    if (!complete) {
      incomplete_bearing(entry);
    } else if (good) {
      add_bearing(scenario->place, scenario->text, ratio->place, ratio->text);
    }
  }

  void bears() {
    const Written& value = row_[Field::kBears];
    if (is_named(Field::kBears)) item_.bears.clear();
    named_subject_ = named_subject_ || names_subject(value);
    if (value.kind == Kind::kCell) {
      for (const std::string_view part : parts_of(value.text)) {
        const std::size_t sign = part.find('=');
        if (sign == std::string_view::npos) {
          complain(value.place, {"intake.row.no-ratio", {{"text", part}}},
                   "intake.row.no-ratio.hint");
          continue;
        }
        add_bearing(value.place, trimmed(part.substr(0, sign)), value.place,
                    trimmed(part.substr(sign + 1)));
      }
    } else if (value.kind == Kind::kList) {
      for (const Written& entry : value.members) {
        if (entry.kind == Kind::kObject) {
          bearing_object(entry);
        } else {
          incomplete_bearing(entry);
        }
      }
    } else if (is_named(Field::kBears)) {
      wrong_kind(Field::kBears, "intake.a-list", to_write('[' + bearing_example() + ']'));
    }
  }

  void some_subject() {
    // Where something was named, and was wrong, that has been said.
    if (named_subject_ || row_.incomplete) return;
    if (!item_.sightings.empty() || !item_.bears.empty() || !item_.denies.empty()) return;
    complain(row_.place, "intake.row.no-subject", "intake.row.no-subject.hint");
  }

  /// A denial holds wherever its event stands, so it names the event and nothing else. What an
  /// amended item keeps counts as what the row names.
  void nothing_but_denial() {
    if (item_.denies.empty()) return;
    const auto refuse = [&](Field field, const char* message, const char* hint) {
      complain(is_named(field) ? field : Field::kDenies, message, hint);
    };
    if (!item_.sightings.empty() || names_subject(row_[Field::kIndicators])) {
      refuse(Field::kIndicators, "intake.row.denial-with-indicators",
             "intake.row.denial-with-indicators.hint");
    }
    if (!item_.bears.empty() || names_subject(row_[Field::kBears])) {
      refuse(Field::kBears, "intake.row.denial-with-bears", "intake.row.denial-with-bears.hint");
    }
    if (!item_.event.empty()) {
      refuse(Field::kEvent, "intake.row.denial-with-event", "intake.row.denial-with-event.hint");
    }
    const bool keeps_total = base_ != nullptr && base_->total.has_value();
    for (const Field field : {Field::kCount, Field::kUntil}) {
      const bool has = is_named(field) ? !is_blank(field) : keeps_total;
      if (!has) continue;
      refuse(
          field,
          field == Field::kCount ? "intake.row.denial-with-count" : "intake.row.denial-with-until",
          "intake.row.denial-of-total.hint");
    }
  }

  // --------------------------------------------------------------------------- times and counts

  std::optional<WrittenTime> time(Field field) {
    const auto text = words(field, true, "intake.row.a-time", "intake.row.a-time.hint");
    if (!text) return std::nullopt;
    const Parsed<WrittenTime> parsed = parse_time(trimmed(*text));
    if (!parsed) {
      wrong(field, parsed.problem());
      return std::nullopt;
    }
    return *parsed;
  }

  [[nodiscard]] bool is_blank(Field field) const {
    const Written& value = row_[field];
    return value.is_absent() || (is_words(value) && trimmed(value.text).empty());
  }

  /// A whole number from 0 to 100,000; spreadsheets write 54.0 for 54 where a column has gaps.
  std::optional<std::int64_t> count() {
    const auto written = number(Field::kCount);
    if (!written) return std::nullopt;
    const std::string& text = row_[Field::kCount].text;
    if (*written < 0) {
      wrong_text(Field::kCount, "intake.row.negative", text);
    } else if (*written != std::floor(*written)) {
      wrong_text(Field::kCount, "intake.row.not-whole", text);
    } else if (*written > kLargestCount) {
      wrong_text(Field::kCount, "intake.row.too-many", text);
    } else {
      return static_cast<std::int64_t>(*written);
    }
    return std::nullopt;
  }

  void check_not_future(Field field, Instant instant) {
    if (instant <= now_) return;
    const std::string text =
        base_ != nullptr && is_blank(field) ? to_string(instant) : written_time(field);
    complain(
        field,
        {"intake.row.future", {{"key", name(field)}, {"text", text}, {"now", to_string(now_)}}},
        rules_.context_.future_hint);
  }
  [[nodiscard]] const std::string& written_time(Field field) const {
    switch (field) {
      case Field::kOccurred:
        return occurred_text_;
      case Field::kUntil:
        return until_text_;
      default:
        return available_text_;
    }
  }

  void times() {
    occurred_text_ = row_[Field::kOccurred].text;
    until_text_ = row_[Field::kUntil].text;
    available_text_ = row_[Field::kAvailable].text;
    const bool good_before = good_;
    good_ = true;
    total_and_occurred();
    if (good_) available();
    good_ = good_ && good_before;
  }

  void total_and_occurred() {
    const bool names_until = is_named(Field::kUntil);
    const bool names_count = is_named(Field::kCount);
    const bool blank_until = is_blank(Field::kUntil);
    const bool blank_count = is_blank(Field::kCount);
    // What the item will have: what the row names, else what `base` has.
    const bool base_total = base_ != nullptr && base_->total.has_value();
    const bool may_have = item_.denies.empty();  // else it has been told that it takes neither
    const bool has_until = may_have && (names_until ? !blank_until : base_total);
    const bool has_count = may_have && (names_count ? !blank_count : base_total);
    std::optional<WrittenTime> until;
    std::optional<std::int64_t> counted;
    if (names_until && !blank_until) until = time(Field::kUntil);
    if (names_count && !blank_count) counted = count();
    if (has_until && !has_count) {
      complain(names_until ? Field::kUntil : Field::kCount, "intake.row.until-alone",
               "intake.row.until-alone.hint");
    } else if (has_count && !has_until) {
      complain(names_count ? Field::kCount : Field::kUntil, "intake.row.count-alone",
               "intake.row.count-alone.hint");
    }
    item_.total.reset();
    occurred(has_until);
    if (!good_ || !has_until) return;
    Total total = base_total ? *base_->total : Total{};
    if (until) total.until = meant_as_until(*until, now_);
    if (counted) total.count = *counted;
    item_.total = total;
    if (until && until->first > now_) {
      check_not_future(Field::kUntil, until->first);
    } else {
      check_not_future(Field::kUntil, total.until);
    }
    if (good_ && total.until <= item_.occurred) {
      complain(Field::kUntil, {"intake.row.until-too-early",
                               {{"until", until ? until_text_ : to_string(total.until)},
                                {"occurred", is_blank(Field::kOccurred) ? to_string(item_.occurred)
                                                                        : occurred_text_}}});
    }
    check_counted(total);
  }

  /// A milestone, and what is seen at set times, is a yes or a no.
  void check_counted(const Total& total) {
    if (total.count == 0) return;
    for (const Sighting& sighting : item_.sightings) {
      const Indicator& indicator = *rules_.indicators_.at(sighting.indicator);
      if (indicator.takes_count()) continue;
      complain(
          Field::kCount,
          {indicator.once ? "intake.row.counted-once" : "intake.row.counted-at-set-times",
           {{"id", sighting.indicator}}},
          indicator.once ? "intake.row.counted-once.hint" : "intake.row.counted-at-set-times.hint");
    }
  }

  /// A lone `occurred` may be a month or a year and means its middle; that of a total its start.
  void occurred(bool is_total) {
    if (is_blank(Field::kOccurred)) {
      if (base_ == nullptr || is_named(Field::kOccurred)) {
        if (row_.incomplete) {
          good_ = false;
          return;
        }
        complain(is_named(Field::kOccurred) ? row_[Field::kOccurred].place : row_.place,
                 "intake.row.no-occurred", "intake.row.no-occurred.hint");
        return;
      }
      // The day that was written once means another instant if the item is now a total, or none.
      if (is_total != base_->total.has_value() && base_->occurred_as != Precision::kSecond) {
        place_in_time(rewritten(base_->occurred, base_->occurred_as), is_total);
      }
      return;
    }
    const auto written = time(Field::kOccurred);
    if (!written) return;
    if (written->first > now_) {
      check_not_future(Field::kOccurred, written->first);
      return;
    }
    place_in_time(*written, is_total);
  }

  void place_in_time(const WrittenTime& written, bool is_total) {
    item_.occurred =
        is_total ? meant_as_start(written) : std::min(meant_as_occurred(written, now_), now_);
    item_.occurred_as = written.precision;
    if (is_total && written.precision != Precision::kSecond) item_.occurred_as = Precision::kDay;
  }

  void available() {
    const Instant happened = item_.total ? item_.total->until : item_.occurred;
    if (is_blank(Field::kAvailable)) {
      const bool keeps = base_ != nullptr && !is_named(Field::kAvailable);
      if (keeps && (base_->available_given || base_->available >= happened)) {
        if (base_->available < happened) {
          complain(Field::kAvailable,
                   {"intake.row.was-available", {{"day", to_string(base_->available)}}});
        }
        return;
      }
      item_.available = now_;
      item_.available_given = false;
      return;
    }
    const auto written = time(Field::kAvailable);
    if (!written) return;
    if (written->first > now_) {
      check_not_future(Field::kAvailable, written->first);
      return;
    }
    item_.available = meant_as_available(*written, now_);
    item_.available_given = true;
    if (item_.available < happened) {
      complain(Field::kAvailable,
               {"intake.row.available-too-early",
                {{"available", available_text_},
                 {"key", item_.total ? "until" : "occurred"},
                 {"time", to_string(happened)}}},
               item_.total ? "intake.row.available-before-until.hint"
                           : "intake.row.available-before-occurred.hint");
    }
  }

  const ItemRules& rules_;
  Row& row_;
  const Complain& complain_;
  const Item* base_;
  Instant now_;
  Item item_;
  bool good_ = true;
  bool named_subject_ = false;
  std::string occurred_text_;
  std::string until_text_;
  std::string available_text_;
};

ItemRules::ItemRules(const ItemContext& context) : context_(context) {
  for (const Indicator& indicator : context_.definitions.indicators) {
    indicators_.emplace(indicator.id, &indicator);
    indicator_ids_.push_back(indicator.id);
  }
  for (const Scenario& scenario : context_.definitions.scenarios) {
    scenarios_.insert(scenario.id);
    scenario_ids_.push_back(scenario.id);
  }
}

std::optional<Item> ItemRules::judge(Row& row, const Complain& complain, const Item* base) const {
  return RowJudge(*this, row, complain, base).judge();
}

}  // namespace signpost::intake
