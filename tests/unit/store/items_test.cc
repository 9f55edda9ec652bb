// Items in the store: versions, the three times, retraction, amendment, imports.
#include <doctest/doctest.h>

#include "tests/unit/store/world.h"

namespace signpost::store::testing {
namespace {

Item full_item(const Clock& clock) {
  Item item;
  item.feed = "a-feed";
  item.id = "X-1";
  item.text = "هجوم على نقطة\nwith \"quotes\", \x1b[31m and a NUL: " + std::string(1, '\0') + "!";
  item.occurred = instant("2022-02-01");
  item.occurred_as = Precision::kMonth;
  item.total = Total{instant("2022-02-28T23:59:59Z"), 54};
  item.available = clock.now;
  item.available_given = true;
  item.sightings = {{"attacks", Grade{'C', std::nullopt}}, {"cells-raided", std::nullopt}};
  item.bears = {{"plan", 3, "for"}, {"growth", 0.2, ""}};
  item.source = "SOHR";
  item.grade = {std::nullopt, 3};
  item.credibility = Probability(0.8125);
  item.origin = "sohr";
  item.event = "raid-1";
  item.url = "https://example.org/1";
  item.place = "Hasaka";
  item.lang = "ar";
  item.by = "an analyst";
  item.note = "a note";
  item.share = false;
  item.kept_sha256 = std::string(64, 'a');
  return item;
}

TEST_CASE("an item comes back with every field") {
  const World world;
  const Clock clock = clock_at("2022-03-01");
  Store store = world.open();
  const Added added = store.record(full_item(clock), clock);
  CHECK(added.item == 1);
  CHECK(added.fate == Fate::kAdded);
  const auto snapshot = store.snapshot();
  const auto history = snapshot->item(1);
  REQUIRE(history.has_value());
  REQUIRE(history->versions.size() == 1);
  CHECK(history->versions[0].content == full_item(clock));
  CHECK(history->versions[0].recorded == clock.now);
  CHECK(snapshot->items().size() == 1);
  CHECK(snapshot->items()[0].content == full_item(clock));
  CHECK(snapshot->items_of_indicator("attacks", true)[0].content == full_item(clock));
  CHECK(snapshot->items_of_indicator("cells-raided", true)[0].content == full_item(clock));
  CHECK(snapshot->items_bearing_on("growth", true)[0].content == full_item(clock));
}

TEST_CASE("without text an item keeps all that scoring needs") {
  const World world;
  const Clock clock = clock_at("2022-03-01");
  Store store = world.open();
  store.record(full_item(clock), clock);
  Item expected = full_item(clock);
  expected.id = expected.text = expected.url = expected.place = expected.note = expected.by = "";
  CHECK(store.snapshot()->items_of_indicator("attacks", false)[0].content == expected);
  CHECK(store.snapshot()->items_bearing_on("plan", false)[0].content == expected);
}

TEST_CASE("a first version stands from when it was available and an amendment from its recording") {
  const World world;
  Store store = world.open();
  const Clock recorded = clock_at("2022-06-01");
  Item first = item("seen", recorded);
  first.available = instant("2022-02-12");
  first.available_given = true;
  store.record(first, recorded);
  Item second = first;
  second.grade = {'C', 3};
  store.amend(1, second, clock_at("2022-07-01"));
  const auto versions = store.snapshot()->items_of_indicator("attacks", false);
  REQUIRE(versions.size() == 2);
  CHECK(versions[0].known == KnownSpan{instant("2022-02-12"), instant("2022-07-01")});
  CHECK(versions[0].recorded == instant("2022-06-01"));
  CHECK(versions[1].known == KnownSpan{instant("2022-07-01"), kForever});
  CHECK(versions[1].version == 2);
  CHECK(versions[1].content.grade == Grade{'C', 3});
  CHECK_FALSE(versions[0].by_hand);
  CHECK(versions[1].by_hand);
}

TEST_CASE("an amendment that moves an item to another indicator ends it under the first") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-03-01");
  store.record(item("seen", clock), clock);
  Item moved = item("seen", clock);
  moved.sightings = {{"cells-raided", std::nullopt}};
  store.amend(1, moved, clock_at("2022-04-01"));
  const auto snapshot = store.snapshot();
  const auto before = snapshot->items_of_indicator("attacks", false);
  REQUIRE(before.size() == 1);
  CHECK(before[0].known == KnownSpan{instant("2022-03-01"), instant("2022-04-01")});
  const auto after = snapshot->items_of_indicator("cells-raided", false);
  REQUIRE(after.size() == 1);
  CHECK(after[0].known.from == instant("2022-04-01"));
}

TEST_CASE("an amendment that changes nothing stores nothing") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-03-01");
  store.record(item("seen", clock), clock);
  const auto entries = store.snapshot()->journal().size();
  store.amend(1, item("seen", clock), clock_at("2022-04-01"));
  CHECK(store.snapshot()->journal().size() == entries);
}

