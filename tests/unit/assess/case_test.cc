#include "engine/assess/case.h"

#include <doctest/doctest.h>

#include "engine/assess/archive.h"
#include "engine/assess/history.h"
#include "engine/assess/indicator_lines.h"
#include "tests/unit/assess/asked.h"
#include "tests/unit/assess/fake_snapshot.h"

using namespace signpost;  // NOLINT(google-build-using-namespace)
using fake::day;
using fake::FakeSnapshot;

namespace {

Moment at(int as_of, int known_at) { return {day(as_of), day(known_at)}; }

double probability(const FakeSnapshot& snapshot, const Moment& moment) {
  return assess::testing::glance(snapshot, "rise", moment).probability.value();
}

}  // namespace

TEST_CASE("what is known later does not move what was known then") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 12);
  const double before = probability(snapshot, at(30, 30));
  snapshot.add(20, "raids", 0.9, 40);
  CHECK(probability(snapshot, at(30, 30)) == before);
  CHECK(probability(snapshot, at(30, 40)) > before);
}

TEST_CASE("a retraction equals never having recorded it, from then on") {
  FakeSnapshot with;
  with.add(10, "raids", 0.9, 10);
  FakeSnapshot without;
  const ItemId gone = with.add(20, "raids", 0.9, 20);
  without.add(10, "raids", 0.9, 10);
  with.version(gone).known.until = day(50);
  CHECK(probability(with, at(30, 50)) == probability(without, at(30, 50)));
  CHECK(probability(with, at(30, 49)) != probability(without, at(30, 49)));
}

TEST_CASE("known_at picks one revision for the whole of the scenario's time") {
  FakeSnapshot snapshot;
  store::Revision<Scenario> revised = snapshot.scenario_revision();
  revised.revision = 2;
  revised.known.from = day(100);
  revised.content.prior = Probability(0.9);
  const double before = probability(snapshot, at(30, 99));
  snapshot.revise(revised);
  CHECK(probability(snapshot, at(30, 99)) == before);
  const Assessment after = assess::testing::glance(snapshot, "rise", at(30, 100));
  CHECK(after.revision == 2);
  CHECK(after.probability.value() > before);
  // Before any revision stood, the first one is shown.
  CHECK(assess::testing::glance(snapshot, "rise", at(-1, -1)).revision == 1);
}

TEST_CASE("a scenario is not yet open, open, then past its horizon") {
  const FakeSnapshot snapshot;
  assess::Archive archive(snapshot);
  CHECK(assess::Case(archive, "rise", at(-1, 0)).glance().state == ScenarioState::kNotYetOpen);
  CHECK(assess::Case(archive, "rise", at(-1, 0)).glance().probability.value() ==
        doctest::Approx(0.4).epsilon(1e-14));
  CHECK(assess::Case(archive, "rise", at(365, 365)).glance().state == ScenarioState::kOpen);
  CHECK(assess::Case(archive, "rise", at(366, 366)).glance().state == ScenarioState::kPastHorizon);
}

TEST_CASE("the ledger bears the names of what it counts, and balances") {
  FakeSnapshot snapshot;
  const ItemId item = snapshot.add(10, "raids", 0.9, 10);
  const Assessment assessment = assess::testing::assessed(snapshot, "rise", at(30, 30));
  REQUIRE(assessment.ledger);
  const Ledger& ledger = *assessment.ledger;
  REQUIRE(ledger.evidence.size() == 1);
  CHECK(ledger.evidence[0].indicator == "raids");
  CHECK(ledger.evidence[0].items == std::vector<ItemId>{item});
  REQUIRE(ledger.silence.size() == 2);
  CHECK(ledger.silence[0].indicator == "raids");  // in the scenario's order
  const double sum = ledger.opening.decibans() + ledger.judgement.decibans() +
                     ledger.evidence[0].today.decibans() + ledger.silence[0].today.decibans() +
                     ledger.silence[1].today.decibans();
  CHECK(sum == doctest::Approx(ledger.closing.decibans()).epsilon(1e-12));
}

