#include "engine/model/quantities.h"

#include <doctest/doctest.h>

using signpost::LogOdds;
using signpost::Probability;
using signpost::Rate;

TEST_CASE("ten decibans are ten times the odds") {
  CHECK(LogOdds(std::log(10.0)).decibans() == doctest::Approx(10).epsilon(1e-15));
  CHECK(LogOdds::from_decibans(10).nats() == doctest::Approx(std::log(10.0)).epsilon(1e-15));
}

TEST_CASE("probability and log-odds turn into each other, in the tails too") {
  for (const double p : {1e-300, 1e-9, 0.2, 0.5, 0.999}) {
    CHECK(Probability::from(Probability(p).log_odds()).value() ==
          doctest::Approx(p).epsilon(1e-12));
  }
  CHECK(Probability::from(LogOdds(800)).value() == 1.0);
  CHECK(Probability::from(LogOdds(-800)).value() == 0.0);
}

TEST_CASE("a rate per day is a rate per month of 30.4375 days") {
  CHECK(Rate(2.0).per_month() == 60.875);
}
