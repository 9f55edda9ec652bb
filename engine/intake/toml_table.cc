#include "engine/intake/toml_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/numbers.h"
#include "engine/base/text.h"
#include "engine/intake/date_doubts.h"

namespace signpost::intake {
namespace {

constexpr std::size_t kMaxId = 100;
constexpr std::size_t kMaxLine = 500;
constexpr std::size_t kMaxProse = 20'000;

Phrase kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "intake.a-table";
    case toml::node_type::array:
      return "intake.a-list";
    case toml::node_type::string:
      return "intake.text";
    case toml::node_type::integer:
    case toml::node_type::floating_point:
      return "intake.a-number";
    case toml::node_type::boolean:
      return "intake.true-or-false";
    case toml::node_type::date:
    case toml::node_type::date_time:
      return "intake.a-date";
    case toml::node_type::time:
      return "intake.a-time-of-day";
    case toml::node_type::none:
      break;
  }
  return "intake.nothing";
}

/// `what`: a key, or an entry of a list.
Phrase not_of_kind(const Phrase& what, const toml::node& node, const char* wanted) {
  return {"intake.wrong-kind",
          {{"what", what}, {"kind", kind_of(node)}, {"wanted", Phrase(wanted)}}};
}

Phrase an_entry_of(std::string_view key) { return {"intake.an-entry", {{"key", key}}}; }

std::string iso_text(const toml::date& date) {
  return fmt::format("{:04}-{:02}-{:02}", date.year, static_cast<int>(date.month),
                     static_cast<int>(date.day));
}

std::string iso_text(const toml::date_time& moment) {
  const int offset = moment.offset ? moment.offset->minutes : 0;
  return fmt::format("{}T{:02}:{:02}:{:02}{}{:02}:{:02}", iso_text(moment.date),
                     static_cast<int>(moment.time.hour), static_cast<int>(moment.time.minute),
                     static_cast<int>(moment.time.second), offset < 0 ? '-' : '+',
                     std::abs(offset) / 60, std::abs(offset) % 60);
}

Position position_of(const toml::source_region& region, const SourceText& source) {
  const std::uint32_t line = region.begin.line;
  const std::uint32_t column = region.begin.column;
  if (region.end.line == line && region.end.column > column) {
    return {line, column, region.end.column - column};
  }
  // Text over several lines: what stands in the first.
  const std::size_t points = code_points(source.line(line));
  return {line, column, static_cast<std::uint32_t>(points >= column ? points - column + 1 : 1)};
}

}  // namespace

std::optional<Problem> check_id(std::string_view id) {
  constexpr const char* kHint = "intake.not-an-id.hint";
  if (id.empty()) return Problem{"intake.id-is-empty", kHint};
  if (id.size() > kMaxId) {
    return Problem{{"intake.id-too-long", {{"limit", std::to_string(kMaxId)}}}, kHint};
  }
  const bool grammatical = std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (!grammatical || id.front() == '-') return Problem{{"intake.not-an-id", {{"id", id}}}, kHint};
  return std::nullopt;
}

const toml::node* Table::asked(std::string_view key, Need need) {
  known_.emplace_back(key);
  const toml::node* node = content_->get(key);
  if (node == nullptr && need == Need::kRequired) {
    findings_->error(header_, {"intake.no-key", {{"table", name_}, {"key", key}}});
  }
  return node;
}

void Table::wrong_kind(std::string_view key, const toml::node& node, const char* wanted,
                       Phrase hint) const {
  error(key, not_of_kind(typed(key), node, wanted), std::move(hint));
}

void Table::not_a_number(std::string_view key, const toml::node& node, Phrase hint) const {
  const auto comma = node.is_string() ? decimal_comma(text_of(key)) : std::nullopt;
  if (comma) {
    wrong(key, {comma->message, {"intake.unquoted", {{"hint", comma->hint}}}});
  } else {
    wrong_kind(key, node, "intake.a-number", std::move(hint));
  }
}

std::optional<std::string> Table::text(std::string_view key, Need need, std::size_t limit,
                                       bool one_line) {
  const toml::node* node = asked(key, need);
  if (node == nullptr) return std::nullopt;
  const auto* string = node->as_string();
  if (string == nullptr) {
    wrong_kind(key, *node, "intake.text", "intake.text.hint");
    return std::nullopt;
  }
  const std::string& value = string->get();
  if (one_line ? !is_one_line(value) : !is_plain_text(value)) {
    error(key, {one_line ? "intake.not-one-line" : "intake.control-character", {{"key", key}}});
    return std::nullopt;
  }
  if (code_points(value) > limit) {
    error(key, {"intake.too-long", {{"key", key}, {"limit", std::to_string(limit)}}});
    return std::nullopt;
  }
  return value;
}

