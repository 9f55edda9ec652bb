// Warnings of weak design: what may be loaded, and will mislead.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/intake/toml_table.h"
#include "engine/model/definitions.h"

namespace signpost::intake {

/// An indicator, an expectation and a scenario as read, with the tables that they were read from.
struct IndicatorDraft {
  Indicator indicator;
  Table table;
  std::vector<Table> coverage;
  std::vector<Table> seasons;
};
struct ExpectationDraft {
  Expectation expectation;
  Table table;
  bool complete = false;  // the indicator is known, both rates are good
};
struct ScenarioDraft {
  Scenario scenario;
  Table table;
  std::vector<ExpectationDraft> expects;
  std::vector<Table> assumes;
};

/// The indicators that a scenario may use, by id.
using IndicatorIndex = std::map<std::string, const Indicator*, std::less<>>;

/// Warns of: an expectation whose rates are within 10 % of each other; no counter-indicator; one
/// indicator that carries nearly all there is to learn; a by-horizon scenario without its `once`
/// indicator; a `once` counter-indicator that feeds a state; a title that joins; a missing
/// `because`.
void doubt(const ScenarioDraft& draft, const IndicatorIndex& indicators);

/// Warns of a missing `because`, and of a dispersion left at 1 where more than a few events a month
/// are expected: by its baseline or by `busiest`, the largest rate of any scenario.
void doubt(const IndicatorDraft& draft, Rate busiest);

}  // namespace signpost::intake
