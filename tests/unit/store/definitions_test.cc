// Definitions in the store: what comes back, revisions, and when each stands.
#include <doctest/doctest.h>

#include "tests/english.h"
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

TEST_CASE("all that a definition may say comes back, and what it leaves unsaid is unsaid") {
  const World world;
  Store store = world.open();
  const Definitions all = definitions_with_all();
  store.load(all, clock_at("2022-03-01"));
  const Definitions back = store.snapshot()->definitions(instant("2022-06-01"));
  CHECK(back.indicators == all.indicators);
  CHECK(back.scenarios == all.scenarios);
  CHECK(back.alerts == all.alerts);
  CHECK(back.grades == all.grades);
  const Loaded again = store.load(all, clock_at("2022-04-01"));
  CHECK(again.changes.empty());
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
}

TEST_CASE("each thing that a definition may say makes a revision by itself") {
  const World world;
  Store store = world.open();
  Definitions all = definitions_with_all();
  store.load(all, clock_at("2022-03-01"));
  int revisions = 0;
  const auto revises = [&](const auto& change) {
    change(all);
    CHECK(store.load(all, clock_at("2022-04-01")).changes.size() == 1);
    CHECK(store.load(all, clock_at("2022-04-01")).changes.empty());
    ++revisions;
  };
  Indicator& raids = all.indicators[2];
  Indicator& releases = all.indicators[4];
  Indicator& meetings = all.indicators[5];
  Scenario& demands = all.scenarios[2];
  revises([&](Definitions&) { raids.usual_grade = Grade{'C', std::uint8_t{2}}; });
  revises([&](Definitions&) { raids.usual_grade.reset(); });
  revises([&](Definitions&) { raids.of = "attacks"; });
  revises([&](Definitions&) { raids.of.clear(); });
  revises([&](Definitions&) { releases.occasions->dates.push_back(instant("2022-07-05")); });
  revises([&](Definitions&) { releases.occasions.reset(); });
  revises([&](Definitions&) { meetings.occasions->every = "month on the 5th at 11:00"; });
  revises([&](Definitions&) { meetings.occasions->rule = "FREQ=MONTHLY;BYMONTHDAY=5;BYHOUR=11"; });
  revises([&](Definitions&) { meetings.occasions->timezone = "Asia/Baghdad"; });
  revises([&](Definitions&) { meetings.occasions->from = instant("2022-02-01"); });
  revises([&](Definitions&) { meetings.occasions->until.reset(); });
  revises([&](Definitions&) { demands.implies.pop_back(); });
  revises([&](Definitions&) { demands.prior_within.reset(); });
  revises([&](Definitions&) { demands.base_rate = Probability(0.3); });  // said now, if the same
  revises([&](Definitions&) { demands.expects[0].happening = false; });
  revises([&](Definitions&) { demands.expects[1].if_true.each_time = Probability(0.71); });
  revises([&](Definitions&) { demands.expects[1].if_false.each_time.reset(); });
  revises([&](Definitions&) { demands.expects[1].within.reset(); });
  revises([&](Definitions&) { all.alerts[2].condition.at_horizon = false; });
  revises([&](Definitions&) { all.scenarios[3].asks = Asks::kState; });
  Criterion& more = *all.scenarios[4].criterion;
  Criterion& enough = *all.scenarios[5].criterion;
  revises([&](Definitions&) { more.indicators = {"all-raids", "attacks"}; });
  revises([&](Definitions&) { more.indicators.pop_back(); });
  revises([&](Definitions&) { more.window.from = instant("2022-02-01"); });
  revises([&](Definitions&) { more.window.to = instant("2022-12-01"); });
  revises([&](Definitions&) { more.factor = 1.5; });
  revises([&](Definitions&) { more.against->from = instant("2020-02-01"); });
  revises([&](Definitions&) { more.against->to = instant("2021-01-01"); });
  revises([&](Definitions&) { more.against.reset(); });
  revises([&](Definitions&) { more.history_from = instant("2019-06-01"); });
  revises([&](Definitions&) { more.drift.reset(); });
  revises([&](Definitions&) { more.dispersion.reset(); });
  revises([&](Definitions&) { enough.at_least = 361; });
  revises([&](Definitions&) { all.grades[0].odds = 6; });
  revises([&](Definitions&) { all.grades[0].as_credibility = true; });
  revises([&](Definitions&) { all.grades[0].because.ar = "من الأحكام"; });
  CHECK(store.verify(std::nullopt).entries == 3 + revisions);
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
}

