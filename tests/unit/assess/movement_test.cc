#include "engine/assess/movement.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "engine/assess/archive.h"
#include "engine/assess/dossier.h"
#include "engine/assess/watch_list.h"
#include "tests/unit/assess/asked.h"
#include "tests/unit/assess/fake_snapshot.h"

using namespace signpost;  // NOLINT(google-build-using-namespace)
using fake::day;
using fake::FakeSnapshot;
using Kind = Movement::Kind;

namespace {

constexpr double kRounding = 1e-9;  // dB: that to which the books balance

Movement moved(const FakeSnapshot& snapshot, int since, int as_of, int known_at) {
  assess::Archive archive(snapshot);
  const Dossiers dossiers =
      assess::dossiers(archive, {}, {day(as_of), day(known_at)}, day(since), day(1000));
  REQUIRE(dossiers.scenarios.front().movement);
  return *dossiers.scenarios.front().movement;
}

double sum(const Movement& movement) {
  double db = 0;
  for (const Movement::Part& part : movement.parts) db += part.change.decibans();
  return db;
}

const Movement::Part* part(const Movement& movement, Kind kind) {
  const auto found = std::find_if(movement.parts.begin(), movement.parts.end(),
                                  [&](const auto& each) { return each.kind == kind; });
  return found == movement.parts.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("an event that came since is new, and weighs what it is worth today") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 10);
  snapshot.add(50, "raids", 0.8, 50);
  const Movement movement = moved(snapshot, 30, 60, 60);
  const Assessment now = assess::testing::assessed(snapshot, "rise", {day(60), day(60)});
  const Assessment then = assess::testing::assessed(snapshot, "rise", {day(30), day(30)});
  const Movement::Part* found = part(movement, Kind::kNew);
  REQUIRE(found != nullptr);
  CHECK(found->event->items == std::vector<ItemId>{2});
  double faded = (now.ledger->judgement - then.ledger->judgement).decibans();
  for (const LedgerEvent& event : now.ledger->evidence) {
    if (event.items.front() == 2) {
      CHECK(found->change == event.today);
    } else {
      faded += (event.today - then.ledger->evidence.front().today).decibans();
    }
  }
  // Earlier silence fades as all else does: what was watched since is told apart.
  for (std::size_t j = 0; j < now.ledger->silence.size(); ++j) {
    faded += (now.ledger->silence[j].today - then.ledger->silence[j].today).decibans();
  }
  for (const Movement::Part& each : movement.parts) {
    if (each.kind == Kind::kSilence) faded -= each.change.decibans();
  }
  CHECK(part(movement, Kind::kFading)->change.decibans() ==
        doctest::Approx(faded).epsilon(kRounding));
  CHECK(movement.change == now.log_odds - then.log_odds);
  CHECK(sum(movement) == doctest::Approx(movement.change.decibans()).epsilon(kRounding));
  CHECK(part(movement, Kind::kDefinitions) == nullptr);
}

TEST_CASE("a withdrawn item takes with it what its event was worth") {
  FakeSnapshot snapshot;
  const ItemId gone = snapshot.add(10, "raids", 0.9, 10);
  snapshot.version(gone).known.until = day(40);
  const Movement movement = moved(snapshot, 30, 60, 60);
  const Assessment then = assess::testing::assessed(snapshot, "rise", {day(30), day(30)});
  REQUIRE(part(movement, Kind::kRetracted) != nullptr);
  CHECK(part(movement, Kind::kRetracted)->change == -then.ledger->evidence.front().today);
}

TEST_CASE("what is known later than the report's own knowledge was not withdrawn") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 25);
  // Known at day 20, a report of day 60 on what moved since day 30 knows nothing of it on either.
  const Movement movement = moved(snapshot, 30, 60, 20);
  CHECK(part(movement, Kind::kRetracted) == nullptr);
  CHECK(movement.from.known_at == day(20));
}

TEST_CASE("an event that a second origin confirms is amended, not new") {
  FakeSnapshot snapshot;
  for (const int known : {10, 40}) {
    const ItemId id = snapshot.add(10, "raids", 0.7, known);
    snapshot.version(id).content.event = "raid";
    snapshot.version(id).content.origin = known == 10 ? "one" : "other";
  }
  const Movement movement = moved(snapshot, 30, 60, 60);
  REQUIRE(part(movement, Kind::kAmended) != nullptr);
  CHECK(part(movement, Kind::kAmended)->event->items == std::vector<ItemId>{1, 2});
  CHECK(part(movement, Kind::kNew) == nullptr);
}

