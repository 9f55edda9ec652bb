#include "engine/belief/docket.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "tests/unit/belief/questions.h"

namespace signpost::belief {
namespace {

/// The hearing stands beside the docket that points into it.
struct Drawn {
  Drawn(const Question& asked, const Moment& moment)
      : hearing(gather(asked, moment.as_of)), docket(draw_up(asked, moment, hearing)) {}
  Hearing hearing;
  Docket docket;

  /// In days, of one stream.
  [[nodiscard]] std::vector<double> jumps(int of_stream) const {
    std::vector<double> at;
    for (const Jump& jump : docket.jumps) {
      if (jump.stream == of_stream) at.push_back(jump.at / kSecondsPerDay);
    }
    return at;
  }
  /// The level of coverage times seasons on a day, from the drain. Needs if_true − if_false = 1.
  [[nodiscard]] double level(double on, int of_stream = 0) const {
    double drain = 0;
    for (const Change& change : docket.changes) {
      if (change.stream == of_stream && change.at <= on * kSecondsPerDay) drain = change.drain;
    }
    return drain;
  }
};

using Days_ = std::vector<double>;

/// A stream whose drain is its coverage.
Stream unit_stream() { return stream(1.5, 0.5); }

Question one_stream(Stream listened) {
  Question asked = question(0.3, Days(180));
  asked.streams = {std::move(listened)};
  return asked;
}

// --- Out of time --------------------------------------------------------------------------------

TEST_CASE("an event counts on the instant of opening, at the horizon and at the moment assessed") {
  Question asked = one_stream(unit_stream());
  asked.horizon = day(50);
  asked.streams[0].said = {item(1, 0, 0.9), item(2, 50, 0.9)};
  CHECK(Drawn(asked, at(60)).jumps(0) == Days_{0, 50});
  CHECK(Drawn(asked, at(50)).jumps(0) == Days_{0, 50});
}

TEST_CASE("evidence from before the scenario opened does not count") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].said = {item(1, -0.01, 0.9)};
  const Drawn drawn(asked, at(60));
  CHECK(drawn.docket.jumps.empty());
  REQUIRE(drawn.docket.aside.size() == 1);
  CHECK(drawn.docket.aside[0].reason == NotCountedReason::kBeforeOpening);
}

TEST_CASE("an event dated before the opening does not count, whatever later items say of it") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].said = {of_event(item(1, -3, 0.8), 1, 10), of_event(item(2, 4, 0.6), 1, 11)};
  CHECK(Drawn(asked, at(60)).docket.jumps.empty());
}

TEST_CASE("an event is judged to be out of time per indicator") {
  // Under the first indicator the early item is the more credible, under the second it is not.
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(3, 0.5), unit_stream()};
  asked.streams[0].said = {of_event(item(1, -3, 0.8), 1, 10), of_event(item(2, 4, 0.6), 1, 11)};
  asked.streams[1].said = {of_event(item(1, -3, 0.5), 1, 10), of_event(item(2, 4, 0.6), 1, 11)};
  const Drawn drawn(asked, at(60));
  CHECK(drawn.jumps(0).empty());
  CHECK(drawn.jumps(1) == Days_{4});
}

TEST_CASE("after the horizon nothing counts and nothing drains") {
  Question asked = one_stream(unit_stream());
  asked.horizon = day(50);
  asked.streams[0].said = {item(1, 50.01, 0.9)};
  const Drawn drawn(asked, at(60));
  CHECK(drawn.docket.end == 50 * kSecondsPerDay);
  CHECK(drawn.docket.jumps.empty());
  REQUIRE(drawn.docket.aside.size() == 1);
  CHECK(drawn.docket.aside[0].reason == NotCountedReason::kAfterHorizon);
  CHECK(drawn.docket.watching[0].watched == 50);
}

TEST_CASE("items dated after the horizon still corroborate an event within it") {
  Question asked = one_stream(unit_stream());
  asked.horizon = day(50);
  asked.streams[0].said = {of_event(item(1, 40, 0.6), 1, 10), of_event(item(2, 55, 0.5), 1, 11)};
  const Drawn drawn(asked, at(60));
  REQUIRE(drawn.docket.counted.size() == 1);
  CHECK(drawn.docket.counted[0].event.credibility == doctest::Approx(0.8).epsilon(1e-15));
}

TEST_CASE("of a total that straddles the opening or the horizon the parts inside count") {
  Question asked = one_stream(unit_stream());
  asked.horizon = day(50);
  asked.streams[0].said = {total(1, -5, 5, 4, 0.9), total(2, 45, 55, 4, 0.9)};
  CHECK(Drawn(asked, at(60)).jumps(0) == Days_{1.25, 3.75, 46.25, 48.75});
}

