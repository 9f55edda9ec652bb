#include "engine/intake/test_reader.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "engine/base/numbers.h"
#include "engine/intake/item_rules.h"
#include "engine/model/words.h"

namespace signpost::intake {
namespace {

/// The keys of ICD 203, from the least likely.
std::vector<std::string> icd203_keys() {
  std::vector<std::string> keys;
  for (int percent = 0; percent <= 100; ++percent) {
    const std::string_view key = icd203_word(Probability(percent / 100.0)).key;
    if (keys.empty() || keys.back() != key) keys.emplace_back(key);
  }
  return keys;
}

// --------------------------------------------------------------------------------- expectations

/// A word of probability, written with spaces or hyphens.
std::string read_word(Table& table) {
  static const std::vector<std::string> kKeys = icd203_keys();
  auto word = table.some_line("word", Need::kOptional);
  if (!word) return {};
  std::replace(word->begin(), word->end(), ' ', '-');
  if (std::find(kKeys.begin(), kKeys.end(), *word) != kKeys.end()) return *word;
  table.error("word",
              {"intake.not-one-of",
               {{"key", "word"}, {"word", table.text_of("word")}, {"words", listed(kKeys)}}},
              did_you_mean(*word, kKeys));
  return {};
}

std::optional<std::pair<Probability, Probability>> read_between(Table& table) {
  constexpr const char* kHint = "intake.test.no-range.hint";
  const std::optional<std::pair<double, double>> range = table.range("probability", kHint);
  if (!range) return std::nullopt;
  const auto [least, most] = *range;
  if (!(least >= 0 && least < most && most <= 1)) {
    table.error("probability", {"intake.test.no-range", {{"text", table.written("probability")}}},
                kHint);
    return std::nullopt;
  }
  return std::pair(Probability(least), Probability(most));
}

/// Either a scenario with a probability or a word, or an alert with a state.
void check_whole(const Table& table) {
  const bool of_scenario = table.has("scenario");
  const bool of_alert = table.has("alert");
  const bool says_belief = table.has("probability") || table.has("word");
  if (of_scenario == of_alert) {
    table.error(of_alert ? "alert" : "on",
                of_alert ? "intake.test.of-both" : "intake.test.of-neither",
                "intake.test.of-one.hint");
  } else if (of_scenario && !says_belief) {
    table.error("scenario", "intake.test.scenario-alone", "intake.test.scenario-alone.hint");
  } else if (of_alert && !table.has("state")) {
    table.error("alert", "intake.test.alert-alone", to_write("state = \"raised\""));
  } else if (of_scenario && table.has("state")) {
    table.error("state", "intake.test.state-of-scenario", "intake.test.state-of-scenario.hint");
  } else if (of_alert && says_belief) {
    table.error(table.has("word") ? "word" : "probability", "intake.test.belief-of-alert",
                "intake.test.belief-of-alert.hint");
  }
}

TestExpectation read_expectation(Table& table) {
  TestExpectation e;
  e.on = table.end("on", Need::kRequired).value_or(kForever);
  e.scenario = table.id("scenario", Need::kOptional);
  e.between = read_between(table);
  e.word = read_word(table);
  e.alert = table.id("alert", Need::kOptional);
  e.state = table.choice<AlertState>("state");
  e.at = table.findings().wordless(table.header());
  table.refuse_other_keys();
  check_whole(table);
  return e;
}

// ---------------------------------------------------------------------------------------- items

/// The bytes that stand at a place.
Stretch stretch(const SourceText& source, Position place) {
  const std::string_view whole = source.line(place.line);
  const std::string_view part = source.at(place);
  if (part.empty()) return {place.line};
  return {place.line, static_cast<std::uint32_t>(part.data() - whole.data()),
          static_cast<std::uint32_t>(part.size())};
}

/// A value of TOML as it would stand in a line of JSON. Dates become text.
Written written(const toml::node& node, const Table& table) {
  Written value;
  const SourceText& source = table.findings().source();
  value.place = stretch(source, table.place(node.source()));
  if (const auto* text = node.as_string()) {
    value.kind = Written::Kind::kText;
    value.text = text->get();
  } else if (const auto* flag = node.as_boolean()) {
    value.kind = Written::Kind::kFlag;
    value.text = flag->get() ? "true" : "false";
  } else if (node.is_number()) {
    value.kind = Written::Kind::kNumber;
    value.text = number_text(node.value<double>().value_or(0));
  } else if (const auto* list = node.as_array()) {
    value.kind = Written::Kind::kList;
    for (const toml::node& entry : *list) value.members.push_back(written(entry, table));
  } else if (const auto* object = node.as_table()) {
    value.kind = Written::Kind::kObject;
    for (const auto& [key, member] : *object) {
      value.keys.emplace_back(key.str());
      value.key_places.push_back(stretch(source, table.place(key.source())));
      value.members.push_back(written(member, table));
    }
  } else {
    value.kind = Written::Kind::kText;
    value.text = source.at(value.place.place(source.line(value.place.line)));
  }
  return value;
}

/// The table as the row of an item. `bears` may also be one text, as in a cell: "scenario=3".
Row row_of(Table& table) {
  Row row;
  row.place = stretch(table.findings().source(), table.header());
  for (const auto& [key, node] : table.content()) {
    const std::optional<Field> field = field_named(key.str(), false);
    if (!field) {
      row.incomplete = true;
      continue;
    }
    row[*field] = written(node, table);
    if (*field == Field::kBears && node.is_string()) row[*field].kind = Written::Kind::kCell;
  }
  table.refuse_other_keys(field_names());
  return row;
}

std::optional<Item> read_item(Table& table, const ItemRules& rules) {
  Row row = row_of(table);
  const auto complain = [&](Stretch where, Phrase message, Phrase hint) {
    Findings& findings = table.findings();
    findings.error(where.place(findings.source().line(where.line)), std::move(message),
                   std::move(hint));
  };
  auto item = rules.judge(row, complain);
  // Nobody records what a test gives: it is known as soon as it can be.
  if (item && !item->available_given) {
    item->available = item->total ? item->total->until : item->occurred;
  }
  return row.incomplete ? std::nullopt : item;
}

}  // namespace

TestDraft read_test(Table table) {
  TestDraft draft{{}, std::move(table), {}, {}};
  ScenarioTest& test = draft.test;
  Table& t = draft.table;
  if (const auto name = t.some_line("name", Need::kRequired)) {
    test.name = *name;
    if (trimmed(*name).empty()) t.error("name", "intake.test.no-name", "intake.test.no-name.hint");
  }
  test.evidence = t.lines("evidence");
  test.folder = std::filesystem::path(t.findings().source().name()).parent_path().string();
  draft.given = t.tables("given", "[[test.given]]");
  draft.expects = t.tables("expect", "[[test.expect]]");
  for (Table& expectation : draft.expects) test.expects.push_back(read_expectation(expectation));
  if (!t.has("expect") || t.is_empty_list("expect")) {
    t.error("expect", "intake.test.expects-nothing", "intake.test.expects-nothing.hint");
  }
  test.at = t.findings().wordless(t.header());
  t.refuse_other_keys();
  return draft;
}

void judge(TestDraft& draft, const References& references, const Definitions& definitions) {
  Instant last = kBeginning;
  for (std::size_t i = 0; i < draft.expects.size(); ++i) {
    TestExpectation& e = draft.test.expects[i];
    const Table& table = draft.expects[i];
    references.scenario(table, "scenario", e.scenario);
    const Alert* alert = references.alert(table, "alert", e.alert);
    if (alert != nullptr && e.scenario.empty()) e.scenario = alert->scenario;
    last = std::max(last, e.on);
  }
  const ItemRules rules({.definitions = definitions,
                         .clock = {draft.expects.empty() ? kForever : last},
                         .future_hint = "intake.test.future.hint",
                         .in_toml = true});
  for (Table& table : draft.given) {
    if (auto item = read_item(table, rules)) draft.test.given.push_back(std::move(*item));
  }
}

}  // namespace signpost::intake
