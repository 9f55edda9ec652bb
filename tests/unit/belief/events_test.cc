#include "engine/belief/events.h"

#include <doctest/doctest.h>

#include "tests/unit/belief/questions.h"

namespace signpost::belief {
namespace {

Event told_by(const std::vector<Observation>& items, Joined joined = Joined::kByKey,
              const std::vector<Denial>& denied = {}) {
  std::vector<const Observation*> pointers;
  pointers.reserve(items.size());
  for (const Observation& said : items) pointers.push_back(&said);
  Denials denials;
  for (const Denial& denial : denied) denials.add(denial);
  denials.settle();
  return corroborate(pointers, joined, denials);
}

Gathered gather_from(const Question& asked, double as_of = 1000) {
  return gather(asked, Kinds(asked), day(as_of));
}

TEST_CASE("items without a key are events of their own") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.2, 0.1)};
  asked.streams[0].said = {item(1, 5, 0.9), item(2, 5, 0.9)};
  const Gathered gathered = gather_from(asked);
  CHECK(gathered.lone[0].size == 2);
  CHECK(gathered.events.empty());
}

TEST_CASE("items with one key under one indicator are one event, under two they are two") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.2, 0.1), stream(0.2, 0.1)};
  asked.streams[0].said = {of_event(item(1, 5, 0.9), 7), of_event(item(2, 6, 0.9), 7),
                           of_event(item(3, 6, 0.9), 8)};
  asked.streams[1].said = {of_event(item(4, 5, 0.9), 7)};
  const Gathered gathered = gather_from(asked);
  REQUIRE(gathered.events.size() == 3);
  CHECK(gathered.events[0].items.size == 2);
  CHECK(gathered.events[1].key == 8);
  CHECK(gathered.events[2].stream == 1);
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

TEST_CASE("an event is dated by its most credible item, not by an earlier one that is less so") {
  const Event event = told_by({of_event(item(1, 9, 0.6), 1, 10), of_event(item(2, 8, 0.3), 1, 10),
                               of_event(item(3, 2, 0.5), 1, 11)});
  CHECK(event.occurred == day(9));
}

TEST_CASE("of equally credible items the earlier dates the event") {
  const Event event = told_by({of_event(item(1, 9, 0.6), 1, 10), of_event(item(2, 7, 0.6), 1, 11)});
  CHECK(event.occurred == day(7));
}

TEST_CASE("a count worth half the best item or more stands, with its own span") {
  const Event event =
      told_by({of_event(item(1, 9, 0.8), 1, 10), of_event(total(2, 3, 30, 7, 0.4), 1, 11)});
  REQUIRE(event.total);
  CHECK(event.total->count == 7);
  CHECK(event.occurred == day(3));
  CHECK(event.credibility == doctest::Approx(1 - 0.2 * 0.6).epsilon(1e-15));
}

TEST_CASE("a count worth less than half the best item is passed over, and corroborates") {
  const Event event =
      told_by({of_event(item(1, 9, 0.8), 1, 10), of_event(total(2, 3, 30, 7, 0.399), 1, 11)});
  CHECK_FALSE(event.total);
  CHECK(event.occurred == day(9));
  CHECK(event.credibility == doctest::Approx(1 - 0.2 * 0.601).epsilon(1e-15));
}

TEST_CASE("the most credible item with a count gives it, though its origin says more elsewhere") {
  const Event event =
      told_by({of_event(item(1, 9, 0.8), 1, 10), of_event(total(2, 3, 30, 7, 0.6), 1, 10),
               of_event(total(3, 1, 31, 5, 0.5), 1, 11)});
  REQUIRE(event.total);
  CHECK(event.total->count == 7);
  CHECK(event.origins == 2);
}

TEST_CASE("where totals disagree the most credible one stands, with its own span") {
  Observation early = of_event(total(1, 0, 30, 9, 0.6), 1, 10);
  Observation sure = of_event(total(2, 1, 31, 6, 0.8), 1, 11);
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
  const Gathered gathered = gather_from(asked);
  REQUIRE(gathered.events.size() == 4);
  for (const Event& event : gathered.events) CHECK(event.items.size == 1);
}

