#include "engine/belief/timeline.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/unit/belief/drawn.h"

namespace signpost::belief {
namespace {

// --- Out of time --------------------------------------------------------------------------------

TEST_CASE("an event counts on the instant of opening, at the horizon and at the moment assessed") {
  Question asked = one_stream(unit_stream());
  asked.horizon = day(50);
  asked.streams[0].said = {item(1, 0, 0.9), item(2, 50, 0.9)};
  CHECK(DrawnUp(asked, at(60)).jumps(0) == DayList{0, 50});
  CHECK(DrawnUp(asked, at(50)).jumps(0) == DayList{0, 50});
}

TEST_CASE("evidence from before the scenario opened does not count") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].said = {item(1, -0.01, 0.9)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.timeline.jumps.empty());
  REQUIRE(drawn.timeline.aside.size() == 1);
  CHECK(drawn.timeline.aside[0].reason == NotCountedReason::kBeforeOpening);
}

TEST_CASE("an event dated before the opening does not count, whatever later items say of it") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].said = {of_event(item(1, -3, 0.8), 1, 10), of_event(item(2, 4, 0.6), 1, 11)};
  CHECK(DrawnUp(asked, at(60)).timeline.jumps.empty());
}

TEST_CASE("an event is judged to be out of time per indicator") {
  // Under the first indicator the early item is the more credible, under the second it is not.
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(3, 0.5), unit_stream()};
  asked.streams[0].said = {of_event(item(1, -3, 0.8), 1, 10), of_event(item(2, 4, 0.6), 1, 11)};
  asked.streams[1].said = {of_event(item(1, -3, 0.5), 1, 10), of_event(item(2, 4, 0.6), 1, 11)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.jumps(0).empty());
  CHECK(drawn.jumps(1) == DayList{4});
}

TEST_CASE("after the horizon nothing counts and nothing drains") {
  Question asked = one_stream(unit_stream());
  asked.horizon = day(50);
  asked.streams[0].said = {item(1, 50.01, 0.9)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.timeline.end == 50 * kSecondsPerDay);
  CHECK(drawn.timeline.jumps.empty());
  CHECK(drawn.gathered.late.size() == 1);
  CHECK(drawn.timeline.watching[0].watched == 50);
}

TEST_CASE("items dated after the horizon do not corroborate an event within it") {
  Question asked = one_stream(unit_stream());
  asked.horizon = day(50);
  asked.streams[0].said = {of_event(item(1, 40, 0.6), 1, 10), of_event(item(2, 55, 0.5), 1, 11)};
  CHECK(DrawnUp(asked, at(60)).counted(0).at(0).event.credibility == 0.6);
}

TEST_CASE("an item dated before the opening corroborates an event dated after it") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].said = {of_event(item(1, -5, 0.5), 1, 10), of_event(item(2, 4, 0.6), 1, 11)};
  CHECK(DrawnUp(asked, at(60)).counted(0).at(0).event.credibility ==
        doctest::Approx(0.8).epsilon(1e-15));
}

TEST_CASE("of a total that straddles the opening or the horizon the parts inside count") {
  Question asked = one_stream(unit_stream());
  asked.horizon = day(50);
  asked.streams[0].said = {total(1, -5, 5, 4, 0.9), total(2, 45, 55, 4, 0.9)};
  CHECK(DrawnUp(asked, at(60)).jumps(0) == DayList{1.25, 3.75, 46.25, 48.75});
}

TEST_CASE("before the opening nothing counts at all") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].said = {item(1, -9, 0.9), total(2, -20, 10, 4, 0.9)};
  const DrawnUp drawn(asked, at(-5));
  CHECK(drawn.timeline.jumps.empty());
  CHECK(drawn.timeline.changes.empty());
  CHECK(drawn.timeline.aside.size() == 2);
}

// --- Totals -------------------------------------------------------------------------------------

