#include "engine/belief/outlook.h"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <vector>

#include "engine/belief/likelihood_ratio.h"
#include "engine/belief/steps.h"
#include "tests/unit/belief/questions.h"

namespace signpost::belief {
namespace {

using Masses = std::vector<std::array<double, 2>>;

double bits(const Masses& joint) {
  std::array<double, 2> state{0, 0};
  for (const auto& mass : joint) {
    state[0] += mass[0];
    state[1] += mass[1];
  }
  double sum = 0;
  for (const auto& mass : joint) {
    for (const std::size_t x : {0U, 1U}) {
      if (mass[x] > 0) sum += mass[x] * std::log2(mass[x] / (state[x] * (mass[0] + mass[1])));
    }
  }
  return sum;
}

/// State and number of events by Runge–Kutta steps of the master equation, a step or a fraction of
/// one at a time.
Masses stepwise(const Question& asked, const Stream& stream, double p, double from, double until,
                double heard, std::size_t most) {
  const bool forever = std::isinf(asked.persistence.count());
  const double starts = forever ? 0 : asked.base_rate.value() / asked.persistence.count();
  const double stops = forever ? 0 : (1 - asked.base_rate.value()) / asked.persistence.count();
  Masses now(most + 1, {0, 0});
  now[0] = {1 - p, p};
  constexpr double kStep = 0.01;
  const auto steps = static_cast<int>(std::lround((until - from) / kStep));
  for (int i = 0; i < steps; ++i) {
    const Instant middle = day(from + (i + 0.5) * kStep);
    const double level =
        heard * value_at(stream.coverage, middle) * value_at(stream.season, middle);
    const double a = level * stream.if_true.per_day() / stream.dispersion;
    const double b = level * stream.if_false.per_day() / stream.dispersion;
    const auto slope = [&](const Masses& at) {
      Masses change(at.size());
      for (std::size_t n = 0; n <= most; ++n) {
        const bool more = n < most;
        change[n][0] = -(starts + (more ? b : 0)) * at[n][0] + stops * at[n][1];
        change[n][1] = -(stops + (more ? a : 0)) * at[n][1] + starts * at[n][0];
        if (n > 0) {
          change[n][0] += b * at[n - 1][0];
          change[n][1] += a * at[n - 1][1];
        }
      }
      return change;
    };
    const auto moved = [&](const Masses& by, double share) {
      Masses at = now;
      for (std::size_t n = 0; n <= most; ++n) {
        for (const std::size_t x : {0U, 1U}) at[n][x] += share * kStep * by[n][x];
      }
      return at;
    };
    const Masses k1 = slope(now);
    const Masses k2 = slope(moved(k1, 0.5));
    const Masses k3 = slope(moved(k2, 0.5));
    const Masses k4 = slope(moved(k3, 1));
    for (std::size_t n = 0; n <= most; ++n) {
      for (const std::size_t x : {0U, 1U}) {
        now[n][x] += kStep / 6 * (k1[n][x] + 2 * k2[n][x] + 2 * k3[n][x] + k4[n][x]);
      }
    }
  }
  return now;
}

Question stepped() {
  Question asked = question(0.3, Days(40));
  asked.base_rate = Probability(0.45);
  asked.streams = {stream(0.5, 0.1), stream(0.1, 0.3)};
  asked.streams[0].coverage = {{kOpened, 0.8}, {day(25), 0.2}, {day(31), 1.0}};
  asked.streams[0].season = {{kOpened, 1.0}, {day(28), 1.7}, {day(35), 1.0}};
  asked.streams[1].dispersion = 2.5;
  asked.streams[0].said = {item(1, 5, 0.9)};
  return asked;
}

TEST_CASE("bits agree with the master equation solved step by step") {
  Question asked = stepped();
  for (const bool forever : {false, true}) {
    if (forever) asked.persistence = kForAlways;
    const double p = Probability::from(log_odds(asked, at(20))).value();
    const std::vector<Outlook> seen = outlooks(asked, at(20), Days(20));
    for (std::size_t j = 0; j < 2; ++j) {
      CAPTURE(j);
      const Stream& stream = asked.streams[j];
      const Masses joint = stepwise(asked, stream, p, 20, 40, 1, 60);
      CHECK(std::fabs(seen[j].bits - bits(joint)) < 1e-9);
      Stream covered = stream;
      covered.coverage = {{kOpened, 1.0}};
      CHECK(std::fabs(seen[j].bits_if_covered - bits(stepwise(asked, covered, p, 20, 40, 1, 60))) <
            1e-9);
      double mean = 0;
      for (std::size_t n = 0; n < joint.size(); ++n) {
        mean += static_cast<double>(n) * (joint[n][0] + joint[n][1]);
      }
      CHECK(seen[j].expected == doctest::Approx(mean * stream.dispersion).epsilon(1e-9));
    }
    CHECK(seen[0].level == 0.8);
  }
}

TEST_CASE("a milestone tells yes or no, and less once it has been told") {
  Question asked = question(0.4, Days(60));
  asked.streams = {stream(0.05, 0.01)};
  Stream& milestone = asked.streams[0];
  milestone.once = true;
  for (const double told : {0.0, 0.6, 1.0}) {
    CAPTURE(told);
    milestone.said.clear();
    if (told > 0) milestone.said = {item(1, 10, told)};
    const LogOdds now = log_odds(asked, at(20));
    const double p = Probability::from(now).value();
    const Outlook seen = outlooks(asked, at(20), Days(30)).front();
    const Masses joint = stepwise(asked, milestone, p, 20, 50, 1 - told, 1);
    CHECK(std::fabs(seen.bits - bits(joint)) < 1e-9);
    CHECK(std::fabs(seen.expected - (joint[1][0] + joint[1][1])) < 1e-9);
    if (told == 1) {
      CHECK(seen.bits == 0);
      CHECK(seen.expected == 0);
    }
    // Told tomorrow by somebody else at B2: as if it were recorded then.
    Question tomorrow = asked;
    tomorrow.streams[0].said.push_back(item(2, 21, kCredibilityOfB2));
    CHECK(seen.if_seen == log_odds(tomorrow, at(21)));
  }
}

TEST_CASE("what waited under lag counts up to a sighting of tomorrow") {
  Question asked = question(0.4, Days(60));
  asked.streams = {stream(0.05, 0.1), stream(0.2, 0.1)};
  asked.streams[0].lag = Days(30);
  const std::vector<Outlook> seen = outlooks(asked, at(20), Days(30));
  for (const std::size_t j : {0U, 1U}) {
    Question tomorrow = asked;
    tomorrow.streams[j].said.push_back(item(1, 21, kCredibilityOfB2));
    CHECK(seen[j].if_seen == log_odds(tomorrow, at(21)));
  }
}

TEST_CASE("of a fixed fact the information is that of two Poisson distributions") {
  Question asked = question(0.25, kForAlways);
  asked.streams = {stream(0.9, 0.3)};
  const double p = 0.25;
  const double if_true = 0.9 * 30;
  const double if_false = 0.3 * 30;
  Masses joint;
  for (int n = 0; n < 150; ++n) {
    const auto poisson = [n](double mean) {
      return std::exp(n * std::log(mean) - mean - std::lgamma(n + 1.0));
    };
    joint.push_back({(1 - p) * poisson(if_false), p * poisson(if_true)});
  }
  const Outlook seen = outlooks(asked, at(0), Days(30)).front();
  CHECK(std::fabs(seen.bits - bits(joint)) < 1e-10);
  CHECK(seen.expected == doctest::Approx(p * if_true + (1 - p) * if_false).epsilon(1e-12));
  CHECK(seen.if_silent.nats() == doctest::Approx(std::log(1.0 / 3) - 0.6 * 30).epsilon(1e-12));
}

TEST_CASE("what is as often either way tells exactly nothing") {
  Question asked = question(0.3, Days(90));
  asked.streams = {stream(0.7, 0.7)};
  const Outlook seen = outlooks(asked, at(10), Days(30)).front();
  CHECK(seen.bits == 0);
  CHECK(seen.bits_if_covered == 0);
  CHECK(seen.expected == doctest::Approx(21).epsilon(1e-12));
}

TEST_CASE("silence drains what is covered and the other streams are not watched") {
  Question asked = stepped();
  asked.streams[1].said = {item(2, 18, 0.7)};
  const std::vector<Outlook> seen = outlooks(asked, at(20), Days(20));
  // The same by the filter, with the other stream asleep from then on.
  for (std::size_t j = 0; j < 2; ++j) {
    Question alone = asked;
    alone.streams[1 - j].coverage.push_back({day(20), 0.0});
    std::erase_if(alone.streams[1 - j].coverage,
                  [](const Step& step) { return step.from > day(20); });
    CHECK(seen[j].if_silent.nats() ==
          doctest::Approx(log_odds(alone, at(40)).nats()).epsilon(1e-11));
  }
}

TEST_CASE("bits are never negative and more coverage tells no less") {
  std::mt19937_64 random(20220128);
  const auto between = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random() >> 11) * 0x1p-53;
  };
  for (int i = 0; i < 300; ++i) {
    Question asked = question(between(0.001, 0.999), Days(std::exp(between(0, 8))));
    asked.base_rate = Probability(between(0.01, 0.99));
    const double if_true = std::exp(between(-8, 2));
    asked.streams = {stream(if_true, if_true * std::exp(between(-3, 3)))};
    asked.streams[0].once = i % 3 == 0;
    asked.streams[0].dispersion = i % 2 == 0 ? 1 : between(1, 5);
    asked.streams[0].coverage[0].value = i % 5 == 0 ? 0 : between(0, 1);
    const Outlook seen = outlooks(asked, at(between(-5, 5)), Days(between(0, 60))).front();
    CHECK(seen.bits >= 0);
    CHECK(seen.bits <= 1);
    // Of a milestone that happens either way full coverage may tell less: only that it happened.
    if (!asked.streams[0].once) CHECK(seen.bits_if_covered >= seen.bits - 1e-12);
    CHECK(seen.expected >= 0);
    if (i % 5 == 0) CHECK(seen.bits == 0);
  }
}

