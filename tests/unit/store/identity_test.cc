// Which item an item is when it comes again, however it is spelt, and what a key ties.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "engine/base/error.h"
#include "engine/base/sha256.h"
#include "engine/base/text.h"
#include "engine/store/pseudonym.h"
#include "tests/english.h"
#include "tests/unit/store/old_store.h"
#include "tests/unit/store/world.h"

namespace signpost::store::testing {
namespace {

const char* const kDay = "2022-03-01";

/// An item of a feed, with that id, of that source.
Item of(std::string_view feed, std::string_view source, std::string_view id) {
  Item one = item("the same words", id, clock_at(kDay));
  one.feed = feed;
  one.source = source;
  return one;
}

TEST_CASE("an item is known again by its feed, its registered source and its id, folded") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at(kDay);
  const ItemId first = store.record(of("desk", "SOHR", "Réf-٧٤ A"), clock).item;
  struct Case {
    const char* feed;
    const char* source;
    const char* id;
    bool same;
  };
  const Case cases[] = {
      {"desk", "SOHR", "Réf-٧٤ A", true},
      {"desk", "sohr", "réf-٧٤ a", true},                 // case
      {"desk", "المرصد السوري", "re\u0301f-٧٤ a", true},  // an alias; a mark written apart
      {"desk", "المَرصد  السوري", "RÉF-٧٤  A", true},      // marks of vowels, spaces
      {"desk", "Syrian Observatory for Human Rights", "ＲÉF-٧٤ a", true},  // a title; wide letters
      {"desk", "SOHR", "ref-٧٤ a", false},
      {"desk", "SOHR", "Réf-٧٥ A", false},
      {"desk", "a-wire", "Réf-٧٤ A", false},
      {"wire", "SOHR", "Réf-٧٤ A", false},
      {"", "SOHR", "Réf-٧٤ A", false},
      {"desk", "", "Réf-٧٤ A", false},
  };
  for (const Case& one : cases) {
    CAPTURE(one.feed);
    CAPTURE(one.source);
    CAPTURE(one.id);
    const World other;
    Store there = other.open();
    there.record(of("desk", "SOHR", "Réf-٧٤ A"), clock);
    const Added added = there.record(of(one.feed, one.source, one.id), clock_at("2022-03-02"));
    CHECK((added.item == first) == one.same);
    CHECK((added.fate == Fate::kUnchanged) == one.same);
    CHECK(english(other.verify().problems) == std::vector<std::string>{});
  }
}

TEST_CASE("digits of one script are those of another in an id") {
  const World world;
  Store store = world.open();
  store.record(of("desk", "SOHR", "رقم ٧٤"), clock_at(kDay));
  CHECK(store.record(of("desk", "SOHR", "رقم 74"), clock_at(kDay)).item == 1);
  CHECK(store.record(of("desk", "SOHR", "رقم ۷۴"), clock_at(kDay)).item == 1);
}

TEST_CASE("where an alias that is registered later joins two items, the lowest number is it") {
  const World world;
  Store store = world.open();
  store.record(of("desk", "Radio East", "7"), clock_at(kDay));
  store.record(of("desk", "إذاعة الشرق", "7"), clock_at(kDay));
  store.record(of("desk", "إذاعة الشرق", "8"), clock_at(kDay));
  CHECK(store.snapshot()->items().size() == 3);
  store.load(definitions_with_radio(), clock_at("2022-03-02"));
  for (const char* name : {"Radio East", "إذاعة الشرق", "radio-east"}) {
    CAPTURE(name);
    Item changed = of("desk", name, "7");
    changed.text = fmt::format("changed, says {}", name);
    const Added added = store.record(changed, clock_at("2022-03-03"));
    CHECK(added.item == 1);
    CHECK(added.fate == Fate::kAmended);
    CHECK(store.record(of("desk", name, "8"), clock_at("2022-03-03")).item == 3);
  }
  CHECK(store.snapshot()->item(2)->versions.size() == 1);
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
}

TEST_CASE("a redacted item does not come back under any name of its source, new ones too") {
  const World world;
  Store store = world.open();
  store.record(of("desk", "SOHR", "A-٧"), clock_at(kDay));
  store.record(of("desk", "Radio East", "B-7"), clock_at(kDay));
  store.redact(1, "", clock_at("2022-03-02"));
  store.redact(2, "", clock_at("2022-03-02"));
  Definitions more = definitions();
  Source radio;
  radio.id = "radio-east";
  radio.aliases = {"Radio East", "إذاعة الشرق"};
  more.sources.push_back(radio);
  store.load(more, clock_at("2022-03-03"));
  const auto comes_as = [&](const char* source, const char* id) {
    Item again = of("desk", source, id);
    again.text = "the words that were blanked";
    const Added added = store.record(again, clock_at("2022-03-04"));
    return added.fate == Fate::kUnchanged ? added.item : 0;
  };
  for (const char* name : {"SOHR", "sohr", "المرصد السوري", "المرصد السوري لحقوق الإنسان"}) {
    CAPTURE(name);
    CHECK(comes_as(name, "a-٧") == 1);
  }
  for (const char* name : {"Radio East", "radio east", "radio-east", "إذاعة الشرق"}) {
    CAPTURE(name);
    CHECK(comes_as(name, "b-7") == 2);
  }
  CHECK(store.snapshot()->items().size() == 2);
  CHECK(comes_as("a-wire", "A-٧") == 0);  // which is another's
}

TEST_CASE("a redaction of before ids were folded is known by what was written") {
  const OldStore old(4);
  Store store = old.open(Store::Access::kWrite);
  const auto redacted = first_cell(old.path, "SELECT item FROM redaction");
  REQUIRE_FALSE(redacted.empty());
  // As an older program kept it: source and id as they were written.
  const Pseudonyms pseudonyms(*open_store(old.path, Mode::kRead));
  const Digest as_written = pseudonyms.of_id(of("desk", "Radio East", "Ref-7"));
  tamper(old.path,
         fmt::format("INSERT INTO redacted_id VALUES ({}, x'{}')", redacted, to_hex(as_written)));
  Item again = of("desk", "Radio East", "Ref-7");
  again.sightings = {
      {first_cell(old.path, "SELECT id FROM indicator WHERE number = 1"), std::nullopt}};
  const Added added = store.record(again, clock_at("2026-01-01"));
  CHECK(std::to_string(added.item) == redacted);
  CHECK(added.fate == Fate::kUnchanged);
}

/// The key of an item's event as it stands.
std::string key_of(const Store& store, ItemId id) {
  return store.snapshot()->item(id)->versions.back().content.event;
}

/// Items 1 … n, the texts of which differ, with these keys.
void record_with(Store& store, const std::vector<std::string>& keys) {
  int number = 0;
  for (const std::string& key : keys) {
    Item one = item(fmt::format("report {}", ++number), clock_at(kDay));
    one.event = key;
    store.record(one, clock_at(kDay));
  }
}

void record_denial(Store& store, std::string_view key) {
  Item denial = item("it did not happen", clock_at(kDay));
  denial.sightings.clear();
  denial.denies = key;
  store.record(denial, clock_at(kDay));
}

TEST_CASE("items that are tied have the first one's key, and untied each the one that it had") {
  const Clock clock = clock_at("2022-03-02");
  const std::vector<std::vector<std::string>> all = {
      {"", "", ""}, {"raid", "", ""}, {"", "raid", "strike"}, {"a", "b", "c"}, {"a", "A", "c"}};
  for (const std::vector<std::string>& keys : all) {
    CAPTURE(keys[0] + "," + keys[1] + "," + keys[2]);
    const World world;
    Store store = world.open();
    record_with(store, keys);
    std::string expected = keys[0];
    for (const std::string& key : keys) {
      if (expected.empty()) expected = key;
    }
    const std::vector<ItemId> changed = store.tie({3, 1, 2, 1}, clock);
    if (expected.empty()) expected = "item-1";
    std::vector<ItemId> back;
    for (ItemId id = 1; id <= 3; ++id) {
      const std::string& had = keys[static_cast<std::size_t>(id - 1)];
      const bool was_so = folded(had) == folded(expected);
      CHECK(key_of(store, id) == (was_so ? had : expected));
      CHECK((std::find(changed.begin(), changed.end(), id) == changed.end()) == was_so);
    }
    CHECK(store.tie({1, 2, 3}, clock).empty());  // they are
    CHECK(store.untie(changed, clock) == changed);
    for (ItemId id = 1; id <= 3; ++id) {
      CHECK(key_of(store, id) == keys[static_cast<std::size_t>(id - 1)]);
    }
    CHECK(english(world.verify().problems) == std::vector<std::string>{});
  }
}

TEST_CASE("a chain of ties comes apart link by link") {
  const World world;
  Store store = world.open();
  record_with(store, {"", "", "", ""});
  store.tie({2, 3}, clock_at("2022-03-02"));
  store.tie({3, 4}, clock_at("2022-03-03"));
  for (const ItemId id : {2, 3, 4}) CHECK(key_of(store, id) == "item-2");
  store.tie({1, 4}, clock_at("2022-03-04"));  // 1 has none: it gets theirs
  CHECK(key_of(store, 1) == "item-2");
  store.untie({4}, clock_at("2022-03-05"));
  CHECK(key_of(store, 4).empty());
  CHECK(key_of(store, 3) == "item-2");
  store.untie({3, 2, 1}, clock_at("2022-03-06"));
  for (const ItemId id : {1, 2, 3}) CHECK(key_of(store, id).empty());
  CHECK(error_of([&] { store.untie({3}, clock_at("2022-03-07")); }) ==
        "item 3 is tied to no other | `signpost amend 3 --event KEY` gives it another key, --event "
        "\"\" none");
}

/// All of `count` items' keys, "a,,b".
std::string keys_of(const Store& store, ItemId count) {
  std::string all;
  for (ItemId id = 1; id <= count; ++id) {
    const Item item = store.snapshot()->item(id)->versions.back().content;
    all += (id > 1 ? "," : "") + (item.denies.empty() ? item.event : '!' + item.denies);
  }
  return all;
}

TEST_CASE("what is of one event stays together when one of it is tied elsewhere, and comes back") {
  const World world;
  Store store = world.open();
  record_with(store, {"", "", "", "", "raid", "Raid"});
  record_denial(store, "raid");
  store.record(item("a later one, taken back", clock_at(kDay)), clock_at(kDay));
  using Ids = std::vector<ItemId>;
  CHECK(store.tie({1, 2}, clock_at("2022-03-02")) == Ids{1, 2});
  CHECK(store.tie({3, 4}, clock_at("2022-03-02")) == Ids{3, 4});
  CHECK(keys_of(store, 8) == "item-1,item-1,item-3,item-3,raid,Raid,!raid,");
  CHECK(store.tie({2, 3}, clock_at("2022-03-03")) == Ids{3, 4});
  CHECK(store.tie({1, 6}, clock_at("2022-03-04")) == Ids{5, 6, 7});
  CHECK(keys_of(store, 8) == "item-1,item-1,item-1,item-1,item-1,item-1,!item-1,");
  CHECK(store.untie({5}, clock_at("2022-03-05")) == Ids{5, 6, 7});
  CHECK(keys_of(store, 8) == "item-1,item-1,item-1,item-1,raid,Raid,!raid,");
  CHECK(store.untie({4}, clock_at("2022-03-06")) == Ids{3, 4});
  CHECK(keys_of(store, 8) == "item-1,item-1,item-3,item-3,raid,Raid,!raid,");
  CHECK(store.untie({2}, clock_at("2022-03-07")) == Ids{2});
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
}

TEST_CASE("one that was withdrawn comes along, and one whose key was changed since does not") {
  const World world;
  Store store = world.open();
  record_with(store, {"", "raid", "raid", "raid"});
  store.retract(3, "", clock_at("2022-03-02"));
  store.tie({1, 2}, clock_at("2022-03-03"));
  CHECK(keys_of(store, 4) == "raid,raid,raid,raid");
  Item elsewhere = store.snapshot()->item(1)->versions.back().content;
  elsewhere.event = "strike";
  store.amend(1, elsewhere, clock_at("2022-03-04"));
  CHECK(error_of([&] { store.untie({1}, clock_at("2022-03-05")); }) ==
        "the event's key of item 1 was changed since it was tied | `signpost amend 1 --event KEY` "
        "gives it another");
  store.tie({1, 4}, clock_at("2022-03-06"));
  CHECK(keys_of(store, 4) == "strike,strike,strike,strike");
  CHECK(store.snapshot()->item(3)->retracted.has_value());
  CHECK_FALSE(store.snapshot()->items().back().withheld);
  elsewhere.event = "raid";
  store.amend(2, elsewhere, clock_at("2022-03-07"));
  CHECK(store.untie({4}, clock_at("2022-03-08")) == std::vector<ItemId>{3, 4});
  CHECK(keys_of(store, 4) == "strike,raid,raid,raid");
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
}

TEST_CASE("one that was withdrawn stands again under the event's present key") {
  const World world;
  Store store = world.open();
  record_with(store, {"raid", "", ""});
  store.tie({2, 3}, clock_at("2022-03-02"));
  store.retract(3, "", clock_at("2022-03-03"));
  store.tie({1, 2}, clock_at("2022-03-04"));
  CHECK(keys_of(store, 3) == "raid,raid,raid");
  CHECK(store.snapshot()->item(3)->retracted.has_value());
  const Item again = store.snapshot()->item(3)->versions.back().content;
  store.amend(3, again, clock_at("2022-03-05"), true);
  CHECK(keys_of(store, 3) == "raid,raid,raid");
  CHECK_FALSE(store.snapshot()->item(3)->retracted.has_value());
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
}

TEST_CASE("ties within ties come apart one after the other") {
  const World world;
  Store store = world.open();
  record_with(store, {"", "", "", ""});
  store.tie({1, 2}, clock_at("2022-03-02"));
  store.tie({3, 4}, clock_at("2022-03-02"));
  store.tie({1, 3}, clock_at("2022-03-03"));
  CHECK(keys_of(store, 4) == "item-1,item-1,item-1,item-1");
  store.untie({3}, clock_at("2022-03-04"));
  CHECK(keys_of(store, 4) == "item-1,item-1,item-3,item-3");
  store.untie({4}, clock_at("2022-03-05"));
  CHECK(keys_of(store, 4) == "item-1,item-1,item-3,");
  store.untie({3}, clock_at("2022-03-06"));
  CHECK(keys_of(store, 4) == "item-1,item-1,,");
}

TEST_CASE("what comes later under a key that a tie left joins those that had it") {
  const World world;
  Store store = world.open();
  const auto row = [&](const char* id, const char* event, const char* denies, const char* time,
                       char letter = 'B') {
    Item one = item(fmt::format("row {}", id), id, clock_at(kDay));
    one.event = event;
    one.denies = denies;
    one.grade = {letter, 3};
    if (*denies != '\0') one.sightings.clear();
    return store.record(one, clock_at(time)).fate;
  };
  record_with(store, {"mine", ""});
  row("x1", "E1", "", "2022-03-01");
  store.tie({2, 3}, clock_at("2022-03-02"));  // under a key of their own, and then of another
  store.tie({1, 2}, clock_at("2022-03-02"));
  row("x2", "e1", "", "2022-03-03");
  row("x3", "", "E1", "2022-03-03");
  CHECK(keys_of(store, 5) == "mine,mine,mine,mine,!mine");
  // They come again as they were, and then in another grade.
  for (const char letter : {'B', 'C'}) {
    const Fate fate = letter == 'B' ? Fate::kUnchanged : Fate::kAmended;
    CHECK(row("x1", "E1", "", "2022-03-04", letter) == fate);
    CHECK(row("x2", "e1", "", "2022-03-04", letter) == fate);
    CHECK(row("x3", "", "E1", "2022-03-04", letter) == fate);
    CHECK(keys_of(store, 5) == "mine,mine,mine,mine,!mine");
  }
  CHECK(store.with_stored_keys(store.snapshot()->item(3)->versions.front().content).event ==
        "mine");
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
}

TEST_CASE("a feed that comes to say what a person amended says nothing of the event") {
  const World world;
  Store store = world.open();
  const auto feed = [&](char letter, const char* time) {
    Item row = item("a raid", "7", clock_at(kDay));
    row.available = instant("2022-02-28");
    row.available_given = true;
    row.grade = {letter, 3};
    return store.record(row, clock_at(time)).fate;
  };
  feed('B', "2022-03-01");
  store.record(item("armed men", clock_at(kDay)), clock_at("2022-03-01"));
  store.tie({1, 2}, clock_at("2022-03-02"));
  Item changed = store.snapshot()->item(1)->versions.back().content;
  changed.grade = {'C', 3};
  store.amend(1, changed, clock_at("2022-03-03"));
  CHECK(feed('C', "2022-03-04") == Fate::kUnchanged);
  CHECK(feed('C', "2022-03-04") == Fate::kUnchanged);
  CHECK(feed('B', "2022-03-05") == Fate::kAmended);
  CHECK(keys_of(store, 2) == "item-1,item-1");
}

TEST_CASE("a key that only looks blind is a key like any other") {
  const World world;
  Store store = world.open();
  record_with(store, {"~0123456789abcdef", "~fedcba9876543210"});
  REQUIRE(is_blind(key_of(store, 1)));
  store.tie({1, 2}, clock_at("2022-03-02"));
  for (const ItemId id : {1, 2}) CHECK(key_of(store, id) == "~0123456789abcdef");
}

TEST_CASE("to an event with a redacted item the others come, and two of these cannot be one") {
  const World world;
  Store store = world.open();
  record_with(store, {"", "raid", "raid", "strike", "strike", "ambush", "ambush"});
  store.redact(3, "", clock_at("2022-03-02"));
  store.redact(5, "", clock_at("2022-03-02"));
  const std::string blind = key_of(store, 3);
  REQUIRE(is_blind(blind));
  using Ids = std::vector<ItemId>;
  CHECK(store.tie({1, 3}, clock_at("2022-03-03")) == Ids{1});
  CHECK(store.tie({6, 2}, clock_at("2022-03-03")) == Ids{6, 7});
  for (const ItemId id : {1, 2, 3, 6, 7}) CHECK(key_of(store, id) == blind);
  CHECK(error_of([&] {
          store.tie({2, 4}, clock_at("2022-03-04"));
        }) ==
        "the events of items 2 and 4 cannot be made one: each has a redacted item, the key of "
        "which stays | ");
  CHECK(error_of([&] { store.untie({3}, clock_at("2022-03-04")); }) ==
        "item 3 was redacted: the tie to its event stays | ");
  CHECK(store.untie({6}, clock_at("2022-03-04")) == Ids{6, 7});
  CHECK(key_of(store, 7) == "ambush");
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
}

TEST_CASE("a feed's next word leaves a person's tie, unless it is of the event itself") {
  const World world;
  Store store = world.open();
  const auto feed = [&](std::string_view event, char letter, const char* time) {
    Item row = item("a raid", "7", clock_at(kDay));
    row.event = event;
    row.grade = {letter, 3};
    return store.record(row, clock_at(time)).fate;
  };
  for (const std::string first : {"", "e1"}) {
    CAPTURE(first);
    const World other;
    store = other.open();
    feed(first, 'B', "2022-03-01");
    store.record(item("nearly the same", clock_at(kDay)), clock_at("2022-03-01"));
    Item keyed = item("another", clock_at(kDay));
    keyed.event = "mine";
    store.record(keyed, clock_at("2022-03-01"));
    Item amended = store.snapshot()->item(1)->versions.back().content;
    amended.event = "mine";
    store.amend(1, amended, clock_at("2022-03-02"));
    CHECK(feed(first, 'B', "2022-03-03") == Fate::kUnchanged);
    CHECK(feed(first, 'C', "2022-03-03") == Fate::kAmended);
    CHECK(key_of(store, 1) == "mine");
    CHECK(feed(first, 'C', "2022-03-04") == Fate::kUnchanged);
    CHECK(feed(first, 'D', "2022-03-05") == Fate::kAmended);
    CHECK(key_of(store, 1) == "mine");
    CHECK(feed("e2", 'D', "2022-03-06") == Fate::kAmended);
    CHECK(key_of(store, 1) == "e2");
    CHECK(feed(first, 'D', "2022-03-07") == Fate::kAmended);
    CHECK(key_of(store, 1) == first);
    // It comes to say what a person said, and changes its mind again.
    amended = store.snapshot()->item(1)->versions.back().content;
    amended.event = "mine";
    store.amend(1, amended, clock_at("2022-03-08"));
    CHECK(feed("mine", 'D', "2022-03-09") == Fate::kUnchanged);
    CHECK(feed(first, 'D', "2022-03-10") == Fate::kAmended);
    CHECK(key_of(store, 1) == first);
    CHECK(english(other.verify().problems) == std::vector<std::string>{});
  }
}

TEST_CASE("items that share an identity since can be amended, withdrawn, restored and tied") {
  const World world;
  Store store = world.open();
  store.record(of("desk", "Radio East", "7"), clock_at(kDay));
  store.record(of("desk", "إذاعة الشرق", "7"), clock_at(kDay));
  store.record(of("desk", "إذاعة الشرق", "8"), clock_at(kDay));
  store.load(definitions_with_radio(), clock_at("2022-03-02"));
  CHECK(store.tie({1, 2}, clock_at("2022-03-03")) == std::vector<ItemId>{1, 2});
  store.retract(2, "", clock_at("2022-03-04"));
  Item second = store.snapshot()->item(2)->versions.back().content;
  second.text = "the same, put otherwise";
  store.amend(2, second, clock_at("2022-03-05"), true);
  CHECK_FALSE(store.snapshot()->item(2)->retracted.has_value());
  second.id = "9";
  store.amend(2, second, clock_at("2022-03-06"));
  // But none takes the identity of another.
  second.id = "8";
  CHECK(error_of([&] {
          store.amend(2, second, clock_at("2022-03-07"));
        }).starts_with("item 3 has that feed, source and id already"));
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
}

TEST_CASE("a new key is that of no event that was there, nor of one that a redaction blanked") {
  const World world;
  Store store = world.open();
  record_with(store, {"", "ITEM-1", "", "", ""});
  record_denial(store, "item-1-2");
  store.tie({1, 3}, clock_at("2022-03-02"));
  CHECK(key_of(store, 1) == "item-1-3");
  store.redact(3, "", clock_at("2022-03-03"));  // and with it the key
  CHECK(is_blind(key_of(store, 1)));
  store.untie({1}, clock_at("2022-03-04"));
  CHECK(key_of(store, 1).empty());
  store.tie({1, 4}, clock_at("2022-03-05"));
  CHECK(key_of(store, 1) == "item-1-4");
  CHECK(key_of(store, 1) == key_of(store, 4));
  CHECK(key_of(store, 3) != key_of(store, 1));
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
}

TEST_CASE("what cannot be tied or untied is named, and nothing is changed") {
  const World world;
  Store store = world.open();
  record_with(store, {"", "", "", "", ""});
  record_denial(store, "raid");
  store.retract(2, "", clock_at(kDay));
  store.redact(3, "", clock_at(kDay));
  const std::size_t entries = store.snapshot()->journal().size();
  const Clock clock = clock_at("2022-03-02");
  const auto refused = [&](const std::vector<ItemId>& items) {
    const std::string said = error_of([&] { store.tie(items, clock); });
    return said.substr(0, said.find(" |"));
  };
  CHECK(refused({1}) == "two items at least are tied to one event");
  CHECK(refused({1, 1}) == "two items at least are tied to one event");
  CHECK(refused({1, 2}) == "item 2 was retracted: it tells of no event");
  CHECK(refused({1, 3}) ==
        "item 3 was redacted, and no event's key is left of it: nothing can be tied to it");
  CHECK(refused({4, 1, 77}) == "there is no item 77");
  CHECK(refused({4, 6}) == "item 6 was recorded as a denial: it tells of no event of its own");
  CHECK(error_of([&] { store.untie({4}, clock); }) ==
        "item 4 is tied to no other | `signpost amend 4 --event KEY` gives it another key, "
        "--event \"\" none");
  store.tie({4, 5}, clock);
  CHECK(error_of([&] {
          store.untie({4, 1}, clock);
        })  // 4 could be
            .starts_with("item 1 is tied to no other"));
  CHECK(key_of(store, 4) == "item-4");
  CHECK(store.snapshot()->journal().size() == entries + 1);
}

TEST_CASE(
    "the same fields by hand within a day are refused, where they stand, and not afterwards") {
  const Clock noon = clock_at("2022-03-01T12:00Z");
  const auto again_at = [](Store& store, const char* time, bool again = false) {
    Item same = item("seen", clock_at(time));
    return error_of([&] { store.record(same, clock_at(time), {.again = again}); });
  };
  const std::string refused =
      "item 1, recorded at 2022-03-01T12:00:00Z, said the same in every field; nothing is recorded "
      "| --again records it all the same; --event-of 1 does too, as another report of the same "
      "event";
  const std::string taken = "nothing was thrown";
  const auto after = [&](const char* time, const auto& work) {
    const World world;
    Store store = world.open();
    store.record(item("seen", noon), noon);
    work(store);
    return again_at(store, time);
  };
  const auto nothing = [](Store&) {};
  CHECK(after("2022-03-01T12:00Z", nothing) == refused);
  CHECK(after("2022-03-02T11:59:59Z", nothing) == refused);
  CHECK(after("2022-03-02T12:00Z", nothing) == taken);
  CHECK(after("2022-03-01T13:00Z", [&](Store& store) { store.retract(1, "", noon); }) == taken);
  CHECK(after("2022-03-01T13:00Z", [&](Store& store) { store.redact(1, "", noon); }) == taken);
  const World world;
  Store store = world.open();
  store.record(item("seen", noon), noon);
  CHECK(again_at(store, "2022-03-01T12:00Z", true) == taken);
  CHECK(store.snapshot()->items().size() == 2);
  Item other = item("seen", noon);
  other.grade = {'B', 3};
  store.record(other, noon);
  const Added tied = store.record(item("seen", noon), noon, {.again = true, .event_of = 1});
  CHECK(key_of(store, tied.item) == "item-1");
  CHECK(key_of(store, 1) == "item-1");
  CHECK(store.snapshot()->items().size() == 6);  // two of the four were tied: versions of their own
  // The very command once more: it would be a third report.
  CHECK(error_of([&] { store.record(item("seen", noon), noon, {.event_of = 1}); }) ==
        "item 4, recorded at 2022-03-01T12:00:00Z, said the same in every field; nothing is "
        "recorded | --again records it all the same");
  store.record(item("seen", noon), noon, {.again = true, .event_of = 1});
  CHECK(store.snapshot()->items().size() == 8);
  const Item with_id = item("seen", "A1", noon);
  store.record(with_id, noon);
  CHECK(store.record(with_id, noon).fate == Fate::kUnchanged);
}

TEST_CASE("a repetition is seen though a redaction took the key of its event") {
  const Clock clock = clock_at("2022-03-01T12:00Z");
  const World world;
  Store store = world.open();
  Item one = item("first", clock);
  one.event = "raid";
  Item two = item("second", clock);
  two.event = "Raid";
  store.record(one, clock);
  store.record(two, clock);
  store.redact(1, "", clock);
  CHECK(error_of([&] { store.record(two, clock); }).starts_with("item 2, recorded at"));
}

TEST_CASE("a declaration of coverage is withdrawn once, from then on, by its number") {
  const World world;
  Store store = world.open();
  for (const double level : {0.2, 0.4, 0.6}) {
    store.cover("attacks", {kBeginning, kForever, level, ""}, clock_at("2022-03-01"));
  }
  store.withdraw_cover(2, "the network was up", clock_at("2022-04-01"));
  const auto covers = store.snapshot()->covers("attacks");
  REQUIRE(covers.size() == 3);
  CHECK(covers[1].withdrawn == instant("2022-04-01"));
  CHECK(covers[1].withdrawn_because == "the network was up");
  CHECK(covers[1].stands_at(instant("2022-04-01") - std::chrono::seconds(1)));
  CHECK_FALSE(covers[1].stands_at(instant("2022-04-01")));
  CHECK_FALSE(covers[1].stands_at(instant("2022-02-01")));
  CHECK_FALSE(covers[0].withdrawn.has_value());
  const auto refused = [&](std::int64_t number) {
    return error_of([&] { store.withdraw_cover(number, "", clock_at("2022-04-02")); });
  };
  CHECK(refused(2) == "declaration 2 is withdrawn already | ");
  for (const std::int64_t none : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{4}}) {
    CHECK(refused(none) == fmt::format("there is no declaration {} | `signpost cover --list` lists "
                                       "them",
                                       none));
  }
  store.cover("attacks", {kBeginning, kForever, 0.9, ""}, clock_at("2022-05-01"));
  CHECK(store.snapshot()->covers("").back().number == 4);  // numbers are never given again
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
}

