#include "engine/belief/count_periods.h"

#include <doctest/doctest.h>

namespace signpost::belief {
namespace {

using std::chrono::days;
using std::chrono::seconds;

const Instant kFrom{seconds(1'643'328'000)};  // 28 January 2022

TEST_CASE("time is cut from the window's start, backwards and forwards, by 30.4375 days") {
  const CountPeriods periods = count_periods(kFrom - 2 * kCountPeriod - days(5), kFrom,
                                             kFrom + 2 * kCountPeriod + days(3), kFrom + days(40));
  REQUIRE(periods.spans.size() == 6);
  CHECK(periods.window == 3);
  CHECK(periods.spans[0].from == kFrom - 2 * kCountPeriod - days(5));  // the first begins there
  CHECK(periods.spans[0].until == kFrom - 2 * kCountPeriod);
  CHECK(periods.spans[1].until == kFrom - kCountPeriod);
  CHECK(periods.spans[3].from == kFrom);
  CHECK(periods.spans[5].from == kFrom + 2 * kCountPeriod);
  CHECK(periods.spans[5].until == kFrom + 2 * kCountPeriod + days(3));
  for (std::size_t k = 1; k < 6; ++k) CHECK(periods.spans[k].from == periods.spans[k - 1].until);
}

TEST_CASE("a history of whole periods makes no empty first one") {
  const CountPeriods periods =
      count_periods(kFrom - 3 * kCountPeriod, kFrom, kFrom + kCountPeriod, kFrom);
  REQUIRE(periods.spans.size() == 4);
  CHECK(periods.spans[0].from == kFrom - 3 * kCountPeriod);
}

TEST_CASE("a window of whole periods makes no empty last one") {
  const CountPeriods periods =
      count_periods(kFrom - kCountPeriod, kFrom, kFrom + 2 * kCountPeriod, kFrom);
  CHECK(periods.spans.size() == 3);
}

TEST_CASE("what is known ends now, and now on a boundary lies in the later period") {
  const Instant start = kFrom - 2 * kCountPeriod;
  const CountPeriods inside =
      count_periods(start, kFrom, kFrom + 3 * kCountPeriod, kFrom + days(10));
  CHECK(inside.running == 2);
  CHECK(inside.spans[1].known_until == inside.spans[1].until);
  CHECK(inside.spans[2].known_until == kFrom + days(10));
  CHECK(inside.spans[3].known_until == inside.spans[3].from);
  const CountPeriods between =
      count_periods(start, kFrom, kFrom + 3 * kCountPeriod, kFrom + kCountPeriod);
  CHECK(between.running == 3);
  CHECK(between.spans[3].known_until == between.spans[3].from);
}

TEST_CASE("where the window is over no period runs") {
  const Instant end = kFrom + kCountPeriod + days(4);
  CHECK(count_periods(kFrom - days(9), kFrom, end, end).running == 3);
  CHECK(count_periods(kFrom - days(9), kFrom, end, end + days(900)).running == 3);
  CHECK(count_periods(kFrom - days(9), kFrom, end, end - seconds(1)).running == 2);
}

TEST_CASE("before all, the first period runs and nothing is known") {
  const CountPeriods periods =
      count_periods(kFrom - kCountPeriod, kFrom, kFrom + kCountPeriod, kFrom - 5 * kCountPeriod);
  CHECK(periods.running == 0);
  for (const CountSpan& span : periods.spans) CHECK(span.known_until == span.from);
}

TEST_CASE("history that does not begin before the window is none") {
  const CountPeriods periods =
      count_periods(kFrom + days(3), kFrom, kFrom + kCountPeriod, kFrom + days(4));
  CHECK(periods.window == 0);
  CHECK(periods.spans.size() == 1);
  CHECK(periods.spans[0].from == kFrom);
}

TEST_CASE("what happens on a boundary belongs to the later period, at the very end to the last") {
  const Instant start = kFrom - kCountPeriod - days(2);
  const Instant end = kFrom + kCountPeriod;
  const CountPeriods periods = count_periods(start, kFrom, end, kFrom);
  CHECK_FALSE(periods.of(start - seconds(1)));
  CHECK(periods.of(start) == 0);
  CHECK(periods.of(kFrom - kCountPeriod - seconds(1)) == 0);
  CHECK(periods.of(kFrom - kCountPeriod) == 1);
  CHECK(periods.of(kFrom - seconds(1)) == 1);
  CHECK(periods.of(kFrom) == 2);
  CHECK(periods.of(end) == 2);
  CHECK_FALSE(periods.of(end + seconds(1)));
}

}  // namespace
}  // namespace signpost::belief