TEST_CASE("an event whose item stands and counts no more is told apart from a withdrawn one") {
  FakeSnapshot snapshot;
  const ItemId single = snapshot.add(10, "raids", 0.9, 10);
  const ItemId total = snapshot.add(11, "raids", 0.9, 11);
  snapshot.version(total).content.total = Total{day(13), 1};
  // Told later: another raid within the total's span leaves it nothing to count.
  snapshot.add(12, "raids", 0.9, 40);
  const Movement movement = moved(snapshot, 30, 60, 60);
  REQUIRE(part(movement, Kind::kNotCounted) != nullptr);
  CHECK(part(movement, Kind::kNotCounted)->event->items == std::vector<ItemId>{total});
  CHECK(single != total);
}

TEST_CASE("a revised definition has a part of its own, and the rest is as if it had always stood") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 10);
  store::Revision<Scenario> revised = snapshot.scenario_revision();
  revised.revision = 2;
  revised.known.from = day(40);
  revised.content.prior = Probability(0.6);
  snapshot.revise(revised);
  const Movement movement = moved(snapshot, 30, 60, 60);
  REQUIRE(part(movement, Kind::kDefinitions) != nullptr);
  CHECK(part(movement, Kind::kDefinitions)->change.decibans() > 0);
  CHECK(sum(movement) == doctest::Approx(movement.change.decibans()).epsilon(kRounding));
  CHECK(part(movement, Kind::kNew) == nullptr);
  CHECK(part(movement, Kind::kAmended) == nullptr);
}

TEST_CASE("the points of the parts sum to the change of P as it is printed") {
  FakeSnapshot snapshot;
  for (const int number : {3, 8, 12, 33, 35, 41, 52}) {
    const ItemId id = snapshot.add(number, "raids", 0.85, number);
    snapshot.version(id).content.event = std::to_string(number);
  }
  snapshot.add(44, "plots", 0.7, 44);
  snapshot.deny(47, "12", 0.8, 47);
  snapshot.version(1).known.until = day(46);
  snapshot.cover("plots", 20, 60, 0.2, 50, "the desk was closed");
  const auto percent = [](Probability p) { return std::lround(100 * p.value()); };
  for (int since = 13; since < 60; since += 5) {
    CAPTURE(since);
    const Movement movement = moved(snapshot, since, 60, 60);
    long points = 0;
    for (const Movement::Part& each : movement.parts) points += each.points;
    CHECK(points == percent(movement.after) - percent(movement.before));
    CHECK(sum(movement) == doctest::Approx(movement.change.decibans()).epsilon(kRounding));
  }
}

TEST_CASE("a denial that came since is told as one, and an amendment beside it is not") {
  FakeSnapshot snapshot;
  for (const char* event : {"one", "two"}) {
    snapshot.version(snapshot.add(10, "raids", 0.9, 10)).content.event = event;
  }
  const ItemId denial = snapshot.deny(35, "one", 0.8, 35);
  const Movement movement = moved(snapshot, 30, 60, 60);
  const Movement::Part* denied = part(movement, Kind::kDenied);
  REQUIRE(denied != nullptr);
  CHECK(denied->event->event == "one");
  CHECK(denied->event->denied_by == std::vector<ItemId>{denial});
  CHECK(denied->change.decibans() < 0);
  CHECK(part(movement, Kind::kAmended) == nullptr);
  CHECK(part(movement, Kind::kRetracted) == nullptr);
  CHECK(sum(movement) == doctest::Approx(movement.change.decibans()).epsilon(kRounding));
}

TEST_CASE("coverage declared meanwhile has a part of its own, with its reason") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 10);
  const Movement before = moved(snapshot, 30, 60, 60);
  CHECK(part(before, Kind::kCoverage) == nullptr);
  snapshot.cover("raids", 5, 60, 0.5, 40, "the watcher was ill");
  snapshot.cover("raids", 10, 20, 0.4, 20, "known before");
  const Movement movement = moved(snapshot, 30, 60, 60);
  const Movement::Part* covered = part(movement, Kind::kCoverage);
  REQUIRE(covered != nullptr);
  CHECK(covered->indicator == "raids");
  CHECK(covered->because == "the watcher was ill");
  CHECK(covered->change.decibans() > 0);  // less silence against it
  CHECK(part(movement, Kind::kNew) == nullptr);
  CHECK(sum(movement) == doctest::Approx(movement.change.decibans()).epsilon(kRounding));
}

