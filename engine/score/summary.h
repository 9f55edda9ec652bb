// How good a forecaster was over many questions, and whether that can be told from luck.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "engine/score/question_score.h"

namespace signpost::score {

/// Over n questions, the mean of each score over those that have it.
struct Means {
  std::size_t n = 0;
  std::optional<double> brier;
  std::optional<double> log;
  std::optional<double> coverage;
  std::optional<double> baseline;
  std::optional<double> peer;
  std::optional<double> spot_baseline;
  std::optional<double> spot_peer;
};
Means means(std::span<const Score> scores);

/// 90 % confidence.
struct ConfidenceInterval {
  double low = 0;
  double high = 0;

  /// The sign cannot be told.
  [[nodiscard]] bool holds_zero() const { return low <= 0 && high >= 0; }
};

/// 1 − S/S_ref: the share of the reference's loss that is spared. 1 is without loss, 0 as good as
/// the reference, below 0 worse.
struct Skill {
  double skill = 0;
  std::size_t n = 0;         // questions that both have
  std::size_t clusters = 0;  // of these
  /// None where there are fewer than kFewestClusters, where all clusters say the same to the last
  /// digit, or where the reference's own loss cannot be told from none.
  std::optional<ConfidenceInterval> interval;
};

/// With fewer clusters nothing honest can be said of chance.
inline constexpr std::size_t kFewestClusters = 6;
/// Resamples of the clusters.
inline constexpr int kResamples = 1999;
inline constexpr std::uint64_t kSeed = 20220128;

/// One question's losses (Brier or log scores, >= 0) of two forecasters. Questions of one cluster
/// may have the same reasons to come out as they did; clusters are taken to be independent.
struct LossPair {
  std::uint64_t cluster = 0;
  double loss = 0;
  double reference = 0;
};

/// The skill over some questions; none where there are none or the reference has no loss.
///   interval  what lies inside either of two 90 % intervals, each of which is honest where the
///             other may not be: the studentized bootstrap of ln(S/S_ref) over clusters, and
///             Fieller's for the ratio of two means with Student's t for one degree of freedom less
///             than there are clusters. The order of the questions does not matter to it.
///   Accuracy  of two forecasters equally good, 8 to 60 clusters of 1 to 4 questions, it excludes 0
///             in favour of either side in 4 % of worlds each, 5.5 % of the worst kind of world
///             (tests/unit/score/summary_test.cc).
///   Source    Fieller, Some problems in interval estimation (1954); Efron & Tibshirani, An
///             introduction to the bootstrap (1993), §12.5; Cameron, Gelbach & Miller,
///             Bootstrap-based improvements for inference with clustered errors (2008).
std::optional<Skill> skill(std::span<const LossPair> pairs, std::uint64_t seed = kSeed);

/// Two forecasters on one question.
struct ScorePair {
  std::uint64_t cluster = 0;
  Score score;
  Score reference;
};

/// Each over the questions on which both have that score.
struct Skills {
  std::optional<Skill> brier;
  std::optional<Skill> log;
};
Skills skills(std::span<const ScorePair> pairs, std::uint64_t seed = kSeed);

/// Something measured on one question.
struct ClusterValue {
  std::uint64_t cluster = 0;
  double value = 0;
};

/// Of the mean over questions, by Student's t with the sums of clusters as what is drawn (the
/// linearised variance of a ratio of sums). None where there are fewer than kFewestClusters.
/// Source  Cochran, Sampling techniques (1977), §9A.
std::optional<ConfidenceInterval> mean_interval(std::span<const ClusterValue> values);

/// What each mean would be if all questions that are not settled had come out yes at their close, or
/// all no. `best` and `worst`: each had come out as does this forecaster's score most good, or most
/// harm; no way of settling them leads beyond.
struct Bounds {
  Means if_all_yes;
  Means if_all_no;
  Means best;
  Means worst;
};

/// Of one forecaster on one question that is not settled.
struct UnsettledScore {
  Score if_yes;
  Score if_no;
};
Bounds bounds(std::span<const Score> settled, std::span<const UnsettledScore> unsettled);

}  // namespace signpost::score
