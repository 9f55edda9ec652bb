// What is kept of an assessment, and what alerts are judged by at it.
#include <doctest/doctest.h>

#include "engine/assess/desk.h"
#include "tests/unit/assess/fake_snapshot.h"

using namespace signpost;
using assess::Desk;
using fake::day;
using fake::FakeSnapshot;
using Kind = Condition::Kind;

namespace {

Alert alert_of(Kind kind, double level, double within) {
  Alert alert;
  alert.id = "watch";
  alert.scenario = "rise";
  alert.condition = {kind, false, level, Days(within), "raids"};
  return alert;
}

/// Judged on a day as known then; raised on another, where that is given.
AlertReading reading(const FakeSnapshot& snapshot, const Alert& alert, int number,
                     std::optional<int> raised = {}) {
  const Desk desk(snapshot);
  std::vector<AlertEvaluation> story;
  if (raised) {
    AlertEvaluation last;
    last.state = AlertState::kRaised;
    last.raised = day(*raised);
    last.reading = desk.reading(alert, {}, desk.assess("rise", {day(*raised), day(*raised), true}),
                                /*on_change=*/false);
    last.raised_from = last.reading.extreme;
    story.push_back(last);
  }
  return desk.reading(alert, story, desk.assess("rise", {day(number), day(number), true}),
                      /*on_change=*/false);
}

}  // namespace

TEST_CASE("what is kept is the assessment with its ledger and its interval") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 10);
  const Moment moment{day(30), day(30), true};
  const Desk desk(snapshot);
  const SavedAssessment kept = desk.to_keep("rise", moment);
  const Assessment assessed = desk.assess("rise", moment);
  CHECK(kept.assessment.log_odds == assessed.log_odds);
  REQUIRE(kept.assessment.ledger.has_value());
  CHECK(kept.assessment.ledger->evidence.size() == 1);
  REQUIRE(kept.interval.has_value());
  CHECK(kept.interval->low < assessed.probability);
  CHECK(kept.interval->high > assessed.probability);
}

TEST_CASE("a sighting that comes late is seen when it becomes known") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 42);
  const Alert alert = alert_of(Kind::kSeen, 0, 20);
  CHECK_FALSE(reading(snapshot, alert, 41).last.has_value());
  CHECK(reading(snapshot, alert, 43).last == day(42));
}

TEST_CASE("a sighting that is hardly credible is none") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.49, 10);
  CHECK_FALSE(reading(snapshot, alert_of(Kind::kSeen, 0, 20), 12).last.has_value());
}

TEST_CASE("an item that is amended, or cannot be judged, is no news; one that comes in is") {
  FakeSnapshot snapshot;
  const Alert alert = alert_of(Kind::kNoEvidence, 0, 30);
  CHECK(reading(snapshot, alert, 5).last == fake::kOpened);
  const ItemId first = snapshot.add(10, "raids", 0.9, 11);
  CHECK(reading(snapshot, alert, 50).last == day(11));

  // Amended on day 40.
  store::ItemVersion amended = snapshot.version(first);
  snapshot.version(first).known.until = day(40);
  const ItemId place = snapshot.add(10, "raids", 0.8, 40);
  amended.version = 2;
  amended.known = {day(40), kForever};
  snapshot.version(place) = amended;
  CHECK(reading(snapshot, alert, 50).last == day(11));

  const ItemId unjudged = snapshot.add(44, "raids", 0.9, 45);
  snapshot.version(unjudged).content.credibility.reset();
  CHECK(reading(snapshot, alert, 50).last == day(11));
  snapshot.add(46, "plots", 0.9, 47);
  CHECK(reading(snapshot, alert, 50).last == day(47));
}

TEST_CASE("watching is weighed by what an indicator's silence tells") {
  FakeSnapshot snapshot;
  for (int number = 1; number <= 6; ++number) snapshot.add(number, "raids", 0.95, number);
  // Raids, which tell 0.1 a day, go dark from day 10; plots, which tell 0.01, are watched on.
  snapshot.cover("raids", 10, 365, 0, 10);
  const Alert alert = alert_of(Kind::kRises, 0.2, 20);
  const AlertReading later = reading(snapshot, alert, 121, 10);
  REQUIRE(later.watched.has_value());
  // Of a day's B2 reports nine tenths reach the desk.
  CHECK(later.watched->count() == doctest::Approx(111.0 * 28 / 31 * 0.01 / 0.11));
}

TEST_CASE("an origin that the condition rests on is found") {
  FakeSnapshot snapshot;
  for (int number = 1; number <= 4; ++number) {
    snapshot.version(snapshot.add(number, "raids", 0.95, number)).content.origin = "one";
  }
  Alert alert = alert_of(Kind::kAtLeast, 0.5, 30);
  CHECK_FALSE(reading(snapshot, alert, 5).without_origins.has_value());  // nobody asks
  alert.origins = 2;
  const AlertReading one = reading(snapshot, alert, 5);
  REQUIRE(one.without_origins.has_value());
  CHECK(*one.without_origins < Probability(0.5));
  for (int number = 1; number <= 4; ++number) {
    snapshot.version(snapshot.add(number, "raids", 0.95, number)).content.origin = "two";
  }
  const AlertReading two = reading(snapshot, alert, 5);
  CHECK(*two.without_origins >= Probability(0.5));
  CHECK(*two.without_origins < two.probability);
}
