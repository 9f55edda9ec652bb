#include "engine/report/scenario_tests.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/model/words.h"
#include "engine/report/alerts.h"
#include "engine/report/isolated_text.h"
#include "engine/report/json_parts.h"

namespace signpost::report {
namespace {

constexpr int kLeastDecimals = 2;
constexpr int kMostDecimals = 17;

AlertState state_of(const Finding& finding) {
  return finding.judged ? finding.judged->state : AlertState::kInactive;
}

bool is_between(const Finding& finding) {
  const auto& between = finding.expected.between;
  return !between ||
         (finding.probability >= between->first && finding.probability <= between->second);
}

bool is_word(const Finding& finding) {
  return finding.expected.word.empty() ||
         icd203_word(finding.probability).key == finding.expected.word;
}

/// "0.30–0.50" and "0.62": as many decimals as tell one from the other.
std::pair<std::string, std::string> range_and_figure(const Finding& finding) {
  const double least = finding.expected.between->first.value();
  const double most = finding.expected.between->second.value();
  const double found = finding.probability.value();
  for (int decimals = kLeastDecimals;; ++decimals) {
    const auto shown = [&](double value) { return fmt::format("{:.{}f}", value, decimals); };
    const bool exact = std::stod(shown(least)) == least && std::stod(shown(most)) == most;
    const bool apart = shown(found) != shown(least) && shown(found) != shown(most);
    if ((exact && apart) || decimals == kMostDecimals) {
      return {shown(least) + "–" + shown(most), shown(found)};
    }
  }
}

std::string alert_message(const Finding& finding) {
  const std::string expected(to_string(*finding.expected.state));
  if (!finding.judged) {
    return fmt::format("expected {}, is inactive: no schedule has judged it by then", expected);
  }
  return fmt::format("expected {}, is {}: {}", expected, to_string(finding.judged->state),
                     without_isolates(reason_in_words(Speech(Language::kEnglish), *finding.alert,
                                                      *finding.judged)));
}

std::string scenario_message(const Finding& finding) {
  const std::string_view word = icd203_word(finding.probability).key;
  if (finding.expected.between) {
    const auto [range, figure] = range_and_figure(finding);
    const bool also = !finding.expected.word.empty();
    return fmt::format("expected {}{}, is {}, {}", range, also ? ", " + finding.expected.word : "",
                       figure, word);
  }
  return fmt::format("expected {}, is {}, {:.3f}", finding.expected.word, word,
                     finding.probability.value());
}

std::string message(const Finding& finding) {
  const TestExpectation& expected = finding.expected;
  return fmt::format("on {} {} {}", to_date(expected.on),
                     expected.state ? expected.alert : expected.scenario,
                     expected.state ? alert_message(finding) : scenario_message(finding));
}

void finding_object(JsonWriter& json, const Finding& finding) {
  const TestExpectation& expected = finding.expected;
  json.begin_object()
      .member("ok", finding.as_expected())
      .member("line", expected.at.line)
      .member("on", expected.on)
      .member("scenario", expected.scenario);
  text_member(json, "alert", expected.alert);
  json.key("between");
  if (expected.between) {
    json.begin_array().value(expected.between->first).value(expected.between->second).end_array();
  } else {
    json.null();
  }
  text_member(json, "word", expected.word);
  text_member(json, "state", expected.state ? to_string(*expected.state) : "");
  json.key("found").begin_object().member("probability", finding.probability);
  word_member(json, "word", finding.probability);
  text_member(json, "state", expected.state ? to_string(state_of(finding)) : "");
  text_member(json, "reason", finding.judged ? to_string(finding.judged->reason) : "");
  json.end_object();
  text_member(json, "message", finding.as_expected() ? "" : message(finding));
  json.end_object();
}

std::size_t passed_of(std::span<const TestResult> results) {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(), [](const auto& one) { return one.passed(); }));
}

}  // namespace

bool Finding::as_expected() const {
  return is_between(*this) && is_word(*this) &&
         (!expected.state || state_of(*this) == *expected.state);
}

bool TestResult::passed() const {
  return std::all_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.as_expected(); });
}

std::string tests_text(std::span<const TestResult> results) {
  std::string text;
  for (const TestResult& result : results) {
    for (const Finding& finding : result.findings) {
      if (finding.as_expected()) continue;
      Diagnostic failure = finding.expected.at;
      failure.severity = Diagnostic::Severity::kError;
      failure.source_line.clear();  // that of its header, which says nothing
      failure.message = fmt::format("{}: {}", result.name, message(finding));
      text += render(failure);
    }
  }
  const std::size_t passed = passed_of(results);
  return text + fmt::format("{} passed, {} failed\n", passed, results.size() - passed);
}

std::string tests_json(std::span<const TestResult> results) {
  const std::size_t passed = passed_of(results);
  JsonWriter json;
  json.begin_object()
      .member("format", "signpost.test/1")
      .member("ok", passed == results.size())
      .member("passed", passed)
      .member("failed", results.size() - passed);
  json.key("tests").begin_array();
  for (const TestResult& result : results) {
    json.begin_object()
        .member("name", result.name)
        .member("file", result.at.file)
        .member("line", result.at.line)
        .member("ok", result.passed());
    json.key("expectations").begin_array();
    for (const Finding& finding : result.findings) finding_object(json, finding);
    json.end_array().end_object();
  }
  return json.end_array().end_object().take();
}

}  // namespace signpost::report
