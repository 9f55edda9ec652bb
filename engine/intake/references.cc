#include "engine/intake/references.h"

#include <fmt/format.h>

namespace signpost::intake {
namespace {

template <class Value>
void add_ids(const Index<Value>& index, std::vector<std::string>& ids) {
  for (const auto& [id, value] : index) ids.push_back(id);
}

template <class Value>
const Value* found(const References& references, const Index<Value>& index, const Table& table,
                   std::string_view key, std::string_view kind, const std::string& id) {
  if (const auto known = index.find(id); known != index.end()) return known->second;
  if (id.empty() || references.may_be_defined_elsewhere(id)) return nullptr;
  std::vector<std::string> ids;
  add_ids(index, ids);
  table.error(key, fmt::format("there is no {} \"{}\"", kind, id),
              did_you_mean(id, ids, fmt::format("define it with [[{}]]", kind)));
  return nullptr;
}

}  // namespace

const Indicator* References::indicator(const Table& table, std::string_view key,
                                       const std::string& id) const {
  return found(*this, indicators, table, key, "indicator", id);
}

const Scenario* References::scenario(const Table& table, std::string_view key,
                                     const std::string& id) const {
  return found(*this, scenarios, table, key, "scenario", id);
}

const Alert* References::alert(const Table& table, std::string_view key,
                               const std::string& id) const {
  return found(*this, alerts, table, key, "alert", id);
}

void References::judge_scenario(const Table& table, std::string_view key,
                                const std::string& id) const {
  if (scenarios.contains(id) || may_be_defined_elsewhere(id)) return;
  std::vector<std::string> known;
  add_ids(scenarios, known);
  table.findings().error(table.position_of_entry(key, id),
                         fmt::format("there is no scenario \"{}\"", id),
                         did_you_mean(id, known, "define it with [[scenario]]"));
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
                           fmt::format("there is no scenario or publication \"{}\"", id),
                           did_you_mean(id, known, "define it with [[scenario]]"));
  }
}

}  // namespace signpost::intake
