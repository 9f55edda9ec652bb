#include "engine/assess/learning.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/assess/disagreement.h"
#include "engine/assess/in_force.h"
#include "tests/unit/assess/fake_snapshot.h"

using namespace signpost;  // NOLINT(google-build-using-namespace)
using assess::Archive;
using fake::day;
using fake::FakeSnapshot;
using learn::History;
using std::chrono::hours;

namespace {

constexpr int kYears = 4;

/// A raid every five days in ordinary years and every second day in odd ones, each known two days
/// after it happened; four years up to day 0.
FakeSnapshot raids() {
  FakeSnapshot snapshot;
  for (int number = -365 * kYears; number < 0;) {
    snapshot.add(number, "raids", 0.9, number + 2);
    const int year = (number + 365 * kYears) / 365;
    number += year % 2 == 0 ? 5 : 2;
  }
  return snapshot;
}

/// A forecast that at least 100 raids are counted in a year.
Scenario many_raids() {
  Scenario scenario;
  scenario.id = "many-raids";
  scenario.asks = Asks::kCount;
  scenario.part_of = "raids";
  scenario.opened = fake::kOpened;
  scenario.horizon = day(365);
  Criterion criterion;
  criterion.indicators = {"raids"};
  criterion.window = {day(0), day(365)};
  criterion.at_least = 100;
  criterion.history_from = day(-365 * kYears);
  scenario.criterion = criterion;
  scenario.expects = {FakeSnapshot::expectation("plots", 0.2, 0.1)};
  return scenario;
}

learn::IndicatorLesson lesson_of(const FakeSnapshot& snapshot, const std::string& id,
                                 int known_at) {
  Archive archive(snapshot);
  return assess::learn_indicator(archive, id, day(known_at));
}

}  // namespace

TEST_CASE("days count what happened on them, and are watched as far as coverage goes") {
  FakeSnapshot snapshot;
  snapshot.add(-10, "raids", 0.9, -10);
  snapshot.add(-7, "raids", 0.9, -7);
  snapshot.add(-7, "raids", 0.9, -7);
  snapshot.add(-3, "raids", 0.4, -3);  // less than even: not counted
  Archive archive(snapshot);
  const learn::CountSeries series = assess::counted_by_day(archive, {"raids"}, day(0));
  REQUIRE(series.cells.size() == 10);
  CHECK(series.from == day(-10));
  CHECK(series.until() == day(0));
  CHECK(series.counted() == 3);
  CHECK(series.cells[0].counted == 1);
  CHECK(series.cells[3].counted == 2);
  const double share = assess::usual_coverage(*archive.indicator_at("raids", day(0)));
  for (const learn::CountedCell& cell : series.cells) {
    CHECK(cell.exposure.count() == doctest::Approx(share).epsilon(1e-4));
  }
}

TEST_CASE("over many months no day is lost, nor counted twice") {
  const FakeSnapshot snapshot = raids();
  Archive archive(snapshot);
  const learn::CountSeries series = assess::counted_by_day(archive, {"raids"}, day(0));
  REQUIRE(series.cells.size() == 365 * kYears);
  double known = 0;
  for (int number = -365 * kYears; number < 0;) {
    const bool is_known = number + 2 <= 0;
    const int days = number + 365 * kYears;
    const auto cell = static_cast<std::size_t>(days);
    CHECK(series.cells[cell].counted == (is_known ? 1 : 0));
    known += is_known ? 1 : 0;
    number += ((number + 365 * kYears) / 365) % 2 == 0 ? 5 : 2;
  }
  CHECK(series.counted() == known);
}

TEST_CASE("an event that several tell is counted once, and one that is denied is not") {
  FakeSnapshot snapshot;
  for (const char* key : {"gate", "gate", "bridge"}) {
    snapshot.version(snapshot.add(-5, "raids", 0.7, -5)).content.event = key;
  }
  snapshot.deny(-4, "bridge", 0.9, -4);
  Archive archive(snapshot);
  CHECK(assess::counted_by_day(archive, {"raids"}, day(0)).counted() == 1);
  CHECK(assess::counted_by_day(archive, {"raids"}, day(-4) - hours(1)).counted() == 2);
}

