#include "engine/assess/backtest.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "engine/assess/alert_machine.h"
#include "engine/assess/alert_reading.h"
#include "engine/assess/archive.h"
#include "engine/assess/case.h"
#include "tests/unit/assess/asked.h"
#include "tests/unit/assess/fake_snapshot.h"

using namespace signpost;  // NOLINT(google-build-using-namespace)
using assess::KnownAt;
using assess::Rota;
using assess::Step;
using fake::day;
using fake::FakeSnapshot;
using std::chrono::hours;
using Kind = Condition::Kind;

namespace {

Alert alert_of(Kind kind, double level, double within = 30) {
  Alert alert;
  alert.id = "watch";
  alert.scenario = "rise";
  alert.condition = {kind, false, level, Days(within), "raids"};
  return alert;
}

std::vector<Instant> daily(int from, int to) {
  std::vector<Instant> dates;
  for (int number = from; number <= to; ++number) dates.push_back(day(number));
  return dates;
}

/// Ten raids from day 10 to 19, each told ten days after; then nothing.
FakeSnapshot raids() {
  FakeSnapshot snapshot;
  for (int number = 10; number < 20; ++number) snapshot.add(number, "raids", 0.9, number + 10);
  return snapshot;
}

double probability(const FakeSnapshot& snapshot, int number) {
  const Moment then{day(number), day(number), true};
  return assess::testing::glance(snapshot, "rise", then).probability.value();
}

/// The first day on which it is so probable, with what is known then, or on a day.
int first_at(const FakeSnapshot& snapshot, double level, std::optional<int> known_at = {}) {
  for (int number = 0; number < 365; ++number) {
    const Moment moment{day(number), day(known_at.value_or(number)), !known_at};
    if (assess::testing::glance(snapshot, "rise", moment).probability.value() >= level)
      return number;
  }
  return -1;
}

Schedule schedule_of(const std::string& id, const std::string& rule) {
  Schedule schedule;
  schedule.id = id;
  schedule.rule = rule;
  schedule.timezone = "UTC";
  schedule.start = day(0);
  schedule.scenarios = {"rise"};
  return schedule;
}

}  // namespace

TEST_CASE("an alert is replayed with what was known at each date, or in hindsight") {
  const FakeSnapshot snapshot = raids();
  assess::Archive archive(snapshot);
  const Alert alert = alert_of(Kind::kAtLeast, 0.6);
  const Backtest then = assess::backtest(archive, {alert, daily(0, 40), {}}, {});
  REQUIRE(then.spells.size() == 1);
  const int known = first_at(snapshot, 0.6);
  CHECK(known >= 20);
  CHECK(then.spells[0].raised == day(known));
  CHECK(then.dates == 41);
  CHECK(then.first == day(0));
  CHECK(then.last == day(40));
  const Backtest hindsight =
      assess::backtest(archive, {alert, daily(0, 40), {}}, KnownAt{day(100)});
  REQUIRE(hindsight.spells.size() == 1);
  const int happened = first_at(snapshot, 0.6, 100);
  CHECK(happened < 20);
  CHECK(hindsight.spells[0].raised == day(happened));
}

TEST_CASE("a replay comes to what judging each assessment in turn comes to") {
  FakeSnapshot snapshot = raids();
  for (int number = 100; number < 106; ++number) snapshot.add(number, "plots", 0.9, number);
  assess::Archive archive(snapshot);
  Alert held = alert_of(Kind::kAtLeast, 0.6);
  held.clear = 0.45;
  held.hold = Days(20);
  held.in_a_row = 3;
  Alert origins = alert_of(Kind::kAtLeast, 0.6);
  origins.origins = 3;
  Alert ahead = alert_of(Kind::kAtMost, 0.3);
  ahead.condition.at_horizon = true;
  for (const Alert& alert :
       {held, origins, ahead, alert_of(Kind::kAtMost, 0.3), alert_of(Kind::kRises, 0.1, 10),
        alert_of(Kind::kFalls, 0.1, 20), alert_of(Kind::kWordChanges, 0),
        alert_of(Kind::kSeen, 0, 15), alert_of(Kind::kNoEvidence, 0, 40)}) {
    CAPTURE(to_string(alert.condition.kind));
    std::vector<AlertEvaluation> story;
    std::vector<Spell> spells;
    for (const Instant date : daily(0, 380)) {
      const Assessment assessment = assess::Case(archive, "rise", {date, date, true}).glance();
      const auto last = story.empty() ? std::nullopt : std::optional(story.back());
      story.push_back(
          assess::judged(alert, 1, last,
                         assess::reading(assess::Case(archive, assessment), alert, story,
                                         /*on_change=*/false)));
      if (story.back().reason == AlertReason::kRaised) spells.push_back({date, {}});
      if (story.back().reason == AlertReason::kCleared) spells.back().cleared = date;
    }
    const Backtest replay = assess::backtest(archive, {alert, daily(0, 380), {}}, {});
    CHECK(replay.spells == spells);
    CHECK_FALSE(spells.empty());
    CHECK(replay.story.back().reading.as_of == story.back().reading.as_of);
    CHECK(replay.story.back().state == story.back().state);
    CHECK(replay.story.back().in_a_row == story.back().in_a_row);
  }
}

