#include "engine/score/summary.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <vector>

#include "engine/score/random.h"
#include "engine/score/sum.h"

namespace signpost::score {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

template <class Of>
std::optional<double> mean(std::span<const Score> scores, Of of) {
  Sum sum;
  std::size_t n = 0;
  for (const Score& score : scores) {
    const std::optional<double> value = of(score);
    if (!value) continue;
    sum += *value;
    ++n;
  }
  if (n == 0) return std::nullopt;
  return sum.value() / static_cast<double>(n);
}

/// The losses of a cluster's questions together, and their products.
struct Cluster {
  double loss = 0;
  double reference = 0;
};

std::vector<Cluster> clusters_of(std::vector<LossPair> pairs) {
  std::sort(pairs.begin(), pairs.end(), [](const LossPair& a, const LossPair& b) {
    if (a.cluster != b.cluster) return a.cluster < b.cluster;
    if (a.loss != b.loss) return a.loss < b.loss;
    return a.reference < b.reference;
  });
  std::vector<Cluster> clusters;
  for (std::size_t i = 0; i < pairs.size();) {
    Sum loss;
    Sum reference;
    const std::uint64_t id = pairs[i].cluster;
    for (; i < pairs.size() && pairs[i].cluster == id; ++i) {
      loss += pairs[i].loss;
      reference += pairs[i].reference;
    }
    clusters.push_back({loss.value(), reference.value()});
  }
  return clusters;
}

/// Sums over clusters, each taken as often as it was drawn.
struct Moments {
  double n = 0;
  double loss = 0;
  double reference = 0;
  double loss_loss = 0;
  double loss_reference = 0;
  double reference_reference = 0;

  void add(const Cluster& cluster) {
    ++n;
    loss += cluster.loss;
    reference += cluster.reference;
    loss_loss += cluster.loss * cluster.loss;
    loss_reference += cluster.loss * cluster.reference;
    reference_reference += cluster.reference * cluster.reference;
  }
  /// The ratio S/S_ref, and the variance of its logarithm to first order.
  [[nodiscard]] double ratio() const { return loss / reference; }
  [[nodiscard]] double log_variance() const {
    const double r = ratio();
    const double squares = loss_loss - 2 * r * loss_reference + r * r * reference_reference;
    // What is left of equal squares is rounding.
    return squares <= 1e-12 * (loss_loss + r * r * reference_reference)
               ? 0
               : squares * n / (n - 1) / (loss * loss);
  }
};

/// The number above which 5 % of Student's t lie.
/// Accuracy  2e-4 from five degrees of freedom on.
/// Source    Abramowitz & Stegun, Handbook of mathematical functions (1964), 26.7.5.
double t_quantile(double freedom) {
  constexpr double kZ = 1.6448536269514722;
  constexpr double kZ2 = kZ * kZ;
  const double v = 1 / freedom;
  const double g1 = kZ * (kZ2 + 1) / 4;
  const double g2 = kZ * ((5 * kZ2 + 16) * kZ2 + 3) / 96;
  const double g3 = kZ * (((3 * kZ2 + 19) * kZ2 + 17) * kZ2 - 15) / 384;
  const double g4 = kZ * ((((79 * kZ2 + 776) * kZ2 + 1482) * kZ2 - 1920) * kZ2 - 945) / 92160;
  return kZ + v * (g1 + v * (g2 + v * (g3 + v * g4)));
}

/// Where a ratio may lie.
struct RatioInterval {
  double low = 0;
  double high = kInfinite;
};

/// Those ratios r for which the mean of loss − r·reference is within t standard errors of 0. They
/// have no upper end where the reference's mean is not so far from 0 itself.
RatioInterval fieller(const Moments& sample) {
  const double t = t_quantile(sample.n - 1);
  const double share = t * t / (sample.n - 1);  // t² times the variance of a mean, over squares
  const double a = sample.loss / sample.n;
  const double b = sample.reference / sample.n;
  const double aa = share * (sample.loss_loss / sample.n - a * a);
  const double ab = share * (sample.loss_reference / sample.n - a * b);
  const double bb = share * (sample.reference_reference / sample.n - b * b);
  const double square = b * b - bb;
  const double half = a * b - ab;
  const double rest = a * a - aa;
  if (square <= 0) return {};
  const double root = std::sqrt(std::max(0.0, half * half - square * rest));
  return {std::max(0.0, (half - root) / square), (half + root) / square};
}

/// The studentized bootstrap of the ratio's logarithm.
RatioInterval bootstrap(std::span<const Cluster> clusters, const Moments& sample,
                        std::uint64_t seed) {
  Random random(seed);
  const double log_ratio = std::log(sample.ratio());
  std::vector<double> studentized(kResamples);
  for (double& t : studentized) {
    Moments drawn;
    for (std::size_t i = 0; i < clusters.size(); ++i) {
      drawn.add(clusters[random.below(clusters.size())]);
    }
    // A resample without any loss tells nothing of how far off it is, only to which side.
    const double variance = drawn.loss > 0 && drawn.reference > 0 ? drawn.log_variance() : 0;
    if (variance > 0) {
      t = (std::log(drawn.ratio()) - log_ratio) / std::sqrt(variance);
    } else {
      const double side = drawn.loss * sample.reference - sample.loss * drawn.reference;
      t = side > 0 ? kInfinite : side < 0 ? -kInfinite : 0;
    }
  }
  std::sort(studentized.begin(), studentized.end());
  constexpr std::size_t kTail = (kResamples + 1) / 20;  // one in twenty at either end
  const double error = std::sqrt(sample.log_variance());
  return {sample.ratio() * std::exp(-studentized[kResamples - kTail] * error),
          sample.ratio() * std::exp(-studentized[kTail - 1] * error)};
}

std::optional<ConfidenceInterval> interval_of(std::span<const Cluster> clusters,
                                              const Moments& sample, std::uint64_t seed) {
  if (clusters.size() < kFewestClusters || sample.loss <= 0) return std::nullopt;
  if (sample.log_variance() == 0) return std::nullopt;
  const RatioInterval by_t = fieller(sample);
  const RatioInterval by_resampling = bootstrap(clusters, sample, seed);
  const double high = std::max(by_t.high, by_resampling.high);
  if (!std::isfinite(high)) return std::nullopt;
  return ConfidenceInterval{1 - high, 1 - std::min(by_t.low, by_resampling.low)};
}

enum class Better { kLess, kMore };

/// The mean over settled scores and one of two a question that is not settled.
template <class Of>
std::optional<double> extreme(std::span<const Score> settled,
                              std::span<const UnsettledScore> unsettled, Of of, bool larger) {
  std::vector<Score> scores(settled.begin(), settled.end());
  for (const UnsettledScore& score : unsettled) {
    const std::optional<double> yes = of(score.if_yes);
    const std::optional<double> no = of(score.if_no);
    scores.push_back((yes < no) == larger ? score.if_no : score.if_yes);
  }
  return mean(scores, of);
}

Means extremes(std::span<const Score> settled, std::span<const UnsettledScore> unsettled,
               bool best) {
  const auto of = [&](auto member, Better better) {
    return extreme(
        settled, unsettled,
        [&](const Score& score) { return std::optional<double>(score.*member); },
        best == (better == Better::kMore));
  };
  Means means;
  means.n = settled.size() + unsettled.size();
  means.brier = of(&Score::brier, Better::kLess);
  means.log = of(&Score::log, Better::kLess);
  means.coverage = of(&Score::coverage, Better::kMore);
  means.baseline = of(&Score::baseline, Better::kMore);
  means.peer = of(&Score::peer, Better::kMore);
  means.spot_baseline = of(&Score::spot_baseline, Better::kMore);
  means.spot_peer = of(&Score::spot_peer, Better::kMore);
  return means;
}

}  // namespace

