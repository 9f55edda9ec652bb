#include "engine/belief/allocation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/unit/belief/drawn.h"

namespace signpost::belief {
namespace {

TEST_CASE("an item under two indicators counts where it weighs more") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.3, 0.1), stream(0.5, 0.1)};
  asked.streams[0].said = {item(1, 9, 0.6), item(2, 20, 0.8)};
  asked.streams[1].said = {item(1, 9, 0.6), item(3, 21, 0.5)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.jumps(0) == DayList{20});
  CHECK(drawn.jumps(1) == DayList{9, 21});
  REQUIRE(drawn.timeline.aside.size() == 1);
  CHECK(drawn.timeline.aside[0].reason == NotCountedReason::kCountedElsewhere);
  CHECK(drawn.timeline.aside[0].stream == 0);
  CHECK(drawn.timeline.aside[0].counted_under == 1);
}

TEST_CASE("the item's grade for each indicator decides where it weighs more") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.3, 0.1), stream(0.5, 0.1)};
  asked.streams[0].said = {item(1, 9, 0.9)};
  asked.streams[1].said = {item(1, 9, 0.2)};
  CHECK(DrawnUp(asked, at(60)).jumps(0) == DayList{9});
}

TEST_CASE("dispersion counts in the weighing of places") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.3, 0.1), stream(0.5, 0.1)};
  asked.streams[1].dispersion = 3;
  asked.streams[0].said = {item(1, 9, 0.6)};
  asked.streams[1].said = {item(1, 9, 0.6)};
  CHECK(DrawnUp(asked, at(60)).jumps(0) == DayList{9});
}

TEST_CASE("of equal places what bears directly comes first, then the first indicator") {
  Question asked = question(0.5, Days(180));
  asked.streams = {stream(0.9, 0.3), stream(0.3, 0.9)};
  asked.streams[0].said = {item(1, 9, 0.8)};
  asked.streams[1].said = {item(1, 9, 0.8)};
  CHECK(DrawnUp(asked, at(60)).jumps(0) == DayList{9});
  // Rounded, 0.9 and 0.3 make a little more of it than a ratio of 3, but a tie it is.
  asked.bearing = {bearing(1, 9, 0.8, 3)};
  CHECK(DrawnUp(asked, at(60)).jumps(kUnforeseen) == DayList{9});
  CHECK(DrawnUp(asked, at(60)).timeline.jumps.size() == 1);
}

TEST_CASE("a total weighs as many times as it has parts in the scenario's time") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.3, 0.2)};
  asked.streams[0].said = {of_event(total(1, 10, 20, 8, 0.9), 1)};
  asked.bearing = {of_event(bearing(2, 12, 0.9, 5), 1)};
  CHECK(DrawnUp(asked, at(60)).jumps(0).size() == 8);
  asked.streams[0].said[0].total->count = 2;
  CHECK(DrawnUp(asked, at(60)).jumps(0).empty());
  // Of eight parts three are in by the fourth day of ten, which is too little.
  asked.streams[0].said[0].total->count = 8;
  CHECK(DrawnUp(asked, at(14)).jumps(0).empty());
  CHECK(DrawnUp(asked, at(14)).jumps(kUnforeseen).size() == 1);
}

TEST_CASE("a place where the event is out of time does not compete") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.3, 0.1), stream(9, 0.1)};
  asked.streams[0].said = {of_event(item(1, 4, 0.6), 1)};
  asked.streams[1].said = {of_event(item(1, 4, 0.6), 1), of_event(item(2, -4, 0.7), 1)};
  CHECK(DrawnUp(asked, at(60)).jumps(0) == DayList{4});
  CHECK(DrawnUp(asked, at(60)).jumps(1).empty());
}