TEST_CASE("the story is told by the first date, each change of state and the last date") {
  const FakeSnapshot snapshot = raids();
  Alert alert = alert_of(Kind::kAtLeast, 0.6);
  alert.in_a_row = 2;
  assess::Archive archive(snapshot);
  const Backtest replay = assess::backtest(archive, {alert, daily(0, 40), {}}, {});
  const int held = first_at(snapshot, 0.6);
  std::vector<std::pair<Instant, AlertState>> told;
  for (const AlertEvaluation& entry : replay.story) {
    told.emplace_back(entry.reading.as_of, entry.state);
  }
  const std::vector<std::pair<Instant, AlertState>> expected{{day(0), AlertState::kInactive},
                                                             {day(held), AlertState::kPending},
                                                             {day(held + 1), AlertState::kRaised},
                                                             {day(40), AlertState::kRaised}};
  CHECK(told == expected);
  CHECK(replay.share_raised == doctest::Approx((39.0 - held) / 40));
}

TEST_CASE("how far ahead counts from the spell that the outcome falls in, or the first after it") {
  const FakeSnapshot snapshot = raids();
  assess::Archive archive(snapshot);
  const auto ahead = [&](const Alert& alert, int outcome) {
    return assess::backtest(archive, {alert, daily(0, 380), day(outcome)}, {}).ahead;
  };
  const Alert alert = alert_of(Kind::kAtLeast, 0.6);
  const Backtest replay = assess::backtest(archive, {alert, daily(0, 380), {}}, {});
  REQUIRE(replay.spells.size() == 1);
  REQUIRE(replay.spells[0].cleared.has_value());
  const int cleared = static_cast<int>((*replay.spells[0].cleared - day(0)) / hours(24));
  CHECK_FALSE(replay.ahead.has_value());  // no outcome is marked
  const int raised = first_at(snapshot, 0.6);
  CHECK(ahead(alert, raised + 5) == Days(5));
  CHECK(ahead(alert, raised) == Days(0));
  CHECK(ahead(alert, raised - 3) == Days(-3));
  CHECK(ahead(alert, cleared) == Days(cleared - raised));
  CHECK_FALSE(ahead(alert, cleared + 1).has_value());
  CHECK_FALSE(ahead(alert_of(Kind::kAtLeast, 0.99), 30).has_value());
}

TEST_CASE("of an alert that is never raised the nearest it came is told") {
  const FakeSnapshot snapshot = raids();
  assess::Archive archive(snapshot);
  const auto nearest = [&](const Alert& alert) {
    return assess::backtest(archive, {alert, daily(0, 40), {}}, {}).nearest;
  };
  std::vector<double> all;
  for (int number = 0; number <= 40; ++number) all.push_back(probability(snapshot, number));
  const auto high = nearest(alert_of(Kind::kAtLeast, 0.99));
  REQUIRE(high.has_value());
  CHECK(high->reading.probability.value() == *std::max_element(all.begin(), all.end()));
  const auto low = nearest(alert_of(Kind::kAtMost, 0.01));
  REQUIRE(low.has_value());
  CHECK(low->reading.probability.value() == *std::min_element(all.begin(), all.end()));
  const auto rise = nearest(alert_of(Kind::kRises, 0.9));
  REQUIRE(rise.has_value());
  CHECK(rise->reading.as_of == day(29));
  CHECK_FALSE(nearest(alert_of(Kind::kAtLeast, 0.6)).has_value());  // it was raised
  CHECK_FALSE(nearest(alert_of(Kind::kNoEvidence, 0, 60)).has_value());
  Alert row = alert_of(Kind::kSeen, 0, 12);
  row.in_a_row = 30;
  const auto longest = nearest(row);
  REQUIRE(longest.has_value());
  CHECK(longest->in_a_row == 21);  // from day 20, when the first is told, to the 40th
}