std::string Table::id(std::string_view key, Need need) {
  const auto value = text(key, need, kMaxLine, true);
  if (!value) return {};
  if (const auto problem = check_id(*value)) {
    error(key, problem->message, problem->hint);
    return {};
  }
  return *value;
}

std::optional<std::string> Table::some_line(std::string_view key, Need need) {
  return text(key, need, kMaxLine, true);
}

std::string Table::line(std::string_view key) {
  return text(key, Need::kOptional, kMaxLine, true).value_or("");
}

std::string Table::prose(std::string_view key) {
  return text(key, Need::kOptional, kMaxProse, false).value_or("");
}

Bilingual Table::bilingual(std::string_view key) {
  known_.emplace_back(key);
  const toml::node* node = content_->get(key);
  if (node == nullptr) return {};
  if (!node->is_table()) {
    error(key, {"intake.no-language", {{"key", key}}},
          to_write(fmt::format("{}.en = \"…\"", key), fmt::format("{}.ar = \"…\"", key)));
    return {};
  }
  Table sub(*node->as_table(), place(key), typed(key), *findings_);
  Bilingual value{sub.prose("en"), sub.prose("ar")};
  sub.refuse_other_keys();
  return value;
}

Bilingual Table::either(std::string_view key, bool one_line) {
  const toml::node* node = content_->get(key);
  if (node != nullptr && node->is_table()) return bilingual(key);
  return one_line ? line(key) : prose(key);
}

std::vector<std::string> Table::lines(std::string_view key) {
  const toml::node* node = asked(key, Need::kOptional);
  if (node == nullptr) return {};
  const toml::array* list = node->as_array();
  if (list == nullptr) {
    wrong_kind(key, *node, "intake.a-list", to_write(fmt::format("{} = [\"…\"]", key)));
    return {};
  }
  std::vector<std::string> values;
  for (const toml::node& entry : *list) {
    const auto* string = entry.as_string();
    const Position at = position_of(entry.source(), findings_->source());
    if (string == nullptr) {
      findings_->error(at, not_of_kind(an_entry_of(key), entry, "intake.text"));
    } else if (string->get().empty() || !is_one_line(string->get()) ||
               code_points(string->get()) > kMaxLine) {
      findings_->error(at, {"intake.bad-entry", {{"key", key}}});
    } else {
      values.push_back(string->get());
    }
  }
  return values;
}

bool Table::flag(std::string_view key, bool otherwise) {
  const toml::node* node = asked(key, Need::kOptional);
  if (node == nullptr) return otherwise;
  if (const auto* value = node->as_boolean()) return value->get();
  wrong_kind(key, *node, "intake.true-or-false", "intake.true-or-false.hint");
  return otherwise;
}

std::optional<double> Table::number(std::string_view key, bool (*allowed)(double),
                                    std::string_view range, Phrase hint) {
  const toml::node* node = asked(key, Need::kOptional);
  if (node == nullptr) return std::nullopt;
  const auto value = node->is_number() ? node->value<double>() : std::nullopt;
  if (!value) {
    not_a_number(key, *node, std::move(hint));
    return std::nullopt;
  }
  if (!std::isfinite(*value) || !allowed(*value)) {
    outside(key, range, std::move(hint));
    return std::nullopt;
  }
  return value;
}

std::optional<int> Table::whole(std::string_view key, int least, int most, Phrase hint) {
  const toml::node* node = asked(key, Need::kOptional);
  if (node == nullptr) return std::nullopt;
  const auto* number = node->as_integer();
  if (number == nullptr) {
    wrong_kind(key, *node, "intake.a-whole-number", std::move(hint));
  } else if (number->get() < least || number->get() > most) {
    outside(key, fmt::format("[{}, {}]", least, most), std::move(hint));
  } else {
    return static_cast<int>(number->get());
  }
  return std::nullopt;
}

std::optional<std::pair<double, double>> Table::range(std::string_view key, Phrase hint) {
  const toml::node* node = asked(key, Need::kOptional);
  if (node == nullptr) return std::nullopt;
  const toml::array* list = node->as_array();
  if (list == nullptr || list->size() != 2 || !list->get(0)->is_number() ||
      !list->get(1)->is_number()) {
    // TOML takes the comma for the list's: [0,3, 0,5] has four numbers.
    const bool comma = list != nullptr && list->size() > 2 && decimal_comma(written(key));
    error(key, {"intake.not-two-numbers", {{"key", key}}},
          comma ? "intake.not-two-numbers.hint" : std::move(hint));
    return std::nullopt;
  }
  return std::pair(*list->get(0)->value<double>(), *list->get(1)->value<double>());
}

