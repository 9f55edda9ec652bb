// Resolutions, forecasts of others and verdicts: what is kept of them, and what is refused.
#include <doctest/doctest.h>

#include "engine/store/store.h"
#include "tests/english.h"
#include "tests/unit/store/world.h"

namespace signpost::store::testing {
namespace {

Resolution settled(Outcome outcome, const char* on, const char* because = "the monitor's count") {
  Resolution resolution;
  resolution.scenario = "growth";
  resolution.outcome = outcome;
  resolution.on = instant(on);
  resolution.because = because;
  return resolution;
}

Forecast forecast(const char* by, const char* at, std::optional<double> probability,
                  bool sealed = false) {
  Forecast forecast;
  forecast.scenario = "growth";
  forecast.by = by;
  forecast.at = instant(at);
  if (probability) forecast.probability = Probability(*probability);
  forecast.sealed = sealed;
  return forecast;
}

TEST_CASE("a settlement is kept with its reason in both languages and its items") {
  const World world;
  Store store = world.open();
  store.record(item("seen", "A1", clock_at("2022-03-01")), clock_at("2022-03-01"));
  Resolution told = settled(Outcome::kNo, "2022-05-01");
  told.because = {"fewer than told", "أقل مما قيل"};
  told.items = {1};
  told.available = instant("2022-05-02");
  CHECK(store.resolve(told, clock_at("2022-05-03")));
  const auto kept = store.snapshot()->resolutions("growth");
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].outcome == Outcome::kNo);
  CHECK(kept[0].on == instant("2022-05-01"));
  CHECK(kept[0].known_from() == instant("2022-05-02"));
  CHECK(kept[0].recorded == instant("2022-05-03"));
  CHECK(kept[0].because == told.because);
  CHECK(kept[0].items == std::vector<ItemId>{1});
  CHECK(store.snapshot()->resolutions("plan").empty());
  CHECK(world.verify().ok);
}

TEST_CASE("settling again keeps both, the same again nothing, and taking back is kept too") {
  const World world;
  Store store = world.open();
  CHECK(store.resolve(settled(Outcome::kYes, "2022-05-01"), clock_at("2022-05-03")));
  CHECK_FALSE(store.resolve(settled(Outcome::kYes, "2022-05-01"), clock_at("2022-05-04")));
  CHECK(store.resolve(settled(Outcome::kNo, "2022-05-02"), clock_at("2022-05-05")));
  Resolution back;
  back.scenario = "growth";
  back.because = "another year";
  CHECK(store.resolve(back, clock_at("2022-05-06")));
  CHECK(error_of([&] { store.resolve(back, clock_at("2022-05-07")); }) ==
        "\"growth\" is not settled: there is nothing to take back | ");
  const auto kept = store.snapshot()->resolutions({});
  REQUIRE(kept.size() == 3);
  CHECK(kept[1].outcome == Outcome::kNo);
  CHECK_FALSE(kept[2].outcome.has_value());
  CHECK(world.verify().ok);
}

TEST_CASE("what cannot be is not settled, and the store stays as it was") {
  const World world;
  Store store = world.open();
  const auto before = store.snapshot()->head();
  const Clock clock = clock_at("2022-05-03");
  const auto refused = [&](const Resolution& resolution) {
    return error_of([&] { store.resolve(resolution, clock); });
  };
  CHECK(refused(settled(Outcome::kYes, "2001-01-01")).find("it cannot have been settled on") !=
        std::string::npos);
  CHECK(refused(settled(Outcome::kYes, "2022-06-01")).find("is settled only on") !=
        std::string::npos);
  Resolution early = settled(Outcome::kYes, "2022-05-01");
  early.available = instant("2022-04-30");
  CHECK(refused(early).find("cannot be known from") != std::string::npos);
  Resolution unknown = settled(Outcome::kYes, "2022-05-01");
  unknown.scenario = "grwth";
  CHECK(refused(unknown) ==
        "the resolution names the scenario \"grwth\", which is not defined | did you mean "
        "\"growth\"?");
  Resolution no_item = settled(Outcome::kYes, "2022-05-01");
  no_item.items = {77};
  CHECK(refused(no_item) == "there is no item 77 | `signpost evidence` lists the items");
  CHECK(store.snapshot()->head() == before);
}

TEST_CASE("what somebody will say later than now is no forecast yet") {
  const World world;
  Store store = world.open();
  const std::vector<Forecast> told{forecast("ICG", "2022-04-01", 0.4),
                                   forecast("ICG", "2022-05-02", 0.5)};
  CHECK(error_of([&] {
          store.forecast(told, clock_at("2022-05-01"));
        }).starts_with("ICG forecasts so only from 2022-05-02T00:00:00Z on, which is later than"));
  CHECK(store.snapshot()->forecasts({}).empty());
  CHECK(store.forecast(told, clock_at("2022-05-02")) == 2);
}

TEST_CASE("resolutions, forecasts and items say which entry of the journal brought them") {
  const World world;
  Store store = world.open();
  const Clock clock = clock_at("2022-05-03");
  store.resolve(settled(Outcome::kYes, "2022-05-01"), clock);
  const std::int64_t first = store.snapshot()->head();
  const Forecast late = forecast("ICG", "2022-04-01", 0.4);
  store.forecast({&late, 1}, clock);
  store.record(item("seen", "A1", clock), clock);
  const auto snapshot = store.snapshot();
  CHECK(snapshot->resolutions("growth").at(0).entry == first);
  CHECK(snapshot->forecasts("growth").at(0).entry == first + 1);
  CHECK(snapshot->items().back().entry == first + 2);
}

