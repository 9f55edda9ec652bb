// [[schedule]], [[alert]] and [[test]]: what a desk's clock goes by.
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/intake/definitions_reader.h"

using namespace signpost;
using intake::DefinitionsRead;
using intake::read_definitions_text;

namespace {

Instant at(const char* text) { return parse_time(text)->first; }

/// Two indicators that a scenario expects, one that breaks its assumption, one that it ignores.
const std::string kScenario = R"(
[publication]
id = "paper"
[[indicator]]
id = "attacks"
title.en = "Attacks"
dispersion = 3
[[indicator]]
id = "calm"
title.en = "Quiet weeks"
[[indicator]]
id = "war"
title.en = "War"
once = true
[[indicator]]
id = "elsewhere"
title.en = "Elsewhere"
[[scenario]]
id = "operations"
title.en = "Operations"
prior = 0.4
prior_because = "j"
lasts = "11 months"
opened = 2022-01-28
resolves = { yes = "The monitor counts ten.", no = "Fewer." }
[[scenario.assumes]]
en = "There is no war"
broken_by = ["war"]
[[scenario.expects]]
indicator = "attacks"
if_true = "3 per month"
if_false = "1 per month"
because = "j"
[[scenario.expects]]
indicator = "calm"
if_true = "1 per month"
if_false = "3 per month"
because = "j"
)";

/// The tables after the scenario's file.
DefinitionsRead read(const std::string& tables, const Definitions& known = {}) {
  return read_definitions_text("folder/a.toml", kScenario + tables, known);
}

/// "error: message" or "warning: message", a line each, in order.
std::string said(const DefinitionsRead& read) {
  std::string all;
  for (const Diagnostic& d : read.diagnostics) {
    all += (d.severity == Diagnostic::Severity::kError ? "error: " : "warning: ") +
           d.message.english() + "\n";
  }
  return all;
}

std::string schedule(const std::string& lines) {
  return "[[schedule]]\nid = \"weekly\"\nevery = \"week on Monday at 06:00\"\n" + lines;
}

std::string alert(const std::string& lines) {
  return "[[alert]]\nid = \"likely\"\nscenario = \"operations\"\nbecause = \"j\"\n" + lines;
}

}  // namespace

TEST_CASE("a schedule has every key read") {
  const DefinitionsRead r = read(R"(
[[schedule]]
id = "weekly"
title.en = "The week"
title.ar = "الأسبوع"
every = "week on Monday at 06:00"
timezone = "Asia/Damascus"
start = 2022-01-28
until = 2023-01-28
scenarios = ["operations", "paper"]
missed = "latest"
report = { format = "html", lang = "ar", output = "reports/{schedule}-{date}.html" }
)");
  CHECK(said(r) == "");
  REQUIRE(r.definitions.schedules.size() == 1);
  const Schedule& s = r.definitions.schedules.front();
  CHECK(s.id == "weekly");
  CHECK(s.title == Bilingual{"The week", "الأسبوع"});
  CHECK(s.every == "week on Monday at 06:00");
  CHECK(s.rule.find("FREQ=WEEKLY") == 0);
  CHECK(s.timezone == "Asia/Damascus");
  // Damascus was two hours ahead in the winter of 2022, and three ever since that year's autumn.
  CHECK(s.start == at("2022-01-27T22:00:00Z"));
  REQUIRE(s.until);
  CHECK(*s.until == at("2023-01-28T20:59:59Z"));
  CHECK(s.scenarios == std::vector<std::string>{"operations", "paper"});
  CHECK(s.missed == Missed::kLatest);
  CHECK(s.report == ScheduledReport{"html", "ar", "reports/{schedule}-{date}.html"});
}

