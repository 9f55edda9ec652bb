// Scores of what is settled: what counts, since when, and against whom.
#include "engine/assess/scorecard.h"

#include <doctest/doctest.h>

#include <cmath>

#include "engine/assess/archive.h"
#include "engine/assess/history.h"
#include "tests/unit/assess/fake_snapshot.h"

using namespace signpost;  // NOLINT(google-build-using-namespace)
using fake::day;
using fake::FakeSnapshot;
using score::ForecasterKind;
using score::ForecasterName;

namespace {

const ForecasterName kProgram{ForecasterKind::kProgram, {}};

score::Scorecard card_of(const FakeSnapshot& snapshot, int known_at = 1000,
                         const assess::ScoreChoices& choices = {}) {
  assess::Archive archive(snapshot);
  return assess::scorecard(archive, {}, day(known_at), choices);
}

double brier(const score::Scorecard& card, const ForecasterName& by) {
  REQUIRE(card.scenarios.size() == 1);
  const score::Score* score = card.scenarios[0].of(by);
  REQUIRE(score != nullptr);
  REQUIRE(score->brier.has_value());
  return *score->brier;
}

Forecast told(const char* by, int at, std::optional<double> probability, int recorded) {
  Forecast forecast;
  forecast.scenario = "rise";
  forecast.by = by;
  forecast.at = day(at);
  if (probability) forecast.probability = Probability(*probability);
  forecast.recorded = day(recorded);
  return forecast;
}

TEST_CASE("benchmarks are scored by what they always say") {
  FakeSnapshot snapshot;
  snapshot.settle("rise", Outcome::kYes, 100, 110);
  const score::Scorecard card = card_of(snapshot);
  CHECK(brier(card, {ForecasterKind::kEven, {}}) == 0.25);
  CHECK(std::fabs(brier(card, {ForecasterKind::kBaseRate, {}}) - 0.49) < 1e-15);
  // The prior left alone is one figure at the horizon: 0.3 + 0.1 e^(−365/180).
  const double prior = 0.3 + 0.1 * std::exp(-365.0 / 180.0);
  CHECK(std::fabs(brier(card, {ForecasterKind::kPrior, {}}) - (1 - prior) * (1 - prior)) < 1e-14);
  CHECK(card.tally.settled == 1);
  CHECK(card.tally.came_true == 1);
}

TEST_CASE("of a state what is scored is where it stands at its horizon, on average over time") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 12);
  snapshot.add(30, "plots", 0.8, 30);
  snapshot.settle("rise", Outcome::kNo, 100, 110);
  const double found = brier(card_of(snapshot), kProgram);
  // The mean over many instants, each as known then.
  assess::Archive archive(snapshot);
  std::vector<Instant> dates;
  constexpr std::int64_t kSteps = 40'000;
  dates.reserve(kSteps);
  for (std::int64_t i = 0; i < kSteps; ++i) {
    dates.push_back(day(0) + std::chrono::seconds((2 * i + 1) * 100 * 86'400 / (2 * kSteps)));
  }
  double sum = 0;
  for (const HistoryPoint& point : assess::history(archive, "rise", dates, {})) {
    const double left = Days(day(365) - point.as_of).count();
    const double then = 0.3 + (point.probability.value() - 0.3) * std::exp(-left / 180.0);
    sum += then * then;
  }
  CHECK(std::fabs(found - sum / static_cast<double>(kSteps)) < 1e-6);
}

TEST_CASE("an item that is backdated earns nothing, but in hindsight") {
  FakeSnapshot plain;
  plain.settle("rise", Outcome::kYes, 100, 110);
  FakeSnapshot backdated;
  const ItemId item = backdated.add(10, "raids", 0.9, 10);
  backdated.version(item).recorded = day(105);  // says it was available on day 10
  backdated.settle("rise", Outcome::kYes, 100, 110);
  CHECK(brier(card_of(backdated), kProgram) == brier(card_of(plain), kProgram));
  assess::ScoreChoices hindsight;
  hindsight.hindsight = true;
  CHECK(brier(card_of(backdated, 1000, hindsight), kProgram) <
        brier(card_of(plain, 1000, hindsight), kProgram));
}

TEST_CASE(
    "nothing that was recorded after the first settlement enters, however it is settled later") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 10);
  snapshot.settle("rise", Outcome::kYes, 200, 210);
  assess::ScoreChoices hindsight;
  hindsight.hindsight = true;
  const double before = brier(card_of(snapshot), kProgram);
  const double before_in_hindsight = brier(card_of(snapshot, 1000, hindsight), kProgram);
  const ItemId late = snapshot.add(50, "raids", 0.9, 50);
  snapshot.version(late).recorded = day(211);
  CHECK(brier(card_of(snapshot), kProgram) == before);
  CHECK(brier(card_of(snapshot, 1000, hindsight), kProgram) == before_in_hindsight);
  // An amendment after it leaves what stood.
  snapshot.version(1).known.until = day(215);
  CHECK(brier(card_of(snapshot), kProgram) == before);
}