TEST_CASE("what a grade is worth is versioned, each letter, digit and pair by itself") {
  const World world;
  Store store = world.open();
  Definitions all = definitions_with_all();
  store.load(all, clock_at("2022-03-01"));
  all.grades[1].odds = 8;
  all.grades[1].as_credibility = false;
  const Loaded loaded = store.load(all, clock_at("2022-04-01"));
  REQUIRE(loaded.changes.size() == 1);
  CHECK(loaded.changes[0].kind == "grade");
  CHECK(loaded.changes[0].id == "B2");
  CHECK(loaded.changes[0].revision == 2);
  const auto revisions = store.snapshot()->grades();
  REQUIRE(revisions.size() == 4);
  CHECK(revisions[1].content == definitions_with_all().grades[1]);
  // Not before it was loaded: past days stay by the table that stood then.
  CHECK(revisions[1].known == KnownSpan{instant("2022-03-01"), instant("2022-04-01")});
  CHECK(revisions[2].content == all.grades[1]);
  CHECK(revisions[2].known == KnownSpan{instant("2022-04-01"), kForever});
  CHECK(revisions[2].recorded == instant("2022-04-01"));
  const auto worth = [&](const char* known_at) {
    std::vector<GradeWorth> standing;
    for (const auto& revision : store.snapshot()->grades()) {
      if (revision.known.holds(instant(known_at))) standing.push_back(revision.content);
    }
    return credibility(Grade{'B', std::uint8_t{2}}, table_of(standing))->value();
  };
  CHECK(worth("2022-02-28") == credibility(Grade{'B', std::uint8_t{2}})->value());
  CHECK(worth("2022-03-31") == doctest::Approx(0.86));
  CHECK(worth("2022-04-02") == doctest::Approx(8.0 / 9));
  CHECK(first_cell(world.path, "SELECT credibility FROM grades WHERE id = 'B2' AND revision = 1") ==
        "0.86");
}

TEST_CASE("what is counted, and no prior, stands in the rows of a countable forecast") {
  const World world;
  world.open().load(definitions_with_all(), clock_at("2022-03-01"));
  CHECK(
      first_cell(world.path,
                 "SELECT count(*) FROM scenario_revision WHERE prior IS NULL AND asks = 'count'") ==
      "2");
  CHECK(first_cell(world.path,
                   "SELECT indicators || ', ' || \"from\" || ', ' || against_to "
                   "FROM criteria WHERE scenario = 'more-attacks'") ==
        "attacks · all-raids, 2022-01-28T00:00:00Z, 2021-01-28T00:00:00Z");
  CHECK(first_cell(world.path, "SELECT count(*) FROM scenario_criterion") == "2");
}