TEST_CASE("all items of a milestone are one event, whatever their keys") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.2, 0.1)};
  asked.streams[0].once = true;
  asked.streams[0].said = {item(1, 5, 0.4), of_event(item(2, 6, 0.5), 3),
                           of_event(item(3, 7, 0.6), 4)};
  const Gathered gathered = gather_from(asked);
  REQUIRE(gathered.events.size() == 1);
  CHECK(gathered.events[0].credibility == doctest::Approx(1 - 0.6 * 0.5 * 0.4).epsilon(1e-15));
  CHECK(gathered.events[0].key == kOwn);
}

TEST_CASE("a milestone that is known by one key goes by it") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.2, 0.1)};
  asked.streams[0].once = true;
  asked.streams[0].said = {item(1, 5, 0.4), of_event(item(2, 6, 0.5), 3)};
  CHECK(gather_from(asked).events[0].key == 3);
}

TEST_CASE("items that cannot be judged are set aside and corroborate nothing") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.2, 0.1)};
  asked.streams[0].said = {unjudged(of_event(item(1, 5, 0.9), 3)), of_event(item(2, 6, 0.5), 3)};
  const Gathered gathered = gather_from(asked);
  REQUIRE(gathered.events.size() == 1);
  CHECK(gathered.events[0].credibility == 0.5);
  CHECK(gathered.events[0].occurred == day(6));
  REQUIRE(gathered.unjudged.size() == 1);
  CHECK(gathered.unjudged[0].item->item == 1);
}

TEST_CASE("items dated after the moment assessed are not yet there, the moment itself is") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.2, 0.1)};
  asked.streams[0].said = {of_event(item(1, 5, 0.4), 3), of_event(item(2, 6, 0.5), 3),
                           of_event(item(3, 6.5, 0.5), 3)};
  CHECK(gather_from(asked, 6).events[0].items.size == 2);
}

TEST_CASE("items dated after the horizon are not there, and are told apart") {
  Question asked = question(0.3, Days(180));
  asked.horizon = day(6);
  asked.streams = {stream(0.2, 0.1)};
  asked.streams[0].said = {of_event(item(1, 6, 0.4), 3), of_event(item(2, 6.5, 0.5), 3),
                           item(3, 9, 0.5)};
  const Gathered gathered = gather_from(asked, 8);
  REQUIRE(gathered.events.size() == 1);
  CHECK(gathered.events[0].credibility == 0.4);
  REQUIRE(gathered.late.size() == 1);  // the last is not yet there at all
  CHECK(gathered.late[0].item->item == 2);
}

TEST_CASE("what bears directly takes no count, and the most credible ratio stands") {
  Question asked = question(0.3, Days(180));
  asked.bearing = {of_event(bearing(1, 5, 0.9, 3), 4), of_event(bearing(2, 4, 0.4, 0.1), 4),
                   bearing(3, 6, 0.9, 2)};
  asked.bearing[2].total = Total{day(9), 12};
  const Gathered gathered = gather_from(asked);
  REQUIRE(gathered.events.size() == 2);
  CHECK(gathered.events[0].total == std::nullopt);  // singles come before groups
  CHECK(gathered.events[1].ratio == 3);
}

TEST_CASE("a milestone takes no count") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.2, 0.1)};
  asked.streams[0].once = true;
  asked.streams[0].said = {total(1, 5, 9, 4, 0.4)};
  CHECK_FALSE(gather_from(asked).events[0].total.has_value());
}

// --- Denials ------------------------------------------------------------------------------------

TEST_CASE("a denial takes from an event what it is worth") {
  // q(1 − d)/(1 − q·d) with q = 0.8, d = 0.5
  const std::vector<Observation> told = {of_event(item(1, 5, 0.8), 3, 10)};
  CHECK(told_by(told, Joined::kByKey, {denial(2, 6, 0.5, 3, 11)}).credibility ==
        doctest::Approx(0.4 / 0.6).epsilon(1e-15));
  CHECK(told_by(told, Joined::kByKey, {denial(2, 6, 0.5, 4, 11)}).credibility == 0.8);
  CHECK(told_by(told, Joined::kByKey, {denial(2, 6, 0, 3, 11)}).credibility == 0.8);
}

TEST_CASE("across origins denials add up, within one the most credible counts") {
  const std::vector<Observation> told = {of_event(item(1, 5, 0.8), 3)};
  const std::vector<Denial> denied = {denial(2, 6, 0.5, 3, 11), denial(3, 6, 0.4, 3, 11),
                                      denial(4, 7, 0.2, 3, 12), denial(5, 7, 0.1, 3),
                                      denial(6, 7, 0.1, 3)};
  const double d = 1 - 0.5 * 0.8 * 0.9 * 0.9;
  CHECK(told_by(told, Joined::kByKey, denied).credibility ==
        doctest::Approx(0.8 * (1 - d) / (1 - 0.8 * d)).epsilon(1e-14));
}