TEST_CASE("dates before the opening, and long after the horizon, are left out") {
  const FakeSnapshot snapshot = raids();
  assess::Archive archive(snapshot);
  const Alert alert = alert_of(Kind::kAtLeast, 0.6);
  const Backtest replay = assess::backtest(archive, {alert, daily(-10, 500), {}}, {});
  CHECK(replay.first == day(0));
  CHECK(replay.last == day(365 + 31));
  CHECK(replay.dates == 397);
  const Backtest none = assess::backtest(archive, {alert, daily(-10, -1), day(3)}, {});
  CHECK(none.dates == 0);
  CHECK(none.spells.empty());
  CHECK(none.story.empty());
  CHECK_FALSE(none.ahead.has_value());
}

TEST_CASE(
    "a settlement ends an alert from when it was known, between two dates or after the last") {
  FakeSnapshot snapshot = raids();
  const Alert alert = alert_of(Kind::kAtLeast, 0.6);
  const int raised = first_at(snapshot, 0.6);
  snapshot.settle("rise", Outcome::kYes, raised + 3, raised + 5);
  assess::Archive archive(snapshot);
  std::vector<Instant> dates = daily(0, 40);
  std::erase(dates, day(raised + 5));
  const Backtest replay = assess::backtest(archive, {alert, dates, {}}, {});
  REQUIRE(replay.spells.size() == 1);
  CHECK(replay.spells[0].raised == day(raised));
  CHECK(replay.spells[0].cleared == day(raised + 5));
  CHECK(replay.dates == static_cast<std::size_t>(raised + 5));
  CHECK(replay.last == day(raised + 5));
  CHECK(replay.settled == day(raised + 5));
  REQUIRE(!replay.story.empty());
  CHECK(replay.story.back().reason == AlertReason::kResolved);
  CHECK(replay.story.back().state == AlertState::kCleared);
  // The clock stands still where it was settled.
  const Moment moment{day(raised + 5), day(raised + 5), true};
  CHECK(replay.story.back().reading.probability ==
        assess::testing::glance(snapshot, "rise", moment).probability);
  CHECK(replay.story.back().reading.probability.value() ==
        doctest::Approx(
            assess::testing::glance(snapshot, "rise", {day(raised + 3), day(raised + 5), false})
                .probability.value()));

  dates.resize(static_cast<std::size_t>(raised) + 3);
  const Backtest before = assess::backtest(archive, {alert, dates, {}}, {});
  CHECK_FALSE(before.spells.at(0).cleared.has_value());
  CHECK_FALSE(before.settled.has_value());
  const Backtest after = assess::backtest(archive, {alert, dates, {}, day(raised + 9)}, {});
  CHECK(after.spells.at(0).cleared == day(raised + 5));
  CHECK(after.last == day(raised + 5));
}

TEST_CASE("in hindsight an alert ends on the day that settles its scenario") {
  FakeSnapshot snapshot = raids();
  const int raised = first_at(snapshot, 0.6, 100);
  snapshot.settle("rise", Outcome::kYes, raised + 2, 60);
  assess::Archive archive(snapshot);
  const Alert alert = alert_of(Kind::kAtLeast, 0.6);
  const Backtest hindsight =
      assess::backtest(archive, {alert, daily(0, 40), {}}, KnownAt{day(100)});
  REQUIRE(hindsight.spells.size() == 1);
  CHECK(hindsight.spells[0].cleared == day(raised + 2));
  CHECK(hindsight.settled == day(raised + 2));
  CHECK(assess::backtest(archive, {alert, daily(0, 40), {}}, KnownAt{day(59)}).settled ==
        std::nullopt);
}