TEST_CASE("a total counts as many parts as are left, each with its share of what is left") {
  // 4 − 0.5 of the single: 3.5 in four parts.
  Question asked = one_stream(unit_stream());
  asked.streams[0].said = {total(1, 10, 20, 4, 0.8), item(2, 15, 0.4)};
  const DrawnUp drawn(asked, at(60));
  const Counted counted = drawn.counted(0).at(0);
  CHECK(counted.jumps == 4);
  CHECK(counted.counted == doctest::Approx(3.5).epsilon(1e-15));
  CHECK(counted.log_factor ==
        doctest::Approx(3.5 / 4 * drawn.timeline.weights[0].log_factor(0.8)).epsilon(1e-15));
}

TEST_CASE("a total with nothing left to count still watches") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].coverage = {{kOpened, 0.0}};
  asked.streams[0].said = {total(1, 10, 20, 1, 0.7), item(2, 15, 0.9)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.drain(12) == 0.7);
  REQUIRE(drawn.timeline.aside.size() == 1);
  CHECK(drawn.timeline.aside[0].reason == NotCountedReason::kNothingLeft);
  CHECK_FALSE(drawn.timeline.aside[0].disagrees);
}

TEST_CASE("a total into which more was put than it holds disagrees") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].said = {total(1, 10, 20, 1, 0.7), item(2, 15, 0.9), item(3, 16, 0.9)};
  const DrawnUp drawn(asked, at(60));
  REQUIRE(drawn.timeline.aside.size() == 1);
  CHECK(drawn.timeline.aside[0].reason == NotCountedReason::kNothingLeft);
  CHECK(drawn.timeline.aside[0].disagrees);
}

TEST_CASE("of totals that disagree, the one left without days is marked") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].said = {total(1, 10, 40, 9, 0.6), total(2, 10, 40, 5, 0.85)};
  const DrawnUp drawn(asked, at(60));
  REQUIRE(drawn.timeline.aside.size() == 1);
  CHECK_FALSE(drawn.timeline.aside[0].disagrees);  // it holds at most the 5 of the better one
  asked.streams[0].said[0] = total(1, 10, 40, 9, 0.85);
  asked.streams[0].said[1] = total(2, 15, 40, 5, 0.85);
  asked.streams[0].said.push_back(total(3, 10, 15, 2, 0.85));
  const DrawnUp full(asked, at(60));
  REQUIRE(full.timeline.aside.size() == 1);
  CHECK(full.timeline.aside[0].disagrees);
}

TEST_CASE("singles dated before the opening are taken off the totals that they lie in") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].said = {total(1, -10, 10, 4, 0.9), item(2, -5, 0.9)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.jumps(0).size() == 2);  // of three parts, at −6.67, 0, 6.67
}

TEST_CASE("a total watches by its denied credibility, and counts by it") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].coverage = {{kOpened, 0.0}};
  asked.streams[0].said = {of_event(total(1, 10, 20, 3, 0.8), 1, 10)};
  asked.denials = {denial(2, 30, 0.5, 1, 11)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.drain(15) == doctest::Approx(0.4 / 0.6).epsilon(1e-15));
  CHECK(drawn.counted(0).at(0).event.credibility == doctest::Approx(0.4 / 0.6).epsilon(1e-15));
}

// --- Milestones and the happening ---------------------------------------------------------------

TEST_CASE("a milestone from before the opening counts nothing but deafens") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].once = true;
  asked.streams[0].said = {item(1, -5, 0.9), item(2, 20, 0.5)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.timeline.jumps.empty());
  REQUIRE(drawn.timeline.aside.size() == 1);
  CHECK(drawn.timeline.aside[0].reason == NotCountedReason::kBeforeOpening);
  CHECK(drawn.drain(0) == doctest::Approx(0.1).epsilon(1e-14));
  CHECK(drawn.drain(30) == doctest::Approx(0.05).epsilon(1e-14));
}

TEST_CASE("a happening makes no jump and deafens nothing") {
  Question asked = one_stream(happening(0.02));
  asked.streams[0].said = {of_event(item(1, 10, 0.6), 1, 10), of_event(item(2, 12, 0.5), 1, 11)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.timeline.jumps.empty());
  REQUIRE(drawn.timeline.happening);
  CHECK(drawn.timeline.happening->s == doctest::Approx(0.8).epsilon(1e-15));
  CHECK(drawn.timeline.happening->at == 10 * kSecondsPerDay);
  CHECK(drawn.drain(0) == 0.02);
  CHECK(drawn.drain(59) == 0.02);
}

