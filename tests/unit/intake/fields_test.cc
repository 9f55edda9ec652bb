#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "engine/intake/items_reader.h"

using namespace signpost;
using intake::FieldsRead;
using Fields = std::map<std::string, std::string>;

namespace {

Instant at(const char* text) { return parse_time(text)->first; }

FieldsRead read(const Fields& fields, const Item* base = nullptr,
                Instant now = at("2022-06-30T12:00:00Z")) {
  static const Definitions kDefinitions = [] {
    Definitions d;
    d.indicators.resize(2);
    d.indicators[0].id = "attacks";
    d.indicators[1].id = "treaty";
    d.indicators[1].once = true;
    d.scenarios.resize(1);
    d.scenarios[0].id = "operations";
    return d;
  }();
  return intake::read_fields(fields, {kDefinitions, {now}}, base);
}

Item base() {
  const FieldsRead r = read({{"occurred", "2022-03-01"},
                             {"indicators", "attacks"},
                             {"text", "a raid"},
                             {"source", "SOHR"},
                             {"grade", "B2"},
                             {"event", "raid-1"}},
                            nullptr, at("2022-03-05T09:00:00Z"));
  REQUIRE(r.item);
  return *r.item;
}

}  // namespace

TEST_CASE("fields make an item by the rules of a CSV row") {
  const FieldsRead r = read({{"occurred", "2022-03"},
                             {"indicators", "attacks"},
                             {"bears", "operations=against"},
                             {"share", "no"},
                             {"credibility", "0.7"}});
  REQUIRE(r.item);
  CHECK(r.item->occurred_as == Precision::kMonth);
  CHECK(r.item->bears.at(0).word == "against");
  CHECK_FALSE(r.item->share);
  CHECK(r.item->credibility == Probability(0.7));
}

TEST_CASE("problems of fields have no place, and all are told") {
  const FieldsRead r = read({{"occurred", "2023-01-01"}, {"grade", "Z9"}, {"colour", "red"}});
  CHECK_FALSE(r.item);
  REQUIRE(r.problems.size() == 4);
  CHECK(r.problems[0].message == "unknown field \"colour\"");
  CHECK(r.problems[1].message == "\"Z9\" is not a grade");
  CHECK(r.problems[2].message == "the item names no indicator and bears on no scenario");
  CHECK(r.problems[3].message ==
        "occurred 2023-01-01 is in the future: it is 2022-06-30T12:00:00Z now");
  for (const Diagnostic& problem : r.problems) {
    CHECK(problem.line == 0);
    CHECK(problem.file.empty());
  }
}

TEST_CASE("text that is not UTF-8 is refused") {
  const FieldsRead r =
      read({{"occurred", "2022-03-01"}, {"indicators", "attacks"}, {"text", "\xFF"}});
  REQUIRE(r.problems.size() == 1);
  CHECK(r.problems[0].message == "text is not UTF-8");
}

TEST_CASE("amending nothing changes nothing") {
  const Item before = base();
  const FieldsRead r = read({}, &before);
  REQUIRE(r.item);
  CHECK(*r.item == before);
}

TEST_CASE("amending replaces the fields that are named and no others") {
  const Item before = base();
  const FieldsRead r = read({{"grade", "C3"}, {"indicators", "treaty"}}, &before);
  REQUIRE(r.item);
  Item expected = before;
  expected.grade = Grade{'C', 3};
  expected.sightings = {{"treaty", std::nullopt}};
  CHECK(*r.item == expected);
}

TEST_CASE("a field amended to nothing loses what it had") {
  const Item before = base();
  const FieldsRead r = read({{"event", ""}, {"grade", ""}, {"text", ""}}, &before);
  REQUIRE(r.item);
  CHECK(r.item->event.empty());
  CHECK(r.item->grade == Grade{});
  CHECK(r.item->text.empty());
  CHECK(read({{"occurred", ""}}, &before).problems.at(0).message == "occurred is missing");
  CHECK(read({{"indicators", ""}}, &before).problems.at(0).message ==
        "the item names no indicator and bears on no scenario");
}

TEST_CASE("a day means its start once the item becomes a total, and noon when it is none again") {
  const Item before = base();
  CHECK(before.occurred == at("2022-03-01T12:00:00Z"));
  const FieldsRead total = read({{"until", "2022-03-04"}, {"count", "3"}}, &before);
  REQUIRE(total.item);
  CHECK(total.item->occurred == at("2022-03-01T00:00:00Z"));
  CHECK(total.item->total == Total{at("2022-03-04T23:59:59Z"), 3});
  const FieldsRead lone = read({{"until", ""}, {"count", ""}}, &*total.item);
  REQUIRE(lone.item);
  CHECK(lone.item->occurred == before.occurred);
  CHECK_FALSE(lone.item->total);
}

