#include "engine/belief/levels.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "tests/unit/belief/drawn.h"

namespace signpost::belief {
namespace {

// --- Coverage -----------------------------------------------------------------------------------

TEST_CASE("coverage is a step function, its first step reaching back") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].coverage = {{day(20), 0.5}, {day(30), 0.0}, {day(40), 1.0}};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.drain(0) == 0.5);
  CHECK(drawn.drain(35) == 0);
  CHECK(drawn.drain(40) == 1);
  CHECK(drawn.timeline.watching[0].watched == doctest::Approx(0.5 * 30 + 20).epsilon(1e-14));
}

TEST_CASE("a step of coverage that changes nothing leaves no trace") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].coverage = {{kOpened, 0.5}, {day(20), 0.5}, {day(30), 0.5}};
  CHECK(DrawnUp(asked, at(60)).timeline.changes.size() == 1);
}

TEST_CASE("seasons multiply coverage, the spans of totals too, and are not capped") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].season = {{kOpened, 1.0}, {day(10), 1.6}, {day(30), 1.0}};
  asked.streams[0].coverage = {{kOpened, 1.0}, {day(20), 0.5}, {day(40), 1.0}};
  asked.streams[0].said = {total(1, 20, 40, 3, 0.8)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.drain(15) == 1.6);
  CHECK(drawn.drain(25) == doctest::Approx(1.28).epsilon(1e-15));
  CHECK(drawn.drain(35) == 0.8);
  CHECK(drawn.timeline.watching[0].watched == doctest::Approx(60 - 20 * 0.2).epsilon(1e-14));
  CHECK(drawn.timeline.watching[0].exposure ==
        doctest::Approx(10 + 10 * 1.6 + 10 * 1.28 + 10 * 0.8 + 20).epsilon(1e-14));
}

TEST_CASE("coverage of an instant is the best of what is declared and the totals that span it") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].coverage = {{kOpened, 0.5}};
  asked.streams[0].said = {total(1, 10, 30, 3, 0.6), none_seen(2, 15, 20, 0.4),
                           none_seen(3, 25, 40, 0.8)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.drain(9) == 0.5);
  CHECK(drawn.drain(12) == 0.6);
  CHECK(drawn.drain(17) == 0.6);
  CHECK(drawn.drain(27) == 0.8);
  CHECK(drawn.drain(39.9) == 0.8);
  CHECK(drawn.drain(40) == 0.5);
  asked.streams[0].coverage = {{kOpened, 0.9}};
  CHECK(DrawnUp(asked, at(60)).drain(27) == 0.9);
}

TEST_CASE("a total watches by the credibility of its event, corroborated by what has no count") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].coverage = {{kOpened, 0.1}};
  asked.streams[0].said = {of_event(total(1, 10, 20, 3, 0.6), 1), of_event(item(2, 12, 0.5), 1)};
  CHECK(DrawnUp(asked, at(60)).drain(15) == doctest::Approx(0.8).epsilon(1e-15));
}

TEST_CASE("dispersion tempers silence") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].dispersion = 4;
  CHECK(DrawnUp(asked, at(60)).drain(30) == 0.25);
}

// --- Deafening ----------------------------------------------------------------------------------

TEST_CASE("after a milestone the indicator listens on at what the milestone left to doubt") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].once = true;
  asked.streams[0].said = {item(1, 20, 0.75), total(2, 30, 40, 0, 0.8)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.drain(19.9) == 1);
  CHECK(drawn.drain(20) == 0.25);
  CHECK(drawn.drain(35) == 0.25);  // who looked is no better than all that is covered
}

TEST_CASE("a milestone is deafened by each origin from the date of each of its items on") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].once = true;
  asked.streams[0].said = {
      of_event(item(1, 10, 0.2), kOwn, 10), of_event(item(2, 20, 0.6), kOwn, 11),
      of_event(item(3, 30, 0.5), kOwn, 10), of_event(item(4, 40, 0.3), kOwn, 10), item(5, 50, 0.5)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.jumps(0) == DayList{20});
  CHECK(drawn.drain(9.9) == 1);
  CHECK(drawn.drain(10) == 0.8);
  CHECK(drawn.drain(20) == doctest::Approx(0.8 * 0.4).epsilon(1e-15));
  CHECK(drawn.drain(30) == doctest::Approx(0.5 * 0.4).epsilon(1e-15));
  CHECK(drawn.drain(40) == doctest::Approx(0.5 * 0.4).epsilon(1e-15));
  CHECK(drawn.drain(50) == doctest::Approx(0.5 * 0.4 * 0.5).epsilon(1e-15));
}

