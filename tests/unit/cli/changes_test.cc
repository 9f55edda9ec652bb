#include "engine/cli/changes.h"

#include <doctest/doctest.h>

namespace signpost::cli {
namespace {

Scenario scenario() {
  Scenario scenario;
  scenario.id = "campaign";
  scenario.prior = Probability(0.45);
  scenario.persistence = Days(180);
  Expectation& attacks = scenario.expects.emplace_back();
  attacks.indicator = "attacks";
  attacks.if_true = {"x2", Rate(0.2), {}};
  attacks.if_false = {"x1", Rate(0.1), {}};
  attacks.because.en = "a";
  return scenario;
}

std::string change(const Scenario& before, const Scenario& after) {
  Definitions then;
  then.scenarios = {before};
  Definitions now;
  now.scenarios = {after};
  return changes_in_words("scenario", "campaign", then, now).english();
}

TEST_CASE("what a revision changed is said in words") {
  Scenario after = scenario();
  after.prior = Probability(0.5);
  after.persistence = Days(365.25);
  CHECK(change(scenario(), after) == "prior 0.45 → 0.5; persistence 180 days → 365.25 days");
}

TEST_CASE("a change of what is expected names the indicator") {
  Scenario after = scenario();
  after.expects[0].if_true = {"x3", Rate(0.3), {}};
  after.expects.emplace_back().indicator = "calm";
  CHECK(change(scenario(), after) == "if_true of attacks x2 → x3; now expects calm");
  CHECK(change(after, scenario()) == "if_true of attacks x3 → x2; no longer expects calm");
}

TEST_CASE("how far a number may be off shows when it changes") {
  Scenario after = scenario();
  after.prior_within = 1.5;
  after.expects[0].within = 1.15;
  after.expects[0].ratio_within = 1;
  CHECK(change(scenario(), after) ==
        "prior_within none → 1.5; within of attacks none → 1.15; ratio_within of attacks none → 1");
}

TEST_CASE("rates that move with their baseline are not passed over") {
  Scenario after = scenario();
  after.expects[0].if_true.rate = Rate(0.4);
  after.expects[0].if_false.rate = Rate(0.2);
  CHECK(change(scenario(), after) == "rates of attacks with its baseline");
}

TEST_CASE("what a countable forecast counts shows when it changes") {
  Scenario before = scenario();
  before.asks = Asks::kCount;
  Criterion& criterion = before.criterion.emplace();
  criterion.indicators = {"attacks"};
  criterion.window = {meant_as_start(*parse_time("2022-01-28")),
                      meant_as_start(*parse_time("2023-01-28"))};
  criterion.at_least = 360;
  criterion.history_from = meant_as_start(*parse_time("2019-01-01"));
  Scenario after = before;
  after.criterion->indicators = {"attacks", "raids"};
  after.criterion->window.to = meant_as_start(*parse_time("2022-12-31"));
  after.criterion->at_least = 400;
  after.criterion->drift = 0.2;
  CHECK(change(before, after) ==
        "indicators changed; to 2023-01-28 → 2022-12-31; at_least 360 → 400; drift none → 0.2");
  after = before;
  after.asks.reset();
  after.criterion.reset();
  CHECK(change(before, after) ==
        "asks count → none; prior none → 0.45; indicators changed; from 2022-01-28 → none; to "
        "2023-01-28 → none; at_least 360 → none; history_from 2019-01-01 → none");
}

TEST_CASE("what a grade is worth shows when it changes") {
  Definitions then;
  then.grades = {{Grade{'B', std::uint8_t{2}}, 9, false, {}}};
  Definitions now = then;
  now.grades[0].odds = 6;
  now.grades[0].because.en = "verdicts of two years";
  CHECK(changes_in_words("grade", "B2", then, now).english() == "odds 9 → 6; because reworded");
}

TEST_CASE("prose is only said to be reworded") {
  Scenario after = scenario();
  after.title.ar = "حملة";
  after.resolves_yes.en = "ten a month";
  CHECK(change(scenario(), after) == "title reworded; criteria reworded");
}

TEST_CASE("every field of an indicator and of a source shows when it changes") {
  Definitions then;
  Definitions now;
  Indicator indicator;
  indicator.id = "attacks";
  then.indicators = {indicator};
  indicator.lag = Days(7);
  indicator.dispersion = 3;
  indicator.watched = Watched::kTotals;
  indicator.once = true;
  indicator.baseline = Rate(1 / kDaysPerMonth);
  now.indicators = {indicator};
  CHECK(changes_in_words("indicator", "attacks", then, now) ==
        "now happens once; lag 0 days → 7 days; dispersion 1 → 3; watched always → totals; "
        "baseline none → 1 a month");
  Source source;
  source.id = "monitor";
  then.sources = {source};
  source.reliability = 'B';
  source.party = true;
  now.sources = {source};
  CHECK(changes_in_words("source", "monitor", then, now) ==
        "reliability none → B; now a party to the conflict");
}

Schedule schedule() {
  return {.id = "weekly",
          .title = {},
          .every = "week on Monday at 06:00",
          .rule = "FREQ=WEEKLY;BYDAY=MO;BYHOUR=6;BYMINUTE=0;BYSECOND=0",
          .timezone = "Asia/Damascus",
          .start = meant_as_start(*parse_time("2022-06-05T21:00Z")),
          .until = {},
          .scenarios = {"*"},
          .report = {}};
}

std::string change(const Schedule& before, const Schedule& after) {
  Definitions then;
  then.schedules = {before};
  Definitions now;
  now.schedules = {after};
  return changes_in_words("schedule", "weekly", then, now).english();
}

TEST_CASE("every field of a schedule shows when it changes, times on its own clock") {
  Schedule after = schedule();
  after.every = "day at 18:30";
  after.rule = "FREQ=DAILY;BYHOUR=18;BYMINUTE=30;BYSECOND=0";
  after.start = meant_as_start(*parse_time("2022-06-06T21:00Z"));
  after.until = meant_as_start(*parse_time("2022-12-31T20:59:59Z"));
  after.scenarios = {"campaign", "recovery"};
  after.missed = Missed::kSkip;
  after.report = ScheduledReport{.format = "text", .language = "ar", .output = "{date}.txt"};
  after.title.en = "Weekly";
  CHECK(change(schedule(), after) ==
        "every week on Monday at 06:00 → day at 18:30; start 2022-06-06 → 2022-06-07; "
        "until none → 2022-12-31; scenarios all → campaign, recovery; missed each → skip; "
        "report none → text (ar) to {date}.txt; title reworded");
  CHECK(change(schedule(), schedule()).empty());
}

TEST_CASE("a schedule's time that stands for no day shows in full") {
  Schedule after = schedule();
  after.start = meant_as_start(*parse_time("2022-06-06T05:30Z"));
  CHECK(change(schedule(), after) == "start 2022-06-06 → 2022-06-06T08:30:00");
}

TEST_CASE("a schedule that is moved to another zone starts on the same day there") {
  Schedule after = schedule();
  after.timezone = "UTC";
  after.start = meant_as_start(*parse_time("2022-06-06"));
  CHECK(change(schedule(), after) == "timezone Asia/Damascus → UTC");
}

TEST_CASE("a rule that is read in another way than before is not passed over") {
  Schedule after = schedule();
  after.rule = "FREQ=WEEKLY;BYDAY=MO;BYHOUR=6";
  CHECK(change(schedule(), after) == "rule " + schedule().rule + " → " + after.rule);
}

TEST_CASE("every field of an alert shows when it changes") {
  Definitions then;
  Definitions now;
  Alert alert;
  alert.id = "likely";
  alert.scenario = "campaign";
  alert.when = "probability >= 0.7";
  then.alerts = {alert};
  alert.scenario = "recovery";
  alert.when = "probability >= 0.8";
  alert.in_a_row = 2;
  alert.clear = 0.6;
  alert.hold = Days(7);
  alert.origins = 3;
  alert.title.en = "Likely";
  alert.because.en = "call";
  now.alerts = {alert};
  CHECK(changes_in_words("alert", "likely", then, now) ==
        "scenario campaign → recovery; when probability >= 0.7 → probability >= 0.8; for 1 → 2; "
        "clear none → 0.6; hold 0 days → 7 days; origins 1 → 3; title reworded; because reworded");
  CHECK(changes_in_words("alert", "likely", now, then) ==
        "scenario recovery → campaign; when probability >= 0.8 → probability >= 0.7; for 2 → 1; "
        "clear 0.6 → none; hold 7 days → 0 days; origins 3 → 1; title reworded; because reworded");
}

}  // namespace
}  // namespace signpost::cli
