// Clocks that are wrong: what is refused, and what mend-clock makes of what they left.
#include "engine/store/wrong_clock.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "engine/base/error.h"
#include "tests/english.h"
#include "tests/unit/store/world.h"

namespace signpost::store::testing {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// --now, on a machine whose clock says something else.
Clock rehearsed(std::string_view now, std::string_view machine) {
  return {.now = instant(now), .rehearsed = true, .ticking = false, .machine = instant(machine)};
}

/// The Error of a retraction that is refused, without the path of the store; "" where it is not.
std::string refused(const World& world, const Clock& clock) {
  std::string said;
  try {
    world.open().cover("attacks", {kBeginning, kForever, 0.5, ""}, clock);
  } catch (const Error& error) {
    said = fmt::format("{}: {}", static_cast<int>(error.kind()), error.what());
    const std::string path = in_quotes(world.path);
    const std::size_t at = said.find(path);
    if (at != std::string::npos) said.replace(at, path.size(), "STORE");
  }
  return said;
}

TEST_CASE("a clock may be five minutes behind the last entry, and not a second more") {
  for (const auto& [behind, may] : std::initializer_list<std::pair<seconds, bool>>{
           {seconds(0), true}, {minutes(5), true}, {minutes(5) + seconds(1), false}}) {
    CAPTURE(behind.count());
    const World world;  // its last entry is of 1 February 2022
    const Clock clock{.now = instant("2022-02-01") - behind};
    const std::string said = refused(world, clock);
    CHECK(said.empty() == may);
    CHECK(world.snapshot()->covers("").size() == (may ? 1 : 0));
    if (!may) {
      CHECK(said == fmt::format("{}: this machine's clock says 2022-01-31T23:54:59Z, but the last "
                                "entry of STORE was recorded at 2022-02-01T00:00:00Z",
                                static_cast<int>(ErrorKind::kStore)));
    }
  }
}

TEST_CASE("every command that writes refuses a clock that is behind") {
  const World world;
  Store store = world.open();
  const Clock right = clock_at("2022-03-01");
  store.load(definitions_with_clock(), right);
  for (const char* text : {"one", "two"}) store.record(item(text, text, right), right);
  store.cover("attacks", {kBeginning, kForever, 0.5, ""}, right);
  const Clock behind = clock_at("2022-02-20");
  const Digest head = world.verify().head;
  Definitions revised = definitions_with_clock();
  revised.scenarios[0].prior = Probability(0.5);
  const auto refuses = [&](const auto& work) {
    CHECK(error_of(work).substr(0, 48) == "this machine's clock says 2022-02-20T00:00:00Z, ");
    CHECK(world.verify().head == head);
  };
  refuses([&] { store.load(revised, behind); });
  refuses([&] { store.record(item("three", behind), behind); });
  refuses([&] {
    const auto import = store.import(behind);
    import->add(item("three", "3", behind));
    import->commit();
  });
  Item changed = item("one, changed", "one", behind);
  refuses([&] { store.amend(1, changed, behind); });
  refuses([&] { store.tie({1, 2}, behind); });
  refuses([&] { store.retract(1, "", behind); });
  refuses([&] { store.redact(1, "", behind); });
  refuses([&] { store.withdraw_cover(1, "", behind); });
  refuses([&] { store.retire("plan", true, "", behind); });
  Round round = round_of_monday("2022-02-14");
  refuses([&] { save(store, round, behind); });
}

TEST_CASE(
    "--now may precede the last entry of any store, and lead the machine's clock in none but "
    "a rehearsal") {
  const World real;
  CHECK(refused(real, rehearsed("2021-06-01", "2026-01-01")).empty());
  CHECK(refused(real, rehearsed("2025-12-31", "2026-01-01")).empty());
  CHECK(refused(real, rehearsed("2026-01-01", "2026-01-01")).empty());
  CHECK(refused(real, rehearsed("2026-01-01T00:00:01Z", "2026-01-01")) ==
        fmt::format("{}: --now 2026-01-01T00:00:01Z is later than this machine's clock, "
                    "2026-01-01T00:00:00Z, and STORE is no rehearsal",
                    static_cast<int>(ErrorKind::kConflict)));
  CHECK_FALSE(real.open().is_rehearsal());

  World rehearsal;
  std::filesystem::remove(rehearsal.path);
  Store::create(rehearsal.path, rehearsed("2022-01-31", "2026-01-01"));
  rehearsal.open().load(definitions(), rehearsed("2022-02-01", "2026-01-01"));
  CHECK(rehearsal.open().is_rehearsal());
  CHECK(refused(rehearsal, rehearsed("2040-01-01", "2026-01-01")).empty());
  CHECK(refused(rehearsal, rehearsed("2022-02-02", "2026-01-01")).empty());
  // The machine's own clock is behind what was rehearsed, and that is no wrong clock of its own.
  CHECK(
      error_of([&] {
        rehearsal.open().cover("attacks", {kBeginning, kForever, 0.5, ""}, clock_at("2026-01-01"));
      }).ends_with("| nothing was changed; the store is a rehearsal: go on in it with --now"));
}

/// On 1 March the desk's clock was four months ahead: what was done by it, and then mended. The
/// right clock was at kMend then.
struct AheadWorld : ClockWorld {
  static constexpr const char* kWrong = "2022-07-04T12:00Z";
  static constexpr const char* kMend = "2022-03-07T18:00Z";

