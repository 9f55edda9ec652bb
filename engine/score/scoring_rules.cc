#include "engine/score/scoring_rules.h"

#include <algorithm>
#include <cmath>

#include "engine/score/sum.h"

namespace signpost::score {

double log_probability(Probability p, bool outcome) {
  const double of_outcome = outcome ? p.value() : 1 - p.value();
  return std::log(std::clamp(of_outcome, kLeastProbability, 1 - kLeastProbability));
}

double brier(Probability p, bool outcome) {
  const double off = outcome ? 1 - p.value() : p.value();
  return off * off;
}

double log_score(Probability p, bool outcome) { return -log_probability(p, outcome); }

double baseline(Probability p, bool outcome) {
  return 100 * (1 + log_probability(p, outcome) / std::log(2.0));
}

double peer(Probability p, std::span<const Probability> others, bool outcome) {
  if (others.empty()) return 0;
  Sum sum;
  for (const Probability other : others) sum += log_probability(other, outcome);
  return 100 * (log_probability(p, outcome) - sum.value() / static_cast<double>(others.size()));
}

}  // namespace signpost::score
