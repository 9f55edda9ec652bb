#include "engine/belief/simulation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <vector>

#include "engine/belief/likelihood_ratio.h"
#include "engine/belief/outlook.h"
#include "engine/belief/sampling.h"
#include "tests/unit/belief/questions.h"

namespace signpost::belief {
namespace {

/// Reports a day at B2: so many true ones as things happen at `rate`, and of false ones as many as
/// a credibility below 1 lets expect.
double reports(const Question& asked, double rate) {
  const double a = asked.streams[0].if_true.per_day();
  const double b = asked.streams[0].if_false.per_day();
  const double p = asked.prior.value();
  return rate + (1 - kCredibilityOfB2) / kCredibilityOfB2 * (p * a + (1 - p) * b);
}

/// Of one Poisson stream that is told at B2, a fixed fact: the chance that log-odds have been
/// beyond `bound` by each day, summed over all numbers of reports.
std::vector<double> passed_by(const Question& asked, double rate, int days, double bound,
                              bool above) {
  const Stream& stream = asked.streams[0];
  const double up = EventWeight::of(stream, asked.prior).log_factor(kCredibilityOfB2);
  const double down = stream.if_true.per_day() - stream.if_false.per_day();
  std::map<int, double> still = {{0, 1.0}};  // by the number of events so far
  std::vector<double> passed;
  double sum = 0;
  for (int today = 1; today <= days; ++today) {
    std::map<int, double> next;
    for (const auto& [number, chance] : still) {
      double term = chance * std::exp(-rate);
      for (int more = 0; more < 40; term *= rate / ++more) next[number + more] += term;
    }
    still.clear();
    for (const auto& [number, chance] : next) {
      const double x = asked.prior.log_odds().nats() + number * up - today * down;
      if (above ? x > bound : x < bound) {
        sum += chance;
      } else {
        still[number] = chance;
      }
    }
    passed.push_back(sum);
  }
  return passed;
}

TEST_CASE("shares and medians are those of the exact first passage") {
  Question asked = question(0.3, kForAlways);
  asked.streams = {stream(0.12, 0.06)};
  asked.horizon = day(200);
  const Simulation seen = simulate(asked, {20000, 7, Probability(0.8)});
  const double bound = std::log(4.0);
  const auto agrees = [&](const Simulation::Passing& passing, double rate, bool above) {
    const std::vector<double> passed =
        passed_by(asked, reports(asked, rate), 200, above ? bound : -bound, above);
    const double share = passed.back();
    CAPTURE(share);
    CAPTURE(passing.share);
    CHECK(std::fabs(passing.share - share) < 4 * std::sqrt(share * (1 - share) / 20000));
    REQUIRE(passing.median);
    // Half of them, but for sampling, have passed by the median's day, and not the day before.
    const auto today = static_cast<std::size_t>(std::ceil(passing.median->count()));
    const double error = 4 * 0.5 / std::sqrt(20000 * share);
    CHECK(passed[today - 1] / share > 0.5 - error);
    CHECK((today < 2 ? 0 : passed[today - 2] / share) < 0.5 + error);
    CHECK(passing.early->count() <= passing.median->count());
    CHECK(passing.late->count() >= passing.median->count());
  };
  agrees(seen.confirmed, 0.12, true);
  agrees(seen.cried_wolf, 0.06, true);
  agrees(seen.refuted, 0.06, false);
  agrees(seen.given_up, 0.12, false);
  CHECK(seen.span.count() == 200);
  CHECK(seen.worlds == 20000);
  CHECK(seen.seed == 7);
}

TEST_CASE("a milestone confirms when it happens and silence refutes on its day") {
  Question asked = question(0.5, kForAlways);
  asked.streams = {stream(0.01, 0.0001)};
  asked.streams[0].once = true;
  asked.streams[0].coverage.push_back({day(100), 0.0});
  asked.horizon = day(300);
  const Simulation seen = simulate(asked, {20000, 3, Probability(0.8)});
  const double hazard = reports(asked, 0.01) * 100;
  const double happens = 1 - std::exp(-hazard);
  CHECK(seen.confirmed.share == doctest::Approx(happens).epsilon(0.02));
  CHECK(seen.confirmed.late->count() <= 100);
  CHECK(seen.confirmed.median->count() ==
        doctest::Approx(-std::log(1 - happens / 2) * 100 / hazard).epsilon(0.05));
  CHECK_FALSE(seen.refuted.median);  // e^−0.99 is not 1 to 4
  CHECK(seen.refuted.share == 0);
}

TEST_CASE("simulated belief is calibrated: no more worlds cry wolf than the prior lets") {
  // Of all worlds in which P ever passes 0.8, at least 8 in 10 must be under way, for P is a
  // martingale over worlds drawn at the prior.
  for (const double ratio : {1.2, 1.6, 4.0}) {
    CAPTURE(ratio);
    Question asked = question(0.4, kForAlways);
    asked.streams = {stream(0.1 * ratio, 0.1), stream(0.05, 0.05 * ratio)};
    asked.horizon = day(300);
    const Simulation seen = simulate(asked, {20000, 11, Probability(0.8)});
    const double right = 0.4 * seen.confirmed.share;
    const double wrong = 0.6 * seen.cried_wolf.share;
    CHECK(right / (right + wrong) > 0.79);
    const double refuted = 0.6 * seen.refuted.share;
    const double given_up = 0.4 * seen.given_up.share;
    CHECK(refuted / (refuted + given_up) > 0.79);
  }
}

TEST_CASE("a scenario that opens above the threshold passes it only after it has been below") {
  Question asked = question(0.9, kForAlways);
  asked.streams = {stream(0.1, 0.05)};
  asked.horizon = day(300);
  const Simulation seen = simulate(asked, {2000, 5, Probability(0.8)});
  CHECK(seen.confirmed.share < 0.9);
  REQUIRE(seen.confirmed.median);
  CHECK(seen.confirmed.early->count() > 1);
}

TEST_CASE("bursts make counts vary by the dispersion times their mean") {
  Random random(20220128);
  for (const double dispersion : {1.2, 3.0, 12.0}) {
    CAPTURE(dispersion);
    const double mean = 7;
    const double bursts = mean * std::log(dispersion) / (dispersion - 1);
    constexpr int kCounts = 60000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < kCounts; ++i) {
      double count = 0;
      for (auto n = random.poisson(bursts, std::exp(-bursts)); n > 0; --n) {
        count += random.logarithmic(std::log(dispersion));
      }
      sum += count;
      squares += count * count;
    }
    const double average = sum / kCounts;
    CHECK(average == doctest::Approx(mean).epsilon(0.02));
    CHECK((squares / kCounts - average * average) / average ==
          doctest::Approx(dispersion).epsilon(0.04));
  }
}

TEST_CASE("the same seed makes the same worlds and another makes others") {
  Question asked = question(0.3, Days(120));
  asked.streams = {stream(0.1, 0.05), stream(0.02, 0.05)};
  asked.streams[0].dispersion = 3;
  const auto shares = [&](std::uint64_t seed) {
    const Simulation seen = simulate(asked, {500, seed, Probability(0.7)});
    return std::vector<double>{
        seen.confirmed.share, seen.cried_wolf.share,          seen.refuted.share,
        seen.given_up.share,  seen.confirmed.median->count(), seen.refuted.median->count()};
  };
  CHECK(shares(1) == shares(1));
  CHECK(shares(1) != shares(2));
  CHECK(simulate(asked, {500, 1, Probability(0.7)}).span.count() == 365);
}

TEST_CASE("worlds without indicators, time or bounds are simulated as well") {
  Question asked = question(0.3, Days(120));
  const Simulation empty = simulate(asked, {100, 1, Probability(0.8)});
  CHECK(empty.confirmed.share == 0);
  CHECK_FALSE(empty.confirmed.median);

  asked.prior = Probability(0.9);  // above the threshold from the start
  asked.horizon = day(-1);
  const Simulation no_time = simulate(asked, {100, 1, Probability(0.8)});
  CHECK(no_time.confirmed.share == 0);
  CHECK(no_time.span.count() == 0);

  asked.prior = Probability(0.3);
  asked.horizon = kForever;
  asked.streams = {stream(3e4, 1e4), stream(10, 10)};
  asked.streams[1].dispersion = 1e6;
  for (const Days persistence : {Days(100), kForAlways}) {
    asked.persistence = persistence;
    const Simulation flood = simulate(asked, {5, 1, Probability(0.8)});
    CHECK(flood.confirmed.share == 1);
    CHECK(flood.refuted.share == 1);
    CHECK(flood.cried_wolf.share == 0);
  }
  asked.streams[0].coverage[0].value = 0;
  asked.horizon = day(400);
  CHECK(simulate(asked, {50, 1, Probability(0.8)}).confirmed.share == 0);
}

}  // namespace
}  // namespace signpost::belief