TEST_CASE("what was not seen since is told of each indicator, and earlier silence only fades") {
  FakeSnapshot snapshot;
  snapshot.rise().persistence = Days(std::numeric_limits<double>::infinity());
  const Movement movement = moved(snapshot, 30, 60, 60);
  // Nothing fades of a fact: the parts are the thirty days of silence, and nothing else.
  CHECK(movement.parts.size() == 2);
  for (const Movement::Part& each : movement.parts) {
    CHECK(each.kind == Kind::kSilence);
    const double told = each.indicator == "raids" ? 0.1 : 0.01;  // a day
    CHECK(each.change.nats() == doctest::Approx(-30 * told * 28 / 31));
  }
}

TEST_CASE("a happening that only stays is no news again, however all else moves") {
  FakeSnapshot snapshot;
  snapshot.rise().asks = Asks::kByHorizon;
  snapshot.rise().persistence = Days(std::numeric_limits<double>::infinity());
  snapshot.about("plots").once = true;
  snapshot.rise().expects[1].happening = true;
  snapshot.rise().expects[1].if_false = {};
  snapshot.add(20, "plots", 0.97, 20);
  const Movement at_first = moved(snapshot, 10, 30, 30);
  REQUIRE(part(at_first, Kind::kNew) != nullptr);
  CHECK(part(at_first, Kind::kNew)->event->kind == EventKind::kHappening);
  snapshot.add(40, "raids", 0.9, 40);
  const Movement later = moved(snapshot, 30, 60, 60);
  CHECK(part(later, Kind::kAmended) == nullptr);
  CHECK(part(later, Kind::kNew)->event->indicator == "raids");
  CHECK(sum(later) == doctest::Approx(later.change.decibans()).epsilon(kRounding));
}

TEST_CASE(
    "before its opening a scenario has not moved, and a movement begins there at the latest") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 10);
  assess::Archive archive(snapshot);
  CHECK_FALSE(
      assess::dossiers(archive, {}, {day(-1), day(-1)}, day(-10), day(0)).scenarios[0].movement);
  const Movement movement = moved(snapshot, -10, 20, 20);
  CHECK(movement.from.as_of == fake::kOpened);
  CHECK(movement.before.value() == doctest::Approx(0.4).epsilon(1e-14));
}

TEST_CASE("a dossier says how sure it is, what it hinges on and what to watch") {
  FakeSnapshot snapshot;
  for (const int at : {5, 9, 14, 20}) snapshot.add(at, "raids", 0.9, at);
  assess::Archive archive(snapshot);
  const Dossiers dossiers = assess::dossiers(archive, {}, {day(30), day(30)}, day(10), day(30));
  const Dossier& dossier = dossiers.scenarios.front();
  const Probability now = dossier.explanation.standing.assessment.probability;
  CHECK(dossier.interval.low <= now);
  CHECK(now <= dossier.interval.high);
  CHECK(dossier.history.front().as_of == fake::kOpened);
  CHECK(dossier.history.back().as_of == day(30));
  CHECK(dossier.history.back().probability == now);
  CHECK(dossier.history.back().interval == dossier.interval);
  CHECK(dossier.grounds.origins == 4);
  REQUIRE(dossier.watch.size() == 2);
  CHECK(dossier.watch[0].bits >= dossier.watch[1].bits);
  CHECK(dossier.watch[0].if_seen > dossier.watch[0].if_silent);
  CHECK(dossier.indicators.front().indicator.id == "raids");
}

TEST_CASE("an indicator that has been silent for much longer than its rates allow has gone stale") {
  FakeSnapshot snapshot;
  snapshot.add(5, "raids", 0.9, 5);
  const auto stale = [&](int as_of) {
    const std::vector<WatchLine> lines =
        assess::testing::ask(snapshot, [&](assess::Archive& archive) {
          return assess::watch(assess::Case(archive, "rise", {day(as_of), day(as_of)}));
        });
    return std::find_if(lines.begin(), lines.end(),
                        [](const WatchLine& line) { return line.indicator == "raids"; })
        ->stale;
  };
  // Of the lower rate, 0.1 a day, 28 in 31 reach the desk: three are due 33.2 days after the last.
  CHECK_FALSE(stale(38));
  CHECK(stale(39));
}