  AheadWorld() {
    Store store = open();
    const Clock wrong = clock_at(kWrong);
    Item before = item("before", "A1", clock_at("2022-02-20"));
    store.record(before, clock_at("2022-02-20"));
    Item today = item("said to be of today", "A2", wrong);
    today.occurred = wrong.now;
    today.occurred_as = Precision::kSecond;
    store.record(today, wrong);
    Item total = item("a total until today", "A3", wrong);
    total.total = Total{wrong.now, 5};
    store.record(total, wrong);
    Item dated = item("of a day that was written", "A4", wrong);
    dated.available = instant("2022-02-25");
    dated.available_given = true;
    store.record(dated, wrong);
    store.amend(1, item("before, amended", "A1", clock_at("2022-02-20")), wrong);
    store.retract(4, "", wrong);
    store.cover("attacks", {kBeginning, kForever, 0.5, ""}, wrong);
    Round round = round_of_monday("2022-07-04");
    save(store, round, wrong);
  }
  void mend() const { open().mend_clock("four months ahead", clock_at(kMend)); }
};

TEST_CASE("what lies ahead of the clock is counted, and nothing more once it is mended") {
  const AheadWorld world;
  const Instant now = instant(AheadWorld::kMend);
  const AheadOfClock ahead = world.snapshot()->ahead_of(now);
  CHECK(ahead.entries == 7);
  CHECK(ahead.slots == 2);
  CHECK(ahead.judgements == 2);
  CHECK(ahead.latest == instant(AheadWorld::kWrong));
  CHECK_FALSE(world.snapshot()->ahead_of(instant(AheadWorld::kWrong) - minutes(5)).any());
  CHECK(world.snapshot()->ahead_of(instant(AheadWorld::kWrong) - minutes(5) - seconds(1)).any());
  world.mend();
  CHECK_FALSE(world.snapshot()->ahead_of(now).any());
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
  CHECK(refused(world, clock_at(AheadWorld::kMend)).empty());
}

TEST_CASE("what a wrong clock stamped counts as recorded, available, and cut when it was mended") {
  const AheadWorld world;
  const Instant wrong = instant(AheadWorld::kWrong);
  const Instant mend = instant(AheadWorld::kMend);
  const auto version = [&](ItemId id, std::size_t which) {
    return world.snapshot()->item(id)->versions.at(which);
  };
  CHECK(version(2, 0).recorded == wrong);
  CHECK(version(2, 0).content.occurred == wrong);
  world.mend();
  CHECK(version(1, 0).recorded == instant("2022-02-20"));
  CHECK(version(1, 0).known.until == mend);
  CHECK(version(1, 1).recorded == mend);
  CHECK(version(1, 1).known.from == mend);
  CHECK(version(2, 0).recorded == mend);
  CHECK(version(2, 0).content.occurred == mend);
  CHECK(version(2, 0).content.available == mend);
  CHECK(version(2, 0).known.from == mend);
  CHECK(version(3, 0).content.total->until == mend);
  CHECK(version(3, 0).content.occurred == instant("2022-02-10T12:00Z"));  // which was written
  CHECK(version(4, 0).content.available == instant("2022-02-25"));
  CHECK(version(4, 0).known.until == mend);  // the retraction
  CHECK(world.snapshot()->covers("").front().recorded == mend);
  // The journal itself says what it said.
  CHECK(world.snapshot()->journal().at(4).recorded == wrong);
  // What came again is known again, by either clock.
  Item again = item("said to be of today", "A2", clock_at("2022-03-07T20:00Z"));
  again.occurred = instant("2022-03-07T20:00Z");
  again.occurred_as = Precision::kSecond;
  CHECK(world.open().record(again, clock_at("2022-03-07T20:00Z")).fate == Fate::kUnchanged);
}

TEST_CASE("as known before the mending nothing of it was there, and afterwards all of it") {
  const AheadWorld world;
  world.mend();
  const auto known_at = [&](std::string_view time) {
    std::vector<ItemId> known;
    for (const ItemVersion& version : world.snapshot()->items()) {
      if (version.known.holds(instant(time))) known.push_back(version.item);
    }
    return known;
  };
  CHECK(known_at("2022-02-21") == std::vector<ItemId>{1});
  CHECK(known_at("2022-03-07T17:59:59Z") == std::vector<ItemId>{1, 4});
  CHECK(known_at(AheadWorld::kMend) == std::vector<ItemId>{1, 2, 3});
  CHECK(known_at("2022-07-05") == std::vector<ItemId>{1, 2, 3});
}

TEST_CASE("slots, assessments, judgements and notices of a wrong clock are void, and done again") {
  const AheadWorld world;
  CHECK(world.snapshot()->slots("").size() == 2);
  CHECK(world.snapshot()->deliveries(true, "").size() == 1);
  world.mend();
  {
    const auto snapshot = world.snapshot();
    CHECK(snapshot->slots("").empty());
    CHECK(snapshot->assessments({}, true).empty());
    for (const char* alert : {"rising", "seen"}) {
      CHECK(snapshot->evaluations(alert, false).empty());
      CHECK(snapshot->evaluations(alert, true).empty());
    }
    CHECK(snapshot->deliveries(true, "").empty());  // nobody is told any more
    CHECK(snapshot->deliveries(false, "").size() == 1);
  }
  // When it is due, and one of before, which the mending does not touch.
  Store store = world.open();
  Round now = round_of_monday("2022-03-07");
  CHECK(save(store, now, clock_at("2022-03-08")));
  Round then = round_of_monday("2022-07-04");
  then.skipped.clear();
  CHECK(save(store, then, clock_at("2022-07-05")));
  CHECK(world.snapshot()->slots("").size() == 3);
  CHECK(world.snapshot()->assessments({}, false).size() == 4);
  CHECK(world.snapshot()->evaluations("rising", false).size() == 2);
  CHECK(world.snapshot()->deliveries(true, "").size() == 2);
  Round twice = round_of_monday("2022-07-04");
  CHECK_THROWS(save(store, twice, clock_at("2022-07-06")));
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
}

TEST_CASE("a change that was answered by a wrong clock is answered again") {
  const ClockWorld world;
  Store store = world.open();
  const Clock wrong = clock_at(AheadWorld::kWrong);
  store.record(item("seen", wrong), wrong);
  const auto changes = store.snapshot()->changes_after(0);
  REQUIRE(changes.size() == 1);
  Round answer;
  answer.occasion = Occasion::kChange;
  answer.change = changes[0].entry;
  CHECK(save(store, answer, wrong));
  CHECK(store.snapshot()->last_change_answered() == changes[0].entry);
  store.mend_clock("it was ahead", clock_at(AheadWorld::kMend));
  CHECK(store.snapshot()->last_change_answered() == 0);
  CHECK(store.snapshot()->changes_after(0).at(0).recorded == instant(AheadWorld::kMend));
  CHECK(save(store, answer, clock_at("2022-03-08")));
  CHECK(store.snapshot()->last_change_answered() == changes[0].entry);
  CHECK(world.verify().ok);
}

TEST_CASE("a clock that was wrong twice is mended twice, each time back to when that was said") {
  const World world;
  Store store = world.open();
  const auto record_at = [&](const char* text, const char* time) {
    store.record(item(text, clock_at(time)), clock_at(time));
  };
  record_at("first", "2022-09-01");
  store.mend_clock("it was ahead", clock_at("2022-03-01"));
  record_at("second", "2022-03-02");
  record_at("third", "2022-12-01");
  store.mend_clock("it was ahead", clock_at("2022-03-05"));
  record_at("fourth", "2022-03-06");
  std::vector<Instant> recorded;
  for (const ItemVersion& version : store.snapshot()->items()) recorded.push_back(version.recorded);
  CHECK(recorded == std::vector<Instant>{instant("2022-03-01"), instant("2022-03-02"),
                                         instant("2022-03-05"), instant("2022-03-06")});
  CHECK(world.verify().ok);
}

TEST_CASE("a mending where nothing is ahead is refused, and so is one under --now") {
  const World world;
  const std::string path = in_quotes(world.path);
  CHECK(error_of([&] { world.open().mend_clock("it was ahead", clock_at("2022-02-01")); }) ==
        "nothing in " + path +
            " is later than the clock, 2022-02-01T00:00:00Z: there is nothing to mend | ");
  // All that the store holds would count as recorded then.
  CHECK(error_of([&] { world.open().mend_clock("x", rehearsed("2021-01-01", "2026-01-01")); }) ==
        "--now is not this machine's clock, and " + path +
            " is no rehearsal; nothing was changed | leave --now out: what is mended is the "
            "machine's clock");
  CHECK(world.snapshot()->journal().size() == 2);
  World rehearsal;
  std::filesystem::remove(rehearsal.path);
  Store::create(rehearsal.path, rehearsed("2022-01-31", "2026-01-01"));
  rehearsal.open().mend_clock("x", rehearsed("2022-01-30", "2026-01-01"));
  CHECK(rehearsal.verify().ok);
}

}  // namespace
}  // namespace signpost::store::testing