TEST_CASE("a happening is never surer than one in a million allows") {
  Question asked = one_stream(happening(0.02));
  asked.streams[0].said = {item(1, 10, 1)};
  CHECK(DrawnUp(asked, at(60)).timeline.happening->s == 1 - 1e-6);
}

TEST_CASE("what had happened before the opening counts nothing and deafens nothing") {
  Question asked = one_stream(happening(0.02));
  asked.streams[0].said = {item(1, -10, 0.9), item(2, 10, 0.4)};
  const DrawnUp drawn(asked, at(60));
  CHECK_FALSE(drawn.timeline.happening);
  REQUIRE(drawn.timeline.aside.size() == 1);
  CHECK(drawn.timeline.aside[0].reason == NotCountedReason::kHadHappened);
  CHECK(drawn.drain(30) == 0.02);
}

TEST_CASE("with s certain what has happened is P, whatever all else makes of it") {
  const Happening sure{{}, 0, Happening::kSurest};
  CHECK(Probability::from(sure.add_to(LogOdds(-300))).value() >= 1 - 1.0001e-6);
  CHECK(sure.add_to(LogOdds(300)).nats() == doctest::Approx(300 + std::log(1e6)).epsilon(1e-12));
  const Happening none{{}, 0, 0};
  for (const double x : {-600.0, -1.0, 0.0, 2.0, 600.0}) CHECK(none.add_to(LogOdds(x)).nats() == x);
  const Happening half{{}, 0, 0.5};
  CHECK(Probability::from(half.add_to(Probability(0.2).log_odds())).value() ==
        doctest::Approx(0.6).epsilon(1e-15));
}

// --- Set times ----------------------------------------------------------------------------------

/// ln (1 − c·0.7)/(1 − c·0.2)
double unseen(double c) { return std::log1p(-0.7 * c) - std::log1p(-0.2 * c); }

TEST_CASE("each set time in the scenario's time without evidence is silence") {
  Question asked = one_stream(set_times({-5, 0, 10, 20, 30}, 0.7, 0.2));
  asked.horizon = day(20);
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.jumps(0) == DayList{0, 10, 20});
  CHECK(drawn.worth(0) == doctest::Approx(3 * unseen(1)).epsilon(1e-14));
  CHECK(drawn.timeline.changes.empty());
  CHECK(drawn.timeline.watching[0].unseen == 3);
}

TEST_CASE("a sighting counts at its set time by what it leaves to doubt") {
  Question asked = one_stream(set_times({10}, 0.7, 0.2));
  asked.streams[0].coverage = {{kOpened, 0.8}};
  asked.streams[0].said = {item(1, 14, 0.6)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.jumps(0) == DayList{10});
  const double m = 0.3 * 0.7 + 0.7 * 0.2;
  const auto likelihood = [&](double p) {
    return 0.6 * p / m + 0.4 * (1 - 0.8 * p) / (1 - 0.8 * m);
  };
  CHECK(drawn.worth(0) ==
        doctest::Approx(std::log(likelihood(0.7) / likelihood(0.2))).epsilon(1e-14));
}

TEST_CASE("a sighting worth nothing is exactly silence") {
  Question asked = one_stream(set_times({10}, 0.7, 0.2));
  asked.streams[0].said = {item(1, 14, 0)};
  CHECK(DrawnUp(asked, at(60)).worth(0) == doctest::Approx(unseen(1)).epsilon(1e-15));
}

TEST_CASE("a set time is silence once all its reports are in, and not before") {
  Question asked = one_stream(set_times({10}, 0.7, 0.2));
  asked.streams[0].lag = Days(8);
  CHECK(DrawnUp(asked, at(17.9)).worth(0) == 0);
  CHECK(DrawnUp(asked, at(18)).worth(0) == doctest::Approx(unseen(1)).epsilon(1e-15));
  CHECK(DrawnUp(asked, at(12, 18)).worth(0) == doctest::Approx(unseen(1)).epsilon(1e-15));
  // Until then a sighting is weighed as if nobody listened.
  asked.streams[0].said = {item(1, 11, 0.6)};
  const double m = 0.3 * 0.7 + 0.7 * 0.2;
  CHECK(DrawnUp(asked, at(12)).worth(0) ==
        doctest::Approx(std::log((0.6 * 0.7 / m + 0.4) / (0.6 * 0.2 / m + 0.4))).epsilon(1e-14));
}