TEST_CASE("places are weighed after denials") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.3, 0.1), stream(0.5, 0.1)};
  asked.streams[0].said = {of_event(item(1, 4, 0.6), 1)};
  asked.streams[1].said = {of_event(item(1, 4, 0.5), 1, 10), of_event(item(2, 4, 0.9), 1, 11)};
  CHECK(DrawnUp(asked, at(60)).jumps(1) == DayList{4});
  asked.denials = {denial(3, 6, 0.1, 1, 10), denial(4, 6, 0.0, 1, 11)};  // both take it back
  CHECK(DrawnUp(asked, at(60)).jumps(1).empty());
  CHECK(DrawnUp(asked, at(60)).jumps(0) == DayList{4});
}

TEST_CASE("a set time is weighed beyond its silence") {
  // Seen at 0.7 to 0.2 it is worth ln(0.7/0.2) − ln(0.3/0.8) = 2.2 more than unseen.
  Question asked = question(0.5, Days(180));
  asked.streams = {stream(0.8, 0.1), set_times({4}, 0.7, 0.2)};
  for (Stream& listened : asked.streams) listened.said = {of_event(item(1, 4, 1), 1)};
  CHECK(DrawnUp(asked, at(60)).jumps(0).empty());
  asked.streams[0].if_true = Rate(1);  // ln 10 = 2.30
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.jumps(0) == DayList{4});
  CHECK(drawn.counted(1).empty());  // and the set time was silent
  CHECK(drawn.jumps(1) == DayList{4});
}

TEST_CASE("an event told at several set times of one indicator stands in one place, and counts") {
  Question asked = question(0.5, Days(180));
  asked.streams = {stream(1, 0.1), set_times({4, 14}, 0.7, 0.2)};
  asked.streams[1].said = {of_event(item(1, 4, 1), 1), of_event(item(2, 15, 1), 1)};
  CHECK(DrawnUp(asked, at(60)).counted(1).size() == 2);
  // Together they are worth more than ln 10.
  asked.streams[0].said = {of_event(item(3, 4, 1), 1)};
  CHECK(DrawnUp(asked, at(60)).jumps(0).empty());
  CHECK(DrawnUp(asked, at(60)).counted(1).size() == 2);
  asked.streams[0].if_true = Rate(10);  // ln 100 = 4.6 is more than twice 2.2
  CHECK(DrawnUp(asked, at(60)).jumps(0) == DayList{4});
  CHECK(DrawnUp(asked, at(60)).counted(1).empty());
}

TEST_CASE("a total without a part in time competes with no place, and watches") {
  // Of its one part, on day −2, nothing is inside; a rumour of the same event must not silence it.
  Question asked = question(0.3, Days(180));
  asked.streams = {unit_stream(), stream(0.9, 0.3)};
  asked.streams[0].coverage = {{kOpened, 0.0}};
  asked.streams[0].said = {of_event(total(1, -10, 6, 1, 0.9), 1)};
  CHECK(DrawnUp(asked, at(60)).drain(3) == 0.9);
  asked.streams[1].said = {of_event(item(2, 5, 1e-9), 1)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.drain(3) == 0.9);
  CHECK(drawn.jumps(1) == DayList{5});
}

TEST_CASE("a milestone is weighed, and loses, one key at a time") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(2, 0.1), stream(0.5, 0.1)};
  asked.streams[1].once = true;
  asked.streams[0].said = {of_event(item(1, 4, 0.9), 1)};
  asked.streams[1].said = {of_event(item(1, 4, 0.9), 1), of_event(item(2, 7, 0.6), 2),
                           item(3, 9, 0.5)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.jumps(0) == DayList{4});
  CHECK(drawn.jumps(1) == DayList{7});
  CHECK(drawn.timeline.counted.back().event.credibility == doctest::Approx(0.8).epsilon(1e-15));
}

TEST_CASE("a milestone whose items all weigh more elsewhere does not deafen its indicator") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(20, 0.1), unit_stream()};
  asked.streams[1].once = true;
  asked.streams[0].said = {item(1, 4, 0.9)};
  asked.streams[1].said = {item(1, 4, 0.9)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.jumps(1).empty());
  CHECK(drawn.drain(30, 1) == 1);
}

