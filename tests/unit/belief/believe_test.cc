#include "engine/belief/believe.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "tests/unit/belief/questions.h"

namespace signpost::belief {
namespace {

Question busy() {
  Question asked = question(0.4, Days(180));
  asked.base_rate = Probability(0.25);
  asked.horizon = day(150);
  asked.streams = {stream(0.2, 0.07), stream(0.01, 0.04)};
  asked.streams[0].lag = Days(7);
  asked.streams[1].coverage = {{kOpened, 1.0}, {day(40), 0.0}, {day(60), 0.6}};
  asked.streams[0].said = {item(3, 80, 0.8), item(1, 9, 0.9), item(2, 9, 0.6), item(4, 120, 1.0)};
  asked.streams[1].said = {item(5, 30, 0.9), item(6, 120, 0.5), item(7, -3, 0.5)};
  asked.bearing = {bearing(8, 60, 0.9, 30)};
  return asked;
}

TEST_CASE("before the opening the probability is the prior") {
  CHECK(log_odds(busy(), at(-10)) == Probability(0.4).log_odds());
  CHECK(account(busy(), at(-10)).closing == Probability(0.4).log_odds());
}

TEST_CASE("after the horizon it stays what it was at the horizon, once the reports are in") {
  CHECK(log_odds(busy(), at(151, 900)) == log_odds(busy(), at(150, 900)));
  CHECK(log_odds(busy(), at(800, 900)) == log_odds(busy(), at(150, 900)));
  CHECK(log_odds(busy(), at(152)) != log_odds(busy(), at(150)));  // lag still completes
}

TEST_CASE("the ledger closes on the very bits of the probability alone") {
  for (const double on : {-1.0, 0.0, 9.0, 55.5, 120.0, 150.0, 300.0}) {
    CHECK(account(busy(), at(on)).closing == log_odds(busy(), at(on)));
  }
}

TEST_CASE("belief that stops fading keeps its log-odds but for evidence and silence") {
  Question asked = question(0.4, Days(90));
  asked.base_rate = Probability(0.1);
  asked.bearing = {bearing(1, 20, 1.0, 30), bearing(2, 300, 1.0, 3)};
  const double then = log_odds(asked, at(50)).nats();
  CHECK(log_odds_unfaded(asked, at(200), day(50)).nats() == doctest::Approx(then).epsilon(1e-13));
  CHECK(log_odds_unfaded(asked, at(400), day(50)).nats() ==
        doctest::Approx(then + std::log(3)).epsilon(1e-13));
  CHECK(log_odds(asked, at(200)).nats() < then - 1);
  asked.streams = {stream(0.02, 0.05)};  // silence speaks for it: 0.03 a day
  CHECK(log_odds_unfaded(asked, at(250), day(200)).nats() ==
        doctest::Approx(log_odds(asked, at(200)).nats() + 50 * 0.03).epsilon(1e-13));
}

TEST_CASE("history is the probability at each of its dates, known at one instant") {
  const std::vector<Instant> dates = {day(-5), day(0),   day(10),  day(9),
                                      day(61), day(120), day(149), day(200)};
  for (const double known : {50.0, 122.0, 500.0}) {
    const std::vector<LogOdds> points = history(busy(), dates, day(known));
    REQUIRE(points.size() == dates.size());
    for (std::size_t i = 0; i < dates.size(); ++i) {
      CAPTURE(i);
      CHECK(points[i].nats() ==
            doctest::Approx(log_odds(busy(), {dates[i], day(known)}).nats()).epsilon(1e-13));
    }
  }
}

TEST_CASE("history as known then counts an item from when it was known, and until withdrawn") {
  Chronicle all;
  all.question = busy();
  all.of_streams = {std::vector<Known>(4), std::vector<Known>(3)};
  all.of_streams[0][0] = {day(95), kForever};  // item 3, of day 80
  all.of_bearing = {{day(60), day(100)}};
  const std::vector<Instant> dates = {day(110), day(59),   day(80),  day(94),
                                      day(95),  day(99.9), day(100), day(140)};
  const std::vector<LogOdds> points = history_as_known_then(all, dates);
  REQUIRE(points.size() == dates.size());
  for (std::size_t i = 0; i < dates.size(); ++i) {
    CAPTURE(i);
    Question then = busy();
    if (dates[i] < day(95)) then.streams[0].said.erase(then.streams[0].said.begin());
    if (dates[i] >= day(100)) then.bearing.clear();
    CHECK(points[i] == log_odds(then, {dates[i], dates[i], true}));
  }
}

TEST_CASE("history keeps what has happened where somebody also looked and saw none") {
  Question asked = question(0.4, Days(100));
  asked.streams = {happening(0.01)};
  asked.streams[0].said = {item(1, 20, 0.6), none_seen(2, 30, 40, 0.9), none_seen(3, 5, 8, 0.9)};
  const std::vector<Instant> dates = {day(10), day(20), day(25), day(30), day(50)};
  const std::vector<LogOdds> points = history(asked, dates, day(60));
  for (std::size_t i = 0; i < dates.size(); ++i) {
    CAPTURE(i);
    CHECK(points[i] == log_odds(asked, {dates[i], day(60)}));
  }
}

TEST_CASE("history weighs places by what of a total was in by each date") {
  Question asked = question(0.3, Days(180));
  asked.streams = {stream(0.3, 0.2)};
  asked.streams[0].said = {of_event(total(1, 10, 20, 8, 0.9), 1)};
  asked.bearing = {of_event(bearing(2, 10, 0.9, 5), 1)};
  std::vector<Instant> dates;
  for (int i = 40; i < 100; ++i) dates.push_back(day(0.25 * i));
  const std::vector<LogOdds> points = history(asked, dates, day(60));
  for (std::size_t i = 0; i < dates.size(); ++i) {
    CAPTURE(i);
    CHECK(points[i] == log_odds(asked, {dates[i], day(60)}));
  }
}

TEST_CASE("history as known then makes no step where a lag of no whole seconds begins") {
  // Its stream was watched until within the second before.
  Chronicle all;
  all.question = question(0.4, Days(37));
  all.question.streams = {stream(0.2, 0.07), stream(0.01, 0.04)};
  all.of_streams.resize(2);
  for (int i = 1; i < 100; ++i) {
    all.question.streams[0].coverage = {{kOpened, 1.0}, {day(20.0 + i), 0.0}};
    all.question.streams[0].lag = Days(10 - 0.009 * i / 86400);
    const Instant date = day(30.0 + i);
    CHECK(history_as_known_then(all, {&date, 1}).front() == log_odds(all.question, {date, date}));
  }
}

TEST_CASE("history as known then hears denials when they are known") {
  Chronicle all;
  all.question = question(0.4, Days(100));
  all.question.streams = {stream(0.2, 0.1)};
  all.question.streams[0].said = {of_event(item(1, 10, 0.8), 1, 10),
                                  of_event(item(2, 12, 0.6), 1, 11)};
  all.question.denials = {denial(3, 20, 0.5, 1, 10), denial(4, 30, 0.7, 1, 12)};
  all.of_streams = {std::vector<Known>(2)};
  all.of_denials = {{day(25), kForever}, {day(30), day(40)}};
  const auto asked_on = [&](double on) {
    Question known = all.question;
    if (on >= 40) known.denials.pop_back();
    if (on < 25) known.denials.erase(known.denials.begin());
    return log_odds(known, at(on));
  };
  for (const double on : {15.0, 22.0, 26.0, 31.0, 39.0, 41.0}) {
    CAPTURE(on);
    const Instant date = day(on);
    CHECK(history_as_known_then(all, {&date, 1}).front() == asked_on(on));
  }
}

TEST_CASE("where a state will stand at its horizon is fading towards the base rate from now on") {
  Question asked = question(0.4, Days(180));
  asked.base_rate = Probability(0.25);
  CHECK(at_horizon(asked, day(50), Probability(0.9).log_odds()).value() ==
        doctest::Approx(0.9).epsilon(1e-15));  // there is none
  asked.horizon = day(140);
  CHECK(at_horizon(asked, day(50), Probability(0.9).log_odds()).value() ==
        doctest::Approx(0.25 + 0.65 * std::exp(-0.5)).epsilon(1e-14));
  CHECK(at_horizon(asked, day(-30), Probability(0.9).log_odds()).value() ==
        doctest::Approx(0.25 + 0.65 * std::exp(-140.0 / 180)).epsilon(1e-14));
  CHECK(at_horizon(asked, day(150), Probability(0.9).log_odds()).value() ==
        doctest::Approx(0.9).epsilon(1e-15));
  asked.persistence = kForAlways;
  CHECK(at_horizon(asked, day(50), Probability(0.9).log_odds()).value() ==
        doctest::Approx(0.9).epsilon(1e-15));
}

TEST_CASE("belief that stops fading keeps what has happened") {
  Question asked = question(0.4, Days(90));
  asked.streams = {happening(0.01)};
  asked.streams[0].said = {item(1, 20, 0.6)};
  Question rest = asked;
  rest.streams[0].said.clear();
  const double r = Probability::from(log_odds_unfaded(rest, at(80), day(50))).value();
  CHECK(Probability::from(log_odds_unfaded(asked, at(80), day(50))).value() ==
        doctest::Approx(0.6 + 0.4 * r).epsilon(1e-14));
}

TEST_CASE("with nothing to hear belief goes from the judgement to the base rate") {
  Question asked = question(0.45, Days(180));
  asked.base_rate = Probability(0.25);
  // P(t) = π + (π₀ − π)·e^(−t/τ)
  CHECK(Probability::from(log_odds(asked, at(90))).value() ==
        doctest::Approx(0.25 + 0.2 * std::exp(-0.5)).epsilon(1e-14));
}

TEST_CASE("a question without indicators or evidence is answered") {
  CHECK(log_odds(question(0.3, kForAlways), at(10)) == Probability(0.3).log_odds());
  CHECK(account(question(0.3, Days(180)), at(10)).events.empty());
}

}  // namespace
}  // namespace signpost::belief
