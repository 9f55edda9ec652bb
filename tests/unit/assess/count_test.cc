// Countable forecasts: what the desk counts, where it stands, and that it may have no history yet.
#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "engine/assess/archive.h"
#include "engine/assess/case.h"
#include "engine/assess/comparison.h"
#include "engine/assess/counting.h"
#include "engine/assess/dossier.h"
#include "engine/assess/explanation.h"
#include "engine/assess/history.h"
#include "engine/assess/saved.h"
#include "engine/assess/scorecard.h"
#include "engine/assess/siblings.h"
#include "engine/assess/touched.h"
#include "engine/assess/watch_list.h"
#include "engine/belief/believe.h"
#include "engine/belief/counted_events.h"
#include "tests/unit/assess/asked.h"
#include "tests/unit/assess/fake_snapshot.h"

using namespace signpost;  // NOLINT(google-build-using-namespace)
using fake::day;
using fake::FakeSnapshot;

namespace {

Moment at(int number) { return {day(number), day(number)}; }

/// "rise" counts raids in its year: 100 or more, with two years of history.
FakeSnapshot counting() {
  FakeSnapshot snapshot;
  Scenario& scenario = snapshot.rise();
  scenario.asks = Asks::kCount;
  scenario.expects.clear();
  scenario.prior = Probability();
  scenario.base_rate.reset();
  scenario.persistence = Days(std::numeric_limits<double>::infinity());
  Criterion criterion;
  criterion.indicators = {"raids"};
  criterion.window = {day(0), day(365)};
  criterion.at_least = 100;
  criterion.history_from = day(-730);
  scenario.criterion = criterion;
  return snapshot;
}

/// So many raids in so many days, one after the other, each known on its day.
void raid(FakeSnapshot& snapshot, int from, int to, int number, const char* indicator = "raids") {
  for (int i = 0; i < number; ++i) {
    const int on = from + (to - from) * i / number;
    snapshot.add(on, indicator, 0.9, on);
  }
}

FakeSnapshot with_history() {
  FakeSnapshot snapshot = counting();
  raid(snapshot, -730, 0, 200);
  return snapshot;
}

Assessment assessed(const FakeSnapshot& snapshot, int number) {
  return assess::testing::assessed(snapshot, "rise", at(number));
}

}  // namespace

TEST_CASE("a count stands where its history and what was counted so far put it") {
  FakeSnapshot snapshot = with_history();
  const Assessment opening = assessed(snapshot, 0);
  REQUIRE(opening.count);
  CHECK(opening.count->at_least == 100);
  CHECK(opening.count->counted == 0);
  CHECK_FALSE(opening.no_history);
  CHECK(opening.probability.value() > 0.3);
  CHECK(opening.probability.value() < 0.7);
  CHECK(opening.at_horizon == opening.probability);
  raid(snapshot, 1, 100, 60);
  const Assessment later = assessed(snapshot, 101);
  CHECK(later.count->counted == 60);
  CHECK(later.probability > opening.probability);
  CHECK_FALSE(later.count->decided);
  raid(snapshot, 101, 150, 40);
  const Assessment enough = assessed(snapshot, 151);
  CHECK(enough.count->reached());
  CHECK(enough.count->decided);
  CHECK(enough.probability.value() == doctest::Approx(1 - 1e-6).epsilon(1e-9));
}

