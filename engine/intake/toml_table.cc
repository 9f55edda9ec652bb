#include "engine/intake/toml_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/numbers.h"
#include "engine/base/text.h"
#include "engine/intake/date_doubts.h"
#include "engine/intake/rate.h"

namespace signpost::intake {
namespace {

constexpr std::size_t kMaxId = 100;
constexpr std::size_t kMaxLine = 500;
constexpr std::size_t kMaxProse = 20'000;

std::string_view kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "text";
    case toml::node_type::integer:
    case toml::node_type::floating_point:
      return "a number";
    case toml::node_type::boolean:
      return "true or false";
    case toml::node_type::date:
    case toml::node_type::date_time:
      return "a date";
    case toml::node_type::time:
      return "a time of day";
    case toml::node_type::none:
      break;
  }
  return "nothing";
}

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
  const std::string hint = "lower-case letters a-z, digits and '-', such as \"isis-operations\"";
  if (id.empty()) return Problem{"an id is empty", hint};
  if (id.size() > kMaxId) {
    return Problem{fmt::format("an id is longer than {} characters", kMaxId), hint};
  }
  const bool grammatical = std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (!grammatical || id.front() == '-') {
    return Problem{fmt::format("\"{}\" is not an id", id), hint};
  }
  return std::nullopt;
}

const toml::node* Table::asked(std::string_view key, Need need) {
  known_.emplace_back(key);
  const toml::node* node = content_->get(key);
  if (node == nullptr && need == Need::kRequired) {
    findings_->error(header_, fmt::format("{} has no {}", name_, key));
  }
  return node;
}

void Table::wrong_kind(std::string_view key, const toml::node& node, std::string_view wanted,
                       std::string hint) const {
  error(key, fmt::format("{} is {}, and should be {}", key, kind_of(node), wanted),
        std::move(hint));
}

void Table::not_a_number(std::string_view key, const toml::node& node, std::string hint) const {
  const auto comma = node.is_string() ? decimal_comma(text_of(key)) : std::nullopt;
  if (comma) {
    error(key, fmt::format("{}: {}", key, comma->message), comma->hint + ", without quotes");
  } else {
    wrong_kind(key, node, "a number", std::move(hint));
  }
}

std::optional<std::string> Table::text(std::string_view key, Need need, std::size_t limit,
                                       bool one_line) {
  const toml::node* node = asked(key, need);
  if (node == nullptr) return std::nullopt;
  const auto* string = node->as_string();
  if (string == nullptr) {
    wrong_kind(key, *node, "text", "put it between double quotes");
    return std::nullopt;
  }
  const std::string& value = string->get();
  if (one_line ? !is_one_line(value) : !is_plain_text(value)) {
    error(key, one_line ? fmt::format("{} holds a control character or a new line", key)
                        : fmt::format("{} holds a control character", key));
    return std::nullopt;
  }
  if (code_points(value) > limit) {
    error(key, fmt::format("{} is longer than {} characters", key, limit));
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
    error(key, fmt::format("{} does not say in which language", key),
          fmt::format("write {0}.en = \"…\" or {0}.ar = \"…\"", key));
    return {};
  }
  Table sub(*node->as_table(), place(key), std::string(key), *findings_);
  Bilingual value{sub.prose("en"), sub.prose("ar")};
  sub.refuse_other_keys();
  return value;
}