TEST_CASE("forecasts of others are kept in one entry, those that are there already left out") {
  const World world;
  Store store = world.open();
  const auto before = store.snapshot()->head();
  const std::vector<Forecast> told{forecast("ICG", "2022-04-01", 0.4),
                                   forecast("ICG", "2022-04-09", std::nullopt),
                                   forecast("Ana", "2022-04-02", 0.7, true)};
  CHECK(store.forecast(told, clock_at("2022-05-01")) == 3);
  CHECK(store.forecast(told, clock_at("2022-05-02")) == 0);
  CHECK(store.snapshot()->head() == before + 1);
  const Forecast corrected = forecast("ICG", "2022-04-01", 0.5);
  CHECK(store.forecast({&corrected, 1}, clock_at("2022-05-03")) == 1);
  CHECK(store.unseal("growth", "Bob", clock_at("2022-05-04")) == 0);
  CHECK(store.unseal("growth", "Ana", clock_at("2022-05-04")) == 1);
  CHECK(store.unseal("growth", "Ana", clock_at("2022-05-05")) == 0);
  const auto kept = store.snapshot()->forecasts("growth");
  REQUIRE(kept.size() == 4);
  CHECK(kept[0].probability == Probability(0.4));
  CHECK_FALSE(kept[1].probability.has_value());
  CHECK(kept[2].sealed);
  CHECK(kept[2].unsealed == instant("2022-05-04"));
  CHECK(kept[3].number == 4);
  CHECK(world.verify().ok);
}

TEST_CASE("a file that is imported again adds nothing, however often it was settled in it") {
  const World world;
  Store store = world.open();
  store.record(item("seen", "A1", clock_at("2022-03-01")), clock_at("2022-03-01"));
  std::vector<Resolution> told{settled(Outcome::kYes, "2022-05-01"),
                               settled(Outcome::kNo, "2022-05-02"),
                               settled(Outcome::kYes, "2022-05-01", "after all")};
  for (Resolution& one : told) one.available = instant("2022-05-04");
  const std::vector<Forecast> forecasts{forecast("ICG", "2022-04-01", 0.4),
                                        forecast("ICG", "2022-04-01", 0.5)};
  for (const char* when : {"2022-05-05", "2022-05-06"}) {
    const auto import = store.import(clock_at(when));
    int added = 0;
    for (const Resolution& one : told) added += import->add(one) ? 1 : 0;
    for (const Forecast& one : forecasts) added += import->add(one) ? 1 : 0;
    added += import->add(ItemVerdict{1, Verdict::kTrue, "confirmed", {}}) ? 1 : 0;
    added += import->add(ItemVerdict{1, Verdict::kFalse, "denied", {}}) ? 1 : 0;
    import->commit();
    CHECK(added == (std::string(when) == "2022-05-05" ? 7 : 0));
  }
  CHECK(store.snapshot()->resolutions("growth").size() == 3);
  CHECK(world.verify().ok);
}

TEST_CASE("a forecaster's name must stand in a list beside the program's own") {
  const World world;
  Store store = world.open();
  for (const char* name : {"even", "signpost", " Bob", "a\nb", ""}) {
    CAPTURE(name);
    const Forecast one = forecast(name, "2022-04-01", 0.4);
    CHECK(error_of([&] {
            store.forecast({&one, 1}, clock_at("2022-05-01"));
          }).find("cannot stand for a forecaster") != std::string::npos);
  }
}

TEST_CASE("no view shows a sealed forecast before it is unsealed or its scenario is settled") {
  const World world;
  Store store = world.open();
  const Forecast sealed = forecast("Ana", "2022-04-02", 0.7, true);
  store.forecast({&sealed, 1}, clock_at("2022-05-01"));
  const char* const shown =
      "SELECT coalesce(probability, 'nothing') || ' ' || state FROM forecasts";
  CHECK(first_cell(world.path, shown) == "nothing sealed");
  store.resolve(settled(Outcome::kYes, "2022-05-01"), clock_at("2022-05-03"));
  CHECK(first_cell(world.path, shown) == "0.7 ");
  Resolution back;
  back.scenario = "growth";
  back.because = "another year";
  store.resolve(back, clock_at("2022-05-06"));
  CHECK(first_cell(world.path, shown) == "nothing sealed");
  store.unseal("growth", "Ana", clock_at("2022-05-07"));
  CHECK(first_cell(world.path, shown) == "0.7 ");
}

TEST_CASE("a verdict on an item can be changed and taken back, and each stays") {
  const World world;
  Store store = world.open();
  store.record(item("seen", "A1", clock_at("2022-03-01")), clock_at("2022-03-01"));
  CHECK(store.judge({1, Verdict::kTrue, "confirmed", {}}, clock_at("2022-03-02")));
  CHECK_FALSE(store.judge({1, Verdict::kTrue, "confirmed", {}}, clock_at("2022-03-03")));
  CHECK(store.judge({1, Verdict::kFalse, "denied by all", {}}, clock_at("2022-03-04")));
  CHECK(store.judge({1, std::nullopt, "nobody knows", {}}, clock_at("2022-03-05")));
  CHECK(error_of([&] {
          store.judge({1, std::nullopt, "x", {}}, clock_at("2022-03-06"));
        }) == "item 1 has no verdict that could be taken back | ");
  CHECK(error_of([&] {
          store.judge({9, Verdict::kTrue, "x", {}}, clock_at("2022-03-06"));
        }) == "there is no item 9 | `signpost evidence` lists the items");
  const auto kept = store.snapshot()->verdicts();
  REQUIRE(kept.size() == 3);
  CHECK(kept[1].verdict == Verdict::kFalse);
  CHECK_FALSE(kept[2].verdict.has_value());
  CHECK(world.verify().ok);
}

}  // namespace
}  // namespace signpost::store::testing