TEST_CASE("the account of a count is its months', and balances") {
  FakeSnapshot snapshot = with_history();
  snapshot.rise().expects = {FakeSnapshot::expectation("plots", 0.02, 0.01)};
  raid(snapshot, 1, 100, 40);
  snapshot.add(20, "plots", 0.9, 20);
  const Assessment now = assessed(snapshot, 101);
  const Ledger& ledger = *now.ledger;
  REQUIRE(ledger.count);
  CHECK(ledger.count->indicators == std::vector<std::string>{"raids"});
  REQUIRE(ledger.count->periods.size() == 4);
  CHECK(ledger.count->periods[0].from == day(0));
  CHECK(ledger.count->periods[3].until == day(101));
  double counted = 0;
  LogOdds sum = ledger.opening + ledger.count->brought();
  for (const LedgerPeriod& period : ledger.count->periods) {
    counted += period.counted;
    CHECK(period.low <= period.high);
    CHECK(period.foretold > 0);
  }
  CHECK(counted == 40);
  for (const LedgerEvent& event : ledger.evidence) sum += event.today;
  for (const SilenceAccount& silence : ledger.silence) sum += silence.today;
  CHECK(sum.nats() == doctest::Approx(ledger.closing.nats()).epsilon(1e-9));
  CHECK(ledger.evidence.size() == 1);
  CHECK(ledger.closing == now.log_odds);
}

TEST_CASE("before anything is told of its past a count has no history, and no probability") {
  FakeSnapshot snapshot = counting();
  raid(snapshot, 1, 50, 20);
  const Assessment now = assessed(snapshot, 60);
  CHECK(now.no_history);
  CHECK(now.ledger.has_value());
  CHECK(now.count->counted == 20);
  const assess::Archive::Texts texts = assess::Archive::Texts::kAll;
  assess::Archive archive(snapshot, texts);
  const assess::Case one(archive, "rise", at(60));
  CHECK_FALSE(one.has_probability());
  CHECK_THROWS_AS(static_cast<void>(one.probability()), Error);
  CHECK_THROWS_AS(static_cast<void>(assess::to_keep(one)), Error);
  CHECK(assess::history(archive, "rise", std::array{day(50), day(60)}, {}).empty());
  CHECK(assess::dossier(one, day(30)).history.empty());
  CHECK(assess::watch_list(archive, {}, at(60), day(60)).scenarios.empty());
  CHECK_FALSE(assess::explanation(one).count);
}

TEST_CASE("history is known from when its items are") {
  FakeSnapshot snapshot = counting();
  for (int i = 0; i < 100; ++i) snapshot.add(-700 + 7 * i, "raids", 0.9, 30);
  CHECK(assessed(snapshot, 29).no_history);
  CHECK_FALSE(assessed(snapshot, 30).no_history);
  assess::Archive archive(snapshot);
  const std::array dates{day(10), day(29), day(30), day(40)};
  const auto points = assess::history(archive, "rise", dates, {});
  REQUIRE(points.size() == 2);
  CHECK(points[0].as_of == day(30));
  CHECK(points[1].log_odds == assessed(snapshot, 40).log_odds);
  CHECK(assess::history(archive, "rise", dates, {day(40)}).size() == 4);
}

TEST_CASE("narrower kinds count with the wider one, as far as they are kinds of it then") {
  FakeSnapshot snapshot = with_history();
  raid(snapshot, 1, 60, 10);
  raid(snapshot, 1, 60, 5, "plots");
  CHECK(assessed(snapshot, 61).count->counted == 10);
  Indicator narrower = snapshot.about("plots");
  narrower.of = "raids";
  snapshot.revise(store::Revision<Indicator>{narrower, 2, {day(50), kForever}, day(50)});
  CHECK(assessed(snapshot, 61).count->counted == 15);
  assess::Archive archive(snapshot);
  CHECK(archive.counted(*snapshot.rise().criterion) == std::vector<std::string>{"plots", "raids"});
  CHECK(archive.ask("rise", day(49)).question.count->streams[0].stream.said.empty());
  CHECK_FALSE(archive.ask("rise", day(61)).question.count->streams[0].stream.said.empty());
  Item item;
  item.sightings = {{"plots", {}}};
  CHECK(assess::touched_by(archive, item) == std::vector<std::string>{"rise"});
}

