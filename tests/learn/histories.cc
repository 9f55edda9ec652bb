#include "tests/learn/histories.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <sstream>
#include <utility>

#include "engine/belief/count.h"

namespace signpost::testing {
namespace {

constexpr std::chrono::seconds kWeek = std::chrono::days(7);
constexpr std::chrono::seconds kMonth{2'629'800};

/// A count of dispersion φ: Poisson many bursts, each of a logarithmic number.
double count_of(double mean, double dispersion, belief::Random& random) {
  const auto poisson = [&](double of) {
    double sum = 0;
    for (; of > 100; of -= 100) sum += static_cast<double>(random.poisson(100, std::exp(-100.0)));
    return sum + static_cast<double>(random.poisson(of, std::exp(-of)));
  };
  if (dispersion == 1) return poisson(mean);
  const double log_dispersion = std::log(dispersion);
  const double bursts = poisson(mean * log_dispersion / (dispersion - 1));
  double sum = 0;
  for (double i = 0; i < bursts; ++i) sum += random.logarithmic(log_dispersion);
  return sum;
}

Instant january(int year) { return std::chrono::sys_days(std::chrono::January / 1 / year); }

}  // namespace

std::vector<History> diseases() {
  std::vector<History> all;
  std::ifstream in(std::string(SIGNPOST_TESTS_DIR) + "/learn/disease_counts.tsv");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream fields(line);
    std::string field[6];
    for (std::string& each : field) std::getline(fields, each, '\t');
    History history;
    history.name = field[0];
    history.a_year = std::stoul(field[1]);
    history.series.from = january(std::stoi(field[2]));
    history.series.length = history.a_year == 52 ? kWeek : kMonth;
    std::istringstream counts(field[5]);
    for (double n = 0; counts >> n;) {
      history.series.cells.push_back({n, Days(history.series.length)});
    }
    all.push_back(std::move(history));
  }
  return all;
}

DrawnLevel drawn_level(int number, belief::Random& random, bool seasons) {
  constexpr double kDispersions[] = {1, 2, 4};
  DrawnLevel drawn;
  drawn.drift = belief::kDrifts[number % 4];
  drawn.dispersion = kDispersions[number / 4 % 3];
  drawn.level = 2 * std::exp(3 * random.uniform());
  drawn.season = seasons && number / 12 % 2 == 1 ? 0.5 : 0;
  return drawn;
}

History drawn_history(const DrawnLevel& drawn, int months, belief::Random& random) {
  History history;
  history.name = "drawn";
  history.series = {january(2015), kMonth, {}};
  double x = std::log(drawn.level);
  for (int k = 0; k < months; ++k, x += drawn.drift * random.normal()) {
    const double mean = std::min(1e4, std::exp(x + drawn.season * std::cos(2 * M_PI * k / 12)));
    history.series.cells.push_back({count_of(mean, drawn.dispersion, random), Days(kMonth)});
  }
  return history;
}

}  // namespace signpost::testing
