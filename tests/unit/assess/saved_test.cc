// What is kept of an assessment, and what alerts are judged by at it.
#include "engine/assess/saved.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "engine/assess/alert_reading.h"
#include "engine/assess/archive.h"
#include "engine/assess/case.h"
#include "engine/assess/comparison.h"
#include "engine/model/words.h"
#include "tests/unit/assess/asked.h"
#include "tests/unit/assess/fake_snapshot.h"

using namespace signpost;
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
  assess::Archive archive(snapshot);
  std::vector<AlertEvaluation> story;
  if (raised) {
    AlertEvaluation last;
    last.state = AlertState::kRaised;
    last.raised = day(*raised);
    last.reading =
        assess::reading(assess::Case(archive, "rise", {day(*raised), day(*raised), true}), alert,
                        {}, /*on_change=*/false);
    last.raised_from = last.reading.extreme;
    story.push_back(last);
  }
  return assess::reading(assess::Case(archive, "rise", {day(number), day(number), true}), alert,
                         story, /*on_change=*/false);
}

}  // namespace

TEST_CASE("what is kept is the assessment with its ledger and its interval") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 10);
  const Moment moment{day(30), day(30), true};
  assess::Archive archive(snapshot);
  const SavedAssessment kept = assess::to_keep(assess::Case(archive, "rise", moment));
  const Assessment assessed = assess::Case(archive, "rise", moment).assessment();
  CHECK(kept.assessment.log_odds == assessed.log_odds);
  REQUIRE(kept.assessment.ledger.has_value());
  CHECK(kept.assessment.ledger->evidence.size() == 1);
  REQUIRE(kept.interval.has_value());
  CHECK(kept.interval->low < assessed.probability);
  CHECK(kept.interval->high > assessed.probability);
}

TEST_CASE("what is kept of a ledger sums up to it, names what matters most and has its digest") {
  FakeSnapshot snapshot;
  for (int number = 1; number <= 25; ++number) {
    snapshot.add(number, number % 5 == 0 ? "plots" : "raids", 0.6 + 0.01 * number, number);
  }
  assess::Archive archive(snapshot);
  const SavedAssessment saved =
      assess::to_keep(assess::Case(archive, "rise", {day(30), day(30), true}));
  REQUIRE(saved.kept.has_value());
  const KeptLedger& kept = *saved.kept;
  const Ledger& ledger = *saved.assessment.ledger;
  CHECK(kept.events == 25);
  CHECK(kept.entries.size() == KeptLedger::kMostEntries);
  for (std::size_t i = 0; i < kept.entries.size(); ++i) {
    CHECK(kept.entries[i].event == ledger.evidence[i].items.front());
    CHECK(kept.entries[i].today == ledger.evidence[i].today);
    CHECK(kept.entries[i].without == ledger.evidence[i].without);
  }
  REQUIRE(kept.accounts.size() == 2);
  double sum = kept.opening.nats() + kept.judgement.nats();
  for (const KeptSums& account : kept.accounts) {
    sum += account.evidence.nats() + account.silence.nats();
  }
  CHECK(sum == doctest::Approx(kept.closing.nats()).epsilon(1e-13));
  CHECK(kept.closing == ledger.closing);
  CHECK(saved.assessment.model == kModelNumber);
  CHECK(saved.assessment.at_horizon.has_value());
}

TEST_CASE("an assessment reckoned again is as it was kept, until backdated evidence comes in") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 10);
  const Moment moment{day(30), day(30), true};
  const SavedAssessment kept = assess::testing::kept(snapshot, "rise", moment);
  const auto as_kept = [&](const SavedAssessment& saved) {
    assess::Archive archive(snapshot);
    return assess::is_as_kept(
        saved, assess::Case(archive, saved.assessment.scenario, saved.assessment.moment));
  };
  CHECK(as_kept(kept));
  snapshot.add(20, "raids", 0.9, 40);
  CHECK(as_kept(kept));
  snapshot.cover("raids", 0, 30, 0.2, 50);
  CHECK(as_kept(kept));
  SavedAssessment of_model_1 = kept;
  of_model_1.assessment.model = 1;
  CHECK_FALSE(as_kept(of_model_1));
  snapshot.add(20, "raids", 0.9, 25);  // says that it was known on day 25
  CHECK_FALSE(as_kept(kept));
}

TEST_CASE("between two that were kept, what came in about the time before is told by itself") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 10);
  const SavedAssessment before = assess::testing::kept(snapshot, "rise", {day(30), day(30), true});
  const SavedAssessment alone = assess::testing::kept(snapshot, "rise", {day(60), day(60), true});
  snapshot.add(20, "raids", 0.8, 25);
  const SavedAssessment after = assess::testing::kept(snapshot, "rise", {day(60), day(60), true});
  const Movement movement = assess::testing::ask(
      snapshot, [&](assess::Archive& archive) { return assess::between(archive, before, after); });
  REQUIRE(!movement.parts.empty());
  double sum = 0;
  const Movement::Part* backdated = nullptr;
  for (const Movement::Part& part : movement.parts) {
    sum += part.change.nats();
    if (part.kind == Movement::Kind::kBackdated) backdated = &part;
    CHECK(part.kind != Movement::Kind::kModel);
    CHECK(part.kind != Movement::Kind::kNew);  // it is in both ledgers as they are now
  }
  REQUIRE(backdated != nullptr);
  const Assessment now = assess::testing::glance(snapshot, "rise", {day(30), day(30), true});
  CHECK(backdated->change == now.log_odds - before.assessment.log_odds);
  CHECK(sum == doctest::Approx(movement.change.nats()).epsilon(1e-12));
  CHECK(movement.change == after.assessment.log_odds - before.assessment.log_odds);
  CHECK(alone.assessment.log_odds != after.assessment.log_odds);
}