TEST_CASE("a milestone is deafened by what denials leave of each item") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].once = true;
  asked.streams[0].said = {of_event(item(1, 10, 0.8), 1, 10), of_event(item(2, 20, 0.5), 2, 11)};
  asked.denials = {denial(3, 30, 0.5, 1, 12)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.drain(10) == doctest::Approx(1 - 0.4 / 0.6).epsilon(1e-14));
  CHECK(drawn.drain(20) == doctest::Approx((1 - 0.4 / 0.6) * 0.5).epsilon(1e-14));
}

TEST_CASE("a milestone is not deafened by what its origin took back, or by who saw none") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].once = true;
  asked.streams[0].said = {of_event(item(1, 10, 0.8), 1, 10), none_seen(2, 12, 20, 0.9)};
  asked.denials = {denial(3, 30, 0.5, 1, 10)};
  CHECK(DrawnUp(asked, at(60)).drain(50) == 1);
}

// --- Lag ----------------------------------------------------------------------------------------

double watched(const Question& asked, const Moment& moment) {
  return DrawnUp(asked, moment).timeline.watching[0].watched;
}

TEST_CASE("under lag silence counts by the share of reports that is in, in four steps") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].lag = Days(20);
  const DrawnUp drawn(asked, at(100));
  CHECK(drawn.drain(79.9) == 1);
  CHECK(drawn.drain(80.1) == 0.75);
  CHECK(drawn.drain(84.9) == 0.75);
  CHECK(drawn.drain(85.1) == 0.5);
  CHECK(drawn.drain(90.1) == 0.25);
  CHECK(drawn.drain(95.1) == 0);
  CHECK(watched(asked, at(100)) == 80 + 5 * (0.75 + 0.5 + 0.25));
  CHECK(watched(asked, at(10)) == 5 * 0.25);  // only its first half is old enough
}

TEST_CASE("seen from later the reports are in, but never past the moment assessed") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].lag = Days(20);
  CHECK(watched(asked, at(30, 400)) == 30);
  CHECK(watched(asked, at(30, 40)) == 20 + 5 * (0.75 + 0.5));
  CHECK(watched(asked, at(30, 20)) == 5 * (0.75 + 0.5 + 0.25));
  asked.horizon = day(25);
  CHECK(watched(asked, at(30)) == 10 + 5 * (0.75 + 0.5 + 0.25));
  CHECK(watched(asked, at(36)) == 16 + 5 * 0.75 + 4 * 0.5);
  CHECK(watched(asked, at(60)) == 25);
}

TEST_CASE("no event, however late, changes what silence is worth") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].lag = Days(20);
  const double before = watched(asked, at(30));
  asked.streams[0].said = {item(1, 29, 0.9)};
  CHECK(watched(asked, at(30)) == before);
}

TEST_CASE("under lag totals watch their spans in full, as they are out") {
  Question asked = one_stream(unit_stream());
  asked.streams[0].lag = Days(20);
  asked.streams[0].said = {total(1, 12, 24, 3, 0.6)};
  const DrawnUp drawn(asked, at(30));
  CHECK(drawn.drain(11) == 0.75);
  CHECK(drawn.drain(12.1) == 0.75);  // the better of both
  CHECK(drawn.drain(16) == 0.6);
  CHECK(drawn.drain(22) == 0.6);
  CHECK(drawn.drain(24) == 0.25);
}

// --- Of which: kinds within kinds ---------------------------------------------------------------

/// A wide stream, drain 1 where all is covered, and a part of it of drain 0.4.
Question kinds() {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(1.5, 0.5), stream(0.6, 0.2)};
  asked.streams[1].of = 0;
  return asked;
}

TEST_CASE("the wider kind's silence is net of what the narrower is watched for") {
  Question asked = kinds();
  CHECK(DrawnUp(asked, at(60)).drain(30, 0) == doctest::Approx(0.6).epsilon(1e-15));
  asked.streams[0].coverage = {{kOpened, 0.5}};
  asked.streams[1].coverage = {{kOpened, 0.8}};
  CHECK(DrawnUp(asked, at(60)).drain(30, 0) == doctest::Approx(0.5 - 0.5 * 0.4).epsilon(1e-15));
  asked.streams[1].coverage = {{kOpened, 0.2}};
  CHECK(DrawnUp(asked, at(60)).drain(30, 0) == doctest::Approx(0.5 - 0.2 * 0.4).epsilon(1e-15));
  CHECK(DrawnUp(asked, at(60)).drain(30, 1) == doctest::Approx(0.2 * 0.4).epsilon(1e-15));
}

