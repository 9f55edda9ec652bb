// Items that say that an event did not happen; and the blind keys of events.
#include <doctest/doctest.h>

#include "tests/english.h"
#include "tests/unit/store/world.h"

namespace signpost::store::testing {
namespace {

using Ids = std::vector<std::string>;

Item telling(std::string_view event, const Clock& clock) {
  Item one = item("it happened", clock);
  one.event = event;
  return one;
}

Item denying(std::string_view event, const Clock& clock) {
  Item one = item("it did not happen", clock);
  one.sightings.clear();
  one.denies = event;
  return one;
}

const Clock kFirst = clock_at("2022-03-01");
const Clock kSecond = clock_at("2022-03-02");
const Clock kThird = clock_at("2022-03-03");

TEST_CASE("a denial comes back as it was recorded, and is found among all items") {
  const World world;
  Store store = world.open();
  store.record(telling("raid", kFirst), kFirst);
  const Item denial = denying("Raid ", kFirst);
  store.record(denial, kFirst);
  const auto snapshot = store.snapshot();
  CHECK(snapshot->item(2)->versions[0].content == denial);
  const auto found = snapshot->items_that_deny(true);
  REQUIRE(found.size() == 1);
  CHECK(found[0].item == 2);
  CHECK(found[0].content == denial);
  CHECK(snapshot->items_that_deny(false)[0].content.text.empty());
  CHECK(snapshot->items_that_deny(false)[0].content.denies == "Raid ");
  CHECK(snapshot->items_of_indicator("attacks", false).size() == 1);
  CHECK(store.record(denial, kSecond).fate == Fate::kAdded);  // no id: another item
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
}

TEST_CASE("each version of a denial is known for its time") {
  const World world;
  Store store = world.open();
  store.record(denying("raid", kFirst), kFirst);
  store.amend(1, denying("ambush", kFirst), kSecond);
  store.amend(1, telling("ambush", kFirst), kThird);
  auto found = store.snapshot()->items_that_deny(false);
  REQUIRE(found.size() == 2);
  CHECK(found[0].content.denies == "raid");
  CHECK(found[0].known == KnownSpan{kFirst.now, kSecond.now});
  CHECK(found[1].known == KnownSpan{kSecond.now, kThird.now});
  store.record(denying("raid", kFirst), kThird);
  store.retract(2, "", clock_at("2022-03-04"));
  found = store.snapshot()->items_that_deny(false);
  CHECK(found.back().known == KnownSpan{kFirst.now, instant("2022-03-04")});
}

TEST_CASE("what a denial denies cannot be changed unseen") {
  for (const char* change :
       {"denies = 'ambush'", "denies = NULL", "event = denies, denies = NULL", "event = denies"}) {
    CAPTURE(change);
    const World world;
    world.open().record(denying("raid", kFirst), kFirst);
    tamper(world.path, std::string("UPDATE item_version SET ") + change);
    CHECK(world.verify().problems.size() == 1);
  }
}

TEST_CASE("after a redaction a denial and its event are still tied, by their blind key") {
  const World world;
  Store store = world.open();
  store.record(telling("raid", kFirst), kFirst);
  store.record(denying("raid", kFirst), kFirst);
  const std::string blind = store.snapshot()->blind_key("raid");
  store.redact(1, "a witness", kSecond);
  store.redact(2, "a witness", kSecond);
  const auto found = store.snapshot()->items_that_deny(true);
  REQUIRE(found.size() == 1);
  CHECK(found[0].redacted);
  CHECK(found[0].content.denies == blind);
  CHECK(found[0].content.text.empty());
  CHECK(found[0].pseudonymous_at(kThird.now)->origin == store.snapshot()->pseudonym("sohr"));
  CHECK(store.snapshot()->item(1)->versions[0].content.event == blind);
  CHECK(store.snapshot()->blind_key(blind) == blind);
  CHECK(store.snapshot()->blind_key("raid") == blind);
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
}

TEST_CASE("a change with a denial touches all that its event stands under, however it is spelt") {
  const World world;
  Store store = world.open();
  Item both = telling("Raid on Hasakah", kFirst);  // entry 3
  both.sightings = {{"cells-raided", {}}};
  both.bears = {{"plan", 3, "for"}};
  store.record(both, kFirst);
  store.record(telling("raid  on hasakah ", kFirst), kFirst);  // entry 4
  store.record(telling("another", kFirst), kFirst);            // entry 5
  const std::int64_t before = store.snapshot()->head();
  store.record(denying("RAID ON HASAKAH", kFirst), kFirst);
  store.record(denying("nobody told it", kFirst), kFirst);
  auto changes = store.snapshot()->changes_after(before);
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].indicators == Ids{"attacks", "cells-raided"});
  CHECK(changes[0].scenarios == Ids{"plan"});
  CHECK(changes[1].indicators.empty());
  CHECK(changes[1].scenarios.empty());

  // Amended, it touches what it denied and what it denies now; withdrawn, what it denied.
  const std::int64_t then = store.snapshot()->head();
  store.amend(4, denying("another", kFirst), kSecond);
  store.retract(4, "", kThird);
  changes = store.snapshot()->changes_after(then);
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].indicators == Ids{"attacks", "cells-raided"});
  CHECK(changes[0].scenarios == Ids{"plan"});
  CHECK(changes[1].indicators == Ids{"attacks", "cells-raided"});
}

TEST_CASE("blind keys tell events apart, and say nothing of their keys") {
  const World world;
  const World other;
  const auto snapshot = world.snapshot();
  const std::string raid = snapshot->blind_key("raid");
  CHECK(raid.size() == 17);
  CHECK(raid.front() == '~');
  CHECK(snapshot->blind_key("raid") == raid);
  CHECK(snapshot->blind_key("ambush") != raid);
  CHECK(snapshot->blind_key("").empty());
  CHECK(snapshot->pseudonym("raid") != raid);          // an event is no origin
  CHECK(other.snapshot()->blind_key("raid") != raid);  // and another store has another secret
}

}  // namespace
}  // namespace signpost::store::testing
