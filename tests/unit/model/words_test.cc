#include "engine/model/words.h"

#include <doctest/doctest.h>

using signpost::icd203_word;
using signpost::Probability;

TEST_CASE("a band of ICD 203 holds its lower edge and not its upper") {
  const auto key = [](double p) { return icd203_word(Probability(p)).key; };
  CHECK(key(0.0) == "almost-no-chance");
  CHECK(key(0.0499) == "almost-no-chance");
  CHECK(key(0.05) == "very-unlikely");
  CHECK(key(0.20) == "unlikely");
  CHECK(key(0.45) == "roughly-even-chance");
  CHECK(key(Probability::from(Probability(0.45).log_odds()).value()) == "roughly-even-chance");
  CHECK(key(0.55) == "likely");
  CHECK(key(0.7999) == "likely");
  CHECK(key(0.80) == "very-likely");
  CHECK(key(0.95) == "almost-certain");
  CHECK(key(1.0) == "almost-certain");
}