TEST_CASE("an event counted elsewhere neither watches nor is subtracted from totals") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(1.5, 0.5), stream(20, 0.1)};
  asked.streams[0].coverage = {{kOpened, 0.25}};
  asked.streams[0].said = {total(1, 10, 20, 4, 0.9), item(2, 15, 0.9),
                           of_event(total(3, 30, 40, 1, 0.9), 1)};
  asked.streams[1].said = {item(2, 15, 0.9), of_event(item(4, 35, 0.9), 1)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.jumps(0).size() == 4);
  CHECK(drawn.drain(15) == 0.9);
  CHECK(drawn.drain(35) == 0.25);
}

TEST_CASE("an event before the opening is taken off totals though its key counts elsewhere") {
  Question asked = question(0.3, Days(180));
  asked.streams = {unit_stream(), stream(20, 0.1)};
  asked.streams[0].said = {total(1, -10, 10, 4, 0.9), of_event(item(2, -5, 0.9), 1)};
  asked.streams[1].said = {of_event(item(3, 5, 0.9), 1)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.jumps(1) == DayList{5});
  CHECK(drawn.jumps(0).size() == 2);  // of three parts
}

TEST_CASE("who looked and saw none watches under every indicator it names") {
  Question asked = question(0.3, Days(180));
  asked.streams = {unit_stream(), unit_stream()};
  for (Stream& listened : asked.streams) {
    listened.coverage = {{kOpened, 0.0}};
    listened.said = {total(1, 10, 20, 0, 0.9)};
  }
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.drain(15, 0) == 0.9);
  CHECK(drawn.drain(15, 1) == 0.9);
}

TEST_CASE("of kinds within kinds the narrowest keeps an event and the wider one the rest") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.9, 0.3), stream(0.05, 0.04)};
  asked.streams[1].of = 0;
  asked.streams[0].said = {of_event(item(1, 4, 0.9), 1)};
  asked.streams[1].said = {of_event(item(2, 4, 0.6), 1)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.jumps(1) == DayList{4});
  CHECK(drawn.timeline.aside.empty());
  const Counted wide = drawn.counted(0).at(0);
  CHECK(wide.rest == doctest::Approx(1 - 0.6 / 0.9).epsilon(1e-15));
  const EventWeight net(0.85, 0.26, 1, asked.prior);
  CHECK(wide.log_factor == doctest::Approx((1 - 0.6 / 0.9) * net.log_factor(0.9)).epsilon(1e-14));
}

TEST_CASE("a wider kind that is no surer than the narrower has nothing left") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.9, 0.3), stream(0.05, 0.04)};
  asked.streams[1].of = 0;
  for (Stream& listened : asked.streams) listened.said = {item(1, 4, 0.9)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.jumps(0).empty());
  CHECK(drawn.jumps(1) == DayList{4});
  REQUIRE(drawn.timeline.aside.size() == 1);
  CHECK(drawn.timeline.aside[0].reason == NotCountedReason::kNarrowerKind);
}

TEST_CASE("of three kinds each keeps what the best narrower one leaves") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.9, 0.3), stream(0.2, 0.1), stream(0.05, 0.04)};
  asked.streams[1].of = 0;
  asked.streams[2].of = 1;
  asked.streams[0].said = {of_event(item(1, 4, 0.9), 1)};
  asked.streams[1].said = {of_event(item(2, 4, 0.8), 1)};
  asked.streams[2].said = {of_event(item(3, 4, 0.4), 1)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.jumps(2) == DayList{4});
  CHECK(drawn.counted(1).at(0).rest == doctest::Approx(0.5).epsilon(1e-15));
  CHECK(drawn.counted(0).at(0).rest == doctest::Approx(1 - 0.8 / 0.9).epsilon(1e-15));
}