TEST_CASE("in the second of the first settlement the journal's order decides") {
  assess::ScoreChoices hindsight;
  hindsight.hindsight = true;
  const auto card = [&](std::int64_t item_entry, std::int64_t forecast_entry) {
    FakeSnapshot snapshot;
    snapshot.settle("rise", Outcome::kYes, 100, 110).entry = 7;
    const ItemId item = snapshot.add(50, "raids", 0.9, 50);
    snapshot.version(item).recorded = day(110);
    snapshot.version(item).entry = item_entry;
    Forecast forecast = told("ICG", 20, 0.6, 110);
    forecast.entry = forecast_entry;
    snapshot.forecast(forecast);
    return card_of(snapshot, 1000, hindsight);
  };
  const score::Scorecard after = card(8, 8);
  const score::Scorecard before = card(6, 6);
  const score::Scorecard with = card(7, 7);  // an import brings all in one entry
  CHECK(brier(before, kProgram) < brier(after, kProgram));
  CHECK(brier(with, kProgram) == brier(before, kProgram));
  const ForecasterName icg{ForecasterKind::kNamed, "ICG"};
  CHECK(after.scenarios[0].of(icg) == nullptr);
  CHECK(before.scenarios[0].of(icg) != nullptr);
  CHECK(with.scenarios[0].of(icg) != nullptr);
}

TEST_CASE("taken back and settled again the same, the scores are the same to the bit") {
  FakeSnapshot snapshot;
  snapshot.add(10, "raids", 0.9, 10);
  snapshot.settle("rise", Outcome::kYes, 200, 210);
  const double once = brier(card_of(snapshot), kProgram);
  snapshot.unsettle("rise", 220);
  CHECK(card_of(snapshot).scenarios.empty());
  snapshot.settle("rise", Outcome::kYes, 200, 230);
  CHECK(brier(card_of(snapshot), kProgram) == once);
  // And as known before any of it, nothing is settled.
  CHECK(card_of(snapshot, 205).scenarios.empty());
  CHECK(card_of(snapshot, 205).tally.opened == 1);
}

TEST_CASE("counting begins when the definition was loaded") {
  FakeSnapshot snapshot;
  snapshot.loaded(40);
  snapshot.settle("rise", Outcome::kYes, 100, 110);
  const score::Scorecard card = card_of(snapshot);
  CHECK(card.scenarios[0].counted_from == day(40));
  assess::ScoreChoices hindsight;
  hindsight.hindsight = true;
  CHECK(card_of(snapshot, 1000, hindsight).scenarios[0].counted_from == day(0));
  FakeSnapshot late;
  late.loaded(120);
  late.settle("rise", Outcome::kYes, 100, 130);
  CHECK(card_of(late).tally.not_counted == 1);
  CHECK_FALSE(card_of(late).scenarios[0].of(kProgram)->brier.has_value());
}

TEST_CASE("open and void are counted and not scored, and nothing leaves the denominator") {
  FakeSnapshot open;
  open.settle("rise", Outcome::kOpen, 100, 110);
  CHECK(card_of(open).tally.open == 1);
  CHECK(card_of(open).tally.opened == 1);
  CHECK(card_of(open).scenarios.empty());
  FakeSnapshot retired;
  retired.settle("rise", Outcome::kNo, 100, 110);
  retired.retire("rise", 120);
  CHECK(card_of(retired).tally.opened == 1);
  CHECK(card_of(retired).scenarios.size() == 1);
}

TEST_CASE(
    "named forecasters stand from when they say so, and what came after the settlement does not") {
  FakeSnapshot snapshot;
  snapshot.forecast(told("ICG", 20, 0.6, 90));
  snapshot.forecast(told("ICG", 60, std::nullopt, 90));
  snapshot.forecast(told("Late", 20, 1.0, 115));
  snapshot.settle("rise", Outcome::kYes, 100, 110);
  const score::Scorecard card = card_of(snapshot);
  const score::Score* icg = card.scenarios[0].of({ForecasterKind::kNamed, "ICG"});
  REQUIRE(icg != nullptr);
  CHECK(std::fabs(*icg->brier - 0.16) < 1e-15);
  CHECK(std::fabs(icg->coverage - 0.4) < 1e-15);
  CHECK(card.scenarios[0].of({ForecasterKind::kNamed, "Late"}) == nullptr);
  const auto entered =
      std::find_if(card.scenarios[0].forecasters.begin(), card.scenarios[0].forecasters.end(),
                   [](const auto& one) { return one.by.name == "ICG"; });
  CHECK(entered->entered_late == 2);
}

