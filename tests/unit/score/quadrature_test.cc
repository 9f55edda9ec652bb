#include "engine/score/quadrature.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "tests/unit/score/curves.h"

namespace signpost::score {
namespace {

constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kDay = 86400;
constexpr std::int64_t kYear = 31557600;
constexpr std::array<std::int64_t, 6> kLengths = {5 * kMinute, 180 * kMinute, 3 * kDay,
                                                  60 * kDay,   kYear,         10 * kYear};
constexpr double kAccuracy = 1e-10;

CurveIntegrals over(const Curve& curve, std::int64_t from, std::int64_t until) {
  const std::array edges = {second(from), second(until)};
  return integrals(curve, edges, Outcomes::kEither);
}

/// The largest error of the four means.
double error(const Piecewise& of, const Integrals& found, std::int64_t from, std::int64_t until) {
  double worst = 0;
  for (const bool outcome : {false, true}) {
    const double b = of.integral(from, until, [&](Probability p) { return brier(p, outcome); });
    const double l =
        of.integral(from, until, [&](Probability p) { return log_probability(p, outcome); });
    worst = std::max({worst, std::fabs(found.brier[outcome ? 1 : 0] - b),
                      std::fabs(found.log_probability[outcome ? 1 : 0] - l)});
  }
  return worst / static_cast<double>(until - from);
}

TEST_CASE("a relaxation towards 0 has the means of its closed form") {
  for (const std::int64_t length : kLengths) {
    for (const double taus : {0.2, 1.0, 9.0}) {
      const auto t = static_cast<double>(length);
      const double tau = t / taus;
      const Piecewise of{{{0, relaxation(0, 0.8, tau)}}};
      const Integrals found = over(of.curve(true), 0, length).stretches.front();
      // p = 0.8·e^(−t/τ): ln p is linear, p and p² are exponentials.
      const double p = 0.8 * tau * -std::expm1(-taus);
      const double p2 = 0.64 * tau / 2 * -std::expm1(-2 * taus);
      CHECK(std::fabs(found.log_probability[1] / t - (std::log(0.8) - taus / 2)) < kAccuracy);
      CHECK(std::fabs((found.brier[0] - p2) / t) < kAccuracy);
      CHECK(std::fabs((found.brier[1] - (t - 2 * p + p2)) / t) < kAccuracy);
    }
  }
}

TEST_CASE("a logistic in time has the means of its closed form") {
  for (const std::int64_t length : kLengths) {
    for (const double steepness : {1.0, 8.0, 30.0}) {
      const auto t = static_cast<double>(length);
      const double slope = steepness / t;
      const Piecewise of{
          {{0, [=](double at) { return 1 / (1 + std::exp(steepness / 3 - slope * at)); }}}};
      const Integrals found = over(of.curve(true), 0, length).stretches.front();
      const double x0 = -steepness / 3;
      const double x1 = x0 + steepness;
      const double p = (std::log1p(std::exp(x1)) - std::log1p(std::exp(x0))) / slope;
      const double turned = (1 / (1 + std::exp(-x1)) - 1 / (1 + std::exp(-x0))) / slope;
      CHECK(std::fabs((found.brier[0] - (p - turned)) / t) < kAccuracy);
      CHECK(std::fabs((found.brier[1] - (t - p - turned)) / t) < kAccuracy);
      // A steeper one passes the clip: see below.
      if (steepness < 10) CHECK(error(of, found, 0, length) < kAccuracy);
    }
  }
}

TEST_CASE("fifty told jumps take a call or two, whatever the duration") {
  Random random(1);
  double worst = 0;
  std::size_t most_calls = 0;
  for (const std::int64_t length : kLengths) {
    for (const double taus : {0.1, 1.0, 5.0, 20.0}) {
      const double tau = std::max(3600.0, static_cast<double>(length) / taus);
      const Piecewise of = relaxations(random, length < 1000 ? 3 : 50, length, tau);
      const CurveIntegrals found = over(of.curve(true), 0, length);
      worst = std::max(worst, error(of, found.stretches.front(), 0, length));
      most_calls = std::max(most_calls, found.calls);
      if (taus <= 1) CHECK(found.calls <= 2);
    }
  }
  MESSAGE("largest error ", worst, ", most calls ", most_calls);
  CHECK(worst < kAccuracy);
  CHECK(most_calls <= 4);
}

TEST_CASE("a fading that is over in a thousandth of the time is found") {
  const Piecewise of{{{0, relaxation(0.1, 0.9, static_cast<double>(kYear) / 1000)}}};
  const CurveIntegrals found = over(of.curve(true), 0, kYear);
  CHECK(error(of, found.stretches.front(), 0, kYear) < kAccuracy);
  CHECK(found.calls <= 8);
}

TEST_CASE("a jump that nobody told is found to the second, wherever it lies") {
  Random random(2);
  double worst = 0;
  std::size_t most_calls = 0;
  for (const std::int64_t length : kLengths) {
    const auto t = static_cast<double>(length);
    std::vector<std::int64_t> places = {5, length - 5, length / 2, length / 2 + 1};
    for (int i = 0; i < 40; ++i) {
      places.push_back(5 + static_cast<std::int64_t>(random.uniform() * (t - 10)));
    }
    for (const std::int64_t place : places) {
      const double tau = std::max(3600.0, t * (0.1 + 2 * random.uniform()));
      const Piecewise of{{{0, relaxation(0.3, 0.7, tau)},
                          {place, relaxation(0.3, 0.05 + 0.6 * random.uniform(), tau)}}};
      const CurveIntegrals found = over(of.curve(false), 0, length);
      worst = std::max(worst, error(of, found.stretches.front(), 0, length));
      most_calls = std::max(most_calls, found.calls);
    }
  }
  MESSAGE("largest error ", worst, ", most calls ", most_calls);
  CHECK(worst < kAccuracy);
  CHECK(most_calls <= 12);
}

TEST_CASE("a jump in the first or the last seconds is found") {
  for (const std::int64_t length : {3 * kDay, kYear, 10 * kYear}) {
    for (const std::int64_t place : {std::int64_t{1}, std::int64_t{2}, length - 2, length - 1}) {
      const auto tau = static_cast<double>(length);
      const Piecewise of{{{0, relaxation(0.3, 0.7, tau)}, {place, relaxation(0.3, 0.1, tau)}}};
      const CurveIntegrals found = over(of.curve(false), 0, length);
      CHECK(error(of, found.stretches.front(), 0, length) < kAccuracy);
    }
  }
}

TEST_CASE("twenty untold jumps and kinks are all found") {
  Random random(3);
  for (const std::int64_t length : {3 * kDay, kYear, 10 * kYear}) {
    Piecewise of = relaxations(random, 20, length, static_cast<double>(length) / 3);
    const CurveIntegrals found = over(of.curve(false), 0, length);
    CHECK(error(of, found.stretches.front(), 0, length) < kAccuracy);
    CHECK(found.calls <= 16);
  }
}

TEST_CASE("a kink that nobody told is found") {
  Random random(4);
  double worst = 0;
  for (const std::int64_t length : kLengths) {
    const auto t = static_cast<double>(length);
    for (int i = 0; i < 20; ++i) {
      const auto place = 8 + static_cast<std::int64_t>(random.uniform() * (t - 16));
      const double tau = std::max(3600.0, t * (0.2 + random.uniform()));
      const auto before = relaxation(0.2, 0.6, tau);
      const Piecewise of{
          {{0, before}, {place, relaxation(0.9, before(static_cast<double>(place)), tau)}}};
      worst =
          std::max(worst, error(of, over(of.curve(false), 0, length).stretches.front(), 0, length));
    }
  }
  MESSAGE("largest error ", worst);
  CHECK(worst < kAccuracy);
}

/// Up to twelve pieces, at least twelve seconds long, which jump by much or by next to nothing, or
/// bend.
Piecewise broken(Random& random, std::int64_t length, double tau) {
  std::vector<std::int64_t> starts = {0};
  for (std::size_t i = random.below(12); i > 0; --i) {
    const bool close = random.uniform() < 0.4;
    const double at = close ? static_cast<double>(starts.back()) + 12 + 200 * random.uniform()
                            : 12 + random.uniform() * static_cast<double>(length - 24);
    starts.push_back(static_cast<std::int64_t>(at));
  }
  std::sort(starts.begin(), starts.end());
  Piecewise of;
  double base = 0.05 + 0.6 * random.uniform();
  for (const std::int64_t start : starts) {
    double p = 0.01 + 0.97 * random.uniform();
    if (!of.pieces.empty()) {
      const SmoothPiece& last = of.pieces.back();
      if (start < last.from + 12 || start > length - 12) continue;
      const double before = last.p(static_cast<double>(start - last.from));
      const std::size_t kind = random.below(3);
      if (kind == 1) p = std::min(0.98, before * (1 + 1e-3 * random.uniform()));
      if (kind == 2) {
        p = before;
        base = 0.05 + 0.6 * random.uniform();
      }
    }
    of.pieces.push_back({start, relaxation(base, p, tau)});
  }
  return of;
}

TEST_CASE("whatever breaks, told or not, and whatever is told in vain, the means are right") {
  Random random(7);
  double worst = 0;
  std::size_t most_calls = 0;
  for (int i = 0; i < 200; ++i) {
    const auto length = static_cast<std::int64_t>(3600 * std::pow(9e4, random.uniform()));
    const double tau =
        std::max(7200.0, static_cast<double>(length) * std::pow(10, -2 + 3 * random.uniform()));
    const Piecewise of = broken(random, length, tau);
    Curve curve = of.curve(true);
    curve.breaks.erase(std::remove_if(curve.breaks.begin(), curve.breaks.end(),
                                      [&](Instant) { return random.uniform() < 0.5; }),
                       curve.breaks.end());
    for (std::size_t k = random.below(20); k > 0; --k) {
      const double at = random.uniform() * static_cast<double>(length);
      curve.breaks.push_back(second(static_cast<std::int64_t>(at)));
    }
    const CurveIntegrals found = over(curve, 0, length);
    worst = std::max(worst, error(of, found.stretches.front(), 0, length));
    most_calls = std::max(most_calls, found.calls);
  }
  MESSAGE("largest error ", worst, ", most calls ", most_calls);
  CHECK(worst < kAccuracy);
  CHECK(most_calls <= 12);
}

TEST_CASE("breaks told a second apart, at midnight and just before, cost nothing") {
  for (const double jump : {0.0, 1e-5, 0.3}) {
    const double tau = 5.0 * kDay;
    const auto before = relaxation(0.1, 0.5, tau);
    const double at = before(static_cast<double>(kDay)) + jump;
    const Piecewise of{{{0, before}, {kDay, relaxation(0.1, at, tau)}}};
    Curve curve = of.curve(true);
    for (const std::int64_t by : {-2, -1, 1}) curve.breaks.push_back(second(kDay + by));
    const CurveIntegrals found = over(curve, 0, 2 * kDay);
    CHECK(error(of, found.stretches.front(), 0, 2 * kDay) < kAccuracy);
    CHECK(found.calls == 1);
  }
}

TEST_CASE("a curve that passes the clip bends there in its logarithm only") {
  const double tau = static_cast<double>(kYear) / 30;
  const Piecewise of{{{0, relaxation(0, 0.5, tau)}}};
  const Integrals found = over(of.curve(true), 0, kYear).stretches.front();
  const double until_clip = tau * std::log(0.5 / kLeastProbability);
  const double exact = until_clip * (std::log(0.5) + std::log(kLeastProbability)) / 2 +
                       (static_cast<double>(kYear) - until_clip) * std::log(kLeastProbability);
  CHECK(std::fabs(found.log_probability[1] - exact) / static_cast<double>(kYear) < kAccuracy);
}

TEST_CASE("curves of 0 and of 1 are scored at the clip in one call") {
  for (const double p : {0.0, 1.0}) {
    const Piecewise of{{{0, [=](double) { return p; }}}};
    const CurveIntegrals found = over(of.curve(true), 0, kYear);
    const auto t = static_cast<double>(kYear);
    CHECK(found.calls == 1);
    CHECK(found.stretches[0].brier[0] == doctest::Approx(p * t).epsilon(1e-14));
    CHECK(found.stretches[0].log_probability[p == 0 ? 1 : 0] ==
          doctest::Approx(t * std::log(1e-6)).epsilon(1e-14));
  }
}

TEST_CASE("a curve that comes as close to 1 as rounding lets it costs no more than others") {
  const auto tau = static_cast<double>(kYear);
  const Piecewise of{{{0, [=](double t) { return 1 - 2e-6 - 1e-5 * std::exp(-t / tau); }}}};
  const CurveIntegrals found = over(of.curve(true), 0, kYear);
  CHECK(found.calls == 1);
  CHECK(error(of, found.stretches.front(), 0, kYear) < kAccuracy);
}

TEST_CASE("what lasts few seconds is what it is at its seconds") {
  for (const std::int64_t length : {1, 2, 3}) {
    const Piecewise of{{{0, [](double t) { return 0.2 + 0.1 * t; }}}};
    const Integrals found = over(of.curve(true), 0, length).stretches.front();
    double sum = 0;
    for (std::int64_t t = 0; t < length; ++t) {
      sum += brier(Probability(0.2 + 0.1 * static_cast<double>(t)), false);
    }
    CHECK(found.brier[0] == doctest::Approx(sum).epsilon(1e-14));
  }
}

TEST_CASE("stretches add up to the whole, and the spot comes with the first call") {
  Random random(5);
  const Piecewise of = relaxations(random, 30, kYear, static_cast<double>(kYear) / 4);
  const Curve curve = of.curve(true);
  std::vector<Instant> edges = {second(0)};
  for (std::int64_t at = 17; at < kYear; at += kYear / 13) edges.push_back(second(at));
  edges.push_back(second(kYear));
  const CurveIntegrals parts = integrals(curve, edges, Outcomes::kEither, second(kDay));
  const CurveIntegrals whole = over(curve, 0, kYear);
  double sum = 0;
  for (const Integrals& part : parts.stretches) sum += part.log_probability[1];
  CHECK(std::fabs(sum - whole.stretches[0].log_probability[1]) < kAccuracy * kYear);
  REQUIRE(parts.spot.has_value());
  CHECK(*parts.spot == curve.at(std::vector{second(kDay)}).front());
  CHECK(parts.calls <= 2);
}

TEST_CASE("one outcome alone has the same integrals as both") {
  Random random(6);
  const Curve curve = relaxations(random, 10, kYear, kYear / 9.0).curve(true);
  const std::array edges = {second(0), second(kYear)};
  const Integrals both = integrals(curve, edges, Outcomes::kEither).stretches[0];
  const Integrals yes = integrals(curve, edges, Outcomes::kYes).stretches[0];
  const Integrals no = integrals(curve, edges, Outcomes::kNo).stretches[0];
  CHECK(std::fabs(both.log_probability[1] - yes.log_probability[1]) < kAccuracy * kYear);
  CHECK(std::fabs(both.brier[0] - no.brier[0]) < kAccuracy * kYear);
  CHECK(yes.brier[0] == 0);
  CHECK(no.log_probability[1] == 0);
}

TEST_CASE("a curve is asked at ascending seconds inside the time only") {
  const Piecewise of{{{0, relaxation(0.3, 0.9, 1e5)}, {70'001, relaxation(0.3, 0.5, 1e4)}}};
  Curve curve = of.curve(false);
  bool good = true;
  curve.at = [&good, at = curve.at](std::span<const Instant> instants) {
    for (std::size_t i = 0; i < instants.size(); ++i) {
      good = good && instants[i] >= second(100) && instants[i] < second(200'000);
      good = good && (i == 0 || instants[i - 1] < instants[i]);
    }
    return at(instants);
  };
  over(curve, 100, 200'000);
  CHECK(good);
}

TEST_CASE("a curve that is nowhere smooth is given up on in the end") {
  std::size_t asked = 0;
  Curve curve;
  curve.at = [&](std::span<const Instant> instants) {
    asked += instants.size();
    std::vector<Probability> answers;
    for (const Instant instant : instants) {
      Random random(static_cast<std::uint64_t>(instant.time_since_epoch().count()));
      answers.emplace_back(random.uniform());
    }
    return answers;
  };
  const CurveIntegrals found = over(curve, 0, 10 * kYear);
  CHECK(asked < 5'000'000);
  CHECK(found.stretches[0].brier[0] / (10.0 * kYear) == doctest::Approx(1.0 / 3).epsilon(0.02));
}

}  // namespace
}  // namespace signpost::score