std::optional<Probability> Table::probability(std::string_view key, Need need) {
  const toml::node* node = asked(key, need);
  if (node == nullptr) return std::nullopt;
  constexpr const char* kHint = "intake.percent-sign.hint";
  const auto value = node->is_number() ? node->value<double>() : std::nullopt;
  if (!value) {
    not_a_number(key, *node, kHint);
    return std::nullopt;
  }
  if (!(*value > 0 && *value < 1)) {
    const bool certain = *value == 0 || *value == 1;
    outside(key, "(0, 1)", certain ? "intake.certain.hint" : kHint);
    return std::nullopt;
  }
  return Probability(*value);
}

std::optional<WrittenTime> Table::time_in(const toml::node& node, const Phrase& called,
                                          const Phrase& hint) {
  const Position at = place(node.source());
  std::string text;
  if (const auto* date = node.as_date()) {
    text = iso_text(date->get());
  } else if (const auto* moment = node.as_date_time()) {
    if (!moment->get().offset) {
      findings_->error(at, {"intake.no-zone", {{"what", called}}}, "intake.no-zone.hint");
      return std::nullopt;
    }
    text = iso_text(moment->get());
  } else if (const auto* string = node.as_string()) {
    text = string->get();
  } else {
    findings_->error(at, not_of_kind(called, node, "intake.a-date"), hint);
    return std::nullopt;
  }
  const Parsed<WrittenTime> parsed = parse_time(text);
  if (!parsed) {
    findings_->error(at, {"intake.at", {{"what", called}, {"says", parsed.problem().message}}},
                     parsed.problem().hint);
    return std::nullopt;
  }
  return *parsed;
}

std::optional<WrittenTime> Table::time(std::string_view key, Need need) {
  const toml::node* node = asked(key, need);
  if (node == nullptr) return std::nullopt;
  return time_in(*node, typed(key), "intake.a-date.hint");
}

std::vector<PlacedTime> Table::times(std::string_view key, const Phrase& hint) {
  const toml::node* node = asked(key, Need::kOptional);
  if (node == nullptr) return {};
  const toml::array* list = node->as_array();
  if (list == nullptr) {
    wrong_kind(key, *node, "intake.a-list", hint);
    return {};
  }
  std::vector<PlacedTime> times;
  for (const toml::node& entry : *list) {
    const auto written = time_in(entry, an_entry_of(key), hint);
    if (written) times.push_back({*written, place(entry.source())});
  }
  return times;
}

std::optional<Instant> Table::start(std::string_view key, Need need) {
  const auto written = time(key, need);
  if (!written) return std::nullopt;
  doubt(key, meant_as_start(*written));
  return meant_as_start(*written);
}

std::optional<Instant> Table::end(std::string_view key, Need need) {
  const auto written = time(key, need);
  if (!written) return std::nullopt;
  doubt(key, meant_as_end(*written));
  return meant_as_end(*written);
}

void Table::doubt(std::string_view key, Instant instant) {
  if (!is_unlikely(instant)) return;
  warning(key,
          {"intake.long-ago",
           {{"key", key}, {"day", to_date(instant)}, {"year", std::to_string(kFirstLikelyYear)}}},
          year_hint(instant));
}

std::optional<Days> Table::duration(std::string_view key, Phrase hint) {
  const toml::node* node = asked(key, Need::kOptional);
  if (node == nullptr) return std::nullopt;
  const auto* string = node->as_string();
  if (string == nullptr) {
    wrong_kind(key, *node, "intake.a-length-of-time",
               hint.empty() ? "intake.a-length-of-time.hint" : std::move(hint));
    return std::nullopt;
  }
  const Parsed<Days> parsed = parse_duration(string->get());
  if (!parsed) {
    const auto& [message, its_hint] = parsed.problem();
    const bool own_hint = hint.empty() || decimal_comma(string->get());
    wrong(key, {message, own_hint ? its_hint : hint});
    return std::nullopt;
  }
  constexpr double kLongest = 1e6 * kDaysPerYear;
  if (!(parsed->count() <= kLongest)) {
    error(key, {"intake.a-million-years", {{"key", key}}});
    return std::nullopt;
  }
  return *parsed;
}

std::optional<Days> Table::duration_or_forever(std::string_view key) {
  const toml::node* node = content_->get(key);
  if (node != nullptr && node->value<std::string_view>() == "forever") {
    known_.emplace_back(key);
    return Days(std::numeric_limits<double>::infinity());
  }
  return duration(key, to_write("\"180 days\"", "\"forever\""));
}

std::optional<std::string> Table::rate_text(std::string_view key, Need need) {
  const toml::node* node = asked(key, need);
  if (node == nullptr) return std::nullopt;
  if (const auto* string = node->as_string()) return string->get();
  const auto number = node->is_number() ? node->value<double>() : std::nullopt;
  if (number == 0.0) {
    error(key, {"intake.is-zero", {{"key", key}}}, "intake.rate-is-zero.hint");
  } else {
    wrong_kind(key, *node, "intake.a-rate", "intake.a-rate.hint");
  }
  return std::nullopt;
}

