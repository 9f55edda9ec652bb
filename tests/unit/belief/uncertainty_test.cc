#include "engine/belief/uncertainty.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "engine/belief/sampling.h"
#include "engine/belief/steps.h"
#include "tests/unit/belief/questions.h"

namespace signpost::belief {
namespace {

Uncertainty certain(const Question& asked) {
  Uncertainty none;
  none.prior_within = 1;
  none.streams.resize(asked.streams.size(), {1, 1, {}});
  return none;
}

Uncertainty usual(const Question& asked) {
  Uncertainty declared;
  declared.streams.resize(asked.streams.size());
  return declared;
}

/// Two streams, a season, lone items, an event told over time, a total.
Question mixed() {
  Question asked = question(0.3, Days(150));
  asked.streams = {stream(0.2, 0.1), stream(0.05, 0.08)};
  asked.streams[0].season.push_back({day(30), 1.6});
  asked.streams[0].season.push_back({day(60), 1.0});
  asked.streams[1].lag = Days(10);
  for (int i = 0; i < 20; ++i) {
    asked.streams[0].said.push_back(item(i, 4.5 * i, 0.9));
  }
  asked.streams[1].said = {of_event(item(30, 20, 0.5), 1, 1), of_event(item(31, 50, 0.8), 1, 2),
                           total(32, 60, 80, 4, 0.7), item(33, 70, 0.9)};
  asked.bearing = {bearing(40, 35, 0.8, 3)};
  return asked;
}

std::vector<Instant> every_ten_days() {
  std::vector<Instant> dates;
  for (int i = -1; i <= 10; ++i) dates.push_back(day(10 * i));
  return dates;
}

double quantile_of(std::vector<double> numbers, double p) { return quantile(numbers, p); }

TEST_CASE("numbers that are certain stay exactly as they are") {
  const Question asked = mixed();
  const Question world = drawn(asked, certain(asked), 17);
  CHECK(world.prior == asked.prior);
  for (std::size_t j = 0; j < asked.streams.size(); ++j) {
    CHECK(world.streams[j].if_true == asked.streams[j].if_true);
    CHECK(world.streams[j].if_false == asked.streams[j].if_false);
    CHECK(world.streams[j].season == asked.streams[j].season);
  }
  const std::vector<Instant> dates = every_ten_days();
  const std::vector<LogOdds> points = history(asked, dates, dates.back());
  const std::vector<Interval> bands = intervals(asked, certain(asked), dates, dates.back());
  for (std::size_t i = 0; i < dates.size(); ++i) {
    const double p = Probability::from(points[i]).value();
    CHECK(bands[i].low.value() == doctest::Approx(p).epsilon(1e-12));
    CHECK(bands[i].high.value() == doctest::Approx(p).epsilon(1e-12));
  }
}

TEST_CASE("each number is within its factor nine times in ten") {
  Question asked = mixed();
  Uncertainty declared = usual(asked);
  declared.prior_within = 3;
  declared.streams[0] = {2.5, 1.4, {{day(30), day(60), 1.5}}};
  int prior = 0;
  int level = 0;
  int ratio = 0;
  int season = 0;
  const auto within = [](double value, double declared_value, double factor) {
    return value <= declared_value * factor && value >= declared_value / factor;
  };
  for (int draw = 0; draw < kDraws; ++draw) {
    const Question world = drawn(asked, declared, draw);
    const double a = world.streams[0].if_true.per_day();
    const double b = world.streams[0].if_false.per_day();
    prior += within(std::exp(world.prior.log_odds().nats()), 3.0 / 7, 3);
    level += within(std::sqrt(a * b), std::sqrt(0.2 * 0.1), 2.5);
    ratio += within(a / b, 2, 1.4);
    season += within(value_at(world.streams[0].season, day(45)), 1.6, 1.5);
  }
  for (const int inside : {prior, level, ratio, season}) {
    CHECK(inside >= 268);
    CHECK(inside <= 272);
  }
}

TEST_CASE("a season is off inside its days and nowhere else") {
  Question asked = question(0.5, Days(100));
  asked.streams = {stream(0.2, 0.1)};
  Uncertainty declared = certain(asked);
  declared.streams[0].seasons = {{day(-20), day(-10), 2}, {day(10), day(20), 2}};
  const Steps season = drawn(asked, declared, 5).streams[0].season;
  CHECK(value_at(season, day(-25)) == 1);
  CHECK(value_at(season, day(-20)) != 1);
  CHECK(value_at(season, eve(-10)) == value_at(season, day(-20)));
  CHECK(value_at(season, day(-10)) == 1);
  CHECK(value_at(season, day(10)) != 1);
  CHECK(value_at(season, day(10)) != value_at(season, day(-20)));
  CHECK(value_at(season, day(20)) == 1);
}

TEST_CASE("an item that cannot be judged has one credibility a world wherever it stands") {
  Question asked = mixed();
  asked.streams[0].said.push_back(unjudged(item(50, 12, 0)));
  asked.streams[1].said.push_back(unjudged(item(50, 12, 0)));
  asked.streams[1].said.push_back(unjudged(item(51, 12, 0)));
  double sum = 0;
  for (int draw = 0; draw < kDraws; ++draw) {
    const Question world = drawn(asked, usual(asked), draw);
    const Observation& here = world.streams[0].said.back();
    CHECK(here.judged);
    CHECK(here.credibility == world.streams[1].said[4].credibility);
    CHECK(here.credibility != world.streams[1].said[5].credibility);
    sum += here.credibility;
  }
  CHECK(sum / kDraws == doctest::Approx(0.5).epsilon(0.12));
}

TEST_CASE("items that cannot be judged make the interval reach from P to where they point") {
  Question asked = question(0.5, Days(200));
  asked.streams = {stream(0.3, 0.01)};
  for (int i = 0; i < 8; ++i) asked.streams[0].said.push_back(unjudged(item(i, i, 0)));
  const Instant now = day(10);
  const double p = Probability::from(log_odds(asked, {now, now})).value();
  const Interval band = intervals(asked, certain(asked), {&now, 1}, now).front();
  CHECK(band.low.value() == p);
  CHECK(band.high.value() > 0.9);
}

TEST_CASE("the number of threads changes no bit") {
  for (const bool in_two_places : {false, true}) {
    Question asked = mixed();
    asked.streams[0].said.push_back(unjudged(item(50, 12, 0)));
    if (in_two_places) asked.streams[1].said.push_back(item(3, 13.5, 0.9));
    const std::vector<Instant> dates = every_ten_days();
    const auto with = [&](unsigned threads) {
      return intervals(asked, usual(asked), dates, day(90), threads);
    };
    const std::vector<Interval> alone = with(1);
    for (const unsigned threads : {0U, 2U, 3U, 7U}) CHECK(with(threads) == alone);
    CHECK(with(1) == alone);
    CHECK(alone.back().width() > 0.05);
  }
}

TEST_CASE("the same draws serve every date in whatever order") {
  const Question asked = mixed();
  std::vector<Instant> dates = every_ten_days();
  const std::vector<Interval> all = intervals(asked, usual(asked), dates, day(100));
  std::vector<Instant> reversed(dates.rbegin(), dates.rend());
  const std::vector<Interval> backward = intervals(asked, usual(asked), reversed, day(100));
  for (std::size_t i = 0; i < dates.size(); ++i) {
    CHECK(backward[dates.size() - 1 - i] == all[i]);
    const Interval alone = intervals(asked, usual(asked), {&dates[i], 1}, day(100)).front();
    CHECK(alone.low.value() == doctest::Approx(all[i].low.value()).epsilon(1e-10));
    CHECK(alone.high.value() == doctest::Approx(all[i].high.value()).epsilon(1e-10));
  }
}

TEST_CASE("guesses that may be off without bounds leave finite numbers") {
  Question asked = mixed();
  Uncertainty wild = usual(asked);
  wild.prior_within = 1e300;
  for (Uncertainty::OfStream& stream : wild.streams) {
    stream = {1e300, 1e300, {{day(0), day(50), 1e300}}};
  }
  for (int draw = 0; draw < kDraws; ++draw) {
    const Question world = drawn(asked, wild, draw);
    CHECK(world.prior.value() > 0);
    CHECK(world.prior.value() < 1);
    for (const Stream& stream : world.streams) {
      CHECK(stream.if_true.per_day() > 0);
      CHECK(std::isfinite(stream.if_true.per_day()));
      CHECK(stream.if_false.per_day() > 0);
      CHECK(std::isfinite(stream.if_false.per_day()));
    }
  }
}

TEST_CASE("the interval of a question without evidence is that of its prior") {
  Question asked = question(0.2, Days(100));
  asked.horizon = day(50);
  const std::vector<Instant> dates = {day(-5), day(0), day(50), day(80)};
  const std::vector<Interval> bands = intervals(asked, usual(asked), dates, day(80));
  CHECK(bands[0].low.value() == doctest::Approx(1.0 / 9).epsilon(0.01));   // odds 1/4 halved
  CHECK(bands[0].high.value() == doctest::Approx(1.0 / 3).epsilon(0.01));  // and doubled
  CHECK(bands[1] == bands[0]);
  CHECK(bands[2].width() < bands[1].width());  // it fades towards the base rate
  CHECK(bands[3] == bands[2]);                 // the clock stops at the horizon
  CHECK(intervals(asked, usual(asked), {}, day(80)).empty());
}

TEST_CASE("quantiles lie between the two nearest of a sample") {
  CHECK(quantile_of({7}, 0.05) == 7);
  CHECK(quantile_of({1, 2, 3, 4, 5}, 0.5) == 3);
  CHECK(quantile_of({1, 2, 3, 4}, 0.05) == doctest::Approx(1.15));
  CHECK(quantile_of({1, 2, 3, 4}, 1) == 4);
  CHECK(normal_quantile(0.95) == doctest::Approx(1.6448536269514722).epsilon(1e-14));
  CHECK(normal_quantile(1e-10) == doctest::Approx(-6.361340902404).epsilon(1e-12));
}

}  // namespace
}  // namespace signpost::belief
