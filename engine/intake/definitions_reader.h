// TOML definitions → model values, with every mistake located (DESIGN.md §4).
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/model/definitions.h"
#include "engine/model/scenario_test.h"

namespace signpost::intake {

/// Warnings without words at the numbers of an indicator; at its id where one is not declared.
struct IndicatorPlaces {
  Diagnostic baseline;
  Diagnostic dispersion;
  Diagnostic lag;
  Diagnostic season;
};

struct DefinitionsRead {
  Definitions definitions;              // what could be read, complete if there are no errors
  std::vector<Diagnostic> diagnostics;  // errors and warnings, by file, line and column
  std::map<std::string, Diagnostic> scenarios_at;  // a warning without words at each one's id
  std::map<std::string, IndicatorPlaces> indicators_at;
  /// Of each scenario's expectation of an indicator, at `if_true`.
  std::map<std::pair<std::string, std::string>, Diagnostic> expectations_at;
  std::vector<ScenarioTest> tests;  // [[test]]: for `signpost test`, never stored
};

/// Reads files and judges them together: a scenario may use an indicator of another file, or one
/// that the store has (`known`). Reports every mistake; of broken TOML syntax the first a file.
/// Where an indicator of the files has another baseline than the store's, the stored scenarios
/// whose rates are multiples of it come back among the definitions with their new rates. Weak
/// design draws warnings. Errors: Error{kInvalid} only where a file cannot be read at all.
DefinitionsRead read_definitions(std::span<const std::filesystem::path> files,
                                 const Definitions& known);

/// The same for one text that is no file; `name` stands for it in the diagnostics.
DefinitionsRead read_definitions_text(std::string name, std::string text, const Definitions& known);

}  // namespace signpost::intake
