#include "engine/belief/counted_events.h"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

#include "tests/unit/belief/counted_questions.h"

namespace signpost::belief {
namespace {

/// What is counted as of a day, period by period; a month of history, two months of window.
std::vector<double> counts(const Question& asked, const Moment& moment = at(60.875)) {
  const CountedEvents events(asked, moment);
  std::vector<double> all;
  for (const CountedPeriod& period : events.question().periods) all.push_back(period.counted);
  return all;
}
double sum(const Question& asked, const Moment& moment = at(60.875)) {
  double all = 0;
  for (const double each : counts(asked, moment)) all += each;
  return all;
}

Question asked_of(std::initializer_list<Observation> said) {
  Question asked = countable(1, 2, 5);
  heard(asked) = said;
  return asked;
}

/// A second indicator beside the first, named too.
Question with_second(std::initializer_list<Observation> first,
                     std::initializer_list<Observation> second) {
  Question asked = asked_of(first);
  asked.count->streams.push_back({stream(1, 1)});
  heard(asked, 1) = second;
  return asked;
}

Question with_narrower(std::initializer_list<Observation> wide,
                       std::initializer_list<Observation> narrow) {
  Question asked = with_second(wide, narrow);
  asked.count->streams[1].named = false;
  asked.count->streams[1].stream.of = 0;
  return asked;
}

using Counts = std::vector<double>;

TEST_CASE("an event counts one where it is worth 0.5 or more, and nothing else") {
  CHECK(counts(asked_of({item(1, 2, 0.5), item(2, 3, 0.49), item(3, 40, 0.9)})) == Counts{0, 1, 1});
  CHECK(counts(asked_of({unjudged(item(1, 2, 0.9))})) == Counts{0, 0, 0});
  CHECK(sum(asked_of({total(1, 0, 10, 7, 0.5)})) == 7);
  CHECK(sum(asked_of({total(1, 0, 10, 7, 0.4)})) == 0);
}

TEST_CASE("origins corroborate, and denials weaken, before an event is counted") {
  const auto told = {of_event(item(1, 2, 0.4), 7, 1), of_event(item(2, 3, 0.4), 7, 2)};
  CHECK(sum(asked_of(told)) == 1);
  CHECK(sum(asked_of({of_event(item(1, 2, 0.4), 7, 1), of_event(item(2, 3, 0.4), 7, 1)})) == 0);
  Question denied = asked_of(told);
  denied.denials = {denial(3, 5, 0.8, 7, 3)};
  CHECK(sum(denied) == 0);
  CHECK(sum(denied, at(4)) == 1);  // not yet denied
  Question taken_back = asked_of({of_event(item(1, 2, 0.9), 7, 1)});
  taken_back.denials = {denial(3, 5, 0.01, 7, 1)};
  CHECK(sum(taken_back) == 0);
}

TEST_CASE("what is dated later is not there, and parts of a total fall where they fall in time") {
  const Question asked = asked_of({total(1, -20, 40, 6, 0.9), item(2, 50, 0.9)});
  CHECK(counts(asked) == Counts{2, 3, 2});
  CHECK(counts(asked, at(12)) == Counts{2, 1, 0});
  CHECK(counts(asked, at(-20.5)) == Counts{0, 0, 0});
  CHECK(counts(asked, at(50)) == Counts{2, 3, 2});
}

TEST_CASE("a moment on a boundary belongs to the later period, at the window's end to the last") {
  const double end = 2 * kDaysPerMonth;
  CHECK(counts(asked_of({item(1, 0, 1), item(2, kDaysPerMonth, 1), item(3, end, 1),
                         item(4, end + 0.1, 1), item(5, -kDaysPerMonth, 1),
                         item(6, -kDaysPerMonth - 0.1, 1)}),
               at(100)) == Counts{1, 1, 2});
}

TEST_CASE("totals within totals are counted at face value") {
  // The half-year's 20 hold the month's 6 and three single events, however credible each is.
  const auto told = {total(1, -20, 60, 20, 0.95), total(2, 0, 30, 6, 0.6), item(3, 40, 0.55),
                     item(4, 41, 0.55), item(5, -5, 0.55)};
  CHECK(sum(asked_of(told)) == doctest::Approx(20));
  const Counts by_period = counts(asked_of(told));
  CHECK(by_period[1] >= 6);
  // Nothing of the rest is spread over the month that the narrower one has told.
  CHECK(counts(asked_of({total(1, 0, 60, 10, 0.9), total(2, 0, 30.4375, 10, 0.6)})) ==
        Counts{0, 10, 0});
  // Who saw none thins too, where that is credible.
  CHECK(counts(asked_of({total(1, 0, 60, 10, 0.9), none_seen(2, 0, 30.4375, 0.6)})) ==
        Counts{0, 0, 10});
  CHECK(counts(asked_of({total(1, 0, 60.875, 10, 0.9), none_seen(2, 0, 30.4375, 0.4)})) ==
        Counts{0, 5, 5});
}

TEST_CASE("an event told of several indicators counts once") {
  CHECK(sum(with_second({item(1, 2, 0.9)}, {item(1, 2, 0.9)})) == 1);
  CHECK(sum(with_second({item(1, 2, 0.4)}, {item(1, 2, 0.9)})) == 1);
  CHECK(sum(with_second({of_event(item(1, 2, 0.9), 7)}, {of_event(item(2, 3, 0.9), 7)})) == 1);
  CHECK(sum(with_second({item(1, 2, 0.9)}, {item(2, 2, 0.9)})) == 2);
  CHECK(sum(with_second({total(1, 0, 10, 7, 0.9)}, {total(1, 0, 10, 7, 0.9)})) == 7);
}

TEST_CASE("narrower kinds' events are counted with the wider's, each once") {
  CHECK(sum(with_narrower({item(1, 2, 0.9)}, {item(2, 3, 0.9)})) == 2);
  CHECK(sum(with_narrower({item(1, 2, 0.9)}, {item(1, 2, 0.9)})) == 1);
  CHECK(sum(with_narrower({item(1, 2, 0.9)}, {item(1, 2, 0.4)})) == 1);
  CHECK(sum(with_narrower({item(1, 2, 0.4)}, {item(1, 2, 0.9)})) == 1);
  // "31, of which two complex"
  CHECK(sum(with_narrower({total(1, 0, 30, 31, 0.9)}, {item(2, 3, 0.6), item(3, 4, 0.6)})) == 31);
  CHECK(sum(with_narrower({total(1, 0, 30, 31, 0.9)}, {total(2, 0, 30, 2, 0.6)})) ==
        doctest::Approx(31));
}

TEST_CASE("a milestone counts once, and an occasion at its set time") {
  Question milestone = asked_of({item(1, 2, 0.9), item(2, 40, 0.6)});
  milestone.count->streams[0].stream.once = true;
  CHECK(counts(milestone) == Counts{0, 1, 0});
  Question releases = asked_of({item(1, 12, 0.9), item(2, 13, 0.9), item(3, 45, 0.9)});
  releases.count->streams[0].stream.occasions = {day(10), day(40)};
  CHECK(counts(releases) == Counts{0, 1, 1});
}

/// Exposure and what is to come of each period, in days.
struct Days2 {
  std::vector<double> exposure;
  std::vector<double> to_come;
};
Days2 days(const Question& asked, const Moment& moment) {
  const CountedEvents events(asked, moment);
  Days2 all;
  for (const CountedPeriod& period : events.question().periods) {
    all.exposure.push_back(period.exposure.count());
    all.to_come.push_back(period.to_come.count());
  }
  return all;
}
void check(const std::vector<double>& found, const std::vector<double>& wanted) {
  REQUIRE(found.size() == wanted.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    CAPTURE(i);
    CHECK(std::fabs(found[i] - wanted[i]) < 1e-6);
  }
}
constexpr double kM = kDaysPerMonth;

TEST_CASE("exposure is coverage with seasons, and what is to come is what is declared") {
  Question asked = asked_of({item(1, -1, 0.9)});
  asked.count->streams[0].stream.coverage = {{day(0), 0.5}, {day(40), 0.8}};
  asked.count->streams[0].stream.season = {{day(0), 1}, {day(10), 2}, {day(20), 1}};
  const Days2 all = days(asked, at(15));
  check(all.exposure, {0.5 * kM, 0.5 * 20, 0});
  check(all.to_come, {0, 0.5 * (kM - 15 + 5), 0.5 * (40 - kM) + 0.8 * (2 * kM - 40)});
}

TEST_CASE("totals watch their spans in full, as credible as they are") {
  Question asked = asked_of({total(1, 0, 10, 3, 0.9), none_seen(2, 10, 20, 0.3), item(3, -1, 0.9)});
  asked.count->streams[0].stream.coverage = {{day(0), 0.2}};
  check(days(asked, at(30)).exposure, {0.2 * kM, 9 + 3 + 2, 0});
}

TEST_CASE("under lag what happened lately counts by the share of reports that is in") {
  Question asked = asked_of({item(1, -1, 0.9)});
  asked.count->streams[0].stream.lag = Days(8);
  const Days2 all = days(asked, at(kM + 4));
  // Of the last two days none, of the two before a quarter, then a half, then three quarters.
  check(all.exposure, {kM, kM - 4 + 2 * 0.5 + 2 * 0.75, 2 * 0.25});
  check(all.to_come, {0, 1.5, kM - 0.5});
  check(days(asked, at(kM + 4, kM + 20)).exposure, {kM, kM, 4});
}

TEST_CASE("of several indicators exposure is the mean and dispersion the largest") {
  Question asked = with_second({item(1, -1, 0.9)}, {});
  asked.count->streams[1].stream.coverage = {{day(0), 0.5}};
  asked.count->streams[1].stream.dispersion = 3;
  check(days(asked, at(15)).exposure, {0.75 * kM, 0.75 * 15, 0});
  CHECK(CountedEvents(asked, at(15)).question().dispersion == 3);
  asked.count->dispersion = 1.5;
  CHECK(CountedEvents(asked, at(15)).question().dispersion == 1.5);
  asked.count->streams[1].named = false;
  asked.count->dispersion.reset();
  check(days(asked, at(15)).exposure, {kM, 15, 0});
  CHECK(CountedEvents(asked, at(15)).question().dispersion == 1);
}

TEST_CASE("what is watched as it comes will be watched as in the last twelve known periods") {
  Question asked = countable(14, 3, 5);
  asked.count->streams[0].covered_ahead = false;
  Stream& listened = asked.count->streams[0].stream;
  // All of the thirteenth month back and before, six months of the last twelve.
  listened.coverage = {{day(-14 * kM), 1}, {day(-12 * kM), 0}, {day(-6 * kM), 1}, {day(0), 0}};
  const Days2 all = days(asked, at(20));
  CHECK(all.exposure[14] == 0);
  // The running month may yet be told in full.
  CHECK(std::fabs(all.to_come[14] - kM / 2) < 1e-6);
  CHECK(std::fabs(all.to_come[15] - kM / 2) < 1e-6);
  // What is watched better than that leaves the time to come as it is.
  listened.coverage.back().value = 1;
  CHECK(std::fabs(days(asked, at(20)).to_come[14] - (kM - 20) / 2) < 1e-6);
  // A month that is over has nothing to come, unless its reports are late.
  listened.coverage.back().value = 0;
  CHECK(days(asked, at(kM + 1)).to_come[14] == 0);
  listened.lag = Days(10);
  CHECK(days(asked, at(kM + 1)).to_come[14] > 0);
  CHECK(days(asked, at(kM + 10)).to_come[14] == 0);
}

TEST_CASE("the threshold is a factor of what was counted in a span, by the same rules") {
  Question asked = countable(4, 2, 0);
  heard(asked) = {item(1, -1, 0.9), item(2, -60, 0.9), item(3, -61, 0.9),
                  item(4, 0, 0.9),  item(5, -2, 0.3),  total(6, -30, -20, 4, 0.9)};
  asked.count->factor = 1.5;
  CHECK(CountedEvents(asked, at(10)).question().at_least == 1.5 * 6);
  asked.count->against = CountedQuestion::TimeSpan{day(-62), day(-59)};
  CHECK(CountedEvents(asked, at(10)).question().at_least == 1.5 * 2);
  // It may lie before the history that teaches the level.
  asked.count->history_from = day(-31);
  CHECK(CountedEvents(asked, at(10)).question().at_least == 1.5 * 2);
  asked.count->factor.reset();
  asked.count->at_least = 12;
  CHECK(CountedEvents(asked, at(10)).question().at_least == 12);
}

TEST_CASE("a count has decided where enough is counted, or its window is over, lag included") {
  Question asked = countable(2, 1, 2);
  heard(asked) = {item(1, 3, 0.9), item(2, 8, 0.9)};
  CHECK_FALSE(CountedEvents(asked, at(7)).decided());
  CHECK(CountedEvents(asked, at(8)).decided());
  asked.count->at_least = 3;
  CHECK_FALSE(CountedEvents(asked, at(30)).decided());
  CHECK(CountedEvents(asked, at(kM)).decided());
  asked.count->streams[0].stream.lag = Days(5);
  CHECK_FALSE(CountedEvents(asked, at(kM)).decided());
  CHECK_FALSE(CountedEvents(asked, at(kM + 4)).decided());
  CHECK(CountedEvents(asked, at(kM + 5)).decided());
}

TEST_CASE("the order in which things were said does not matter to a bit") {
  const std::vector<Observation> told = {
      total(1, -20, 55, 21, 0.95),       total(2, 0, 30, 6, 0.6),          item(3, 40, 0.55),
      of_event(item(4, 41, 0.55), 2, 1), of_event(item(5, 41, 0.4), 2, 2), item(6, 40, 0.55)};
  Question one = countable(1, 2, 5);
  Question other = one;
  heard(one) = told;
  heard(other).assign(told.rbegin(), told.rend());
  CHECK(counts(one) == counts(other));
}

TEST_CASE("what nobody told of is no history, and a factor of nothing is none") {
  const auto exposure = [](const Question& asked) {
    return CountedEvents(asked, at(60.875)).question().periods.front().exposure.count();
  };
  CHECK(exposure(asked_of({item(1, 40, 0.9)})) == 0);  // of the window alone
  CHECK(exposure(asked_of({unjudged(item(1, -5, 0.9))})) == 0);
  CHECK(exposure(asked_of({item(1, -100, 0.9)})) == 0);  // before all that teaches
  CHECK(exposure(asked_of({item(1, -5, 0.9)})) > 30);
  CHECK(exposure(asked_of({total(1, -20, -10, 0, 0.9)})) > 30);  // somebody looked
  Question times = asked_of({total(1, -20, -10, 0, 0.9)});
  times.count->factor = 1.25;
  CHECK(exposure(times) == 0);
  heard(times).push_back(item(2, -5, 0.9));
  CHECK(exposure(times) > 30);
}

}  // namespace
}  // namespace signpost::belief