TEST_CASE("the publication is a rival by its figure, or by its wording") {
  FakeSnapshot snapshot;
  snapshot.reword({"it is expected that", "من المتوقع أن"});
  snapshot.settle("rise", Outcome::kYes, 100, 110);
  const score::Scorecard card = card_of(snapshot);
  CHECK(brier(card, {ForecasterKind::kPublisher, {}}) == 0.0625);
  CHECK(card.scenarios[0].publisher_word == "expected");
}

TEST_CASE("of what is not settled both ends are told") {
  FakeSnapshot snapshot;
  const score::Scorecard open = card_of(snapshot, 50);
  REQUIRE(open.summary.empty());  // nothing is settled yet
  snapshot.settle("rise", Outcome::kYes, 40, 45);
  Scenario other = snapshot.scenario_revision().content;
  other.id = "other";
  snapshot.define(other);
  const score::Scorecard card = card_of(snapshot, 50);
  REQUIRE(!card.summary.empty());
  REQUIRE(card.summary[0].by == kProgram);
  REQUIRE(card.summary[0].bounds.has_value());
  CHECK(*card.summary[0].bounds->best.brier < *card.summary[0].bounds->worst.brier);
  CHECK(card.tally.opened == 2);
}

TEST_CASE("what is sealed of an unsettled scenario shows through no bound") {
  FakeSnapshot snapshot;
  Scenario other = snapshot.scenario_revision().content;
  other.id = "other";
  snapshot.define(other);
  snapshot.settle("rise", Outcome::kYes, 100, 110);
  snapshot.forecast(told("Ana", 10, 0.6, 10));
  Forecast sealed = told("Ana", 10, 0.37, 10);
  sealed.scenario = "other";
  sealed.sealed = true;
  snapshot.forecast(sealed);
  const score::Scorecard card = card_of(snapshot, 200);
  for (const score::ForecasterSummary& one : card.summary) {
    if (one.by.name == "Ana") CHECK_FALSE(one.bounds.has_value());
  }
}

TEST_CASE("as known at an instant a score is the same whenever it is asked") {
  FakeSnapshot snapshot;
  Scenario other = snapshot.scenario_revision().content;
  other.id = "other";
  snapshot.define(other);
  snapshot.settle("rise", Outcome::kYes, 100, 110);
  snapshot.forecast(told("Ana", 10, 0.6, 10));
  const score::Scorecard before = card_of(snapshot, 200);
  Forecast later = told("Ana", 20, 0.9, 300);
  later.scenario = "other";
  snapshot.forecast(later);
  snapshot.forecast(told("Bob", 20, 0.9, 300));
  const score::Scorecard after = card_of(snapshot, 200);
  REQUIRE(after.summary.size() == before.summary.size());
  for (std::size_t i = 0; i < before.summary.size(); ++i) {
    CHECK(after.summary[i].bounds.has_value() == before.summary[i].bounds.has_value());
    CHECK(after.summary[i].means.brier == before.summary[i].means.brier);
  }
}

TEST_CASE("a definition that is loaded after the settlement changes no score") {
  FakeSnapshot snapshot;
  snapshot.settle("rise", Outcome::kYes, 200, 210);
  const double before = brier(card_of(snapshot), kProgram);
  store::Revision<Scenario> revised = snapshot.scenario_revision();
  revised.revision = 2;
  revised.known.from = day(400);
  revised.content.horizon = day(150);
  revised.content.opened = day(50);
  snapshot.revise(revised);
  CHECK(brier(card_of(snapshot), kProgram) == before);
}

TEST_CASE("a scenario named twice is scored once") {
  FakeSnapshot snapshot;
  snapshot.settle("rise", Outcome::kYes, 200, 210);
  assess::Archive archive(snapshot);
  const std::vector<std::string> twice{"rise", "rise"};
  CHECK(assess::scorecard(archive, twice, day(1000), {}).tally.settled == 1);
}

TEST_CASE("scenarios that overlap on one indicator are one cluster") {
  FakeSnapshot snapshot;
  Scenario other = snapshot.scenario_revision().content;
  other.id = "other";
  snapshot.define(other);
  Scenario apart = other;
  apart.id = "apart";
  apart.expects = {FakeSnapshot::expectation("collapse", 0.2, 0.1)};
  snapshot.define(apart);
  for (const char* id : {"rise", "other", "apart"}) {
    snapshot.settle(id, Outcome::kNo, 100, 110);
  }
  const score::Scorecard card = card_of(snapshot);
  REQUIRE(card.clusters.size() == 2);
  CHECK(card.clusters[0].scenarios == 2);
  CHECK(card.clusters[1].of == "apart");
}

}  // namespace
