// Histories to learn from: real ones, and such as the model draws.
#pragma once

#include <string>
#include <vector>

#include "engine/belief/sampling.h"
#include "engine/learn/counts.h"

namespace signpost::testing {

struct History {
  std::string name;
  std::size_t a_year = 12;    // cells: 52 of a week, or 12 of a month
  learn::CountSeries series;  // watched in full
};

/// Disease counts of R's surveillance; disease_counts.tsv names them and their sources.
std::vector<History> diseases();

/// Counts as the model has them: a log-level that walks from month to month.
struct DrawnLevel {
  double drift = 0.1;
  double dispersion = 1;
  double level = 10;  // a month, at first
  double season = 0;  // amplitude of its logarithm
};

/// One of all drifts and dispersions by turns, at a level of 2 to 40 a month; where there are
/// seasons every other dozen has one.
DrawnLevel drawn_level(int number, belief::Random& random, bool seasons);

/// From January 2015 on.
History drawn_history(const DrawnLevel& drawn, int months, belief::Random& random);

}  // namespace signpost::testing