TEST_CASE("a denial, a withdrawal and coverage reach what is counted") {
  FakeSnapshot snapshot = with_history();
  const ItemId told = snapshot.add(10, "raids", 0.6, 10);
  snapshot.version(told).content.event = "depot";
  CHECK(assessed(snapshot, 30).count->counted == 1);
  snapshot.deny(12, "depot", 0.9, 20);
  CHECK(assessed(snapshot, 19).count->counted == 1);
  CHECK(assessed(snapshot, 30).count->counted == 0);
  const LogOdds before = assessed(snapshot, 60).log_odds;
  snapshot.cover("raids", 0, 30, 0.1, 40);
  CHECK(assessed(snapshot, 60).log_odds > before);  // nobody looked: silence is no quiet month
}

TEST_CASE("a history as known then is what was assessed on each day") {
  FakeSnapshot snapshot = with_history();
  raid(snapshot, 1, 200, 70);
  snapshot.add(-20, "raids", 0.9, 50);  // late
  assess::Archive archive(snapshot);
  const std::array dates{day(0), day(40), day(60), day(200), day(400)};
  const auto points = assess::history(archive, "rise", dates, {});
  REQUIRE(points.size() == dates.size());
  for (std::size_t i = 0; i < dates.size(); ++i) {
    const auto one = assess::testing::glance(snapshot, "rise", {dates[i], dates[i]});
    CHECK(points[i].log_odds == one.log_odds);
  }
}

TEST_CASE("what was counted and not known then is told in hindsight") {
  FakeSnapshot snapshot = with_history();
  for (int i = 0; i < 5; ++i) snapshot.add(20 + i, "raids", 0.9, 200);
  snapshot.add(150, "raids", 0.9, 200);  // after the moment: it counts nothing there
  assess::Archive archive(snapshot);
  const assess::Case later(archive, "rise", Moment{day(101), day(300)});
  CHECK(assess::explanation(later).not_known_then == 5);
  const assess::Case then(archive, "rise", at(101));
  CHECK(assess::explanation(then).not_known_then == 0);
}

TEST_CASE("what moved a count is what was counted") {
  FakeSnapshot snapshot = with_history();
  raid(snapshot, 1, 100, 60);
  assess::Archive archive(snapshot);
  const Dossier told = assess::dossier(assess::Case(archive, "rise", at(100)), day(30));
  REQUIRE(told.movement);
  REQUIRE(told.movement->parts.size() == 1);
  CHECK(told.movement->parts[0].kind == Movement::Kind::kCount);
  CHECK(told.movement->parts[0].change == told.movement->change);
  CHECK_FALSE(told.history.empty());
  CHECK(told.interval.low < told.history.back().probability);
  REQUIRE(told.explanation.count);
  const CountForecast& forecast = *told.explanation.count;
  CHECK(forecast.months_of_history == doctest::Approx(0.903 * 730 / 30.4375).epsilon(0.01));
  CHECK_FALSE(forecast.few_months);
  CHECK(forecast.course.back().counted == 60);
  CHECK(forecast.fan.back().until == day(365));
  CHECK(forecast.fan.back().quantiles[0] >= 60);
  CHECK(forecast.fan.back().quantiles[4] > forecast.fan.back().mean);
}

TEST_CASE("months that totals have not told yet are waited for as long as their lag") {
  FakeSnapshot snapshot = counting();
  Indicator& raids = snapshot.about("raids");
  raids.watched = Watched::kTotals;
  const auto total = [&](int from, int until, int count) {
    const ItemId item = snapshot.add(from, "raids", 0.9, until);
    snapshot.version(item).content.total = Total{day(until), count};
  };
  total(-730, -365, 100);
  total(-365, 0, 100);
  // Half a year later nobody has told of any month: by a year's total it may still come.
  raids.lag = Days(400);
  const Assessment waiting = assessed(snapshot, 182);
  CHECK(waiting.probability.value() > 0.3);
  assess::Archive archive(snapshot);
  const assess::Case one(archive, "rise", at(182));
  const CountForecast forecast = *assess::explanation(one).count;
  REQUIRE(forecast.fan.size() == 7);
  CHECK(forecast.fan.front().until > day(182));
  CHECK(forecast.fan.back().to_come.count() == doctest::Approx(0.9 * 365).epsilon(1e-9));
  CHECK(forecast.fan.back().mean > 80);
  const WatchList list = assess::watch_list(archive, {}, at(182), day(182));
  REQUIRE(list.scenarios.front().pace);
  const CountPace& pace = *list.scenarios.front().pace;
  CHECK(pace.needed == doctest::Approx(100 * Days(pace.until - day(0)).count() / 365));
  // Without that lag they are over, and brought nothing.
  raids.lag = Days(0);
  CHECK(assessed(snapshot, 182).probability.value() < 0.05);
}