TEST_CASE("a count without a criterion, or a criterion of what is not counted, is not read") {
  const auto told_after = [](const std::string& sql) {
    const World world;
    world.open().load(definitions_with_all(), clock_at("2022-03-01"));
    tamper(world.path, sql);
    return error_of([&] { (void)world.snapshot()->definitions(kForever); });
  };
  CHECK(told_after("DELETE FROM scenario_criterion_indicator")
            .find("a countable forecast that counts nothing in scenario_revision (scenario 5, "
                  "revision 1)") != std::string::npos);
  CHECK(told_after("UPDATE scenario_revision SET asks = 'fact', prior = 0.5 WHERE scenario = 6")
            .find("a count that nothing asks for") != std::string::npos);
  CHECK(
      told_after("UPDATE scenario_revision SET prior = NULL WHERE scenario = 1").find("no prior") !=
      std::string::npos);
  CHECK(told_after("UPDATE scenario_criterion SET drift = 4 WHERE drift IS NOT NULL")
            .find("the drift") != std::string::npos);
  CHECK(told_after("UPDATE scenario_criterion SET history_from = \"from\"")
            .find("the time that is counted") != std::string::npos);
  CHECK(told_after("UPDATE scenario_criterion SET at_least = 1e300 WHERE factor IS NULL")
            .find("how much is enough") != std::string::npos);
  CHECK(told_after("UPDATE grade_revision SET odds = 1e300").find("the odds of a grade") !=
        std::string::npos);
}

TEST_CASE(
    "what is left unsaid is the same as the very value that it comes to, once that is stored") {
  const World world;
  Store store = world.open();
  Definitions next = definitions();
  next.scenarios[1].base_rate.reset();  // stored as 0.1, like the prior
  next.scenarios[1].asks.reset();       // stored as a fact, and it lasts for ever
  CHECK(store.load(next, clock_at("2022-03-01")).changes.empty());
  next.scenarios[0].base_rate.reset();  // stored as 0.25, which is not the prior
  CHECK(store.load(next, clock_at("2022-03-01")).changes.size() == 1);
  CHECK_FALSE(store.snapshot()->scenario("growth")[1].content.base_rate.has_value());
  next.scenarios[1].asks = Asks::kByHorizon;
  CHECK(store.load(next, clock_at("2022-03-01")).changes.size() == 1);
  next.scenarios[1].asks.reset();  // which would be a fact
  CHECK(store.load(next, clock_at("2022-03-01")).changes.size() == 1);
  CHECK_FALSE(store.snapshot()->scenario("plan")[2].content.asks.has_value());
}

TEST_CASE("a wider indicator, and an implied scenario, must be defined, be it further down") {
  const World world;
  Store store = world.open();
  const auto refused = [&](const auto& change) {
    Definitions next = definitions_with_all();
    change(next);
    return error_of([&] { store.load(next, clock_at("2022-03-01")); });
  };
  CHECK(refused([](Definitions& next) { next.indicators[2].of = "all-raid"; }) ==
        "indicator \"raids\" names the indicator \"all-raid\", which is not defined | did you mean "
        "\"all-raids\"?");
  CHECK(refused([](Definitions& next) { next.scenarios[2].implies[1] = "plann"; }) ==
        "scenario \"demands\" names the scenario \"plann\", which is not defined | did you mean "
        "\"plan\"?");
  CHECK(store.snapshot()->scenario_ids().size() == 2);
  CHECK(refused([](Definitions&) {}) == "nothing was thrown");
}

TEST_CASE("a revision says when it was loaded, whenever it stands from") {
  const World world;
  Store store = world.open();
  Definitions next = definitions();
  next.scenarios[0].prior = Probability(0.5);
  next.indicators[0].dispersion = 4;
  next.sources[0].because = "known since";
  store.load(next, clock_at("2022-04-01"));
  const auto snapshot = store.snapshot();
  const auto growth = snapshot->scenario("growth");
  REQUIRE(growth.size() == 2);
  CHECK(growth[0].known.from == instant("2022-01-28"));
  CHECK(growth[0].recorded == instant("2022-02-01"));
  CHECK(growth[1].recorded == instant("2022-04-01"));
  CHECK(snapshot->indicator("attacks")[0].recorded == instant("2022-02-01"));
  CHECK(snapshot->indicator("attacks")[1].recorded == instant("2022-04-01"));
  CHECK(snapshot->sources()[0].recorded == instant("2022-02-01"));
}

}  // namespace
}  // namespace signpost::store::testing
