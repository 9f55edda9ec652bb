#include "engine/cli/changes.h"

#include <doctest/doctest.h>

namespace signpost::cli {
namespace {

Scenario scenario() {
  Scenario scenario;
  scenario.id = "campaign";
  scenario.prior = Probability(0.45);
  scenario.persistence = Days(180);
  scenario.expects = {{.indicator = "attacks",
                       .if_true = {"x2", Rate(0.2)},
                       .if_false = {"x1", Rate(0.1)},
                       .because = "a"}};
  return scenario;
}

std::string change(const Scenario& before, const Scenario& after) {
  Definitions then;
  then.scenarios = {before};
  Definitions now;
  now.scenarios = {after};
  return changes_in_words("scenario", "campaign", then, now);
}

TEST_CASE("what a revision changed is said in words") {
  Scenario after = scenario();
  after.prior = Probability(0.5);
  after.persistence = Days(365.25);
  CHECK(change(scenario(), after) == "prior 0.45 → 0.5; persistence 180 days → 365.25 days");
}

TEST_CASE("a change of what is expected names the indicator") {
  Scenario after = scenario();
  after.expects[0].if_true = {"x3", Rate(0.3)};
  after.expects.push_back({.indicator = "calm", .if_true = {}, .if_false = {}, .because = {}});
  CHECK(change(scenario(), after) == "if_true of attacks x2 → x3; now expects calm");
  CHECK(change(after, scenario()) == "if_true of attacks x3 → x2; no longer expects calm");
}

TEST_CASE("how far a number may be off shows when it changes") {
  Scenario after = scenario();
  after.prior_within = 1.5;
  after.expects[0].within = 1.15;
  after.expects[0].ratio_within = 1;
  CHECK(change(scenario(), after) ==
        "prior_within 2 → 1.5; within of attacks 2 → 1.15; ratio_within of attacks 1.25 → 1");
}

TEST_CASE("rates that move with their baseline are not passed over") {
  Scenario after = scenario();
  after.expects[0].if_true.rate = Rate(0.4);
  after.expects[0].if_false.rate = Rate(0.2);
  CHECK(change(scenario(), after) == "rates of attacks with its baseline");
}

TEST_CASE("prose is only said to be reworded") {
  Scenario after = scenario();
  after.title.ar = "حملة";
  after.resolves_yes = "ten a month";
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

}  // namespace
}  // namespace signpost::cli