TEST_CASE("where an indicator of another family weighs most it keeps the event whole") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.9, 0.3), stream(0.05, 0.04), stream(9, 0.3)};
  asked.streams[1].of = 0;
  for (Stream& listened : asked.streams) listened.said = {item(1, 4, 0.9)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.jumps(0).empty());
  CHECK(drawn.jumps(1).empty());
  CHECK(drawn.jumps(2) == DayList{4});
  CHECK(drawn.timeline.aside.size() == 2);
}

TEST_CASE("a wider kind is weighed net of its narrower ones") {
  // Gross it would be 0.9 to 0.3; net of the part it is 0.1 to 0.2, a half.
  Question asked = question(0.5, Days(180));
  asked.streams = {stream(0.9, 0.3), stream(0.8, 0.1), stream(0.21, 0.1)};
  asked.streams[1].of = 0;
  asked.streams[0].said = {item(1, 4, 1)};
  asked.streams[2].said = {item(1, 4, 1)};
  CHECK(DrawnUp(asked, at(60)).jumps(2) == DayList{4});
  asked.streams[2].if_true = Rate(0.19);
  CHECK(DrawnUp(asked, at(60)).jumps(2).empty());
}

TEST_CASE("what a happening tells keeps elsewhere only what the happening leaves") {
  for (const bool by_key : {true, false}) {
    Question asked = question(0.3, kForAlways);
    asked.streams = {happening(0.01), stream(0.9, 0.3)};
    const Observation answer = item(1, 4, 0.6);
    const Observation sighting = item(1, 4, 0.8);
    asked.streams[0].said = {by_key ? of_event(answer, 1) : answer};
    asked.streams[1].said = {by_key ? of_event(sighting, 1) : sighting};
    const DrawnUp drawn(asked, at(60));
    REQUIRE(drawn.timeline.happening);
    CHECK(drawn.timeline.happening->s == 0.6);
    CHECK(drawn.counted(1).at(0).rest == doctest::Approx(0.25).epsilon(1e-14));
    CHECK(drawn.worth(1) ==
          doctest::Approx(0.25 * drawn.timeline.weights[1].log_factor(0.8)).epsilon(1e-14));
  }
}

TEST_CASE("a happening takes no part in the contest of places") {
  Question asked = question(0.3, kForAlways);
  asked.streams = {happening(0.01), stream(0.9, 0.3), stream(0.9, 0.1)};
  for (Stream& listened : asked.streams) listened.said = {item(1, 4, 0.6)};
  asked.streams[2].said[0].credibility = 0.9;
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.jumps(1).empty());
  CHECK(drawn.counted(2).at(0).rest == doctest::Approx(1 - 0.6 / 0.9).epsilon(1e-14));
  CHECK(drawn.timeline.happening->s == 0.6);
}

TEST_CASE("a happening from before the opening takes nothing from other places") {
  Question asked = question(0.3, kForAlways);
  asked.streams = {happening(0.01), stream(0.9, 0.3)};
  asked.streams[0].said = {of_event(item(1, -4, 0.6), 1)};
  asked.streams[1].said = {of_event(item(2, 4, 0.8), 1)};
  const DrawnUp drawn(asked, at(60));
  CHECK_FALSE(drawn.timeline.happening);
  CHECK(drawn.counted(1).at(0).rest == 1);
}

TEST_CASE("beside a narrower kind a happening takes from the wider what is more, not both") {
  Question asked = question(0.3, kForAlways);
  asked.streams = {happening(0.01), stream(0.9, 0.3), stream(0.05, 0.04)};
  asked.streams[2].of = 1;
  for (Stream& listened : asked.streams) listened.said = {of_event(item(1, 4, 0.6), 1)};
  asked.streams[1].said[0].credibility = 0.9;
  for (const double narrower : {1e-12, 0.5, 0.6, 0.8}) {
    asked.streams[2].said[0].credibility = narrower;
    const DrawnUp drawn(asked, at(60));
    CHECK(drawn.counted(1).at(0).rest ==
          doctest::Approx(1 - std::max(0.6, narrower) / 0.9).epsilon(1e-12));
    if (narrower > 0.6) {
      CHECK(drawn.counted(2).at(0).rest == doctest::Approx(1 - 0.6 / narrower).epsilon(1e-12));
    }
  }
}