TEST_CASE("a schedule left as it comes assesses every scenario, and makes up each slot") {
  const DefinitionsRead r =
      read(schedule("timezone = \"Asia/Damascus\"\nstart = 2022-01-28T06:00:00Z\n"
                    "until = \"2022-02-01T06:00+03:00\"\n"
                    "report = { format = \"csv\", output = \"a.csv\" }\n"));
  CHECK(said(r) == "");
  const Schedule& s = r.definitions.schedules.at(0);
  CHECK(s.start == at("2022-01-28T06:00:00Z"));
  CHECK(s.until == at("2022-02-01T03:00:00Z"));
  CHECK(s.scenarios == std::vector<std::string>{"*"});
  CHECK(s.missed == Missed::kEach);
  REQUIRE(s.report);
  CHECK(s.report->language == "en");
}

TEST_CASE("a schedule's scenarios may stand in the store") {
  Definitions known;
  known.scenarios.resize(1);
  known.scenarios[0].id = "stored-scenario";
  known.publications.resize(1);
  known.publications[0].id = "stored-paper";
  const std::string text = schedule(
      "timezone = \"UTC\"\nstart = 2022-01-28\n"
      "scenarios = [\"stored-scenario\", \"stored-paper\"]\n");
  CHECK(said(read(text, known)) == "");
  CHECK(said(read(text)) ==
        "error: there is no scenario or publication \"stored-scenario\"\n"
        "error: there is no scenario or publication \"stored-paper\"\n");
}

TEST_CASE("a schedule's report goes beneath the store's folder, and nowhere else") {
  const auto of = [](const std::string& output) {
    return read(
        schedule("timezone = \"UTC\"\nstart = 2022-01-28\n"
                 "report = { format = \"html\", output = '" +
                 output + "' }\n"));
  };
  for (const char* good : {"a.html", "a/b/c.html", "a..b/c..d.html", "{date}.json",
                           "{schedule}{date}.md", "reports/{schedule}/{date}.html", "تقرير.html"}) {
    CAPTURE(good);
    CHECK(said(of(good)) == "");
  }
  for (const char* bad :
       {"",          "/etc/passwd", "..",          "../a.html",   "a/../../b.html", "a/..",
        "a/",        ".",           "a/.",         "{date}",      "signpost.toml",  "signpost.db",
        "a\\b.html", "{day}.html",  "{}",          "{date",       "date}",          "{{date}}",
        "a\tb.html", ".a.html",     ".git/a.html", "a/.b/c.html", "a/..c.html"}) {
    CAPTURE(bad);
    CHECK(of(bad).diagnostics.size() == 1);
  }
}

TEST_CASE("an alert has every key read") {
  const DefinitionsRead r = read(R"(
[[alert]]
id = "likely"
title.en = "Likely now"
scenario = "operations"
when = "probability >= 70%"
for = 2
clear = 0.6
hold = "14 days"
origins = 3
because = "The desk is to be told."
)");
  CHECK(said(r) == "");
  REQUIRE(r.definitions.alerts.size() == 1);
  Alert expected;
  expected.id = "likely";
  expected.title.en = "Likely now";
  expected.scenario = "operations";
  expected.when = "probability >= 70%";
  expected.condition = {
      .kind = Condition::Kind::kAtLeast, .level = 0.7, .within = Days(30), .indicator = {}};
  expected.in_a_row = 2;
  expected.clear = 0.6;
  expected.hold = Days(14);
  expected.origins = 3;
  expected.because = "The desk is to be told.";
  CHECK(r.definitions.alerts.front() == expected);
}

TEST_CASE("an alert left as it comes is raised at once and held for no time") {
  const DefinitionsRead r = read(alert("when = \"word changes\"\n"));
  CHECK(said(r) == "");
  const Alert& a = r.definitions.alerts.at(0);
  CHECK(a.in_a_row == 1);
  CHECK(!a.clear);
  CHECK(a.hold.count() == 0);
  CHECK(a.origins == 1);
}

