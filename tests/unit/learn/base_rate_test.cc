#include "engine/learn/base_rate.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "engine/belief/distributions.h"
#include "engine/belief/sampling.h"
#include "tests/how_many.h"

namespace signpost::learn {
namespace {

const Instant kFrom = std::chrono::sys_days(std::chrono::January / 1 / 2010);

Instant day(int days) { return kFrom + std::chrono::days(days); }

std::vector<PastWindow> years(std::initializer_list<bool> met) {
  std::vector<PastWindow> windows;
  for (const bool each : met) {
    const int at = 365 * static_cast<int>(windows.size());
    windows.push_back({day(at), day(at + 365), each});
  }
  return windows;
}

TEST_CASE("of windows that overlap, the most are taken of which no two do") {
  std::vector<PastWindow> monthly;
  monthly.reserve(36);
  for (int i = 0; i < 36; ++i) monthly.push_back({day(30 * i), day(30 * i + 360), i % 2 == 0});
  const auto taken = apart(monthly);
  REQUIRE(taken.size() == 3);
  CHECK(taken[2].from == day(30 * 35));
  CHECK(taken[1].from == day(30 * 23));
  CHECK(taken[0].from == day(30 * 11));
  CHECK(apart(years({true, false, true})).size() == 3);
}

TEST_CASE("a base rate without a window is the declared one, bit for bit") {
  const auto learnt = learnt_base_rate({}, Probability(0.3));
  REQUIRE(learnt);
  CHECK(learnt->mean.value() == 0.3);
  CHECK(learnt->few);
  CHECK(learnt->low.value() == doctest::Approx(belief::beta_quantile(0.05, 3, 7)));
  CHECK(learnt->high.value() == doctest::Approx(belief::beta_quantile(0.95, 3, 7)));
  CHECK_FALSE(learnt_base_rate({}, std::nullopt));
}

TEST_CASE("fewer than five windows say so and stay near the declared base rate") {
  const auto four = learnt_base_rate(years({true, true, true, true}), Probability(0.25));
  REQUIRE(four);
  CHECK(four->few);
  CHECK(four->met == 4);
  CHECK(four->mean.value() == doctest::Approx(6.5 / 14));
  CHECK(four->mean.value() - 0.25 < 0.3 * (1 - 0.25));
  const auto five = learnt_base_rate(years({true, false, true, true, true}), Probability(0.25));
  REQUIRE(five);
  CHECK_FALSE(five->few);
  CHECK(five->windows == 5);
}

TEST_CASE("many windows outweigh the declared base rate, and where none is declared speak alone") {
  std::vector<PastWindow> windows;
  windows.reserve(200);
  for (int i = 0; i < 200; ++i) windows.push_back({day(10 * i), day(10 * i + 10), i % 4 != 0});
  const auto learnt = learnt_base_rate(windows, Probability(0.1));
  REQUIRE(learnt);
  CHECK(learnt->mean.value() == doctest::Approx(151.0 / 210));
  const auto alone = learnt_base_rate(windows, std::nullopt);
  REQUIRE(alone);
  CHECK(alone->mean.value() == doctest::Approx(150.5 / 201));
}

TEST_CASE("rates given the answer are told apart, each with how far off it may be") {
  std::vector<WindowCount> windows;
  for (const double n : {24.0, 30.0, 18.0}) windows.push_back({true, n, Days(100)});
  for (const double n : {9.0, 12.0, 6.0, 9.0}) windows.push_back({false, n, Days(100)});
  windows.push_back({false, 0, Days(0)});
  const ConditionalRates rates = conditional_rates(windows);
  CHECK(rates.dispersion == 1);
  REQUIRE(rates.if_met);
  REQUIRE(rates.if_not);
  CHECK(rates.if_met->windows == 3);
  CHECK(rates.if_not->windows == 4);
  CHECK(rates.if_met->mean.per_day() == doctest::Approx(72.5 / 300));
  CHECK(rates.if_not->mean.per_day() == doctest::Approx(36.5 / 400));
  for (const auto& rate : {*rates.if_met, *rates.if_not}) {
    const double shape = rate.counted + 0.5;  // φ = 1
    CHECK(belief::gamma_below(shape * rate.within_mean, shape, 1) -
              belief::gamma_below(shape / rate.within_mean, shape, 1) ==
          doctest::Approx(0.9).epsilon(1e-9));
    CHECK(rate.within == doctest::Approx(rate.within_mean));  // φ = 1: a window's rate is the rate
  }
  windows[0].counted = 90;
  const ConditionalRates bursty = conditional_rates(windows);
  CHECK(bursty.dispersion > 5);
  CHECK(bursty.if_met->within > bursty.if_met->within_mean);
}

TEST_CASE("a kind of window that was never watched has no rate") {
  const std::vector<WindowCount> windows = {{true, 3, Days(100)}, {false, 4, Days(0)}};
  const ConditionalRates rates = conditional_rates(windows);
  CHECK(rates.if_met);
  CHECK_FALSE(rates.if_not);
  CHECK_FALSE(conditional_rates({}).if_met);
}

TEST_CASE("a next window's rate is within its factor nine times in ten") {
  belief::Random random(11);
  const int worlds = testing::how_many(4000);
  int held = 0;
  for (int world = 0; world < worlds; ++world) {
    // Each window's own rate is drawn about the common one: 12 windows teach, one more is tried.
    const double mean = 0.1 * std::exp(random.normal());
    const double shape = 4;
    std::vector<WindowCount> windows;
    double rate = 0;
    for (int i = 0; i <= 12; ++i) {
      rate = mean * belief::gamma_quantile(random.uniform(), shape, shape);
      if (i == 12) break;
      windows.push_back({true,
                         static_cast<double>(random.poisson(100 * rate, std::exp(-100 * rate))),
                         Days(100)});
    }
    const ConditionalRate learnt = *conditional_rates(windows).if_met;
    held += std::fabs(std::log(rate / learnt.mean.per_day())) <= std::log(learnt.within) ? 1 : 0;
  }
  const double share = static_cast<double>(held) / worlds;
  MESSAGE("held ", share);
  // Of 400 worlds a share of 0.9 has a standard error of 0.015, of 4,000 one of 0.005.
  CHECK(share > (testing::kTriesAll ? 0.85 : 0.8));
  CHECK(share < (testing::kTriesAll ? 0.95 : 0.98));
}

TEST_CASE("spells that were cut off count as far as they were seen") {
  const std::vector<Stretch> stretches = {{Days(10), true},  {Days(20), false}, {Days(30), true},
                                          {Days(10), true},  {Days(5), false},  {Days(20), true},
                                          {Days(50), false}, {Days(7), true}};
  const auto found = spells(stretches);
  REQUIRE(found);
  CHECK(found->ended == 3);
  CHECK(found->open == 2);
  CHECK(found->total == Days(77));
  CHECK(found->median == Days(30));
  CHECK(found->longest == Days(40));
  REQUIRE(found->mean);
  CHECK(found->mean->count() == doctest::Approx(77.0 / 3));
  CHECK(*found->low < *found->mean);
  CHECK(*found->mean < *found->high);
  const std::vector<Stretch> whole = {{Days(10), true}, {Days(4), true}};
  const auto open = spells(whole);
  REQUIRE(open);
  CHECK(open->ended == 0);
  CHECK(open->open == 1);
  CHECK_FALSE(open->mean);
  const std::vector<Stretch> quiet = {{Days(10), false}};
  CHECK_FALSE(spells(quiet));
}

}  // namespace
}  // namespace signpost::learn
