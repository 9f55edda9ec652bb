#include "engine/intake/references.h"

namespace signpost::intake {
namespace {

template <class Value>
void add_ids(const Index<Value>& index, std::vector<std::string>& ids) {
  for (const auto& [id, value] : index) ids.push_back(id);
}

Phrase define(std::string_view id, const std::vector<std::string>& known, std::string_view table) {
  return did_you_mean(id, known, {"intake.undefined.hint", {{"table", table}}});
}

template <class Value>
const Value* found(const References& references, const Index<Value>& index, const Table& table,
                   Position at, const std::string& id, const char* unknown,
                   std::string_view its_table) {
  if (const auto known = index.find(id); known != index.end()) return known->second;
  if (id.empty() || references.may_be_defined_elsewhere(id)) return nullptr;
  std::vector<std::string> ids;
  add_ids(index, ids);
  table.findings().error(at, {unknown, {{"id", id}}}, define(id, ids, its_table));
  return nullptr;
}

}  // namespace

const Indicator* References::indicator(const Table& table, std::string_view key,
                                       const std::string& id) const {
  return found(*this, indicators, table, table.place(key), id, "intake.no-indicator",
               "[[indicator]]");
}

const Indicator* References::entry(const Table& table, std::string_view key,
                                   const std::string& id) const {
  return found(*this, indicators, table, table.position_of_entry(key, id), id,
               "intake.no-indicator", "[[indicator]]");
}

const Scenario* References::scenario(const Table& table, std::string_view key,
                                     const std::string& id) const {
  return found(*this, scenarios, table, table.place(key), id, "intake.no-scenario", "[[scenario]]");
}

const Alert* References::alert(const Table& table, std::string_view key,
                               const std::string& id) const {
  return found(*this, alerts, table, table.place(key), id, "intake.no-alert", "[[alert]]");
}

void References::judge_scenario(const Table& table, std::string_view key,
                                const std::string& id) const {
  if (scenarios.contains(id) || may_be_defined_elsewhere(id)) return;
  std::vector<std::string> known;
  add_ids(scenarios, known);
  table.findings().error(table.position_of_entry(key, id), {"intake.no-scenario", {{"id", id}}},
                         define(id, known, "[[scenario]]"));
}

void References::judge_scenarios_or_publications(const Table& table, std::string_view key,
                                                 const std::vector<std::string>& ids) const {
  std::vector<std::string> known;
  add_ids(scenarios, known);
  add_ids(publications, known);
  for (const std::string& id : ids) {
    if (scenarios.contains(id) || publications.contains(id) || may_be_defined_elsewhere(id))
      continue;
    table.findings().error(table.position_of_entry(key, id),
                           {"intake.no-scenario-or-publication", {{"id", id}}},
                           define(id, known, "[[scenario]]"));
  }
}

}  // namespace signpost::intake
