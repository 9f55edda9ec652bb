#include "engine/score/summary.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/score/random.h"
#include "engine/score/scoring_rules.h"
#include "tests/how_many.h"

namespace signpost::score {
namespace {

Score scored(std::optional<double> brier, std::optional<double> log, double baseline = 0) {
  Score score;
  score.brier = brier;
  score.log = log;
  score.coverage = brier ? 1 : 0;
  score.baseline = baseline;
  return score;
}

/// Sum of three uniform numbers, to variance 1: near enough to normal.
double noise(Random& random) {
  return 2 * (random.uniform() + random.uniform() + random.uniform() - 1.5);
}

double logistic(double x) { return 1 / (1 + std::exp(-x)); }

/// Two forecasters whose log-odds are off the truth's by independent errors, shared in part within
/// clusters of one to four questions.
struct World {
  double base = 0;            // log-odds
  double spread = 1.2;        // of the truth within a cluster
  double error = 0.5;         // of each forecaster on each question
  double shared_error = 0.7;  // on all questions of a cluster
  double other_error = 0;     // further error of the reference on each question
};

std::vector<LossPair> drawn(Random& random, const World& world, std::size_t clusters, bool brier) {
  std::vector<LossPair> pairs;
  for (std::uint64_t c = 0; c < clusters; ++c) {
    const double shift = noise(random);
    const double mine = world.shared_error * noise(random);
    const double theirs = world.shared_error * noise(random);
    for (std::size_t q = 1 + random.below(4); q > 0; --q) {
      const double truth = world.base + shift + world.spread * noise(random);
      const bool outcome = random.uniform() < logistic(truth);
      const Probability p(logistic(truth + mine + world.error * noise(random)));
      const Probability r(logistic(truth + theirs + world.error * noise(random) +
                                   world.other_error * noise(random)));
      pairs.push_back(brier ? LossPair{c, score::brier(p, outcome), score::brier(r, outcome)}
                            : LossPair{c, log_score(p, outcome), log_score(r, outcome)});
    }
  }
  return pairs;
}

TEST_CASE("means are over the questions that have the score") {
  const std::array scores = {scored(0.1, 0.2, 30), scored(std::nullopt, std::nullopt, 0),
                             scored(0.3, 0.4, -90)};
  const Means found = means(scores);
  CHECK(found.n == 3);
  CHECK(*found.brier == doctest::Approx(0.2));
  CHECK(*found.log == doctest::Approx(0.3));
  CHECK(*found.coverage == doctest::Approx(2.0 / 3));
  CHECK(*found.baseline == doctest::Approx(-20));
  CHECK(*found.peer == 0);
}

TEST_CASE("without questions there are no means and no skill") {
  CHECK(means({}).n == 0);
  CHECK(!means({}).baseline.has_value());
  CHECK(!skill({}).has_value());
  CHECK(!skills({}).brier.has_value());
}

TEST_CASE("skill is over the questions on which both have the score") {
  const std::array pairs = {ScorePair{1, scored(0.1, 0.5), scored(0.2, 0.5)},
                            ScorePair{2, scored(std::nullopt, std::nullopt), scored(0.9, 3)},
                            ScorePair{3, scored(0.9, 3), scored(std::nullopt, std::nullopt)},
                            ScorePair{4, scored(0.2, 0.1), scored(0.2, 0.3)}};
  const Skills found = skills(pairs);
  CHECK(found.brier->n == 2);
  CHECK(found.brier->clusters == 2);
  CHECK(found.brier->skill == doctest::Approx(0.25));
  CHECK(found.log->skill == doctest::Approx(0.25));
  CHECK(!found.brier->interval.has_value());
}

TEST_CASE("there is no skill against a reference without loss") {
  CHECK(!skill(std::vector<LossPair>{{1, 0.3, 0}, {2, 0.1, 0}}).has_value());
  CHECK(skill(std::vector<LossPair>{{1, 0, 0.1}})->skill == 1);
}

TEST_CASE("too few clusters have no interval, however many questions are in them") {
  Random random(1);
  std::vector<LossPair> pairs;
  pairs.reserve(501);
  for (int i = 0; i < 500; ++i) {
    pairs.push_back({random.below(kFewestClusters - 1), random.uniform(), random.uniform()});
  }
  CHECK(skill(pairs)->clusters == kFewestClusters - 1);
  CHECK(!skill(pairs)->interval.has_value());
  pairs.push_back({kFewestClusters, 0.4, 0.6});
  CHECK(skill(pairs)->interval.has_value());
}

TEST_CASE("where all clusters say the same there is no interval") {
  std::vector<LossPair> same;
  std::vector<LossPair> itself;
  Random random(2);
  for (std::uint64_t i = 0; i < 20; ++i) {
    same.push_back({i, 0.04, 0.09});
    const double loss = random.uniform();
    itself.push_back({i, loss, loss});
  }
  CHECK(!skill(same)->interval.has_value());
  CHECK(skill(itself)->skill == 0);
  CHECK(!skill(itself)->interval.has_value());
}

TEST_CASE("the interval holds the skill, at most 1, and does not depend on the order") {
  Random random(3);
  int other = 0;  // with another seed
  for (int i = 0; i < 50; ++i) {
    std::vector<LossPair> pairs = drawn(random, {}, 6 + random.below(30), i % 2 == 0);
    const Skill found = *skill(pairs);
    REQUIRE(found.interval.has_value());
    CHECK(found.interval->low <= found.skill);
    CHECK(found.interval->high >= found.skill);
    CHECK(found.interval->high <= 1);
    std::reverse(pairs.begin(), pairs.end());
    std::swap(pairs[0], pairs[pairs.size() / 2]);
    CHECK(skill(pairs)->interval->low == found.interval->low);
    CHECK(skill(pairs)->interval->high == found.interval->high);
    other += skill(pairs, 1)->interval->low != found.interval->low ? 1 : 0;
  }
  CHECK(other > 0);
}

TEST_CASE("a forecaster without loss in all but one cluster is not without doubt") {
  std::vector<LossPair> pairs;
  for (std::uint64_t i = 0; i < 10; ++i) pairs.push_back({i, i == 0 ? 0.5 : 0.0, 0.1});
  const Skill found = *skill(pairs);
  CHECK((!found.interval || found.interval->holds_zero()));
  for (LossPair& pair : pairs) pair.loss = 0;
  CHECK(skill(pairs)->skill == 1);
  CHECK(!skill(pairs)->interval.has_value());
}

TEST_CASE("of two equally good, chance makes one the better in no more than one world in ten") {
  constexpr int kWorlds = testing::how_many(1500);
  Random random(4);
  const std::array worlds = {World{}, World{0, 1.2, 0.8, 0, 0}, World{0, 2.5, 0.5, 0.7, 0},
                             World{-2.5, 1.2, 0.5, 0.7, 0}};
  double worst = 0;
  double worst_side = 0;
  int all = 0;
  std::array<int, 2> all_sides{};
  for (const World& world : worlds) {
    for (const std::size_t clusters : {8U, 15U, 30U, 60U}) {
      for (const bool brier : {true, false}) {
        std::array<int, 2> excluded{};
        for (int i = 0; i < kWorlds; ++i) {
          const auto interval = skill(drawn(random, world, clusters, brier))->interval;
          if (!interval) continue;
          excluded[0] += interval->low > 0 ? 1 : 0;
          excluded[1] += interval->high < 0 ? 1 : 0;
        }
        for (const int side : excluded) {
          worst_side = std::max(worst_side, 1.0 * side / kWorlds);
        }
        worst = std::max(worst, 1.0 * (excluded[0] + excluded[1]) / kWorlds);
        all_sides[0] += excluded[0];
        all_sides[1] += excluded[1];
        all += kWorlds;
      }
    }
  }
  MESSAGE("excluded 0 for the one in ", 1.0 * all_sides[0] / all, ", for the other in ",
          1.0 * all_sides[1] / all, "; in the worst kind of world ", worst, ", on one side ",
          worst_side);
  CHECK(worst < 0.5);
  if (!testing::kTriesAll) return;
  CHECK(worst <= 0.115);       // 0.10, and two standard errors of so many worlds
  CHECK(worst_side <= 0.065);  // 0.05, and two and a half
  CHECK(all_sides[0] <= all / 20);
  CHECK(all_sides[1] <= all / 20);
  // Nor so wide that nothing could ever be told.
  CHECK(all_sides[0] + all_sides[1] >= all / 20);
}

TEST_CASE("the interval holds the true skill nine times in ten where one is better") {
  constexpr int kWorlds = testing::how_many(500);
  const World world{0, 1.2, 0.3, 0.3, 1.5};
  for (const bool brier : {true, false}) {
    Random random(5);
    std::vector<LossPair> many;
    for (int i = 0; i < 400; ++i) {
      for (const LossPair& pair : drawn(random, world, 60, brier)) many.push_back(pair);
    }
    const double truth = skill(many)->skill;
    for (const std::size_t clusters : {8U, 30U, 60U}) {
      int held = 0;
      int better = 0;
      for (int i = 0; i < kWorlds; ++i) {
        const auto interval = skill(drawn(random, world, clusters, brier))->interval;
        held += !interval || (interval->low <= truth && truth <= interval->high) ? 1 : 0;
        better += interval && interval->low > 0 ? 1 : 0;
      }
      MESSAGE(clusters, " clusters: holds ", 1.0 * held / kWorlds, ", tells the better in ",
              1.0 * better / kWorlds);
      CHECK(held > kWorlds / 2);
      if (!testing::kTriesAll) continue;
      CHECK(held >= kWorlds * 87 / 100);
      if (clusters == 60) CHECK(better >= kWorlds * 8 / 10);
    }
  }
}

TEST_CASE("who believes the truth beats every rival on the average") {
  Random random(6);
  constexpr int kQuestions = 20'000;
  constexpr std::size_t kRivals = 5;
  std::array<std::vector<LossPair>, kRivals> brier_pairs;
  std::array<std::vector<LossPair>, kRivals> log_pairs;
  for (int i = 0; i < kQuestions; ++i) {
    const double x = 1.5 * noise(random);
    const Probability truth(logistic(x));
    const bool outcome = random.uniform() < truth.value();
    const std::array<Probability, kRivals> rivals = {
        Probability(0.5), Probability(logistic(1.5 * x)), Probability(logistic(0.6 * x)),
        Probability(logistic(x + 0.4)), Probability(logistic(x + 0.7 * noise(random)))};
    for (std::size_t k = 0; k < kRivals; ++k) {
      const auto cluster = static_cast<std::uint64_t>(i);
      brier_pairs[k].push_back({cluster, brier(truth, outcome), brier(rivals[k], outcome)});
      log_pairs[k].push_back({cluster, log_score(truth, outcome), log_score(rivals[k], outcome)});
    }
  }
  for (std::size_t k = 0; k < kRivals; ++k) {
    CHECK(skill(brier_pairs[k])->interval->low > 0);
    CHECK(skill(log_pairs[k])->interval->low > 0);
  }
}

TEST_CASE("bounds are the means if all that is open came out one way") {
  const std::array settled = {scored(0.1, 0.2, 50)};
  const std::array unsettled = {
      UnsettledScore{scored(0.04, 0.1, 60), scored(0.64, 1.6, -130)},
      UnsettledScore{scored(0.81, 2.3, -230), scored(0.01, 0.1, 85)},
      UnsettledScore{scored(std::nullopt, std::nullopt), scored(std::nullopt, std::nullopt)}};
  const Bounds found = bounds(settled, unsettled);
  CHECK(found.if_all_yes.n == 4);
  CHECK(*found.if_all_yes.brier == doctest::Approx((0.1 + 0.04 + 0.81) / 3));
  CHECK(*found.if_all_no.brier == doctest::Approx((0.1 + 0.64 + 0.01) / 3));
  CHECK(*found.best.brier == doctest::Approx((0.1 + 0.04 + 0.01) / 3));
  CHECK(*found.worst.brier == doctest::Approx((0.1 + 0.64 + 0.81) / 3));
  CHECK(*found.best.baseline == doctest::Approx((50 + 60 + 85) / 4.0));
  CHECK(*found.worst.baseline == doctest::Approx((50 - 130 - 230) / 4.0));
  CHECK(*bounds(settled, {}).best.log == *bounds(settled, {}).worst.log);
  CHECK(!bounds({}, {}).if_all_yes.brier.has_value());
}

}  // namespace
}  // namespace signpost::score