TEST_CASE("a retraction ends an item from when it was recorded, and an amendment revives it") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-03-01");
  store.record(item("seen", clock), clock);
  store.retract(1, "it was another town", clock_at("2022-04-01"));
  auto history = *store.snapshot()->item(1);
  CHECK(history.versions[0].known == KnownSpan{instant("2022-03-01"), instant("2022-04-01")});
  CHECK(history.retracted == instant("2022-04-01"));
  CHECK(history.retracted_because == "it was another town");
  CHECK(error_of([&] { store.retract(1, "again", clock_at("2022-04-02")); }) ==
        "item 1 was retracted already, on 2022-04-01 | `signpost amend 1 --restore` makes it stand "
        "again");

  store.amend(1, item("seen", clock), clock_at("2022-05-01"), /*restore=*/true);
  history = *store.snapshot()->item(1);
  REQUIRE(history.versions.size() == 2);
  CHECK(history.versions[0].known.until == instant("2022-04-01"));
  CHECK(history.versions[1].known == KnownSpan{instant("2022-05-01"), kForever});
  CHECK_FALSE(history.retracted.has_value());

  store.retract(1, "it was after all", clock_at("2022-06-01"));
  history = *store.snapshot()->item(1);
  CHECK(history.versions[1].known == KnownSpan{instant("2022-05-01"), instant("2022-06-01")});
  CHECK(history.retracted_because == "it was after all");
  CHECK(world.verify().ok);
}

TEST_CASE("the same item again is nothing, and other content under its id is a new version") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-03-01");
  store.record(item("seen", "A7", clock), clock);
  const auto entries = store.snapshot()->journal().size();
  const Clock later = clock_at("2022-03-09");
  Added again = store.record(item("seen", "A7", later), later);  // `available` is the clock's
  CHECK(again.fate == Fate::kUnchanged);
  CHECK(again.item == 1);
  CHECK(store.snapshot()->journal().size() == entries);
  again = store.record(item("seen twice", "A7", later), later);
  CHECK(again.fate == Fate::kAmended);
  CHECK(again.item == 1);
  const auto history = *store.snapshot()->item(1);
  REQUIRE(history.versions.size() == 2);
  CHECK(history.versions[1].content.text == "seen twice");
  CHECK(history.versions[1].known.from == later.now);
  CHECK_FALSE(history.versions[1].by_hand);
}

TEST_CASE("an id is unique within its feed and source only") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-03-01");
  store.record(item("one", "A7", clock), clock);
  Item other_feed = item("two", "A7", clock);
  other_feed.feed = "another";
  CHECK(store.record(other_feed, clock).item == 2);
  Item other_source = item("three", "A7", clock);
  other_source.source = "A wire";
  CHECK(store.record(other_source, clock).item == 3);
  CHECK(store.record(item("no id", clock), clock).item == 4);
  CHECK(store.record(item("nor has this", clock), clock).item == 5);
  const auto snapshot = store.snapshot();
  CHECK_FALSE(snapshot->find_item("A7").has_value());
  CHECK_FALSE(snapshot->find_item("").has_value());
  Item unique = item("four", "B1", clock);
  store.record(unique, clock);
  CHECK(store.snapshot()->find_item("B1") == 6);
  CHECK_FALSE(snapshot->find_item("B1").has_value());  // an older state
}