TEST_CASE("before the opening nothing counts at all") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].said = {item(1, -9, 0.9), total(2, -20, 10, 4, 0.9)};
  const Drawn drawn(asked, at(-5));
  CHECK(drawn.docket.jumps.empty());
  CHECK(drawn.docket.changes.empty());
  CHECK(drawn.docket.aside.size() == 2);
}

// --- One place per event ------------------------------------------------------------------------

TEST_CASE("an item under two indicators counts where it weighs more") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.3, 0.1), stream(0.5, 0.1)};
  asked.streams[0].said = {item(1, 9, 0.6), item(2, 20, 0.8)};
  asked.streams[1].said = {item(1, 9, 0.6), item(3, 21, 0.5)};
  const Drawn drawn(asked, at(60));
  CHECK(drawn.jumps(0) == Days_{20});
  CHECK(drawn.jumps(1) == Days_{9, 21});
  REQUIRE(drawn.docket.aside.size() == 1);
  CHECK(drawn.docket.aside[0].reason == NotCountedReason::kCountedElsewhere);
  CHECK(drawn.docket.aside[0].stream == 0);
  CHECK(drawn.docket.aside[0].counted_under == 1);
}

TEST_CASE("the item's grade for each indicator decides where it weighs more") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.3, 0.1), stream(0.5, 0.1)};
  asked.streams[0].said = {item(1, 9, 0.9)};
  asked.streams[1].said = {item(1, 9, 0.2)};
  CHECK(Drawn(asked, at(60)).jumps(0) == Days_{9});
}

TEST_CASE("dispersion counts in the weighing of places") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.3, 0.1), stream(0.5, 0.1)};
  asked.streams[1].dispersion = 3;
  asked.streams[0].said = {item(1, 9, 0.6)};
  asked.streams[1].said = {item(1, 9, 0.6)};
  CHECK(Drawn(asked, at(60)).jumps(0) == Days_{9});
}

TEST_CASE("of equal places what bears directly comes first, then the first indicator") {
  Question asked = question(0.5, Days(180));
  asked.streams = {stream(0.9, 0.3), stream(0.3, 0.9)};
  asked.streams[0].said = {item(1, 9, 0.8)};
  asked.streams[1].said = {item(1, 9, 0.8)};
  CHECK(Drawn(asked, at(60)).jumps(0) == Days_{9});
  // Rounded, 0.9 and 0.3 make a little more of it than a ratio of 3, but a tie it is.
  asked.bearing = {bearing(1, 9, 0.8, 3)};
  CHECK(Drawn(asked, at(60)).jumps(kUnforeseen) == Days_{9});
  CHECK(Drawn(asked, at(60)).docket.jumps.size() == 1);
}

TEST_CASE("a total weighs n-fold, as published, where places are compared") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.3, 0.2)};
  asked.streams[0].said = {of_event(total(1, 10, 20, 8, 0.9), 1)};
  asked.bearing = {of_event(bearing(2, 12, 0.9, 5), 1)};
  CHECK(Drawn(asked, at(60)).jumps(0).size() == 8);
  asked.streams[0].said[0].total->count = 2;
  CHECK(Drawn(asked, at(60)).jumps(0).empty());
}

TEST_CASE("a place where the event is out of time does not compete") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.3, 0.1), stream(9, 0.1)};
  asked.streams[0].said = {of_event(item(1, 4, 0.6), 1)};
  asked.streams[1].said = {of_event(item(1, 4, 0.6), 1), of_event(item(2, -4, 0.7), 1)};
  CHECK(Drawn(asked, at(60)).jumps(0) == Days_{4});
  CHECK(Drawn(asked, at(60)).jumps(1).empty());
}

TEST_CASE("a milestone is weighed, and loses, one key at a time") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(2, 0.1), stream(0.5, 0.1)};
  asked.streams[1].once = true;
  asked.streams[0].said = {of_event(item(1, 4, 0.9), 1)};
  asked.streams[1].said = {of_event(item(1, 4, 0.9), 1), of_event(item(2, 7, 0.6), 2),
                           item(3, 9, 0.5)};
  const Drawn drawn(asked, at(60));
  CHECK(drawn.jumps(0) == Days_{4});
  CHECK(drawn.jumps(1) == Days_{7});
  CHECK(drawn.docket.counted.back().event.credibility == doctest::Approx(0.8).epsilon(1e-15));
}