TEST_CASE("who looked at a set time and saw none watches it at once, if better than declared") {
  Question asked = one_stream(set_times({10, 20}, 0.7, 0.2));
  asked.streams[0].lag = Days(100);
  asked.streams[0].said = {none_seen(1, 10, 20, 0.6)};  // the second is not in its span
  CHECK(DrawnUp(asked, at(25)).worth(0) == doctest::Approx(unseen(0.6)).epsilon(1e-15));
  asked.streams[0].lag = Days(0);
  asked.streams[0].coverage = {{kOpened, 0.3}};
  CHECK(DrawnUp(asked, at(25)).worth(0) ==
        doctest::Approx(unseen(0.6) + unseen(0.3)).epsilon(1e-14));
  asked.streams[0].coverage = {{kOpened, 0.9}};
  CHECK(DrawnUp(asked, at(25)).worth(0) == doctest::Approx(2 * unseen(0.9)).epsilon(1e-14));
}

TEST_CASE("seasons do not apply to set times, declared coverage does") {
  Question asked = one_stream(set_times({10, 20}, 0.7, 0.2));
  asked.streams[0].season = {{kOpened, 1.6}};
  asked.streams[0].coverage = {{kOpened, 0.4}, {day(20), 0.5}};
  CHECK(DrawnUp(asked, at(60)).worth(0) ==
        doctest::Approx(unseen(0.4) + unseen(0.5)).epsilon(1e-14));
}

TEST_CASE("what belongs to a set time before the opening does not count") {
  Question asked = one_stream(set_times({-5, 20}, 0.7, 0.2));
  asked.streams[0].said = {item(1, 4, 0.9)};
  const DrawnUp drawn(asked, at(10));
  CHECK(drawn.timeline.jumps.empty());
  REQUIRE(drawn.timeline.aside.size() == 1);
  CHECK(drawn.timeline.aside[0].reason == NotCountedReason::kBeforeOpening);
}

// --- The order of sums --------------------------------------------------------------------------

TEST_CASE("sums run in the order of instants, then indicators, then event keys") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.3, 0.1), stream(0.5, 0.1)};
  asked.streams[0].said = {item(1, 9, 0.9), item(2, 5, 0.9), of_event(item(3, 5, 0.7), 2),
                           of_event(item(4, 5, 0.7), 1)};
  asked.streams[1].said = {item(5, 5, 0.9), item(6, 1, 0.9)};
  asked.bearing = {bearing(7, 5, 0.9, 3)};
  const DrawnUp drawn(asked, at(60));
  std::vector<int> streams;
  for (const Jump& jump : drawn.timeline.jumps) streams.push_back(jump.stream);
  CHECK(streams == std::vector<int>{1, kUnforeseen, 0, 0, 0, 1, 0});
  CHECK(drawn.timeline.jumps[2].is_lone());
  CHECK(drawn.timeline.counted[static_cast<std::size_t>(drawn.timeline.jumps[3].event)].event.key ==
        1);
}

TEST_CASE("sums run in that order where narrower kinds are listed before wider ones") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.3, 0.1), stream(0.1, 0.05), stream(0.3, 0.1)};
  asked.streams[1].of = 0;
  for (int j = 0; j < 3; ++j) {
    const auto place = static_cast<std::size_t>(j);
    asked.streams[place].said = {item(3 * j + 1, 7, 0.5), item(3 * j + 2, 5, 0.7),
                                 of_event(item(3 * j + 3, 5, 0.6), 9 - j)};
  }
  const DrawnUp drawn(asked, at(60));
  std::vector<int> streams;
  for (const Jump& jump : drawn.timeline.jumps) streams.push_back(jump.stream);
  CHECK(streams == std::vector<int>{0, 0, 1, 1, 2, 2, 0, 1, 2});
  CHECK(std::is_sorted(drawn.timeline.jumps.begin(), drawn.timeline.jumps.end(),
                       [](const Jump& a, const Jump& b) { return a.at < b.at; }));
}

}  // namespace
}  // namespace signpost::belief