std::vector<std::string> Table::lines(std::string_view key) {
  const toml::node* node = asked(key, Need::kOptional);
  if (node == nullptr) return {};
  const toml::array* list = node->as_array();
  if (list == nullptr) {
    wrong_kind(key, *node, "a list", fmt::format("write {} = [\"…\"]", key));
    return {};
  }
  std::vector<std::string> values;
  for (const toml::node& entry : *list) {
    const auto* string = entry.as_string();
    const Position at = position_of(entry.source(), findings_->source());
    if (string == nullptr) {
      findings_->error(
          at, fmt::format("an entry of {} is {}, and should be text", key, kind_of(entry)));
    } else if (string->get().empty() || !is_one_line(string->get()) ||
               code_points(string->get()) > kMaxLine) {
      findings_->error(at, fmt::format("an entry of {} is empty, too long or not one line", key));
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
  wrong_kind(key, *node, "true or false", "without quotes");
  return otherwise;
}

std::optional<double> Table::number(std::string_view key, bool (*allowed)(double),
                                    std::string_view range, std::string_view hint) {
  const toml::node* node = asked(key, Need::kOptional);
  if (node == nullptr) return std::nullopt;
  const auto value = node->is_number() ? node->value<double>() : std::nullopt;
  if (!value) {
    not_a_number(key, *node, std::string(hint));
    return std::nullopt;
  }
  if (!std::isfinite(*value) || !allowed(*value)) {
    error(key, fmt::format("{} {} is outside {}", key, written(key), range), std::string(hint));
    return std::nullopt;
  }
  return value;
}

std::optional<int> Table::whole(std::string_view key, int least, int most, std::string_view hint) {
  const toml::node* node = asked(key, Need::kOptional);
  if (node == nullptr) return std::nullopt;
  const auto* number = node->as_integer();
  if (number == nullptr) {
    wrong_kind(key, *node, "a whole number", std::string(hint));
  } else if (number->get() < least || number->get() > most) {
    error(key, fmt::format("{} {} is outside [{}, {}]", key, written(key), least, most),
          std::string(hint));
  } else {
    return static_cast<int>(number->get());
  }
  return std::nullopt;
}

std::optional<std::pair<double, double>> Table::range(std::string_view key, std::string_view hint) {
  const toml::node* node = asked(key, Need::kOptional);
  if (node == nullptr) return std::nullopt;
  const toml::array* list = node->as_array();
  if (list == nullptr || list->size() != 2 || !list->get(0)->is_number() ||
      !list->get(1)->is_number()) {
    // TOML takes the comma for the list's: [0,3, 0,5] has four numbers.
    const bool comma = list != nullptr && list->size() > 2 && decimal_comma(written(key));
    error(key, fmt::format("{} is no list of two numbers", key),
          comma ? "a comma parts the numbers of a list: a number itself has a point, 0.3"
                : std::string(hint));
    return std::nullopt;
  }
  return std::pair(*list->get(0)->value<double>(), *list->get(1)->value<double>());
}

std::optional<Probability> Table::probability(std::string_view key, Need need) {
  const toml::node* node = asked(key, need);
  if (node == nullptr) return std::nullopt;
  const std::string hint = "write 17 % as 0.17";
  const auto value = node->is_number() ? node->value<double>() : std::nullopt;
  if (!value) {
    not_a_number(key, *node, hint);
    return std::nullopt;
  }
  if (!(*value > 0 && *value < 1)) {
    const bool certain = *value == 0 || *value == 1;
    error(key, fmt::format("{} {} is outside (0, 1)", key, written(key)),
          certain ? "what is certain beforehand no evidence can move: write 0.001 or 0.999" : hint);
    return std::nullopt;
  }
  return Probability(*value);
}

std::optional<WrittenTime> Table::time_in(const toml::node& node, std::string_view called,
                                          std::string_view hint) {
  const Position at = place(node.source());
  std::string text;
  if (const auto* date = node.as_date()) {
    text = iso_text(date->get());
  } else if (const auto* moment = node.as_date_time()) {
    if (!moment->get().offset) {
      findings_->error(at, fmt::format("{} has a time of day without a zone", called),
                       "write 2022-01-24T19:30:00Z, or an offset such as +03:00 in place of Z");
      return std::nullopt;
    }
    text = iso_text(moment->get());
  } else if (const auto* string = node.as_string()) {
    text = string->get();
  } else {
    findings_->error(at, fmt::format("{} is {}, and should be a date", called, kind_of(node)),
                     std::string(hint));
    return std::nullopt;
  }
  const Parsed<WrittenTime> parsed = parse_time(text);
  if (!parsed) {
    findings_->error(at, fmt::format("{}: {}", called, parsed.problem().message),
                     parsed.problem().hint);
    return std::nullopt;
  }
  return *parsed;
}

std::optional<WrittenTime> Table::time(std::string_view key, Need need) {
  const toml::node* node = asked(key, need);
  if (node == nullptr) return std::nullopt;
  return time_in(*node, key,
                 "write 2022-01-28; a year or a month alone goes between quotes: \"2022-01\"");
}

std::vector<PlacedTime> Table::times(std::string_view key, std::string_view hint) {
  const toml::node* node = asked(key, Need::kOptional);
  if (node == nullptr) return {};
  const toml::array* list = node->as_array();
  if (list == nullptr) {
    wrong_kind(key, *node, "a list", std::string(hint));
    return {};
  }
  std::vector<PlacedTime> times;
  for (const toml::node& entry : *list) {
    const auto written = time_in(entry, fmt::format("an entry of {}", key), hint);
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
  warning(key, fmt::format("{} {} is before {}", key, to_date(instant), kFirstLikelyYear),
          year_hint(instant));
}

std::optional<Days> Table::duration(std::string_view key, std::string_view hint) {
  const toml::node* node = asked(key, Need::kOptional);
  if (node == nullptr) return std::nullopt;
  const auto* string = node->as_string();
  if (string == nullptr) {
    wrong_kind(key, *node, "a length of time",
               hint.empty() ? "write \"7 days\", in quotes" : std::string(hint));
    return std::nullopt;
  }
  const Parsed<Days> parsed = parse_duration(string->get());
  if (!parsed) {
    const bool own_hint = hint.empty() || decimal_comma(string->get());
    error(key, fmt::format("{}: {}", key, parsed.problem().message),
          own_hint ? parsed.problem().hint : std::string(hint));
    return std::nullopt;
  }
  constexpr double kLongest = 1e6 * kDaysPerYear;
  if (!(parsed->count() <= kLongest)) {
    error(key, fmt::format("{} is longer than a million years", key));
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
  return duration(key, "write \"180 days\" or \"forever\"");
}

std::optional<std::string> Table::rate_text(std::string_view key, Need need) {
  const toml::node* node = asked(key, need);
  if (node == nullptr) return std::nullopt;
  if (const auto* string = node->as_string()) return string->get();
  const auto number = node->is_number() ? node->value<double>() : std::nullopt;
  if (number == 0.0) {
    error(key, fmt::format("{} is 0", key), std::string(kNoRateIsZero));
  } else {
    wrong_kind(key, *node, "a rate in quotes",
               "write \"26 per month\", \"80% within 180 days\" or \"x1.5\" of the baseline");
  }
  return std::nullopt;
}

std::optional<std::string> Table::word(std::string_view key,
                                       const std::vector<std::string>& words) {
  auto value = text(key, Need::kOptional, kMaxLine, true);
  if (!value || std::find(words.begin(), words.end(), *value) != words.end()) return value;
  error(key, fmt::format("{} \"{}\" is not one of {}", key, *value, listed(words)),
        did_you_mean(*value, words));
  return std::nullopt;
}

std::vector<Table> Table::tables(std::string_view key, std::string_view name) {
  const toml::node* node = asked(key, Need::kOptional);
  if (node == nullptr) return {};
  const toml::array* list = node->as_array();
  if (list == nullptr) {
    wrong_kind(key, *node, "a list of tables", fmt::format("begin each with {}", name));
    return {};
  }
  std::vector<Table> tables;
  for (const toml::node& entry : *list) {
    const Position at = position_of(entry.source(), findings_->source());
    if (const toml::table* content = entry.as_table()) {
      tables.emplace_back(*content, at, std::string(name), *findings_);
    } else {
      findings_->error(
          at, fmt::format("an entry of {} is {}, and should be a table", key, kind_of(entry)),
          fmt::format("begin each with {}", name));
    }
  }
  return tables;
}

std::optional<Table> Table::table(std::string_view key, std::string_view name,
                                  std::string_view hint) {
  const toml::node* node = asked(key, Need::kOptional);
  if (node == nullptr) return std::nullopt;
  const toml::table* content = node->as_table();
  if (content == nullptr) {
    wrong_kind(key, *node, "a table", std::string(hint));
    return std::nullopt;
  }
  return Table(*content, place(key), std::string(name), *findings_);
}

void Table::refuse_other_keys(const std::vector<std::string>& others) {
  known_.insert(known_.end(), others.begin(), others.end());
  for (const auto& [key, node] : *content_) {
    if (std::find(known_.begin(), known_.end(), key.str()) != known_.end()) continue;
    findings_->error(
        position_of(key.source(), findings_->source()),
        fmt::format("unknown key \"{}\" in {}", key.str(), name_),
        did_you_mean(key.str(), known_, fmt::format("{} takes {}", name_, listed(known_, 40))));
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
  return Table(*node->as_table(), place(key), std::string(key), *findings_).place(sub_key);
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

void Table::error(std::string_view key, std::string message, std::string hint) const {
  findings_->error(place(key), std::move(message), std::move(hint));
}

void Table::warning(std::string_view key, std::string message, std::string hint) const {
  findings_->warning(place(key), std::move(message), std::move(hint));
}

}  // namespace signpost::intake
