// Definitions in the store: what comes back, revisions, and when each stands.
#include <doctest/doctest.h>

#include "tests/unit/store/world.h"

namespace signpost::store::testing {
namespace {

TEST_CASE("definitions come back as they were loaded, in their order") {
  const World world;
  const auto snapshot = world.snapshot();
  const Definitions back = snapshot->definitions(instant("2022-06-01"));
  const Definitions loaded = definitions();
  CHECK(back.publications == loaded.publications);
  CHECK(back.sources == loaded.sources);
  CHECK(back.indicators == loaded.indicators);
  CHECK(back.scenarios == loaded.scenarios);
  CHECK(snapshot->scenario_ids() == std::vector<std::string>{"growth", "plan"});
  CHECK(snapshot->indicator_ids() == std::vector<std::string>{"attacks", "cells-raided"});
}

TEST_CASE("a load tells what is new and what is revised, and counts the rest") {
  const World world;
  Store store = world.open();
  Definitions next = definitions();
  next.indicators[0].dispersion = 4;
  next.scenarios[0].expects[0].because = "seen since";
  Indicator fresh;
  fresh.id = "fresh";
  next.indicators.push_back(fresh);
  const Loaded loaded = store.load(next, clock_at("2022-03-01"));
  REQUIRE(loaded.changes.size() == 3);
  CHECK(loaded.changes[0].kind == "indicator");
  CHECK(loaded.changes[0].id == "attacks");
  CHECK(loaded.changes[0].revision == 2);
  CHECK(loaded.changes[1].id == "fresh");
  CHECK(loaded.changes[1].revision == 1);
  CHECK(loaded.changes[2].kind == "scenario");
  CHECK(loaded.changes[2].id == "growth");
  CHECK(loaded.changes[2].revision == 2);
  CHECK(loaded.unchanged == 5);
}

TEST_CASE("how far a number may be off comes back, and alone makes a revision") {
  const World world;
  Store store = world.open();
  Definitions next = definitions();
  next.scenarios[0].prior_within = 3;
  CHECK(store.load(next, clock_at("2022-03-01")).changes.size() == 1);
  next.scenarios[0].expects[1].within = 1.15;
  CHECK(store.load(next, clock_at("2022-04-01")).changes.size() == 1);
  next.scenarios[0].expects[0].ratio_within = 1;
  CHECK(store.load(next, clock_at("2022-05-01")).changes.size() == 1);
  next.indicators[0].seasons[0].within = 1.1;
  CHECK(store.load(next, clock_at("2022-06-01")).changes.size() == 1);
  CHECK(store.load(next, clock_at("2022-07-01")).changes.empty());
  const Definitions back = store.snapshot()->definitions(instant("2022-12-31"));
  CHECK(back.scenarios == next.scenarios);
  CHECK(back.indicators == next.indicators);
  CHECK(store.snapshot()->scenario("growth").size() == 4);
  CHECK(world.verify().ok);
}

TEST_CASE("loading what is there already changes nothing and makes no entry") {
  const World world;
  const auto before = world.snapshot()->journal();
  const Loaded loaded = world.open().load(definitions(), clock_at("2022-03-01"));
  CHECK(loaded.changes.empty());
  CHECK(loaded.unchanged == 7);
  CHECK(world.snapshot()->journal().size() == before.size());
}

TEST_CASE("a dry run tells what a load would change and stores nothing") {
  const World world;
  Definitions next = definitions();
  next.sources[0].reliability = 'C';
  CHECK(world.open().load(next, clock_at("2022-03-01"), true).changes.size() == 1);
  CHECK(world.snapshot()->sources().size() == 2);
  CHECK(world.open().load(next, clock_at("2022-03-01")).changes.size() == 1);
}

TEST_CASE("going back to an older content is a new revision") {
  const World world;
  Store store = world.open();
  Definitions next = definitions();
  next.scenarios[0].prior = Probability(0.5);
  store.load(next, clock_at("2022-03-01"));
  const Loaded back = store.load(definitions(), clock_at("2022-04-01"));
  REQUIRE(back.changes.size() == 1);
  CHECK(back.changes[0].revision == 3);
  const auto revisions = world.snapshot()->scenario("growth");
  REQUIRE(revisions.size() == 3);
  CHECK(revisions[0].content == revisions[2].content);
}

TEST_CASE(
    "the first revision of a scenario stands from its opening and later ones from their load") {
  const World world;
  Store store = world.open();
  Definitions next = definitions();
  next.scenarios[0].prior = Probability(0.5);
  store.load(next, clock_at("2022-03-01"));
  const auto revisions = store.snapshot()->scenario("growth");
  REQUIRE(revisions.size() == 2);
  CHECK(revisions[0].known == KnownSpan{instant("2022-01-28"), instant("2022-03-01")});
  CHECK(revisions[1].known == KnownSpan{instant("2022-03-01"), kForever});
  CHECK(revisions[1].content.prior == Probability(0.5));
  const auto prior_at = [&](const char* known_at) {
    return store.snapshot()->definitions(instant(known_at)).scenarios[0].prior.value();
  };
  CHECK(prior_at("2021-01-01") == 0.45);  // none stands yet: the first
  CHECK(prior_at("2022-02-28") == 0.45);
  CHECK(prior_at("2022-03-01") == 0.5);
  CHECK(store.snapshot()->definitions(kForever).scenarios[0].prior == Probability(0.5));
}

TEST_CASE("the first revision of an indicator and of a source stands from the beginning") {
  const World world;
  Store store = world.open();
  Definitions next = definitions();
  next.indicators[1].once = false;
  next.sources[1].aliases = {"the wire"};
  store.load(next, clock_at("2022-03-01"));
  const auto snapshot = store.snapshot();
  const auto indicators = snapshot->indicator("cells-raided");
  REQUIRE(indicators.size() == 2);
  CHECK(indicators[0].known == KnownSpan{kBeginning, instant("2022-03-01")});
  CHECK(indicators[1].known == KnownSpan{instant("2022-03-01"), kForever});
  const auto sources = snapshot->sources();
  REQUIRE(sources.size() == 3);
  CHECK(sources[1].content.id == "a-wire");
  CHECK(sources[1].known == KnownSpan{kBeginning, instant("2022-03-01")});
  CHECK(sources[2].content.aliases == std::vector<std::string>{"the wire"});
}

TEST_CASE("a revision loaded by a clock set back covers the ones that it precedes") {
  const World world;
  Store store = world.open();
  Definitions next = definitions();
  next.indicators[0].dispersion = 4;
  store.load(next, clock_at("2022-06-01"));
  next.indicators[0].dispersion = 5;
  store.load(next, {instant("2022-05-01"), true});
  const auto revisions = store.snapshot()->indicator("attacks");
  REQUIRE(revisions.size() == 3);
  CHECK_FALSE(revisions[1].known.holds(instant("2022-07-01")));
  CHECK(revisions[0].known.until == instant("2022-05-01"));
  CHECK(revisions[2].known.holds(instant("2022-07-01")));
}

TEST_CASE("a scenario that names an undefined indicator is refused whole") {
  const World world;
  Definitions next = definitions();
  next.sources[0].because = "changed";
  next.scenarios[1].expects = {
      {"atacks", {"1 per day", Rate(1), {}}, {"2 per day", Rate(2), {}}, false, "", {}, {}}};
  CHECK(error_of([&] { world.open().load(next, clock_at("2022-03-01")); }) ==
        "scenario \"plan\" names the indicator \"atacks\", which is not defined | did you mean "
        "\"attacks\"?");
  CHECK(world.snapshot()->sources().size() == 2);
}

TEST_CASE("a scenario may name an indicator of the same load") {
  const World world;
  Definitions next;
  Indicator fresh;
  fresh.id = "fresh";
  next.indicators = {fresh};
  next.scenarios = {definitions().scenarios[1]};
  next.scenarios[0].expects = {
      {"fresh", {"1 per day", Rate(1), {}}, {"2 per day", Rate(2), {}}, false, "", {}, {}}};
  CHECK(world.open().load(next, clock_at("2022-03-01")).changes.size() == 2);
  CHECK(world.verify().ok);
}

TEST_CASE("what is asked for and not there comes back empty") {
  const World world;
  const auto snapshot = world.snapshot();
  CHECK(snapshot->scenario("no").empty());
  CHECK(snapshot->indicator("no").empty());
  CHECK(snapshot->items_of_indicator("no", true).empty());
  CHECK(snapshot->items_bearing_on("no", false).empty());
  CHECK(snapshot->covers("no").empty());
  CHECK_FALSE(snapshot->item(1).has_value());
}

TEST_CASE("coverage declared from the command line is kept with when it was recorded") {
  const World world;
  Store store = world.open();
  const CoverageSpan span{instant("2022-02-01"), instant("2022-03-01"), 0.25, "nobody there"};
  store.cover("attacks", span, clock_at("2022-03-05"));
  store.cover("attacks", {kBeginning, kForever, 1, ""}, clock_at("2022-03-06"));
  const auto covers = store.snapshot()->covers("attacks");
  REQUIRE(covers.size() == 2);
  CHECK(covers[0].span == span);
  CHECK(covers[0].recorded == instant("2022-03-05"));
  CHECK(covers[0].indicator == "attacks");
  CHECK(covers[1].span.from == kBeginning);
  CHECK(store.snapshot()->covers("cells-raided").empty());
  CHECK(world.verify().ok);
}

}  // namespace
}  // namespace signpost::store::testing
