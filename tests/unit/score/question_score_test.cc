#include "engine/score/question_score.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "engine/score/scoring_rules.h"
#include "tests/how_many.h"
#include "tests/unit/score/curves.h"

namespace signpost::score {
namespace {

constexpr std::optional<double> kWithdrawn = std::nullopt;

Steps steps(const std::vector<std::pair<std::int64_t, std::optional<double>>>& entries) {
  Steps made;
  for (const auto& [at, p] : entries) {
    made.entries.push_back({second(at), p ? std::optional(Probability(*p)) : std::nullopt});
  }
  return made;
}

void add(Question& question, Course course, bool is_peer = true) {
  question.forecasters.push_back({std::move(course), is_peer});
}

/// Counted from 0 to 1,000.
Question question(const std::vector<Course>& courses) {
  Question made{second(0), second(1000), std::nullopt, {}};
  for (const Course& course : courses) add(made, course);
  return made;
}

bool near(double a, double b) { return std::fabs(a - b) < 1e-12 * std::max(1.0, std::fabs(b)); }

double ln(double p) { return std::log(p); }

TEST_CASE("a forecast is scored over the time in which it stood") {
  const Score score = scores(question({steps({{200, 0.8}, {600, 0.6}})}), true).front();
  CHECK(near(*score.brier, (400 * 0.04 + 400 * 0.16) / 800));
  CHECK(near(*score.log, -(400 * ln(0.8) + 400 * ln(0.6)) / 800));
  CHECK(near(score.coverage, 0.8));
  CHECK(near(score.baseline, 100 * (800 + (400 * ln(0.8) + 400 * ln(0.6)) / ln(2)) / 1000));
  CHECK(score.spot == Probability(0.6));
  CHECK(near(score.spot_baseline, 100 * (1 + std::log2(0.6))));
}

TEST_CASE("one forecaster alone has no peer score") {
  const Score score = scores(question({steps({{0, 0.9}})}), true).front();
  CHECK(score.peer == 0);
  CHECK(score.spot_peer == 0);
  CHECK(scores(question({}), true).empty());
}

TEST_CASE("an entry before counting stands when counting begins, the last of several") {
  const auto scored =
      scores(question({steps({{-500, 0.1}, {-10, 0.7}}), steps({{-10, 0.2}, {0, 0.7}})}), true);
  for (const Score& score : scored) {
    CHECK(near(*score.brier, 0.09));
    CHECK(score.coverage == 1);
  }
}

TEST_CASE("an entry at the close does not count, one a second before it does") {
  const auto scored = scores(
      question({steps({{0, 0.5}, {1000, 1.0}}), steps({{1000, 1.0}}), steps({{999, 1.0}})}), true);
  CHECK(near(*scored[0].brier, 0.25));
  CHECK(scored[0].spot == Probability(0.5));
  CHECK(!scored[1].brier.has_value());
  CHECK(!scored[1].log.has_value());
  CHECK(!scored[1].spot.has_value());
  CHECK(scored[1].coverage == 0);
  CHECK(scored[1].baseline == 0);
  CHECK(scored[1].peer == 0);
  CHECK(*scored[2].brier == 0);
  CHECK(near(scored[2].coverage, 0.001));
}

TEST_CASE("a forecast withdrawn and given again has a gap") {
  const Score score =
      scores(question({steps({{0, 0.9}, {300, kWithdrawn}, {500, kWithdrawn}, {700, 0.7}})}), true)
          .front();
  CHECK(near(score.coverage, 0.6));
  CHECK(near(*score.brier, (300 * 0.01 + 300 * 0.09) / 600));
}

TEST_CASE("of several entries at one instant the last stands") {
  const auto scored = scores(
      question({steps({{0, 0.1}, {0, 0.9}}), steps({{0, 0.5}, {500, kWithdrawn}, {500, 0.5}}),
                steps({{0, 0.5}, {500, 0.4}, {500, kWithdrawn}})}),
      true);
  CHECK(near(*scored[0].brier, 0.01));
  CHECK(scored[1].coverage == 1);
  CHECK(near(scored[2].coverage, 0.5));
  CHECK(!scored[2].spot.has_value());
}

TEST_CASE("where nothing is counted, nothing is scored") {
  for (const std::int64_t close : {0, -1, -5000}) {
    Question asked = question({steps({{-9000, 0.9}}), steps({{-9000, 0.1}})});
    asked.close = second(close);
    for (const Score& score : scores(asked, true)) {
      CHECK(!score.brier.has_value());
      CHECK(!score.log.has_value());
      CHECK(score.coverage == 0);
      CHECK(score.baseline == 0);
      CHECK(score.peer == 0);
      CHECK(!score.spot.has_value());
      CHECK(score.spot_baseline == 0);
      CHECK(score.spot_peer == 0);
    }
  }
}

TEST_CASE("a peer score is against the others that stand at each instant") {
  const auto scored = scores(
      question({steps({{0, 0.9}}), steps({{0, 0.5}, {400, kWithdrawn}}), steps({{700, 0.2}})}),
      true);
  // Until 400 the first two, until 700 the first alone, then the first and the third.
  CHECK(near(scored[0].peer, 100 * (400 * ln(0.9 / 0.5) + 300 * ln(0.9 / 0.2)) / 1000));
  CHECK(near(scored[1].peer, 100 * 400 * ln(0.5 / 0.9) / 1000));
  CHECK(near(scored[2].peer, 100 * 300 * ln(0.2 / 0.9) / 1000));
}

TEST_CASE("one that is no peer is compared with the peers and influences nobody") {
  Question asked = question({steps({{0, 0.9}}), steps({{0, 0.6}}), steps({{0, 0.5}})});
  asked.forecasters[2].is_peer = false;
  const auto with = scores(asked, true);
  CHECK(near(with[0].peer, 100 * ln(0.9 / 0.6)));
  CHECK(near(with[2].peer, 100 * (ln(0.5) - (ln(0.9) + ln(0.6)) / 2)));
  CHECK(near(with[2].spot_peer, with[2].peer));
  asked.forecasters.pop_back();
  const auto without = scores(asked, true);
  CHECK(with[0].peer == without[0].peer);
  CHECK(with[1].peer == without[1].peer);
  // A benchmark has somebody to be compared with where one peer stands.
  Question two = question({steps({{0, 0.9}}), steps({{0, 0.5}})});
  two.forecasters[1].is_peer = false;
  const auto scored = scores(two, true);
  CHECK(scored[0].peer == 0);
  CHECK(near(scored[1].peer, 100 * ln(0.5 / 0.9)));
}

TEST_CASE("those who all say the same have no peer score but rounding's") {
  for (const std::size_t n : {2U, 3U, 7U, 1000U}) {
    const std::vector<Course> same(n, steps({{0, 0.123456789}, {333, 0.7}, {500, 0.0}}));
    for (const Score& score : scores(question(same), true)) {
      CHECK(std::fabs(score.peer) < 1e-11);
      CHECK(std::fabs(score.spot_peer) < 1e-11);
      CHECK(near(*score.brier, *scores(question({same[0]}), true)[0].brier));
    }
  }
}

TEST_CASE("probabilities of 0 and 1 are finite in every score") {
  for (const bool outcome : {false, true}) {
    for (const Score& score : scores(question({steps({{0, 0.0}}), steps({{0, 1.0}})}), outcome)) {
      CHECK(std::isfinite(*score.log));
      CHECK(std::isfinite(score.peer));
      CHECK((*score.brier == 0 || *score.brier == 1));
    }
  }
}

TEST_CASE(
    "the spot may lie before counting, and is the last second where it lies after the close") {
  Question asked = question({steps({{-100, 0.3}, {-50, 0.4}, {0, 0.6}, {999, 0.8}, {1000, 0.9}})});
  const auto spot = [&](std::int64_t at) {
    asked.spot = second(at);
    return scores(asked, true).front().spot->value();
  };
  CHECK(spot(-60) == 0.3);
  CHECK(spot(-50) == 0.4);
  CHECK(spot(0) == 0.6);
  CHECK(spot(998) == 0.6);
  CHECK(spot(999) == 0.8);
  CHECK(spot(5000) == 0.8);
  asked.spot = second(-101);
  CHECK(!scores(asked, true).front().spot.has_value());
}

TEST_CASE("a curve that is flat scores as its step does, peers included") {
  const Piecewise flat{{{-10, [](double) { return 0.3; }}, {500, [](double) { return 0.8; }}}};
  const Steps other = steps({{100, 0.6}, {250, kWithdrawn}, {400, 0.1}, {450, 0.15}});
  for (const bool told : {false, true}) {
    const auto by_curve = scores(question({flat.curve(told), other}), false);
    const auto by_steps = scores(question({steps({{0, 0.3}, {500, 0.8}}), other}), false);
    for (std::size_t i = 0; i < 2; ++i) {
      CHECK(near(*by_curve[i].brier, *by_steps[i].brier));
      CHECK(near(*by_curve[i].log, *by_steps[i].log));
      CHECK(near(by_curve[i].peer, by_steps[i].peer));
      CHECK(near(by_curve[i].baseline, by_steps[i].baseline));
      CHECK(by_curve[i].spot == by_steps[i].spot);
    }
  }
}

TEST_CASE("a curve's peer score is exact where others come and go") {
  constexpr std::int64_t kLength = 10'000'000;
  const Piecewise of{{{0, relaxation(0, 0.8, 3e6)}, {4'000'000, relaxation(0, 0.9, 3e6)}}};
  Question asked{second(0), second(kLength), std::nullopt, {}};
  add(asked, of.curve(true));
  add(asked, steps({{1'234'567, 0.4}, {6'000'001, kWithdrawn}}));
  const auto scored = scores(asked, true);
  const double curve =
      of.integral(1'234'567, 6'000'001, [](Probability p) { return log_probability(p, true); });
  const double expected = 100 * (curve - (6'000'001 - 1'234'567) * ln(0.4)) / kLength;
  CHECK(std::fabs(scored[0].peer - expected) < 1e-8);
  CHECK(std::fabs(scored[1].peer + expected) < 1e-8);
}

TEST_CASE("a curve is asked, and stands, only where it says so") {
  Curve curve = Piecewise{{{0, [](double) { return 0.25; }}}}.curve(true);
  curve.from = second(200);
  curve.until = second(700);
  const auto scored = scores(question({curve, steps({{0, 0.5}})}), true);
  CHECK(near(scored[0].coverage, 0.5));
  CHECK(near(*scored[0].brier, 0.5625));
  CHECK(near(scored[1].peer, 100 * 500 * ln(2) / 1000));
  CHECK(!scored[0].spot.has_value());
  curve.until = std::nullopt;
  CHECK(scores(question({curve}), true).front().spot == Probability(0.25));
  curve.from = second(1000);
  const Score none = scores(question({curve}), true).front();
  CHECK(!none.brier.has_value());
  CHECK(none.coverage == 0);
}

TEST_CASE("a question scored either way is scored as each alone") {
  Random random(9);
  Question asked{second(0), second(9'000'000), second(8'000'000), {}};
  add(asked, relaxations(random, 20, 9'000'000, 2e6).curve(true));
  add(asked, steps({{100, 0.4}, {5'000'000, kWithdrawn}}));
  add(asked, steps({{0, 0.5}}), false);
  const EitherWay either = scores_either_way(asked);
  for (const bool outcome : {false, true}) {
    const auto& both = outcome ? either.if_yes : either.if_no;
    const auto alone = scores(asked, outcome);
    REQUIRE(both.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(std::fabs(*both[i].brier - *alone[i].brier) < 1e-10);
      CHECK(std::fabs(*both[i].log - *alone[i].log) < 1e-10);
      CHECK(std::fabs(both[i].peer - alone[i].peer) < 1e-7);
      CHECK(both[i].spot_peer == alone[i].spot_peer);
    }
  }
}

TEST_CASE("a turned question and turned forecasts score the same") {
  const auto plain = scores(question({steps({{0, 0.25}, {500, 0.75}}), steps({{0, 0.5}})}), true);
  const auto turned = scores(question({steps({{0, 0.75}, {500, 0.25}}), steps({{0, 0.5}})}), false);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(*plain[i].brier == *turned[i].brier);
    CHECK(plain[i].peer == turned[i].peer);
  }
}

TEST_CASE("a thousand forecasters with a thousand entries each are scored at once") {
  Random random(10);
  Question asked{second(0), second(100'000'000), std::nullopt, {}};
  for (int i = 0; i < 300; ++i) {
    Steps course;
    std::int64_t at = 0;
    for (int k = 0; k < 1000; ++k) {
      at += 1 + static_cast<std::int64_t>(random.uniform() * 1e5);
      course.entries.push_back({second(at), Probability(random.uniform())});
    }
    add(asked, course);
  }
  double sum = 0;
  for (const Score& score : scores(asked, true)) sum += score.peer;
  CHECK(std::isfinite(sum));
}

TEST_CASE("two thousand questions with a curve and five rivals take well under two seconds") {
  Random random(11);
  constexpr std::int64_t kLength = 31'557'600;
  std::vector<double> levels;
  std::vector<Instant> breaks;
  for (int i = 1; i <= 50; ++i) breaks.push_back(second(i * (kLength / 51)));
  Curve curve;
  curve.breaks = breaks;
  curve.at = [&](std::span<const Instant> instants) {
    std::vector<Probability> answers;
    answers.reserve(instants.size());
    for (const Instant instant : instants) {
      const std::int64_t s = (instant - second(0)).count();
      const std::int64_t in = s % (kLength / 51);
      answers.emplace_back(0.1 + 0.5 * std::exp(-static_cast<double>(in) / 2e7));
    }
    return answers;
  };
  Question asked{second(0), second(kLength), std::nullopt, {}};
  add(asked, curve);
  for (int i = 0; i < 5; ++i) {
    Steps course;
    for (std::int64_t at = 0; at < kLength; at += kLength / 10) {
      course.entries.push_back(
          {second(at + i * std::int64_t{86400}), Probability(random.uniform())});
    }
    add(asked, course);
  }
  const auto before = std::chrono::steady_clock::now();
  double sum = 0;
  for (int i = 0; i < testing::how_many(2000); ++i) sum += scores(asked, i % 2 == 0).front().peer;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - before;
  MESSAGE("2,000 questions: ", took.count(), " s");
  CHECK(std::isfinite(sum));
  CHECK(took.count() < 20);  // on a machine with much else to do
}

}  // namespace
}  // namespace signpost::score
