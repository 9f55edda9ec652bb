// Warnings of weak design: what may be loaded, and will mislead.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/intake/criterion.h"
#include "engine/intake/references.h"
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
  std::optional<Table> criterion;
};

/// The indicators that a scenario may use, by id.
using IndicatorIndex = Index<Indicator>;

/// Warns of: an expectation whose rates are within 10 % of each other; no counter-indicator; one
/// indicator that carries nearly all there is to learn; rates from the baseline upwards where
/// nothing speaks of a fall; a by-horizon scenario without its happening; a `once`
/// counter-indicator that feeds a state; a prior above that of what it implies; a title that joins;
/// criteria that name no source, or neither a number nor a deed (criterion.h); a missing `because`.
/// Of a countable forecast, to which most of this does not apply: of less than a year of history; a
/// counted indicator with seasons; a drift that counts hardly ever have; an expectation that looks
/// like a kind of what is counted.
void doubt(const ScenarioDraft& draft, const IndicatorIndex& indicators,
           const Index<Scenario>& scenarios, const CriterionJudge& criteria);

/// Warns where one of its indicators looks like a kind of another, by their ids, and does not say
/// so. `told`: narrower and wider of the warnings so far, each of which is told once.
void doubt_nested(const ScenarioDraft& draft, const IndicatorIndex& indicators,
                  std::set<std::pair<std::string, std::string>>& told);

/// Warns of a missing `because`; of constant coverage beyond what reports of the usual grade are
/// worth; of a season at set times; and of a dispersion left at 1 where more than a few events a
/// month are expected: by its baseline or by `busiest`, the largest rate of any scenario.
void doubt(const IndicatorDraft& draft, Rate busiest);

}  // namespace signpost::intake