TEST_CASE("a denial weakens what all items together say of an event") {
  const std::vector<Observation> told = {of_event(item(1, 5, 0.6), 3, 10),
                                         of_event(item(2, 5, 0.5), 3, 11)};
  CHECK(told_by(told, Joined::kByKey, {denial(3, 6, 0.5, 3)}).credibility ==
        doctest::Approx(0.8 * 0.5 / (1 - 0.8 * 0.5)).epsilon(1e-15));
}

TEST_CASE("in a milestone each item is weakened by the denials of its own key") {
  const std::vector<Observation> told = {of_event(item(1, 5, 0.8), 3, 10),
                                         of_event(item(2, 7, 0.7), 4, 11), item(3, 9, 0.5)};
  const Event event = told_by(told, Joined::kByPlace, {denial(4, 6, 0.5, 3)});
  CHECK(event.credibility == doctest::Approx(1 - (1 - 0.4 / 0.6) * 0.3 * 0.5).epsilon(1e-15));
  // 0.667 is worth less than 0.7 now: the second dates it.
  CHECK(event.occurred == day(7));
}

TEST_CASE("within an origin of a milestone the item that stands is the best after denials") {
  const std::vector<Observation> told = {of_event(item(1, 5, 0.8), 3, 10),
                                         of_event(item(2, 7, 0.7), 4, 10)};
  const Event event = told_by(told, Joined::kByPlace, {denial(4, 6, 0.9, 3)});
  CHECK(event.credibility == 0.7);
  CHECK(event.occurred == day(7));
}

TEST_CASE("certain reports and near-certain denials keep their digits and stay probabilities") {
  const auto weakened = [](double q, double d) {
    return told_by({of_event(item(1, 5, q), 3)}, Joined::kByKey, {denial(2, 6, d, 3)}).credibility;
  };
  CHECK(weakened(1, 0.7) == 1);
  CHECK(weakened(0.7, 1) == 0);
  CHECK(weakened(0, 0.7) == 0);
  // As odds: q/(1−q) · (1−d), the denial's likelihood ratio.
  const double rest = 0x1p-40;
  CHECK(weakened(1 - rest, 1 - rest) == doctest::Approx(0.5).epsilon(1e-12));
  CHECK(weakened(1 - rest, 1 - 4 * rest) == doctest::Approx(0.8).epsilon(1e-12));
  const Event twice = told_by({of_event(item(1, 5, 1), 3)}, Joined::kByKey,
                              {denial(2, 6, 1 - 1.1e-8, 3), denial(3, 6, 1 - 1.1e-8, 3)});
  CHECK(twice.credibility == 1);
}

TEST_CASE("what its own origin denies is taken back, whatever the denial's grade") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.2, 0.1)};
  asked.streams[0].said = {of_event(item(1, 5, 0.8), 3, 10), of_event(item(2, 6, 0.6), 3, 11),
                           of_event(item(3, 6, 0.6), 4, 10)};
  for (const bool judged : {true, false}) {
    asked.denials = {judged ? denial(4, 7, 0.0, 3, 10) : unjudged(denial(4, 7, 0.0, 3, 10))};
    const Gathered gathered = gather_from(asked);
    REQUIRE(gathered.events.size() == 2);
    CHECK(gathered.events[0].credibility == 0.6);
    CHECK(gathered.events[0].occurred == day(6));
    REQUIRE(gathered.taken_back.size() == 1);
    CHECK(gathered.taken_back[0].item->item == 1);
  }
  // It counts against the others' like any.
  asked.denials = {denial(4, 7, 0.5, 3, 10)};
  CHECK(gather_from(asked).events[0].credibility == doctest::Approx(0.3 / 0.7).epsilon(1e-15));
}

TEST_CASE("who names no origin takes nothing back") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.2, 0.1)};
  asked.streams[0].said = {of_event(item(1, 5, 0.8), 3)};
  asked.denials = {denial(4, 7, 0.0, 3)};
  CHECK(gather_from(asked).events[0].credibility == 0.8);
  CHECK(gather_from(asked).taken_back.empty());
}