TEST_CASE("of a total the count or the end may be amended alone") {
  const Item before = *read({{"occurred", "2022-03-01"},
                             {"until", "2022-03-31"},
                             {"count", "3"},
                             {"indicators", "attacks"}})
                           .item;
  CHECK(read({{"count", "5"}}, &before).item->total == Total{at("2022-03-31T23:59:59Z"), 5});
  CHECK(read({{"until", "2022-04-30"}}, &before).item->total ==
        Total{at("2022-04-30T23:59:59Z"), 3});
  CHECK(read({{"count", ""}}, &before).problems.at(0).message == "until needs a count");
  CHECK(read({{"until", ""}}, &before).problems.at(0).message == "count needs an until");
  CHECK(read({{"indicators", "treaty"}}, &before).problems.at(0).message ==
        "\"treaty\" happens once: it takes no count but 0");
}

TEST_CASE("an item is made a denial once all else is taken from it, and back again") {
  const Item before = base();
  const FieldsRead half = read({{"denies", "raid-1"}}, &before);
  CHECK_FALSE(half.item);
  REQUIRE(half.problems.size() == 2);
  CHECK(half.problems[0].message == "an item that denies an event has no indicators");
  CHECK(half.problems[1].message == "an item that denies an event has no event of its own");
  const FieldsRead whole = read({{"denies", "raid-1"}, {"indicators", ""}, {"event", ""}}, &before);
  REQUIRE(whole.item);
  CHECK(whole.item->denies == "raid-1");
  CHECK(read({{"indicators", "attacks"}}, &*whole.item).problems.size() == 1);
  CHECK(read({{"denies", ""}}, &*whole.item).problems.at(0).message ==
        "the item names no indicator and bears on no scenario");
  const FieldsRead back =
      read({{"denies", ""}, {"indicators", "attacks"}, {"event", "raid-1"}}, &*whole.item);
  REQUIRE(back.item);
  CHECK(*back.item == before);
}

TEST_CASE("a total that is made a denial loses its count and its end") {
  const Item before = *read({{"occurred", "2022-03-01"},
                             {"until", "2022-03-31"},
                             {"count", "3"},
                             {"indicators", "attacks"}})
                           .item;
  CHECK(read({{"denies", "raid-1"}, {"indicators", ""}}, &before).problems.size() == 2);
  const FieldsRead denial =
      read({{"denies", "raid-1"}, {"indicators", ""}, {"count", ""}, {"until", ""}}, &before);
  REQUIRE(denial.item);
  CHECK_FALSE(denial.item->total);
  CHECK(denial.item->occurred == at("2022-03-01T12:00:00Z"));
}

TEST_CASE("an item that turns out to be newer than its recording is available now") {
  const Item before = base();  // recorded on 5 March
  const Instant now = at("2022-06-30T12:00:00Z");
  const FieldsRead later = read({{"occurred", "2022-04-01"}}, &before);
  REQUIRE(later.item);
  CHECK(later.item->available == now);
  CHECK_FALSE(later.item->available_given);
  CHECK(read({{"occurred", "2022-03-02"}}, &before).item->available == before.available);
  const Item given = *read({{"available", "2022-03-10"}}, &before).item;
  CHECK(given.available_given);
  CHECK(read({{"occurred", "2022-04-01"}}, &given).problems.size() == 1);
  CHECK(read({{"occurred", "2022-04-01"}, {"available", ""}}, &given).item->available == now);
}

TEST_CASE("what a person types has no decimal comma, and it is named") {
  const auto told = [](const char* field, const char* text) {
    const FieldsRead r = read({{"occurred", "2022-03"},
                               {"until", "2022-04"},
                               {"indicators", "attacks"},
                               {"count", "3"},
                               {field, text}});
    return r.item
               ? "accepted"
               : r.problems.front().message.english() + " | " + r.problems.front().hint.english();
  };
  CHECK(told("credibility", "0.8") == "accepted");
  CHECK(told("credibility", "0,8") == "credibility: \"0,8\" has a decimal comma | write 0.8");
  const FieldsRead bears = read({{"occurred", "2022-03"}, {"bears", "operations=0,2"}});
  REQUIRE_FALSE(bears.problems.empty());
  CHECK(bears.problems.front().message == "\"0,2\" has a decimal comma");
  CHECK(bears.problems.front().hint == "write 0.2");
  const FieldsRead count =
      read({{"occurred", "2022-03"}, {"indicators", "attacks"}, {"count", "3,5"}});
  REQUIRE_FALSE(count.problems.empty());
  CHECK(count.problems.front().message == "count 3,5 is not a whole number");
}