TEST_CASE("times that were cut at the clock are the same later that day") {
  const World world;
  Store store = world.open();
  const auto today = [](const Clock& clock) {
    Item total = item("so far today", "T1", clock);
    total.occurred = instant("2022-03-01");
    total.total = Total{clock.now, 3};
    total.available_given = true;  // "2022-03-01", cut at the clock
    return total;
  };
  const auto sighting = [](const Clock& clock) {
    Item seen = item("seen today", "T2", clock);
    seen.occurred = clock.now;
    return seen;
  };
  const Clock morning = clock_at("2022-03-01T08:00Z");
  const Clock evening = clock_at("2022-03-01T20:00Z");
  const Clock tomorrow = clock_at("2022-03-02T08:00Z");
  store.record(today(morning), morning);
  store.record(sighting(morning), morning);
  CHECK(store.record(today(evening), evening).fate == Fate::kUnchanged);
  CHECK(store.record(sighting(evening), evening).fate == Fate::kUnchanged);
  CHECK(store.record(today(tomorrow), tomorrow).fate == Fate::kAmended);
  CHECK(store.record(sighting(tomorrow), tomorrow).fate == Fate::kAmended);
}

TEST_CASE("a feed that says what it said before does not undo an amendment by hand") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-03-01");
  store.record(item("seen", "A7", clock), clock);
  Item corrected = item("seen", "A7", clock);
  corrected.grade = {'D', 4};
  corrected.source = "Syrian Observatory";
  store.amend(1, corrected, clock_at("2022-03-02"));
  CHECK(store.record(item("seen", "A7", clock), clock_at("2022-03-03")).fate == Fate::kUnchanged);
  // That it agrees with the person is remembered, and changes nothing.
  const Added agreed = store.record(corrected, clock_at("2022-03-03"));
  CHECK(agreed.fate == Fate::kUnchanged);
  CHECK(agreed.stored);
  CHECK(store.snapshot()->item(1)->versions.size() == 3);
  CHECK(store.record(item("seen by two", "A7", clock), clock_at("2022-03-04")).fate ==
        Fate::kAmended);
}

TEST_CASE("a retracted item that comes again stays retracted, with the same content or other") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-03-01");
  store.record(item("seen", "A7", clock), clock);
  store.retract(1, "wrong", clock_at("2022-03-02"));
  const Clock later = clock_at("2022-03-03");
  Added again = store.record(item("seen", "A7", later), later);
  CHECK(again.fate == Fate::kUnchanged);
  CHECK(again.retracted);
  again = store.record(item("seen again", "A7", later), later);
  CHECK(again.fate == Fate::kAmended);
  CHECK(again.retracted);
  const auto history = *store.snapshot()->item(1);
  REQUIRE(history.versions.size() == 2);
  CHECK(history.versions[0].known.until == instant("2022-03-02"));
  CHECK(history.versions[1].withheld);
  CHECK_FALSE(history.versions[1].known.holds(later.now));
  CHECK_FALSE(history.versions[1].known.holds(instant("2023-01-01")));
  CHECK(history.retracted == instant("2022-03-02"));
  CHECK(store.record(item("seen again", "A7", later), later).fate == Fate::kUnchanged);

  CHECK(
      error_of([&] { store.amend(1, item("seen again", "A7", later), clock_at("2022-03-04")); }) ==
      "item 1 was retracted on 2022-03-02: it is not amended | `signpost amend 1 --restore` makes "
      "it stand again");
  store.amend(1, item("seen again", "A7", later), clock_at("2022-03-04"), /*restore=*/true);
  CHECK(error_of([&] {
          store.amend(1, item("seen again", "A7", later), clock_at("2022-03-04"), true);
        }) == "item 1 is not retracted: it stands | ");
  CHECK(store.snapshot()->item(1)->versions[2].known.holds(instant("2023-01-01")));
  CHECK_FALSE(store.record(item("seen again", "A7", later), later).retracted);
  CHECK(world.verify().ok);
}

TEST_CASE("an item that is available only later is refused") {
  const World world;
  Item early = item("seen", clock_at("2022-03-02"));
  CHECK(error_of([&] { world.open().record(early, clock_at("2022-03-01T06:00Z")); }) ==
        "the item is available only on 2022-03-02, which is later than now "
        "(2022-03-01T06:00:00Z) | `available` is when the desk could first know it; leave it out "
        "for now");
  CHECK(world.snapshot()->items().empty());
}