TEST_CASE("even a certain happening leaves one in a million to a certain place elsewhere") {
  Question asked = question(0.3, kForAlways);
  asked.streams = {happening(0.01), stream(0.9, 0.3)};
  for (Stream& listened : asked.streams) listened.said = {item(1, 4, 1)};
  CHECK(DrawnUp(asked, at(60)).counted(1).at(0).rest == doctest::Approx(1e-6).epsilon(1e-9));
}

TEST_CASE("what a happening tells is taken off behind an item that another place has won") {
  Question asked = question(0.3, kForAlways);
  asked.streams = {happening(0.01), stream(0.9, 0.3), stream(0.9, 0.1)};
  asked.streams[0].said = {item(1, 4, 0.4), item(2, 5, 0.4)};
  asked.streams[1].said = {item(1, 4, 0.9), item(2, 5, 0.9), item(3, -5, 0.9)};
  asked.streams[2].said = {item(1, 4, 0.9)};
  const DrawnUp drawn(asked, at(60));
  CHECK(drawn.counted(1).at(0).rest == doctest::Approx(1 - 0.64 / 0.9).epsilon(1e-14));
  CHECK(drawn.counted(2).at(0).rest == doctest::Approx(1 - 0.64 / 0.9).epsilon(1e-14));
}

TEST_CASE("a place that is no surer than the happening has nothing left, with a key or without") {
  for (const bool by_key : {true, false}) {
    Question asked = question(0.3, kForAlways);
    asked.streams = {happening(0.01), stream(0.9, 0.3)};
    for (Stream& listened : asked.streams) {
      listened.said = {by_key ? of_event(item(1, 4, 0.8), 1) : item(1, 4, 0.8)};
    }
    const DrawnUp drawn(asked, at(60));
    CHECK(drawn.timeline.jumps.empty());
    REQUIRE(drawn.timeline.aside.size() == 1);
    CHECK(drawn.timeline.aside[0].reason == NotCountedReason::kNarrowerKind);
  }
}

TEST_CASE("what a happening takes from a single event a total takes over, with a key or without") {
  for (const bool by_key : {true, false}) {
    Question asked = question(0.3, kForAlways);
    asked.streams = {happening(0.01), stream(0.9, 0.3)};
    const Observation told = item(1, 4, 0.8);
    asked.streams[0].said = {by_key ? of_event(told, 1) : told};
    asked.streams[0].said[0].credibility = 0.4;
    asked.streams[1].said = {by_key ? of_event(told, 1) : told, total(2, 0, 10, 3, 0.8)};
    const DrawnUp drawn(asked, at(60));
    REQUIRE(drawn.counted(1).size() == 2);
    double counted = 0;
    for (const Counted& each : drawn.counted(1)) {
      if (each.event.total) counted = each.counted;
    }
    CHECK(counted == doctest::Approx(2.5).epsilon(1e-14));
  }
}

TEST_CASE("the parts of a total in the scenario's time are those at its mid-points") {
  CHECK(parts_inside(0, 10, 5, 100) == 5);
  CHECK(parts_inside(-10, 10, 4, 100) == 2);
  CHECK(parts_inside(0, 10, 5, 5) == 3);  // at 1, 3, 5
  CHECK(parts_inside(0, 10, 5, 4.9) == 2);
  CHECK(parts_inside(0, 10, 5, -1) == 0);
  CHECK(parts_inside(7, 7, 3, 7) == 3);
  CHECK(parts_inside(7, 7, 3, 6) == 0);
}

}  // namespace
}  // namespace signpost::belief
