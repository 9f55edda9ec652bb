#include "engine/belief/misfit.h"

#include <doctest/doctest.h>

#include "tests/unit/belief/questions.h"

namespace signpost::belief {
namespace {

TEST_CASE("what lies between the two rates fits, and up to three deviations outside") {
  // Over 100 days 16 to 36 events are expected; 3·√16 = 12 fewer, 3·√36 = 18 more still fit.
  const Stream listened = stream(0.36, 0.16);
  CHECK_FALSE(misfit(listened, 100, 25));
  CHECK_FALSE(misfit(listened, 100, 4.001));
  CHECK_FALSE(misfit(listened, 100, 53.999));
  REQUIRE(misfit(listened, 100, 3.999));
  CHECK(misfit(listened, 100, 3.999)->per_day() == doctest::Approx(0.03999));
  REQUIRE(misfit(listened, 100, 54.001));
  CHECK(misfit(listened, 100, 54.001)->per_day() == doctest::Approx(0.54001));
}

TEST_CASE("which of the rates is the larger does not matter") {
  CHECK_FALSE(misfit(stream(0.16, 0.36), 100, 53.999));
  CHECK(misfit(stream(0.16, 0.36), 100, 54.001));
}

TEST_CASE("a bursty stream may stray further") {
  Stream bursty = stream(0.36, 0.16);
  bursty.dispersion = 4;  // 36 + 3·√(4·36) = 72
  CHECK_FALSE(misfit(bursty, 100, 71.999));
  CHECK(misfit(bursty, 100, 72.001));
}

TEST_CASE("where nobody watched nothing can be said") { CHECK_FALSE(misfit(stream(2, 1), 0, 9)); }

}  // namespace
}  // namespace signpost::belief