TEST_CASE("status tells change, trend, the latest item and what the desk knows only today") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 10);
  const ItemId latest = snapshot.add(50, "raids", 0.9, 70);
  const Standings standings = assess::testing::standings(snapshot, at(60, 80));
  CHECK(standings.hindsight);
  CHECK(standings.not_known_then == 1);
  REQUIRE(standings.scenarios.size() == 1);
  const Standing& standing = standings.scenarios.front();
  CHECK(standing.evidence_count == 2);
  REQUIRE(standing.latest);
  CHECK(standing.latest->item == latest);
  REQUIRE(standing.month_before);
  CHECK(standing.month_before->value() == probability(snapshot, at(30, 80)));
  // The year before holds ten months in which the scenario was not open yet.
  CHECK_FALSE(standing.trend.front().has_value());
  CHECK(standing.trend.back()->value() == standing.assessment.probability.value());
}

TEST_CASE("as known then, each earlier point is taken as it was known at its own time") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 40);
  Moment moment = at(60, 60);
  moment.as_known_then = true;
  const Standings standings = assess::testing::standings(snapshot, moment);
  CHECK(standings.scenarios.front().month_before->value() == probability(snapshot, at(30, 30)));
  const Instant then = day(30);
  const auto points = assess::testing::ask(snapshot, [&](assess::Archive& archive) {
    return assess::history(archive, "rise", {&then, 1}, {});
  });
  CHECK(points.front().probability.value() == probability(snapshot, at(30, 30)));
}

TEST_CASE("an assumption is in doubt once what would break it is seen by somebody credible") {
  FakeSnapshot snapshot;
  snapshot.add(5, "collapse", 0.3, 5);
  CHECK(assess::testing::standings(snapshot, at(30, 30)).scenarios.front().in_doubt.empty());
  snapshot.add(6, "collapse", 0.9, 6);
  const Standings standings = assess::testing::standings(snapshot, at(30, 30));
  REQUIRE(standings.scenarios.front().in_doubt.size() == 1);
  CHECK(standings.scenarios.front().in_doubt.front().seen == day(6));
}

TEST_CASE("redacting an item changes no score, its origin and letter included") {
  FakeSnapshot plain;
  FakeSnapshot redacted;
  for (FakeSnapshot* snapshot : {&plain, &redacted}) {
    for (const char* source : {"a driver", "a driver", "someone else"}) {
      store::ItemVersion& item = snapshot->version(snapshot->add(10, "raids", 0.7, 10));
      item.content.source = source;
      item.content.event = "raid-1";
    }
  }
  store::ItemVersion& gone = redacted.version(1);
  gone.redacted = true;
  gone.content.source.clear();
  gone.content.text.clear();
  gone.pseudonymous = {{{kBeginning, kForever}, std::nullopt, "disguised a driver"}};
  CHECK(probability(redacted, at(30, 30)) == probability(plain, at(30, 30)));
  const Assessment assessment = assess::testing::assessed(redacted, "rise", at(30, 30));
  CHECK(assessment.ledger->evidence.front().origins == 2);
}

TEST_CASE("coverage that claims more than its items are worth is noticed, from five items on") {
  FakeSnapshot snapshot;
  const auto mean = [&](const char* indicator) {
    return assess::testing::ask(snapshot, [&](assess::Archive& archive) {
      return assess::credibility_off_coverage(archive, indicator, at(30, 30));
    });
  };
  for (int i = 0; i < 4; ++i) snapshot.add(5 + i, "raids", 0.7, 5 + i);
  CHECK_FALSE(mean("raids"));
  snapshot.add(9, "raids", 0.7, 9);
  REQUIRE(mean("raids"));
  CHECK(*mean("raids") == doctest::Approx(0.7).epsilon(1e-15));
  for (int i = 0; i < 5; ++i) snapshot.add(6 + i, "plots", 0.94, 6 + i);
  CHECK_FALSE(mean("plots"));
}

TEST_CASE("an unknown scenario draws a did-you-mean") {
  const FakeSnapshot snapshot;
  try {
    (void)assess::testing::glance(snapshot, "rse", at(1, 1));
    FAIL("it must throw");
  } catch (const Error& error) {
    CHECK(error.message() == "no scenario \"rse\" in the store");
    CHECK(error.hint() == "did you mean \"rise\"?");
  }
}