TEST_CASE("once a settlement is taken back an alert is judged again") {
  FakeSnapshot snapshot = raids();
  const int raised = first_at(snapshot, 0.6);
  snapshot.settle("rise", Outcome::kNo, raised + 1, raised + 1);
  snapshot.unsettle("rise", raised + 4);
  assess::Archive archive(snapshot);
  const Backtest replay =
      assess::backtest(archive, {alert_of(Kind::kAtLeast, 0.6), daily(0, raised + 8), {}}, {});
  const std::vector<Spell> expected{{day(raised), day(raised + 1)},
                                    {day(raised + 4), std::nullopt}};
  CHECK(replay.spells == expected);
  CHECK_FALSE(replay.settled.has_value());
  CHECK(replay.dates == static_cast<std::size_t>(raised + 9 - 3));
}

TEST_CASE("of a scenario that was settled before the first date nothing is judged") {
  FakeSnapshot snapshot = raids();
  snapshot.settle("rise", Outcome::kNo, 5, 5);
  assess::Archive archive(snapshot);
  const Backtest replay =
      assess::backtest(archive, {alert_of(Kind::kAtLeast, 0.6), daily(10, 40), {}}, {});
  CHECK(replay.dates == 0);
  CHECK(replay.settled == day(5));
  CHECK(replay.story.empty());
}

TEST_CASE("a single date has no time to be raised for a share of") {
  const FakeSnapshot snapshot = raids();
  assess::Archive archive(snapshot);
  const Backtest replay =
      assess::backtest(archive, {alert_of(Kind::kAtLeast, 0.6), daily(30, 30), {}}, {});
  CHECK(replay.spells.size() == 1);
  CHECK(replay.share_raised == 0);
  CHECK(replay.story.size() == 1);
}

TEST_CASE("regular dates are at six in the morning, in the span only") {
  // Day 0 is Friday, 28 January 2022.
  using Instants = std::vector<Instant>;
  CHECK(assess::regular_dates(Step::kDay, day(0), day(2)) ==
        Instants{day(0) + hours(6), day(1) + hours(6)});
  CHECK(assess::regular_dates(Step::kDay, day(0) + hours(6), day(1) + hours(6)) ==
        Instants{day(0) + hours(6), day(1) + hours(6)});
  CHECK(assess::regular_dates(Step::kDay, day(0) + hours(7), day(1)).empty());
  CHECK(assess::regular_dates(Step::kWeek, day(0), day(17)) ==
        Instants{day(3) + hours(6), day(10) + hours(6)});
  CHECK(assess::regular_dates(Step::kWeek, day(3) + hours(7), day(10) + hours(7)) ==
        Instants{day(10) + hours(6)});
  CHECK(assess::regular_dates(Step::kMonth, day(0), day(70)) ==
        Instants{day(4) + hours(6), day(32) + hours(6), day(63) + hours(6)});
  CHECK(assess::regular_dates(Step::kMonth, day(5), day(4)).empty());
}

TEST_CASE("a rota joins the slots of all schedules that cover a scenario, each instant once") {
  Scenario scenario;
  scenario.id = "rise";
  Schedule other = schedule_of("other", "FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=0");
  other.scenarios = {"fall"};
  const std::array schedules{
      schedule_of("weekly", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=6,18;BYMINUTE=0;BYSECOND=0"),
      schedule_of("daily", "FREQ=DAILY;BYHOUR=6;BYMINUTE=0;BYSECOND=0"), other};
  const Rota rota(schedules, day(-100), day(50));
  CHECK(rota.dates(scenario, day(2), day(4)) ==
        std::vector<Instant>{day(2) + hours(6), day(3) + hours(6), day(3) + hours(18)});
  // None before their start, though the span begins before it.
  CHECK(rota.dates(scenario, day(-50), day(1)) == std::vector<Instant>{day(0) + hours(6)});
  CHECK(rota.dates(scenario, day(4), day(2))->empty());
  scenario.id = "nobody's";
  CHECK_FALSE(rota.dates(scenario, day(0), day(10)).has_value());
}