std::optional<std::string> Table::word(std::string_view key,
                                       const std::vector<std::string>& words) {
  auto value = text(key, Need::kOptional, kMaxLine, true);
  if (!value || std::find(words.begin(), words.end(), *value) != words.end()) return value;
  error(key, {"intake.not-one-of", {{"key", key}, {"word", *value}, {"words", listed(words)}}},
        did_you_mean(*value, words));
  return std::nullopt;
}

std::vector<Table> Table::tables(std::string_view key, std::string_view name) {
  const toml::node* node = asked(key, Need::kOptional);
  if (node == nullptr) return {};
  const toml::array* list = node->as_array();
  if (list == nullptr) {
    wrong_kind(key, *node, "intake.tables", {"intake.tables.hint", {{"name", name}}});
    return {};
  }
  std::vector<Table> tables;
  for (const toml::node& entry : *list) {
    const Position at = position_of(entry.source(), findings_->source());
    if (const toml::table* content = entry.as_table()) {
      tables.emplace_back(*content, at, typed(name), *findings_);
    } else {
      findings_->error(at, not_of_kind(an_entry_of(key), entry, "intake.a-table"),
                       {"intake.tables.hint", {{"name", name}}});
    }
  }
  return tables;
}

std::optional<Table> Table::table(std::string_view key, std::string_view name, Phrase hint) {
  const toml::node* node = asked(key, Need::kOptional);
  if (node == nullptr) return std::nullopt;
  const toml::table* content = node->as_table();
  if (content == nullptr) {
    wrong_kind(key, *node, "intake.a-table", std::move(hint));
    return std::nullopt;
  }
  return Table(*content, place(key), typed(name), *findings_);
}

void Table::refuse_other_keys(const std::vector<std::string>& others) {
  known_.insert(known_.end(), others.begin(), others.end());
  for (const auto& [key, node] : *content_) {
    if (std::find(known_.begin(), known_.end(), key.str()) != known_.end()) continue;
    findings_->error(position_of(key.source(), findings_->source()),
                     {"intake.unknown-key", {{"key", key.str()}, {"table", name_}}},
                     did_you_mean(key.str(), known_,
                                  {"intake.unknown-key.hint",
                                   {{"table", name_}, {"keys", listed(known_, 40)}}}));
  }
}

Position Table::place(const toml::source_region& source) const {
  return source.begin.line == 0 ? header_ : position_of(source, findings_->source());
}

Position Table::place(std::string_view key) const {
  const toml::node* node = content_->get(key);
  return node == nullptr ? header_ : place(node->source());
}

Position Table::position_of_entry(std::string_view key, std::string_view text) const {
  if (const toml::array* list = (*content_)[key].as_array()) {
    for (const toml::node& entry : *list) {
      if (entry.value<std::string_view>() == text) return place(entry.source());
    }
  }
  return place(key);
}

Position Table::place(std::string_view key, std::string_view sub_key) const {
  const toml::node* node = content_->get(key);
  if (node == nullptr || !node->is_table()) return place(key);
  return Table(*node->as_table(), place(key), typed(key), *findings_).place(sub_key);
}

std::string Table::written(std::string_view key) const {
  return std::string(findings_->source().at(place(key)));
}

bool Table::is_text(std::string_view key) const {
  const toml::node* node = content_->get(key);
  return node != nullptr && node->is_string();
}

bool Table::is_empty_list(std::string_view key) const {
  const toml::array* list = (*content_)[key].as_array();
  return list != nullptr && list->empty();
}

std::string Table::text_of(std::string_view key) const {
  const toml::node* node = content_->get(key);
  return node != nullptr && node->is_string() ? node->as_string()->get() : std::string();
}

std::string Table::address() const {
  return fmt::format("{}:{}", findings_->source().name(), header_.line);
}

void Table::error(std::string_view key, Phrase message, Phrase hint) const {
  findings_->error(place(key), std::move(message), std::move(hint));
}

void Table::warning(std::string_view key, Phrase message, Phrase hint) const {
  findings_->warning(place(key), std::move(message), std::move(hint));
}

void Table::wrong(std::string_view key, const Problem& problem) const {
  error(key, {"intake.at", {{"what", typed(key)}, {"says", problem.message}}}, problem.hint);
}

void Table::not_after(std::string_view key, std::string_view other) const {
  error(key,
        {"intake.not-after",
         {{"end", key}, {"ends", written(key)}, {"start", other}, {"starts", written(other)}}});
}

void Table::outside(std::string_view key, std::string_view range, Phrase hint) const {
  error(key, {"intake.outside", {{"key", key}, {"value", written(key)}, {"range", range}}},
        std::move(hint));
}

}  // namespace signpost::intake