TEST_CASE("floods of events cost no more than some thousands") {
  Question asked = question(0.3, Days(90));
  asked.streams = {stream(1e4, 0.99e4), stream(1e4, 1e-3)};
  asked.streams[1].once = true;
  const std::vector<Outlook> seen = outlooks(asked, at(1), Days(30));
  CHECK(seen[0].bits > 0);
  CHECK(seen[0].bits < 0.9);
  CHECK(seen[0].expected == doctest::Approx(30e4).epsilon(0.02));
  CHECK(seen[1].bits > 0.2);
  CHECK(std::isfinite(seen[0].if_seen.nats()));
}

TEST_CASE("nothing is left to see at the horizon, and before the opening the prior looks ahead") {
  Question asked = question(0.3, Days(90));
  asked.streams = {stream(0.5, 0.1)};
  asked.horizon = day(30);
  for (const double when : {30.0, 50.0}) {
    const Outlook seen = outlooks(asked, at(when), Days(30)).front();
    CHECK(seen.bits == 0);
    CHECK(seen.expected == 0);
    CHECK(seen.if_seen == log_odds(asked, at(30, when)));
    CHECK(seen.if_silent == seen.if_seen);
  }
  const Outlook cut = outlooks(asked, at(20), Days(30)).front();
  const Outlook whole = outlooks(asked, at(20), Days(10)).front();
  CHECK(cut.bits == whole.bits);
  const Outlook early = outlooks(asked, at(-60), Days(10)).front();
  CHECK(early.bits == doctest::Approx(outlooks(asked, at(0), Days(10)).front().bits));
  asked.streams.clear();
  CHECK(outlooks(asked, at(5), Days(30)).empty());
}

TEST_CASE("what has happened stays happened, however silent all else is") {
  Question asked = question(0.3, kForAlways);
  asked.streams = {happening(0.02), stream(0.5, 0.1)};
  asked.streams[0].said = {item(1, 5, 0.95)};
  const std::vector<Outlook> seen = outlooks(asked, at(10), Days(30));
  CHECK(Probability::from(seen[1].if_silent).value() >= 0.95);
  CHECK(Probability::from(seen[0].if_silent).value() >= 0.95);
}

}  // namespace
}  // namespace signpost::belief
