#include "engine/belief/misfit.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "tests/unit/belief/questions.h"

namespace signpost::belief {
namespace {

/// Watched in full for so many days, of which the last ones since the latest event.
Watching watched(const Stream& listened, double days, double since_latest = 0) {
  const double a = listened.if_true.per_day();
  const double b = listened.if_false.per_day();
  Watching watching;
  watching.watched = watching.exposure = days;
  watching.expected = {a * days, b * days};
  watching.since_latest = {a * since_latest, b * since_latest};
  return watching;
}

/// The chance of fewer than n, by the terms of the Poisson distribution.
double fewer_than(int n, double mean) {
  double sum = 0;
  double term = std::exp(-mean);
  for (int k = 0; k < n; term *= mean / ++k) sum += term;
  return sum;
}

bool unfitting(const Stream& listened, double days, double events) {
  return misfit(listened, watched(listened, days), events).has_value();
}

TEST_CASE(
    "so many events that fewer than half a per cent of either rate bring as many do not fit") {
  const Stream listened = stream(0.36, 0.16);  // in 100 days 36 or 16
  int most = 36;
  while (1 - fewer_than(most, 36) >= 0.005) ++most;
  CHECK(unfitting(listened, 100, most));
  CHECK_FALSE(unfitting(listened, 100, most - 1));
  int fewest = 16;
  while (fewer_than(fewest + 1, 16) >= 0.005) --fewest;
  CHECK(unfitting(listened, 100, fewest));
  CHECK_FALSE(unfitting(listened, 100, fewest + 1));
  CHECK(misfit(listened, watched(listened, 100), fewest)->observed.per_day() ==
        doctest::Approx(fewest / 100.0).epsilon(1e-15));
}

TEST_CASE("in one rate's upper and the other's lower tail lies what fits neither badly enough") {
  CHECK_FALSE(unfitting(stream(0.9, 0.1), 100, 40));
}

TEST_CASE("which of the rates is the larger does not matter") {
  for (int events = 0; events < 80; ++events) {
    CHECK(unfitting(stream(0.16, 0.36), 100, events) == unfitting(stream(0.36, 0.16), 100, events));
  }
}

TEST_CASE("of real numbers of events the tails go on between whole ones") {
  const Stream listened = stream(0.36, 0.16);
  bool was = true;
  int turns = 0;
  for (double events = 0; events < 80; events += 0.01) {
    const bool is = unfitting(listened, 100, events);
    turns += is != was;
    was = is;
  }
  CHECK(was);
  CHECK(turns == 2);
}

TEST_CASE("a bursty stream may stray further: all is counted in bursts") {
  Stream bursty = stream(1.44, 0.64);
  bursty.dispersion = 4;
  for (int events = 0; events < 80; ++events) {
    CHECK(unfitting(bursty, 100, 4.0 * events) == unfitting(stream(0.36, 0.16), 100, events));
  }
}

TEST_CASE("a stream gone dark is told from one that was quiet all along") {
  // At 0.05 a day half a per cent is 106 days of silence.
  const Stream listened = stream(0.1, 0.05);
  CHECK_FALSE(misfit(listened, watched(listened, 400, 105), 30));
  const auto found = misfit(listened, watched(listened, 400, 107), 30);
  REQUIRE(found);
  CHECK(found->gone_dark);
  CHECK(found->observed.per_day() == doctest::Approx(0.075).epsilon(1e-15));
  const auto quiet = misfit(listened, watched(listened, 400, 400), 0);
  REQUIRE(quiet);
  CHECK_FALSE(quiet->gone_dark);
}

TEST_CASE("a milestone never shows a misfit, nor does what nobody watched") {
  Stream milestone = stream(0.1, 0.05);
  milestone.once = true;
  CHECK_FALSE(misfit(milestone, watched(milestone, 4000, 4000), 0));
  CHECK_FALSE(unfitting(stream(2, 1), 0, 9));
}

TEST_CASE("at set times sightings are set against all that were watched") {
  Question asked = question(0.3, Days(180));
  asked.streams = {set_times({}, 0.7, 0.2)};
  for (int i = 0; i < 60; ++i) asked.streams[0].occasions.push_back(day(10 * i));
  CHECK(account(asked, at(9)).misfits.empty());
  for (int i = 0; i < 30; ++i) asked.streams[0].said.push_back(item(i, 10 * i, 0.9));
  CHECK(account(asked, at(299)).misfits.empty());
  // Of 0.8^k twenty-four times are less than half a per cent.
  CHECK(account(asked, at(525)).misfits.empty());
  const Account dark = account(asked, at(535));
  REQUIRE(dark.misfits.size() == 1);
  CHECK(dark.misfits[0].gone_dark);
  CHECK(dark.misfits[0].observed.per_day() == doctest::Approx(27.0 / 54).epsilon(1e-14));
}

}  // namespace
}  // namespace signpost::belief