TEST_CASE("an item of an undefined indicator or scenario is refused") {
  const World world;
  const Clock clock = clock_at("2022-03-01");
  Item stray = item("seen", clock);
  stray.sightings = {{"attack", std::nullopt}};
  CHECK(error_of([&] { world.open().record(stray, clock); }) ==
        "the item names the indicator \"attack\", which is not defined | did you mean "
        "\"attacks\"?");
  stray.sightings.clear();
  stray.bears = {{"xyzzy", 3, "for"}};
  CHECK(error_of([&] { world.open().record(stray, clock); }) ==
        "the item names the scenario \"xyzzy\", which is not defined | define it in a file and "
        "`signpost load` that first");
  CHECK(world.snapshot()->items().empty());
}

TEST_CASE("amending what is not there, or into another's id, is refused") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-03-01");
  store.record(item("one", "A1", clock), clock);
  store.record(item("two", "A2", clock), clock);
  CHECK(error_of([&] { store.amend(9, item("x", clock), clock); }) ==
        "there is no item 9 | `signpost evidence` lists the items");
  CHECK(error_of([&] { store.retract(9, "", clock); }) ==
        "there is no item 9 | `signpost evidence` lists the items");
  CHECK(error_of([&] { store.redact(9, "", clock); }) ==
        "there is no item 9 | `signpost evidence` lists the items");
  CHECK(error_of([&] { store.amend(1, item("x", "A2", clock), clock); }) ==
        "item 2 has that feed, source and id already | amend item 2 instead, or choose another id");
  CHECK(store.snapshot()->items().size() == 2);
}

TEST_CASE("an import is one entry, and importing twice adds nothing") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-03-01");
  const auto run = [&](const Clock& now) {
    std::vector<Fate> fates;
    const auto import = store.import(now);
    for (const char* id : {"1", "2", "3", "2"}) {
      fates.push_back(import->add(item(std::string("seen ") + id, id, now)).fate);
    }
    import->commit();
    return fates;
  };
  CHECK(run(clock) == std::vector{Fate::kAdded, Fate::kAdded, Fate::kAdded, Fate::kUnchanged});
  const auto journal = store.snapshot()->journal();
  REQUIRE(journal.size() == 3);
  CHECK(journal[2].kind == "import");
  CHECK(journal[2].rows == 3);
  CHECK(run(clock_at("2022-03-02")) == std::vector(4, Fate::kUnchanged));
  CHECK(store.snapshot()->journal().size() == 3);
  CHECK(world.verify().ok);
}

TEST_CASE("an import that is not committed leaves nothing") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-03-01");
  {
    const auto import = store.import(clock);
    import->add(item("one", clock));
    import->add(item("two", clock));
  }
  CHECK(store.snapshot()->items().empty());
  CHECK(store.snapshot()->journal().size() == 2);
  CHECK(store.record(item("three", clock), clock).item == 1);
}

TEST_CASE("after an item that is refused an import goes on") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-03-01");
  const auto import = store.import(clock);
  import->add(item("one", clock));
  Item stray = item("two", clock);
  stray.sightings = {{"attacks", std::nullopt}, {"nothing-known", std::nullopt}};
  CHECK_THROWS_AS(import->add(stray), Error);
  CHECK(import->add(item("three", clock)).item == 2);
  import->commit();
  CHECK(store.snapshot()->items().size() == 2);
  CHECK(world.verify().ok);
}

TEST_CASE("a rehearsed clock may precede the last entry, hides nothing and is marked") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-06-01");
  store.record(item("seen", clock), clock);
  const Clock rehearsal{instant("2022-03-01"), true};
  store.record(item("rehearsed", rehearsal), rehearsal);
  const auto journal = store.snapshot()->journal();
  REQUIRE(journal.size() == 4);
  CHECK(journal[3].rehearsed);
  CHECK(journal[3].recorded == rehearsal.now);
  CHECK(store.snapshot()->items().size() == 2);
  const Verification verified = world.verify();
  CHECK(verified.ok);
  REQUIRE(verified.rehearsed.size() == 1);
  CHECK(verified.rehearsed[0].entry == 4);
}

}  // namespace
}  // namespace signpost::store::testing