TEST_CASE("a narrower kind's events are the wider's, and a total holds what lies in it") {
  FakeSnapshot snapshot;
  snapshot.about("plots").of = "raids";
  snapshot.add(-20, "plots", 0.9, -20);
  const ItemId total = snapshot.add(-30, "raids", 0.9, -1);
  snapshot.version(total).content.total = Total{day(0), 6};
  Archive archive(snapshot);
  CHECK(assess::counted_by_day(archive, {"raids"}, day(0)).counted() == doctest::Approx(6));
  CHECK(assess::counted_by_day(archive, {"plots"}, day(0)).counted() == 1);
}

TEST_CASE("a rate is learnt with its interval, its bursts, its silence and its delays") {
  const learn::IndicatorLesson lesson = lesson_of(raids(), "raids", 0);
  CHECK(lesson.history == History::kCounted);
  REQUIRE(lesson.rate.has_value());
  CHECK(lesson.rate->months == 48);
  CHECK(lesson.rate->year.tested.origins == 25);
  CHECK(lesson.rate->year.low < lesson.rate->year.mean);
  CHECK(lesson.rate->year.mean < lesson.rate->year.high);
  // The last year was one of many raids.
  CHECK(lesson.rate->level.per_day() == doctest::Approx(0.5 / 0.903).epsilon(0.1));
  REQUIRE(lesson.dispersions.size() == 4);
  CHECK(lesson.dispersions[3].fit.dispersion > lesson.dispersions[0].fit.dispersion);
  REQUIRE(lesson.delays.has_value());
  CHECK(lesson.delays->lag == Days(2));
  CHECK(lesson.delays->quantiles[2] == Days(2));
  CHECK(lesson.told_by == Days(0));
}

TEST_CASE("what is learnt then is what was known then, whatever came later") {
  FakeSnapshot snapshot = raids();
  const learn::IndicatorLesson before = lesson_of(snapshot, "raids", -100);
  for (int number = -99; number < 0; ++number) snapshot.add(number, "raids", 0.95, number);
  snapshot.add(-400, "raids", 0.95, -50);
  const learn::IndicatorLesson after = lesson_of(snapshot, "raids", -100);
  CHECK(after.counted == before.counted);
  CHECK(after.exposure == before.exposure);
  REQUIRE(after.rate.has_value());
  CHECK(after.rate->year.mean == before.rate->year.mean);
  CHECK(after.rate->year.high == before.rate->year.high);
  CHECK(after.rate->year.tested.held == before.rate->year.tested.held);
  CHECK(lesson_of(snapshot, "raids", 0).counted > before.counted);
  const learn::IndicatorLesson again = lesson_of(snapshot, "raids", -100);
  CHECK(again.rate->level == after.rate->level);
  CHECK(again.rate->half_year.low == after.rate->half_year.low);
}

TEST_CASE("what history does not hold is said, and no rate is made up") {
  FakeSnapshot snapshot;
  CHECK(lesson_of(snapshot, "raids", 0).history == History::kNone);
  snapshot.add(-20, "raids", 0.9, -20);
  CHECK(lesson_of(snapshot, "raids", 0).history == History::kShort);
  CHECK(lesson_of(snapshot, "raids", -21).history == History::kNone);
  snapshot.add(-200, "plots", 0.3, -200);
  const learn::IndicatorLesson nothing = lesson_of(snapshot, "plots", 0);
  CHECK(nothing.history == History::kNothingCounted);
  CHECK_FALSE(nothing.rate.has_value());
  snapshot.about("plots").watched = Watched::kFeed;
  CHECK(lesson_of(snapshot, "plots", 0).history == History::kNobodyWatched);
}

TEST_CASE("of a milestone and of what is seen at set times only delays are learnt") {
  FakeSnapshot snapshot;
  snapshot.about("raids").once = true;
  snapshot.about("plots").occasions.emplace();
  for (const char* id : {"raids", "plots"}) snapshot.add(-200, id, 0.9, -197);
  const learn::IndicatorLesson milestone = lesson_of(snapshot, "raids", 0);
  CHECK(milestone.history == History::kMilestone);
  CHECK_FALSE(milestone.rate.has_value());
  REQUIRE(milestone.delays.has_value());
  CHECK(milestone.delays->lag == Days(3));
  CHECK(lesson_of(snapshot, "plots", 0).history == History::kSetTimes);
}