TEST_CASE("each kind's silence goes by its own season and dispersion") {
  Question asked = kinds();
  asked.streams[0].season = {{kOpened, 1.5}};
  asked.streams[1].season = {{kOpened, 3.0}};
  asked.streams[0].dispersion = 2;
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.drain(30, 0) == doctest::Approx(1.5 * 0.6 / 2).epsilon(1e-15));
  CHECK(drawn.drain(30, 1) == doctest::Approx(3 * 0.4).epsilon(1e-15));
}

TEST_CASE("lag and totals count in what a narrower kind is watched for") {
  Question asked = kinds();
  asked.streams[1].lag = Days(20);
  CHECK(DrawnUp(asked, at(60)).drain(47, 0) == doctest::Approx(1 - 0.5 * 0.4).epsilon(1e-15));
  asked.streams[1].said = {none_seen(1, 46, 50, 0.9)};
  CHECK(DrawnUp(asked, at(60)).drain(47, 0) == doctest::Approx(1 - 0.9 * 0.4).epsilon(1e-15));
}

TEST_CASE("a wider kind's event is worth its rates net of what is told as narrower") {
  const auto ratio_at_30 = [](const Question& given) {
    return DrawnUp(given, at(60)).counted(0).at(0).ratio.value();
  };
  Question asked = kinds();
  asked.streams[0].if_false = Rate(0.8);
  asked.streams[0].said = {item(1, 30, 1)};
  CHECK(ratio_at_30(asked) == doctest::Approx(0.9 / 0.6).epsilon(1e-15));
  asked.streams[0].coverage = {{kOpened, 0.8}};
  asked.streams[1].coverage = {{kOpened, 0.4}};
  CHECK(ratio_at_30(asked) == doctest::Approx(1.2 / 0.7).epsilon(1e-15));
  asked.streams[0].coverage = {{kOpened, 0.0}};  // only the part is watched
  CHECK(ratio_at_30(asked) == doctest::Approx(0.9 / 0.6).epsilon(1e-15));
  asked.streams[1].coverage = {{kOpened, 0.0}};  // neither is
  CHECK(ratio_at_30(asked) == doctest::Approx(1.5 / 0.8).epsilon(1e-15));
  // Lag and totals count here too; seasons do not.
  asked.streams[1].coverage = asked.streams[0].coverage = {{kOpened, 1.0}};
  asked.streams[1].lag = Days(80);
  asked.streams[1].season = {{kOpened, 7.0}};
  CHECK(ratio_at_30(asked) == doctest::Approx(1.35 / 0.75).epsilon(1e-15));
  asked.streams[1].said = {none_seen(2, 30, 31, 0.5)};
  CHECK(ratio_at_30(asked) == doctest::Approx(1.2 / 0.7).epsilon(1e-15));
}

TEST_CASE("a wider kind's event of just now, or of exactly the lag ago, is told as narrower") {
  Question asked = kinds();
  asked.streams[0].if_false = Rate(0.8);
  asked.streams[0].said = {item(1, 30, 1)};
  CHECK(DrawnUp(asked, at(30)).counted(0).at(0).ratio.value() ==
        doctest::Approx(0.9 / 0.6).epsilon(1e-15));
  asked.streams[1].lag = Days(8);
  CHECK(DrawnUp(asked, at(38)).counted(0).at(0).ratio.value() ==
        doctest::Approx(0.9 / 0.6).epsilon(1e-15));
  CHECK(DrawnUp(asked, at(36)).counted(0).at(0).ratio.value() ==
        doctest::Approx(1.05 / 0.65).epsilon(1e-15));
  CHECK(DrawnUp(asked, at(40, 29)).counted(0).at(0).ratio.value() ==
        doctest::Approx(1.5 / 0.8).epsilon(1e-15));  // nobody has looked so far yet
}

TEST_CASE("a total that goes on watches the instant assessed, and the horizon, too") {
  Question asked = kinds();
  asked.streams[0].if_false = Rate(0.8);
  asked.streams[0].said = {item(1, 30, 1)};
  asked.streams[1].coverage = {{kOpened, 0.0}};
  asked.streams[1].said = {none_seen(2, 20, 40, 1)};
  for (const double on : {30.0, 35.0}) {
    CHECK(DrawnUp(asked, at(on)).counted(0).at(0).ratio.value() ==
          doctest::Approx(0.9 / 0.6).epsilon(1e-15));
  }
  asked.horizon = day(30);
  CHECK(DrawnUp(asked, at(35)).counted(0).at(0).ratio.value() ==
        doctest::Approx(0.9 / 0.6).epsilon(1e-15));
}

