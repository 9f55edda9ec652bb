// Real histories: disease counts of R's surveillance (tests/learn/disease_counts.tsv names them).
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "engine/learn/rate.h"
#include "tests/how_many.h"
#include "tests/learn/histories.h"

namespace signpost::learn {
namespace {

using testing::diseases;
using testing::History;

TEST_CASE("on real histories of two years or more, intervals held 85 to 95 times in a hundred") {
  const std::vector<History> all = diseases();
  REQUIRE(all.size() == 19);
  IntervalTest year;
  IntervalTest half_year;
  for (std::size_t i = 0; i < all.size(); i += testing::kTriesAll ? 1 : 6) {
    const auto learnt = learnt_rate(all[i].series);
    CAPTURE(all[i].name);
    REQUIRE(learnt);
    REQUIRE(learnt->months >= 24);
    year.origins += learnt->year.tested.origins;
    year.held += learnt->year.tested.held;
    half_year.origins += learnt->half_year.tested.origins;
    half_year.held += learnt->half_year.tested.held;
  }
  MESSAGE("a year: ", year.held, " of ", year.origins, "; half a year: ", half_year.held, " of ",
          half_year.origins);
  if (!testing::kTriesAll) return;
  CHECK(year.origins > 1000);
  CHECK(year.share() >= 0.85);
  CHECK(year.share() <= 0.95);
  CHECK(half_year.share() >= 0.85);
  CHECK(half_year.share() <= 0.95);
}

TEST_CASE("seasons show in campylobacter, rotavirus and deaths, and not in hepatitis A in Berlin") {
  int looked_at = 0;
  for (const History& disease : diseases()) {
    const bool shows =
        disease.name == "campyDE" || disease.name == "rotaBB" || disease.name == "momo";
    if (!shows && disease.name != "ha.sts") continue;
    const auto found = season(disease.series);
    CAPTURE(disease.name);
    REQUIRE(found);
    CHECK(found->shows == shows);
    ++looked_at;
    if (disease.name == "campyDE") CHECK(found->factors[6] > 1.3);  // July
    if (disease.name == "rotaBB") CHECK(found->factors[8] < 0.5);   // September
  }
  CHECK(looked_at == 4);
}

TEST_CASE("levels wander: over longer spans counts are burstier") {
  int longer = 0;
  const std::vector<History> all = diseases();
  for (const History& disease : all) {
    const auto found = dispersions(disease.series);
    REQUIRE(found.size() >= 3);
    if (found.back().fit.dispersion > found.front().fit.dispersion) ++longer;
  }
  CHECK(longer >= 15);
}

}  // namespace
}  // namespace signpost::learn