TEST_CASE("an alert clears on the far side of what raises it, or at it") {
  const auto of = [](const std::string& when, const char* clear) {
    return read(alert("when = \"" + when + "\"\nclear = " + clear + "\n")).diagnostics.size();
  };
  CHECK(of("probability >= 0.7", "0.7") == 0);
  CHECK(of("probability >= 0.7", "0.71") == 1);
  CHECK(of("probability <= 0.2", "0.2") == 0);
  CHECK(of("probability <= 0.2", "0.19") == 1);
  CHECK(of("rises by 0.15", "0.15") == 0);
  CHECK(of("rises by 0.15", "0.16") == 1);
  CHECK(of("falls by 0.15", "0.1") == 0);
  CHECK(of("falls by 0.15", "0.16") == 1);
  CHECK(of("word changes", "0.5") == 1);
  CHECK(of("indicator attacks seen", "0.5") == 1);
  CHECK(of("no evidence for 60 days", "0.5") == 1);
}

TEST_CASE("an alert on a threshold that the prior passes, or without a clear, draws a warning") {
  CHECK(said(read(alert("when = \"probability >= 0.7\"\n"))) ==
        "warning: without clear, one reading on the other side clears it\n");
  CHECK(said(read(alert("when = \"probability >= 0.4\"\nclear = 0.3\n"))) ==
        "warning: the prior of \"operations\", 0.4, passes it: it will be raised before there "
        "is any evidence\n");
  CHECK(read(alert("when = \"probability <= 0.4\"\nclear = 0.5\n")).diagnostics.size() == 1);
  CHECK(said(read(alert("when = \"probability >= 0.41\"\nclear = 0.3\n"))).empty());
  CHECK(said(read(alert("when = \"probability <= 0.39\"\nclear = 0.5\n"))).empty());
}

TEST_CASE("an alert watches an indicator that its scenario listens to") {
  CHECK(said(read(alert("when = \"indicator attacks seen\"\n"))).empty());
  CHECK(said(read(alert("when = \"indicator war seen\"\n"))).empty());
  CHECK(said(read(alert("when = \"indicator elsewhere seen\"\n"))) ==
        "error: \"operations\" neither expects \"elsewhere\" nor has an assumption that it "
        "breaks\n");
  CHECK(said(read(alert("when = \"indicator atacks seen\"\n"))) ==
        "error: there is no indicator \"atacks\"\n");
}

TEST_CASE("a stored scenario counts with its expectations, and a stored alert binds a new one") {
  const DefinitionsRead first = read(alert("when = \"indicator attacks seen\"\n"));
  REQUIRE(first.diagnostics.empty());
  Definitions known = first.definitions;
  const std::string one = alert("when = \"indicator attacks seen\"\n");
  CHECK(read_definitions_text("a.toml", one, known).diagnostics.empty());
  known.scenarios[0].expects.erase(known.scenarios[0].expects.begin());
  CHECK(read_definitions_text("a.toml", one, known).diagnostics.size() == 1);

  known = first.definitions;
  std::string revised = kScenario;
  revised.replace(revised.find("indicator = \"attacks\""), 21, "indicator = \"elsewhere\"");
  const DefinitionsRead second = read_definitions_text("a.toml", revised, known);
  CHECK(said(second) ==
        "error: the stored alert \"likely\" watches \"attacks\", and \"operations\" neither "
        "expects it any more nor has an assumption that it breaks\n");
  CHECK(read_definitions_text("a.toml", revised + alert("when = \"indicator calm seen\"\n"), known)
            .diagnostics.empty());
}

