// What was known when: laws that hold for any evidence, recorded, made known and withdrawn at any
// time.
#include <doctest/doctest.h>

#include <random>
#include <vector>

#include "engine/assess/archive.h"
#include "engine/assess/case.h"
#include "engine/assess/history.h"
#include "tests/how_many.h"
#include "tests/unit/assess/asked.h"
#include "tests/unit/assess/fake_snapshot.h"

using namespace signpost;  // NOLINT(google-build-using-namespace)
using fake::day;
using fake::FakeSnapshot;

namespace {

constexpr int kWorlds = signpost::testing::how_many(300);
constexpr int kLastDay = 400;  // past the horizon, which is day 365

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  int whole(int from, int to) { return std::uniform_int_distribution(from, to)(engine_); }
  double credibility() { return std::uniform_real_distribution(0.05, 0.99)(engine_); }

 private:
  std::mt19937_64 engine_;
};

/// Items of either indicator, told by few origins of few events, known some days after they
/// occurred; some deny such an event.
FakeSnapshot world(Random& random) {
  FakeSnapshot snapshot;
  const int items = random.whole(1, 15);
  for (int i = 0; i < items; ++i) {
    const int occurred = random.whole(-20, kLastDay - 40);
    const ItemId id = snapshot.add(occurred, random.whole(0, 1) == 0 ? "raids" : "plots",
                                   random.credibility(), occurred + random.whole(0, 40));
    Item& item = snapshot.version(id).content;
    if (random.whole(0, 1) == 0)
      item.event = std::string(1, static_cast<char>('a' + random.whole(0, 3)));
    if (random.whole(0, 1) == 0)
      item.origin = std::string(1, static_cast<char>('p' + random.whole(0, 2)));
    if (random.whole(0, 5) == 0) {
      item.denies = std::string(1, static_cast<char>('a' + random.whole(0, 3)));
      item.sightings.clear();
      item.event.clear();
    }
  }
  return snapshot;
}

/// The same with items withdrawn or amended, and with definitions and coverage that change.
FakeSnapshot revised_world(Random& random) {
  FakeSnapshot snapshot = world(random);
  for (int i = static_cast<int>(snapshot.items().size()); i > 0; --i) {
    if (random.whole(0, 3) != 0) continue;
    const int changed = random.whole(0, kLastDay);
    const store::ItemVersion before = snapshot.version(i);
    snapshot.version(i).known.until = day(changed);
    if (random.whole(0, 1) == 0) continue;
    const ItemId id =
        snapshot.add(random.whole(-20, changed), "raids", random.credibility(), changed);
    snapshot.version(id).item = i;
    snapshot.version(id).version = 2;
    snapshot.version(id).content.event = before.content.event;
  }
  for (int i = random.whole(0, 4); i > 0; --i) {
    const int from = random.whole(-20, kLastDay - 10);
    snapshot.cover(random.whole(0, 1) == 0 ? "raids" : "plots", from, from + random.whole(1, 90),
                   random.whole(0, 10) * 0.1, random.whole(0, kLastDay));
  }
  if (random.whole(0, 1) == 0) {
    store::Revision<Scenario> revision = snapshot.scenario_revision();
    revision.revision = 2;
    revision.content.base_rate = Probability(random.credibility());
    revision.known = {day(random.whole(1, kLastDay)), kForever};
    snapshot.revise(revision);
  }
  if (random.whole(0, 1) == 0) {
    store::Revision<Indicator> revision = snapshot.indicator("raids").front();
    revision.revision = 2;
    revision.content.lag = Days(random.whole(0, 20));
    revision.content.seasons = {{day(50), day(80), 1.6, "a season", 1.5}};
    revision.known = {day(random.whole(1, kLastDay)), kForever};
    snapshot.revise(revision);
  }
  return snapshot;
}

LogOdds log_odds(const FakeSnapshot& snapshot, int as_of, int known_at) {
  return assess::testing::glance(snapshot, "rise", {day(as_of), day(known_at)}).log_odds;
}

}  // namespace

TEST_CASE("a retraction equals never having recorded, and changes nothing known before it") {
  Random random(20220128);
  for (int i = 0; i < kWorlds; ++i) {
    CAPTURE(i);
    const FakeSnapshot before = world(random);
    const ItemId gone = random.whole(1, static_cast<int>(before.items().size()));
    const int retracted = random.whole(0, kLastDay);
    FakeSnapshot after = before;
    store::KnownSpan& known = after.version(gone).known;
    known.until = std::max(known.from, day(retracted));
    FakeSnapshot never = before;
    never.version(gone).known = {kForever, kForever};
    const int as_of = random.whole(0, kLastDay);
    const int later = random.whole(retracted, kLastDay);
    CHECK(log_odds(after, as_of, later) ==
          log_odds(known.from > day(later) ? before : never, as_of, later));
    if (retracted > 0) {
      const int earlier = random.whole(0, retracted - 1);
      CHECK(log_odds(after, as_of, earlier) == log_odds(before, as_of, earlier));
    }
  }
}

TEST_CASE("a history as it was known then equals what status said on each day") {
  Random random(20230128);
  for (int i = 0; i < kWorlds; ++i) {
    CAPTURE(i);
    const FakeSnapshot snapshot = world(random);
    std::vector<Instant> days;
    for (int d = 0; d <= kLastDay; d += 29) days.push_back(day(d));
    const auto points = assess::testing::ask(snapshot, [&](assess::Archive& archive) {
      return assess::history(archive, "rise", days, {});
    });
    REQUIRE(points.size() == days.size());
    for (std::size_t k = 0; k < days.size(); ++k) {
      const Standings then = assess::testing::standings(snapshot, {days[k], days[k], false});
      CHECK(points[k].log_odds == then.scenarios.front().assessment.log_odds);
    }
  }
}

TEST_CASE("a history as it was known then asks each day as it was, whatever was revised") {
  Random random(20250128);
  for (int i = 0; i < kWorlds; ++i) {
    CAPTURE(i);
    const FakeSnapshot snapshot = revised_world(random);
    std::vector<Instant> days;
    for (int d = kLastDay; d >= -10; d -= 7) days.push_back(day(d));
    assess::Archive archive(snapshot);
    const auto points = assess::history(archive, "rise", days, {});
    REQUIRE(points.size() == days.size());
    for (std::size_t k = 0; k < days.size(); ++k) {
      CHECK(points[k].as_of == days[k]);
      CHECK(points[k].log_odds ==
            assess::Case(archive, "rise", {days[k], days[k]}).glance().log_odds);
    }
  }
}

TEST_CASE("what is known later never moves what was known at an earlier time") {
  Random random(20240128);
  for (int i = 0; i < kWorlds; ++i) {
    CAPTURE(i);
    const FakeSnapshot before = world(random);
    const int known_at = random.whole(0, kLastDay - 1);
    FakeSnapshot after = before;
    after.add(random.whole(0, known_at), "raids", random.credibility(), known_at + 1);
    const int as_of = random.whole(0, kLastDay);
    CHECK(log_odds(after, as_of, known_at) == log_odds(before, as_of, known_at));
  }
}
