// What R says of the same numbers: tests/learn/make_cases.R made the cases, once.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/belief/distributions.h"
#include "engine/learn/counts.h"
#include "engine/learn/grades.h"
#include "engine/learn/season.h"

namespace signpost::learn {
namespace {

using nlohmann::json;

json cases() {
  std::ifstream in(std::string(SIGNPOST_TESTS_DIR) + "/learn/cases.json");
  return json::parse(in);
}

double relative(double got, double expected) { return std::fabs(got / expected - 1); }

TEST_CASE("quasi-Poisson fits are R's") {
  double largest = 0;
  const json all = cases()["quasi_poisson"];
  REQUIRE(all.size() == 6);
  for (const json& each : all) {
    std::vector<CountedCell> cells;
    for (std::size_t i = 0; i < each["counted"].size(); ++i) {
      cells.push_back({each["counted"][i], Days(each["exposure"][i].get<double>())});
    }
    const auto fit = quasi_poisson(cells);
    REQUIRE(fit);
    largest = std::max({largest, relative(fit->rate.per_day(), each["rate"]),
                        relative(fit->dispersion, each["dispersion"]),
                        relative(fit->log_error, each["log_error"])});
  }
  MESSAGE("largest relative difference ", largest);
  CHECK(largest < 1e-9);
}

TEST_CASE("the test for a season is R's") {
  double largest = 0;
  const json all = cases()["seasons"];
  REQUIRE(all.size() == 4);
  for (const json& each : all) {
    CountSeries series{std::chrono::sys_days(std::chrono::January / 1 / 2000),
                       std::chrono::seconds(2'629'800),
                       {}};
    for (const double n : each["counted"]) series.cells.push_back({n, Days(series.length)});
    const auto found = season(series);
    REQUIRE(found);
    largest = std::max({largest, relative(found->f, each["f"]),
                        relative(found->dispersion, each["dispersion"]),
                        relative(found->chance, each["chance"])});
  }
  MESSAGE("largest relative difference ", largest);
  CHECK(largest < 1e-9);
}

TEST_CASE("quantiles and shares of gamma, beta and t distributions are R's") {
  double largest = 0;
  const json all = cases();
  REQUIRE(all["gamma"].size() == 25);
  for (const json& each : all["gamma"]) {
    const double x = belief::gamma_quantile(each["p"], each["shape"], each["rate"]);
    const double below =
        belief::gamma_below(1.5 * each["x"].get<double>(), each["shape"], each["rate"]);
    largest = std::max({largest, relative(x, each["x"]), relative(below, each["below"])});
  }
  REQUIRE(all["student"].size() == 12);
  for (const json& each : all["student"]) {
    largest =
        std::max(largest, relative(belief::t_quantile(each["p"], each["degrees"]), each["t"]));
  }
  REQUIRE(all["beta"].size() == 27);
  for (const json& each : all["beta"]) {
    largest = std::max(
        largest, relative(belief::beta_quantile(each["p"], each["yes"], each["no"]), each["x"]));
  }
  MESSAGE("largest relative difference ", largest);
  CHECK(largest < 1e-9);
}

TEST_CASE("under a flat prior the numbers of grades are those of R's logistic regression") {
  double largest = 0;
  const json all = cases()["grades"];
  REQUIRE(all.size() == 2);
  for (const json& each : all) {
    std::vector<Verdict> verdicts;
    for (std::size_t i = 0; i < each["many"].size(); ++i) {
      const Grade grade{static_cast<char>('A' + each["letter"][i].get<int>()),
                        static_cast<std::uint8_t>(each["digit"][i].get<int>() + 1)};
      for (int k = 0; k < each["many"][i].get<int>(); ++k) {
        verdicts.push_back({grade, k < each["yes"][i].get<int>()});
      }
    }
    const LearntGrades learnt = learnt_grades(verdicts, {}, INFINITY);
    for (std::size_t i = 0; i < 5; ++i) {
      largest = std::max(
          {largest,
           std::fabs(std::log(learnt.table.reliability[i]) - each["log_odds"][i].get<double>()),
           std::fabs(std::log(learnt.table.credibility[i]) -
                     each["log_odds"][5 + i].get<double>())});
    }
  }
  MESSAGE("largest difference of logarithms ", largest);
  CHECK(largest < 1e-8);
}

}  // namespace
}  // namespace signpost::learn
