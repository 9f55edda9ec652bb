// What tables may refer to by id: all that the files at hand define, else what the store has.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/intake/toml_table.h"
#include "engine/model/definitions.h"

namespace signpost::intake {

template <class Value>
using Index = std::map<std::string, const Value*, std::less<>>;

struct References {
  Index<Publication> publications;
  Index<Indicator> indicators;
  Index<Scenario> scenarios;
  Index<Alert> alerts;
  /// Whether the id stands in a file whose syntax is broken: it may be defined there, and to call
  /// it unknown would mislead.
  std::function<bool(const std::string& id)> may_be_defined_elsewhere;

  /// The one with the id, or nothing: then an error says so, unless there is no id (an error
  /// already) or it may be defined elsewhere.
  const Indicator* indicator(const Table& table, std::string_view key, const std::string& id) const;
  /// The same of an entry of a list, where the error stands.
  const Indicator* entry(const Table& table, std::string_view key, const std::string& id) const;
  const Scenario* scenario(const Table& table, std::string_view key, const std::string& id) const;
  const Alert* alert(const Table& table, std::string_view key, const std::string& id) const;
  /// An error where an entry of a list is no scenario.
  void judge_scenario(const Table& table, std::string_view key, const std::string& id) const;
  /// An error for each entry of a list that is neither a scenario nor a publication.
  void judge_scenarios_or_publications(const Table& table, std::string_view key,
                                       const std::vector<std::string>& ids) const;
};

}  // namespace signpost::intake