TEST_CASE("between two models the model's part is that moment now less what was kept") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 10);
  SavedAssessment before = assess::testing::kept(snapshot, "rise", {day(30), day(30), true});
  const LogOdds under_this = before.assessment.log_odds;
  before.assessment.model = 1;
  before.assessment.log_odds = LogOdds(-1.25);
  before.assessment.probability = Probability::from(before.assessment.log_odds);
  before.assessment.ledger.reset();
  before.kept.reset();
  snapshot.add(40, "raids", 0.8, 40);
  const SavedAssessment after = assess::testing::kept(snapshot, "rise", {day(60), day(60), true});
  const Movement movement = assess::testing::ask(
      snapshot, [&](assess::Archive& archive) { return assess::between(archive, before, after); });
  double sum = 0;
  int points = 0;
  int of_model = 0;
  for (const Movement::Part& part : movement.parts) {
    sum += part.change.nats();
    points += part.points;
    if (part.kind != Movement::Kind::kModel) continue;
    ++of_model;
    CHECK(part.change == under_this - LogOdds(-1.25));
  }
  CHECK(of_model == 1);
  CHECK(sum == doctest::Approx(movement.change.nats()).epsilon(1e-12));
  CHECK(points ==
        std::lround(100 * movement.after.value()) - std::lround(100 * movement.before.value()));
}

TEST_CASE(
    "where the last kept is of another model, that moment is reckoned anew; else nothing is") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 10);
  SavedAssessment kept = assess::testing::kept(snapshot, "rise", {day(30), day(30), true});
  kept.assessment.model = 1;
  kept.assessment.probability = Probability(0.123);
  snapshot.keep(kept);
  const std::vector<MovedByModel> moved = assess::testing::ask(
      snapshot, [&](assess::Archive& archive) { return assess::moved_by_model(archive); });
  REQUIRE(moved.size() == 1);
  CHECK(moved[0].scenario == "rise");
  CHECK(moved[0].moment.as_of == day(30));
  CHECK(moved[0].before == Probability(0.123));
  CHECK(moved[0].after ==
        assess::testing::glance(snapshot, "rise", {day(30), day(30), true}).probability);
  snapshot.keep(assess::testing::kept(snapshot, "rise", {day(40), day(40), true}));
  CHECK(assess::testing::ask(snapshot, [&](assess::Archive& archive) {
          return assess::moved_by_model(archive);
        }).empty());
}

TEST_CASE("an alert may be judged by where its scenario will stand at the horizon") {
  FakeSnapshot snapshot;
  for (int number = 1; number <= 6; ++number) snapshot.add(number, "raids", 0.95, number);
  Alert alert = alert_of(Kind::kAtLeast, 0.5, 30);
  const AlertReading now = reading(snapshot, alert, 7);
  alert.condition.at_horizon = true;
  const AlertReading then = reading(snapshot, alert, 7);
  const Assessment assessed = assess::testing::assessed(snapshot, "rise", {day(7), day(7), true});
  CHECK(now.probability == assessed.probability);
  CHECK(then.probability == *assessed.at_horizon);
  CHECK(then.probability < now.probability);
  CHECK(then.word == icd203_word(then.probability).key);
  // It comes back to 0.3, a year before its horizon.
  alert.origins = 2;
  alert.condition.level = 0.3;
  const AlertReading without = reading(snapshot, alert, 7);
  REQUIRE(without.without_origins.has_value());
  CHECK(*without.without_origins < then.probability);
}

TEST_CASE("what an origin denies stands again without that origin") {
  FakeSnapshot snapshot;
  for (int number = 1; number <= 4; ++number) {
    const ItemId id = snapshot.add(number, "raids", 0.9, number);
    snapshot.version(id).content.event = "raid " + std::to_string(number);
    snapshot.version(id).content.origin = "teller";
    const ItemId denial =
        snapshot.deny(number, ("raid " + std::to_string(number)).c_str(), 0.9, number);
    snapshot.version(denial).content.origin = "denier";
  }
  const double now =
      assess::testing::glance(snapshot, "rise", {day(5), day(5), true}).probability.value();
  Alert alert = alert_of(Kind::kAtMost, now + 0.01, 30);
  alert.origins = 2;
  const AlertReading read = reading(snapshot, alert, 5);
  REQUIRE(read.without_origins.has_value());
  CHECK(*read.without_origins > read.probability);
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