TEST_CASE("a count is kept, and its digest tells what its months brought") {
  FakeSnapshot snapshot = with_history();
  raid(snapshot, 1, 50, 20);
  assess::Archive archive(snapshot);
  const SavedAssessment kept = assess::to_keep(assess::Case(archive, "rise", at(60)));
  CHECK(assess::is_as_kept(kept, assess::Case(archive, "rise", at(60))));
  LogOdds sum = kept.kept->opening + kept.kept->judgement;
  for (const KeptSums& account : kept.kept->accounts) sum += account.evidence + account.silence;
  CHECK(sum.nats() == doctest::Approx(kept.kept->closing.nats()).epsilon(1e-9));
  Ledger other = *kept.assessment.ledger;
  other.count->periods.front().foretold += 1;
  CHECK(assess::kept_of(other).digest != kept.kept->digest);
}

namespace {

/// A judged forecast of the same `part_of` as "rise", which counts.
Scenario judged(const FakeSnapshot& snapshot, const char* id, const char* expects) {
  Scenario judged = FakeSnapshot().rise();
  judged.id = id;
  judged.part_of = "growth";
  judged.title.en = id;
  judged.expects = {FakeSnapshot::expectation(expects, 0.2, 0.1)};
  judged.opened = snapshot.scenario("rise").front().content.opened;
  return judged;
}

}  // namespace

TEST_CASE("a count stands beside the judged forecasts of its part_of that expect what it counts") {
  FakeSnapshot snapshot = with_history();
  snapshot.rise().part_of = "growth";
  raid(snapshot, 1, 100, 60);
  snapshot.define(judged(snapshot, "by-plots", "plots"));
  snapshot.define(judged(snapshot, "by-raids", "raids"));
  Scenario apart = judged(snapshot, "apart", "raids");
  apart.part_of = "something-else";
  snapshot.define(apart);
  assess::Archive archive(snapshot);
  const Scenario& counted = archive.scenario_at("rise", day(101));
  CHECK(assess::judged_siblings(archive, counted, day(101)) ==
        std::vector<std::string>{"by-raids"});
  const assess::Case one(archive, "rise", at(101));
  const std::vector<JudgedBeside> beside = assess::explanation(one).beside;
  REQUIRE(beside.size() == 1);
  CHECK(beside[0].scenario == "by-raids");
  REQUIRE(beside[0].points.size() == 5);  // the starts of four months, and the moment
  CHECK(beside[0].points.front().as_of == day(0));
  CHECK(beside[0].points.back().as_of == day(101));
  for (const JudgedBeside::Point& point : beside[0].points) {
    const Moment moment{point.as_of, day(101)};
    const assess::Case counted_then(archive, "rise", moment);
    const assess::Case judged_then(archive, "by-raids", moment);
    REQUIRE(point.counted);
    // One pass over the dates sums in another order.
    CHECK(point.counted->value() ==
          doctest::Approx(counted_then.probability().value()).epsilon(1e-12));
    CHECK(point.judged == judged_then.probability());
    CHECK(point.judged_at_horizon == judged_then.glance().at_horizon);
  }
  CHECK(beside[0].points.back().judged_at_horizon != beside[0].points.back().judged);
}