TEST_CASE("an event's delay is that of its first report, and totals have none") {
  FakeSnapshot snapshot;
  for (const int known : {-90, -99}) {
    snapshot.version(snapshot.add(-100, "raids", 0.9, known)).content.event = "gate";
  }
  snapshot.version(snapshot.add(-80, "raids", 0.9, -10)).content.total = Total{day(-50), 5};
  const learn::IndicatorLesson lesson = lesson_of(snapshot, "raids", 0);
  REQUIRE(lesson.delays.has_value());
  CHECK(lesson.delays->reports == 1);
  CHECK(lesson.delays->longest == Days(1));
}

TEST_CASE("totals of a month tell nothing of weeks") {
  FakeSnapshot snapshot;
  for (int month = 1; month <= 12; ++month) {
    const ItemId id = snapshot.add(-30 * month, "raids", 0.9, -30 * month + 30);
    snapshot.version(id).content.total = Total{day(-30 * month + 30), 20 + 10 * (month % 3)};
  }
  const learn::IndicatorLesson lesson = lesson_of(snapshot, "raids", 1);
  CHECK(lesson.told_by == Days(30));
  REQUIRE_FALSE(lesson.dispersions.empty());
  CHECK(lesson.dispersions.front().span == learn::Span::kMonth);
  CHECK(lesson.monthly_dispersion().has_value());
}

TEST_CASE("past windows are judged by the criterion, and rates given their answers") {
  FakeSnapshot snapshot = raids();
  for (int number = -365 * kYears; number < 0; number += 10) {
    const int year = (number + 365 * kYears) / 365;
    snapshot.add(number, "plots", 0.9, number);
    if (year % 2 == 1) snapshot.add(number + 1, "plots", 0.9, number + 1);
  }
  snapshot.define(many_raids());
  Archive archive(snapshot);
  const learn::ScenarioLesson lesson = assess::learn_scenario(archive, "many-raids", day(2));
  CHECK(lesson.judged_by == "many-raids");
  CHECK(lesson.window == Days(365));
  REQUIRE(lesson.windows.size() == 4);
  CHECK_FALSE(lesson.windows[0].met);
  CHECK(lesson.windows[1].met);
  CHECK_FALSE(lesson.windows[2].met);
  CHECK(lesson.windows[3].met);
  CHECK(lesson.windows[3].until == day(2));
  REQUIRE(lesson.base_rate.has_value());
  CHECK(lesson.base_rate->met == 2);
  CHECK(lesson.base_rate->few);
  CHECK(lesson.base_rate->mean.value() == doctest::Approx(2.5 / 5));  // no base rate is declared
  REQUIRE(lesson.expectations.size() == 1);
  const learn::ConditionalRates& given = lesson.expectations[0].given;
  REQUIRE(given.if_met.has_value());
  REQUIRE(given.if_not.has_value());
  CHECK(given.if_met->windows == 2);
  CHECK(given.if_met->mean > given.if_not->mean);
  REQUIRE(lesson.spells.has_value());
  CHECK(lesson.spells->ended + lesson.spells->open >= 1);
}

TEST_CASE("a window that was hardly watched is met where enough was counted, else not judged") {
  FakeSnapshot snapshot = raids();
  snapshot.about("raids").watched = Watched::kTotals;
  snapshot.define(many_raids());
  Archive archive(snapshot);
  const learn::ScenarioLesson lesson = assess::learn_scenario(archive, "many-raids", day(2));
  CHECK(lesson.windows.size() == 2);
  CHECK(std::all_of(lesson.windows.begin(), lesson.windows.end(),
                    [](const auto& window) { return window.met; }));
  CHECK(lesson.unjudged.size() == 2);
}

