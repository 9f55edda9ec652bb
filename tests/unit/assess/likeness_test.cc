// What seems to be told twice, and what does not.
#include "engine/assess/likeness.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <optional>

#include "tests/unit/store/world.h"

namespace signpost::assess {
namespace {

using store::testing::clock_at;
using store::testing::World;

const char* const kDay = "2022-03-01";

/// An item that tells of one indicator.
Item told(std::string_view text, std::string_view day = kDay) {
  Item item = store::testing::item(text, clock_at(day));
  item.occurred = store::testing::instant(day);
  item.occurred_as = Precision::kDay;
  item.source = "SOHR";
  return item;
}

/// Why the two seem alike, the first recorded and the second about to be; none where they do not.
std::optional<Likeness> between(const Item& first, const Item& second) {
  const World world;
  store::Store store = world.open();
  store.record(first, clock_at("2022-04-01"));
  const auto alike = told_already(*store.snapshot(), second);
  // What is asked beforehand and what is listed afterwards are of one mind.
  store.record(second, clock_at("2022-04-02"), {.again = true});
  const auto pairs = all_alike(*store.snapshot());
  CHECK(alike.size() == pairs.size());
  if (alike.empty() || pairs.empty()) return std::nullopt;
  CHECK(alike.front().why == pairs.front().why);
  CHECK(pairs.front().one.item == 1);
  CHECK(pairs.front().other.item == 2);
  return alike.front().why;
}

TEST_CASE("texts are the same, nearly the same from four fifths of their words on, or another") {
  struct Case {
    const char* one;
    const char* other;
    std::optional<Likeness> why;
  };
  const Case cases[] = {
      {"A car bomb at the gate", "a CAR  bomb at the gate", Likeness::kSameText},
      {"A car bomb at the gate", "At the gate: a car bomb!", Likeness::kNearlySameText},
      // 4 of 5 and 5 words: exactly four fifths.
      {"one two three four five", "one two three four six", Likeness::kNearlySameText},
      {"one two three four five", "one two three six seven", std::nullopt},
      {"one two three four", "one two three four five six", Likeness::kNearlySameText},
      {"one two three four", "one two three four five six seven", std::nullopt},
      // A word that comes twice is in common twice only where both have it twice.
      {"one one one one two", "one two three four five", std::nullopt},
      // Few words are the same or not.
      {"a raid here", "here a raid", Likeness::kNearlySameText},
      {"a raid here", "a raid there", std::nullopt},
      {"هجوم على السِّجن", "هجوم على السجن", Likeness::kSameText},
  };
  for (const Case& one : cases) {
    CAPTURE(one.one);
    CAPTURE(one.other);
    Item second = told(one.other);
    second.source = "Radio East";
    const auto why = between(told(one.one), second);
    CHECK(why == one.why);
  }
}

TEST_CASE("an address is the same whatever does not tell two pages apart") {
  const auto with = [](const char* text, const char* url, const char* source) {
    Item item = told(text);
    item.url = url;
    item.source = source;
    return item;
  };
  const Item first = with("in the morning", "https://www.example.org/a/", "SOHR");
  for (const char* url : {"http://example.org/a", "https://EXAMPLE.org/a#top", "example.org/a"}) {
    CAPTURE(url);
    CHECK(between(first, with("at noon it was", url, "Radio East")) == Likeness::kSameUrl);
  }
  for (const char* url : {"", "https://example.org/a?page=2", "https://example.org/"}) {
    CAPTURE(url);
    CHECK(between(first, with("at noon it was", url, "Radio East")) == std::nullopt);
  }
}

TEST_CASE("by hand, one source on one day is reason enough; a day further is near, two are not") {
  CHECK(between(told("in the morning"), told("at noon it was")) == Likeness::kSourceAndDay);
  CHECK(between(told("in the morning"), told("at noon it was", "2022-03-02")) == std::nullopt);
  CHECK(between(told("the same"), told("the same", "2022-03-02")) == Likeness::kSameText);
  CHECK(between(told("the same"), told("the same", "2022-03-03")) == std::nullopt);
  Item month = told("the same", "2022-02-01");
  month.occurred_as = Precision::kMonth;
  CHECK(between(month, told("the same", "2022-03-01")) == Likeness::kSameText);
  CHECK(between(month, told("the same", "2022-03-02")) == std::nullopt);
  CHECK(between(told("in the morning", "2022-02-01"), month) == std::nullopt);
}

TEST_CASE("items under one key, or without a subject in common, are left alone") {
  Item one = told("the same");
  Item other = told("the same");
  one.event = "raid";
  other.event = "Raid";
  CHECK(between(one, other) == std::nullopt);
  other.event = "strike";
  CHECK(between(one, other) == Likeness::kSameText);
  other.sightings = {{"cells-raided", std::nullopt}};
  CHECK(between(one, other) == std::nullopt);
}

TEST_CASE("what a clock that was ahead stamped is compared at the time that it counts as") {
  const World world;
  store::Store store = world.open();
  Item ahead = told("the same words as before", "2030-05-01");  // "today"
  store.record(ahead, clock_at("2030-05-01"));
  store.mend_clock("the battery was empty", clock_at("2022-03-02"));
  const Item row = told("the same words as before", "2022-03-02");
  CHECK(told_already(*store.snapshot(), row).size() == 1);
  CHECK(KnownRows(*store.snapshot()).find(row) == ItemId{1});
  CHECK_FALSE(KnownRows(*store.snapshot()).find(told("the same words as before", "2022-03-03")));
}

TEST_CASE("items that have one id since names of their source were joined are listed") {
  const World world;
  store::Store store = world.open();
  const auto record = [&](const char* source, const char* id, const char* day) {
    Item item = told(fmt::format("of {}", day), day);
    item.source = source;
    item.id = id;
    return store.record(item, clock_at("2022-04-01")).item;
  };
  record("Radio East", "A-7", "2022-03-01");
  record("إذاعة الشرق", "a-٧", "2022-03-20");
  record("إذاعة الشرق", "a-8", "2022-03-10");
  CHECK(all_alike(*store.snapshot()).empty());
  store.load(store::testing::definitions_with_radio(), clock_at("2022-04-02"));
  const auto pairs = all_alike(*store.snapshot());
  REQUIRE(pairs.size() == 1);
  CHECK(pairs[0].one.item == 1);
  CHECK(pairs[0].other.item == 2);
  CHECK(pairs[0].why == Likeness::kSameId);
  store.tie({1, 2}, clock_at("2022-04-03"));
  CHECK(all_alike(*store.snapshot()).empty());
}

}  // namespace
}  // namespace signpost::assess
