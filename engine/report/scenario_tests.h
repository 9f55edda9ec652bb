// What came of the tests of scenarios: what is not as expected, where it is written, and the count.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/model/alert.h"
#include "engine/model/scenario_test.h"
#include "engine/report/page.h"
#include "engine/report/speech.h"

namespace signpost::report {

/// What was found where something was expected.
struct Finding {
  TestExpectation expected;
  Probability probability;  // of the scenario, or the alert's, on that date
  /// Of an alert: how it was last judged by then. Nothing: there was no date for it.
  std::optional<AlertEvaluation> judged;
  std::optional<Alert> alert;

  [[nodiscard]] bool as_expected() const;
};

struct TestResult {
  std::string name;
  Diagnostic at;
  std::vector<Finding> findings;

  [[nodiscard]] bool passed() const;
};

/// Each expectation that is not met, as a mistake where it is written.
std::vector<Diagnostic> test_failures(std::span<const TestResult> results, const Speech& speech);

/// How many tests passed and failed.
Page tests_page(std::span<const TestResult> results, const Speech& speech);

/// signpost.test/1: {"format","ok","passed","failed","tests":[{"name","file","line","ok",
/// "expectations":[{"ok","line","on","scenario","alert","between":[least,most],"word","state",
/// "found":{"probability","word","state","reason"},"message"}]}]}; null for what is not expected or
/// not found; `message` is null where all is as expected.
std::string tests_json(std::span<const TestResult> results);

}  // namespace signpost::report