TEST_CASE("a judged scenario learns from its countable sibling, and stays near what it declares") {
  FakeSnapshot snapshot = raids();
  snapshot.define(many_raids());
  Archive alone(snapshot);
  CHECK(assess::learn_scenario(alone, "rise", day(2)).judged_by.empty());
  CHECK_FALSE(assess::learn_scenario(alone, "rise", day(2)).base_rate.has_value());
  CHECK(assess::learn_scenario(alone, "rise", day(2), "many-raids").judged_by == "many-raids");
  CHECK_THROWS_AS(assess::learn_scenario(alone, "many-raids", day(2), "rise"), Error);
  CHECK_THROWS_AS(assess::learn_scenario(alone, "nosuch", day(2)), Error);
  snapshot.rise().part_of = "raids";
  Archive archive(snapshot);
  const learn::ScenarioLesson lesson = assess::learn_scenario(archive, "rise", day(2));
  CHECK(lesson.judged_by == "many-raids");
  REQUIRE(lesson.base_rate.has_value());
  // Ten windows' worth of 0.3, and two of four.
  CHECK(lesson.base_rate->mean.value() == doctest::Approx((3.0 + 2) / 14));
  REQUIRE(lesson.expectations.size() == 2);
  CHECK(lesson.expectations[0].given.if_met.has_value());
  CHECK(lesson.expectations[1].of.history == History::kNone);
}

TEST_CASE("a factor asks for so many times what the window before counted") {
  FakeSnapshot snapshot = raids();
  Scenario scenario = many_raids();
  scenario.criterion->at_least.reset();
  scenario.criterion->factor = 1.25;
  snapshot.define(scenario);
  Archive archive(snapshot);
  const learn::ScenarioLesson lesson = assess::learn_scenario(archive, "many-raids", day(2));
  REQUIRE(lesson.windows.size() == 3);  // the one before the first is not in history
  CHECK(lesson.windows[0].met);
  CHECK_FALSE(lesson.windows[1].met);
  CHECK(lesson.windows[2].met);
}

TEST_CASE("where a factor is asked for, rates given the answer are ratios at the level of today") {
  // Years of 24, 48, 48 and 96 raids, and half as many plots: twice the last, the same, and twice.
  FakeSnapshot snapshot;
  int number = -365 * kYears;
  for (const int in_a_year : {24, 48, 48, 96}) {
    for (int i = 0; i < in_a_year; ++i) {
      const int on = number + 363 * i / in_a_year;
      snapshot.add(on, "raids", 0.9, on);
      if (i % 2 == 0) snapshot.add(on, "plots", 0.9, on);
    }
    number += 365;
  }
  Scenario scenario = many_raids();
  scenario.criterion->at_least.reset();
  scenario.criterion->factor = 1.25;
  snapshot.define(scenario);
  Archive archive(snapshot);
  const learn::ScenarioLesson lesson = assess::learn_scenario(archive, "many-raids", day(0));
  CHECK(lesson.at_todays_level);
  REQUIRE(lesson.windows.size() == 3);
  const learn::ConditionalRates& given = lesson.expectations[0].given;
  REQUIRE(given.if_met.has_value());
  REQUIRE(given.if_not.has_value());
  CHECK(given.if_met->counted == 24 + 48);
  CHECK(given.if_not->counted == 24);
  // Windows were compared with 24 and 48, and 48, where the next one is with 96.
  const double watched = lesson.expectations[0].of.exposure.count() / kYears;
  CHECK(given.if_met->mean.per_day() ==
        doctest::Approx((24 + 48 + 0.5) / (watched * (24 + 48) / 96)).epsilon(0.01));
  CHECK(given.if_not->mean.per_day() ==
        doctest::Approx((24 + 0.5) / (watched * 48 / 96)).epsilon(0.01));
}

TEST_CASE("a window compared with nothing teaches no rate, and no number asked for has a level") {
  FakeSnapshot snapshot = raids();
  Scenario scenario = many_raids();
  snapshot.define(scenario);
  Archive by_number(snapshot);
  CHECK_FALSE(assess::learn_scenario(by_number, "many-raids", day(2)).at_todays_level);
  // The next window is compared with a day on which nothing came.
  scenario.criterion->at_least.reset();
  scenario.criterion->factor = 1.25;
  scenario.criterion->against = Criterion::Window{day(-1), day(0)};
  snapshot.define(scenario);
  Archive by_factor(snapshot);
  const learn::ScenarioLesson lesson = assess::learn_scenario(by_factor, "many-raids", day(2));
  CHECK(lesson.at_todays_level);
  CHECK_FALSE(lesson.expectations[0].given.if_met.has_value());
  CHECK_FALSE(lesson.expectations[0].given.if_not.has_value());
}