TEST_CASE("a test has its items and what it expects read") {
  const DefinitionsRead r = read(alert("when = \"word changes\"\n") + R"(
[[test]]
name = "raids raise it"
evidence = ["raids.jsonl"]
  [[test.given]]
  id = 17
  occurred = 2022-03-01
  indicators = ["attacks", { id = "calm", grade = "C3" }]
  bears = [{ scenario = "operations", ratio = "strongly-for" }]
  text = "a raid"
  source = "SOHR"
  grade = "B2"
  [[test.given]]
  occurred = "2022-02"
  until = 2022-02-28
  count = 12
  available = 2022-03-10
  indicators = "attacks"
  share = false
  [[test.given]]
  occurred = 2022-03-31T10:00:00Z
  bears = "operations=3; "
  credibility = 0.9
  [[test.expect]]
  on = 2022-03-31
  scenario = "operations"
  probability = [0.3, 0.5]
  word = "roughly even chance"
  [[test.expect]]
  on = 2022-03-10T12:00:00Z
  alert = "likely"
  state = "raised"
)");
  CHECK(said(r) == "");
  REQUIRE(r.tests.size() == 1);
  const ScenarioTest& test = r.tests.front();
  CHECK(test.name == "raids raise it");
  CHECK(test.evidence == std::vector<std::string>{"raids.jsonl"});
  CHECK(test.folder == "folder");
  CHECK(test.at.file == "folder/a.toml");
  CHECK(test.at.source_line == "[[test]]");

  REQUIRE(test.given.size() == 3);
  const Item& raid = test.given[0];
  CHECK(raid.id == "17");
  CHECK(raid.occurred == at("2022-03-01T12:00:00Z"));
  CHECK(raid.available == raid.occurred);
  CHECK(!raid.available_given);
  REQUIRE(raid.sightings.size() == 2);
  CHECK(raid.sightings[1] == Sighting{"calm", Grade{'C', 3}});
  CHECK(raid.bears == std::vector<Bearing>{{"operations", 10.0, "strongly-for"}});
  const Item& total = test.given[1];
  REQUIRE(total.total);
  CHECK(*total.total == Total{at("2022-02-28T23:59:59Z"), 12});
  CHECK(total.occurred == at("2022-02-01"));
  CHECK(total.available == at("2022-03-10T23:59:59Z"));
  CHECK(total.available_given);
  CHECK(!total.share);
  CHECK(test.given[2].bears == std::vector<Bearing>{{"operations", 3.0, ""}});
  CHECK(test.given[2].credibility == Probability(0.9));

  REQUIRE(test.expects.size() == 2);
  CHECK(test.expects[0].on == at("2022-03-31T23:59:59Z"));
  CHECK(test.expects[0].between == std::pair(Probability(0.3), Probability(0.5)));
  CHECK(test.expects[0].word == "roughly-even-chance");
  CHECK(test.expects[0].at.source_line == "  [[test.expect]]");
  CHECK(test.expects[1].on == at("2022-03-10T12:00:00Z"));
  CHECK(test.expects[1].alert == "likely");
  CHECK(test.expects[1].scenario == "operations");
  CHECK(test.expects[1].state == AlertState::kRaised);
}

TEST_CASE("a total that a test gives is known from its end") {
  const DefinitionsRead r = read(R"(
[[test]]
name = "a total"
[[test.given]]
occurred = 2022-02-01
until = 2022-02-28
count = 3
indicators = ["attacks"]
[[test.expect]]
on = 2022-03-31
scenario = "operations"
word = "likely"
)");
  CHECK(said(r) == "");
  CHECK(r.tests.at(0).given.at(0).available == at("2022-02-28T23:59:59Z"));
}

TEST_CASE("what a test gives may not be later than what it expects") {
  const DefinitionsRead r = read(R"(
[[test]]
name = "the future"
[[test.given]]
occurred = 2022-04-01
indicators = ["attacks"]
[[test.expect]]
on = 2022-03-31
scenario = "operations"
word = "likely"
)");
  REQUIRE(r.diagnostics.size() == 1);
  CHECK(r.diagnostics[0].message ==
        "occurred 2022-04-01 is in the future: it is 2022-03-31T23:59:59Z now");
  CHECK(r.diagnostics[0].hint == "a test ends with the last date on which it expects something");
  CHECK(r.tests.at(0).given.empty());
}