TEST_CASE("where no judged forecast of its part_of expects what is counted, all of them stand by") {
  FakeSnapshot snapshot = with_history();
  snapshot.rise().part_of = "growth";
  snapshot.define(judged(snapshot, "second", "plots"));
  snapshot.define(judged(snapshot, "first", "collapse"));
  assess::Archive archive(snapshot);
  const Scenario& counted = archive.scenario_at("rise", day(101));
  CHECK(assess::judged_siblings(archive, counted, day(101)) ==
        std::vector<std::string>{"first", "second"});
  CHECK(assess::judged_siblings(archive, archive.scenario_at("first", day(101)), day(101)).empty());
  snapshot.retire("first", 50);
  assess::Archive later(snapshot);
  CHECK(assess::judged_siblings(later, later.scenario_at("rise", day(101)), day(101)) ==
        std::vector<std::string>{"second"});
}

TEST_CASE("a count is scored beside its judged sibling, by the same answer") {
  FakeSnapshot snapshot = with_history();
  snapshot.rise().part_of = "growth";
  raid(snapshot, 1, 300, 120);
  snapshot.define(judged(snapshot, "by-raids", "raids"));
  snapshot.settle("rise", Outcome::kYes, 366, 370);
  const score::ForecasterName sibling{score::ForecasterKind::kJudged, {}};
  assess::Archive archive(snapshot);
  const score::Scorecard card = assess::scorecard(archive, {}, day(400), {});
  REQUIRE(card.scenarios.size() == 1);
  const score::Score* score = card.scenarios[0].of(sibling);
  REQUIRE(score != nullptr);
  // The same as if the judged one had been settled so.
  snapshot.settle("by-raids", Outcome::kYes, 366, 370);
  assess::Archive both(snapshot);
  const std::vector<std::string> ids{"by-raids"};
  const score::Scorecard other = assess::scorecard(both, ids, day(400), {});
  REQUIRE(other.scenarios.size() == 1);
  const score::Score* own = other.scenarios[0].of({score::ForecasterKind::kProgram, {}});
  REQUIRE(own != nullptr);
  CHECK(score->brier == own->brier);
  CHECK(other.scenarios[0].of(sibling) == nullptr);
}

TEST_CASE("a judged sibling that was opened later than counting begins is no rival") {
  FakeSnapshot snapshot = with_history();
  snapshot.rise().part_of = "growth";
  raid(snapshot, 1, 300, 120);
  Scenario later = judged(snapshot, "by-raids", "raids");
  later.opened = day(1);
  snapshot.define(later);
  snapshot.settle("rise", Outcome::kYes, 366, 370);
  assess::Archive archive(snapshot);
  const score::Scorecard card = assess::scorecard(archive, {}, day(400), {});
  CHECK(card.scenarios.at(0).of({score::ForecasterKind::kJudged, {}}) == nullptr);
}

TEST_CASE("a count is scored from when it has a history, against nobody's prior") {
  FakeSnapshot snapshot = counting();
  for (int i = 0; i < 100; ++i) snapshot.add(-700 + 7 * i, "raids", 0.9, 30);
  raid(snapshot, 31, 300, 120);
  snapshot.settle("rise", Outcome::kYes, 366, 370);
  assess::Archive archive(snapshot);
  const auto counted = assess::Counting(archive, day(400), {}).scenarios({});
  REQUIRE(counted.size() == 1);
  CHECK(counted[0].from == day(30));
  const score::Scorecard card = assess::scorecard(archive, {}, day(400), {});
  REQUIRE(card.scenarios.size() == 1);
  for (const score::ForecasterScore& by : card.scenarios[0].forecasters) {
    CHECK(by.by.kind != score::ForecasterKind::kPrior);
    CHECK(by.by.kind != score::ForecasterKind::kBaseRate);
  }
  CHECK(card.scenarios[0].counted_from == day(30));
  FakeSnapshot never = counting();
  raid(never, 1, 300, 120);
  never.settle("rise", Outcome::kYes, 366, 370);
  assess::Archive empty(never);
  CHECK_FALSE(assess::scorecard(empty, {}, day(400), {}).scenarios.at(0).is_counted());
}