TEST_CASE("a milestone whose items all weigh more elsewhere does not deafen its indicator") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(20, 0.1), unit_stream()};
  asked.streams[1].once = true;
  asked.streams[0].said = {item(1, 4, 0.9)};
  asked.streams[1].said = {item(1, 4, 0.9)};
  const Drawn drawn(asked, at(60));
  CHECK(drawn.jumps(1).empty());
  CHECK(drawn.level(30, 1) == 1);
}

TEST_CASE("an event counted elsewhere neither watches nor is subtracted from totals") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(1.5, 0.5), stream(20, 0.1)};
  asked.streams[0].coverage = {{kOpened, 0.25}};
  asked.streams[0].said = {total(1, 10, 20, 4, 0.9), item(2, 15, 0.9),
                           of_event(total(3, 30, 40, 1, 0.9), 1)};
  asked.streams[1].said = {item(2, 15, 0.9), of_event(item(4, 35, 0.9), 1)};
  const Drawn drawn(asked, at(60));
  CHECK(drawn.jumps(0).size() == 4);
  CHECK(drawn.level(15) == 0.9);
  CHECK(drawn.level(35) == 0.25);
}

TEST_CASE("who looked and saw none watches under every indicator it names") {
  Question asked = question(0.3, Days(180));
  asked.streams = {unit_stream(), unit_stream()};
  for (Stream& listened : asked.streams) {
    listened.coverage = {{kOpened, 0.0}};
    listened.said = {total(1, 10, 20, 0, 0.9)};
  }
  const Drawn drawn(asked, at(60));
  CHECK(drawn.level(15, 0) == 0.9);
  CHECK(drawn.level(15, 1) == 0.9);
}

// --- Coverage -----------------------------------------------------------------------------------

TEST_CASE("coverage is a step function, its first step reaching back") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].coverage = {{day(20), 0.5}, {day(30), 0.0}, {day(40), 1.0}};
  const Drawn drawn(asked, at(60));
  CHECK(drawn.level(0) == 0.5);
  CHECK(drawn.level(35) == 0);
  CHECK(drawn.level(40) == 1);
  CHECK(drawn.docket.watching[0].watched == doctest::Approx(0.5 * 30 + 20).epsilon(1e-14));
}

TEST_CASE("a step of coverage that changes nothing leaves no trace") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].coverage = {{kOpened, 0.5}, {day(20), 0.5}, {day(30), 0.5}};
  CHECK(Drawn(asked, at(60)).docket.changes.size() == 1);
}

TEST_CASE("seasons multiply coverage, the spans of totals too, and are not capped") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].season = {{kOpened, 1.0}, {day(10), 1.6}, {day(30), 1.0}};
  asked.streams[0].said = {total(1, 20, 40, 3, 0.8)};
  const Drawn drawn(asked, at(60));
  CHECK(drawn.level(15) == 1.6);
  CHECK(drawn.level(25) == doctest::Approx(1.28).epsilon(1e-15));
  CHECK(drawn.level(35) == 0.8);
  CHECK(drawn.docket.watching[0].watched == doctest::Approx(60 - 20 * 0.2).epsilon(1e-14));
  CHECK(drawn.docket.watching[0].exposure ==
        doctest::Approx(10 + 10 * 1.6 + 10 * 1.28 + 10 * 0.8 + 20).epsilon(1e-14));
}

TEST_CASE("a total watches its span at the event's credibility, whatever else is declared") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].said = {of_event(total(1, 10, 20, 3, 0.6), 1), of_event(item(2, 12, 0.5), 1)};
  CHECK(Drawn(asked, at(60)).level(15) == doctest::Approx(0.8).epsilon(1e-15));
}

TEST_CASE("a total with nothing left to count still watches") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].coverage = {{kOpened, 0.0}};
  asked.streams[0].said = {total(1, 10, 20, 1, 0.7), item(2, 15, 0.9)};
  const Drawn drawn(asked, at(60));
  CHECK(drawn.level(12) == 0.7);
  REQUIRE(drawn.docket.aside.size() == 1);
  CHECK(drawn.docket.aside[0].reason == NotCountedReason::kNothingLeft);
  CHECK_FALSE(drawn.docket.aside[0].disagrees);
}

TEST_CASE("after a milestone the indicator listens on at what the milestone left to doubt") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].once = true;
  asked.streams[0].said = {item(1, 20, 0.75), total(2, 30, 40, 0, 0.8)};
  const Drawn drawn(asked, at(60));
  CHECK(drawn.level(19.9) == 1);
  CHECK(drawn.level(20) == 0.25);
  CHECK(drawn.level(35) == doctest::Approx(0.2).epsilon(1e-15));
}

