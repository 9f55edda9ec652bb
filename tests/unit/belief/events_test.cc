#include "engine/belief/events.h"

#include <doctest/doctest.h>

#include "tests/unit/belief/questions.h"

namespace signpost::belief {
namespace {

Event told_by(std::vector<Testimony> items, bool takes_count = true) {
  std::vector<const Testimony*> pointers;
  for (const Testimony& said : items) pointers.push_back(&said);
  return corroborate(pointers, takes_count);
}

Hearing heard(const Question& asked, double as_of = 1000) { return gather(asked, day(as_of)); }

TEST_CASE("items without a key are events of their own") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.2, 0.1)};
  asked.streams[0].said = {item(1, 5, 0.9), item(2, 5, 0.9)};
  const Hearing hearing = heard(asked);
  CHECK(hearing.lone[0].size == 2);
  CHECK(hearing.events.empty());
}

TEST_CASE("items with one key under one indicator are one event, under two they are two") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.2, 0.1), stream(0.2, 0.1)};
  asked.streams[0].said = {of_event(item(1, 5, 0.9), 7), of_event(item(2, 6, 0.9), 7),
                           of_event(item(3, 6, 0.9), 8)};
  asked.streams[1].said = {of_event(item(4, 5, 0.9), 7)};
  const Hearing hearing = heard(asked);
  REQUIRE(hearing.events.size() == 3);
  CHECK(hearing.events[0].items.size == 2);
  CHECK(hearing.events[1].key == 8);
  CHECK(hearing.events[2].stream == 1);
}

TEST_CASE("across origins credibility adds up, within one the most credible item counts") {
  const Event event = told_by({of_event(item(1, 9, 0.6), 1, 10), of_event(item(2, 9.5, 0.5), 1, 11),
                               of_event(item(3, 8, 0.55), 1, 10)});
  CHECK(event.credibility == doctest::Approx(1 - 0.4 * 0.5).epsilon(1e-15));
  CHECK(event.origins == 2);
}

TEST_CASE("items without an origin are each their own") {
  const Event event = told_by({of_event(item(1, 9, 0.5), 1), of_event(item(2, 9, 0.5), 1)});
  CHECK(event.credibility == 0.75);
  CHECK(event.origins == 2);
}

TEST_CASE("an event is dated by the earliest item of its most credible origin") {
  // The origin leads with its second item; its first, weaker one dates the event. A still earlier
  // one of another origin does not.
  const Event event = told_by({of_event(item(1, 9, 0.6), 1, 10), of_event(item(2, 8, 0.3), 1, 10),
                               of_event(item(3, 2, 0.5), 1, 11)});
  CHECK(event.occurred == day(8));
}

TEST_CASE("between equally credible origins the one that leads earlier dates the event") {
  const Event event = told_by({of_event(item(1, 9, 0.6), 1, 10), of_event(item(2, 7, 0.6), 1, 11)});
  CHECK(event.occurred == day(7));
}

TEST_CASE("where totals disagree the most credible one stands, with its own span") {
  Testimony early = of_event(total(1, 0, 30, 9, 0.6), 1, 10);
  Testimony sure = of_event(total(2, 1, 31, 6, 0.8), 1, 11);
  const Event event = told_by({early, sure});
  REQUIRE(event.total);
  CHECK(event.total->count == 6);
  CHECK(event.occurred == day(1));
  CHECK(event.credibility == doctest::Approx(0.92).epsilon(1e-15));
}

TEST_CASE("of equally credible totals of one day the larger count stands") {
  const Event event =
      told_by({of_event(total(1, 0, 30, 6, 0.8), 1), of_event(total(2, 0, 31, 9, 0.8), 1)});
  REQUIRE(event.total);
  CHECK(event.total->count == 9);
}

TEST_CASE("a count of nothing joins no event, not even a milestone") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.2, 0.1), stream(0.2, 0.1)};
  asked.streams[1].once = true;
  asked.streams[0].said = {of_event(total(1, 0, 30, 0, 0.9), 5), of_event(item(2, 3, 0.9), 5)};
  asked.streams[1].said = {total(3, 0, 30, 0, 0.9), item(4, 3, 0.9)};
  const Hearing hearing = heard(asked);
  REQUIRE(hearing.events.size() == 4);
  for (const Event& event : hearing.events) CHECK(event.items.size == 1);
}

TEST_CASE("all items of a milestone are one event, whatever their keys") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.2, 0.1)};
  asked.streams[0].once = true;
  asked.streams[0].said = {item(1, 5, 0.4), of_event(item(2, 6, 0.5), 3),
                           of_event(item(3, 7, 0.6), 4)};
  const Hearing hearing = heard(asked);
  REQUIRE(hearing.events.size() == 1);
  CHECK(hearing.events[0].credibility == doctest::Approx(1 - 0.6 * 0.5 * 0.4).epsilon(1e-15));
  CHECK(hearing.events[0].key == kOwn);
}

TEST_CASE("a milestone that is known by one key goes by it") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.2, 0.1)};
  asked.streams[0].once = true;
  asked.streams[0].said = {item(1, 5, 0.4), of_event(item(2, 6, 0.5), 3)};
  CHECK(heard(asked).events[0].key == 3);
}

TEST_CASE("items that cannot be judged are set aside and corroborate nothing") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.2, 0.1)};
  asked.streams[0].said = {unjudged(of_event(item(1, 5, 0.9), 3)), of_event(item(2, 6, 0.5), 3)};
  const Hearing hearing = heard(asked);
  REQUIRE(hearing.events.size() == 1);
  CHECK(hearing.events[0].credibility == 0.5);
  CHECK(hearing.events[0].occurred == day(6));
  REQUIRE(hearing.unjudged.size() == 1);
  CHECK(hearing.unjudged[0].item->item == 1);
}

TEST_CASE("items dated after the moment assessed are not yet there, the moment itself is") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.2, 0.1)};
  asked.streams[0].said = {of_event(item(1, 5, 0.4), 3), of_event(item(2, 6, 0.5), 3),
                           of_event(item(3, 6.5, 0.5), 3)};
  CHECK(heard(asked, 6).events[0].items.size == 2);
}

TEST_CASE("what bears directly takes no count, and the most credible ratio stands") {
  Question asked = question(0.3, Days(180));
  asked.bearing = {of_event(bearing(1, 5, 0.9, 3), 4), of_event(bearing(2, 4, 0.4, 0.1), 4),
                   bearing(3, 6, 0.9, 2)};
  asked.bearing[2].total = Total{day(9), 12};
  const Hearing hearing = heard(asked);
  REQUIRE(hearing.events.size() == 2);
  CHECK(hearing.events[0].total == std::nullopt);  // singles come before groups
  CHECK(hearing.events[1].ratio == 3);
}

TEST_CASE("a milestone takes no count") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.2, 0.1)};
  asked.streams[0].once = true;
  asked.streams[0].said = {total(1, 5, 9, 4, 0.4)};
  CHECK_FALSE(heard(asked).events[0].total.has_value());
}

}  // namespace
}  // namespace signpost::belief