Means means(std::span<const Score> scores) {
  const auto of = [&](auto member) {
    return mean(scores, [&](const Score& score) { return std::optional<double>(score.*member); });
  };
  Means means;
  means.n = scores.size();
  means.brier = of(&Score::brier);
  means.log = of(&Score::log);
  means.coverage = of(&Score::coverage);
  means.baseline = of(&Score::baseline);
  means.peer = of(&Score::peer);
  means.spot_baseline = of(&Score::spot_baseline);
  means.spot_peer = of(&Score::spot_peer);
  return means;
}

std::optional<Skill> skill(std::span<const LossPair> pairs, std::uint64_t seed) {
  Sum loss;
  Sum reference;
  for (const LossPair& pair : pairs) {
    assert(pair.loss >= 0 && pair.reference >= 0);
    loss += pair.loss;
    reference += pair.reference;
  }
  if (reference.value() <= 0) return std::nullopt;
  const std::vector<Cluster> clusters = clusters_of({pairs.begin(), pairs.end()});
  Moments sample;
  for (const Cluster& cluster : clusters) sample.add(cluster);
  Skill result;
  result.skill = 1 - loss.value() / reference.value();
  result.n = pairs.size();
  result.clusters = clusters.size();
  result.interval = interval_of(clusters, sample, seed);
  return result;
}

Skills skills(std::span<const ScorePair> pairs, std::uint64_t seed) {
  std::vector<LossPair> brier;
  std::vector<LossPair> log;
  for (const ScorePair& pair : pairs) {
    if (pair.score.brier && pair.reference.brier) {
      brier.push_back({pair.cluster, *pair.score.brier, *pair.reference.brier});
    }
    if (pair.score.log && pair.reference.log) {
      log.push_back({pair.cluster, *pair.score.log, *pair.reference.log});
    }
  }
  return {skill(brier, seed), skill(log, seed)};
}

std::optional<ConfidenceInterval> mean_interval(std::span<const ClusterValue> values) {
  struct Drawn {
    Sum value;
    double size = 0;
  };
  std::map<std::uint64_t, Drawn> clusters;
  Sum all;
  for (const ClusterValue& one : values) {
    all += one.value;
    Drawn& cluster = clusters[one.cluster];
    cluster.value += one.value;
    ++cluster.size;
  }
  if (clusters.size() < kFewestClusters) return std::nullopt;
  const auto n = static_cast<double>(values.size());
  const auto drawn = static_cast<double>(clusters.size());
  const double mean = all.value() / n;
  Sum squares;
  for (const auto& [id, cluster] : clusters) {
    const double off = cluster.value.value() - mean * cluster.size;
    squares += off * off;
  }
  const double error = std::sqrt(squares.value() * drawn / (drawn - 1)) / n;
  const double reach = t_quantile(drawn - 1) * error;
  return ConfidenceInterval{mean - reach, mean + reach};
}

Bounds bounds(std::span<const Score> settled, std::span<const UnsettledScore> unsettled) {
  std::vector<Score> yes(settled.begin(), settled.end());
  std::vector<Score> no = yes;
  for (const UnsettledScore& score : unsettled) {
    yes.push_back(score.if_yes);
    no.push_back(score.if_no);
  }
  return {means(yes), means(no), extremes(settled, unsettled, true),
          extremes(settled, unsettled, false)};
}

}  // namespace signpost::score
