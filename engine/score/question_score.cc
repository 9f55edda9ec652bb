// Whose forecast stands changes at few instants; between two of these the peer score is linear in
// everyone's ln p, so that one integral a forecaster and stretch is all that it takes, however many
// times each forecast moved in it.
#include "engine/score/question_score.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <iterator>

#include "engine/score/quadrature.h"
#include "engine/score/scoring_rules.h"
#include "engine/score/sum.h"

namespace signpost::score {
namespace {

/// The part of a forecaster's course in one stretch, in which it stands or does not.
struct Part {
  bool stands = false;
  Integrals integrals;
};

/// What a forecaster has over the counted time.
struct Taken {
  std::vector<Part> parts;  // one a stretch
  std::optional<Probability> spot;
};

bool wants(Outcomes outcomes, bool outcome) {
  return outcomes == Outcomes::kEither || (outcomes == Outcomes::kYes) == outcome;
}

Instant spot_of(const Question& question) {
  const Instant last = question.close - std::chrono::seconds(1);
  return question.spot ? std::min(*question.spot, last) : last;
}

bool stands_at(const Curve& curve, Instant at) {
  return (!curve.from || *curve.from <= at) && (!curve.until || at < *curve.until);
}

/// What stands at an instant.
std::optional<Probability> standing(const Steps& steps, Instant at) {
  const auto after =
      std::upper_bound(steps.entries.begin(), steps.entries.end(), at,
                       [](Instant instant, const Entry& entry) { return instant < entry.at; });
  return after == steps.entries.begin() ? std::nullopt : std::prev(after)->probability;
}

/// The instants inside the counted time at which somebody's forecast begins or ceases to stand, and
/// its ends.
std::vector<Instant> edges_of(const Question& question) {
  std::vector<Instant> edges = {question.counted_from, question.close};
  const auto add = [&](Instant at) {
    if (question.counted_from < at && at < question.close) edges.push_back(at);
  };
  for (const Forecaster& forecaster : question.forecasters) {
    if (const auto* steps = std::get_if<Steps>(&forecaster.course)) {
      assert(std::is_sorted(steps->entries.begin(), steps->entries.end(),
                            [](const Entry& a, const Entry& b) { return a.at < b.at; }));
      bool stood = false;
      for (const Entry& entry : steps->entries) {
        if (entry.probability.has_value() != stood) add(entry.at);
        stood = entry.probability.has_value();
      }
    } else {
      const auto& curve = std::get<Curve>(forecaster.course);
      if (curve.from) add(*curve.from);
      if (curve.until) add(*curve.until);
    }
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

Taken taken(const Steps& steps, std::span<const Instant> edges, Outcomes outcomes, Instant spot) {
  Taken result;
  result.spot = standing(steps, spot);
  auto entry =
      std::upper_bound(steps.entries.begin(), steps.entries.end(), edges.front(),
                       [](Instant instant, const Entry& other) { return instant < other.at; });
  std::optional<Probability> now;
  if (entry != steps.entries.begin()) now = std::prev(entry)->probability;
  for (std::size_t s = 0; s + 1 < edges.size(); ++s) {
    Part& part = result.parts.emplace_back();
    std::array<Sum, 2> brier_sums;
    std::array<Sum, 2> log_sums;
    const auto add = [&](Instant from, Instant until) {
      if (!now || from == until) return;
      part.stands = true;
      const auto seconds = static_cast<double>((until - from).count());
      for (const bool outcome : {false, true}) {
        if (!wants(outcomes, outcome)) continue;
        const std::size_t k = outcome ? 1 : 0;
        brier_sums[k] += seconds * brier(*now, outcome);
        log_sums[k] += seconds * log_probability(*now, outcome);
      }
    };
    Instant from = edges[s];
    for (; entry != steps.entries.end() && entry->at < edges[s + 1]; ++entry) {
      add(from, entry->at);
      from = entry->at;
      now = entry->probability;
    }
    add(from, edges[s + 1]);
    // An entry at the edge itself opens the next stretch.
    for (; entry != steps.entries.end() && entry->at == edges[s + 1]; ++entry) {
      now = entry->probability;
    }
    for (const std::size_t k : {0U, 1U}) {
      part.integrals.brier[k] = brier_sums[k].value();
      part.integrals.log_probability[k] = log_sums[k].value();
    }
  }
  return result;
}

Taken taken(const Curve& curve, std::span<const Instant> edges, Outcomes outcomes, Instant spot) {
  Taken result;
  result.parts.resize(edges.size() - 1);
  // It stands from one edge to another, if at all.
  std::size_t first = 0;
  while (first + 1 < edges.size() && !stands_at(curve, edges[first])) ++first;
  std::size_t last = first;
  while (last + 1 < edges.size() && stands_at(curve, edges[last])) ++last;
  const bool has_spot = stands_at(curve, spot);
  if (first == last) {
    if (has_spot) result.spot = asked(curve, std::span(&spot, 1)).front();
    return result;
  }
  const CurveIntegrals found = integrals(curve, edges.subspan(first, last - first + 1), outcomes,
                                         has_spot ? std::optional(spot) : std::nullopt);
  result.spot = found.spot;
  for (std::size_t s = first; s < last; ++s) {
    result.parts[s] = {true, found.stretches[s - first]};
  }
  return result;
}

double length(std::span<const Instant> edges, std::size_t stretch) {
  return static_cast<double>((edges[stretch + 1] - edges[stretch]).count());
}

/// What peers have in one stretch, or at the spot, all together.
struct Peers {
  double count = 0;
  Sum log_probability;

  void add(double log) {
    ++count;
    log_probability += log;
  }
  /// How much better than the others: nothing where there are none.
  [[nodiscard]] double better(double log, bool is_peer) const {
    const double others = count - (is_peer ? 1 : 0);
    if (others < 0.5) return 0;
    Sum theirs = log_probability;
    if (is_peer) theirs += -log;
    return log - theirs.value() / others;
  }
};

std::vector<Score> scored(const Question& question, std::span<const Taken> all,
                          std::span<const Instant> edges, bool outcome) {
  const std::size_t k = outcome ? 1 : 0;
  std::vector<Peers> peers(edges.size() - 1);
  Peers at_spot;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!question.forecasters[i].is_peer) continue;
    for (std::size_t s = 0; s < peers.size(); ++s) {
      const Part& part = all[i].parts[s];
      if (part.stands) peers[s].add(part.integrals.log_probability[k]);
    }
    if (all[i].spot) at_spot.add(log_probability(*all[i].spot, outcome));
  }
  const auto whole = static_cast<double>((edges.back() - edges.front()).count());
  std::vector<Score> scores;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool is_peer = question.forecasters[i].is_peer;
    Score& score = scores.emplace_back();
    Sum stood;
    Sum brier_sum;
    Sum log_sum;
    Sum better;
    for (std::size_t s = 0; s < peers.size(); ++s) {
      const Part& part = all[i].parts[s];
      if (!part.stands) continue;
      const double log = part.integrals.log_probability[k];
      stood += length(edges, s);
      brier_sum += part.integrals.brier[k];
      log_sum += log;
      better += peers[s].better(log, is_peer);
    }
    score.coverage = stood.value() / whole;
    if (stood.value() > 0) {
      score.brier = brier_sum.value() / stood.value();
      score.log = -log_sum.value() / stood.value();
    }
    Sum bits = stood;
    bits += log_sum.value() / std::log(2.0);
    score.baseline = 100 * bits.value() / whole;
    score.peer = 100 * better.value() / whole;
    score.spot = all[i].spot;
    if (!score.spot) continue;
    score.spot_baseline = baseline(*score.spot, outcome);
    score.spot_peer = 100 * at_spot.better(log_probability(*score.spot, outcome), is_peer);
  }
  return scores;
}

EitherWay scored(const Question& question, Outcomes outcomes) {
  EitherWay result;
  if (question.close <= question.counted_from) {
    result.if_yes.resize(question.forecasters.size());
    result.if_no = result.if_yes;
    return result;
  }
  const std::vector<Instant> edges = edges_of(question);
  std::vector<Taken> all;
  for (const Forecaster& forecaster : question.forecasters) {
    all.push_back(std::visit(
        [&](const auto& course) { return taken(course, edges, outcomes, spot_of(question)); },
        forecaster.course));
  }
  if (outcomes != Outcomes::kNo) result.if_yes = scored(question, all, edges, true);
  if (outcomes != Outcomes::kYes) result.if_no = scored(question, all, edges, false);
  return result;
}

}  // namespace

std::vector<Score> scores(const Question& question, bool outcome) {
  EitherWay either = scored(question, outcome ? Outcomes::kYes : Outcomes::kNo);
  return outcome ? std::move(either.if_yes) : std::move(either.if_no);
}

EitherWay scores_either_way(const Question& question) {
  return scored(question, Outcomes::kEither);
}

}  // namespace signpost::score
