// What a settlement does to belief: its clock stands still from that day.
#include <doctest/doctest.h>

#include "engine/assess/archive.h"
#include "engine/assess/case.h"
#include "engine/assess/history.h"
#include "engine/assess/in_force.h"
#include "engine/assess/standing.h"
#include "tests/unit/assess/asked.h"
#include "tests/unit/assess/fake_snapshot.h"

using namespace signpost;  // NOLINT(google-build-using-namespace)
using fake::day;
using fake::FakeSnapshot;

namespace {

Moment at(int as_of, int known_at) { return {day(as_of), day(known_at)}; }

Assessment glance(const FakeSnapshot& snapshot, const Moment& moment) {
  return assess::testing::glance(snapshot, "rise", moment);
}

TEST_CASE("from the day it is settled the clock of belief stands still") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 10);
  const Assessment then = glance(snapshot, at(100, 100));
  snapshot.settle("rise", Outcome::kYes, 100, 110);
  const Assessment later = glance(snapshot, at(300, 300));
  CHECK(later.probability == then.probability);
  CHECK(later.at_horizon == then.at_horizon);
  CHECK(later.state == ScenarioState::kResolved);
  snapshot.add(150, "raids", 0.9, 150);
  CHECK(glance(snapshot, at(300, 300)).probability == then.probability);
}

TEST_CASE("evidence from after the settlement is listed and does not count") {
  FakeSnapshot snapshot;
  const ItemId late = snapshot.add(150, "raids", 0.9, 150);
  snapshot.settle("rise", Outcome::kNo, 100, 110);
  assess::Archive archive(snapshot);
  const assess::Case settled(archive, "rise", at(300, 300));
  REQUIRE(settled.ledger().not_counted.size() == 1);
  CHECK(settled.ledger().not_counted[0].items == std::vector<ItemId>{late});
  CHECK(settled.ledger().not_counted[0].reason == NotCountedReason::kAfterResolution);
}

TEST_CASE("a settlement is known from when it was recorded, or is said to have been known") {
  FakeSnapshot snapshot;
  const Assessment open = glance(snapshot, at(105, 105));
  snapshot.settle("rise", Outcome::kYes, 100, 110);
  CHECK(glance(snapshot, at(105, 105)).probability == open.probability);
  CHECK(glance(snapshot, at(105, 105)).state == ScenarioState::kOpen);
  CHECK(glance(snapshot, at(105, 110)).state == ScenarioState::kResolved);
  CHECK(glance(snapshot, at(99, 110)).state == ScenarioState::kOpen);
}

TEST_CASE("a settlement that is taken back leaves everything as it was") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 10);
  const Assessment open = glance(snapshot, at(300, 300));
  snapshot.settle("rise", Outcome::kYes, 100, 110);
  snapshot.unsettle("rise", 120);
  CHECK(glance(snapshot, at(300, 300)).probability == open.probability);
  CHECK(glance(snapshot, at(300, 115)).state == ScenarioState::kResolved);
}

TEST_CASE("of several settlements the one recorded last stands") {
  FakeSnapshot snapshot;
  snapshot.settle("rise", Outcome::kYes, 100, 110);
  snapshot.settle("rise", Outcome::kVoid, 90, 120);
  const auto stands = assess::resolved_at(snapshot.resolutions("rise"), "rise", day(130));
  REQUIRE(stands.has_value());
  CHECK(stands->outcome == Outcome::kVoid);
  CHECK(assess::resolved_at(snapshot.resolutions("rise"), "rise", day(115))->outcome ==
        Outcome::kYes);
  CHECK_FALSE(assess::resolved_at(snapshot.resolutions("rise"), "rise", day(105)).has_value());
}

TEST_CASE(
    "a history as known then goes on until the settlement was known, and stands still after") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 10);
  const std::vector<Instant> dates{day(90), day(105), day(110), day(200), day(300)};
  assess::Archive open(snapshot);
  const auto before = assess::history(open, "rise", dates, {});
  snapshot.settle("rise", Outcome::kYes, 100, 110);
  assess::Archive settled(snapshot);
  const auto after = assess::history(settled, "rise", dates, {});
  CHECK(after[0].probability == before[0].probability);
  CHECK(after[1].probability == before[1].probability);
  CHECK(after[2].probability == glance(snapshot, at(100, 110)).probability);
  CHECK(after[3].probability == after[2].probability);
  CHECK(after[4].probability == after[2].probability);
}

TEST_CASE("a standing tells its settlement once that day has come") {
  FakeSnapshot snapshot;
  snapshot.settle("rise", Outcome::kOpen, 100, 110);
  assess::Archive archive(snapshot);
  CHECK(assess::standing(assess::Case(archive, "rise", at(200, 200))).resolution->outcome ==
        Outcome::kOpen);
  CHECK_FALSE(assess::standing(assess::Case(archive, "rise", at(99, 200))).resolution.has_value());
}

}  // namespace