TEST_CASE("a milestone from before the opening neither counts nor deafens") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].once = true;
  asked.streams[0].said = {item(1, -5, 0.9), item(2, 20, 0.5)};
  const Drawn drawn(asked, at(60));
  CHECK(drawn.docket.jumps.empty());
  CHECK(drawn.level(30) == 1);
}

TEST_CASE("dispersion tempers silence") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].dispersion = 4;
  CHECK(Drawn(asked, at(60)).level(30) == 0.25);
}

// --- Lag ----------------------------------------------------------------------------------------

double silence_until(const Question& asked, const Moment& moment) {
  return Drawn(asked, moment).docket.watching[0].watched;
}

TEST_CASE("under lag the last days are not yet silence") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].lag = Days(14);
  CHECK(silence_until(asked, at(30)) == 16);
  CHECK(silence_until(asked, at(10)) == 0);
}

TEST_CASE("seen from later the reports are in, but never past the moment assessed") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].lag = Days(14);
  CHECK(silence_until(asked, at(30, 40)) == 26);
  CHECK(silence_until(asked, at(30, 400)) == 30);
  CHECK(silence_until(asked, at(30, 20)) == 6);
  asked.horizon = day(25);
  CHECK(silence_until(asked, at(30)) == 16);
  CHECK(silence_until(asked, at(36)) == 22);
  CHECK(silence_until(asked, at(60)) == 25);
}

TEST_CASE("under lag silence counts up to the latest counted event") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].lag = Days(14);
  asked.streams[0].said = {item(1, 22, 0.9), item(2, 5, 0.9)};
  CHECK(silence_until(asked, at(30)) == 22);
  asked.streams[0].said = {unjudged(item(1, 22, 0.9)), item(2, 5, 0.9)};
  CHECK(silence_until(asked, at(30)) == 16);
}

TEST_CASE("a total extends silence to its end, even where it has nothing left or saw none") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].lag = Days(14);
  asked.streams[0].coverage = {{kOpened, 0.5}};
  asked.streams[0].said = {total(1, 20, 28, 0, 1.0)};
  CHECK(silence_until(asked, at(30)) == 0.5 * 20 + 8);
  asked.streams[0].said = {total(1, 20, 28, 1, 1.0), item(2, 21, 0.9)};
  CHECK(silence_until(asked, at(30)) == 0.5 * 20 + 8);
  asked.streams[0].said = {total(1, 20, 28, 1, 1.0)};
  CHECK(silence_until(asked, at(24, 30)) == 0.5 * 20 + 4);
}

TEST_CASE("an event counted elsewhere does not extend the silence") {
  Question asked = question(0.3, Days(180));
  asked.streams = {unit_stream(), stream(20, 0.1)};
  asked.streams[0].lag = Days(14);
  asked.streams[0].said = {item(1, 25, 0.9)};
  asked.streams[1].said = {item(1, 25, 0.9)};
  CHECK(silence_until(asked, at(30)) == 16);
}

TEST_CASE("of totals that disagree, the one left without days is marked") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].said = {total(1, 10, 40, 5, 0.6), total(2, 10, 40, 9, 0.85)};
  const Drawn drawn(asked, at(60));
  REQUIRE(drawn.docket.aside.size() == 1);
  CHECK(drawn.docket.aside[0].disagrees);
  CHECK(drawn.jumps(0).size() == 9);
}

TEST_CASE("sums run in the order of instants, then indicators, then event keys") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.3, 0.1), stream(0.5, 0.1)};
  asked.streams[0].said = {item(1, 9, 0.9), item(2, 5, 0.9), of_event(item(3, 5, 0.7), 2),
                           of_event(item(4, 5, 0.7), 1)};
  asked.streams[1].said = {item(5, 5, 0.9), item(6, 1, 0.9)};
  asked.bearing = {bearing(7, 5, 0.9, 3)};
  const Drawn drawn(asked, at(60));
  std::vector<int> streams;
  for (const Jump& jump : drawn.docket.jumps) streams.push_back(jump.stream);
  CHECK(streams == std::vector<int>{1, kUnforeseen, 0, 0, 0, 1, 0});
  CHECK(drawn.docket.jumps[2].is_lone());
  CHECK(drawn.docket.counted[static_cast<std::size_t>(drawn.docket.jumps[3].event)].event.key == 1);
}

}  // namespace
}  // namespace signpost::belief