TEST_CASE("a scenario that is given up leaves the lists from then, and comes back when taken up") {
  const World world;
  Store store = world.open();
  const auto active = [&](std::string_view known_at) {
    return store.snapshot()->active_scenario_ids(instant(known_at));
  };
  using Ids = std::vector<std::string>;
  store.retire("growth", true, "loaded by mistake", clock_at("2022-03-01"));
  CHECK(active("2022-02-28") == Ids{"growth", "plan"});
  CHECK(active("2022-03-01") == Ids{"plan"});
  CHECK(error_of([&] { store.retire("growth", true, "", clock_at("2022-03-02")); }) ==
        "the scenario \"growth\" is retired already | ");
  store.retire("growth", false, "", clock_at("2022-04-01"));
  CHECK(active("2022-03-31") == Ids{"plan"});
  CHECK(active("2022-04-01") == Ids{"growth", "plan"});
  CHECK(error_of([&] { store.retire("plan", false, "", clock_at("2022-04-02")); }) ==
        "the scenario \"plan\" is not retired | ");
  store.retire("growth", true, "", clock_at("2022-05-01"));
  CHECK(active("2022-05-01") == Ids{"plan"});
  CHECK(store.snapshot()->retirements().size() == 3);
  CHECK(store.snapshot()->scenario_ids() == Ids{"growth", "plan"});
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
}

}  // namespace
}  // namespace signpost::store::testing
