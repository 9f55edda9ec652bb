#include "engine/report/brief.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

#include "engine/base/text.h"
#include "engine/report/isolated_text.h"
#include "tests/unit/report/sample_report.h"

using namespace signpost;
using namespace signpost::report;

namespace {

std::vector<std::string> lines_of(const Report& report) {
  std::istringstream text(brief(report));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

void check_form(const Report& report) {
  const std::string text = brief(report);
  CHECK(text.back() == '\n');
  const std::vector<std::string> lines = lines_of(report);
  REQUIRE(lines.size() == 5);
  for (const std::string& line : lines) {
    CHECK_FALSE(line.empty());
    CHECK(code_points(line) <= 200);
    CHECK(printable(line) == line);
    CHECK_MESSAGE(line.find_first_of("*_~`|[]>") == std::string::npos, line);
  }
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(without_isolates(part)) != std::string::npos;
}

}  // namespace

TEST_CASE("a brief is five short lines in either language, with the report's own figures") {
  for (const Language language : {Language::kEnglish, Language::kArabic}) {
    const Report report = sample_report(language);
    check_form(report);
    const std::vector<std::string> lines = lines_of(report);
    CHECK(contains(lines[0], report.title));
    CHECK(contains(lines[0], report.reading));
    // The likeliest of those that are open, not of all.
    const ScenarioReport& operations = report.scenarios[0];
    CHECK(contains(lines[1], operations.probability.text));
    CHECK(contains(lines[1], operations.word));
    CHECK(contains(lines[1], operations.title));
    const ScenarioReport& prisons = report.scenarios[1];
    CHECK(contains(lines[2], prisons.movement->before.text));
    CHECK(contains(lines[2], prisons.movement->after.text));
    CHECK(contains(lines[2], prisons.movement->points.text));
    CHECK(contains(lines[2], prisons.title));
    CHECK(contains(lines[3], operations.sources->without.text));
    CHECK(contains(lines[3], operations.sources->names.front()));
    CHECK(contains(lines[4], operations.watch.front().title));
    CHECK(contains(lines[4], prisons.title));
  }
}

TEST_CASE("a brief reads like this") {
  CHECK(
      brief(sample_report(Language::kEnglish)) ==
      "Where the forecasts stand · As of 30 Jun 2022, as known on 15 Jul 2022; 3 items were "
      "not known then.\n"
      "Likeliest: 44.8 % (unlikely; at the horizon, 28 Jan 2023: 31 %): More, and larger, ISIS "
      "operations in Syria and Iraq\n"
      "Moved most: from 57 % to 72 % (+15 percentage points): A further break-out from a prison of "
      "the SDF\n"
      "Rests on least: More, and larger, ISIS operations in Syria and Iraq: Without SOHR it would "
      "be very unlikely (19 %).\n"
      "Watch for: ISIS attacks in north-east Syria. Due for resolution (1): A further break-out "
      "from a prison of the SDF: past its horizon since 15 Jun 2022, and not settled yet.\n");
}

TEST_CASE("a brief has five lines where there is little to say") {
  Report report = sample_report(Language::kEnglish);
  report.scenarios.erase(report.scenarios.begin(), report.scenarios.end() - 1);
  report.due.clear();
  check_form(report);
  const std::vector<std::string> lines = lines_of(report);
  CHECK(contains(lines[1], "Families leave al-Hol"));
  CHECK(lines[2] == "Nothing moved since 1 Jun 2022.");
  CHECK(lines[3] == "No judgement rests on a few events or sources alone.");
  CHECK(lines[4] == "There is nothing to watch for. Nothing is due for resolution.");
  report.scenarios.clear();
  check_form(report);
  CHECK(lines_of(report)[1] == "There are no scenarios.");
}

TEST_CASE("a brief marks what is retired, and says last that it is out of a rehearsal") {
  Report report = sample_report(Language::kEnglish);
  for (ScenarioReport& scenario : report.scenarios) scenario.retired = "retired on 1 Jun 2022";
  report.rehearsal = "Rehearsal: nothing in it is meant.";
  const std::string text = brief(report);
  CHECK(contains(text, " (retired on 1 Jun 2022)"));
  CHECK(text.ends_with("\nRehearsal: nothing in it is meant.\n"));
}

TEST_CASE("however long the title, a brief says as of when it reads") {
  Report report = sample_report(Language::kEnglish);
  report.title = std::string(1000, 'x');
  check_form(report);
  CHECK(contains(lines_of(report)[0], report.reading));
}

TEST_CASE("a brief of two thousand scenarios picks what stands out") {
  Report report = sample_report(Language::kEnglish);
  const ScenarioReport first = report.scenarios[0];
  report.scenarios.assign(2000, first);
  ScenarioReport& likely = report.scenarios[700];
  likely.probability.value = 0.99;
  likely.sources->without.value = 0.9;
  likely.title = "the likely one";
  ScenarioReport& fell = report.scenarios[900];
  fell.movement->points = {-40, "−40"};
  fell.title = "the one that fell";
  ScenarioReport& weak = report.scenarios[1100];
  weak.sources->without.value = 0.001;
  weak.title = "the weak one";
  ScenarioReport& telling = report.scenarios[1300];
  telling.watch.front().bits.value = 0.9;
  telling.watch.front().title = "the telling sign";
  report.due.assign(1999, "one that is due");
  check_form(report);
  const std::vector<std::string> lines = lines_of(report);
  CHECK(contains(lines[1], "the likely one"));
  CHECK(contains(lines[2], "−40 percentage points): the one that fell"));
  CHECK(contains(lines[3], "the weak one"));
  CHECK(contains(lines[4], "the telling sign"));
  CHECK(contains(lines[4], "1,999"));
}

TEST_CASE("what rests on fewer names is more fragile, however far the others fall") {
  Report report = sample_report(Language::kEnglish);
  ScenarioReport& many = report.scenarios[1];
  many.events = LinchpinText{"Without three of them.", {"a", "b", "c"}, {0.0001, "<1 %"}, true};
  CHECK(contains(lines_of(report)[3], "SOHR"));
  report.scenarios[0].sources.reset();
  report.scenarios[0].events.reset();
  CHECK(contains(lines_of(report)[3], "Without three of them."));
}

TEST_CASE("no app finds markup, controls or long lines in the brief of a hostile report") {
  Report report = hostile_report();
  check_form(report);
  for (std::size_t at = 0; at < 16; ++at) {  // each hostile text in each place once
    std::rotate(report.scenarios.begin(), report.scenarios.begin() + 1, report.scenarios.end());
    std::string last = report.title;
    each_text(report, [&](std::string& text) { text.swap(last); });
    check_form(report);
  }
}
