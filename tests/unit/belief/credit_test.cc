#include "engine/belief/credit.h"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/unit/belief/questions.h"

namespace signpost::belief {
namespace {

double sum_of(const Credit& credit) {
  double sum = credit.prior + credit.fading;
  for (const EventCredit& event : credit.events) sum += event.bits;
  for (const double silence : credit.silence) sum += silence;
  return sum;
}

Credit credit_of(const Question& asked, const Moment& moment, bool outcome,
                 Scored scored = Scored::kNow) {
  return credit(asked, moment, account(asked, moment), outcome, scored);
}

double bits(Probability p) { return std::log2(p.value()); }

Question watched() {
  Question asked = question(0.4, Days(180));
  asked.base_rate = Probability(0.2);
  asked.horizon = day(365);
  asked.streams = {stream(0.2, 0.07), stream(0.01, 0.04)};
  asked.streams[0].said = {item(1, 9, 0.9), item(2, 80, 0.8), item(3, 120, 1.0)};
  asked.streams[1].said = {item(4, 30, 0.9)};
  asked.bearing = {bearing(5, 60, 0.9, 30)};
  return asked;
}

TEST_CASE("credits lead from the prior to the close, whatever came out and is scored") {
  for (const bool outcome : {false, true}) {
    const Credit now = credit_of(watched(), at(200), outcome);
    const Probability p = Probability::from(log_odds(watched(), at(200)));
    CHECK(now.prior == doctest::Approx(std::log2(outcome ? 0.4 : 0.6)).epsilon(1e-14));
    CHECK(now.close ==
          doctest::Approx(std::log2(outcome ? p.value() : 1 - p.value())).epsilon(1e-12));
    CHECK(std::fabs(sum_of(now) - now.close) < 1e-12);
    const Credit then = credit_of(watched(), at(200), outcome, Scored::kAtHorizon);
    const double there = at_horizon(watched(), day(200), log_odds(watched(), at(200))).value();
    CHECK(then.close == doctest::Approx(std::log2(outcome ? there : 1 - there)).epsilon(1e-12));
    CHECK(std::fabs(sum_of(then) - then.close) < 1e-12);
  }
}

TEST_CASE("what will be at the horizon is moved by evidence and silence only") {
  const Credit credit = credit_of(watched(), at(365), true, Scored::kAtHorizon);
  CHECK(std::fabs(credit.fading) < 1e-11);
  CHECK(std::fabs(credit_of(watched(), at(365), true).fading) > 0.1);
}

TEST_CASE("an event earns the change that it makes") {
  Question asked = question(0.5, kForAlways);
  asked.streams = {stream(0.02, 0.02)};  // its silence says nothing
  asked.bearing = {bearing(1, 10, 1.0, 3)};
  const Credit came_true = credit_of(asked, at(20), true);
  CHECK(came_true.events[0].bits == doctest::Approx(std::log2(0.75 / 0.5)).epsilon(1e-14));
  CHECK(came_true.silence[0] == 0);
  const Credit did_not = credit_of(asked, at(20), false);
  CHECK(did_not.events[0].bits == doctest::Approx(std::log2(0.25 / 0.5)).epsilon(1e-14));
}

TEST_CASE("silence earns what it drains, each indicator its own part") {
  Question asked = question(0.5, kForAlways);
  asked.streams = {stream(0.03, 0.01), stream(0.01, 0.02)};
  const Credit credit = credit_of(asked, at(100), false);
  // Log-odds fall by 0.02 a day and rise by 0.01.
  const double whole = bits(Probability(1 / (1 + std::exp(-1.0)))) - bits(Probability(0.5));
  CHECK(credit.silence[0] == doctest::Approx(2 * whole).epsilon(1e-11));
  CHECK(credit.silence[1] == doctest::Approx(-whole).epsilon(1e-11));
  CHECK(std::fabs(credit.fading) < 1e-12);
}

TEST_CASE("silences that cancel are still told apart") {
  Question asked = question(0.5, kForAlways);
  asked.streams = {stream(0.03, 0.01), stream(0.01, 0.03)};
  const Credit credit = credit_of(asked, at(100), true);
  // Belief rests at one half, where a unit of log-odds is worth 0.5/ln 2 bits.
  CHECK(credit.silence[0] == doctest::Approx(-2 * 0.5 / std::log(2.0)).epsilon(1e-12));
  CHECK(credit.silence[1] == doctest::Approx(+2 * 0.5 / std::log(2.0)).epsilon(1e-12));
}

TEST_CASE("what fades while it is watched agrees with small steps") {
  Question asked = question(0.6, Days(60));
  asked.base_rate = Probability(0.3);
  asked.streams = {stream(0.05, 0.01)};
  asked.bearing = {bearing(1, 0, 0.999, 1000)};  // fades within days at first
  const Credit credit = credit_of(asked, at(150), true);
  // Runge–Kutta of log-odds x, with what silence does to log₂ of the probability summed along.
  const double starts = 0.3 / 60;
  const double stops = 0.7 / 60;
  const double drain = 0.04;
  const auto slope = [&](double x) {
    return starts * (1 + std::exp(-x)) - stops * (1 + std::exp(x)) - drain;
  };
  const auto silent = [&](double x) { return -drain / (1 + std::exp(x)) / std::log(2.0); };
  const double m = 0.6 * 1000 + 0.4;
  double x = std::log(0.6 / 0.4) + std::log((0.999 * 1000 + 0.001 * m) / (0.999 + 0.001 * m));
  double silence = 0;
  const int steps = 400'000;
  const double h = 150.0 / steps;
  for (int i = 0; i < steps; ++i) {
    const double k1 = slope(x);
    const double k2 = slope(x + h / 2 * k1);
    const double k3 = slope(x + h / 2 * k2);
    const double k4 = slope(x + h * k3);
    const double middle = x + h / 2 * k2;
    const double next = x + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
    silence += h / 6 * (silent(x) + 4 * silent(middle) + silent(next));
    x = next;
  }
  CHECK(credit.silence[0] == doctest::Approx(silence).epsilon(1e-8));
}

TEST_CASE("an event that several told is shared out by how much doubt each takes away") {
  Question asked = question(0.5, kForAlways);
  asked.streams = {stream(0.02, 0.01)};
  asked.streams[0].said = {of_event(item(1, 10, 0.9), 7, 1), of_event(item(2, 10, 0.5), 7, 2),
                           of_event(item(3, 11, 0.6), 7, 1)};
  const Credit credit = credit_of(asked, at(11), true);
  REQUIRE(credit.events.size() == 1);
  const std::vector<ItemCredit>& items = credit.events[0].items;
  REQUIRE(items.size() == 2);  // item 3 repeats what item 1's origin said
  CHECK(items[0].item == 1);
  CHECK(items[0].bits / items[1].bits == doctest::Approx(std::log(0.1) / std::log(0.5)));
  CHECK(items[0].bits + items[1].bits == doctest::Approx(credit.events[0].bits).epsilon(1e-14));
}

TEST_CASE("the answer itself earns what it adds to all else, and from then on little else moves") {
  Question asked = question(0.5, kForAlways);
  asked.streams = {happening(0.005), stream(0.02, 0.01)};
  asked.streams[0].said = {item(1, 50, 0.9)};
  asked.streams[1].said = {item(2, 20, 0.9)};
  const Credit credit = credit_of(asked, at(100), true);
  CHECK(std::fabs(sum_of(credit) - credit.close) < 1e-12);
  const Account told = account(asked, at(100));
  double happened = 0;
  for (std::size_t i = 0; i < told.events.size(); ++i) {
    if (told.events[i].kind == EventKind::kHappening) happened = credit.events[i].bits;
  }
  const double before = Probability::from(log_odds(
                                              [&] {
                                                Question without = asked;
                                                without.streams[0].said.clear();
                                                return without;
                                              }(),
                                              at(50)))
                            .value();
  CHECK(happened == doctest::Approx(std::log2((0.9 + 0.1 * before) / before)).epsilon(1e-10));
}

TEST_CASE("before a scenario is open nothing is earned") {
  const Credit credit = credit_of(watched(), at(-5), true);
  CHECK(credit.prior == credit.close);
  CHECK(sum_of(credit) == credit.prior);
}

}  // namespace
}  // namespace signpost::belief