TEST_CASE("a countable forecast learns its dispersion within a month, beside drift and season") {
  FakeSnapshot snapshot = raids();
  snapshot.define(many_raids());
  Archive archive(snapshot);
  const learn::ScenarioLesson lesson = assess::learn_scenario(archive, "many-raids", day(2));
  REQUIRE(lesson.counts.has_value());
  CHECK(lesson.counts->from == day(-365 * kYears));
  CHECK(lesson.counts->until == day(2));
  const auto series = assess::counted_by_day(archive, {"raids"}, day(2), day(-365 * kYears));
  const double within = learn::learnt_rate(series, learn::Tried::kNo).value().dispersion;
  CHECK(lesson.counts->dispersion == std::max(1.0, within));
  // Years differ by 2.5, which is drift: variance over mean by month holds it, and this does not.
  const learn::IndicatorLesson of = assess::learn_indicator(archive, "raids", day(2));
  CHECK(lesson.counts->dispersion < of.monthly_dispersion().value());
  CHECK_FALSE(assess::learn_scenario(archive, "rise", day(2), "many-raids").counts.has_value());
}

TEST_CASE("without a verdict the grades are the default table, bit for bit") {
  const FakeSnapshot snapshot;
  Archive archive(snapshot);
  const learn::GradeLesson lesson = assess::learn_grades(archive, day(0));
  CHECK(lesson.learnt.verdicts == 0);
  CHECK(lesson.learnt.table == GradeTable());
  CHECK(lesson.in_force == GradeTable());
}

TEST_CASE("verdicts that stood then teach what their items' grades were worth") {
  FakeSnapshot snapshot;
  for (int number = 0; number < 20; ++number) {
    const ItemId id = snapshot.add(-100 + number, "raids", 0.9, -100 + number);
    snapshot.version(id).content.credibility.reset();
    snapshot.version(id).content.grade = {'C', std::uint8_t{3}};
    snapshot.judge(id, Verdict::kTrue, -40 + number);
  }
  const ItemId outright = snapshot.add(-50, "raids", 0.9, -50);
  snapshot.judge(outright, Verdict::kFalse, -40);
  const ItemId undecided = snapshot.add(-50, "raids", 0.9, -50);
  snapshot.judge(undecided, Verdict::kFalse, -40);
  snapshot.judge(undecided, std::nullopt, -39);
  Archive archive(snapshot);
  const learn::GradeLesson lesson = assess::learn_grades(archive, day(0));
  CHECK(lesson.learnt.verdicts == 20);
  CHECK(lesson.without_grade == 1);
  CHECK(lesson.true_of_letter[2] == 20);
  CHECK(lesson.true_of_digit[2] == 20);
  CHECK(lesson.learnt.table.reliability[2] > GradeTable().reliability[2]);
  CHECK(assess::learn_grades(archive, day(-31)).learnt.verdicts == 10);
}

TEST_CASE("numbers far from what was seen disagree with history, and others do not") {
  const FakeSnapshot snapshot = raids();
  Archive archive(snapshot);
  Indicator declared = *archive.indicator_at("raids", day(0));
  using Of = assess::Disagreement::Of;
  const auto of = [&] {
    std::vector<Of> kinds;
    for (const auto& one : assess::disagreements(archive, declared, day(0))) {
      kinds.push_back(one.of);
    }
    return kinds;
  };
  const learn::IndicatorLesson lesson = lesson_of(snapshot, "raids", 0);
  declared.baseline = lesson.rate->year.mean;
  declared.dispersion = std::max(1.0, *lesson.monthly_dispersion());
  declared.lag = Days(2);
  CHECK(of().empty());
  declared.baseline = Rate(50);
  declared.dispersion = 20;
  declared.lag = Days(1);
  CHECK(of() == std::vector<Of>{Of::kBaseline, Of::kDispersion, Of::kLag});
  CHECK(assess::disagreements(archive, FakeSnapshot::expectation("raids", 90, 50), day(0)).size() ==
        1);
  CHECK(
      assess::disagreements(archive, FakeSnapshot::expectation("raids", 90, 0.1), day(0)).empty());
  declared.id = "nosuch";
  CHECK(of().empty());
}
