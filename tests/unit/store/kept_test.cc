// What is kept of assessments: whole, small, and nothing of a ledger beside it.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>

#include "tests/english.h"
#include "tests/unit/store/world.h"

namespace signpost::store::testing {
namespace {

/// Pages in use, in bytes: what a file takes but for what is free for the next change.
double bytes_used(const World& world) {
  return std::stod(first_cell(world.path,
                              "SELECT (page_count - freelist_count) * page_size FROM "
                              "pragma_page_count, pragma_freelist_count, pragma_page_size"));
}

constexpr int kScenarios = 13;
constexpr int kAccounts = 13;

/// As many accounts, and entries of a store of a million items, as are ever kept; every number has
/// all its digits.
KeptLedger largest(int seed) {
  const auto number = [&](int of) { return LogOdds(std::sin(seed * 1000 + of) * 3); };
  KeptLedger kept = kept_ledger();
  kept.accounts.clear();
  kept.entries.clear();
  kept.events = 12'345;
  for (int i = 0; i < kAccounts; ++i) {
    kept.accounts.push_back({i == 0 ? "" : fmt::format("indicator-{}", i), number(i),
                             i == 0 ? LogOdds(0) : number(-i)});
  }
  for (std::size_t i = 0; i < KeptLedger::kMostEntries; ++i) {
    const int at = static_cast<int>(i);
    kept.entries.push_back({900'000 + seed + at, fmt::format("indicator-{}", at % 12 + 1),
                            number(at + 100), number(at + 200),
                            Probability(0.5 + 0.4 * std::sin(at))});
  }
  return kept;
}

TEST_CASE("a kept assessment takes 2 KB of the file or less") {
  const World world;
  Store store = world.open();
  Definitions all;
  for (int i = 1; i < kAccounts; ++i) {
    Indicator& indicator = all.indicators.emplace_back();
    indicator.id = fmt::format("indicator-{}", i);
  }
  for (int i = 0; i < kScenarios; ++i) {
    Scenario scenario = definitions().scenarios[1];
    scenario.id = fmt::format("scenario-{}", i);
    all.scenarios.push_back(scenario);
  }
  store.load(all, clock_at("2022-03-01"));
  const auto save_round = [&](int number) {
    Round round;
    for (int i = 0; i < kScenarios; ++i) {
      SavedAssessment& saved = round.assessments.emplace_back();
      saved.assessment.scenario = fmt::format("scenario-{}", i);
      saved.assessment.moment.as_of = instant("2022-03-07") + std::chrono::hours(number);
      saved.assessment.moment.known_at = saved.assessment.moment.as_of;
      saved.assessment.probability = Probability(0.1 + 0.2);
      saved.assessment.log_odds = LogOdds(std::log(0.3 / 0.7));
      saved.assessment.at_horizon = Probability(1.0 / 3);
      saved.assessment.came_true =
          CameTrue{instant("2022-03-01"), Precision::kSecond, {900'001, 900'002, 900'003}};
      saved.interval = Interval{Probability(0.1), Probability(0.7)};
      saved.kept = largest(number * kScenarios + i);
    }
    REQUIRE(save(store, round, clock_at("2022-03-07")));
  };
  save_round(0);
  const double before = bytes_used(world);
  constexpr int kRounds = 40;
  for (int number = 1; number <= kRounds; ++number) save_round(number);
  const double each = (bytes_used(world) - before) / (kRounds * kScenarios);
  MESSAGE("a kept assessment takes " << each << " bytes");
  CHECK(each <= 2048);
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
}

TEST_CASE("a ledger is not kept beside what is kept of it") {
  const ClockWorld world;
  Store store = world.open();
  Round round = round_of_monday("2022-03-07");
  round.assessments[0].assessment.ledger = full_ledger();
  round.assessments[1].assessment.ledger = full_ledger();  // of which nothing is kept
  REQUIRE(save(store, round, clock_at("2022-03-07T03:00Z")));
  const auto saved = store.snapshot()->assessments({}, true);
  CHECK_FALSE(saved[0].assessment.ledger.has_value());
  CHECK(saved[0].kept == kept_ledger());
  CHECK_FALSE(saved[1].assessment.ledger.has_value());
  CHECK_FALSE(saved[1].kept.has_value());
}

TEST_CASE("a ledger of no events and no accounts is kept as such") {
  const ClockWorld world;
  Store store = world.open();
  Round round = round_of_monday("2022-03-07");
  round.assessments[0].kept = KeptLedger{};
  round.assessments[0].assessment.came_true->items.clear();
  REQUIRE(save(store, round, clock_at("2022-03-07T03:00Z")));
  const auto saved = store.snapshot()->assessments({}, true);
  CHECK(saved[0].kept == KeptLedger{});
  CHECK(saved[0].assessment.came_true->items.empty());
}

TEST_CASE("an assessment bears the number of its model") {
  const ClockWorld world;
  Store store = world.open();
  Round round = round_of_monday("2022-03-07");
  round.assessments[0].assessment.model = 1;
  round.assessments[1].assessment.model = 7;
  REQUIRE(save(store, round, clock_at("2022-03-07T03:00Z")));
  const auto saved = store.snapshot()->assessments({}, false);
  CHECK(saved[0].assessment.model == 1);
  CHECK(saved[1].assessment.model == 7);
  tamper(world.path, "UPDATE assessment SET model = NULL WHERE assessment = 1");
  CHECK(world.verify().problems.size() == 1);
}

TEST_CASE("a notice may be of no alert") {
  const ClockWorld world;
  Store store = world.open();
  Round round = round_of_monday("2022-03-07");
  Notice notice;
  notice.notifiers = {"mail"};
  notice.text = "{}";
  round.notices.push_back(notice);
  REQUIRE(save(store, round, clock_at("2022-03-07T03:00Z")));
  const auto all = store.snapshot()->deliveries(true, {});
  REQUIRE(all.size() == 2);
  CHECK(all[1].notice.alert.empty());
  CHECK(all[1].notice.notifiers == std::vector<std::string>{"mail"});
  CHECK(store.snapshot()->deliveries(true, "rising").size() == 1);
  CHECK(first_cell(world.path, "SELECT count(*) FROM notices WHERE alert IS NULL") == "1");
  CHECK(english(world.verify().problems) == std::vector<std::string>{});
}

}  // namespace
}  // namespace signpost::store::testing
