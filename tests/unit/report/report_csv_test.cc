#include "engine/report/report_csv.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string_view>

#include "engine/base/text.h"
#include "engine/report/isolated_text.h"
#include "tests/unit/report/sample_report.h"

using namespace signpost;
using namespace signpost::report;

namespace {

using Rows = std::vector<std::vector<std::string>>;

/// As RFC 4180 says; what follows the byte-order mark.
Rows parsed(const std::string& csv) {
  REQUIRE(csv.starts_with("\uFEFF"));
  Rows table(1, {""});
  bool quoted = false;
  for (std::size_t at = 3; at < csv.size(); ++at) {
    const char c = csv[at];
    if (quoted && c == '"' && at + 1 < csv.size() && csv[at + 1] == '"') {
      table.back().back() += csv[++at];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == ',') {
      table.back().emplace_back();
    } else if (!quoted && c == '\r') {
      REQUIRE(csv.substr(at, 2) == "\r\n");
      ++at;
      if (at + 1 < csv.size()) table.push_back({""});
    } else {
      table.back().back() += c;
    }
  }
  CHECK_FALSE(quoted);
  return table;
}

std::string defused(const std::string& title) {
  Report report = sample_report(Language::kEnglish);
  report.scenarios.front().title = title;
  return parsed(report_csv(report)).at(1).at(2);
}

}  // namespace

TEST_CASE("report CSV has a mark, a heading and one row a scenario") {
  for (const Language language : {Language::kEnglish, Language::kArabic}) {
    const Report report = sample_report(language);
    const Rows table = parsed(report_csv(report));
    REQUIRE(table.size() == 4);
    CHECK(table[0] == std::vector<std::string>{"id", "role", "title", "state", "probability",
                                               "word", "low", "high", "change_points", "confidence",
                                               "origins", "prior", "horizon", "evidence_count",
                                               "fragility", "moved", "probability_at_horizon",
                                               "came_true", "retired"});
    for (std::size_t at = 0; at < report.scenarios.size(); ++at) {
      const ScenarioReport& told = report.scenarios[at];
      const std::vector<std::string>& row = table[at + 1];
      REQUIRE(row.size() == table[0].size());
      CHECK(row[0] == told.id);
      CHECK(row[2] == without_isolates(told.title));
      CHECK(std::strtod(row[4].c_str(), nullptr) == told.probability.value);
      CHECK(std::strtod(row[6].c_str(), nullptr) == told.low.value);
      CHECK(std::strtod(row[7].c_str(), nullptr) == told.high.value);
      CHECK(std::strtod(row[11].c_str(), nullptr) == told.prior.value);
      CHECK(row[5] == told.word);
      CHECK(row[10] == std::to_string(told.grounds.origins));
      CHECK(row[13] == std::to_string(told.evidence_count));
    }
    CHECK(table[1][9] == "moderate");
    CHECK(table[2][3] == "past_horizon");
    CHECK(std::strtod(table[1][8].c_str(), nullptr) ==
          report.scenarios.front().movement->points.value);
    CHECK(table[3][8].empty());
    CHECK(table[3][15].empty());
    CHECK(table[1][16] == "0.3125");
    CHECK(table[1][17] == "2022-06-12");
  }
}

TEST_CASE("what a spreadsheet would run becomes text, and numbers stay numbers") {
  CHECK(defused("=1+1") == "'=1+1");
  CHECK(defused("+1") == "'+1");
  CHECK(defused("-1") == "'-1");
  CHECK(defused("@SUM(A1)") == "'@SUM(A1)");
  CHECK(defused("  =1+1") == "'  =1+1");
  CHECK(defused("\u00A0\u3000＝1") == "'\u00A0\u3000＝1");
  CHECK(defused("＋1") == "'＋1");
  CHECK(defused("－1") == "'－1");
  CHECK(defused("＠1") == "'＠1");
  CHECK(defused("\t1") == "' 1");
  CHECK(defused("\u2068=1\u2069") == "'=1");
  CHECK(defused("a =1") == "a =1");
  CHECK(defused("say \"no\", twice\n") == "say \"no\", twice ");
  Report report = sample_report(Language::kEnglish);
  report.scenarios.front().movement->points.value = -7.5;
  CHECK(report_csv(report).find(",-7.5,") != std::string::npos);
}

TEST_CASE("no cell of a hostile report can be run or hides anything") {
  const std::string csv = report_csv(hostile_report());
  const Rows table = parsed(csv);
  REQUIRE(table.size() == 4);
  for (const std::vector<std::string>& row : table) {
    REQUIRE(row.size() == 19);
    for (std::size_t at = 0; at < row.size(); ++at) {
      CHECK(printable(row[at]) == row[at]);
      const std::size_t first = row[at].find_first_not_of(' ');
      if (at == 8 || first == std::string::npos) continue;  // 8: a number
      CHECK_MESSAGE(std::string_view("=+-@").find(row[at][first]) == std::string_view::npos,
                    row[at]);
      CHECK_FALSE(row[at].substr(first).starts_with("＝"));
    }
  }
}