TEST_CASE("a denial that cannot be judged weakens nothing") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.2, 0.1)};
  asked.streams[0].said = {of_event(item(1, 5, 0.8), 3, 10)};
  asked.denials = {unjudged(denial(4, 7, 0.9, 3, 11))};
  CHECK(gather_from(asked).events[0].credibility == 0.8);
}

TEST_CASE("a denial is there from its own date, and never after the horizon") {
  Question asked = question(0.3, Days(180));
  asked.horizon = day(20);
  asked.streams = {stream(0.2, 0.1)};
  asked.streams[0].said = {of_event(item(1, 5, 0.8), 3, 10)};
  asked.denials = {denial(4, 7, 0.5, 3, 11)};
  CHECK(gather_from(asked, 6.9).events[0].credibility == 0.8);
  CHECK(gather_from(asked, 7).events[0].credibility < 0.7);
  asked.denials = {denial(4, 21, 0.5, 3, 11)};
  CHECK(gather_from(asked, 30).events[0].credibility == 0.8);
}

TEST_CASE("a denial never touches who looked and saw none") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.2, 0.1)};
  asked.streams[0].said = {of_event(none_seen(1, 5, 9, 0.8), 3, 10)};
  asked.denials = {denial(4, 7, 0.9, 3, 10)};
  const Gathered gathered = gather_from(asked);
  REQUIRE(gathered.events.size() == 1);
  CHECK(gathered.events[0].credibility == 0.8);
}

TEST_CASE("what bears directly is denied like any event") {
  Question asked = question(0.3, Days(180));
  asked.bearing = {of_event(bearing(1, 5, 0.8, 3), 3, 10)};
  asked.denials = {denial(4, 7, 0.5, 3, 11)};
  CHECK(gather_from(asked).events[0].credibility == doctest::Approx(0.4 / 0.6).epsilon(1e-15));
}

// --- Set times ----------------------------------------------------------------------------------

TEST_CASE("an item belongs to the latest set time at or before it, and is dated there") {
  Question asked = question(0.3, Days(180));
  asked.streams = {set_times({10, 20, 30}, 0.7, 0.2)};
  asked.streams[0].said = {item(1, 20, 0.5), item(2, 29.9, 0.4), item(3, 30, 0.6),
                           item(4, 99, 0.1)};
  const Gathered gathered = gather_from(asked);
  REQUIRE(gathered.events.size() == 2);
  CHECK(gathered.events[0].occasion == 1);
  CHECK(gathered.events[0].occurred == day(20));
  CHECK(gathered.events[0].credibility == doctest::Approx(0.7).epsilon(1e-15));
  CHECK(gathered.events[1].occasion == 2);
  CHECK(gathered.events[1].occurred == day(30));
}

TEST_CASE("what is dated before the first set time is of none") {
  Question asked = question(0.3, Days(180));
  asked.streams = {set_times({10, 20}, 0.7, 0.2)};
  asked.streams[0].said = {item(1, 9.9, 0.5)};
  CHECK(gather_from(asked).events.empty());
  REQUIRE(gather_from(asked).of_no_occasion.size() == 1);
  CHECK(gather_from(asked).of_no_occasion[0].item->item == 1);
}

TEST_CASE("at a set time too each item is weakened by the denials of its own key") {
  Question asked = question(0.3, Days(180));
  asked.streams = {set_times({10, 20}, 0.7, 0.2)};
  asked.streams[0].said = {of_event(item(1, 11, 0.8), 3, 10), of_event(item(2, 12, 0.5), 4, 11)};
  asked.denials = {denial(4, 13, 0.5, 3, 12)};
  CHECK(gather_from(asked).events[0].credibility ==
        doctest::Approx(1 - (1 - 0.4 / 0.6) * 0.5).epsilon(1e-15));
}

// --- Kinds within kinds -------------------------------------------------------------------------

TEST_CASE("a wider kind's items are never bare") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.2, 0.1), stream(0.1, 0.05)};
  asked.streams[1].of = 0;
  asked.streams[0].said = {item(1, 5, 0.8)};
  asked.streams[1].said = {item(2, 5, 0.8)};
  const Gathered gathered = gather_from(asked);
  CHECK(gathered.lone[0].size == 0);
  CHECK(gathered.lone[1].size == 1);
  REQUIRE(gathered.events.size() == 1);
  CHECK(gathered.events[0].stream == 0);
}

}  // namespace
}  // namespace signpost::belief
