#include "engine/report/scenario_tests.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/model/words.h"
#include "engine/report/alerts.h"
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

/// What was expected, and what was found; words of probability and states as files have them.
Phrase message(const Finding& finding, const Speech& speech) {
  const TestExpectation& expected = finding.expected;
  const std::string day = to_date(expected.on);
  if (expected.state) {
    const std::string state(to_string(*expected.state));
    if (!finding.judged) {
      return {"test.not-judged", {{"day", day}, {"alert", expected.alert}, {"expected", state}}};
    }
    return {
        "test.other-state",
        {{"day", day},
         {"alert", expected.alert},
         {"expected", state},
         {"state", to_string(finding.judged->state)},
         {"reason", without_isolates(reason_in_words(speech, *finding.alert, *finding.judged))}}};
  }
  const std::string_view word = icd203_word(finding.probability).key;
  if (!expected.between) {
    return {"test.other-word",
            {{"day", day},
             {"scenario", expected.scenario},
             {"expected", expected.word},
             {"word", word},
             {"found", fmt::format("{:.3f}", finding.probability.value())}}};
  }
  const auto [range, found] = range_and_figure(finding);
  return {expected.word.empty() ? "test.out-of-range" : "test.out-of-range-or-word",
          {{"day", day},
           {"scenario", expected.scenario},
           {"range", range},
           {"expected", expected.word},
           {"found", found},
           {"word", word}}};
}

void finding_object(JsonWriter& json, const Finding& finding, const Speech& english) {
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
  text_member(json, "message", finding.as_expected() ? "" : message(finding, english).english());
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

std::vector<Diagnostic> test_failures(std::span<const TestResult> results, const Speech& speech) {
  std::vector<Diagnostic> failures;
  for (const TestResult& result : results) {
    for (const Finding& finding : result.findings) {
      if (finding.as_expected()) continue;
      Diagnostic& failure = failures.emplace_back(finding.expected.at);
      failure.severity = Diagnostic::Severity::kError;
      failure.source_line.clear();  // that of its header, which says nothing
      failure.message = {"test.failure",
                         {{"test", result.name}, {"says", message(finding, speech)}}};
    }
  }
  return failures;
}

Page tests_page(std::span<const TestResult> results, const Speech& speech) {
  const std::size_t passed = passed_of(results);
  Page page(speech.language());
  page.paragraph(
      speech.say("test.summary", {{"passed", static_cast<std::int64_t>(passed)},
                                  {"failed", static_cast<std::int64_t>(results.size() - passed)}}));
  return page;
}

std::string tests_json(std::span<const TestResult> results) {
  const std::size_t passed = passed_of(results);
  const Speech english(Language::kEnglish);
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
    for (const Finding& finding : result.findings) finding_object(json, finding, english);
    json.end_array().end_object();
  }
  return json.end_array().end_object().take();
}

}  // namespace signpost::report