TEST_CASE("a wider kind's total is worth its mean rates over its span in the scenario's time") {
  Question asked = kinds();
  asked.streams[0].if_false = Rate(0.8);
  asked.streams[0].said = {total(1, -10, 20, 6, 0.5)};
  asked.streams[1].coverage = {{day(-20), 1.0}, {day(10), 0.0}};
  const DrawnUp drawn(asked, at(60));  // ρ is 1 for 10 of the 20 days
  CHECK(drawn.counted(0).at(0).ratio.value() == doctest::Approx(1.2 / 0.7).epsilon(1e-14));
  // Until as_of: 10 of 15.
  CHECK(DrawnUp(asked, at(15)).counted(0).at(0).ratio.value() ==
        doctest::Approx((1.5 - 0.6 * 2 / 3) / (0.8 - 0.2 * 2 / 3)).epsilon(1e-14));
}

TEST_CASE("a step of coverage that changes nothing changes no bit of a wider total's worth") {
  for (int i = 1; i < 20; ++i) {
    Question asked = kinds();
    asked.streams[0].said = {total(1, 3, 20, 6, 0.5)};
    asked.streams[1].coverage = {{day(-20), 0.3}, {day(12), 0.9}};
    const double plain = DrawnUp(asked, at(60)).worth(0);
    asked.streams[0].coverage = {{kOpened, 1.0}, {day(3 + 0.83 * i), 1.0}};
    CHECK(DrawnUp(asked, at(60)).worth(0) == plain);
  }
}

TEST_CASE("of three levels each is net of the one next below") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(2, 1), stream(1, 0.7), stream(0.6, 0.5)};
  asked.streams[2].of = 1;
  asked.streams[1].of = 0;
  asked.streams[2].coverage = {{kOpened, 0.5}};
  asked.streams[0].said = {item(1, 30, 1)};
  asked.streams[1].said = {item(2, 30, 1)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.drain(10, 0) == doctest::Approx(1 - 0.3).epsilon(1e-15));
  CHECK(drawn.drain(10, 1) == doctest::Approx(0.3 - 0.5 * 0.1).epsilon(1e-14));
  CHECK(drawn.drain(10, 2) == doctest::Approx(0.5 * 0.1).epsilon(1e-14));
  CHECK(drawn.counted(0).at(0).ratio.value() == doctest::Approx(1 / 0.3).epsilon(1e-14));
  CHECK(drawn.counted(1).at(0).ratio.value() == doctest::Approx(0.7 / 0.45).epsilon(1e-14));
}

TEST_CASE("the wider kind's totals hold the narrower's events and their totals' parts") {
  Question asked = kinds();
  asked.streams[0].said = {total(1, 0, 20, 31, 0.8)};
  asked.streams[1].said = {item(2, 5, 0.8), item(3, 6, 0.4), total(4, 10, 20, 4, 0.8)};
  const DrawnUp drawn(asked, at(60));
  // The narrower total has 4 left, which thin nothing.
  CHECK(drawn.counted(0).at(0).counted == doctest::Approx(31 - 1 - 0.5 - 4).epsilon(1e-14));
  const DayList parts = drawn.jumps(0);
  REQUIRE(parts.size() == 26);
  CHECK(parts[0] == doctest::Approx(20.0 / 52).epsilon(1e-14));
  CHECK(parts[25] == doctest::Approx(20 - 20.0 / 52).epsilon(1e-14));
}

TEST_CASE("an event told as both kinds is taken off the wider's total once") {
  Question asked = kinds();
  asked.streams[0].said = {total(1, 0, 20, 10, 0.8), of_event(item(2, 5, 0.8), 1)};
  asked.streams[1].said = {of_event(item(3, 5, 0.6), 1)};
  // The narrower's 0.6/0.8, the wider's rest of 0.25.
  double counted = 0;
  for (const Counted& each : DrawnUp(asked, at(60)).counted(0)) {
    if (each.event.total) counted = each.counted;
  }
  CHECK(counted == doctest::Approx(9).epsilon(1e-14));
}

}  // namespace
}  // namespace signpost::belief
